"""How is bm25s asked? Arrays of scores made at build time; one field, numpy alone, words only."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

import bm25s

from . import TOP, Answer, Document, Query

NAME = "bm25s"
VERSION = version("bm25s")
SAMPLE = None


def build(documents: Iterable[Document], folder: Path, *, stored: bool) -> None:
    kept = list(documents)
    engine = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
    engine.index([f"{one.title} {one.body}".split() for one in kept], show_progress=False)
    corpus = [one._asdict() for one in kept] if stored else None
    engine.save(folder, corpus=corpus, show_progress=False)


def unstored(folder: Path) -> int:
    paths = [path for path in folder.iterdir() if not path.name.startswith("corpus")]
    return sum(path.stat().st_size for path in paths)


def answers(folder: Path) -> dict[str, Answer]:
    engine = bm25s.BM25.load(folder, mmap=True)

    def words(one: Query) -> int:
        found = engine.retrieve([list(one.stems)], k=TOP, show_progress=False)
        return int((found.scores > 0).sum())

    return {"words": words}
