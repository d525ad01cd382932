"""Does Whoosh itself read our index, and find what we find?"""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import whoosh.index
from telusur.index.store import open_snapshot
from telusur.search.engine import Engine
from telusur.search.evaluate import Evaluator
from telusur.tests.support.corpora import build_index, random_batches, survivors
from whoosh import query


@pytest.fixture(params=range(3))
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return build_index(tmp_path / "index", random_batches(random.Random(request.param)))


def test_whoosh_finds_the_articles_that_we_find(folder: Path) -> None:
    dice = random.Random(1)
    with Engine.open(folder) as engine, whoosh.index.open_dir(str(folder)).searcher() as searcher:
        ours = Evaluator(engine.snapshot, engine.ranking)
        terms = engine.snapshot.terms("body_exact")
        matched = 0
        for _ in range(150):
            one, other = (query.Term("body_exact", dice.choice(terms)) for _ in "ab")
            tree = dice.choice(
                [
                    one,
                    query.And([one, other]),
                    query.Or([one, other]),
                    # not AndNot: Whoosh's matcher of it looks at the first document too late
                    query.And([one, query.Not(other)]),
                    query.Phrase("body_exact", [one.text, other.text], slop=3),
                    query.Prefix("body_exact", one.text[:2]),
                    query.Wildcard("body_exact", f"*{one.text[1:]}"),
                ]
            )
            found = {hit["id"] for hit in searcher.search(tree, limit=None)}
            assert found == {engine.snapshot.id(doc) for doc in ours(tree).docs.tolist()}, tree
            matched += bool(found)
        assert matched > 50


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
