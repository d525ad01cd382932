"""How is arithmetic done on many runs of numbers that lie end to end in one array?"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


def starts(counts: NDArray[Any]) -> Ints:
    """Return where each run starts, given how long the runs are.

    >>> starts(np.array([2, 0, 3])).tolist()
    [0, 2, 2]
    """
    ends = np.cumsum(counts, dtype=np.int64)
    return ends - counts


def starts_of(counts: NDArray[Any], which: NDArray[Any]) -> Ints:
    """Return where some runs start, given how long all are, and which are asked for, ascending.

    Sums between them take a fifth of the time of a running sum over all.

    >>> starts_of(np.array([2, 0, 3, 1]), np.array([0, 3])).tolist()
    [0, 5]
    """
    if not len(which):
        return np.empty(0, np.int64)
    between = np.add.reduceat(counts, which, dtype=np.uint32)  # a field has fewer in a segment
    found = np.empty(len(which), np.int64)
    found[0] = counts[: which[0]].sum(dtype=np.int64)
    np.cumsum(between[:-1], out=found[1:])
    found[1:] += found[0]
    return found


def summed(values: NDArray[Any], counts: NDArray[Any]) -> Ints:
    """Return the sum of each run of values; runs may be empty.

    >>> summed(np.array([1, 2, 3]), np.array([2, 0, 1])).tolist()
    [3, 0, 3]
    """
    total = np.concatenate([[0], np.cumsum(values, dtype=np.int64)])
    first = starts(counts)
    return total[first + counts] - total[first]


def within(counts: NDArray[Any]) -> Ints:
    """Return the place of each value in its run.

    >>> within(np.array([2, 0, 3])).tolist()
    [0, 1, 0, 1, 2]
    """
    return np.arange(int(counts.sum())) - np.repeat(starts(counts), counts)


def slices(first: NDArray[Any], counts: NDArray[Any]) -> Ints:
    """Return the places of runs that start anywhere.

    >>> slices(np.array([7, 3]), np.array([2, 1])).tolist()
    [7, 8, 3]
    """
    return np.arange(int(counts.sum())) + np.repeat(first - starts(counts), counts)


def _filled(counts: NDArray[Any]) -> NDArray[Any]:
    """Return how long those runs are that hold anything."""
    return counts if counts.all() else counts[counts > 0]


def gaps(values: NDArray[Any], counts: NDArray[Any]) -> NDArray[Any]:
    """Return each value less the one before it in its run; the first of a run as it is.

    >>> gaps(np.array([3, 5, 4]), np.array([2, 1])).tolist()
    [3, 2, 4]
    """
    found = values.copy()
    found[1:] -= values[:-1]
    first = starts(_filled(counts))
    found[first] = values[first]
    return found


def ungapped(found: NDArray[Any], counts: NDArray[Any]) -> Ints:
    """Return what `gaps` was given.

    >>> ungapped(np.array([3, 2, 4]), np.array([2, 1])).tolist()
    [3, 5, 4]
    """
    total = np.cumsum(found, dtype=np.int64)
    held = _filled(counts)
    first = starts(held)
    total -= np.repeat(total[first] - found[first], held)
    return total


def ascending(values: NDArray[Any], counts: NDArray[Any]) -> bool:
    """Tell whether the values of each run ascend strictly.

    >>> ascending(np.array([1, 2, 1]), np.array([2, 1])), ascending(np.array([1, 1]), np.array([2]))
    (True, False)
    """
    rises = np.diff(values) > 0
    rises[starts(_filled(counts))[1:] - 1] = True  # a new run may start anywhere
    return bool(rises.all())
