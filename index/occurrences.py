"""Where does a term occur in the segments of a commit? Its postings, its places, its neighbours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .disk.postings import FieldReader
from .disk.runs import Ints
from .members import Docs, Members

Counts = NDArray[Any]  # unsigned, in as few bytes as hold the largest: mostly one


class Postings(NamedTuple):
    """Where a term occurs: documents in ascending order, and how often in each."""

    docs: Docs
    freqs: Counts


class Piece(NamedTuple):
    """The postings of a term in one segment: the place of the term there, and its first posting."""

    reader: FieldReader
    place: int
    first: int


class Occurrences(NamedTuple):
    """The postings of a term as they are on disk, those of deleted documents included."""

    members: Members
    freqs: Counts
    pieces: tuple[Piece, ...]

    @property
    def docs(self) -> Docs:
        """Its documents in ascending order."""
        return self.members.docs


class Spots(NamedTuple):
    """How many documents hold a term, and where it occurs in them (see `spots`), unless many do."""

    df: int
    places: Ints | None

    def weigh(self) -> int:
        """Return the bytes of it."""
        return 0 if self.places is None else self.places.nbytes


class Run(NamedTuple):
    """Terms [first, last) of a field of one segment, whose first document is `base`."""

    reader: FieldReader
    base: int
    first: int
    last: int


class Places(NamedTuple):
    """Every occurrence of a term: document and position of each, ascending."""

    docs: Docs
    positions: Ints


BITS: Final = 32  # of a spot that tell the position
FIRST: Final = 1 << 20  # position 0 in a spot: as far back as this, spots stay in their document

NONE: Final = np.empty(0, np.uint8)
EMPTY: Final = np.empty(0, np.int32)
NOWHERE: Final = Postings(EMPTY, EMPTY)


def terms_in(runs: Iterable[Run]) -> list[str]:
    """Return the distinct terms of runs, sorted."""
    found = {term for run in runs for term in run.reader.terms(run.first, run.last)}
    return [term.decode() for term in sorted(found)]


def stretches(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the stretches [first, last) of ascending numbers without a gap.

    >>> list(stretches([3, 4, 7]))
    [(3, 5), (7, 8)]
    """
    if isinstance(places, range):  # of a prefix: no need to look at each
        if places:
            yield places.start, places.stop
        return
    first = 0
    for n, place in enumerate(places, 1):
        if n == len(places) or places[n] != place + 1:
            yield places[first], place + 1
            first = n


def joined(parts: list[NDArray[Any]]) -> NDArray[Any]:
    """Return arrays as one; the first is empty and gives the type."""
    return parts[1] if len(parts) == 2 else np.concatenate(parts)


def spots(docs: NDArray[Any], freqs: NDArray[Any], positions: Ints) -> Ints:
    """Return document and position of each occurrence as one number, ascending.

    >>> docs, freqs, positions = np.array([7]), np.array([1]), np.array([2])
    >>> int(spots(docs, freqs, positions)[0]) == (7 << BITS) + FIRST + 2
    True
    """
    return np.repeat((docs.astype(np.int64) << BITS) + FIRST, freqs) + positions


def weight(found: Occurrences) -> int:
    """Return the bytes of postings."""
    return found.members.nbytes + found.freqs.nbytes


def after(prefix: bytes) -> bytes:
    """Return the least term that is greater than all with a prefix; nothing where there is none.

    >>> after(b"ab"), after(b"")
    (b'ac', b'')
    """
    kept = prefix.rstrip(b"\xff")
    return kept[:-1] + bytes([kept[-1] + 1]) if kept else b""


def bytes_of(term: str) -> bytes:
    """Return a term as the index keeps it; half a character (a lone surrogate) is in none."""
    return term.encode("utf-8", "surrogatepass")
