"""What can go wrong? A tree of named facts under TelusurError."""

from __future__ import annotations

from pathlib import Path


class TelusurError(Exception):
    """Any error that Telusur itself raises: what is wrong, and `mend`: what to do about it."""

    def __init__(self, message: str, *, mend: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.mend = mend

    def __str__(self) -> str:
        return f"{self.message}; {self.mend}" if self.mend else self.message


def unreadable(path: Path, error: OSError | EOFError | UnicodeDecodeError) -> str:
    """Say why a file cannot be read, without what Python says around it.

    >>> unreadable(Path("a.tsv"), FileNotFoundError(2, "No such file or directory", "a.tsv"))
    'cannot read a.tsv: No such file or directory'
    """
    if isinstance(error, UnicodeDecodeError):
        return f"cannot read {path}: it is not in UTF-8"
    reason = error.strerror if isinstance(error, OSError) else None
    return f"cannot read {path}: {reason or error}"
