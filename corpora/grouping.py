"""Which group does each article belong to, as they come in? All in memory, by signatures alone."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .duplicates import NO_KEY, SIGNATURE_BYTES, Signatures, alike, keys
from .shingles import Bools, Ints

CROWD: Final = 32  # articles looked at of a key: one of more is a phrase, or a group that is found
BATCH: Final = 2048  # articles looked up at once
PAIRS: Final = 1 << 14  # compared at once: 2 MB of signatures on either side

Small = NDArray[np.uint32]
Numbers = NDArray[np.int32]


class Groups:
    """Articles, numbered from 0 as they come, each in the group of the same story.

    An article joins the group of which most articles are alike to it, if that are at least half of
    those that it was compared with; of equal ones the smallest, then the oldest. So a text that
    resembles two stories does not make them one, and a group holds together however long it grows.
    It keeps its number, that of its first article, for ever. How articles are split into calls of
    `add` makes no difference; their order does.
    """

    def __init__(self) -> None:
        self._table = Table()
        self._signatures = np.zeros((BATCH, SIGNATURE_BYTES), np.uint8)
        self._groups: list[int] = []
        self._sizes: Counter[int] = Counter()

    def __len__(self) -> int:
        return len(self._groups)

    def add(self, signatures: Signatures) -> Ints:
        """Take in articles, shape (n, SIGNATURE_BYTES); return the group of each, shape (n,)."""
        start = len(self)
        for first in range(0, len(signatures), BATCH):
            self._add(signatures[first : first + BATCH])
        return np.array(self._groups[start:], np.int64)

    def _add(self, signatures: Signatures) -> None:
        start = len(self)
        self._store(signatures)
        found = self._table.add(keys(signatures).astype(np.uint32))
        same = self._alike(*found)
        bounds = np.searchsorted(found.articles, np.arange(start, start + len(signatures) + 1))
        told = np.add.reduceat(np.append(same, False), bounds[:-1]) > 0
        others = found.others.tolist()
        for number, (begin, end) in enumerate(pairwise(bounds), start):
            group = number
            if begin < end and told[number - start]:
                group = self._vote(number, others[begin:end], same[begin:end])
            self._groups.append(group)
            self._sizes[group] += 1

    def _vote(self, number: int, others: list[int], same: Bools) -> int:
        """Return the group that an article joins, or its own number."""
        groups = [self._groups[other] for other in others]
        asked = Counter(groups)
        agreed = Counter(group for group, yes in zip(groups, same.tolist(), strict=True) if yes)
        able = [group for group in agreed if 2 * agreed[group] >= asked[group]]
        rank = {group: (-agreed[group], self._sizes[group], group) for group in able}
        return min(able, key=rank.__getitem__, default=number)

    def _alike(self, articles: Numbers, others: Numbers) -> Bools:
        found = np.zeros(len(articles), np.bool_)
        for start in range(0, len(articles), PAIRS):
            part = slice(start, start + PAIRS)
            ours, theirs = self._signatures[articles[part]], self._signatures[others[part]]
            found[part] = alike(ours, theirs)
        return found

    def _store(self, signatures: Signatures) -> None:
        start, end = len(self), len(self) + len(signatures)
        if end > len(self._signatures):
            self._signatures = np.resize(self._signatures, (end + end // 2, SIGNATURE_BYTES))
        self._signatures[start:end] = signatures


class Found(NamedTuple):
    """Pairs of articles that share a key, the older one second, in the order of both."""

    articles: Numbers
    others: Numbers


class Run(NamedTuple):
    """Keys in rising order, and the article of each; those of one key rise, too."""

    keys: Small
    articles: Numbers


class Table:
    """Which articles have a key? Sorted runs, merged when the newer one has grown as large."""

    def __init__(self) -> None:
        self._runs: list[Run] = []  # the oldest articles first
        self._size = 0

    def add(self, keys: Small) -> Found:
        """Take in the keys of articles, shape (n, BANDS); return who shares one with older ones."""
        numbers = np.arange(self._size, self._size + len(keys), dtype=np.int32)
        self._size += len(keys)
        articles = np.repeat(numbers, keys.shape[1])
        told = keys.ravel()
        articles, told = articles[told != NO_KEY], told[told != NO_KEY]
        self._runs.append(_sorted(told, articles))
        while len(self._runs) > 1 and len(self._runs[-2].keys) <= 2 * len(self._runs[-1].keys):
            newer, older = self._runs.pop(), self._runs.pop()
            both = np.concatenate([older.keys, newer.keys])
            self._runs.append(_sorted(both, np.concatenate([older.articles, newer.articles])))
        return self._shared(told, articles)

    def _shared(self, keys: Small, articles: Numbers) -> Found:
        left = np.full(len(keys), CROWD)
        pairs: list[Ints] = [np.zeros(0, np.int64)]
        for run in self._runs:
            first = np.searchsorted(run.keys, keys)
            counts = np.minimum(np.searchsorted(run.keys, keys, side="right") - first, left)
            left -= counts
            before = np.repeat(np.cumsum(counts) - counts, counts)
            places = np.repeat(first, counts) + np.arange(len(before)) - before
            ours, theirs = np.repeat(articles, counts), run.articles[places]
            older = theirs < ours
            pairs.append(ours[older].astype(np.int64) << 32 | theirs[older])
        both = np.unique(np.concatenate(pairs))
        return Found((both >> 32).astype(np.int32), both.astype(np.int32))


def _sorted(keys: Small, articles: Numbers) -> Run:
    order = np.argsort(keys, kind="stable")
    return Run(keys[order], articles[order])
