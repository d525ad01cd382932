"""Do segments stay few, and do merges change nothing?"""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telusur.corpora.article import Article
from telusur.index import tiers
from telusur.index.doctor import examine
from telusur.index.tiers import FANOUT, SMALLEST, Size, at_end, during, tier
from telusur.index.store import open_snapshot, writing

SIZES = st.lists(st.tuples(st.integers(0, 10**7), st.integers(0, 10**7)), max_size=60)


@given(st.integers(0, 10**9))
def test_a_tier_is_sixteen_times_the_one_below(articles: int) -> None:
    level = tier(articles)
    assert articles < SMALLEST * FANOUT ** (level + 1)
    assert level == 0 or articles >= SMALLEST * FANOUT**level


@given(SIZES)
def test_what_stays_has_few_segments_a_tier_and_little_garbage(
    sizes: list[tuple[int, int]],
) -> None:
    chosen = choose(sizes)
    stay = [size for place, size in enumerate(sizes) if place not in chosen]
    tiers = [tier(live) for live, _ in stay]
    assert all(tiers.count(level) < FANOUT for level in tiers)
    assert all(deleted == 0 or deleted < live for live, deleted in stay)


def test_nothing_is_merged_without_need() -> None:
    assert choose([(1000, 0)] * (FANOUT - 1)) == set()
    assert choose([(1000, 999), (5, 0)]) == set()
    assert choose([(1000, 1000), (5, 0)]) == {0}
    assert choose([(10, 0)] * FANOUT + [(SMALLEST * FANOUT, 0)]) == set(range(FANOUT))


def article(number: int, version: int) -> Article:
    return Article(id=f"n{number}", title=f"Judul {number}", text=f"kata{number} versi{version}")


def test_many_commits_stay_few_segments_with_the_same_contents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tiers, "FANOUT", 3)
    monkeypatch.setattr(tiers, "SMALLEST", 4)
    dice = random.Random(17)
    held: dict[str, Article] = {}
    most = 0
    with writing(tmp_path / "i") as writer:
        for version in range(60):
            added = [article(dice.randrange(120), version) for _ in range(dice.randrange(6))]
            removed = dice.sample(sorted(held), min(len(held), dice.randrange(3)))
            writer.commit(added, removed)
            writer.merge()
            for gone in removed:
                held.pop(gone)
            held |= {one.id: one for one in added}
            most = max(most, writer.snapshot.segments)
    # fewer than FANOUT of each of the tiers 0 to 3, and one that a merge has just made
    assert most <= 2 * 4 + 1
    with open_snapshot(tmp_path / "i") as snapshot:
        assert {one.id: one for one in snapshot.articles()} == held
        assert snapshot.count == len(held)
        assert snapshot.size < 2 * len(held) + 10, "deleted articles are cleared away"
        for one in held.values():
            docs = snapshot.read_postings("body_exact", one.text.split()[0]).docs.tolist()
            assert [snapshot.id(doc) for doc in docs] == [one.id]
            places = snapshot.places("body_exact", one.text.split()[1])
            assert places.positions.tolist() == [1] * len(places.docs)
    assert [one for one in examine(tmp_path / "i") if one.problem] == []


def test_an_index_of_many_commits_is_as_one_of_a_single_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tiers, "FANOUT", 2)
    articles = [article(number, number % 7) for number in range(40)]
    with writing(tmp_path / "satu") as writer:
        writer.commit(articles)
    with writing(tmp_path / "banyak") as writer:
        for one in articles:
            writer.commit([one])
            writer.merge()
    with open_snapshot(tmp_path / "satu") as one, open_snapshot(tmp_path / "banyak") as many:
        assert many.segments <= 2
        for field in ("body", "body_exact", "title", "id"):
            assert many.terms(field) == one.terms(field)
            for term in one.terms(field):
                names = [
                    sorted(zip(map(s.id, p.docs.tolist()), p.freqs.tolist(), strict=True))
                    for s in (one, many)
                    for p in [s.read_postings(field, term)]
                ]
                assert names[0] == names[1]
