"""How does time grow with the number of articles? Draws what engine.py has measured."""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from peers import load

HERE = Path(__file__).parent
SETS = ("words", "phrase", "results page")


def draw(told: dict[str, Any], path: Path) -> None:
    """Draw the median of each set, and the time to index, against the number of articles."""
    mpl.rcParams["svg.hashsalt"] = "telusur"  # the same figures give the same file
    mpl.rcParams["svg.fonttype"] = "none"
    figure, axes = plt.subplots(1, len(SETS) + 1, figsize=(15, 4), layout="constrained")
    for axis, name in zip(axes, SETS, strict=False):
        _lines(axis, told["sizes"], lambda size, peer, name=name: _median(size, name, peer))
        axis.set(title=name, ylabel="ms a query, median")
    _lines(axes[-1], told["sizes"], lambda size, peer: size["build"].get(peer, {}).get("seconds"))
    axes[-1].set(title="indexing", ylabel="s")
    axes[0].legend(fontsize="small")
    figure.savefig(path, metadata={"Date": None})


def _lines(axis: Axes, sizes: list[Any], value: Any) -> None:
    names = {name for size in sizes for name in size["build"]}
    for name in sorted(names):
        points = [(size["articles"], value(size, name)) for size in sizes]
        known = [(x, y) for x, y in points if y is not None]
        if known:
            axis.plot(*zip(*known, strict=True), marker="o", label=load(name).NAME)
    axis.set(xscale="log", yscale="log", xlabel="articles")
    axis.grid(alpha=0.3)


def _median(size: Any, name: str, peer: str) -> float | None:
    found = size["query"][name].get(peer)
    return None if found is None else statistics.median(found["ms"])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    root = HERE.parent
    parser.add_argument("figures", type=Path, nargs="?", default=root / "build" / "benchmarks.json")
    parser.add_argument("drawing", type=Path, nargs="?", default=root / "docs" / "growth.svg")
    given = parser.parse_args()
    draw(json.loads(given.figures.read_text("utf-8")), given.drawing)
    return 0


if __name__ == "__main__":
    sys.exit(main())
