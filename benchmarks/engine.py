"""How fast and how small is the engine beside its peers? (How exact: tests/search/test_oracle.py)

    make bench
    .venv/bin/python benchmarks/engine.py [--sizes 20000,100000,300000] [--builds 1] [--repeat 3]

Stock Whoosh, SQLite FTS5, tantivy (one thread) and bm25s index the stems that our analysis finds;
Telusur indexes the text. Each builds in a process of its own; all answer the same queries in one
process, in turn. Prints Markdown and writes JSON. Only ratios within one run mean anything.
Stock Whoosh joins up to --whoosh articles: it takes minutes where others take seconds.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from corpus import Written, queries, write
from peers import PEERS, load
from report import bars, machine, page

HERE = Path(__file__).parent
RESULTS = HERE.parent / "build" / "benchmarks.json"


def child(*arguments: object) -> Any:
    """Run measure.py and return what it told."""
    command = [sys.executable, str(HERE / "measure.py"), *map(str, arguments)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, encoding="utf-8")
    return json.loads(done.stdout)


def taking(size: int, whoosh: int) -> list[str]:
    """Return who takes part at a size."""
    return [name for name in PEERS if name != "stock_whoosh" or size <= whoosh]


def built(names: list[str], corpus: Written, folder: Path, builds: int) -> dict[str, Any]:
    """Build each index a few times, in turn; the last one stays. Medians of times and peaks."""
    runs: dict[str, list[Any]] = {name: [] for name in names}
    for turn in range(builds):
        for name in names:
            if turn and load(name).SAMPLE:
                continue
            target = folder / (name if not turn else f"{name}-{turn}")
            source = corpus.raw if name == "ours" else corpus.stemmed
            progress(f"{corpus.articles:,} articles: {load(name).NAME} indexes")
            runs[name].append(child("build", name, source, target))
    found = {name: medians(run) for name, run in runs.items()}
    for name in names:
        if found[name]["unstored"] is None:
            target = folder / f"{name}-unstored"
            told = child("build", name, corpus.stemmed, target, "--unstored")
            found[name]["unstored"] = told["bytes"]
    return found


def medians(runs: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the middle of each figure."""
    return {
        key: None if runs[0][key] is None else statistics.median(run[key] for run in runs)
        for key in runs[0]
    }


@contextmanager
def place(keep: Path | None, size: int) -> Iterator[Path]:
    """Give a new folder for one size, for good or until its figures are known."""
    if keep:
        (keep / str(size)).mkdir(parents=True)
        yield keep / str(size)
    else:
        with tempfile.TemporaryDirectory() as scratch:
            yield Path(scratch)


def measured(size: int, given: argparse.Namespace) -> dict[str, Any]:
    """Return everything about one size."""
    names = taking(size, given.whoosh)
    with place(given.keep, size) as folder:
        progress(f"{size:,} articles: recombining")
        corpus = write(folder, size)
        sets = folder / "queries.json"
        sets.write_text(json.dumps(queries(corpus.raw)), "utf-8")
        building = built(names, corpus, folder, given.builds)
        progress(f"{size:,} articles: everybody answers")
        return {
            "articles": corpus.articles,
            "source": corpus.source,
            "text_bytes": corpus.text_bytes,
            "analysis": corpus.analysis,
            "build": building,
            "serve": {name: child("serve", name, folder / name, sets) for name in names},
            "query": child("query", folder, sets, *names, "--repeat", given.repeat),
        }


def progress(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


def results(given: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """Yield a size at a time: the first is told before the last is begun."""
    for size in map(int, given.sizes.split(",")):
        one = measured(size, given)
        print(page(one), flush=True)
        yield one


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--sizes", default="20000,100000,300000", help="articles, with commas between"
    )
    parser.add_argument("--builds", type=int, default=1, help="times that each index is built")
    parser.add_argument("--repeat", type=int, default=3, help="times that each query is asked")
    parser.add_argument("--whoosh", type=int, default=100_000, help="largest size for stock Whoosh")
    parser.add_argument("--keep", type=Path, help="new folder for corpora and indexes, to profile")
    parser.add_argument("--json", type=Path, default=RESULTS)
    given = parser.parse_args()
    peers = {name: f"{load(name).NAME} {load(name).VERSION}" for name in PEERS}
    print(f"{machine()}. {', '.join(peers.values())}.\n")
    found = list(results(given))
    print(bars(found))
    given.json.parent.mkdir(parents=True, exist_ok=True)
    told = {"machine": machine(), "peers": peers, "sizes": found}
    given.json.write_text(json.dumps(told, indent=1), "utf-8")
    progress(f"all figures: {given.json}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
