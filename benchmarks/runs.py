"""What does each ranking find for the queries of a test set? Ours, and plain BM25 over stems."""

from __future__ import annotations

import gzip
import json
import re
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np
import telusur
from judging import DEPTH, Judgements, judgements
from sheets import half
from stemmers import Stem
from telusur.corpora.settings import Ranking
from telusur.search.command.shell import read_topics
from telusur.search.engine import Engine

FILES = ("docs.jsonl.gz", "queries.tsv", "qrels.txt")
NOW = datetime(2025, 1, 1, tzinfo=UTC)  # nothing here depends on the day
_WORD = re.compile(r"\w+")

Run = dict[str, list[str]]  # ids of the best documents, by query


class Set(NamedTuple):
    """A test set, or one half of its queries."""

    folder: Path
    topics: list[tuple[str, str]]
    grades: Judgements


def test_set(folder: Path, only: int | None) -> Set:
    """Read the queries that are judged."""
    grades = judgements(folder / "qrels.txt")
    topics = [
        (query, text)
        for query, text in read_topics(folder / "queries.tsv")
        if query in grades and (only is None or half(query) == only)
    ]
    return Set(folder, topics, grades)


def ours(one: Set, ranking: Ranking) -> Run:
    """Return what the engine finds."""
    with tempfile.TemporaryDirectory() as scratch:
        telusur.build(telusur.read(one.folder / "docs.jsonl.gz"), scratch)
        with Engine.open(Path(scratch), ranking=ranking) as engine:
            found = {query: engine.rank(text, now=NOW, k=DEPTH) for query, text in one.topics}
    return {query: [document for document, _ in hits] for query, hits in found.items()}


def theirs(one: Set, stem: Stem) -> Run:
    """Return what plain BM25 finds over stems."""
    import bm25s  # here: whoever checks floors needs no peers

    ids, texts = zip(*_documents(one.folder / "docs.jsonl.gz"), strict=True)
    engine = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
    engine.index([_stems(text, stem) for text in texts], show_progress=False)
    places = np.argsort(np.argsort(np.array(ids)))
    found: Run = {}
    for query, text in one.topics:
        known = [word for word in _stems(text, stem) if word in engine.vocab_dict]
        scores = engine.get_scores(known) if known else np.zeros(len(ids))
        best = np.lexsort((places, -scores))[:DEPTH]
        found[query] = [ids[doc] for doc in best if scores[doc] > 0]
    return found


def _documents(path: Path) -> Iterator[tuple[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            one = json.loads(line)
            yield one["docid"], one["text"]


def _stems(text: str, stem: Stem) -> list[str]:
    return [stem(word) for word in _WORD.findall(text.lower())]
