"""Where are the development sets, which half is a case in, and how are figures written down?"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
DATA = ROOT / "../shared/data"
PAGE = ROOT / "docs" / "quality.md"
MISSING = 3  # exit code: there is nothing to measure on


def half(key: str) -> int:
    """Return 0 or 1 for the form of a word or the id of a query, the same on every machine.

    >>> half("membaca"), half("q1")
    (1, 0)
    """
    return blake2b(key.encode(), digest_size=1).digest()[0] & 1


def digest(paths: Iterable[Path]) -> str:
    """Return what tells the content of some files from any other."""
    told = blake2b(digest_size=8)
    for path in paths:
        told.update(path.read_bytes())
    return told.hexdigest()


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table in Markdown; numbers stand right."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def options(what: str, folder: str) -> argparse.ArgumentParser:
    """Return the options that both benchmarks have."""
    parser = argparse.ArgumentParser(
        description=what, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=DATA / folder, help="folder of the sets")
    parser.add_argument("--half", type=int, choices=(0, 1), help="only the cases of one half")
    parser.add_argument("--check", action="store_true", help="ours against the floors, no peers")
    parser.add_argument("--pin", action="store_true", help="raise the floors to what is measured")
    parser.add_argument("--lower", action="store_true", help="with --pin: lower them, too")
    parser.add_argument("--page", action="store_true", help="write the tables to docs/quality.md")
    parser.add_argument("--json", type=Path, help="file for all figures")
    return parser


def save(told: Any, path: Path) -> None:
    """Write all figures as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", "utf-8")
    progress(f"all figures: {path}")


def rewrite(name: str, text: str, path: Path = PAGE) -> None:
    """Put tables between the two comments of a page of the docs that have a name."""
    page = path.read_text("utf-8")
    marked = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end of {name} -->)", re.DOTALL)
    assert marked.search(page), f"{path.name} has no place for {name}"
    path.write_text(marked.sub(lambda found: f"{found[1]}\n{text}\n\n{found[2]}", page), "utf-8")


def progress(message: str) -> None:
    print(message, file=sys.stderr, flush=True)
