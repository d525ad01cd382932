"""What does Whoosh read of the terms of a segment? Terms, statistics and postings of any field."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np
from whoosh.codec import base
from whoosh.reading import TermInfo, TermNotFound

from ..disk.postings import Block, FieldReader
from ..disk.runs import Ints
from ..disk.sections import Sections
from .catalogue import Field, fields_of, our_lengths
from .matching import ArrayCursor, ArrayMatcher
from .values import Run, Values


class _Terms:
    """The terms of one field, and where in its other sections each of them starts."""

    def __init__(self, sections: Sections, field: Field) -> None:
        self.field = field
        self.reader = FieldReader(sections, field.prefix)
        self._sections = sections
        self._starts: dict[str, Ints] = {}

    def block(self, place: int) -> Block:
        """Return the postings of a term."""
        return self.reader.block(place, place + 1, positions=self.field.placed)

    def start(self, counted: str, place: int) -> int:
        """Return how many postings (`df`) or occurrences (`cf`) the terms before have."""
        if counted not in self._starts:
            counts = getattr(self.reader, counted)
            self._starts[counted] = np.cumsum(counts, dtype=np.int64) - counts
        return int(self._starts[counted][place])

    def weights(self, place: int, block: Block) -> Any:
        """Return the weights of the postings of a term."""
        if not self.field.weighed:
            return block.freqs.astype(float)
        first = self.start("df", place)
        name = f"{self.field.beside}.weights"
        return self._sections.array(name, first, first + len(block.docs))

    def values(self, place: int, block: Block, form: Any) -> Values:
        """Return the values of the postings of a term."""
        run = Run(
            self.start("df", place),
            self.start("cf", place),
            block.freqs,
            block.positions if self.field.placed else None,
        )
        return Values(self._sections, self.field.beside, self.field.kind, form, run)


class ArrayTerms(base.TermsReader):
    """The inverted side of a segment, as Whoosh asks for it."""

    def __init__(self, sections: Sections) -> None:
        self._sections = sections
        self._fields = fields_of(sections)
        self._lengths = our_lengths(sections)
        self._terms = lru_cache(None)(self._read)

    def _read(self, fieldname: str) -> _Terms:
        return _Terms(self._sections, self._fields[fieldname])

    def indexed_field_names(self) -> list[str]:
        """Return the names of the fields that have terms."""
        return sorted(self._fields)

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        field, text = term
        return field in self._fields and self._terms(field).reader.find(text) is not None

    def cursor(self, fieldname: str, fieldobj: Any) -> base.FieldCursor:
        """Return what goes through the terms of a field."""
        if fieldname not in self._fields:
            return base.EmptyCursor()
        return ArrayCursor(self, fieldname, self._terms(fieldname).reader, fieldobj)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """Yield every term, by field."""
        return self.terms_from("", b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """Yield the terms from one on, in its field and those after it."""
        for field in self.indexed_field_names():
            if field >= fieldname:
                reader = self._terms(field).reader
                start = reader.lower_bound(prefix) if field == fieldname else 0
                yield from ((field, reader.term(place)) for place in range(start, reader.count))

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Yield every term with its statistics."""
        return self.items_from("", b"")

    def items_from(
        self, fieldname: str, prefix: bytes
    ) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Yield terms from one on, with their statistics."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def _place(self, fieldname: str, text: bytes) -> tuple[_Terms, int]:
        if fieldname in self._fields:
            terms = self._terms(fieldname)
            place = terms.reader.find(text)
            if place is not None:
                return terms, place
        raise TermNotFound(f"no term {fieldname}:{text!r}")

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """Return the statistics of a term.

        Raises:
            TermNotFound: there is no such term.

        """
        terms, place = self._place(fieldname, text)
        return self._info(fieldname, terms, place, terms.block(place))

    def _info(self, fieldname: str, terms: _Terms, place: int, block: Block) -> TermInfo:
        weights = terms.weights(place, block)
        shortest, longest = self._extent(fieldname, terms.field, place, block)
        return TermInfo(
            weight=float(weights.sum()),
            df=len(block.docs),
            minlength=shortest,
            maxlength=longest,
            maxweight=float(weights.max()),
            minid=int(block.docs[0]),
            maxid=int(block.docs[-1]),
        )

    def _extent(self, fieldname: str, field: Field, place: int, block: Block) -> tuple[int, int]:
        """Return the least and the greatest length of the field where a term occurs."""
        if field.measured:
            name = f"{field.beside}.extents"
            shortest, longest = self._sections.array(name, 2 * place, 2 * place + 2).tolist()
            return shortest, longest
        if fieldname not in self._lengths:
            return 1, 1
        lengths = self._sections.array(self._lengths[fieldname])[block.docs]
        return int(lengths.min()), int(lengths.max())

    def frequency(self, fieldname: str, text: bytes) -> float:
        """Return the weight of a term in all documents; 0 for one that is not there."""
        return float(self.term_info(fieldname, text).weight()) if (fieldname, text) in self else 0.0

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """Return in how many documents a term occurs; 0 for one that is not there."""
        return self.term_info(fieldname, text).doc_frequency() if (fieldname, text) in self else 0

    def matcher(
        self, fieldname: str, text: bytes, format_: Any, scorer: Any = None
    ) -> ArrayMatcher:
        """Return Whoosh's matcher over the postings of a term.

        Raises:
            TermNotFound: there is no such term.

        """
        terms, place = self._place(fieldname, text)
        block = terms.block(place)
        return ArrayMatcher(
            block.docs.tolist(),
            terms.weights(place, block).tolist(),
            terms.values(place, block, format_),
            format_,
            scorer=scorer,
            term=(fieldname, text),
            terminfo=self._info(fieldname, terms, place, block),
        )

    def close(self) -> None:
        """Let go of the file."""
        self._terms.cache_clear()
        self._sections.close()
