"""What can go wrong? A tree of named facts under TelusurError."""

from __future__ import annotations


class TelusurError(Exception):
    """Any error that Telusur itself raises: what is wrong, and `mend`: what to do about it."""

    def __init__(self, message: str, *, mend: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.mend = mend

    def __str__(self) -> str:
        return f"{self.message}; {self.mend}" if self.mend else self.message
