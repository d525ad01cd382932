"""How do pages that are no plain articles give themselves away? The patterns, ready for use."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from .rules import any_of, load


@dataclass(frozen=True, slots=True)
class MediumRules:
    """What gives a video, a gallery or a live blog away."""

    types: frozenset[str]
    host: str
    address: str
    title: str


@dataclass(frozen=True, slots=True)
class KindRules:
    """The patterns of data/kinds.yaml."""

    magic: dict[str, str]
    feeds: tuple[str, ...]
    entries: str
    errors: tuple[str, ...]
    perhaps_errors: tuple[str, ...]
    excuses: tuple[str, ...]
    walls: tuple[str, ...]
    wall_titles: tuple[str, ...]
    listings: tuple[str, ...]
    paths: str
    hosts: str
    queries: str
    types: frozenset[str]
    listing_classes: frozenset[str]
    article_classes: frozenset[str]
    media: dict[str, MediumRules]
    players: str
    counters: str
    clocks: str
    viewers: str
    attachments: str


RULES = load("kinds.yaml", KindRules)


def matching(patterns: tuple[str, ...], texts: Iterable[str]) -> str | None:
    """The first of `texts` that one of the patterns matches as a whole."""
    pattern = _compiled(patterns)
    return next((text for text in texts if pattern.fullmatch(text)), None)


@cache
def _compiled(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return any_of(patterns)
