"""Do chains of positions end where they should, and do sets share what they should?"""

from __future__ import annotations

import numpy as np
import pytest
from telusur.index.reader import Counts, Ints
from telusur.search.match import common, inside
from telusur.search.phrases import chained


def places(*documents: list[int]) -> tuple[Ints, Counts]:
    """Return the positions of a term in some documents."""
    flat = [place for document in documents for place in document]
    return np.array(flat, np.int64), np.array([len(one) for one in documents], np.uint8)


def test_the_place_before_the_first_is_none() -> None:
    term = places([0], [7])  # of every document, the first as well
    assert chained([term, term], 1).tolist() == []


def test_a_chain_stays_in_its_document() -> None:
    assert chained([places([9], [3]), places([2], [0])], 5).tolist() == []


@pytest.mark.parametrize(("slop", "ends"), [(1, [1]), (2, [0, 1]), (4, [0, 0, 1])])
def test_slop_is_the_longest_step(slop: int, ends: list[int]) -> None:
    assert chained([places([1], [5]), places([3, 5], [6])], slop).tolist() == ends


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
