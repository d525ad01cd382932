"""Which documents match, with which scores? Sets of documents as sorted arrays.

A set costs what it holds, not what the index holds: words of a query match few of many documents.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ..index.runs import Ints
from .rank import Floats


class Match(NamedTuple):
    """Documents in ascending order, each with its score."""

    docs: Ints
    scores: Floats

    def score(self, doc: int) -> float:
        """Return the score of a document that matches."""
        return float(self.scores[np.searchsorted(self.docs, doc)])


NOTHING = Match(np.empty(0, np.int64), np.empty(0))


def constant(docs: Ints, score: float = 0.0) -> Match:
    """Return documents that are all worth the same."""
    return Match(docs, np.full(len(docs), score))


def boosted(match: Match, boost: float) -> Match:
    """Return a match with its scores multiplied."""
    return match if boost == 1.0 else Match(match.docs, match.scores * boost)


def union(matches: Sequence[Match], size: int) -> Match:
    """Return what is in any match, scores added; `size` is the number of documents there are."""
    found = [match for match in matches if len(match.docs)]
    if len(found) < 2:
        return found[0] if found else NOTHING
    total, inside = np.zeros(size), np.zeros(size, bool)
    for match in found:
        total[match.docs] += match.scores
        inside[match.docs] = True
    docs = np.flatnonzero(inside)
    return Match(docs, total[docs])


def intersection(matches: Sequence[Match]) -> Match:
    """Return what is in every match, scores added in the order given."""
    docs = min((match.docs for match in matches), key=len)
    for match in matches:
        if match.docs is not docs:
            docs = docs[_inside(docs, match.docs)]
    scores = np.zeros(len(docs))
    for match in matches:
        scores += match.scores[np.searchsorted(match.docs, docs)]
    return Match(docs, scores)


def without(match: Match, barred: Ints) -> Match:
    """Return what is in a match and not among the barred documents."""
    kept = ~_inside(match.docs, barred)
    return Match(match.docs[kept], match.scores[kept])


def within(match: Match, needed: Ints) -> Match:
    """Return what is in a match and among the needed documents, with the scores of the match."""
    kept = _inside(match.docs, needed)
    return Match(match.docs[kept], match.scores[kept])


def raised(match: Match, other: Match) -> Match:
    """Return a match with the scores of another added where that matches, too."""
    common = _inside(other.docs, match.docs)
    scores = match.scores.copy()
    scores[np.searchsorted(match.docs, other.docs[common])] += other.scores[common]
    return Match(match.docs, scores)


def _inside(docs: Ints, others: Ints) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Tell for each document whether it is among the others."""
    if not len(others):
        return np.zeros(len(docs), bool)
    places = np.searchsorted(others, docs)
    return others[np.minimum(places, len(others) - 1)] == docs
