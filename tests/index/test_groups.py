"""Are the articles of a story grouped, however they came into the index?"""

from __future__ import annotations

import json
import random
import shutil
from dataclasses import replace
from datetime import timedelta
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from telusur.corpora.article import Article
from telusur.index.analysis import fingerprint
from telusur.index.commits.manifest import NAME
from telusur.index.commits.store import Writer, open_snapshot, writing
from telusur.index.disk.prints import ALONE, NO_LINKS, prints_of, read_links, text_number
from telusur.index.doctor import examine
from telusur.index.groups import connected, read_groups, voted
from telusur.index.reader import Snapshot
from telusur.index.segments.links import HEADS, links
from telusur.tests.support.corpora import NOW, WORDS
from telusur.tests.support.stories import Stories

Story = tuple[str, ...]


def groups_in(snapshot: Snapshot) -> set[Story]:
    """Return the ids of the members of each group, the leader first."""
    docs, numbers = read_groups(snapshot).members()
    found: dict[int, list[str]] = {}
    for doc, number in zip(docs.tolist(), numbers.tolist(), strict=True):
        found.setdefault(number, []).append(snapshot.id(doc))
    return {tuple(one) for one in found.values()}


def groups(folder: Path) -> set[Story]:
    with open_snapshot(folder) as snapshot:
        return groups_in(snapshot)


def prose(rng: random.Random, words: int = 80) -> str:
    return " ".join(f"kata{rng.randint(0, 5000)}" for _ in range(words))


