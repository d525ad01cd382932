"""How does a column of small integers take one byte each, with a few large ones among them?

<name>          one byte for each number; 255 stands for one that needs more
<name>.where    the places of those, ascending
<name>.large    the numbers there
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from .runs import Ints
from .sections import Sections, SectionWriter

LARGE: Final = 255


def least_dtype(values: NDArray[Any]) -> str:
    """Return the narrowest type that holds some non-negative numbers.

    >>> least_dtype(np.array([3, 300]))
    '<u2'
    """
    most = int(values.max(initial=0))
    return next(f"<u{width}" for width in (1, 2, 4, 8) if most < 1 << (8 * width))


def write_narrow(out: SectionWriter, name: str, values: NDArray[Any]) -> None:
    """Write a column of non-negative numbers."""
    where = np.flatnonzero(values >= LARGE)
    out.add(name, np.minimum(values, LARGE), "<u1")
    if len(where):
        out.add(f"{name}.where", where, least_dtype(where))
        out.add(f"{name}.large", values[where], least_dtype(values[where]))


class Narrow:
    """A column, open for reading."""

    def __init__(self, sections: Sections, name: str) -> None:
        self._sections = sections
        self._name = name
        self.count = sections.length(name)

    @cached_property
    def _where(self) -> NDArray[Any]:
        name = f"{self._name}.where"
        return self._sections.array(name) if name in self._sections else np.empty(0, np.int64)

    def slice(self, start: int = 0, stop: int | None = None) -> Ints:
        """Return the numbers at places [start, stop)."""
        found = self._sections.array(self._name, start, stop).astype(np.int64)
        if len(self._where) and found.max(initial=0) == LARGE:
            first, last = np.searchsorted(self._where, [start, start + len(found)]).tolist()
            large = self._sections.array(f"{self._name}.large", first, last)
            found[self._where[first:last].astype(np.int64) - start] = large
        return found

    def at(self, places: NDArray[np.intp]) -> Ints:
        """Return the numbers at some places."""
        found = self._sections.array(self._name)[places].astype(np.int64)
        far = np.flatnonzero(found == LARGE)
        if len(far):
            large = self._sections.array(f"{self._name}.large")
            found[far] = large[np.searchsorted(self._where, places[far])]
        return found
