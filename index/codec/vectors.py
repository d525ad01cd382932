"""How are the terms of a document kept with the document, for those who ask Whoosh for them?"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Any

import numpy as np

from ..disk.sections import SectionWriter
from ..disk.strings import write_strings
from .catalogue import Vector
from .values import ValueWriter


class VectorBuffer:
    """Takes the term vectors of one field, document after document."""

    def __init__(self, form: Any) -> None:
        self._sizes = array("q")
        self._text: list[bytes] = []
        self._weights = array("d")
        self._values = ValueWriter(form)

    def add(self, docnum: int, items: Sequence[tuple[str, float, bytes]]) -> None:
        """Take the terms of a document, each with its weight and value."""
        self._sizes.extend([0] * (docnum - len(self._sizes)))
        self._sizes.append(len(items))
        for text, weight, value in items:
            self._text.append(text.encode("utf-8", "surrogatepass"))
            self._weights.append(weight)
            self._values.add(value)

    def write(self, out: SectionWriter, prefix: str, count: int) -> Vector:
        """Write the vectors of so many documents."""
        sizes = [*self._sizes, *[0] * (count - len(self._sizes))]
        out.add(f"{prefix}.sizes", np.array(sizes, np.int64), "<u4")
        write_strings(out, f"{prefix}.text", self._text)
        out.add(f"{prefix}.weights", np.array(self._weights, np.float64), "<f8")
        out.add(f"{prefix}.freqs", np.array(self._values.freqs, np.int64), "<u4")
        self._values.write(out, prefix)
        return Vector(prefix, self._values.kind)
