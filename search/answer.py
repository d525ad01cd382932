"""What does a Python program get for an answer? Hits, results and suggestions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple


@dataclass(frozen=True, slots=True)
class Hit(Mapping[str, Any]):
    """One article found, with the keys of `telusur search --json`, as attributes and by [key].

    `snippet` is HTML: matches in <mark>, everything else escaped, and passages joined by " … ".
    `published` is ISO 8601. `more` tells how many further matches a collapsed hit stands for,
    `explain` how its score comes about; where they were not asked for, they are None and no keys.
    """

    rank: int
    score: float
    id: str
    url: str | None
    path: str | None
    paths: list[str]
    title: str
    site: str | None
    section: str | None
    authors: list[str]
    published: str | None
    snippet: str
    duplicates: list[str]
    more: int | None = field(default=None, kw_only=True)
    explain: Mapping[str, Any] | None = field(default=None, kw_only=True)

    def __getitem__(self, key: str) -> Any:
        if key not in self:
            raise KeyError(key)
        return getattr(self, key)

    def __contains__(self, key: object) -> bool:
        return any(key == name for name in self)

    def __iter__(self) -> Iterator[str]:
        asked = {"more": self.more, "explain": self.explain}
        return (one.name for one in fields(self) if asked.get(one.name, self) is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to a query: iterate over it for the hits of one page.

    `total` counts all matches, `took_ms` is in milliseconds, `mode` is "all", "any" or
    "all+partial" (articles with only some of the words follow). `groups` counts the hits of all
    pages where hits are collapsed. `next` is what `search(after=…)` takes for the next page.
    `partial` tells that time was up: there may be more, and better ones. `expansions` gives, for
    words of the query, by which other names they were sought, too. `suggestion` is a query that
    may be meant, where a word of this one is rare.
    """

    query: str
    total: int
    took_ms: float
    mode: str
    hits: tuple[Hit, ...]
    groups: int | None = None
    next: str | None = None
    partial: bool = False
    expansions: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    suggestion: str | None = None

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def __len__(self) -> int:
        return len(self.hits)


class Correction(NamedTuple):
    """What was typed, what may be meant by it, and how many articles have that."""

    typed: str
    meant: str
    articles: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A query that may be meant.

    `score` is the logarithm of how likely it is, to compare suggestions for one text. `corrections`
    tell what is other than typed.
    """

    text: str
    score: float
    corrections: tuple[Correction, ...]
