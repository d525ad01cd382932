"""Does a packed list tell what the plain one tells?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from telusur.search.ranking.match import Match
from telusur.search.ranking.scored import WIDE, Packed, Scored, kept

SMALLEST = 2.0**-WIDE  # share of the highest score that packing may take or give


@given(
    size=st.integers(1, 300),
    seed=st.integers(0, 2**32 - 1),
    share=st.sampled_from([0.05, 0.5, 0.97, 1.0]),
    highest=st.sampled_from([0.0, 1e-9, 1.0, 37.5]),
)
def test_packed_is_as_plain(size: int, seed: int, share: float, highest: float) -> None:
    rng = np.random.default_rng(seed)
    docs = np.flatnonzero(rng.random(size) < share).astype(np.int32)
    docs = docs if len(docs) else np.array([0], np.int32)  # an empty list is never packed
    scores = rng.random(len(docs)) ** 4 * highest
    plain, packed = Scored(Match(docs, scores)), Packed(Match(docs, scores), size)
    near = pytest.approx
    error = SMALLEST * plain.most
    assert len(packed) == len(plain)
    assert packed.docs.tolist() == docs.tolist()
    assert packed.docs.dtype == plain.docs.dtype
    assert packed.scores == near(plain.scores, rel=0, abs=error)
    assert packed.most == near(plain.most, rel=0, abs=error)
    assert packed.most == packed.scores.max(initial=0.0)

    every = np.arange(size, dtype=np.int32)
    some = every[rng.random(size) < 0.5]
    for asked in (every, some, every[:0]):
        assert packed.holds(asked).tolist() == plain.holds(asked).tolist()
        assert packed.at(asked) == near(plain.at(asked), rel=0, abs=error)
    assert packed.at(docs).tolist() == packed.scores.tolist()  # the same, not nearly

    allowed = rng.random(size) < 0.5
    assert packed.only(allowed).docs.tolist() == plain.only(allowed).docs.tolist()
    assert packed.only(allowed).scores.tolist() == packed.scores[allowed[docs]].tolist()
    marks = rng.random(size) < 0.1
    others = marks.copy()
    packed.mark(marks)
    plain.mark(others)
    assert marks.tolist() == others.tolist()


@given(size=st.integers(1, 300), seed=st.integers(0, 2**32 - 1), k=st.integers(1, 40))
def test_the_best_of_a_packed_list(size: int, seed: int, k: int) -> None:
    rng = np.random.default_rng(seed)
    docs = np.union1d([0], np.flatnonzero(rng.random(size) < 0.7)).astype(np.int32)
    packed = Packed(Match(docs, rng.random(len(docs)) ** 4), size)
    leaders = packed.leaders(k)
    assert len(leaders) == len(set(leaders.tolist())) >= min(k, len(docs))
    least = np.sort(packed.scores)[-len(leaders) :].min(initial=1.0)
    assert packed.at(np.sort(leaders)).min(initial=1.0) >= least - 2.0**-31
    for needed in (-1.0, 0.0, *packed.scores[:5].tolist(), packed.most, 2.0):
        found = packed.reaching(needed)
        assert set(docs[packed.scores >= needed].tolist()) <= set(found.tolist())
        assert (packed.at(found) >= needed - 1e-9).all() or needed > packed.most


def test_equal_scores_stay_equal_and_others_apart() -> None:
    docs = np.arange(4, dtype=np.int32)
    packed = Packed(Match(docs, np.array([0.1, 0.1, 0.1 + 1e-11, 7.0])), 4)
    first, second, third, _ = packed.scores.tolist()
    assert first == second < third


def test_only_lists_of_many_documents_of_near_scores_are_packed() -> None:
    docs = np.arange(10, dtype=np.int32)
    assert isinstance(kept(Match(docs, np.ones(10)), 100), Packed)
    assert isinstance(kept(Match(docs, np.ones(10)), 1000), Scored)
    assert isinstance(kept(Match(docs, -np.ones(10)), 100), Scored)
    assert isinstance(kept(Match(docs, np.arange(10.0)), 100), Scored)
    assert isinstance(kept(Match(docs, np.zeros(10)), 100), Packed)
    assert isinstance(kept(Match(docs[:0], np.empty(0)), 100), Scored)
    assert kept(Match(docs, np.ones(10)), 100).nbytes < Scored(Match(docs, np.ones(10))).nbytes
