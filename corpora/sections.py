"""In which section did it appear, and under which tags?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from .dom import select, words_of
from .outlets import plain
from .page import Page, texts, types_of
from .rules import load
from .urls import split

LONGEST_SECTION = 40  # characters
MOST_TAGS = 20
_CRUMBS = (
    "//*[contains(translate(@class, 'BREADC', 'breadc'), 'breadc')"
    " or contains(@id, 'breadcrumb')]//*[self::a or ((self::li or self::span) and not(.//a))]"
)


@dataclass(frozen=True, slots=True)
class SectionRules:
    """The words of data/sections.yaml."""

    home: tuple[str, ...]
    known: tuple[str, ...]


RULES = load("sections.yaml", SectionRules)
_HOME = frozenset(map(plain, RULES.home))


def section_of(
    page: Page, url: str | None, *, not_sections: Iterable[str | None] = ()
) -> str | None:
    """The section: declared, else the first breadcrumb after home, else from the address.

    `not_sections` are names that breadcrumbs also hold: the headline and the outlet.
    """
    others = _HOME | {plain(name) for name in not_sections if name}
    declared = texts(page.article().get("articleSection"))
    declared += page.all_meta("article:section", "og:article:section", "content_category")
    crumbs = [*_linked_crumbs(page), *_visible_crumbs(page)]
    crumbs = [crumb for crumb in crumbs if plain(crumb) not in others]
    candidates = [*declared, *crumbs, *_from_address(url)]
    return next((text for text in candidates if 1 < len(text) <= LONGEST_SECTION), None)


def tags_of(page: Page) -> tuple[str, ...]:
    """Keywords that the page declares, each once, in order."""
    declared = (
        page.all_meta("article:tag", "og:article:tag")
        or texts(page.article().get("keywords"))
        or page.all_meta("news_keywords", "keywords", "content_tag")[:1]
    )
    tags = [tag.strip() for text in declared for tag in text.split(",")]
    return tuple(dict.fromkeys(tag for tag in tags if tag))[:MOST_TAGS]


def _linked_crumbs(page: Page) -> Iterator[str]:
    for item in page.linked:
        steps = item.get("itemListElement")
        if "BreadcrumbList" in types_of(item) and isinstance(steps, list):
            for step in cast(list[Any], steps):
                named = cast(dict[str, Any], step) if isinstance(step, dict) else {}
                yield from texts(named.get("name") or named.get("item"))


def _visible_crumbs(page: Page) -> Iterator[str]:
    if not any("breadc" in names.lower() for _, names in page.walk.named):
        return iter(())  # spares an expression that looks at each element
    return (words_of(node).strip(" /›»>") for node in select(page.root, _CRUMBS))


def _from_address(url: str | None) -> Iterator[str]:
    """Known section words in the subdomain, then in the folders of the address."""
    parts = split(url)
    if parts is None:
        return
    for word in [*(parts.hostname or "").split(".")[:-2], *parts.path.lower().split("/")[1:4]]:
        if word in RULES.known:
            yield word.replace("-", " ").title()
