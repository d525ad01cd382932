"""Do phrases stand where they should, and do sets share what they should?"""

from __future__ import annotations

import random
from collections import Counter

import numpy as np
import pytest
from telusur.corpora.article import Article
from telusur.index.commits.store import open_snapshot
from telusur.index.occurrences import spots
from telusur.index.reader import Ints, Snapshot
from telusur.search.ranking import phrases
from telusur.search.ranking.match import common, inside
from telusur.search.ranking.phrases import chained, phrase_postings
from telusur.tests.support.corpora import build_index


def places(*documents: list[int]) -> Ints:
    """Return where a term stands in some documents."""
    flat = [place for document in documents for place in document]
    freqs = np.array([len(one) for one in documents], np.uint8)
    return spots(np.arange(len(documents)), freqs, np.array(flat, np.int64))


def test_a_chain_stays_in_its_document() -> None:
    assert chained([places([9], [3]), places([2], [0])], 5).tolist() == []
    assert chained([places([9], []), places([], [0])], 10**12).tolist() == []


@pytest.mark.parametrize(("slop", "ends"), [(1, [1]), (2, [0, 1]), (4, [0, 0, 1])])
def test_slop_is_the_longest_step(slop: int, ends: list[int]) -> None:
    found = chained([places([1], [5]), places([3, 5], [6])], slop)
    assert (found >> phrases.BITS).tolist() == ends


def slow_ends(words: list[str], sought: list[str], slop: int) -> list[int]:
    """Return the places of the last term at which a chain of the terms in order ends."""
    reached = [n for n, word in enumerate(words) if word == sought[0]]
    for term in sought[1:]:
        here = [n for n, word in enumerate(words) if word == term]
        reached = [n for n in here if any(0 < n - before <= slop for before in reached)]
    return reached


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> tuple[Snapshot, dict[str, list[str]]]:
    """Return an index of two segments with deleted articles, and the words of each that is left."""
    rng = random.Random(1)
    alive = {
        f"{n:03}": rng.choices("abcdexyz", [9, 9, 5, 5, 3, 1, 1, 1], k=rng.randint(0, 40))
        for n in range(120)
    }
    articles = [Article(id=one, title="", text=" ".join(words)) for one, words in alive.items()]
    gone = [alive.pop(one) and one for one in rng.sample(sorted(alive), 9)]
    batches = [(articles[:90], []), (articles[90:], []), ([], gone)]
    folder = build_index(tmp_path_factory.mktemp("phrases") / "index", batches)
    return open_snapshot(folder), alive


@pytest.mark.parametrize("rare", [0, 60, 1 << 13])
@pytest.mark.parametrize("seed", range(100))
def test_phrases_are_where_a_walk_through_the_text_finds_them(
    seed: int,
    rare: int,
    corpus: tuple[Snapshot, dict[str, list[str]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(phrases, "RARE", rare)
    rng = random.Random(seed)
    snapshot, alive = corpus
    sought = rng.choices("abcdexyz", k=rng.randint(2, 4))
    slop = rng.choice([1, 1, 2, 5, 10**12])
    docs, freqs, firsts = phrase_postings(snapshot, "body_exact", sought, slop)
    ends = {one: slow_ends(words, sought, slop) for one, words in alive.items()}
    wanted = Counter({one: len(places) for one, places in ends.items()})
    assert docs.tolist() == sorted(docs.tolist())
    found = {
        snapshot.id(doc): freq for doc, freq in zip(docs.tolist(), freqs.tolist(), strict=True)
    }
    assert found == dict(+wanted), (sought, slop)
    assert firsts.tolist() == [ends[snapshot.id(doc)][0] for doc in docs.tolist()]


@pytest.mark.parametrize("seed", range(60))
def test_sets_share_what_is_in_both(seed: int) -> None:
    rng = np.random.default_rng(seed)
    universe = int(rng.choice([20, 1000, 100_000]))
    one, other = (
        np.unique(rng.integers(0, universe, rng.choice([0, 3, 200, 2000]))).astype(np.int32)
        for _ in range(2)
    )
    wanted = sorted(set(one.tolist()) & set(other.tolist()))
    assert common(one, other).tolist() == wanted
    assert one[inside(one, other)].tolist() == wanted
