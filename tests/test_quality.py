"""Are stems and rankings as good as they were, and are they measured right?"""

from __future__ import annotations

import itertools
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from telusur.tests.support.modules import ROOT, load

BENCHMARKS = ROOT / "benchmarks"
NOTHING_TO_MEASURE = 3


floors = load("benchmarks/floors.py")
judging = load("benchmarks/judging.py")
sheets = load("benchmarks/sheets.py")


# The floors


@pytest.mark.parametrize("benchmark", ["stem", "ir"])
def test_slow_no_figure_is_below_its_floor(benchmark: str) -> None:
    command = [sys.executable, BENCHMARKS / f"{benchmark}.py", "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == NOTHING_TO_MEASURE:
        pytest.skip(f"benchmarks/{benchmark}.py: {done.stderr.strip()}")
    assert done.returncode == 0, done.stderr


@pytest.fixture
def pinned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(floors, "PATH", tmp_path / "floors.yaml")
    floors.pin("stem", {"satu": {"data": "abc", "inflected": 0.95678}}, lower=False)
    return tmp_path / "floors.yaml"


@pytest.mark.usefixtures("pinned")
def test_a_lower_figure_is_told_and_an_equal_one_is_not() -> None:
    assert floors.fallen("stem", {"satu": {"data": "abc", "inflected": 0.95678}}) == []
    (told,) = floors.fallen("stem", {"satu": {"data": "abc", "inflected": 0.95}})
    assert told == "satu: inflected 0.9500 is below 0.9567"


@pytest.mark.usefixtures("pinned")
def test_floors_hold_for_their_own_data_only() -> None:
    other = {"satu": {"data": "xyz", "inflected": 0.1}}
    assert floors.fallen("stem", other) == []
    assert floors.other_data("stem", other) == ["satu"]


def test_lowering_a_floor_takes_a_flag(pinned: Path) -> None:
    less = {"satu": {"data": "abc", "inflected": 0.5}}
    floors.pin("stem", less, lower=False)
    assert floors.read()["stem"]["satu"]["inflected"] == 0.9567
    floors.pin("stem", less, lower=True)
    assert floors.read()["stem"]["satu"]["inflected"] == 0.5
    assert pinned.read_text("utf-8").startswith("# What may not get worse")


def test_pinning_one_set_keeps_the_others(pinned: Path) -> None:
    floors.pin("stem", {"dua": {"data": "d", "inflected": 0.5}}, lower=False)
    assert pinned.exists()
    assert set(floors.read()["stem"]) == {"satu", "dua"}


# The measures


def test_ndcg_falls_with_the_place() -> None:
    grades = {"a": 1}
    assert judging.ndcg(["a", "b"], grades) == 1
    assert judging.ndcg(["b", "a"], grades) == pytest.approx(1 / np.log2(3))
    assert judging.ndcg([str(place) for place in range(10)] + ["a"], grades) == 0


def test_ndcg_compares_with_the_best_order() -> None:
    grades = {"a": 2, "b": 1}
    assert judging.ndcg(["a", "b"], grades) == 1
    ideal = 3 + 1 / np.log2(3)
    assert judging.ndcg(["b", "a"], grades) == pytest.approx((1 + 3 / np.log2(3)) / ideal)


def test_recall_counts_the_first_hundred() -> None:
    ranked = [str(place) for place in range(101)]
    assert judging.recall(ranked, {"0": 1, "99": 1, "100": 1, "5": 0}) == pytest.approx(2 / 3)


def test_luck_is_the_share_of_all_signs() -> None:
    differences = np.array([0.5, 0.25, 0.125, 0.3, 0.7, -0.1, 0.0, 0.2, 0.05])
    told = differences[differences != 0]
    signs = np.array(list(itertools.product([-1, 1], repeat=len(told))))
    exact = float((np.abs(signs @ told) >= told.sum() - 1e-12).mean())
    assert judging.luck(differences) == pytest.approx(exact, abs=0.005)
    assert judging.luck(np.zeros(5)) == 1


def test_the_halves_are_halves() -> None:
    halves = [sheets.half(f"q{number}") for number in range(1000)]
    assert 450 < sum(halves) < 550
    assert halves == [sheets.half(f"q{number}") for number in range(1000)]
