"""What can be told about a file that may hold articles?"""

from __future__ import annotations

from dataclasses import dataclass

from .article import Article, Skipped


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it lay on disk when it was looked at; nothing of it has been read yet.

    `path` is absolute and normalised, and leads through symbolic links as the user does.
    `size` is in bytes, `mtime_ns` in nanoseconds since 1970; both are 0 where the file could
    not be looked at. `corpus` names the corpus of telusur.yaml that the file belongs to.
    """

    path: str
    size: int
    mtime_ns: int
    corpus: str | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """A file to read. `known` is the digest of its bytes when it was read last, if ever."""

    source: Source
    known: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """An article. `digest` is that of the bytes which held it: a page, a line, a row."""

    source: Source
    article: Article
    digest: str


@dataclass(frozen=True, slots=True)
class Lost:
    """A file or folder, or a part of a file, that gave no article, and why.

    `is_part` tells that the rest of the file is told of as well, whatever befell this part.
    """

    source: Source
    skipped: Skipped
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class Same:
    """The bytes of the file are those of the last time; nothing was extracted from it."""

    source: Source
    digest: str


@dataclass(frozen=True, slots=True)
class Done:
    """The file was read to its end, and all that it holds has been told.

    Missing where the content could not be judged: timeout, crash, unreadable. Such a file
    deserves another try.
    """

    source: Source
    digest: str


Event = Found | Lost | Same | Done
