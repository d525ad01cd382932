"""How do runs of small numbers lie on disk? Each run in the form that takes it the fewest bytes.

A *stream* holds the runs of all terms of a field: the gaps between their documents, say. A run has
one of six forms, and what it needs lies in *planes*, arrays that all runs share:

    form    planes             for
    WORD8   8                  numbers under 256
    WORD16  16                 numbers under 65,536
    WORD32  32                 any number
    MIXED   8, bits, high      numbers under 65,536, few of them over 255: low byte of each; a bit
                               for each, set if it has a high byte; the high bytes there are
    ZERO    none               zeros
    SPARSE  bits, high         numbers under 256, most of them zero: bit and byte of the others

The bits of a run begin a new byte. So a run is a slice of one to three planes, and any range of
runs is decoded without a loop over them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .runs import Ints, slices, starts

WORD8, WORD16, WORD32, MIXED, ZERO, SPARSE = range(6)
DTYPES: Final = {"8": "<u1", "16": "<u2", "32": "<u4", "bits": "<u1", "high": "<u1"}
PLANES: Final = tuple(DTYPES)
_BITTED: Final = np.array([False, False, False, True, False, True])
_IN_PLANE: Final = {
    "8": np.array([True, False, False, True, False, False]),
    "16": np.array([False, True, False, False, False, False]),
    "32": np.array([False, False, True, False, False, False]),
}
_IMPOSSIBLE: Final = np.iinfo(np.int64).max

Codes = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Plane = Callable[[str, int, int], NDArray[Any]]  # items [start, stop) of a plane


class Packed(NamedTuple):
    """Some runs: the form of each, the planes, and how much of each plane a run takes."""

    forms: Codes
    planes: dict[str, NDArray[Any]]
    sizes: dict[str, Ints]


def pack(values: NDArray[Any], counts: Ints, forms: Sequence[int]) -> Packed:
    """Return runs of non-negative numbers in the cheapest of some forms."""
    # those that would have a high byte: few, and only these are looked at one by one
    marked = np.flatnonzero(values > (0 if SPARSE in forms else 0xFF))
    high = np.diff(np.searchsorted(marked, np.cumsum(counts)), prepend=0)
    chosen = _cheapest(values, counts, high, forms)
    planes = {
        plane: _held(values, inside[chosen], counts, DTYPES[plane])
        for plane, inside in _IN_PLANE.items()
    }
    bitted = _BITTED[chosen]
    marked, count = marked[np.repeat(bitted, high)], high[bitted]
    lengths, shift = _bits(counts, bitted)
    flags = np.zeros(int(lengths.sum()), np.bool_)
    flags[marked + np.repeat(shift, count)] = True
    planes["bits"] = np.packbits(flags)
    planes["high"] = (values[marked] >> (8 if MIXED in forms else 0)).astype("<u1")
    return Packed(chosen, planes, sizes(chosen, counts, high))


def _held(values: NDArray[Any], inside: Mask, counts: Ints, dtype: str) -> NDArray[Any]:
    """Return the values of some runs."""
    if inside.all():
        return values.astype(dtype)
    if 2 * counts[inside].sum() > len(values):
        return values.astype(dtype)[np.repeat(inside, counts)]
    return values[slices(starts(counts)[inside], counts[inside])].astype(dtype)


def _bits(counts: Ints, bitted: Mask) -> tuple[Ints, Ints]:
    """Return how many bits the runs that have them take, and how far these are from the items."""
    lengths = -(-counts[bitted] // 8) * 8
    return lengths, starts(lengths) - starts(counts)[bitted]


def _cheapest(values: NDArray[Any], counts: Ints, high: Ints, forms: Sequence[int]) -> Codes:
    most = np.zeros(len(counts), np.int64)
    filled = counts > 0
    if filled.any():
        most[filled] = np.maximum.reduceat(values, starts(counts)[filled])
    bits = -(-counts // 8)
    price = {
        WORD8: (counts, 0xFF),
        WORD16: (2 * counts, 0xFFFF),
        WORD32: (4 * counts, 0xFFFFFFFF),
        MIXED: (counts + bits + high, 0xFFFF),
        ZERO: (0 * counts, 0),
        SPARSE: (bits + high, 0xFF),
    }
    costs = [np.where(most <= price[one][1], price[one][0], _IMPOSSIBLE) for one in forms]
    return np.array(forms, np.uint8)[np.argmin(costs, axis=0)]


def sizes(forms: Codes, counts: Ints, high: Ints) -> dict[str, Ints]:
    """Return how much of each plane each run takes, given how many high bytes it would have."""
    found = {plane: np.where(inside[forms], counts, 0) for plane, inside in _IN_PLANE.items()}
    bitted = _BITTED[forms]
    found["bits"] = np.where(bitted, -(-counts // 8), 0)
    found["high"] = np.where(bitted, high, 0)
    return found


def advance(places: dict[str, int], form: int, count: int) -> None:
    """Go on to the end of a run in each plane; not in `high`, which only the bits tell."""
    if form in (WORD8, MIXED):
        places["8"] += count
    elif form == WORD16:
        places["16"] += count
    elif form == WORD32:
        places["32"] += count
    if form in (MIXED, SPARSE):
        places["bits"] += -(-count // 8)


def unpack(forms: Codes, counts: Ints, plane: Plane, first: dict[str, int]) -> Ints:
    """Return the numbers of some runs that follow each other, given form and length of each.

    `plane` gives items of a plane; `first` tells where the first run starts in each.
    """
    if len(forms) == 1:
        return unpack_one(int(forms[0]), int(counts[0]), plane, first)
    values = np.zeros(int(counts.sum()), np.int64)
    for name, inside in _IN_PLANE.items():
        runs = inside[forms]
        held = int(counts[runs].sum())
        if held:
            where = slice(None) if runs.all() else np.flatnonzero(np.repeat(runs, counts))
            values[where] = plane(name, first[name], first[name] + held)
    bitted = _BITTED[forms]
    if bitted.any():
        sizes = -(-counts[bitted] // 8)
        bits = plane("bits", first["bits"], first["bits"] + int(sizes.sum()))
        marked = np.flatnonzero(np.unpackbits(bits).view(np.bool_))
        byte = marked >> 3
        high = plane("high", first["high"], first["high"] + len(marked)).astype(np.int64)
        high <<= np.repeat(np.where(forms[bitted] == MIXED, 8, 0), sizes)[byte]
        marked += np.repeat(starts(counts)[bitted] - 8 * starts(sizes), sizes)[byte]
        values[marked] += high
    return values


def unpack_one(form: int, count: int, plane: Plane, first: dict[str, int]) -> Ints:
    """Return the numbers of one run."""
    if form in (WORD8, WORD16, WORD32, MIXED):
        name = PLANES[form if form != MIXED else 0]
        values = plane(name, first[name], first[name] + count).astype(np.int64)
    else:
        values = np.zeros(count, np.int64)
    if form in (MIXED, SPARSE):
        packed = plane("bits", first["bits"], first["bits"] + -(-count // 8))
        marked = np.flatnonzero(np.unpackbits(packed, count=count))
        high = plane("high", first["high"], first["high"] + len(marked))
        values[marked] += high.astype(np.int64) << (8 if form == MIXED else 0)
    return values


def pick(form: int, where: Ints, count: int, plane: Plane, first: dict[str, int]) -> Ints:
    """Return some numbers of one run of `count`, by their places in it: only these are decoded."""
    if form == ZERO:
        return np.zeros(len(where), np.int64)
    if form != SPARSE:
        name = PLANES[form if form != MIXED else 0]
        values = plane(name, first[name], first[name] + count)[where].astype(np.int64)
    else:
        values = np.zeros(len(where), np.int64)
    if form in (MIXED, SPARSE):
        packed = plane("bits", first["bits"], first["bits"] + -(-count // 8))
        marked = np.flatnonzero((packed[where >> 3] >> (7 - (where & 7)).astype(np.uint8)) & 1)
        rank = _rank(packed, where[marked])
        high = plane("high", first["high"], first["high"] + int(rank.max(initial=-1)) + 1)[rank]
        values[marked] += high.astype(np.int64) << (8 if form == MIXED else 0)
    return values


def _rank(packed: NDArray[np.uint8], where: Ints) -> Ints:
    """Return how many bits are set before each place."""
    if not len(where):
        return where
    used = packed[: (int(where.max()) >> 3) + 1]
    before = np.cumsum(np.bitwise_count(used), dtype=np.int64)
    last = packed[where >> 3] & ((0xFF00 >> (where & 7)) & 0xFF).astype(np.uint8)
    byte = where >> 3
    return before[byte] - np.bitwise_count(packed[byte]) + np.bitwise_count(last)
