"""How are documents kept with their scores? As arrays; of a frequent word in half the bytes."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from ...index.members import Bits
from .match import Docs, Mask, Match, inside
from .rank import Floats

FREQUENT: Final = 16  # more documents than one in so many: bits for all take less than numbers
CHAMPIONS: Final = 32  # best documents of a list: they tell early how good the k-th best must be
WIDE: Final = 40  # bits of a packed score: it differs from the score by 5e-13 of the highest
FARTHEST: Final = 512  # times the lowest score that the highest may be: so by 2e-10 of its own
_LOW: Final = 8  # bits apart: the others alone tell whether a score is high enough


class ScoredList(Protocol):
    """Documents in ascending order, each with its score, and what makes looking them up cheap."""

    def __len__(self) -> int:
        """How many documents."""
        ...

    @property
    def docs(self) -> Docs:
        """All documents."""
        ...

    @property
    def scores(self) -> Floats:
        """The score of each."""
        ...

    @property
    def nbytes(self) -> int:
        """Bytes of it."""
        ...

    @property
    def most(self) -> float:
        """The highest score; 0.0 where there is none."""
        ...

    def leaders(self, k: int) -> Docs:
        """Return at least k documents of about the highest scores, or all of fewer; in no order."""
        ...

    def reaching(self, needed: float) -> Docs:
        """Return the documents of at least a score; perhaps some that miss it by 1e-9 of `most`."""
        ...

    def only(self, allowed: Mask) -> ScoredList:
        """Return the list without the documents that are not allowed."""
        ...

    def mark(self, marks: Mask) -> None:
        """Mark the documents of the list among those there are."""
        ...

    def holds(self, docs: Docs) -> Mask:
        """Tell which of some documents, sorted, are in the list."""
        ...

    def at(self, docs: Docs) -> Floats:
        """Return the scores of some documents, sorted; 0 for what is not in the list."""
        ...


class Scored:
    """A list as it was found."""

    def __init__(self, match: Match) -> None:
        self.docs, self.scores = match
        self.most = float(self.scores.max(initial=0.0))

    def __len__(self) -> int:
        return len(self.docs)

    @property
    def nbytes(self) -> int:
        """Bytes of the arrays."""
        return self.docs.nbytes + self.scores.nbytes

    def leaders(self, k: int) -> Docs:
        """Return some of the best."""
        return _best(self, self.scores, k) if k > CHAMPIONS else self._champions

    @cached_property
    def _champions(self) -> Docs:
        return _best(self, self.scores, CHAMPIONS)

    def reaching(self, needed: float) -> Docs:
        """Return those of at least a score."""
        return self.docs if needed <= 0.0 else self.docs[self.scores >= needed]

    def only(self, allowed: Mask) -> ScoredList:
        """Return those that are allowed."""
        kept = allowed.take(self.docs)
        return Scored(Match(self.docs[kept], self.scores[kept]))

    def mark(self, marks: Mask) -> None:
        """Mark each."""
        marks[self.docs.astype(np.intp)] = True

    def holds(self, docs: Docs) -> Mask:
        """Look each up."""
        return inside(docs, self.docs)

    def at(self, docs: Docs) -> Floats:
        """Look each up; 0 for what is not there."""
        if not len(self.docs):
            return np.zeros(len(docs))
        places = self.docs.searchsorted(docs)
        found = self.scores.take(places, mode="clip")
        found *= self.docs.take(places, mode="clip") == docs
        return found


class Packed:
    """A list of some documents, see `kept`: a bit for each there is, and 40 bits for each score."""

    def __init__(self, match: Match, size: int) -> None:
        self._members = Bits(match.docs, size)
        self._step = float(match.scores.max(initial=0.0)) / ((1 << WIDE) - 1) or 1.0
        whole = np.rint(match.scores / self._step).astype(np.uint64)
        self._high = (whole >> np.uint64(_LOW)).astype(np.uint32)
        self._low = whole.astype(np.uint8)
        self.most: float = self._step * whole.max(initial=0)  # as it is unpacked

    def __len__(self) -> int:
        return len(self._high)

    @property
    def nbytes(self) -> int:
        """Bytes of the arrays."""
        return sum(one.nbytes for one in (self._members, self._high, self._low))

    @property
    def docs(self) -> Docs:
        """The documents, from their bits."""
        return self._members.docs

    @property
    def scores(self) -> Floats:
        """The score of each, unpacked."""
        return self._unpacked(self._high, self._low)

    def _unpacked(self, high: NDArray[np.uint32], low: NDArray[np.uint8]) -> Floats:
        found: Floats = np.multiply(high, float(1 << _LOW))  # whole numbers of 40 bits: exact
        found += low
        found *= self._step
        return found

    def leaders(self, k: int) -> Docs:
        """Return some of the best, by their high bits."""
        return _best(self, self._high, k) if k > CHAMPIONS else self._champions

    @cached_property
    def _champions(self) -> Docs:
        return _best(self, self._high, CHAMPIONS)

    def reaching(self, needed: float) -> Docs:
        """Return those of at least a score, by their high bits."""
        if needed <= 0.0:
            return self.docs
        least = min(int(needed / self._step) >> _LOW, (1 << (WIDE - _LOW)) - 1)
        return self.docs[self._high >= np.uint32(least)]

    def only(self, allowed: Mask) -> ScoredList:
        """Return those that are allowed."""
        docs = self.docs
        kept = np.flatnonzero(allowed.take(docs))
        return Scored(Match(docs[kept], self._unpacked(self._high[kept], self._low[kept])))

    def mark(self, marks: Mask) -> None:
        """Mark each."""
        marks |= self._members.mask

    def holds(self, docs: Docs) -> Mask:
        """Look each up."""
        return self._members.holds(docs)

    def at(self, docs: Docs) -> Floats:
        """Look each up; 0 for what is not there."""
        rank, held = self._members.find(docs)
        high, low = self._high.take(rank, mode="clip"), self._low.take(rank, mode="clip")
        found = self._unpacked(high, low)
        found *= held
        return found


def _best(found: ScoredList, keys: NDArray[Any], k: int) -> Docs:
    """Return documents of the k highest keys, which go as the scores do."""
    docs = found.docs
    return docs if len(docs) <= k else docs[np.argpartition(keys, -k)[-k:]]


def kept(match: Match, size: int) -> ScoredList:
    """Return a list that takes few bytes, given how many documents there are."""
    scores = match.scores
    if len(scores) * FREQUENT <= size or scores.max() > scores.min() * FARTHEST:
        return Scored(match)  # also where a score is less than nothing
    return Packed(match, size)
