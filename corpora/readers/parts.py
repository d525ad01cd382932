"""What lies in a file: a page, or a container of pages and records? The values of the readers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from io import BufferedReader
from typing import Any

from ..article import Reason, Skipped
from ..errors import TelusurError


class Broken(TelusurError):
    """A stream inside a container cannot be read on. It costs that stream only."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.skipped = Skipped(reason, detail)


@dataclass(frozen=True, slots=True)
class Stream:
    """Bytes that can be read from their beginning as often as needed.

    `path` names them: the path of a file, or that of a container and the name inside, with "!/"
    between. `open` raises OSError, inside a container also Broken, and so does reading.
    """

    path: str
    open: Callable[[], BufferedReader] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A saved page, and what is known of it besides its bytes. Small enough to send to a worker.

    `path` is that of a Stream. `place` is the name inside a container; empty for a file of its
    own. `url`, `declared` (its charset by HTTP) and `saved` (aware) are None where nobody says.
    """

    content: bytes = field(repr=False)
    path: str
    place: str = ""
    url: str | None = None
    declared: str | None = None
    saved: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What a line of JSONL or a row of a table says: `value`, whose bytes are `content`."""

    content: bytes = field(repr=False)
    path: str
    place: str
    value: Any


@dataclass(frozen=True, slots=True)
class Fault:
    """A part of a container that cannot be read, or the container itself where `place` is empty."""

    place: str
    skipped: Skipped


Part = Page | Record | Fault


def inside(path: str, name: str) -> str:
    """The path of what has a name in a container.

    >>> inside("/arsip.zip", "2021/banjir.html")
    '/arsip.zip!/2021/banjir.html'
    """
    return f"{path}!/{name}"