def edited(rng: random.Random, text: str) -> str:
    """Return a text as another outlet prints it: cut, with words of its own, in its own frame."""
    words = text.split()
    for _ in range(rng.randint(0, 3)):
        words[rng.randrange(len(words))] = rng.choice(WORDS)
    cut = rng.choice([len(words), len(words), 2 * len(words) // 3])
    return " ".join([*words[:cut], *rng.choice([[], ["Baca", "juga"]])])


def planted(rng: random.Random, name: str, stories: list[str]) -> Article:
    text = edited(rng, rng.choice(stories)) if rng.random() < 0.7 else prose(rng)
    text = rng.choice([text, text, text, "Banjir di Bogor", "banjir  di bogor", ""])
    moment = NOW - timedelta(hours=rng.randint(0, 5))
    site = rng.choice([None, "Kompas.com", "Antara", "Republika"])
    when = rng.choice([moment, moment, None])
    return Article(id=name, title=name, text=text, site=site, published=when)


def step(rng: random.Random, writer: Writer, alive: dict[str, Article], stories: list[str]) -> None:
    names = [f"{rng.choice('abc')}{n}" for n in range(30)]
    articles = [planted(rng, one, stories) for one in rng.sample(names, rng.randint(0, 8))]
    articles += [replace(one, title="baru") for one in alive.values() if rng.random() < 0.1]
    gone = [one for one in alive if rng.random() < 0.1]
    writer.commit(articles, gone)
    for one in gone:
        alive.pop(one)
    alive |= {article.id: article for article in articles}
    rng.choice([writer.merge, writer.settle, writer.optimize, list, list, list])()


@pytest.mark.parametrize("seed", range(12))
def test_groups_grow_as_if_all_had_come_at_once(seed: int, tmp_path: Path) -> None:
    rng = random.Random(f"groups {seed}")
    stories = [prose(rng) for _ in range(5)]
    alive: dict[str, Article] = {}
    with writing(tmp_path / "a") as writer:
        for _ in range(10):
            step(rng, writer, alive, stories)
            assert groups_in(writer.snapshot) == Stories(alive.values()).groups(), seed
    with writing(tmp_path / "b") as writer:
        writer.commit(alive.values())
    expected = groups(tmp_path / "b")
    assert expected == groups(tmp_path / "a")
    assert any(len(one) > 2 for one in expected)
    assert [one for one in examine(tmp_path / "a") if one.problem] == []


def test_the_earliest_leads_and_a_bridge_that_goes_parts_its_group(tmp_path: Path) -> None:
    rng = random.Random(1)
    first, second = prose(rng, 60), prose(rng, 60)
    dates = {"a": NOW, "b": None, "jembatan": NOW - timedelta(days=1)}
    texts = {"a": first, "b": second, "jembatan": f"{first} {second}"}
    articles = [Article(id=n, title="", text=texts[n], published=dates[n]) for n in texts]
    with writing(tmp_path) as writer:
        for article in articles:
            writer.commit([article])
        assert groups_in(writer.snapshot) == {("jembatan", "a", "b")}
        writer.commit([], ["jembatan"])
        assert groups_in(writer.snapshot) == set()
        writer.commit([replace(articles[1], text=first)])  # its text changes: it joins another
        assert groups_in(writer.snapshot) == {("a", "b")}


@pytest.mark.parametrize("at_once", [1, 7, 1000])
def test_many_texts_after_one_pattern_are_one_group(at_once: int, tmp_path: Path) -> None:
    rng = random.Random(2)
    pattern = prose(rng)
    texts = [f"{pattern} {prose(rng, 5)}" for _ in range(3 * HEADS)]
    articles = [Article(id=f"n{n:02}", title="", text=text) for n, text in enumerate(texts)]
    with writing(tmp_path) as writer:
        for start in range(0, len(articles), at_once):
            writer.commit(articles[start : start + at_once])
        assert groups_in(writer.snapshot) == {tuple(one.id for one in articles)}


def test_a_bucket_of_many_is_not_compared_pair_by_pair() -> None:
    rng = random.Random(3)
    pattern = prose(rng)
    texts = [f"{pattern} {prose(rng, 5)}" for _ in range(10 * HEADS)]
    found = links(prints_of(texts, [None] * len(texts)), [])
    most = np.unique(found[:, 1], return_counts=True)[1].max()
    assert len(found) < 10 * HEADS * HEADS * 2
    assert most <= 2 * HEADS  # the heads of several buckets, mostly the same


def test_an_index_of_before_there_were_groups(tmp_path: Path) -> None:
    kept = Path(__file__).parents[1] / "formats" / "2"
    shutil.copytree(kept / "index", tmp_path / "i")
    manifest = tmp_path / "i" / NAME
    told = json.loads(manifest.read_text("utf-8")) | {"analysis": fingerprint()}
    manifest.write_text(json.dumps(told), "utf-8")
    with writing(tmp_path / "i") as writer:
        old = next(iter(writer.snapshot.articles()))
        assert groups_in(writer.snapshot) == set()
        writer.commit([replace(old, id="satu")])
        assert groups_in(writer.snapshot) == set()  # nothing is known of the old text
        writer.commit([replace(old, id="dua")])
        assert groups_in(writer.snapshot) == {("dua", "satu")}
        writer.optimize()
        assert groups_in(writer.snapshot) == {("dua", "satu")}
        writer.commit([replace(old, title="baru")])  # read again: now it is
        assert len(next(iter(groups_in(writer.snapshot)))) == 3


def test_what_is_left_of_links_after_a_merge(tmp_path: Path) -> None:
    text = prose(random.Random(4))
    with writing(tmp_path) as writer:
        writer.commit([Article(id=name, title="", text=text) for name in "ab"])
        writer.commit([Article(id="c", title="", text="lain")], ["a", "b"])
        writer.optimize()
        (source,) = writer.snapshot.sources
        assert read_links(source.segment.sections).tolist() == NO_LINKS.tolist()


@given(st.integers(1, 30), st.data())
def test_connected_as_one_by_one(count: int, data: st.DataObject) -> None:
    places = st.integers(0, count - 1)
    pairs = data.draw(st.lists(st.tuples(places, places), max_size=40))
    sets = [{place} for place in range(count)]
    for one, other in pairs:
        joined = sets[one] | sets[other]
        for place in joined:
            sets[place] = joined
    found = connected(count, np.array(pairs, np.int64).reshape(-1, 2))
    assert found.tolist() == [min(one) for one in sets]


@given(st.lists(st.integers(1, 7), min_size=1, max_size=6))
def test_where_all_are_linked_with_each_other_the_vote_changes_nothing(sizes: list[int]) -> None:
    ends = np.cumsum([0, *sizes]).tolist()
    whole = [list(range(a, b)) for a, b in pairwise(ends)]
    pairs = [pair for one in whole for pair in combinations(one, 2)]
    found = voted(ends[-1], np.array(pairs, np.int64).reshape(-1, 2)).tolist()
    assert [len(set(found[one[0] : one[-1] + 1])) for one in whole] == [1] * len(whole)
    assert len(set(found)) == len(whole)


@pytest.mark.parametrize("days", [3, 10, 365])
def test_a_series_that_repeats_the_day_before_is_no_story(days: int) -> None:
    chain = np.array(list(pairwise(range(days))), np.int64)
    assert max(np.unique(voted(days, chain), return_counts=True)[1]) <= 3
    assert len(set(connected(days, chain).tolist())) == 1  # which it would be without a vote


@pytest.mark.parametrize("text", ["", " ", "\n\r\t"])
def test_no_text_stands_alone(text: str) -> None:
    assert text_number(text) == ALONE


def test_blanks_and_capitals_do_not_part_texts() -> None:
    assert text_number("Banjir  di\nBogor") == text_number("banjir di bogor")
    assert text_number("banjir di bogor") != text_number("banjir di bogor", "Antara")
    assert text_number("banjir di bogor") != text_number("banjir di bogor.")
    assert text_number("\ud800") != ALONE
