"""What is kept of the words of each text, to find its copies? Its least runs, and bits of pairs."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from .shingles import Hashes, Ints, Words, runs

BANDS: Final = 12  # keys of an article
NO_KEY: Final = 0  # in place of a key that a text is too short to have: it finds nothing
_KEY_WORDS: Final = 4  # of a run that is a key: shorter ones are phrases that many articles have
_HEAD_KEYS: Final = 4  # of the keys, from the first runs alone: a copy that is cut still has those
_HEAD: Final = 40  # runs
_FIRST: Final = 32  # of the runs of a text, about, are sorted: the least ones are among those
_MOST: Final = np.uint64(0xFFFFFFFFFFFFFFFF)
_PAIR: Final = 2  # words of a run that is counted: longer ones suffer more from each edited word
BINS: Final = 75  # of pairs with a name or figure, and as many of other pairs
LEVELS: Final = 15  # values that are kept of the least hash of a bin; 0 is an empty bin
SHORT: Final = 0xFFFF  # in place of a count: a short text, known by its hash alone
_DROPPED: Final = np.uint64(16)  # bits of a hash, so that the number of its text fits beside it
_HALF: Final = np.uint64(32)  # bits
_NIBBLE: Final = np.uint8(4)  # bits: two bins lie in a byte

Bins = NDArray[np.uint8]


def least_runs(batch: Words) -> Hashes:
    """Return the keys of each text: the least runs of its head, then those of all of it."""
    hashes, leaving = runs(batch, _KEY_WORDS)
    hashes[leaving] = _MOST
    counts = np.maximum(batch.counts - _KEY_WORDS + 1, 0)  # of runs
    found = np.full((len(counts), BANDS), NO_KEY, np.uint64)
    found[:, :_HEAD_KEYS] = _head_keys(batch, hashes, counts)
    limits = _MOST // np.maximum(counts, _FIRST).astype(np.uint64) * np.uint64(_FIRST)
    small = np.flatnonzero(hashes <= np.repeat(limits, batch.counts)[: len(hashes)])
    owners, least = _distinct(batch.texts.take(small), hashes.take(small))
    ranks = _ranks(owners)
    kept = ranks < BANDS - _HEAD_KEYS  # there may be too few
    found[owners[kept], _HEAD_KEYS + ranks[kept]] = key_of(least[kept])
    return found


def _head_keys(batch: Words, hashes: Hashes, counts: Ints) -> Hashes:
    """Return the least of the first runs of each text, each once, of which there are so many.

    Numpy sorts short rows several times as fast as all of them in one.
    """
    first = np.arange(_HEAD)
    places = (np.cumsum(batch.counts) - batch.counts)[:, None] + first
    found = np.full(places.shape, _MOST)
    there = first < counts[:, None]
    found[there] = hashes[places[there]] >> _DROPPED
    found.sort(axis=1)
    again = found[:, 1:] == found[:, :-1]
    found[:, 1:][again] = _MOST
    found.sort(axis=1)
    least = found[:, :_HEAD_KEYS]
    return np.where(least == _MOST, NO_KEY, key_of(least))


def key_of(hashes: Hashes) -> Hashes:
    """Return the lower half: the upper one is small where a hash is the least of many."""
    return np.maximum(hashes & np.uint64(0xFFFFFFFF), 1)


def pairs(batch: Words) -> tuple[Ints, Bins]:
    """Return of each text how many pairs there are, named and others, and the bins of both."""
    hashes, leaving = runs(batch, _PAIR)
    hashes >>= _DROPPED
    marked = batch.marked
    sides = batch.texts[: len(hashes)] * 2
    sides += ~(marked[:-1] | marked[1:])
    size = len(batch.counts) * 2
    sides[leaving] = size  # one side more, of what is no pair
    cells = hashes >> _HALF  # the bins of all sides in a row
    cells *= np.uint64(BINS)
    cells >>= np.uint64(16)
    cells = cells.view(np.int64)
    cells += sides * BINS
    least = np.full((size + 1) * BINS, _MOST)
    np.minimum.at(least, cells, hashes)
    again = sides[_repeated(cells, hashes)]
    counts = np.bincount(sides, minlength=size + 1) - np.bincount(again, minlength=size + 1)
    counts = np.minimum(counts[:size], SHORT - 1)
    return counts.reshape(-1, 2), _packed(least[: size * BINS])


def _packed(least: Hashes) -> Bins:
    """Return a few bits of the least hash of each bin, two bins in a byte."""
    values = (least - least // np.uint64(LEVELS) * np.uint64(LEVELS)).astype(np.uint8)  # as %
    values += 1
    values *= least != _MOST
    values = values.reshape(-1, 2, BINS)
    return values[:, 0] | values[:, 1] << _NIBBLE


def _repeated(cells: Ints, hashes: Hashes) -> Ints:
    """Return the places of hashes that a cell has already, but for one of each.

    All of them are written into a table, and the one that is read there afterwards stands for the
    equal ones. Only where others took their place another round is needed: half a sort's time.
    """
    bits = len(hashes).bit_length() + 3  # so that few have the same slot
    slots = hashes.view(np.int64) + cells
    slots &= (1 << bits) - 1
    table = np.empty(1 << bits, np.int32)
    left = np.arange(len(hashes), dtype=np.int32)
    found = [left[:0]]
    while len(left):
        table[slots] = left
        there = table.take(slots)
        lost = np.flatnonzero(there != left)
        left, slots, there = left.take(lost), slots.take(lost), there.take(lost)
        equal = (hashes.take(there) == hashes.take(left)) & (cells.take(there) == cells.take(left))
        found.append(left[equal])
        left, slots = left[~equal], slots[~equal]
    return np.concatenate(found).astype(np.int64)


def _distinct(owners: Ints, hashes: Hashes) -> tuple[Ints, Hashes]:
    """Return the distinct hashes of each owner, their upper 48 bits, in rising order."""
    both = owners.astype(np.uint64) << np.uint64(48) | hashes >> _DROPPED
    both.sort()
    both = both[np.diff(both, prepend=~both[:1]) != 0]
    return (both >> np.uint64(48)).astype(np.int64), both & np.uint64((1 << 48) - 1)


def _ranks(owners: Ints) -> Ints:
    """Return the rank of each row among those of its owner, from 0; owners come in order."""
    places = np.arange(len(owners))
    first = np.flatnonzero(np.diff(owners, prepend=-1))
    return places - np.repeat(first, np.diff(first, append=len(owners)))
