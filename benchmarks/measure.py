"""What does one engine cost in a process of its own? Run by engine.py; prints JSON.

measure.py build PEER FILE FOLDER [--unstored]    seconds, peak and disk
measure.py serve PEER FOLDER QUERIES              memory after every set of queries
measure.py query FOLDER QUERIES PEER... [--sets NAMES]   milliseconds of each query, in turn
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from corpus import documents
from peers import Document, Peer, Query, load


class Reading:
    """Documents, and the time that reading them took: it is nobody's and taken off."""

    def __init__(self, source: Iterable[Document]) -> None:
        self.seconds = 0.0
        self._source = iter(source)

    def __iter__(self) -> Iterator[Document]:
        while True:
            started = time.perf_counter()
            found = next(self._source, None)
            self.seconds += time.perf_counter() - started
            if found is None:
                return
            yield found


def memory() -> dict[str, float]:
    """Return megabytes of this process: at most resident, private, and anonymous.

    Not ru_maxrss: a child inherits that of its parent.
    """
    told = Path("/proc/self/status").read_text() + Path("/proc/self/smaps_rollup").read_text()
    sizes = {name: int(size) / 1024 for name, size in re.findall(r"(\w+):\s+(\d+) kB", told)}
    private = sizes["Private_Clean"] + sizes["Private_Dirty"]
    return {"peak": sizes["VmHWM"], "private": private, "anonymous": sizes["Anonymous"]}


def build(peer: Peer, source: Path, folder: Path, *, stored: bool) -> dict[str, Any]:
    reading = Reading(documents(source))
    started = time.perf_counter()
    peer.build(reading, folder, stored=stored)
    seconds = time.perf_counter() - started - reading.seconds
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    unstored = peer.unstored(folder) if stored else size
    return {"seconds": seconds, "bytes": size, "unstored": unstored, **memory()}


def read_queries(path: Path) -> dict[str, list[Query]]:
    """Return the sets that engine.py has written."""
    told = json.loads(path.read_text("utf-8"))
    return {
        name: [Query(text, tuple(stems), since, until) for text, stems, since, until in found]
        for name, found in told.items()
    }


def serve(peer: Peer, folder: Path, sets: dict[str, list[Query]]) -> dict[str, float]:
    before = memory()["private"]
    for name, answer in peer.answers(folder).items():
        for one in sets[name][: peer.SAMPLE]:
            answer(one)
    return {"imports": before, **memory()}


def timed(peers: list[str], folder: Path, sets: dict[str, list[Query]], repeat: int) -> Any:
    """Return, by set and peer, the milliseconds of each query, and the hits shown.

    "first" holds those of the first round after opening, where no engine has kept anything in its
    own memory yet; "ms" the median of the rounds after it, in which the engines take turns.
    """
    opened = {name: (load(name), load(name).answers(folder / name)) for name in peers}
    found: dict[str, dict[str, Any]] = {}
    for set_name, queries in sets.items():
        able = [(name, *opened[name]) for name in peers if set_name in opened[name][1]]
        runs: dict[str, list[list[float]]] = {name: [] for name, _, _ in able}
        first: dict[str, list[float]] = {}
        hits: dict[str, int] = {}
        for turn in range(repeat + 1):
            for name, peer, answers in able[turn % len(able) :] + able[: turn % len(able)]:
                if turn > 1 and peer.SAMPLE:
                    continue  # slow enough to be measured well by one turn
                took, hits[name] = _run(answers[set_name], queries[: peer.SAMPLE])
                first.setdefault(name, took)
                if turn:
                    runs[name].append(took)
        found[set_name] = {
            name: {"ms": [statistics.median(one) for one in zip(*took, strict=True)]}
            | {"first": first[name], "hits": hits[name]}
            for name, took in runs.items()
        }
    return found


def _run(answer: Any, queries: list[Query]) -> tuple[list[float], int]:
    took: list[float] = []
    hits = 0
    for one in queries:
        started = time.perf_counter()
        hits += answer(one)
        took.append((time.perf_counter() - started) * 1000)
    return took, hits


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("task", choices=["build", "serve", "query"])
    parser.add_argument("values", nargs="+")
    parser.add_argument("--unstored", action="store_true")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--sets", help="with commas between; all, unless given")
    given = parser.parse_args()
    first, second, *rest = given.values
    if given.task == "build":
        told = build(load(first), Path(second), Path(rest[0]), stored=not given.unstored)
    elif given.task == "serve":
        told = serve(load(first), Path(second), read_queries(Path(rest[0])))
    else:
        sets = read_queries(Path(second))
        if given.sets:
            sets = {name: sets[name] for name in given.sets.split(",")}
        told = timed(rest, Path(first), sets, given.repeat)
    print(json.dumps(told))
    return 0


if __name__ == "__main__":
    sys.exit(main())
