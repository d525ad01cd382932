"""What may a program ask for besides a query and a page?"""

from __future__ import annotations

from typing import Literal, TypedDict


class SearchOptions(TypedDict, total=False):
    """How to search, besides the query and the page.

    Attributes:
        mode: "all" the words, "any" of them, or "auto", the default: all first, then partial
            matches.
        sort: "relevance", the default, "newest", "oldest", or "site", "author", "section", "kind",
            "date", each also backwards, as in "-site".
        collapse: "site", "author", "section" or "kind": one hit for each value.
        copies: whether each copy of a story is a hit, rather than the earliest that matches.
        explain: whether hits tell how their score comes about.
        site: outlet or domain that every hit must have.
        author: a name that every hit must have among its authors.
        section: a section that every hit must have.
        agency: a news agency that every hit must credit.
        place: a place that the dateline of every hit must name.
        language: a language of every hit, such as "id".
        kind: what every hit must be, such as "article" or "video".
        since: first day of publication, as in the query language.
        until: last day of publication.
        strict: refuse a query that is not understood.
        fragments: passages in a snippet, at most; 1 by default.
        expand: whether short forms and their long forms find each other, which is the default.
        timeout_ms: end after so long with what was found by then: `partial` says so.

    """

    mode: Literal["auto", "all", "any"]
    sort: str
    collapse: str | None
    copies: bool
    explain: bool
    site: str | None
    author: str | None
    section: str | None
    agency: str | None
    place: str | None
    language: str | None
    kind: str | None
    since: str | None
    until: str | None
    strict: bool
    fragments: int
    expand: bool
    timeout_ms: int | None
