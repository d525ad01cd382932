"""How do the postings that Whoosh's writer hands over become those of a field of ours?"""

from __future__ import annotations

from array import array
from typing import Any, Final

import numpy as np
from whoosh.codec.base import OutOfOrderError

from ..disk.postings import Block
from ..disk.runs import Ints
from ..disk.sections import SectionWriter
from ..segments.field_writing import FieldWriter
from .catalogue import Field
from .values import POSITIONS, ValueWriter

_GREATEST: Final = 2**32 - 1  # position that a field takes
_EMPTY: Final = np.empty(0, np.int64)


class FieldBuffer:
    """Takes the postings of one field, in order of term and document, and writes them."""

    def __init__(self, prefix: str, form: Any) -> None:
        self._prefix = prefix
        self._terms: list[bytes] = []
        self._df = array("q")
        self._docs = array("q")
        self._weights = array("d")
        self._extents = array("q")  # least and greatest length of the field, for each term
        self._values = ValueWriter(form)

    def start_term(self, text: bytes) -> None:
        """Begin a term.

        Raises:
            OutOfOrderError: it does not come after the one before.

        """
        if self._terms and text <= self._terms[-1]:
            raise OutOfOrderError(f"term {text!r} comes after {self._terms[-1]!r}")
        self._terms.append(text)
        self._df.append(0)
        self._extents.extend((0, 0))

    def add(self, docnum: int, weight: float, value: bytes, length: int) -> None:
        """Take a posting of the term; a length of 0 is not known.

        Raises:
            OutOfOrderError: its document comes before the one before.

        """
        if self._df[-1] and docnum <= self._docs[-1]:
            if docnum < self._docs[-1]:
                raise OutOfOrderError(f"document {docnum} comes after {self._docs[-1]}")
            self._weights[-1] += weight  # Whoosh hands over words for spelling one by one
            return
        self._df[-1] += 1
        self._docs.append(docnum)
        self._weights.append(weight)
        self._values.add(value)
        if length:
            shortest, longest = self._extents[-2:]
            self._extents[-2] = min(shortest or length, length)
            self._extents[-1] = max(longest, length)

    def write(self, out: SectionWriter) -> Field:
        """Write the sections of the field."""
        kept = [place for place, df in enumerate(self._df) if df]  # a term may have no posting
        terms = [self._terms[place] for place in kept]
        df = np.array(self._df, np.int64)[kept]
        freqs = np.array(self._values.freqs, np.int64)
        positions = self._positions(freqs)
        placed = positions is not None
        writer = FieldWriter(self._prefix, positions=placed)
        docs = np.array(self._docs, np.int64)
        writer.add(terms, Block(df, docs, freqs, positions if placed else _EMPTY))
        writer.finish(out)
        weights = np.array(self._weights, np.float64)
        weighed = not np.array_equal(weights, freqs)
        told = Field(self._prefix, self._values.kind, placed, weighed, measured=True)
        if weighed:
            out.add(f"{told.beside}.weights", weights, "<f8")
        extents = np.array(self._extents, np.int64).reshape(-1, 2)[kept]
        out.add(f"{told.beside}.extents", extents.ravel(), "<u4")
        self._values.write(out, told.beside, but=POSITIONS if placed else "")
        return told

    def _positions(self, freqs: Ints) -> Ints | None:
        """Return the positions, where there are some and each posting's ascend."""
        if POSITIONS not in self._values.columns:
            return None
        positions = np.array(self._values.columns[POSITIONS], np.int64)
        rises = np.diff(positions) > 0
        rises[np.cumsum(freqs)[:-1] - 1] = True  # a new posting may start anywhere
        if not rises.all() or positions.min(initial=0) < 0:
            return None
        return positions if positions.max(initial=0) <= _GREATEST else None
