"""Which documents are in a set, and the how manyth is each? Numbers, or a bit for each there is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

Docs = NDArray[np.int32]  # half the memory of Ints, and a segment cannot hold more documents
Mask = NDArray[np.bool_]
WORD: Final = 64  # documents whose bits are counted together
_BELOW: Final = (np.uint64(1) << np.arange(WORD, dtype=np.uint64)) - np.uint64(1)
_ONE: Final = np.uint64(1)


class Members(Protocol):
    """A set of documents."""

    @property
    def docs(self) -> Docs:
        """All of them, ascending."""
        ...

    @property
    def nbytes(self) -> int:
        """Bytes of the set."""
        ...

    def find(self, docs: Docs) -> tuple[NDArray[Any], Mask]:
        """Return the place of each of some sorted documents in the set, and whether it is there.

        The place of one that is not is where it would come: behind the last, perhaps.
        """
        ...


class Numbers:
    """A set as it was found."""

    def __init__(self, docs: Docs) -> None:
        self.docs = docs

    @property
    def nbytes(self) -> int:
        """Bytes of the numbers."""
        return self.docs.nbytes

    def find(self, docs: Docs) -> tuple[NDArray[Any], Mask]:
        """Look each up."""
        if not len(self.docs):
            return np.zeros(len(docs), np.intp), np.zeros(len(docs), bool)
        places = self.docs.searchsorted(docs)
        return places, self.docs.take(places, mode="clip") == docs


class Bits:
    """A set as a bit for each document there is.

    The place of a document is how many bits are set before its own: counted by words of 64, and
    within a word when it is asked for.
    """

    def __init__(self, docs: Docs, size: int) -> None:
        self._size = size
        marks = np.zeros(-(-size // WORD) * WORD, bool)
        marks[docs.astype(np.intp)] = True  # half the time of indexing by another type
        self.words: NDArray[np.uint64] = np.packbits(marks, bitorder="little").view("<u8")
        counts = np.bitwise_count(self.words)
        self._before = np.cumsum(counts, dtype=np.int32) - counts

    @property
    def nbytes(self) -> int:
        """Bytes of bits and counts."""
        return self.words.nbytes + self._before.nbytes

    @property
    def mask(self) -> Mask:
        """Of each document there is, whether it is in the set."""
        bits = self.words.view(np.uint8)
        return np.unpackbits(bits, count=self._size, bitorder="little").view(bool)

    @property
    def docs(self) -> Docs:
        """The documents, from their bits."""
        return decoded(self.words)

    def holds(self, docs: Docs) -> Mask:
        """Tell which of some documents are in the set."""
        own = _BELOW.take(docs & (WORD - 1)) + _ONE
        return (self.words.take(docs >> 6) & own) != 0

    def find(self, docs: Docs) -> tuple[NDArray[Any], Mask]:
        """Count the bits before each, and look at its own."""
        place = docs >> 6
        word, below = self.words.take(place), _BELOW.take(docs & (WORD - 1))
        rank = self._before.take(place)
        rank += np.bitwise_count(word & below)
        return rank, (word & (below + _ONE)) != 0


def shared(sets: Sequence[Members]) -> Docs:
    """Return the documents that are in every one of some sets."""
    words = [one.words for one in sets if isinstance(one, Bits)]
    listed = sorted((one.docs for one in sets if not isinstance(one, Bits)), key=len)
    if not listed:
        return decoded(np.bitwise_and.reduce(words))
    docs = listed[0]
    for one in sets:
        docs = docs[one.find(docs)[1]]
    return docs


def decoded(words: NDArray[np.uint64]) -> Docs:
    """Return the documents whose bits are set."""
    marks = np.unpackbits(words.view(np.uint8), bitorder="little").view(bool)
    return marks.nonzero()[0].astype(np.int32)


def smallest(docs: Docs, size: int) -> Members:
    """Return a set in the form of fewer bytes, given how many documents there are."""
    frequent = docs.nbytes > size // 8 + size // 16
    return Bits(docs, size) if frequent else Numbers(docs)


__all__ = ["Bits", "Docs", "Mask", "Members", "Numbers", "shared", "smallest"]
