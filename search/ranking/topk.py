"""Which are the k best? Ties by id."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ...index.reader import Docs, Ints
from .rank import Floats

FEW: Final = 100  # documents whose ids are read rather than looked up in the order of all


def top(
    docs: Docs,
    keys: Floats | Ints,
    k: int,
    id_of: Callable[[int], str],
    order_of_ids: Callable[[], Docs] | None = None,
) -> list[int]:
    """Return the k documents with the highest keys, best first; equal keys by id, ascending.

    Ids are read only where they can matter: for documents tied within or at the end of the k.

    Args:
        docs: candidate documents, one for each key.
        keys: what to sort by, descending.
        k: how many to return, at most.
        id_of: gives the id of a document.
        order_of_ids: gives the place of each document there is in the order of ids; then, where
            many tie, no id is read.

    """
    if k <= 0 or not len(docs):
        return []
    if len(docs) > k:
        least = np.partition(keys, len(keys) - k)[len(keys) - k]
        near = keys >= least
        docs, keys = docs[near], keys[near]
    if order_of_ids is not None and len(docs) > k + FEW:
        # Descending by key, and where it is equal ascending by id: the reverse of the reverse.
        return docs[np.lexsort((-order_of_ids()[docs], keys))[::-1][:k]].tolist()
    order = np.argsort(keys)[::-1]  # not of -keys: the least integer has no opposite
    return _break_ties(docs[order], keys[order], id_of)[:k]


def _break_ties(docs: Docs, keys: NDArray[np.generic], id_of: Callable[[int], str]) -> list[int]:
    new = keys[1:] != keys[:-1]
    if new.all():
        return docs.tolist()
    ordered = docs.tolist()
    bounds = [0, *(np.flatnonzero(new) + 1).tolist(), len(ordered)]
    for first, last in pairwise(bounds):
        if last - first > 1:
            ordered[first:last] = sorted(ordered[first:last], key=id_of)
    return ordered
