"""Which parts of a page do the templates of its outlet, and the rules of the user, name?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from .rules import any_of, load
from .selectors import Matcher
from .urls import host
from .userrules import NO_RULES, Boilerplate, OutletRules

KEPT = 256  # outlets whose patterns stay ready


@dataclass(frozen=True, slots=True)
class PageRules:
    """The patterns for one page: boxes to take off it, the elements of its text, lines to drop."""

    boxes: Matcher
    bodies: Matcher
    lines: re.Pattern[str]


def page_rules(
    url: str | None = None, user: Boilerplate = NO_RULES, *, templates: bool = True
) -> PageRules:
    """The patterns for the page at `url`: those of its outlet and those of the user.

    An outlet is found by its host or a domain above it. Without `templates`, nothing is known of
    outlets but what the user says: to measure what the rest is worth.
    """
    return _rules_at(host(url) or "", user, templates)


@lru_cache(KEPT)
def _rules_at(host_name: str, user: Boilerplate, templates: bool) -> PageRules:
    place = "." + host_name
    known = (*user.outlets, *_templates()) if templates else user.outlets
    chosen = [one for one in known if any(place.endswith("." + name) for name in one.domains)]
    return _compiled(
        _joined([user.boxes, *(one.boxes for one in chosen)]),
        _joined(one.bodies for one in chosen),
        _joined([user.lines, *(one.lines for one in chosen)]),
    )


def _joined(lists: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(pattern for patterns in lists for pattern in patterns)


@lru_cache(KEPT)
def _compiled(boxes: tuple[str, ...], bodies: tuple[str, ...], lines: tuple[str, ...]) -> PageRules:
    return PageRules(Matcher(boxes), Matcher(bodies), any_of(lines))


@cache
def _templates() -> tuple[OutletRules, ...]:
    return load("templates.yaml", tuple[OutletRules, ...])
