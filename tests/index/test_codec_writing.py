"""Does Whoosh say the same of its documents, whether its stock codec keeps them or ours?"""

from __future__ import annotations

import io
import os
import random
import zlib
from pathlib import Path
from typing import Any

import pytest
import whoosh.index
from telusur.index.codec import ArrayCodec, ArraySegment
from telusur.index.codec.catalogue import STORED, Documents
from telusur.index.codec.documents import ArrayDocuments
from telusur.index.disk.sections import Sections, SectionWriter
from telusur.index.disk.strings import write_strings
from telusur.index.errors import IndexCorrupt, ValueUnstorable
from telusur.tests.support.whoosh_indexes import (
    make_schema,
    random_document,
    random_tree,
    told,
)
from whoosh import columns, fields, query
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import RamStorage

FIRST = int(os.environ.get("TELUSUR_SEED", "1"))
SEEDS = range(FIRST, FIRST + 4)


def fill(index: Any, codec: Any, rng: random.Random, *, optimize: bool) -> None:
    """Make commits with the same documents, updates and deletions for the same numbers."""
    schema = make_schema()
    for _ in range(rng.randint(1, 3)):
        writer = index.writer(codec=codec)
        for _ in range(rng.randint(1, 12)):
            key = str(rng.randint(0, 15))
            writer.update_document(**random_document(rng, schema, key))
        writer.delete_by_term("key", str(rng.randint(0, 15)))
        writer.commit(merge=False)
    if optimize:
        index.writer(codec=codec).commit(optimize=True)


def made(path: Path | None, codec: Any, seed: int, *, optimize: bool) -> Any:
    if path is None:
        index = RamStorage().create_index(make_schema())
    else:
        path.mkdir()
        index = whoosh.index.create_in(str(path), make_schema())
    fill(index, codec, random.Random(seed), optimize=optimize)
    return index


@pytest.fixture(params=SEEDS)
def pair(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Any, Any]:
    seed: int = request.param
    options: dict[str, Any] = {"optimize": seed % 2 == 0}
    stock = made(tmp_path / "stock", W3Codec(), seed, **options)
    ours = made(None if seed % 4 == 3 else tmp_path / "ours", ArrayCodec(), seed, **options)
    return stock, ours


def test_our_segments_say_what_the_stock_ones_say(pair: tuple[Any, Any]) -> None:
    stock, ours = (index.reader() for index in pair)
    both = zip(stock.leaf_readers(), ours.leaf_readers(), strict=True)
    for (one, base), (other, other_base) in both:
        assert base == other_base
        expected, got = sorted(told(one), key=repr), sorted(told(other), key=repr)
        assert len(expected) > 100
        for left, right in zip(expected, got, strict=True):
            assert left == right
    stock.close()
    ours.close()


def test_scores_and_answers_are_those_of_the_stock_codec(pair: tuple[Any, Any]) -> None:
    rng, matched = random.Random(1), 0
    stock, ours = pair
    with stock.searcher() as one, ours.searcher() as other:
        for _ in range(150):
            tree = random_tree(rng)
            expected, got = (
                {hit.docnum: hit.score for hit in searcher.search(tree, limit=None)}
                for searcher in (one, other)
            )
            assert got == pytest.approx(expected, rel=1e-5), tree
            matched += bool(got)
    assert matched > 10


def test_sorting_by_any_column_is_that_of_the_stock_codec(pair: tuple[Any, Any]) -> None:
    stock, ours = pair
    with stock.searcher() as one, ours.searcher() as other:
        sortable = ("number", "price", "moment", "bits", "reference", "squeezed")
        for field in filter(one.reader().has_column, sortable):
            expected, got = (
                [hit.docnum for hit in searcher.search(query.Every(), limit=None, sortedby=field)]
                for searcher in (one, other)
            )
            assert got == expected, field


# One file, no pickle


def test_a_segment_is_one_file(tmp_path: Path) -> None:
    made(tmp_path / "ours", ArrayCodec(), 1, optimize=True)
    names = [path.name for path in (tmp_path / "ours").iterdir()]
    segments = [one for one in names if not one.startswith("_MAIN_")]
    assert sorted(one.partition(".")[2] for one in segments if "LOCK" not in one) == ["tls"]


