"""Does the command line suggest what may be meant, and keep its contract?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from telusur.tests.support.command import ERROR, FOUND, NOTHING, fails, telusur


def test_suggest_prints_one_suggestion_a_line(index: Path) -> None:
    done = telusur("suggest", "Gempaa Pali", "--index", index, "-k", "2")
    assert done.returncode == FOUND
    assert done.stdout.splitlines()[0] == "Gempa Palu"
    assert len(done.stdout.splitlines()) <= 2
    assert done.stderr == ""


def test_suggest_json(index: Path) -> None:
    done = telusur("suggest", "gempaa", "--index", index, "--json", "-k", "1")
    answer = json.loads(done.stdout)
    (one,) = answer.pop("suggestions")
    assert answer == {"format": 1, "text": "gempaa"}
    assert one["text"] == "gempa"
    assert one["score"] < 0
    (correction,) = one["corrections"]
    assert correction["typed"] == "gempaa"
    assert correction["articles"] > 0


def test_nothing_to_suggest_is_1(index: Path) -> None:
    done = telusur("suggest", "gempa", "--index", index)
    assert (done.returncode, done.stdout, done.stderr) == (NOTHING, "", "")
    done = telusur("suggest", "xyzzyplugh", "--index", index, "--json")
    assert done.returncode == NOTHING
    assert json.loads(done.stdout)["suggestions"] == []


def test_an_error_is_2(tmp_path: Path) -> None:
    assert "telusur index" in fails("suggest", "gempa", "--index", tmp_path / "tiada")


def test_search_asks_what_was_meant(index: Path) -> None:
    done = telusur("search", "gempaa", "--index", index)
    assert "\n\nDid you mean (mungkin maksud Anda): gempa\n" in done.stdout
    answer = json.loads(telusur("search", "gempaa", "--index", index, "--json").stdout)
    assert answer["suggestion"] == "gempa"


def test_search_asks_nothing_where_all_is_known(index: Path) -> None:
    assert "Did you mean" not in telusur("search", "gempa", "--index", index).stdout
    answer = json.loads(telusur("search", "gempa", "--index", index, "--json").stdout)
    assert answer["suggestion"] is None


@pytest.mark.parametrize(
    "text", ["", "a" * 10_000, "\x1b[31mgempaa", "💥 ½ ™", "(((", '"gempaa', "-"]
)
def test_hostile_texts_are_borne(index: Path, text: str) -> None:
    for how in ([], ["--json"]):
        done = telusur("suggest", "--index", index, *how, "--", text)
        assert done.returncode in (FOUND, NOTHING)
        assert "\x1b" not in done.stdout


def test_a_text_that_is_too_long_is_refused(index: Path) -> None:
    done = telusur("suggest", "--index", index, "--", "a" * 10_001)
    assert done.returncode == ERROR
    assert "10,001 characters" in done.stderr
