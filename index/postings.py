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

from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache, partial
from tempfile import TemporaryFile
from typing import Any, BinaryIO, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .dictionary import SHARED, Dictionary, write_terms
from .narrow import Narrow, least_dtype, write_narrow
from .packing import (
    DTYPES,
    MIXED,
    PLANES,
    SPARSE,
    WORD8,
    WORD16,
    WORD32,
    ZERO,
    advance,
    pack,
    pick,
    unpack,
    unpack_one,
)
from .runs import Ints, gaps, slices, starts, summed, ungapped
from .sections import Sections, SectionWriter

# The forms that the runs of a stream may have, and the place of their two bits in `forms`.
FORMS: Final = {
    "gaps": ((WORD8, WORD16, WORD32, MIXED), 0),
    "freqs": ((ZERO, SPARSE, WORD32), 2),
    "places": ((WORD8, WORD16, WORD32, MIXED), 4),
}
STREAMS: Final = tuple(FORMS)
_CODES: Final = {
    stream: np.array([forms.index(one) if one in forms else 0 for one in range(6)], np.uint8)
    for stream, (forms, _) in FORMS.items()
}
COLUMNS: Final = [(stream, plane) for stream in STREAMS for plane in PLANES]
HEADERS: Final = 32  # blocks of terms whose counts are kept, 2 kB each
CHUNK: Final = 1 << 20  # items that are copied at a time


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


class FieldWriter:
    """Takes terms in order, block by block, and writes the sections of one field."""

    def __init__(self, name: str, *, positions: bool) -> None:
        self._name = name
        self._positions = positions
        self._text: list[bytes] = []
        self._df: list[Ints] = [np.empty(0, np.int64)]
        self._extra: list[Ints] = [np.empty(0, np.int64)]
        self._forms: list[NDArray[np.uint8]] = []
        self._begins: list[Ints] = [np.empty((0, len(COLUMNS)), np.int64)]
        self._filled = np.zeros(len(COLUMNS), np.int64)  # items in each plane so far
        self._spools: dict[str, BinaryIO] = {}

    def add(self, terms: Iterable[bytes], block: Block) -> None:
        """Add terms, greater than all before, with their postings."""
        before = len(self._text)
        self._text += terms
        df, cf = block.df.astype(np.int64), block.cf
        streams = {"gaps": (gaps(block.docs, df), df), "freqs": (block.freqs - 1, df)}
        if self._positions:
            streams["places"] = gaps(block.positions, block.freqs), cf
        forms = np.zeros(len(df), np.uint8)
        sizes = np.zeros((len(df), len(COLUMNS)), np.int64)
        for stream, (values, counts) in streams.items():
            allowed, shift = FORMS[stream]
            packed = pack(values, counts, allowed)
            forms |= _CODES[stream][packed.forms] << shift
            for plane, items in packed.planes.items():
                sizes[:, COLUMNS.index((stream, plane))] = packed.sizes[plane]
                if len(items):
                    self._spool(f"{stream}.{plane}").write(items.tobytes())
        self._df.append(df)
        self._extra.append(cf - df)
        self._forms.append(forms)
        ends = self._filled + np.cumsum(sizes, axis=0)
        self._begins.append((ends - sizes)[-before % SHARED :: SHARED])
        self._filled = ends[-1] if len(ends) else self._filled

    def _spool(self, plane: str) -> BinaryIO:
        """Return the spool of a plane: planes grow side by side, and sections are whole."""
        if plane not in self._spools:
            self._spools[plane] = TemporaryFile()  # noqa: SIM115 - closed in `finish`
        return self._spools[plane]

    def finish(self, out: SectionWriter) -> None:
        """Write the sections."""
        write_terms(out, self._name, self._text)
        write_narrow(out, f"{self._name}.df", np.concatenate(self._df))
        write_narrow(out, f"{self._name}.extra", np.concatenate(self._extra))
        out.add(f"{self._name}.forms", self._forms, "<u1")
        begins = np.concatenate(self._begins).ravel()
        out.add(f"{self._name}.starts", begins, least_dtype(begins))
        for plane, spool in self._spools.items():
            dtype = DTYPES[plane.split(".")[1]]
            out.add(f"{self._name}.{plane}", _chunks(spool, dtype), dtype)
            spool.close()


def _chunks(spool: BinaryIO, dtype: str) -> Iterator[NDArray[Any]]:
    spool.seek(0)
    while content := spool.read(CHUNK * np.dtype(dtype).itemsize):
        yield np.frombuffer(content, dtype)


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
            which: the documents, by their places among those of the term.
            freqs: the frequencies of the term, in all of its documents.

        """
        header, rest = self._header(place // SHARED), place % SHARED
        allowed, shift = FORMS["places"]
        counts = freqs[which]
        where = slices(starts(freqs)[which], counts)
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
        if start >= stop:
            return Block(*[np.empty(0, np.int64)] * 4)
        df = self._df.slice(start, stop)
        docs = ungapped(self._run("gaps", start, stop, df), df)
        freqs = self._run("freqs", start, stop, df) + 1
        places = np.empty(0, np.int64)
        if positions:
            cf = df + self._extra.slice(start, stop)
            places = ungapped(self._run("places", start, stop, cf), freqs)
        return Block(df, docs, freqs, places)