def test_documents_are_read_without_a_pickle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = made(tmp_path / "ours", ArrayCodec(), 2, optimize=False)
    reader = index.reader()
    for module in ("columns", "codec.whoosh3", "formats"):
        monkeypatch.setattr(f"whoosh.{module}.loads", forbidden)
    monkeypatch.setattr("whoosh.filedb.structfile.load_pickle", forbidden)
    for doc in reader.all_doc_ids():
        assert reader.stored_fields(doc)
    for leaf, _ in reader.leaf_readers():
        for name, field in leaf.schema.items():
            if field.column_type:
                column = leaf.column_reader(name, translate=False)
                assert len([column[doc] for doc in leaf.all_doc_ids()]) == leaf.doc_count()
    for field, term in reader.all_terms():
        assert list(reader.postings(field, term).all_ids())


def forbidden(*_: Any) -> Any:
    pytest.fail("a pickle was loaded")


def test_no_value_of_a_format_of_whoosh_is_kept_as_its_pickle(tmp_path: Path) -> None:
    made(tmp_path / "ours", ArrayCodec(), 1, optimize=True)
    (path,) = (tmp_path / "ours").glob("*.tls")
    sections = Sections(path)
    assert not [name for name in sections.names() if name.endswith(".values.bytes")]


def test_a_value_that_could_only_be_pickled_is_refused(tmp_path: Path) -> None:
    index = whoosh.index.create_in(
        str(tmp_path),
        fields.Schema(
            a=fields.STORED(), b=fields.COLUMN(columns.PickleColumn(columns.VarBytesColumn()))
        ),
    )
    with index.writer(codec=ArrayCodec()) as writer:
        for field in ("a", "b"):
            with pytest.raises(ValueUnstorable, match=r"io\.BytesIO cannot be stored safely"):
                writer.add_document(**{field: [io.BytesIO()]})
        writer.add_document(a="utuh")  # the documents before it are not harmed
    with index.searcher() as searcher:
        assert [hit.fields() for hit in searcher.search(query.Every())] == [{"a": "utuh"}]


def test_a_stored_field_that_is_none_is_told_by_name(tmp_path: Path) -> None:
    path = tmp_path / "segment.tls"
    contents = [b"", b"not compressed", zlib.compress(b"[]"), zlib.compress(b'["eval", 1]')]
    with SectionWriter(path) as out:
        write_strings(out, STORED, contents)
    segment = ArraySegment("MAIN", "segment", len(contents), frozenset())
    documents = ArrayDocuments(Sections(path), segment, Documents(len(contents), {}, {}, {}))
    assert documents.stored_fields(0) == {}
    for number in range(1, len(contents)):
        with pytest.raises(IndexCorrupt, match=f"document {number}"):
            documents.stored_fields(number)


# Postings out of the ordinary


def test_positions_that_do_not_ascend_are_kept(tmp_path: Path) -> None:
    schema = fields.Schema(a=fields.TEXT())
    index = whoosh.index.create_in(str(tmp_path), schema)
    writer = index.writer(codec=ArrayCodec())
    form = schema["a"].format
    values = [form.encode([7, 7, 2]), form.encode([1])]
    writer.perdocwriter.start_doc(0)
    writer.perdocwriter.finish_doc()
    writer.perdocwriter.start_doc(1)
    writer.perdocwriter.finish_doc()
    writer.docnum, writer._added = 2, True
    for doc, value in enumerate(values):
        writer.pool.add(("a", b"kata", doc, 1.5, value))
    writer.pool.add(("a", b"lain", 0, 1.0, b"nothing of the format's"))
    writer.commit()
    with index.reader() as reader:
        matcher = reader.postings("a", "kata")
        assert [value for _, value in matcher.all_items()] == values
        assert matcher.weight() == 1.5
        assert list(reader.postings("a", "lain").all_items()) == [(0, b"nothing of the format's")]


def test_lengths_are_exact(tmp_path: Path) -> None:
    index = whoosh.index.create_in(str(tmp_path), fields.Schema(a=fields.TEXT()))
    with index.writer(codec=ArrayCodec()) as writer:
        for length in (0, 1, 11, 1000, 100_000):
            writer.add_document(a="kata " * length)
    with index.reader() as reader:
        lengths = [reader.doc_field_length(doc, "a") for doc in range(5)]
        assert lengths == [0, 1, 11, 1000, 100_000]
        info = reader.term_info("a", "kata")
        assert (info.min_length(), info.max_length()) == (1, 100_000)
