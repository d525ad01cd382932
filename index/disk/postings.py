"""How do the postings of one field lie on disk? As three streams of small numbers.

Behind its terms (see `dictionary`) a field has, term after term, the gaps between the documents of
a term, the frequencies there less one, and the gaps between the positions in each document. Each
run of a stream takes the form that is smallest for it (see `packing`).

    <field>.df, .extra          documents of each term, and how many occurrences more than those:
                                narrow columns
    <field>.forms               the forms of the three runs of each term, in one byte
    <field>.starts              for every `SHARED`-th term, where its runs start in each plane
    <field>.<stream>.<plane>    the planes: gaps.8, gaps.bits, freqs.high, places.32 ...
"""

from __future__ import annotations

from functools import cached_property, lru_cache, partial
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .dictionary import SHARED, Dictionary
from .narrow import Narrow
from .packing import (
    MIXED,
    PLANES,
    SPARSE,
    WORD8,
    WORD16,
    WORD32,
    ZERO,
    advance,
    pick,
    unpack,
    unpack_one,
)
from .runs import Ints, slices, starts, starts_of, summed, ungapped
from .sections import Sections

# The forms that the runs of a stream may have, and the place of their two bits in `forms`.
FORMS: Final = {
    "gaps": ((WORD8, WORD16, WORD32, MIXED), 0),
    "freqs": ((ZERO, SPARSE, WORD32), 2),
    "places": ((WORD8, WORD16, WORD32, MIXED), 4),
}
STREAMS: Final = tuple(FORMS)
COLUMNS: Final = [(stream, plane) for stream in STREAMS for plane in PLANES]
HEADERS: Final = 32  # blocks of terms whose counts are kept, 2 kB each
_NONE: Final = np.empty(0, np.int64)


class Block(NamedTuple):
    """The postings of a run of terms, flat: of term i come `df[i]` documents, in order.

    Arrays of integers. `positions` is empty for a field without positions; else each document has
    `freqs` of them, ascending.
    """

    df: NDArray[Any]
    docs: NDArray[Any]
    freqs: NDArray[Any]
    positions: NDArray[Any]

    @property
    def cf(self) -> Ints:
        """Occurrences of each term."""
        return summed(self.freqs, self.df)


class Streams(NamedTuple):
    """The postings of a run of terms as they lie on disk: gaps, and frequencies less one.

    Of term i come `df[i]` gaps and frequencies, and `cf[i]` places, which are gaps in a document.
    """

    df: Ints
    cf: Ints
    gaps: NDArray[Any]
    freqs: NDArray[Any]
    places: NDArray[Any]


class _Header(NamedTuple):
    """Documents, occurrences and forms of `SHARED` terms, and where the first has its runs."""

    df: list[int]
    cf: list[int]
    forms: list[int]
    row: NDArray[Any]

    def counts(self, stream: str) -> list[int]:
        """Return how many numbers each term has in a stream."""
        return self.cf if stream == "places" else self.df


