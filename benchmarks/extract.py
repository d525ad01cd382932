"""How fast are pages read, and how well? Ours beside trafilatura, the same pages in one run.

    make bench-extract
    .venv/bin/python benchmarks/extract.py [--rounds N] [--copies N] [--memory N] [--page]
        [--json FILE]

One core: processor time of each page, the best of some rounds in which the extractors take turns,
their caches emptied before each round. All cores: wall time over many copies, by worker processes.
The memory is that of one process which reads 5,000 pages as a worker does.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import trafilatura
from pages import Page, Told, day, quality, sets
from sheets import ROOT, progress, rewrite, save, table
from telusur.corpora.article import Article
from telusur.corpora.events import Source, Task
from telusur.corpora.extract import extract_html, reset
from telusur.corpora.extraction import DEFAULTS
from telusur.corpora.pipeline import read_articles
from telusur.corpora.reading import read_page
from telusur.corpora.settings import Limits
from telusur.corpora.workers import usable_cores

RESULTS = ROOT / "build" / "extract.json"
PAGE = ROOT / "docs" / "extraction.md"
OURS = "Telusur"
CHUNK = 8  # pages that trafilatura's processes get at once; so do our workers
EMPTY = b"<html><body><h1>Judul</h1><div>Memuat</div></body></html>"
MARKS = (0, 500, 5000)  # pages after which the memory is told


def ours(content: bytes) -> Told:
    """Read a page as Telusur does."""
    found = extract_html(content)
    if not isinstance(found, Article):
        return Told("")
    return Told(found.text, found.title, day(found.published), found.published)


def theirs(content: bytes, *, fast: bool) -> Told:
    """Read a page as trafilatura does, with metadata and without readers' comments."""
    found: Any = trafilatura.bare_extraction(
        content, fast=fast, with_metadata=True, include_comments=False
    )
    return Told(found.text or "", found.title, found.date) if found else Told("")


EXTRACTORS: dict[str, Callable[[bytes], Told]] = {
    OURS: ours,
    "trafilatura": partial(theirs, fast=False),
    "trafilatura, fast": partial(theirs, fast=True),
}


def one_core(pages: list[Page], rounds: int) -> dict[str, float]:
    """Return the seconds of processor time that all pages take, each in its best round.

    Libraries keep what they saw of a text; a page that they saw in the round before would come
    cheap. So each round begins with empty caches, and with a page that is not counted: it makes
    each of them load its word lists again.
    """
    best = {name: [float("inf")] * len(pages) for name in EXTRACTORS}
    for _ in range(rounds):
        for name, extract in EXTRACTORS.items():
            reset()
            extract(EMPTY)
            for number, page in enumerate(pages):
                started = time.process_time()
                extract(page.content)
                best[name][number] = min(best[name][number], time.process_time() - started)
    return {name: sum(seconds) for name, seconds in best.items()}


def _spread(pages: list[Page], folder: Path, copies: int) -> list[Path]:
    """Return files with copies of the pages, in turn."""
    paths = [folder / f"{number}-{page.path.name}" for number in range(copies) for page in pages]
    for path, page in zip(paths, cycle(pages), strict=False):
        shutil.copyfile(page.path, path)
    return paths


def many_cores(paths: list[Path], workers: int) -> dict[str, float]:
    """Return the pages a second of each extractor by wall time, its processes being up."""
    found = {OURS: _ours_by_wall(paths, workers)}
    for name, extract in EXTRACTORS.items():
        if name != OURS:
            found[name] = _theirs_by_wall(paths, workers, extract)
    return found


def _ours_by_wall(paths: list[Path], workers: int) -> float:
    warm = workers * CHUNK  # pages until all workers have begun
    events = read_articles((Task(Source(str(path), 0, 0)) for path in paths), workers=workers)
    told: dict[str, float] = {}
    for event in events:
        told.setdefault(event.source.path, time.perf_counter())
    times = sorted(told.values())
    return (len(times) - warm) / (times[-1] - times[warm - 1])


def _theirs_by_wall(paths: list[Path], workers: int, extract: Callable[[bytes], Told]) -> float:
    read = partial(_read, extract)
    with ProcessPoolExecutor(workers) as pool:
        list(pool.map(read, paths[: workers * CHUNK], chunksize=CHUNK))
        started = time.perf_counter()
        list(pool.map(read, paths, chunksize=CHUNK))
        return len(paths) / (time.perf_counter() - started)


def _read(extract: Callable[[bytes], Told], path: Path) -> Told:
    return extract(path.read_bytes())


def resident() -> dict[str, float]:
    """Return the megabytes that are resident now, and at most since the process began."""
    told = Path("/proc/self/status").read_text()
    sizes = {name: int(size) / 1024 for name, size in re.findall(r"(\w+):\s+(\d+) kB", told)}
    return {"now": sizes["VmRSS"], "peak": sizes["VmHWM"]}


