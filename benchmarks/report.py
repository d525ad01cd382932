"""How do the figures read? Markdown: a table a size, ours first; then the bars, met or missed."""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from peers import load

Size = dict[str, Any]  # what engine.py measured of one size
OURS = "ours"
# Pages of a mapped file count as private while no other process maps them, though they can be
# dropped at any time: so both are told.
SERVING = {
    "private memory serving, MB": "private",
    "of it not mapped from files, MB": "anonymous",
}


def machine() -> str:
    """Return what the machine is, without its name."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    return (
        f"{os.cpu_count()} {platform.machine()} cores, {memory:.0f} GiB of memory, "
        f"{platform.system()}, Python {platform.python_version()}"
    )


def page(size: Size) -> str:
    """Return the table of one size; in brackets, what a peer takes for each 1 that we take."""
    names = list(size["build"])
    ours = size["build"][OURS]
    millions = size["text_bytes"] / 1e6
    head = f"### {size['articles']:,} articles, {millions:,.0f} MB of text"
    lines = [head, "", f"From {size['source']}.", ""]
    lines += [row("", [load(name).NAME for name in names]), "|---|" + "---:|" * len(names)]
    kinds: dict[str, tuple[str, Callable[[Size], float]]] = {
        "indexing, articles/s": ("{:,.0f}", lambda one: size["articles"] / one["seconds"]),
        "peak memory indexing, MB": ("{:,.0f}", lambda one: one["peak"]),
        "disk with text, MB": ("{:,.0f}", lambda one: one["bytes"] / 1e6),
        "disk without text, MB": ("{:,.0f}", lambda one: one["unstored"] / 1e6),
    }
    for label, (shape, value) in kinds.items():
        mine = value(ours)
        cells = [_cell(shape, value(size["build"][name]), mine, name) for name in names]
        lines.append(row(label, cells))
    for label, key in SERVING.items():
        mine = size["serve"][OURS][key]
        cells = [_cell("{:,.0f}", size["serve"][name][key], mine, name) for name in names]
        lines.append(row(label, cells))
    for name, found in size["query"].items():
        lines += _times(name, found, names)
    rate = f"{size['analysis']:,.0f} articles/s"
    lines += ["", f"Our analysis found the stems for the peers, token by token, at {rate}.", ""]
    return "\n".join(lines)


def _times(name: str, found: dict[str, Any], names: list[str]) -> list[str]:
    lines: list[str] = []
    for percent in (50, 95, 99):
        cells: list[str] = []
        for peer in names:
            if peer not in found:
                cells.append("–")
                continue
            mine, took = _same(found, peer)
            cells.append(_cell("{:.2f}", _at(took, percent), _at(mine, percent), peer))
        lines.append(row(f"{name}, p{percent} ms", cells))
    firsts = {peer: found[peer]["first"] for peer in names if peer in found}
    mine = statistics.median(firsts[OURS])
    cells = [
        _cell("{:.2f}", statistics.median(firsts[peer]), mine, peer) if peer in firsts else "–"
        for peer in names
    ]
    lines.append(row(f"{name}, first time asked, p50 ms", cells))
    return lines


def _same(found: dict[str, Any], peer: str) -> tuple[list[float], list[float]]:
    """Return our times and a peer's, of the queries that it answered."""
    took = found[peer]["ms"]
    return found[OURS]["ms"][: len(took)], took


def _at(took: list[float], percent: int) -> float:
    return statistics.quantiles(took, n=100, method="inclusive")[percent - 1]


def _cell(shape: str, value: float, mine: float, name: str) -> str:
    ratio = "" if name == OURS else f" ({value / mine:.2g}×)"
    return shape.format(value) + ratio


def row(label: str, cells: list[str]) -> str:
    return "| " + " | ".join([label, *cells]) + " |"


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure to reach. `value` gives None where a size has none of it."""

    what: str
    least: bool  # at least, or at most
    asked: float
    value: Callable[[Size], float | None]


def _slower(name: str, peer: str) -> Callable[[Size], float | None]:
    """Give how much longer a peer takes than we do, in the middle."""

    def value(size: Size) -> float | None:
        if peer not in size["query"][name]:
            return None
        mine, took = _same(size["query"][name], peer)
        return statistics.median(took) / statistics.median(mine)

    return value


def _faster(name: str, peer: str) -> Callable[[Size], float | None]:
    slower = _slower(name, peer)
    return lambda size: None if (found := slower(size)) is None else 1 / found


def _indexing(peer: str) -> Callable[[Size], float | None]:
    def value(size: Size) -> float | None:
        if peer not in size["build"]:
            return None
        return size["build"][peer]["seconds"] / size["build"][OURS]["seconds"]

    return value


BARS = [
    Bar("words: times as fast as stock Whoosh", True, 50, _slower("words", "stock_whoosh")),
    Bar("words: times as fast as FTS5", True, 5, _slower("words", "fts5")),
    Bar("words: tantivy's time, times", False, 3, _faster("words", "tantivy_one")),
    Bar("phrases: times as fast as stock Whoosh", True, 20, _slower("phrase", "stock_whoosh")),
    Bar("phrases: tantivy's time, times", False, 5, _faster("phrase", "tantivy_one")),
    Bar("page: times as fast as FTS5", True, 1, _slower("results page", "fts5")),
    Bar("page: tantivy's time, times", False, 4, _faster("results page", "tantivy_one")),
    Bar("indexing: times as fast as stock Whoosh", True, 15, _indexing("stock_whoosh")),
    Bar("indexing: times as fast as FTS5", True, 1, _indexing("fts5")),
    Bar("indexing: times as fast as tantivy", True, 0.5, _indexing("tantivy_one")),
    Bar("indexing: peak memory, MB", False, 1024, lambda one: one["build"][OURS]["peak"]),
    Bar("serving: private memory, MB", False, 150, lambda one: one["serve"][OURS]["private"]),
    Bar("of it not mapped, MB", False, 150, lambda one: one["serve"][OURS]["anonymous"]),
    Bar(
        "disk without text, bytes a byte of text",
        False,
        0.8,
        lambda one: one["build"][OURS]["unstored"] / one["text_bytes"],
    ),
]


def bars(sizes: list[Size]) -> str:
    """Return the table of what was to be reached, with by how much it is missed."""
    heads = [f"{size['articles']:,}" for size in sizes]
    lines = ["### Bars", "", row("bar", ["asked", *heads]), "|---|" + "---:|" * (len(sizes) + 1)]
    for bar in BARS:
        asked = f"{'≥' if bar.least else '≤'} {bar.asked:g}"
        lines.append(row(bar.what, [asked, *(_verdict(bar, bar.value(size)) for size in sizes)]))
    return "\n".join(lines)


def _verdict(bar: Bar, value: float | None) -> str:
    if value is None:
        return "not run"
    met = value >= bar.asked if bar.least else value <= bar.asked
    short = max(value, bar.asked) / min(value, bar.asked)
    return f"{value:.3g}, " + ("met" if met else f"**missed by {short:.2g}×**")
