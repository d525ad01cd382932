"""Which are the k best? Ties by id."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ..index.reader import Ints
from .rank import Floats


def top(docs: Ints, keys: Floats | Ints, k: int, id_of: Callable[[int], str]) -> list[int]:
    """Return the k documents with the highest keys, best first; equal keys by id, ascending.

    Ids are read only where they can matter: for documents tied within or at the end of the k.

    Args:
        docs: candidate documents, one for each key.
        keys: what to sort by, descending.
        k: how many to return, at most.
        id_of: gives the id of a document.

    """
    if k <= 0 or not len(docs):
        return []
    if len(docs) > k:
        least = np.partition(keys, len(keys) - k)[len(keys) - k]
        docs, keys = docs[keys >= least], keys[keys >= least]
    order = np.argsort(keys)[::-1]  # not of -keys: the least integer has no opposite
    return _break_ties(docs[order], keys[order], id_of)[:k]


def _break_ties(docs: Ints, keys: NDArray[np.generic], id_of: Callable[[int], str]) -> list[int]:
    ordered: list[int] = []
    starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
    for run in np.split(docs, starts[1:]):
        tied = [int(doc) for doc in run]
        ordered += sorted(tied, key=id_of) if len(tied) > 1 else tied
    return ordered
