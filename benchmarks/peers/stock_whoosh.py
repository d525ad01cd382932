"""How is stock Whoosh asked? Its own codec, and the collector that is right: every hit, sorted."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

import whoosh.index
from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.fields import NUMERIC, TEXT, Schema
from whoosh.query import And, NumericRange, Or, Phrase, Prefix, Term
from whoosh.query import Query as Node
from whoosh.searching import Results

from . import TOP, Answer, Document, Query

NAME = "stock Whoosh"
VERSION = version("Whoosh-Reloaded")
SAMPLE = 40
FIELDS = ("title", "body")


def build(documents: Iterable[Document], folder: Path, *, stored: bool) -> None:
    folder.mkdir()
    text = {
        field: TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=True, stored=stored)
        for field in FIELDS
    }
    date = NUMERIC(int, bits=64, sortable=True)
    index = whoosh.index.create_in(folder, Schema(published=date, **text))
    writer = index.writer(limitmb=256, procs=1)
    for one in documents:
        writer.add_document(title=one.title, body=one.body, published=one.published)
    writer.commit()


def unstored(folder: Path) -> None:  # noqa: ARG001
    return None


def answers(folder: Path) -> dict[str, Answer]:
    searcher = whoosh.index.open_dir(folder).searcher()

    def ranked(tree: Node) -> int:
        return len(searcher.search(tree, limit=None)[:TOP])

    def newest(one: Query) -> int:
        tree = And([_words(one), NumericRange("published", one.since, one.until)])
        return _shown(searcher.search(tree, limit=None, sortedby="published", reverse=True))

    return {
        "words": lambda one: ranked(_words(one)),
        "all words": lambda one: ranked(And([_any(Term, stem) for stem in one.stems])),
        "phrase": lambda one: ranked(_any(Phrase, list(one.stems))),
        "prefix": lambda one: ranked(_any(Prefix, one.stems[0])),
        "newest of 60 days": newest,
        "results page": lambda one: _shown(searcher.search(_words(one), limit=None)),
    }


def _any(kind: type[Node], sought: object) -> Or:
    return Or([kind(field, sought) for field in FIELDS])


def _words(one: Query) -> Or:
    return Or([Term(field, stem) for stem in one.stems for field in FIELDS])


def _shown(found: Results) -> int:
    return len([hit.highlights("body") for hit in found[:TOP]])
