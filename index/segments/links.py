"""Which texts of a batch tell the same story as others, in it or in the index? Found as pairs.

Texts that share a key of `corpora/duplicates` are candidates: they are in one bucket. Where a
bucket holds many, as with texts made after one pattern, each is only compared with the `HEADS`
smallest numbers there: these stay the same whichever text comes first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...corpora.duplicates import alike_pairs, keys
from ...corpora.sketches import NO_KEY
from ..disk.prints import (
    ALONE,
    NO_LINKS,
    Links,
    Mask,
    Numbers,
    Prints,
    documents,
    ordered,
    read_numbers,
    read_signatures,
)
from ..disk.runs import Ints
from ..disk.sections import Sections

HEADS: Final = 16  # texts of a bucket that all others in it are compared with
KEY_BITS: Final = 32  # of a key
_SLOT: Final = 12  # bits of a key below those by which it is looked up: a table of 4 MB

Place = tuple[Sections, Mask]  # a segment, and which of its documents are live


class _Pool(NamedTuple):
    """Texts, each once, with their numbers ascending."""

    numbers: Numbers
    signatures: NDArray[np.uint8]
    shared: Mask  # shape (texts, BANDS): which of its keys a new text has, too


def links(batch: Prints, others: Sequence[Place]) -> Links:
    """Return the links of a batch: pairs of numbers of texts that tell the same story.

    A text that several documents have is linked to itself.
    """
    numbers, first, counts = np.unique(batch.numbers, return_index=True, return_counts=True)
    kept = numbers != ALONE
    numbers, counts = numbers[kept], counts[kept]
    signatures = batch.signatures[first[kept]]
    new = _Pool(numbers, signatures, keys(signatures) != NO_KEY)
    again = counts > 1
    for sections, live in others:
        docs, which = documents(sections, numbers)
        again[which[live[docs]]] = True
    same = np.repeat(numbers[again], 2).reshape(-1, 2)
    return ordered(np.concatenate([NO_LINKS, same, _alike(new, others)]))


def _alike(new: _Pool, others: Sequence[Place]) -> Links:
    wanted = _Keys(keys(new.signatures))
    found = [new, *_candidates(wanted, others)]
    numbers, first = np.unique(np.concatenate([one.numbers for one in found]), return_index=True)
    pool = _Pool(
        numbers,
        np.concatenate([one.signatures for one in found])[first],
        np.concatenate([one.shared for one in found])[first],
    )
    fresh = np.zeros(len(numbers), bool)
    fresh[np.searchsorted(numbers, new.numbers)] = True
    one, other = _pairs(pool, fresh)
    told = alike_pairs(pool.signatures, one, other)
    return np.stack([pool.numbers[one[told]], pool.numbers[other[told]]], axis=1)


class _Keys:
    """The keys of some texts, to be found again among those of many others."""

    def __init__(self, told: Numbers) -> None:
        found = _distinct(told.reshape(-1))
        found = found[found != NO_KEY].astype(np.int64)
        counts = np.bincount(found >> _SLOT, minlength=1 << (KEY_BITS - _SLOT))
        self._found = found
        self._ends = np.cumsum(counts, dtype=np.int32)  # of the keys of each slot

    def held(self, told: Numbers) -> Mask:
        """Tell of keys, one after the other, whether they are among these."""
        slots = (told >> np.uint64(_SLOT)).astype(np.int64)
        ends = self._ends[slots]
        at = np.where(slots > 0, self._ends[slots - 1], 0)
        found = np.zeros(len(told), bool)
        left = np.flatnonzero(at < ends)
        while len(left):  # most slots have one key, or none
            same = self._found[at[left]] == told[left].astype(np.int64)
            found[left[same]] = True
            left = left[~same]
            at[left] += 1
            left = left[at[left] < ends[left]]
        return found


def _candidates(wanted: _Keys, others: Sequence[Place]) -> Iterator[_Pool]:
    """Yield the texts of segments that have one of some keys."""
    for sections, live in others:
        numbers = read_numbers(sections, len(live))
        for span, signatures in read_signatures(sections, live):
            told = keys(signatures)
            shared = wanted.held(told.reshape(-1)).reshape(told.shape)
            near = shared.any(axis=1)
            yield _Pool(numbers[span][live[span]][near], signatures[near], shared[near])


def _pairs(pool: _Pool, new: Mask) -> tuple[Ints, Ints]:
    """Return the pairs of texts of a pool to compare, by place, one of which is new; sorted."""
    which = np.nonzero(pool.shared)[0]
    flat: NDArray[Any] = keys(pool.signatures)[pool.shared]
    order = _by_key(flat)  # within a bucket by number
    which, flat = which[order], flat[order]
    starts = np.flatnonzero(np.diff(flat, prepend=np.uint64(NO_KEY)))
    sizes = np.diff(np.append(starts, len(flat)))
    ranks = np.arange(len(flat)) - np.repeat(starts, sizes)
    again = (which == np.roll(which, 1)) & (ranks > 0)  # a text may have a key twice
    fresh = np.flatnonzero(new[which] & ~again)
    # New texts with all heads before them, and new heads with all texts behind them.
    later, head = _spread(fresh - ranks[fresh], np.minimum(ranks[fresh], HEADS))
    old = ~new[which[head]]
    left = np.repeat(sizes, sizes)[fresh] - ranks[fresh] - 1
    heading = ranks[fresh] < HEADS
    front, behind = _spread(fresh[heading] + 1, left[heading])
    one = np.concatenate([head[old], fresh[heading][front]])
    other = np.concatenate([fresh[later[old]], behind])
    kept = ~(again[one] | again[other])
    codes = which[one[kept]] * len(new) + which[other[kept]]
    return np.divmod(_distinct(codes), max(1, len(new)))


def _spread(firsts: Ints, counts: Ints) -> tuple[Ints, Ints]:
    """Return the places of many runs, one after the other, and before them whose place each is."""
    whose = np.repeat(np.arange(len(counts)), counts)
    places = np.arange(len(whose)) + np.repeat(firsts - np.cumsum(counts) + counts, counts)
    return whose, places


def _by_key(told: NDArray[Any]) -> Ints:
    """Return what sorts keys and leaves equal ones in order: numpy sorts 16 bits by their value."""
    order = np.argsort((told & 0xFFFF).astype(np.uint16), kind="stable")
    return order[np.argsort((told[order] >> 16).astype(np.uint16), kind="stable")]


def _distinct(numbers: NDArray[Any]) -> NDArray[Any]:
    """Return numbers sorted, each once: several times as fast as np.unique, which hashes them."""
    found = np.sort(numbers)
    return found[np.diff(found, prepend=found[:1] + 1) != 0]
