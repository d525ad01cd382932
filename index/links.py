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

from ..corpora.duplicates import NO_KEY, alike, keys
from .prints import (
    ALONE,
    CHUNK,
    NO_LINKS,
    Links,
    Mask,
    Numbers,
    Prints,
    documents,
    read_numbers,
    read_signatures,
)
from .runs import Ints
from .sections import Sections

HEADS: Final = 16  # texts of a bucket that all others in it are compared with
_MARKS: Final = 1 << 20  # keys are looked up among so many marks first: most are not wanted

Place = tuple[Sections, Mask]  # a segment, and which of its documents are live


class _Pool(NamedTuple):
    """Texts, each once, with their numbers ascending."""

    numbers: Numbers
    signatures: NDArray[np.uint8]


def links(batch: Prints, others: Sequence[Place]) -> Links:
    """Return the links of a batch: pairs of numbers of texts that tell the same story.

    A text that several documents have is linked to itself.
    """
    numbers, first, counts = np.unique(batch.numbers, return_index=True, return_counts=True)
    kept = numbers != ALONE
    numbers, counts = numbers[kept], counts[kept]
    new = _Pool(numbers, batch.signatures[first[kept]])
    again = counts > 1
    for sections, live in others:
        docs, which = documents(sections, numbers)
        again[which[live[docs]]] = True
    same = np.repeat(numbers[again], 2).reshape(-1, 2)
    return np.unique(np.concatenate([NO_LINKS, same, _alike(new, others)]), axis=0)


def _alike(new: _Pool, others: Sequence[Place]) -> Links:
    wanted = _distinct(keys(new.signatures).reshape(-1))
    wanted = wanted[wanted != NO_KEY]
    if not len(wanted):
        return NO_LINKS
    found = [new, *_candidates(wanted, others)]
    numbers, first = np.unique(np.concatenate([one.numbers for one in found]), return_index=True)
    pool = _Pool(numbers, np.concatenate([one.signatures for one in found])[first])
    one, other = _pairs(pool, np.isin(pool.numbers, new.numbers))
    told = _verified(pool, one, other)
    return np.stack([pool.numbers[one[told]], pool.numbers[other[told]]], axis=1)


def _candidates(wanted: Numbers, others: Sequence[Place]) -> Iterator[_Pool]:
    """Yield the texts of segments that have one of some keys, ascending."""
    marks = np.zeros(_MARKS, bool)
    marks[wanted % _MARKS] = True
    for sections, live in others:
        numbers = read_numbers(sections, len(live))
        for span, signatures in read_signatures(sections, live):
            near = np.flatnonzero(marks[keys(signatures) % _MARKS].any(axis=1))
            some = signatures[near]
            sure = np.isin(keys(some), wanted).any(axis=1)
            yield _Pool(numbers[span][live[span]][near[sure]], some[sure])


def _pairs(pool: _Pool, new: Mask) -> tuple[Ints, Ints]:
    """Return the pairs of texts of a pool to compare, by place, one of which is new; sorted."""
    told = keys(pool.signatures)
    which = np.repeat(np.arange(len(told)), told.shape[1])
    flat = told.reshape(-1)
    which, flat = which[flat != NO_KEY], flat[flat != NO_KEY]
    order = np.argsort(flat, kind="stable")  # within a bucket by number
    which, flat = which[order], flat[order]
    starts = np.flatnonzero(np.concatenate([[True], flat[1:] != flat[:-1]]))
    sizes = np.diff(np.append(starts, len(flat)))
    start = np.repeat(starts, sizes)
    rank = np.arange(len(flat)) - start
    found = [np.empty(0, np.int64)]
    for head in range(HEADS):
        behind = np.flatnonzero(rank > head)
        one, other = which[start[behind] + head], which[behind]
        fresh = (new[one] | new[other]) & (one != other)
        found.append(one[fresh] * len(told) + other[fresh])
    return np.divmod(_distinct(np.concatenate(found)), max(1, len(told)))


def _distinct(numbers: NDArray[Any]) -> NDArray[Any]:
    """Return numbers sorted, each once: several times as fast as np.unique, which hashes them."""
    found = np.sort(numbers)
    return found[np.diff(found, prepend=found[:1] + 1) != 0]


def _verified(pool: _Pool, one: Ints, other: Ints) -> Mask:
    """Tell of pairs whether they tell the same story."""
    found = np.zeros(len(one), bool)
    for start in range(0, len(one), CHUNK):
        span = slice(start, start + CHUNK)
        found[span] = alike(pool.signatures[one[span]], pool.signatures[other[span]])
    return found
