"""Which hit stands for all with the same value of a column?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...index.reader import Docs, Ints
from ..ranking.rank import Floats

NO_VALUE = 0


def leaders(
    docs: Docs, keys: Floats | Ints, values: NDArray[Any], id_of: Callable[[int], str]
) -> Ints:
    """Return places of the documents that come first among those with their value.

    Args:
        docs: documents.
        keys: what they sort by, descending; equal keys by id, ascending.
        values: the value of each as a number, `NO_VALUE` for none; those stand for themselves.
        id_of: gives the id of a document; asked only where keys are equal.

    """
    alone = np.flatnonzero(values == NO_VALUE)
    grouped = np.flatnonzero(values != NO_VALUE)
    by_key = grouped[np.argsort(keys[grouped], kind="stable")[::-1]]
    order = by_key[np.argsort(values[by_key], kind="stable")]  # by value, the greatest key first
    if not len(order):
        return alone
    starts = np.flatnonzero(np.r_[True, np.diff(values[order].astype(np.int64)) != 0])
    firsts = [_first(run, docs, keys, id_of) for run in np.split(order, starts[1:])]
    return np.sort(np.concatenate([alone, np.array(firsts, np.int64)]))


def _first(run: Ints, docs: Docs, keys: Floats | Ints, id_of: Callable[[int], str]) -> int:
    tied = run[keys[run] == keys[run[0]]].tolist()
    return tied[0] if len(tied) == 1 else min(tied, key=lambda place: id_of(int(docs[place])))
