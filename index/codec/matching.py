"""How does Whoosh walk along the postings of a term, or the terms of a field?"""

from __future__ import annotations

from bisect import bisect_left
from typing import Any

from whoosh.codec import base
from whoosh.matching import ListMatcher

from ..disk.postings import FieldReader


class ArrayMatcher(ListMatcher):
    """Whoosh's matcher over lists; it skips by halving, and a copy knows its term."""

    def skip_to(self, id: int) -> None:  # noqa: A002 - Whoosh's own
        """Go to the first document that is not before this one."""
        self._i = bisect_left(self._ids, id, self._i)

    def copy(self) -> ArrayMatcher:
        """Return a matcher at the same place, that moves alone."""
        return type(self)(
            self._ids,
            self._weights,
            self._values,
            self._format,
            self._scorer,
            self._i,
            self._all_weights,
            self._term,
            self._terminfo,
        )

    def replace(self, minquality: float = 0) -> Any:
        """Return what matches as this does, where only postings better than this are sought."""
        return super().replace(minquality if self.supports_block_quality() else 0)

    def block_max_weight(self) -> float:
        """Return the greatest weight: the whole list is one block."""
        if self._terminfo is not None:
            return self._terminfo.max_weight()
        return super().block_max_weight()

    def skip_to_quality(self, minquality: float) -> int:
        """Go to the end, if no posting is good enough."""
        if self.block_quality() <= minquality:
            self._i = len(self._ids)
        return 0


class ArrayCursor(base.FieldCursor):
    """Goes through the terms of a field, in their order."""

    def __init__(self, terms: Any, fieldname: str, reader: FieldReader, fieldobj: Any) -> None:
        self._terms = terms
        self._field = fieldname
        self._reader = reader
        self._fieldobj = fieldobj
        self._place = 0

    def first(self) -> str | None:
        """Go to the first term, and return it."""
        self._place = 0
        return self.text()

    def find(self, term: str | bytes) -> str | None:
        """Go to the first term that is not less, and return it; None where there is none."""
        told = term if isinstance(term, bytes) else self._fieldobj.to_bytes(term)
        self._place = self._reader.lower_bound(told)
        return self.text()

    def next(self) -> str | None:
        """Go to the next term, and return it; None at the end."""
        self._place += 1
        return self.text()

    def text(self) -> str | None:
        """Return the term; None at the end."""
        if not self.is_valid():
            return None
        return self._fieldobj.from_bytes(self._reader.term(self._place))

    def term_info(self) -> Any:
        """Return the statistics of the term; None at the end."""
        if not self.is_valid():
            return None
        return self._terms.term_info(self._field, self._reader.term(self._place))

    def is_valid(self) -> bool:
        """Tell whether there is a term here."""
        return self._place < self._reader.count
