"""How fast is the main job? Articles a second into the index, queries, and Whoosh's own beside it.

    .venv/bin/python benchmarks/main_job.py [--articles JSONL] [--limit N]

Without --articles, the development articles if they are there, else the sample pages ten times.
Queries are 200 pairs of words from titles. Whoosh's own searcher runs on the same index with its
collector that is right (no limit), over the same two stem fields.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import telusur
import whoosh.index
from telusur.index.stemming import stem
from telusur.search.engine import Engine
from whoosh.query import And, Or, Term

ROOT = Path(__file__).parents[1]
NEWS = ROOT / "../shared/data/news/articles.jsonl.gz"
QUERIES = 200


def articles(path: Path | None, limit: int) -> list[telusur.Article]:
    """Return what to index."""
    if path is not None:
        return list(islice(telusur.read(path), limit))
    samples = list(telusur.read(ROOT / "corpora/samples/pages"))
    return [replace(one, id=f"{one.id}-{copy}") for copy in range(10) for one in samples]


def pairs(found: list[telusur.Article]) -> list[list[str]]:
    """Return two words from each of some titles, seeded."""
    chance = random.Random(17)
    words = [re.findall(r"[a-z]{4,}", one.title.lower()) for one in found]
    return [
        chance.sample(title, 2) for title in chance.sample(words, len(words)) if len(title) > 1
    ][:QUERIES]


def timed(queries: list[list[str]], search: Callable[[list[str]], object]) -> list[float]:
    """Return how long each query took, in milliseconds, second time round."""
    took: list[float] = []
    for _ in range(2):
        took = []
        for words in queries:
            started = time.perf_counter()
            search(words)
            took.append((time.perf_counter() - started) * 1000)
    return took


def row(name: str, took: list[float]) -> str:
    p95 = statistics.quantiles(took, n=20)[-1]
    return f"| {name} | {statistics.median(took):.2f} | {p95:.2f} |"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=Path, default=NEWS if NEWS.exists() else None)
    parser.add_argument("--limit", type=int, default=5000)
    given = parser.parse_args()
    found = articles(given.articles, given.limit)
    characters = sum(len(one.text) for one in found)
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        telusur.build(found, folder)
        seconds = time.perf_counter() - started
        size = sum(path.stat().st_size for path in Path(folder).iterdir())
        print(f"{len(found):,} articles, {characters / 1e6:.1f} M characters, in {seconds:.1f} s:")
        print(f"{len(found) / seconds:.0f} articles/s, {size / characters:.1f} bytes a character\n")
        queries, now = pairs(found), datetime.now(UTC)
        print("| two words, ten hits | median ms | p95 ms |\n|---|---|---|")
        with Engine.open(Path(folder)) as engine:
            print(
                row(
                    "page with snippets",
                    timed(queries, lambda q: engine.search(" ".join(q), now=now)),
                )
            )
            print(
                row(
                    "ranking alone",
                    timed(queries, lambda q: engine.rank(" ".join(q), now=now, k=10)),
                )
            )
        with whoosh.index.open_dir(folder).searcher() as searcher:
            print(
                row("Whoosh's own", timed(queries, lambda q: searcher.search(_tree(q), limit=None)))
            )
    return 0


def _tree(words: list[str]) -> And:
    stems = [stem(word) for word in words]
    return And([Or([Term("title", one), Term("body", one)]) for one in stems])


if __name__ == "__main__":
    sys.exit(main())
