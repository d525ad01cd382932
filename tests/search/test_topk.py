"""Are the k best the first k of all, ties by id?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telusur.index.schema import UNDATED
from telusur.search.ranking.topk import top

KEYS = st.lists(st.sampled_from([0.0, 0.5, 1.0, 2.0, 1e300, 1e-300]), max_size=30)
MOMENTS = st.lists(st.sampled_from([UNDATED, 0, -1, 5, 2**62]), max_size=30)


def name(doc: int) -> str:
    """Give ids whose order is not that of the documents."""
    return str(doc * 7919 % 101)


def slowly(keys: list[float] | list[int], k: int) -> list[int]:
    return sorted(range(len(keys)), key=lambda doc: (-keys[doc], name(doc)))[:k]


@settings(max_examples=200)
@given(KEYS, st.integers(0, 40))
def test_the_k_best_by_score(keys: list[float], k: int) -> None:
    assert top(np.arange(len(keys)), np.array(keys), k, name) == slowly(keys, k)


@settings(max_examples=200)
@given(MOMENTS, st.integers(0, 40))
def test_the_k_newest_with_the_undated_last(keys: list[int], k: int) -> None:
    assert top(np.arange(len(keys)), np.array(keys, np.int64), k, name) == slowly(keys, k)


def test_documents_keep_their_numbers() -> None:
    docs = np.array([3, 8, 20])
    assert top(docs, np.array([1.0, 3.0, 2.0]), 2, name) == [8, 20]


@pytest.mark.parametrize("k", [0, -1])
def test_none_are_asked_for(k: int) -> None:
    assert top(np.arange(3), np.ones(3), k, name) == []


def test_ids_are_read_only_where_they_decide() -> None:
    read: list[int] = []

    def noted(doc: int) -> str:
        read.append(doc)
        return name(doc)

    keys = np.array([5.0, 4.0, 3.0, 3.0, 2.0, 1.0])
    assert top(np.arange(6), keys, 3, noted) == [0, 1, min(2, 3, key=name)]
    assert sorted(read) == [2, 3]
