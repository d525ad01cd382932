"""How do the postings of one field lie on disk? Small integers small, whole terms at once.

A field of a segment is a list of terms in the order of their UTF-8 bytes. Behind it stand, term
after term, the gaps between the documents of a term, the frequencies there, and the gaps between
the positions in each document. A gap needs one, two or four bytes; each term has the least width
that holds all of its numbers, and all terms of one width share a stream. So a term is a slice of
a stream, and any range of terms is decoded without a loop over them.

    <field>.text        the terms, one after the other
    <field>.text_ends   where each ends
    <field>.df          documents of each term
    <field>.cf          occurrences of each term
    <field>.widths      two bits each: of gaps, frequencies, positions
    <field>.gaps1 .gaps2 .gaps4 .freqs1 .freqs2 .freqs4 .places1 .places2 .places4
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cached_property
from tempfile import TemporaryFile
from typing import Any, BinaryIO, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .sections import Sections, SectionWriter

Ints = NDArray[np.int64]
WIDTHS: Final = {1: "<u1", 2: "<u2", 3: "<u4"}  # code -> dtype; code 0: every number is 1
STREAMS: Final = {"gaps": 0, "freqs": 2, "places": 4}  # and where its code stands in `widths`
SAMPLED: Final = 32  # one term in so many is kept at hand, for the first steps of a search
CHUNK: Final = 1 << 20  # items that are copied at a time


class Block(NamedTuple):
    """The postings of a run of terms, flat: of term i come `df[i]` documents, in order.

    Arrays of int64. `positions` is empty for a field without positions; else each document has
    `freqs` of them, ascending.
    """

    df: Ints
    docs: Ints
    freqs: Ints
    positions: Ints

    @property
    def cf(self) -> Ints:
        """Occurrences of each term."""
        return summed(self.freqs, self.df)


def starts(counts: NDArray[Any]) -> Ints:
    """Return where each run starts, given how long the runs are.

    >>> starts(np.array([2, 0, 3])).tolist()
    [0, 2, 2]
    """
    ends = np.cumsum(counts, dtype=np.int64)
    return ends - counts


def summed(values: Ints, counts: Ints) -> Ints:
    """Return the sum of each run of values; runs may be empty.

    >>> summed(np.array([1, 2, 3]), np.array([2, 0, 1])).tolist()
    [3, 0, 3]
    """
    total = np.concatenate([[0], np.cumsum(values, dtype=np.int64)])
    first = starts(counts)
    return total[first + counts] - total[first]


def gaps(values: Ints, counts: Ints) -> Ints:
    """Return each value less the one before it in its run; the first of a run as it is.

    >>> gaps(np.array([3, 5, 4]), np.array([2, 1])).tolist()
    [3, 2, 4]
    """
    found = np.diff(values, prepend=0)
    first = starts(counts)[counts > 0]
    found[first] = values[first]
    return found


def ungapped(found: Ints, counts: Ints) -> Ints:
    """Return what `gaps` was given.

    >>> ungapped(np.array([3, 2, 4]), np.array([2, 1])).tolist()
    [3, 5, 4]
    """
    total = np.cumsum(found, dtype=np.int64)
    counts = counts[counts > 0]
    first = starts(counts)
    before = total[first] - found[first]
    return total - np.repeat(before, counts)


def ascending(values: Ints, counts: Ints) -> bool:
    """Tell whether the values of each run ascend strictly.

    >>> ascending(np.array([1, 2, 1]), np.array([2, 1])), ascending(np.array([1, 1]), np.array([2]))
    (True, False)
    """
    rises = np.diff(values) > 0
    rises[starts(counts)[counts > 0][1:] - 1] = True  # a new run may start anywhere
    return bool(rises.all())


def _codes(values: Ints, counts: Ints, *, ones: bool) -> NDArray[np.uint8]:
    """Return the least width of each run of values."""
    most = np.zeros(len(counts), np.int64)
    filled = counts > 0
    if filled.any():
        most[filled] = np.maximum.reduceat(values, starts(counts)[filled])
    codes = np.where(most < 1 << 8, 1, np.where(most < 1 << 16, 2, 3)).astype(np.uint8)
    if ones:
        codes[most <= 1] = 0
    return codes


class FieldWriter:
    """Takes terms in order, block by block, and writes the sections of one field."""

    def __init__(self, name: str, *, positions: bool) -> None:
        self._name = name
        self._positions = positions
        self._text: list[bytes] = []
        self._columns: dict[str, list[NDArray[Any]]] = {"df": [], "cf": [], "widths": []}
        self._streams: dict[tuple[str, int], BinaryIO] = {}

    def add(self, terms: Iterable[bytes], block: Block) -> None:
        """Add terms, greater than all before, with their postings."""
        self._text += terms
        cf = block.cf
        numbers = {
            "gaps": (gaps(block.docs, block.df), block.df, block.df, False),
            "freqs": (block.freqs, block.df, block.df, True),
        }
        if self._positions:
            places = gaps(block.positions, block.freqs)
            numbers["places"] = (places, cf, cf, False)
        widths = np.zeros(len(block.df), np.uint8)
        for stream, (values, counts, _, ones) in numbers.items():
            codes = _codes(values, counts, ones=ones)
            widths |= codes << STREAMS[stream]
            for code, dtype in WIDTHS.items():
                chosen = values[np.repeat(codes == code, counts)]
                self._stream(stream, code).write(chosen.astype(dtype).tobytes())
        self._columns["df"].append(block.df.astype("<u4"))
        self._columns["cf"].append(cf.astype("<u4"))
        self._columns["widths"].append(widths)

    def _stream(self, name: str, code: int) -> BinaryIO:
        """Return the spool of a stream: streams grow side by side, and sections are whole."""
        if (name, code) not in self._streams:
            self._streams[name, code] = TemporaryFile()  # noqa: SIM115 - closed in `finish`
        return self._streams[name, code]

    def finish(self, out: SectionWriter) -> None:
        """Write the sections."""
        lengths = np.fromiter(map(len, self._text), np.int64, len(self._text))
        text = np.frombuffer(b"".join(self._text), np.uint8)
        out.add(f"{self._name}.text", text, "<u1")
        out.add(f"{self._name}.text_ends", np.cumsum(lengths), "<u8")
        for column, dtype in {"df": "<u4", "cf": "<u4", "widths": "<u1"}.items():
            out.add(f"{self._name}.{column}", self._columns[column], dtype)
        for (stream, code), spool in self._streams.items():
            dtype = WIDTHS[code]
            out.add(
                f"{self._name}.{stream}{np.dtype(dtype).itemsize}", _chunks(spool, dtype), dtype
            )
            spool.close()


def _chunks(spool: BinaryIO, dtype: str) -> Iterator[NDArray[Any]]:
    spool.seek(0)
    while content := spool.read(CHUNK * np.dtype(dtype).itemsize):
        yield np.frombuffer(content, dtype)


class FieldReader:
    """The terms of one field of a segment and their postings."""

    def __init__(self, sections: Sections, name: str) -> None:
        self._sections = sections
        self._name = name
        self.count = sections.length(f"{name}.df")

    @cached_property
    def df(self) -> NDArray[np.uint32]:
        """Documents of each term, deleted ones included."""
        return self._sections.array(f"{self._name}.df")

    @cached_property
    def cf(self) -> NDArray[np.uint32]:
        """Occurrences of each term, in deleted documents as well."""
        return self._sections.array(f"{self._name}.cf")

    @cached_property
    def _ends(self) -> memoryview:
        # A view gives plain integers, five times as fast as an array gives its own kind.
        return self._sections.view(f"{self._name}.text_ends")

    @cached_property
    def _text(self) -> memoryview:
        return self._sections.view(f"{self._name}.text")

    def term(self, place: int) -> bytes:
        """Return the term at a place."""
        start = self._ends[place - 1] if place else 0
        return bytes(self._text[start : self._ends[place]])

    def terms(self, start: int = 0, stop: int | None = None) -> list[bytes]:
        """Return the terms at places [start, stop)."""
        return [self.term(place) for place in range(start, self.count if stop is None else stop)]

    @cached_property
    def _samples(self) -> list[bytes]:
        return [self.term(place) for place in range(0, self.count, SAMPLED)]

    def lower_bound(self, term: bytes) -> int:
        """Return the place of the first term that is not less."""
        high = bisect_left(self._samples, term) * SAMPLED
        low = max(0, high - SAMPLED + 1)
        return bisect_left(range(min(high, self.count)), term, low, key=self.term)

    def find(self, term: bytes) -> int | None:
        """Return the place of a term."""
        place = self.lower_bound(term)
        return place if place < self.count and self.term(place) == term else None

    @cached_property
    def _widths(self) -> NDArray[np.uint8]:
        return self._sections.array(f"{self._name}.widths")

    @cached_property
    def _names(self) -> dict[tuple[str, int], str]:
        return {
            (stream, code): f"{self._name}.{stream}{np.dtype(dtype).itemsize}"
            for stream in STREAMS
            for code, dtype in WIDTHS.items()
        }

    @cached_property
    def _layout(self) -> dict[tuple[str, int], tuple[NDArray[np.bool_], Ints]]:
        """Return, for each stream, which terms are in it and where each of them starts."""
        widths = self._widths
        layout: dict[tuple[str, int], tuple[NDArray[np.bool_], Ints]] = {}
        for stream, shift in STREAMS.items():
            counts = self.cf if stream == "places" else self.df
            codes = (widths >> shift) & 3
            for code in WIDTHS:
                if self._names[stream, code] in self._sections:
                    inside = codes == code
                    ends = np.cumsum(np.where(inside, counts, 0), dtype=np.int64)
                    layout[stream, code] = inside, np.concatenate([[0], ends])
        return layout

    def _numbers(self, stream: str, start: int, stop: int, counts: Ints, default: int) -> Ints:
        """Return the numbers of a stream for the terms at places [start, stop)."""
        numbers = np.full(int(counts.sum()), default, np.int64)
        for code in WIDTHS:
            if (stream, code) not in self._layout:
                continue
            inside, ends = self._layout[stream, code]
            first, last = int(ends[start]), int(ends[stop])
            if first == last:
                continue
            found = self._sections.array(self._names[stream, code], first, last)
            if last - first == len(numbers):
                return found.astype(np.int64)
            numbers[np.repeat(inside[start:stop], counts)] = found
        return numbers

    def postings(self, place: int) -> tuple[Ints, Ints]:
        """Return documents and frequencies of one term: `block`, without what ranges need."""
        widths, df = int(self._widths[place]), int(self.df[place])
        docs = np.cumsum(self._slice("gaps", widths, place, df), dtype=np.int64)
        if not (widths >> STREAMS["freqs"]) & 3:
            return docs, np.ones(df, np.int64)
        return docs, self._slice("freqs", widths, place, df).astype(np.int64)

    def _slice(self, stream: str, widths: int, place: int, count: int) -> NDArray[Any]:
        code = (widths >> STREAMS[stream]) & 3
        start = int(self._layout[stream, code][1][place])
        return self._sections.array(self._names[stream, code], start, start + count)

    def block(self, start: int, stop: int, *, positions: bool = False) -> Block:
        """Return the postings of the terms at places [start, stop)."""
        df = self.df[start:stop].astype(np.int64)
        docs = ungapped(self._numbers("gaps", start, stop, df, 0), df)
        freqs = self._numbers("freqs", start, stop, df, 1)
        places = np.empty(0, np.int64)
        if positions:
            cf = self.cf[start:stop].astype(np.int64)
            places = ungapped(self._numbers("places", start, stop, cf, 0), freqs)
        return Block(df, docs, freqs, places)
