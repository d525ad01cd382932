"""Which documents has each term, and where? Occurrences brought together by a radix sort."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import chain
from typing import Final, NamedTuple

import numpy as np

from ..disk.postings import Block
from ..disk.runs import Ints, starts
from .hashing import Numbers

DOC: Final = 32  # a place is a document, shifted so many bits, and a position
_LOW: Final = 16  # bits that numpy sorts stably by their value, three times as fast as it sorts 32


class Inverted(NamedTuple):
    """The terms of one field in a batch, in the order of their bytes, and their postings."""

    terms: list[bytes]
    block: Block


class Terms(NamedTuple):
    """Terms that occurrences are numbers of, and these in the order of the terms."""

    names: Sequence[bytes]
    ordered: Numbers

    def sorted(self, numbers: Numbers, places: Ints) -> Inverted:
        """Return occurrences, given in the order of their places, grouped by term before that."""
        counts = np.bincount(numbers, minlength=len(self.names))[self.ordered]
        there = counts > 0
        present, counts = self.ordered[there], counts[there]
        ranks = np.zeros(len(self.names), np.int32)
        ranks[present] = np.arange(len(present), dtype=np.int32)
        block = grouped(by_rank(ranks.take(numbers), places, len(present)), counts)
        return Inverted([*map(self.names.__getitem__, present.tolist())], block)


def by_rank(ranks: Numbers, places: Ints, count: int) -> Ints:
    """Return the places of occurrences sorted by rank, of which there are so many; stable.

    >>> by_rank(np.array([70000, 1, 70000, 0], np.int32), np.arange(4), 70001).tolist()
    [3, 1, 0, 2]
    """
    if count <= 1 << _LOW:
        return places.take(np.argsort(ranks.astype(np.uint16), kind="stable"))
    high, found = ranks >> _LOW, list[Ints]()
    for part in range((count >> _LOW) + 1):
        here = np.flatnonzero(high == part)
        order = np.argsort(ranks.take(here).astype(np.uint16), kind="stable")  # the low bits
        found.append(places.take(here).take(order))
    return np.concatenate(found)


def grouped(places: Ints, counts: Ints) -> Block:
    """Return the postings of terms, given the places of each, ascending, and how many there are."""
    docs = (places >> DOC).astype(np.int32)
    new = np.ones(len(docs), np.bool_)
    new[1:] = docs[1:] != docs[:-1]
    new[starts(counts)] = True
    first = np.flatnonzero(new)
    df = np.add.reduceat(new, starts(counts), dtype=np.int64) if len(counts) else counts
    freqs = np.diff(first, append=len(docs)).astype(np.int32)
    return Block(df, docs[first], freqs, places.astype(np.int32))  # the low bits


def labels(values: Sequence[Collection[str]]) -> Inverted:
    """Return the postings of sets of terms, one set for each document; no positions.

    A term that a document has twice counts once.
    """
    told = list(chain.from_iterable(values))
    terms = sorted(set(told))  # as UTF-8 is, see `_sorted`
    ranks = dict(zip(terms, range(len(terms)), strict=True))
    ranked = np.fromiter(map(ranks.__getitem__, told), np.int32, len(told))
    docs = np.repeat(np.arange(len(values)), [*map(len, values)])
    places = by_rank(ranked, docs << DOC, len(terms))
    block = grouped(places, np.bincount(ranked, minlength=len(terms)))
    once = np.ones_like(block.freqs)
    none = np.empty(0, np.int32)
    return Inverted([one.encode() for one in terms], Block(block.df, block.docs, once, none))
