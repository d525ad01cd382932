"""Does the index hold of each article what the analysis says of it?"""

from __future__ import annotations

import random
from collections import defaultdict
from pathlib import Path

import pytest
from telusur.corpora.article import Article
from telusur.index.analysis import exact_chain, spans, stem_chain
from telusur.index.commits.store import open_snapshot
from telusur.index.reader import Snapshot
from telusur.index.schema import label_values
from telusur.tests.support.corpora import build_index, random_batches, survivors
from telusur.tests.support.oracle import positions


@pytest.mark.parametrize("seed", range(3))
def test_the_index_holds_what_the_chains_say_of_each_article(seed: int, tmp_path: Path) -> None:
    batches = random_batches(random.Random(seed))
    articles = {article.id: article for article in survivors(batches)}
    chains = {
        "title": (stem_chain(), "title"),
        "title_exact": (exact_chain(), "title"),
        "body": (stem_chain(), "text"),
        "body_exact": (exact_chain(), "text"),
    }
    with open_snapshot(build_index(tmp_path / "index", batches)) as snapshot:
        assert sorted(article.id for article in snapshot.articles()) == sorted(articles)
        for field, (chain, attribute) in chains.items():
            expected: defaultdict[str, dict[str, list[int]]] = defaultdict(dict)
            for article in articles.values():
                for term, places in positions(chain, getattr(article, attribute)).items():
                    expected[term][article.id] = places
            known = snapshot.terms(field)
            assert known == sorted(known)
            assert expected.keys() <= set(known)  # deleted articles may have left more
            for term in (*known, "absen"):
                assert stored(snapshot, field, term) == expected.get(term, {}), (seed, field, term)


def stored(snapshot: Snapshot, field: str, term: str) -> dict[str, list[int]]:
    """Return the places of a term by article, after checking them against the postings."""
    postings, places = snapshot.postings(field, term), snapshot.places(field, term)
    found: defaultdict[str, list[int]] = defaultdict(list)
    for doc, position in zip(places.docs.tolist(), places.positions.tolist(), strict=True):
        found[snapshot.id(doc)].append(position)
    assert postings.docs.tolist() == sorted(set(places.docs.tolist()))
    counts = dict(zip(postings.docs.tolist(), postings.freqs.tolist(), strict=True))
    assert {snapshot.id(doc): count for doc, count in counts.items()} == {
        one: len(positions) for one, positions in found.items()
    }
    return found


def test_the_columns_hold_the_exact_lengths(tmp_path: Path) -> None:
    batches = random_batches(random.Random(7))
    articles = {article.id: article for article in survivors(batches)}
    with open_snapshot(build_index(tmp_path / "index", batches)) as snapshot:
        for part, field in (("title", "title"), ("body", "text")):
            lengths = snapshot.lengths(part)
            for doc in snapshot.live.nonzero()[0].tolist():
                text = getattr(articles[snapshot.id(doc)], field)
                assert lengths[doc] == len(list(spans(text)))


def test_a_host_and_its_parents_are_names_of_the_site() -> None:
    article = Article(id="a", title="", text="", url="https://News.Detik.com:80/x")
    assert label_values("site", [article]) == [("detik.com", "news.detik.com")]
