"""Does Whoosh itself read our index, and find what we find?"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
import whoosh.index
from telusur.index.commits.store import open_snapshot
from telusur.search.asked.tree import Span
from telusur.search.engine import Engine
from telusur.search.ranking.evaluate import Evaluator
from telusur.tests.support.corpora import build_index, random_batches, random_tree, survivors
from whoosh import query


@pytest.fixture(params=range(3))
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return build_index(tmp_path / "index", random_batches(random.Random(request.param)))


def nodes(tree: query.Query) -> Iterator[query.Query]:
    yield tree
    for child in tree.children():
        yield from nodes(child)


def fit_for_whoosh(tree: query.Query) -> bool:
    """Tell whether Whoosh itself searches by this tree, and rightly.

    Span is a node of ours; the matcher of AndNot looks at the first document too late.
    """
    return not any(isinstance(node, (Span, query.AndNot)) for node in nodes(tree))


@pytest.mark.parametrize("seed", range(8))
def test_whoosh_finds_the_articles_that_we_find(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    folder = build_index(tmp_path / "index", random_batches(rng))
    with Engine.open(folder) as engine, whoosh.index.open_dir(str(folder)).searcher() as searcher:
        ours = Evaluator(engine.snapshot, engine.ranking)
        trees = [tree for tree in (random_tree(rng) for _ in range(200)) if fit_for_whoosh(tree)]
        assert len(trees) > 100
        for tree in trees:
            hits = searcher.search(tree, limit=None)
            # its matcher of a bare Not passes deleted documents after the last that it bars
            found = [hit.docnum for hit in hits if not searcher.reader().is_deleted(hit.docnum)]
            assert sorted(found) == ours(tree).docs.tolist(), f"seed {seed}: {tree!r}"


def test_whoosh_sorts_by_the_date(folder: Path) -> None:
    with whoosh.index.open_dir(str(folder)).searcher() as searcher:
        column = [
            moment
            for reader, _ in searcher.reader().leaf_readers()
            for moment in reader.column_reader("published")
        ]
        for newest_first in (False, True):
            hits = searcher.search(
                query.Every(), limit=None, sortedby="published", reverse=newest_first
            )
            found = [column[hit.docnum] for hit in hits]
            assert found == sorted(found, reverse=newest_first)
            assert len(found) == searcher.doc_count()


def test_whoosh_sees_terms_lengths_dates_and_what_is_stored(folder: Path) -> None:
    with open_snapshot(folder) as snapshot, whoosh.index.open_dir(str(folder)).reader() as reader:
        assert reader.doc_count() == snapshot.count
        for field in ("title", "title_exact", "body", "body_exact", "site", "id"):
            assert [term.decode() for term in reader.lexicon(field)] == snapshot.terms(field)
        for doc in reader.all_doc_ids():
            assert reader.stored_fields(doc)["id"] == snapshot.id(doc)
            assert reader.doc_field_length(doc, "body") == snapshot.lengths("body")[doc]
        for term in snapshot.terms("body"):
            postings = snapshot.read_postings("body", term)
            if len(postings.docs):
                matcher = reader.postings("body", term)
                assert list(matcher.all_ids()) == postings.docs.tolist()


def test_whoosh_makes_snippets_of_the_stored_articles(folder: Path) -> None:
    with whoosh.index.open_dir(str(folder)).searcher() as searcher:
        (hit, *_) = searcher.search(query.Every(), limit=None)
        assert hit["article"].startswith(b'{"id":')


def test_the_articles_are_those_that_were_given(tmp_path: Path) -> None:
    batches = random_batches(random.Random(9))
    with open_snapshot(build_index(tmp_path / "index", batches)) as snapshot:
        held = {one.id: one for one in snapshot.articles()}
    assert held == {one.id: one for one in survivors(batches)}