def remember(paths: list[Path], count: int) -> dict[str, dict[str, float]]:
    """Return the memory of this process after some of `count` pages."""
    told = {"0": resident()}
    for number, path in enumerate(islice(cycle(paths), count), start=1):
        read_page(Task(Source(str(path), 0, 0)), DEFAULTS, Limits())
        if number in MARKS or number == count:
            told[str(number)] = resident()
    return told


def memory(paths: Iterable[Path], count: int) -> dict[str, dict[str, float]]:
    """Return the same of a process of its own."""
    command = [sys.executable, __file__, "--remember", str(count), *map(str, paths)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def measured(name: str, pages: list[Page], given: argparse.Namespace) -> dict[str, Any]:
    """Return all figures of one set of pages."""
    progress(f"{name}: {len(pages)} pages")
    found: dict[str, Any] = {"pages": len(pages), "bytes": sum(len(one.content) for one in pages)}
    found["quality"] = {
        extractor: quality(pages, [extract(page.content) for page in pages])
        for extractor, extract in EXTRACTORS.items()
    }
    seconds = one_core(pages, given.rounds)
    found["one core"] = {extractor: len(pages) / took for extractor, took in seconds.items()}
    with tempfile.TemporaryDirectory() as folder:
        paths = _spread(pages, Path(folder), given.copies)
        cores = usable_cores()
        found["one worker"] = {OURS: _ours_by_wall(paths, 1)}
        found["all cores"] = {"cores": cores, **many_cores(paths, cores)}
        if given.memory:
            found["memory"] = memory(paths[: len(pages)], given.memory)
    return found


def page(told: dict[str, Any]) -> str:
    """Return the tables: speed and quality of each set, then the memory."""
    rows: list[list[str]] = []
    for name, one in told.items():
        rows += [_row(name, one, extractor) for extractor in EXTRACTORS]
    cores = next(iter(told.values()))["all cores"]["cores"]
    head = ["pages", "extractor", "pages/s, one core", "ratio", f"pages/s, {cores} cores"]
    first = table([*head, "F1", "titles", "days", "minutes", "others told"], rows)
    lines = [_workers(name, one) for name, one in told.items()]
    head = ["pages/s by worker processes", "1", f"{cores}", "ratio"]
    first = f"{first}\n\n{table(head, lines)}"
    sizes = {name: one["memory"] for name, one in told.items() if "memory" in one}
    if not sizes:
        return first
    counts = [f"{int(count):,} pages" for count in next(iter(sizes.values()))]
    marks = [[name, *_megabytes(one)] for name, one in sizes.items()]
    return f"{first}\n\n{table(['MB resident after', *counts, 'at most'], marks)}"


def _megabytes(told: dict[str, dict[str, float]]) -> list[str]:
    most = max(size["peak"] for size in told.values())
    return [f"{megabytes:.0f}" for megabytes in [*(size["now"] for size in told.values()), most]]


def _workers(name: str, one: dict[str, Any]) -> list[str]:
    alone, all_of_them = one["one worker"][OURS], one["all cores"][OURS]
    return [name, f"{alone:.1f}", f"{all_of_them:.1f}", f"{all_of_them / alone:.2f}"]


def _row(name: str, one: dict[str, Any], extractor: str) -> list[str]:
    speed, right = one["one core"], one["quality"][extractor]
    articles, others = right["articles"], right["others"]
    return [
        f"{name} ({one['pages']})",
        extractor,
        f"{speed[extractor]:.1f}",
        f"{speed[extractor] / speed['trafilatura']:.2f}",
        f"{one['all cores'][extractor]:.1f}",
        f"{right['f1']:.3f}",
        f"{right['titles']}/{articles}",
        f"{right['days']}/{articles}",
        f"{right['minutes']}/{articles}" if extractor == OURS else "–",
        f"{right['fronts']}/{others}",
    ]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=10, help="of each page on one core")
    parser.add_argument("--copies", type=int, default=30, help="of each page for all cores")
    parser.add_argument("--memory", type=int, default=5000, help="pages of one process; 0: none")
    parser.add_argument("--page", action="store_true", help="write the tables to the docs")
    parser.add_argument("--json", type=Path, default=RESULTS, help="file for all figures")
    parser.add_argument("--remember", type=int, help=argparse.SUPPRESS)
    parser.add_argument("paths", nargs="*", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.remember is not None:
        print(json.dumps(remember(given.paths, given.remember)))
        return 0
    told = {name: measured(name, pages, given) for name, pages in sets().items()}
    print(page(told))
    save(told, given.json)
    if given.page:
        rewrite("bench-extract", page(told), PAGE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