class FieldReader(Dictionary):
    """The terms of one field of a segment and their postings."""

    def __init__(self, sections: Sections, name: str) -> None:
        super().__init__(sections, name)
        self._df = Narrow(sections, f"{name}.df")
        self._extra = Narrow(sections, f"{name}.extra")
        self._header = lru_cache(HEADERS)(self._read_header)

    @property
    def df(self) -> Ints:
        """Documents of each term, deleted ones included."""
        return self._df.slice()

    def df_at(self, places: NDArray[np.intp]) -> Ints:
        """Return the documents of the terms at some places, deleted ones included."""
        return self._df.at(places)

    def df_of(self, place: int) -> int:
        """Return the documents of one term, deleted ones included."""
        return self._header(place // SHARED).df[place % SHARED]

    @property
    def cf(self) -> Ints:
        """Occurrences of each term, in deleted documents as well."""
        return self._df.slice() + self._extra.slice()

    @cached_property
    def _rows(self) -> NDArray[Any]:
        return self._sections.array(f"{self._field}.starts").reshape(-1, len(COLUMNS))

    def _forms(self, stream: str, start: int, stop: int) -> NDArray[np.uint8]:
        allowed, shift = FORMS[stream]
        told = self._sections.array(f"{self._field}.forms", start, stop)
        return np.array(allowed, np.uint8)[(told >> shift) & 3]

    def _plane(self, stream: str, plane: str, start: int, stop: int) -> NDArray[Any]:
        return self._sections.array(f"{self._field}.{stream}.{plane}", start, stop)

    def _read_header(self, block: int) -> _Header:
        """Return what is told of each of `SHARED` terms."""
        start, stop = block * SHARED, min((block + 1) * SHARED, self.count)
        df, extra = self._df.slice(start, stop), self._extra.slice(start, stop)
        forms = self._sections.array(f"{self._field}.forms", start, stop)
        return _Header(df.tolist(), (df + extra).tolist(), forms.tolist(), self._rows[block])

    def _begin(self, stream: str, place: int) -> dict[str, int]:
        """Return where the run of a term starts in each plane of a stream."""
        block, rest = divmod(place, SHARED)
        header = self._header(block)
        (allowed, shift), at = FORMS[stream], STREAMS.index(stream) * len(PLANES)
        first = dict(zip(PLANES, header.row[at : at + len(PLANES)].tolist(), strict=True))
        bits = first["bits"]
        for form, count in zip(header.forms[:rest], header.counts(stream), strict=False):
            advance(first, allowed[(form >> shift) & 3], count)
        if first["bits"] > bits:  # the bits tell how many high bytes there are
            before = self._plane(stream, "bits", bits, first["bits"])
            first["high"] += int(np.bitwise_count(before).sum(dtype=np.int64))
        return first

    def _run(self, stream: str, start: int, stop: int, counts: Ints) -> Ints:
        """Return the numbers of some terms in a stream."""
        forms = self._forms(stream, start, stop)
        return unpack(forms, counts, partial(self._plane, stream), self._begin(stream, start))

    def _one(self, stream: str, place: int) -> Ints:
        """Return the numbers of one term in a stream: `_run`, without what ranges need."""
        header, rest = self._header(place // SHARED), place % SHARED
        allowed, shift = FORMS[stream]
        form, count = allowed[(header.forms[rest] >> shift) & 3], header.counts(stream)[rest]
        if form == ZERO:
            return np.zeros(count, np.int64)
        return unpack_one(form, count, partial(self._plane, stream), self._begin(stream, place))

    def postings(self, place: int) -> tuple[Ints, Ints]:
        """Return documents and frequencies of one term."""
        return np.cumsum(self._one("gaps", place)), self._one("freqs", place) + 1

    def positions(self, place: int, which: Ints, freqs: Ints) -> Ints:
        """Return the positions of a term in some of its documents; no others are decoded.

        Args:
            place: of the term.
            which: the documents, by their places among those of the term, ascending.
            freqs: the frequencies of the term, in all of its documents.

        """
        header, rest = self._header(place // SHARED), place % SHARED
        allowed, shift = FORMS["places"]
        counts = freqs[which]
        where = slices(starts_of(freqs, which), counts)
        form = allowed[(header.forms[rest] >> shift) & 3]
        plane, first = partial(self._plane, "places"), self._begin("places", place)
        return ungapped(pick(form, where, header.cf[rest], plane, first), counts)

    def firsts(self, place: int, freqs: Ints) -> Ints:
        """Return the first position of a term in each of its documents; no others are decoded.

        Args:
            place: of the term.
            freqs: the frequencies of the term, in all of its documents.

        """
        header, rest = self._header(place // SHARED), place % SHARED
        allowed, shift = FORMS["places"]
        form = allowed[(header.forms[rest] >> shift) & 3]
        plane, first = partial(self._plane, "places"), self._begin("places", place)
        return pick(form, starts(freqs), header.cf[rest], plane, first)  # a first gap is the place

    def block(self, start: int, stop: int, *, positions: bool = False) -> Block:
        """Return the postings of the terms at places [start, stop)."""
        if positions:
            told = self.streams(start, stop, positions=True)
            freqs = told.freqs + 1
            return Block(told.df, ungapped(told.gaps, told.df), freqs, ungapped(told.places, freqs))
        if start >= stop:
            return Block(_NONE, _NONE, _NONE, _NONE)
        df = self._df.slice(start, stop)
        docs = ungapped(self._run("gaps", start, stop, df), df)
        return Block(df, docs, self._run("freqs", start, stop, df) + 1, _NONE)

    def streams(self, start: int, stop: int, *, positions: bool = False) -> Streams:
        """Return the postings of the terms at places [start, stop) as gaps."""
        if start >= stop:
            return Streams(_NONE, _NONE, _NONE, _NONE, _NONE)
        df = self._df.slice(start, stop)
        cf = df + self._extra.slice(start, stop)
        places = self._run("places", start, stop, cf) if positions else _NONE
        gap, freq = (self._run(stream, start, stop, df) for stream in ("gaps", "freqs"))
        return Streams(df, cf, gap, freq, places)
