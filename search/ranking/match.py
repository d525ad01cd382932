"""Which documents match, with which scores? Sets of documents as sorted arrays.

A set costs what it holds, not what the index holds: words of a query match few of many documents.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...index.reader import Docs
from .rank import Floats

Mask = NDArray[np.bool_]
DENSE: Final = 32  # numbers of which one in so many is in a set may be marked in an array of all
SPARSE: Final = 8  # a union of fewer documents than one in so many is merged, else marked


class Match(NamedTuple):
    """Documents in ascending order, each with its score."""

    docs: Docs
    scores: Floats

    def score(self, doc: int) -> float:
        """Return the score of a document that matches."""
        return float(self.scores[np.searchsorted(self.docs, doc)])


NOTHING = Match(np.empty(0, np.int32), np.empty(0))


def marked(docs: Docs, size: int) -> Mask:
    """Return a mark for each of so many documents that is in a set."""
    marks = np.zeros(size, bool)
    marks[docs.astype(np.intp)] = True  # half the time of indexing by another type
    return marks


def constant(docs: Docs, score: float = 0.0) -> Match:
    """Return documents that are all worth the same."""
    return Match(docs, np.full(len(docs), score))


def boosted(match: Match, boost: float) -> Match:
    """Return a match with its scores multiplied."""
    return match if boost == 1.0 else Match(match.docs, match.scores * boost)


def union(matches: Sequence[Match], size: int) -> Match:
    """Return what is in any match, scores added in the order given; `size` documents there are."""
    found = [match for match in matches if len(match.docs)]
    if len(found) < 2:
        return found[0] if found else NOTHING
    if sum(len(match.docs) for match in found) * SPARSE < size:
        return _merged(found)
    total, inside = np.zeros(size), np.zeros(size, bool)
    for match in found:
        places = match.docs.astype(np.intp)  # half the time of indexing by another type
        total[places] += match.scores
        inside[places] = True
    docs = np.flatnonzero(inside)
    return Match(docs.astype(np.int32), total[docs])


def _merged(found: Sequence[Match]) -> Match:
    """Return a union at a cost of what is in it, not of all documents."""
    docs = np.concatenate([match.docs for match in found])
    order = np.argsort(docs, kind="stable")  # sorted runs one after the other: merged, not sorted
    docs = docs[order]
    first = np.flatnonzero(np.concatenate([[True], docs[1:] != docs[:-1]]))
    scores = np.concatenate([match.scores for match in found])[order]
    return Match(docs[first], np.add.reduceat(scores, first))


def shared(several: Sequence[Docs]) -> Docs:
    """Return the documents that are in every one of some sets, the smallest first."""
    docs, *others = sorted(several, key=len)
    for other in others:
        if not len(docs):
            break
        docs = common(docs, other)
    return docs


def common(one: NDArray[Any], other: NDArray[Any]) -> NDArray[Any]:
    """Return the numbers that two sorted sets share; none is less than 0.

    Searching a few in many costs 12 ns each, but 25 and more where there are as many of both:
    then marking (documents) or merging (sparse numbers) is two to seven times as fast.
    """
    few, many = (one, other) if len(one) <= len(other) else (other, one)
    if len(few) * SPARSE < len(many) or not len(few):
        return few[inside(few, many)]
    end = int(many[-1]) + 1
    if end < len(many) * DENSE:
        marks = np.zeros(end, bool)
        marks[many.astype(np.intp)] = True
        few = few[: np.searchsorted(few, end)]
        return few[marks.take(few)]
    merged = np.concatenate((few, many))
    merged.sort(kind="stable")
    return merged[1:][merged[1:] == merged[:-1]]


def intersection(matches: Sequence[Match]) -> Match:
    """Return what is in every match, scores added in the order given."""
    docs = shared([match.docs for match in matches])
    scores = np.zeros(len(docs))
    for match in matches:
        scores += match.scores[np.searchsorted(match.docs, docs)]
    return Match(docs, scores)


def without(match: Match, barred: Docs) -> Match:
    """Return what is in a match and not among the barred documents."""
    kept = ~inside(match.docs, barred)
    return Match(match.docs[kept], match.scores[kept])


def within(match: Match, needed: Docs) -> Match:
    """Return what is in a match and among the needed documents, with the scores of the match."""
    kept = inside(match.docs, needed)
    return Match(match.docs[kept], match.scores[kept])


def raised(match: Match, other: Match) -> Match:
    """Return a match with the scores of another added where that matches, too."""
    common = inside(other.docs, match.docs)
    scores = match.scores.copy()
    scores[np.searchsorted(match.docs, other.docs[common])] += other.scores[common]
    return Match(match.docs, scores)


def inside(docs: NDArray[Any], others: NDArray[Any]) -> Mask:
    """Tell for each of some sorted numbers whether it is among others, sorted as well."""
    if not len(others) or not len(docs):
        return np.zeros(len(docs), bool)
    places = others.searchsorted(docs)
    return others.take(places, mode="clip") == docs
