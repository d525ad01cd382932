"""Which terms does a field have, and where is one of them? Sorted, found by bisection.

<field>.text            the terms, one after the other, in the order of their UTF-8 bytes
<field>.text_lengths    bytes of each: a narrow column
<field>.text_starts     where each `SHARED`-th term starts
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from .narrow import Narrow, least_dtype, write_narrow
from .runs import Ints
from .sections import Sections, SectionWriter

BLOCKS: Final = 32  # of these, kept as lists, 2 kB each: what is sought twice is kept further up
SHARED: Final = 32  # terms of a block: one place on disk is told for so many


def write_terms(out: SectionWriter, field: str, terms: Sequence[bytes]) -> None:
    """Write the terms of a field, given in order."""
    lengths = np.fromiter(map(len, terms), np.int64, len(terms))
    begins = (np.cumsum(lengths) - lengths)[::SHARED]
    out.add(f"{field}.text", np.frombuffer(b"".join(terms), np.uint8), "<u1")
    write_narrow(out, f"{field}.text_lengths", lengths)
    out.add(f"{field}.text_starts", begins, least_dtype(begins))


class Dictionary:
    """The terms of one field of a segment. A term is known by its place in their order."""

    def __init__(self, sections: Sections, field: str) -> None:
        self._sections = sections
        self._field = field
        self._lengths = Narrow(sections, f"{field}.text_lengths")
        self.count = self._lengths.count
        self._openings: dict[int, bytes] = {}
        self._block = lru_cache(BLOCKS)(self._read_block)

    @cached_property
    def _starts(self) -> NDArray[Any]:
        return self._sections.array(f"{self._field}.text_starts")

    def packed(self, start: int, stop: int) -> tuple[NDArray[np.uint8], Ints]:
        """Return the terms at places [start, stop) end to end, and the bytes of each."""
        if start >= stop:
            return np.empty(0, np.uint8), np.empty(0, np.int64)
        first = start - start % SHARED
        lengths = self._lengths.slice(first, stop)
        begin = int(self._starts[first // SHARED])
        if start > first:
            begin += int(lengths[: start - first].sum())
            lengths = lengths[start - first :]
        text = self._sections.array(f"{self._field}.text", begin, begin + int(lengths.sum()))
        return text, lengths

    def terms(self, start: int = 0, stop: int | None = None) -> list[bytes]:
        """Return the terms at places [start, stop)."""
        text, lengths = self.packed(start, self.count if stop is None else stop)
        joined = text.tobytes()
        borders = accumulate(lengths.tolist(), initial=0)
        return [joined[one:other] for one, other in pairwise(borders)]

    def term(self, place: int) -> bytes:
        """Return the term at a place."""
        return self.terms(place, place + 1)[0]

    def _opening(self, block: int) -> bytes:
        """Return the first term of a block; those that bisection passes are kept."""
        if block not in self._openings:
            self._openings[block] = self.term(block * SHARED)
        return self._openings[block]

    def _near(self, term: bytes) -> tuple[int, list[bytes]]:
        """Return where the block starts in which a term would be, and the terms there."""
        blocks = range(-(-self.count // SHARED))
        start = max(bisect_right(blocks, term, key=self._opening) - 1, 0) * SHARED
        return start, self._block(start)

    def _read_block(self, start: int) -> list[bytes]:
        return self.terms(start, min(start + SHARED, self.count))

    def lower_bound(self, term: bytes) -> int:
        """Return the place of the first term that is not less."""
        start, near = self._near(term)
        return start + bisect_left(near, term)

    def find(self, term: bytes) -> int | None:
        """Return the place of a term."""
        start, near = self._near(term)
        place = bisect_left(near, term)
        return start + place if place < len(near) and near[place] == term else None
