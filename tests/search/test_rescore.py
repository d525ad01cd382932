"""Do age and nearness change scores as the slow two-stage definition says?"""

from __future__ import annotations

import math
import random
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from telusur.corpora.article import Article
from telusur.corpora.settings import Ranking, Weights
from telusur.index.reader import Places
from telusur.index.schema import UNDATED
from telusur.search.asked.query import parse
from telusur.search.engine import Engine, Options
from telusur.search.ranking import rescore
from telusur.search.ranking.proximity import WINDOW, near, pairs
from telusur.search.ranking.rank import DAY, recency
from telusur.tests.support.corpora import (
    NOW,
    build_index,
    random_batches,
    random_query,
    random_ranking,
    seeds,
    survivors,
)
from telusur.tests.support.oracle import Oracle

PLACES = st.dictionaries(st.integers(0, 5), st.sets(st.integers(0, 20), min_size=1, max_size=5))


def places(found: dict[int, set[int]]) -> Places:
    flat = [(doc, place) for doc in sorted(found) for place in sorted(found[doc])]
    docs, positions = ([pair[i] for pair in flat] for i in (0, 1))
    return Places(np.array(docs, np.int64), np.array(positions, np.int64))


@given(PLACES, PLACES)
def test_the_nearest_occurrences_count(one: dict[int, set[int]], two: dict[int, set[int]]) -> None:
    docs = np.arange(6)
    inside = near(places(one), places(two), docs)
    for doc in range(6):
        gaps = [max(1, abs(a - b)) for a in one.get(doc, ()) for b in two.get(doc, ())]
        least = min(gaps, default=math.inf)
        assert inside[doc] == (1 / least**2 if least <= WINDOW else 0.0)


def test_long_articles_of_large_indexes_stay_apart() -> None:
    docs = np.array([1, 400_000, 900_000, 2_000_000], np.int32)  # as a snapshot numbers them
    one, two = (Places(docs, np.full(4, place)) for place in (6_000, 6_002))
    assert near(one, two, docs).tolist() == [0.25] * 4


def ties_at(oracle: Oracle, ranked: list[tuple[str, float]], place: int) -> bool:
    """Whether the noise of floats decides who is among the best; not between two alike."""
    if len(ranked) <= place:
        return False
    (one, inner), (other, _) = ranked[place - 1], ranked[place]
    near = [name for name, score in ranked if math.isclose(score, inner, rel_tol=1e-9)]
    told = [oracle.entries[name].article for name in near]
    alike = {(article.title, article.text, article.published) for article in told}
    return other in near and one in near and len(alike) > 1


@pytest.mark.parametrize("seed", seeds(8))
def test_only_the_best_have_a_bonus(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random.Random(f"rescore {seed}")
    batches = random_batches(rng)
    drawn = random_ranking(rng)
    ranking = Ranking(
        k1=drawn.k1,
        b=drawn.b,
        recency_days=rng.choice([None, 100.0]),
        weights=Weights(proximity=rng.choice([0.05, 1.0, 5.0])),
    )
    oracle = Oracle(survivors(batches), ranking)
    best = rng.randint(1, 6)
    monkeypatch.setattr(rescore, "RESCORED", best)
    with Engine.open(build_index(tmp_path / "index", batches), ranking=ranking) as engine:
        for _ in range(60):
            text = random_query(rng)
            tree = parse(text, now=NOW).any
            if not parse(text, now=NOW).scored or ties_at(
                oracle, oracle.ranked(tree, NOW, 0), best
            ):
                continue
            expected = dict(oracle.ranked(tree, NOW, best))
            got = engine.rank(text, now=NOW, k=99)
            assert dict(got).keys() == expected.keys()
            for one, score in got:
                assert math.isclose(score, expected[one], rel_tol=1e-9, abs_tol=1e-12), (seed, text)
            assert got == sorted(got, key=lambda pair: (-pair[1], pair[0]))
            for k in (1, 3, 7):
                assert engine.rank(text, now=NOW, k=k) == got[:k]


def test_age_halves_a_score() -> None:
    now = 100 * DAY
    moments = np.array([now, now + DAY, now - 7 * DAY, now - 14 * DAY, now - 900 * DAY, UNDATED])
    assert recency(moments, now, 7.0).tolist() == [1.0, 1.0, 0.5, 0.25, 2**-10, 2**-10]


def test_the_fresh_comes_first_by_relevance_alone(tmp_path: Path) -> None:
    articles = [
        Article(id=name, title="", text="banjir", published=moment)
        for name, moment in {
            "baru": NOW - timedelta(days=1),
            "a-lama": NOW - timedelta(days=400),
            "b-entah": None,
        }.items()
    ]
    folder = build_index(tmp_path / "index", [(articles, [])])
    with Engine.open(folder, ranking=Ranking(recency_days=30.0)) as engine:
        assert [one for one, _ in engine.rank("banjir", now=NOW, k=9)] == [
            "baru",
            "a-lama",
            "b-entah",
        ]
        by_site = engine.search("banjir", now=NOW, options=Options(sort="site")).hits
        assert len({hit.score for hit in by_site}) == 1


def test_neighbours_are_words_that_stand_side_by_side() -> None:
    def shown(text: str) -> list[str]:
        return [pair.shown for pair in pairs(parse(text, now=NOW).any)]

    assert shown("banjir besar yang melanda") == ["banjir besar", "besar melanda"]
    assert shown("banjir") == []
    assert shown("banjir membanjiri") == []  # one stem
    assert shown('banjir "jawa barat" besar') == []
    assert shown("banjir bes* besar") == []
    assert shown("judul:banjir isi:besar") == []
    assert shown("judul:banjir besar") == ["banjir besar"]
    assert shown("banjir NOT besar") == []
