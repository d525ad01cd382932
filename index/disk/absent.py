"""How does a field read that a segment does not have, made before there was one?"""

from __future__ import annotations

import numpy as np

from .postings import FieldReader
from .runs import Ints


class NoField(FieldReader):
    """A field without terms."""

    def __init__(self) -> None:
        self.count = 0

    @property
    def df(self) -> Ints:
        """Nothing."""
        return np.empty(0, np.int64)

    @property
    def cf(self) -> Ints:
        """Nothing."""
        return np.empty(0, np.int64)

    def terms(self, start: int = 0, stop: int | None = None) -> list[bytes]:  # noqa: ARG002
        """Return nothing."""
        return []

    def lower_bound(self, term: bytes) -> int:  # noqa: ARG002
        """Return the end."""
        return 0

    def find(self, term: bytes) -> int | None:  # noqa: ARG002
        """Return that it is not there."""
        return None
