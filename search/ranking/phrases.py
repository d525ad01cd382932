"""Where do terms follow each other? From the rarest term on, so that frequent ones cost little.

Every occurrence is one number, document and position, ascending (`index.occurrences.spots`): terms
stand side by side where one set of numbers, moved by one, meets the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...index.members import Members, Numbers, shared
from ...index.occurrences import BITS, EMPTY, FIRST
from ...index.reader import Docs, Ints, Snapshot
from .match import Mask, common

MOST: Final = 1 << 30  # positions of a step: any more would lead into the next document
RARE: Final = 1 << 13  # documents of a term that is decoded whole, and kept; others where needed


class Chains(NamedTuple):
    """Where a phrase occurs: documents, how often in each, and where its last term stands first."""

    docs: Docs
    freqs: NDArray[np.int32]
    firsts: Ints


_BEGINNING: Final = np.zeros(1, np.int64)
NOT_FOUND: Final = Chains(EMPTY, EMPTY, np.empty(0, np.int64))


def phrase_postings(snapshot: Snapshot, field: str, words: Sequence[str], slop: int) -> Chains:
    """Return where terms follow each other in order, each at most `slop` positions on.

    Occurrences are those of the last term that end such a chain. slop 1 means side by side.
    """
    terms = [_Term(snapshot, field, word) for word in words]
    if not all(term.df for term in terms):
        return NOT_FOUND
    if slop == 1:
        reached = _side_by_side(terms)
    else:
        docs = shared([term.members for term in terms])
        reached = chained([term.within(docs) for term in terms], slop)
    if not len(reached):
        return NOT_FOUND
    return _counted(snapshot, reached)


class _Term:
    """One term of a phrase: `rare` are the places of one that is decoded whole."""

    def __init__(self, snapshot: Snapshot, field: str, word: str) -> None:
        self.df, self.rare = snapshot.spots(field, word, RARE)
        self._snapshot = snapshot
        self._key = field, word

    @property
    def members(self) -> Members:
        """The documents that hold it."""
        if self.rare is not None:
            return Numbers(_docs(self.rare))
        return self._snapshot.occurrences(*self._key).members

    def within(self, docs: Docs) -> Ints:
        """Return the places in some documents, ascending; of a rare term, in others too."""
        if self.rare is not None:
            return self.rare
        return self._snapshot.spots_in(self._snapshot.occurrences(*self._key), docs)


def _side_by_side(terms: Sequence[_Term]) -> Ints:
    """Return where the last term stands when all stand side by side in order."""
    at, *others = sorted(range(len(terms)), key=lambda number: terms[number].df)
    reached = terms[at].rare
    if reached is None:
        reached = terms[at].within(shared([term.members for term in terms]))
    for other in others:
        if not len(reached):
            break
        reached = reached + (other - at)  # to where the other has to stand: few are moved
        at, term = other, terms[other]
        places = term.rare if term.rare is not None else term.within(_docs(reached))
        reached = common(reached, places)
    return reached + (len(terms) - 1 - at)


def chained(spots: Sequence[Ints], slop: int) -> Ints:
    """Return the end of each chain.

    Args:
        spots: of each term, where it stands.
        slop: the longest step from one term to the next.

    """
    reached = spots[0]
    for following in spots[1:]:
        if not len(reached):
            break
        before = np.searchsorted(reached, following) - 1
        near = (before >= 0) & (following - reached[before] <= min(slop, MOST))
        reached = following[near]
    return reached


def _docs(places: Ints) -> Docs:
    """Return the documents of some ascending places, each once."""
    docs = (places >> BITS).astype(np.int32)
    new = docs[1:] != docs[:-1]
    return docs if new.all() else docs[_firsts(new)]


def _firsts(new: Mask) -> Ints:
    """Return where something new begins, given of each but the first whether it is new."""
    return np.concatenate((_BEGINNING, new.nonzero()[0] + 1))


def _counted(snapshot: Snapshot, places: Ints) -> Chains:
    """Return the documents of some ascending places, those that are not deleted."""
    docs = (places >> BITS).astype(np.int32)
    new = docs[1:] != docs[:-1]
    if new.all():  # as most phrases: once in each
        freqs = np.ones(len(docs), np.int32)
    else:
        first = _firsts(new)
        freqs = np.diff(first, append=len(docs)).astype(np.int32)
        docs, places = docs[first], places[first]
    found = Chains(docs, freqs, (places & ((1 << BITS) - 1)) - FIRST)
    if snapshot.whole:
        return found
    live = snapshot.live[docs]
    return Chains(found.docs[live], found.freqs[live], found.firsts[live])
