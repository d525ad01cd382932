"""Is Whoosh's own writer refused on an index of ours before it writes, and does reading go on?"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import whoosh.index
from telusur.index.codec import ArrayCodec
from telusur.index.errors import WriterForeign
from telusur.index.schema import make_schema
from telusur.index.updates.job import build, optimize
from telusur.tests.support.store import article, commit, ids, problems
from whoosh import fields, query
from whoosh.codec.whoosh3 import W3Codec
from whoosh.writing import AsyncWriter, BufferedWriter

WAYS: dict[str, Callable[[Any], Any]] = {
    "writer": lambda index: index.writer(),
    "our codec": lambda index: index.writer(codec=ArrayCodec()),
    "stock codec": lambda index: index.writer(codec=W3Codec()),
    "without a lock": lambda index: index.writer(_lk=False),
    "several processes": lambda index: index.writer(procs=2),
    "multisegment": lambda index: index.writer(procs=2, multisegment=True),
    "async": AsyncWriter,
    "buffered": lambda index: BufferedWriter(index, period=None),
    "optimize": lambda index: index.optimize(),
    "delete by term": lambda index: index.delete_by_term("id", "n1"),
    "delete by query": lambda index: index.delete_by_query(query.Every()),
    "add a field": lambda index: index.add_field("baru", fields.TEXT()),
    "remove a field": lambda index: index.remove_field("title"),
}


@pytest.fixture(params=[0, 1, 3], ids=lambda number: f"{number} segments")
def one(folder: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    if request.param == 0:
        build([], tmp_path / "kosong")
        return tmp_path / "kosong"
    if request.param == 1:
        optimize(folder)
    assert len(list(folder.glob("*.tls"))) == request.param
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*")}


def refused(way: Callable[[Any], Any], index: Any) -> str:
    """Whoosh's lock is its writer's, and goes with it: no traceback is kept."""
    try:
        way(index)
    except WriterForeign as error:
        return str(error)
    return ""


@pytest.mark.parametrize("schema", [None, make_schema()], ids=["its schema", "a schema given"])
@pytest.mark.parametrize("way", WAYS)
def test_a_writer_of_whoosh_is_refused_before_it_writes(one: Path, way: str, schema: Any) -> None:
    before, held = contents(one), ids(one)
    index = whoosh.index.open_dir(str(one), schema=schema)
    assert "only Telusur writes to an index of Telusur" in refused(WAYS[way], index)
    assert contents(one) == before
    commit(one, article(9))
    assert ids(one) == [*held, "n9"]
    assert problems(one) == []


def test_whoosh_goes_on_reading(one: Path) -> None:
    index = whoosh.index.open_dir(str(one))
    count = len(ids(one))
    assert index.doc_count() == count
    assert index.is_empty() == (count == 0)
    searcher = index.searcher()
    assert len(searcher.search(query.Every(), limit=None)) == count
    commit(one, article(9, "tambahan"))
    assert not searcher.up_to_date()
    # Refreshed, it takes over what the old one had open; without segments, Whoosh cannot do that.
    with closing(searcher.refresh() if count else index.searcher()) as fresh:
        hits = fresh.search(query.Term("body_exact", "tambahan"), limit=None)
        assert [hit["id"] for hit in hits] == ["n9"]
    with closing(index.reader()) as reader:
        assert reader.doc_count() == count + 1


def test_what_whoosh_reads_of_deleted_documents_is_right(folder: Path) -> None:
    with closing(whoosh.index.open_dir(str(folder)).reader()) as reader:
        assert reader.has_deletions()
        assert reader.doc_count_all() == 6
        assert reader.doc_count() == 4
        live = [doc for doc in range(6) if not reader.is_deleted(doc)]
        assert sorted(reader.stored_fields(doc)["id"] for doc in live) == ["n1", "n2", "n4", "n5"]


def test_a_writer_of_whoosh_on_an_index_of_its_own_is_not_refused(tmp_path: Path) -> None:
    index = whoosh.index.create_in(str(tmp_path), fields.Schema(a=fields.TEXT(stored=True)))
    for _ in range(2):
        with index.writer(codec=ArrayCodec()) as writer:
            writer.add_document(a="isi")
    assert index.doc_count() == 2
