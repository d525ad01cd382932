"""Is the quality still what it was? Floors in floors.yaml, each for one content of a data set."""

from __future__ import annotations

import argparse
import math
import sys
from pathlib import Path
from typing import Any

import yaml

PATH = Path(__file__).parent / "floors.yaml"
HEAD = """\
# What may not get worse: figures of Telusur on the development sets, by the digest of each set.
# `make bench-stem` and `make bench-ir` compare; --pin raises, and lowering one takes --lower.
"""
DIGITS = 4

Figures = dict[str, dict[str, Any]]  # set -> "data": its digest, and figures by name


def read() -> dict[str, Figures]:
    """Return the floors of each benchmark."""
    return yaml.safe_load(PATH.read_text("utf-8")) if PATH.exists() else {}


def fallen(benchmark: str, found: Figures) -> list[str]:
    """Return what is lower than its floor, in words; sets of other data are passed over."""
    wrong: list[str] = []
    for name, pinned in read().get(benchmark, {}).items():
        measured = found.get(name, {})
        if measured.get("data") != pinned["data"]:
            continue
        for figure, floor in pinned.items():
            if figure != "data" and _down(measured[figure]) < floor:
                wrong.append(f"{name}: {figure} {measured[figure]:.4f} is below {floor:.4f}")
    return wrong


def other_data(benchmark: str, found: Figures) -> list[str]:
    """Return the sets whose content is not the one that the floors were pinned on."""
    pinned = read().get(benchmark, {})
    return [name for name in found if found[name]["data"] != pinned.get(name, {}).get("data")]


def pin(benchmark: str, found: Figures, *, lower: bool) -> None:
    """Write what was measured as floors; keep a floor that is higher, unless `lower`."""
    kept = read()
    before = kept.get(benchmark, {})
    raised = {name: _raised(before.get(name, {}), one, lower) for name, one in found.items()}
    kept[benchmark] = {**before, **raised}
    PATH.write_text(HEAD + yaml.safe_dump(kept, sort_keys=True), "utf-8")


def settle(benchmark: str, found: Figures, given: argparse.Namespace) -> int:
    """Compare with the floors, pin where that is asked for; return the exit code.

    Half of the cases has no floors.
    """
    if given.half is not None:
        return 0
    if given.pin:
        pin(benchmark, found, lower=given.lower)
    for name in other_data(benchmark, found):
        print(f"{name}: not the data that its floors were pinned on", file=sys.stderr)
    wrong = fallen(benchmark, found)
    print("\n".join(wrong) or f"no floor of {benchmark} is missed", file=sys.stderr)
    return 1 if wrong else 0


def _raised(before: dict[str, Any], measured: dict[str, Any], lower: bool) -> dict[str, Any]:
    same = before.get("data") == measured["data"] and not lower
    told = {key: _down(value) for key, value in measured.items() if isinstance(value, float)}
    if same:
        told = {key: max(value, before.get(key, value)) for key, value in told.items()}
    return {"data": measured["data"], **told}


def _down(value: float) -> float:
    return math.floor(value * 10**DIGITS + 1e-6) / 10**DIGITS
