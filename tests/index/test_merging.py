"""Do segments stay few, and do merges change nothing?"""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from telusur.corpora.article import Article
from telusur.index.commits.store import open_snapshot, writing
from telusur.index.doctor import examine
from telusur.index.segments import merging, tiers
from telusur.index.segments.inversion import Vocabulary
from telusur.index.segments.merging import Source, merge
from telusur.index.segments.segment import SegmentFile, write_segment
from telusur.index.segments.tiers import ALWAYS, FANOUT, RATIO, SMALLEST, Size, at_end, during, tier
from telusur.tests.support.corpora import random_article, random_text

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
    chosen = during([Size(*size) for size in sizes])
    stay = [size for place, size in enumerate(sizes) if place not in chosen]
    tiers = [tier(live) for live, _ in stay]
    assert all(tiers.count(level) < FANOUT for level in tiers)
    assert all(deleted == 0 or deleted < live for live, deleted in stay)


def test_nothing_is_merged_without_need() -> None:
    few = [Size(1000, 0)] * (FANOUT - 1)
    assert during(few) == []
    assert during([Size(1000, 999), Size(5, 0)]) == []
    assert during([Size(1000, 1000), Size(5, 0)]) == [0]
    assert during([Size(10, 0)] * FANOUT + [Size(SMALLEST * FANOUT, 0)]) == list(range(FANOUT))
    assert at_end([]) == at_end([Size(7, 0)]) == at_end([Size(100_000, 9), Size(900, 0)]) == []


def settled(sizes: list[Size]) -> list[Size]:
    """The segments that are left after the end of a run."""
    chosen = at_end(sizes)
    if not chosen:
        return sizes
    rest = [size for place, size in enumerate(sizes) if place not in chosen]
    return [*rest, Size(sum(sizes[place].live for place in chosen), 0)]


@given(SIZES)
def test_at_the_end_each_segment_is_much_larger_than_all_smaller_ones(
    sizes: list[tuple[int, int]],
) -> None:
    left = settled([Size(*size) for size in sizes])
    assert sum(size.live for size in left) == sum(live for live, _ in sizes)
    smaller = 0
    for place, size in enumerate(sorted(left)):
        assert place == 0 or size.live >= RATIO * max(smaller, ALWAYS)
        assert not size.is_garbage
        smaller += size.live


def test_small_updates_cost_little_and_leave_few_segments() -> None:
    total, update, rewritten, most = 100_000, 1000, 0, 0
    sizes = [Size(total, 0)]
    for number in range(1, 501):  # each replaces one per cent of the articles
        before = [*sizes, Size(update, 0)]
        sizes = settled(before)
        rewritten += sum(size.live for size in sizes if size not in before)
        most = max(most, len(sizes))
        if number == 1:
            assert rewritten == 0
    assert most <= 5
    assert rewritten / (500 * update) < 9


def test_a_long_run_writes_each_article_few_times() -> None:
    sizes: list[Size] = []
    batches, rewritten = 300, 0
    for _ in range(batches):
        sizes.append(Size(9000, 0))
        if chosen := during(sizes):
            merged = sum(sizes[place].live for place in chosen)
            sizes = [size for place, size in enumerate(sizes) if place not in chosen]
            sizes.append(Size(merged, 0))
            rewritten += merged
        assert len(sizes) < 2 * FANOUT
    before = sizes
    sizes = settled(sizes)
    rewritten += sum(size.live for size in sizes if size not in before)
    assert len(sizes) <= 2
    assert rewritten <= 3 * batches * 9000


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


@pytest.mark.parametrize("at_once", [1, 60, merging.AT_ONCE])
@pytest.mark.parametrize("seed", range(3))
def test_a_merged_segment_is_as_one_written_at_once(
    seed: int, at_once: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merging, "AT_ONCE", at_once)
    rng = random.Random(seed)
    sources: list[Source] = []
    left: list[Article] = []
    for part, deleted in enumerate((0.3, 0, 0, 0.6)):
        sizes = [rng.choice([0, 1, 30, 400]) for _ in range(rng.randint(1, 12))]
        articles = [
            replace(random_article(rng, f"{part}{n:02}"), text=random_text(rng, size))
            for n, size in enumerate(sizes)
        ]
        write_segment(tmp_path / f"{part}.tls", articles, Vocabulary())
        live = np.array([rng.random() >= deleted for _ in articles])
        live[0] = True
        sources.append(Source(SegmentFile(tmp_path / f"{part}.tls"), live))
        left += [one for one, lives in zip(articles, live, strict=True) if lives]
    merge(tmp_path / "merged.tls", sources)
    write_segment(tmp_path / "whole.tls", left, Vocabulary())
    merged, whole = (SegmentFile(tmp_path / f"{name}.tls") for name in ("merged", "whole"))
    assert [*merged.articles()] == [*whole.articles()] == left
    one, other = merged.sections, whole.sections
    assert sorted(one.names()) == sorted(other.names())
    assert [
        name
        for name in one.names()
        if not name.startswith("article.")  # one text may be squeezed in several ways
        and (
            (a := one.array(name)).dtype != (b := other.array(name)).dtype
            or a.tolist() != b.tolist()
        )
    ] == []


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
