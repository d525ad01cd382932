"""How is tantivy asked? From Python, queries made as objects, one thread; whitespace tokens."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

import tantivy
from tantivy import Occur, Order, SnippetGenerator
from tantivy import Query as Node

from . import TOP, Answer, Document, Query

NAME = "tantivy"
VERSION = version("tantivy")
SAMPLE = None
FIELDS = ("title", "body")
HEAP = 128_000_000  # bytes: its default


def schema(*, stored: bool) -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for field in FIELDS:
        builder.add_text_field(field, stored=stored, tokenizer_name="whitespace")
    builder.add_integer_field("number", stored=True)
    builder.add_integer_field("published", stored=stored, indexed=True, fast=True)
    return builder.build()


STORED = schema(stored=True)


def build(documents: Iterable[Document], folder: Path, *, stored: bool) -> None:
    folder.mkdir()
    index = tantivy.Index(schema(stored=stored), path=str(folder))
    writer = index.writer(heap_size=HEAP, num_threads=1)
    for one in documents:
        writer.add_document(tantivy.Document(**one._asdict()))
    writer.commit()
    writer.wait_merging_threads()
    writer = index.writer(num_threads=1)
    writer.garbage_collect_files()  # what the merges have replaced
    writer.wait_merging_threads()


def unstored(folder: Path) -> None:  # noqa: ARG001
    return None


def answers(folder: Path) -> dict[str, Answer]:
    index = tantivy.Index.open(str(folder))
    searcher = index.searcher()

    def ranked(tree: Node) -> int:
        return len(searcher.search(tree, TOP, count=False).hits)

    def shown(tree: Node, **order: object) -> int:
        found = searcher.search(tree, TOP, count=False, **order).hits
        snippets = SnippetGenerator.create(searcher, tree, STORED, "body")
        documents = (searcher.doc(address) for _, address in found)
        return len([snippets.snippet_from_doc(one).to_html() for one in documents])

    return {
        "words": lambda one: ranked(_words(one)),
        "all words": lambda one: ranked(_every(one)),
        "phrase": lambda one: ranked(_phrase(one)),
        "prefix": lambda one: ranked(_prefix(one)),
        "newest of 60 days": lambda one: shown(
            _dated(one), order_by_field="published", order=Order.Desc
        ),
        "results page": lambda one: shown(_words(one)),
    }


def _term(stem: str) -> list[Node]:
    return [Node.term_query(STORED, field, stem) for field in FIELDS]


def _words(one: Query) -> Node:
    return _any([node for stem in one.stems for node in _term(stem)])


def _every(one: Query) -> Node:
    return Node.boolean_query([(Occur.Must, _any(_term(stem))) for stem in one.stems])


def _phrase(one: Query) -> Node:
    return _any([Node.phrase_query(STORED, field, list(one.stems)) for field in FIELDS])


def _prefix(one: Query) -> Node:
    return _any([Node.regex_query(STORED, field, f"{one.stems[0]}.*") for field in FIELDS])


def _dated(one: Query) -> Node:
    kind = tantivy.FieldType.Integer
    span = Node.range_query(STORED, "published", kind, one.since, one.until)
    return Node.boolean_query([(Occur.Must, _words(one)), (Occur.Must, span)])


def _any(nodes: list[Node]) -> Node:
    return Node.boolean_query([(Occur.Should, node) for node in nodes])
