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
    fields, index = schema(stored=True), tantivy.Index.open(str(folder))
    searcher = index.searcher()

    def ranked(tree: Node) -> int:
        return len(searcher.search(tree, TOP, count=False).hits)

    def term(stem: str) -> list[Node]:
        return [Node.term_query(fields, field, stem) for field in FIELDS]

    def words(one: Query) -> Node:
        return _any([node for stem in one.stems for node in term(stem)])

    def every(one: Query) -> Node:
        return Node.boolean_query([(Occur.Must, _any(term(stem))) for stem in one.stems])

    def phrase(one: Query) -> Node:
        return _any([Node.phrase_query(fields, field, list(one.stems)) for field in FIELDS])

    def prefix(one: Query) -> Node:
        return _any([Node.regex_query(fields, field, f"{one.stems[0]}.*") for field in FIELDS])

    def shown(tree: Node, **order: object) -> int:
        found = searcher.search(tree, TOP, count=False, **order).hits
        snippets = SnippetGenerator.create(searcher, tree, fields, "body")
        documents = (searcher.doc(address) for _, address in found)
        return len([snippets.snippet_from_doc(one).to_html() for one in documents])

    def newest(one: Query) -> int:
        span = Node.range_query(
            fields, "published", tantivy.FieldType.Integer, one.since, one.until
        )
        tree = Node.boolean_query([(Occur.Must, words(one)), (Occur.Must, span)])
        return shown(tree, order_by_field="published", order=Order.Desc)

    return {
        "words": lambda one: ranked(words(one)),
        "all words": lambda one: ranked(every(one)),
        "phrase": lambda one: ranked(phrase(one)),
        "prefix": lambda one: ranked(prefix(one)),
        "newest of 60 days": newest,
        "results page": lambda one: shown(words(one)),
    }


def _any(nodes: list[Node]) -> Node:
    return Node.boolean_query([(Occur.Should, node) for node in nodes])
