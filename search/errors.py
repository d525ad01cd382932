"""What can go wrong with a query?"""

from __future__ import annotations

from ..corpora.errors import TelusurError


class QueryError(TelusurError):
    """A query that cannot be answered as it stands."""

    def __init__(self, message: str, *, column: int | None = None, mend: str | None = None) -> None:
        at = "" if column is None else f" at column {column}"
        super().__init__(message + at, mend=mend)
        self.column = column


def quoted(text: str) -> str:
    """Return what the user wrote as a message repeats it: signs escaped, no more than its start.

    >>> quoted("kapan"), len(quoted("(" * 10_000))
    ("'kapan'", 63)
    """
    return repr(text if len(text) <= 60 else text[:60] + "…")


class ArticleMissing(TelusurError):
    """No article has this id."""
