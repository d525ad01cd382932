"""What is an article, and what became of a page that is not one?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import blake2b
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One page of an article that the outlet spread over several (`?page=2`).

    `number` counts from 1; 0 is the whole on one page (`?page=all`). `of` is the id of the article,
    made from its address without the number. `linked` says that the page itself links to its
    fellows. The rest is filled where pages are joined: the files that hold this one, its lines
    (runs of lines of the joined text, from and to, or as they stand), and its other facts as far
    as they are not those of the joined article.
    """

    number: int
    of: str
    linked: bool = False
    paths: tuple[str, ...] = ()
    lines: tuple[tuple[int, int] | str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One news article, as clean as we can make it. The only content type that leaves `corpora`.

    `None`, "" and the empty tuple mean "unknown". Moments are always aware of their time zone;
    `saved` is when the page was captured. `text` holds paragraphs separated by a newline, without
    markup; the place of the dateline and what stands below pictures are kept apart from it.
    `authors` and `editors` are people; `byline` is a signature that names none ("Tim Redaksi"),
    `agency` the news agency that is credited. `kind_reason` says why `kind` is what it is.
    `paths` are the absolute paths of the files that hold the article: two when a page was saved
    twice. `extra` keeps what a JSONL record said besides the fields that we know. `pages` is empty
    unless the article is, or is joined from, pages of an article in several.
    """

    id: str
    title: str
    text: str
    url: str | None = None
    paths: tuple[str, ...] = ()
    site: str | None = None
    section: str | None = None
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    byline: str | None = None
    agency: str | None = None
    place: str | None = None
    captions: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    published: datetime | None = None
    modified: datetime | None = None
    saved: datetime | None = None
    language: str | None = None
    kind: str = "article"
    kind_reason: str = ""
    pages: tuple[Sheet, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict[str, Any])


class Reason(StrEnum):
    """Why a page was not indexed. The value is what the user reads."""

    LISTING = "listing"  # front page, tag list, search results
    ERROR_PAGE = "error page"  # 404 and the like, saved by accident
    COOKIE_WALL = "cookie wall"  # consent, login or bot check in place of the article
    EMPTY = "empty"  # no bytes, or no text at all
    BINARY = "binary"  # an image or archive named .html
    TOO_LARGE = "too large"
    TIMEOUT = "timeout"
    CRASHED = "crashed"  # the worker died or the extractor raised
    UNREADABLE = "unreadable"  # permission, I/O error, vanished while we read
    MALFORMED = "malformed"  # a broken JSONL line, a truncated .gz
    UNSUPPORTED = "unsupported"  # not a kind of file that we read

    @property
    def is_verdict(self) -> bool:
        """Whether the content itself was judged; if not, an earlier good version may stay."""
        return self not in (Reason.TIMEOUT, Reason.CRASHED, Reason.UNREADABLE)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A page, or one record of a file, that gave no article."""

    reason: Reason
    detail: str = ""


def make_id(name: str) -> str:
    """Sixteen hex digits made from a canonical URL or an absolute path; the same in every run.

    64 bits: two of a million articles share an id with a chance of about 3 in 10 million.

    >>> make_id("https://contoh.example/berita/1")
    '75f6e12c74002069'
    """
    return blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
