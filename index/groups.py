"""Which articles tell the same story? Those whose texts are linked to most others of it.

A link alone does not make a story: the news of each day repeats some of the day before, and a chain
of such links would make one story of a year. Only live articles count: one that goes takes its
links along.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .disk.prints import Links, documents, read_links
from .reader import Docs, Ints, Snapshot
from .schema import UNDATED
from .segments.links import HEADS
from .segments.merging import Source

LATEST: Final = 2**63 - 1  # an article without a date comes after all others
VOTES: Final = HEADS // 2  # links that are enough: of many, a text is linked to the heads alone
_NONE: Final = np.empty(0, np.int64)
_NO_GROUP: Final = -1


class Members(NamedTuple):
    """The documents of some groups, group by group, the leader of each first."""

    docs: Docs
    groups: Ints


class Groups:
    """The groups of a snapshot with two members or more, numbered from 0.

    The leader is the earliest publication; equal dates go by id, and no date comes last.
    """

    def __init__(self, snapshot: Snapshot, docs: Docs, groups: Ints, moments: Ints) -> None:
        order = np.lexsort((docs, moments, groups))
        self._snapshot = snapshot
        self._docs, self._groups, self._moments = docs[order], groups[order], moments[order]
        same = (self._groups[1:] == self._groups[:-1]) & (self._moments[1:] == self._moments[:-1])
        self.count = int(self._groups[-1]) + 1 if len(docs) else 0
        self._tied = np.bincount(self._groups[1:][same], minlength=self.count) > 0
        self._edges = np.searchsorted(self._groups, np.arange(self.count + 1))
        self._of = np.full(snapshot.size, _NO_GROUP, np.int32)  # the group of each document
        self._of[self._docs] = self._groups

    def __len__(self) -> int:
        """How many documents are in groups."""
        return len(self._docs)

    def of(self, docs: Sequence[int]) -> Ints:
        """Return the groups in which a few documents are, ascending, each once."""
        return np.array(sorted({*self._of[docs].tolist()} - {_NO_GROUP}), np.int64)

    def members(self, groups: Ints | None = None) -> Members:
        """Return the documents of some groups, or of all."""
        if groups is None:
            self._settle(np.flatnonzero(self._tied).tolist())
            return Members(self._docs, self._groups)
        self._settle(groups[self._tied[groups]].tolist())
        spans = [slice(self._edges[one], self._edges[one + 1]) for one in groups.tolist()]
        docs = [self._docs[span] for span in spans]
        numbers = np.repeat(groups, [len(one) for one in docs])
        return Members(np.concatenate([np.empty(0, np.int32), *docs]), numbers)

    def others(self, doc: int, most: int) -> tuple[int, list[int]]:
        """Return how many others are in the group of a document, and the first of them.

        The leader comes first. Of a group of thousands only `most` are looked at.
        """
        group = int(self._of[doc])
        if group == _NO_GROUP:  # nearly always
            return 0, []
        if self._tied[group]:
            self._settle([group])
        first, last = self._edges[group : group + 2].tolist()
        docs = self._docs[first : min(last, first + most + 1)].tolist()
        return last - first - 1, [one for one in docs if one != doc][:most]

    def _settle(self, groups: Sequence[int]) -> None:
        """Order members of equal dates by their ids, which are only read for those."""
        for group in groups:
            span = slice(self._edges[group], self._edges[group + 1])
            docs, moments = self._docs[span].tolist(), self._moments[span].tolist()
            pairs = zip(moments, map(self._snapshot.id, docs), docs, strict=True)
            self._docs[span] = [doc for *_, doc in sorted(pairs)]
            self._tied[group] = False


def read_groups(snapshot: Snapshot) -> Groups:
    """Return the groups of a snapshot: from links alone, whatever there is besides."""
    links = np.concatenate([np.empty((0, 2), np.uint64), *map(_links, snapshot.sources)])
    texts = np.unique(links)
    ends = np.searchsorted(texts, links).astype(np.int32)  # as an inverse, in a third of its memory
    del links
    docs, which, moments = [np.empty(0, np.int32)], [_NONE], [_NONE]
    for source, base in zip(snapshot.sources, snapshot.bases, strict=False):
        local, found = documents(source.segment.sections, texts)
        there = source.live[local]
        docs.append((local[there] + base).astype(np.int32))
        which.append(found[there])
        moments.append(source.segment.published[local[there]])
    text = np.concatenate(which)
    alive = np.bincount(text, minlength=len(texts)) > 0
    story = voted(len(texts), ends[alive[ends].all(axis=1)])[text]
    shared = np.bincount(story, minlength=len(texts))[story] > 1
    moment = np.concatenate(moments)[shared]
    numbers = np.unique(story[shared], return_inverse=True)[1].astype(np.int64)
    dated = np.where(moment == UNDATED, LATEST, moment)
    return Groups(snapshot, np.concatenate(docs)[shared], numbers, dated)


def _links(source: Source) -> Links:
    return read_links(source.segment.sections)


def voted(count: int, pairs: NDArray[np.integer]) -> Ints:
    """Return for each of so many things the one that stands for its group.

    Those with most links go first. Each joins the group with which it has most links, if these are
    half as many as the group has members, or `VOTES`; else it begins one.

    >>> voted(5, np.array([[0, 1], [1, 2], [2, 3], [3, 4]])).tolist()  # a chain
    [0, 1, 1, 1, 4]
    """
    found = connected(count, pairs)
    crowded = np.bincount(found, minlength=count)[found] > 2  # two that are linked are a group
    others, edges = _neighbours(count, pairs[crowded[pairs[:, 0]]])
    linked = np.diff(edges)
    # Views, of which numbers are made one by one: sets of all links would take a hundred times
    # what is kept of them, and small objects leave holes in memory when they go.
    groups = np.full(count, _NO_GROUP)
    of, start = memoryview(groups.data), memoryview(edges.data)
    begun: dict[int, int] = {}
    sizes: Counter[int] = Counter()
    for one in memoryview(np.argsort(-linked, kind="stable")[: np.count_nonzero(linked)].data):
        told = (of[other] for other in memoryview(others[start[one] : start[one + 1]].data))
        votes = Counter(group for group in told if group != _NO_GROUP)
        # of equal ones the first that was begun
        group = max(sorted(votes, key=begun.__getitem__), key=votes.__getitem__, default=one)
        if group != one and votes[group] < min((sizes[group] + 1) // 2, VOTES):
            group = one
        begun.setdefault(group, len(begun))
        of[one] = group
        sizes[group] += 1
    return np.where(groups == _NO_GROUP, found, groups)


def _neighbours(count: int, pairs: NDArray[np.integer]) -> tuple[Docs, Ints]:
    """Return what each thing is linked to, ascending, each once, and where its links begin."""
    both = np.empty(2 * len(pairs), np.int64)
    for half, column in (both[: len(pairs)], 0), (both[len(pairs) :], 1):
        np.multiply(pairs[:, column], count, out=half, dtype=np.int64)
        half += pairs[:, 1 - column]
    both.sort()
    both = both[np.concatenate([[True], both[1:] != both[:-1]])[: len(both)]]
    edges = np.searchsorted(both, np.arange(count + 1) * count)
    return (both % count).astype(np.int32), edges


def connected(count: int, pairs: NDArray[np.integer]) -> Ints:
    """Return for each of so many things the least that it is connected with by pairs.

    >>> connected(5, np.array([[3, 1], [4, 3]])).tolist()
    [0, 1, 2, 1, 1]
    """
    least = np.arange(count)
    one, other = pairs[:, 0], pairs[:, 1]
    while True:
        lower = np.minimum(least[one], least[other])
        apart = np.flatnonzero(least[one] != least[other])
        if not len(apart):
            return least
        # what both ends point at is pulled down, and then everything that points there
        np.minimum.at(least, least[one[apart]], lower[apart])
        np.minimum.at(least, least[other[apart]], lower[apart])
        for _ in range(2):
            least = least[least]
