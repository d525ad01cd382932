"""What goes into a search besides the query, and what comes out of it?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from whoosh import query

from .asked.expansion import Expansion
from .asked.lexer import Item, Kind
from .asked.period import required_period
from .asked.query import label
from .asked.tree import Span
from .paging.cursor import Following
from .snippets.hits import Hit

Mode = Literal["auto", "all", "any"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What every hit must be, besides matching the query."""

    site: str | None = None
    author: str | None = None
    section: str | None = None
    agency: str | None = None
    place: str | None = None
    language: str | None = None
    kind: str | None = None
    since: str | None = None  # the command's --from
    until: str | None = None  # the command's --to

    def trees(self, now: datetime) -> list[query.Query]:
        """Return the filters as nodes of a query tree.

        Raises:
            QueryError: a date that is none.

        """
        labels = ("site", "author", "section", "agency", "place", "language", "kind")
        trees: list[query.Query] = [
            label(field, Item(kind=Kind.PHRASE, text=value, column=1))
            for field in labels
            if (value := getattr(self, field))
        ]
        if self.since:
            start = required_period(self.since, now=now, option="--from")[0]
            trees.append(Span(start, None))
        if self.until:
            end = required_period(self.until, now=now, option="--to")[1]
            trees.append(Span(None, end))
        return trees


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to search. `sort` and `collapse` take the names that `order` knows."""

    mode: Mode = "auto"
    sort: str = "relevance"
    strict: bool = False
    timeout_ms: int | None = None  # then the search ends with what it has found
    filters: Filters = Filters()
    collapse: str | None = None  # one hit for each value of this field
    explain: bool = False  # whether hits tell how their score comes about
    fragments: int = 1  # passages of a hit
    copies: bool = False  # whether each copy of a story is shown, not the earliest match alone
    expand: bool = True  # whether short forms and their long forms find each other


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to a query: one page of hits.

    `total` counts all matches; `full` those with all the words. `mode` tells how they were
    found: "all", "any", or "all+partial" where partial matches follow the full ones. `groups`
    counts the hits of all pages where hits are collapsed. `following` is where the next page
    begins, if there is one. `partial` tells that time was up: there may be more, and better ones.
    `expansions` tells by which other names words of the query were sought. `suggestion` is a query
    that may be meant, where a word is rare; first pages have one.
    """

    query: str
    total: int
    full: int
    took_ms: float
    mode: str
    hits: tuple[Hit, ...]
    groups: int | None = None
    following: Following | None = None
    partial: bool = False
    expansions: tuple[Expansion, ...] = ()
    suggestion: str | None = None

    @property
    def next(self) -> str | None:
        """Where the next page begins, as a text, if there is one: to be given as `after`."""
        return self.following.written() if self.following else None
