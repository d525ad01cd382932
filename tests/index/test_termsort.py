"""Are occurrences brought together by term as plain sorting does it?"""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from telusur.index.segments.termsort import DOC, Terms, by_rank

RANKS = st.integers(0, 5) | st.integers(0, 200_000) | st.sampled_from([65_535, 65_536, 131_072])


@given(st.lists(RANKS, max_size=50))
def test_sorting_by_rank_is_stable(ranks: list[int]) -> None:
    found = by_rank(np.array(ranks, np.int32), np.arange(len(ranks)), max(ranks, default=-1) + 1)
    assert found.tolist() == sorted(range(len(ranks)), key=ranks.__getitem__)


OCCURRENCES = st.dictionaries(
    st.tuples(st.integers(0, 4), st.integers(0, 2**31 - 1)), st.integers(0, 6), max_size=40
)


NAMES = [name.encode() for name in ["é", "a", "ﬁ", "z", "zz", "😀", "B"]]


@given(OCCURRENCES)
def test_terms_have_the_postings_of_their_occurrences(found: dict[tuple[int, int], int]) -> None:
    ordered = sorted(range(len(NAMES)), key=NAMES.__getitem__)
    places = sorted(found)
    numbers = np.array([found[place] for place in places], np.int32)
    coded = np.array([(doc << DOC) + position for doc, position in places], np.int64)
    told = Terms(NAMES, np.array(ordered, np.int32)).sorted(numbers, coded)
    present = [one for one in ordered if one in found.values()]
    assert told.terms == [NAMES[one] for one in present]
    mine = [[place for place in places if found[place] == one] for one in present]
    docs = [sorted({doc for doc, _ in one}) for one in mine]
    df, all_docs, freqs, positions = told.block
    assert df.tolist() == [len(one) for one in docs]
    assert all_docs.tolist() == [doc for one in docs for doc in one]
    flat = [place for one in mine for place in one]
    assert positions.tolist() == [position for _, position in flat]
    assert freqs.tolist() == [
        sum(one[0] == doc for one in mine[at]) for at in range(len(mine)) for doc in docs[at]
    ]
