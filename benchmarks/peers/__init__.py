"""What must an engine do to be measured? Build an index, open it, answer the sets that it can."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import NamedTuple, Protocol, cast

TOP = 10  # hits asked for


class Document(NamedTuple):
    """An article: as text for Telusur, as stems with blanks between them for the others."""

    number: int
    published: int  # seconds since 1970 UTC
    title: str
    body: str


class Query(NamedTuple):
    """A query: as typed for Telusur, as stems for the others, and a range of dates for one set."""

    text: str
    stems: tuple[str, ...]
    since: int
    until: int


Answer = Callable[[Query], int]  # returns how many hits were shown, at most TOP


class Peer(Protocol):
    """A module of this folder."""

    NAME: str
    VERSION: str
    SAMPLE: int | None  # queries of each set: a slow engine answers fewer, once

    def build(self, documents: Iterable[Document], folder: Path, *, stored: bool) -> None:
        """Index documents from nothing, keeping their text or not, in one thread."""
        ...

    def unstored(self, folder: Path) -> int | None:
        """Bytes that an index takes without the text, or None: build it without, and look."""
        ...

    def answers(self, folder: Path) -> dict[str, Answer]:
        """Open an index; a set of queries that it cannot answer is missing."""
        ...


# Modules are loaded one by one: a process that measures memory holds one engine alone.
PEERS = ("ours", "stock_whoosh", "fts5", "tantivy_one", "bm25s_arrays")


def load(name: str) -> Peer:
    """Return a peer by the name of its module."""
    return cast("Peer", import_module(f"peers.{name}"))
