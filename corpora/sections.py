"""In which section did it appear, and under which tags?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from .dom import select, words_of
from .outlets import outlet_named, plain
from .page import Page, first, texts, types_of
from .rules import load
from .urls import split

LONGEST_SECTION = 40  # characters
MOST_TAGS = 20
_CRUMBS = (
    "//*[contains(translate(@class, 'BREADCUM', 'breadcum'), 'breadcrumb')"
    " or contains(@id, 'breadcrumb')]//*[self::a or ((self::li or self::span) and not(.//a))]"
)


@dataclass(frozen=True, slots=True)
class SectionRules:
    """The words of data/sections.yaml."""

    home: tuple[str, ...]
    known: tuple[str, ...]


RULES = load("sections.yaml", SectionRules)
_HOME = frozenset(map(plain, RULES.home))


def section_of(page: Page, url: str | None, title: str) -> str | None:
    """The section: declared, else the first breadcrumb after home, else from the address."""
    declared = (
        first(page.article().get("articleSection")),
        page.meta("article:section", "og:article:section", "content_category", "dtk:kanal"),
        *_linked_crumbs(page),
        *_visible_crumbs(page),
        *_from_address(url),
    )
    return next((text for text in declared if text and _is_section(text, title)), None)


def tags_of(page: Page) -> tuple[str, ...]:
    """Keywords that the page declares, each once, in order."""
    declared = (
        page.all_meta("article:tag", "og:article:tag")
        or texts(page.article().get("keywords"))
        or page.all_meta("news_keywords", "keywords", "content_tag")[:1]
    )
    tags = [tag.strip() for text in declared for tag in text.split(",")]
    return tuple(dict.fromkeys(tag for tag in tags if tag))[:MOST_TAGS]


def _is_section(text: str, title: str) -> bool:
    if not 1 < len(text) <= LONGEST_SECTION or plain(text) in _HOME | {""}:
        return False
    return plain(text) not in plain(title) and outlet_named(text) is None


def _linked_crumbs(page: Page) -> Iterator[str]:
    for item in page.linked:
        steps = item.get("itemListElement")
        if "BreadcrumbList" in types_of(item) and isinstance(steps, list):
            for step in cast(list[Any], steps):
                named = cast(dict[str, Any], step) if isinstance(step, dict) else {}
                yield from texts(named.get("name") or named.get("item"))


def _visible_crumbs(page: Page) -> Iterator[str]:
    return (words_of(node).strip(" /›»>") for node in select(page.root, _CRUMBS))


def _from_address(url: str | None) -> Iterator[str]:
    """Known section words in the subdomain, then in the folders of the address."""
    parts = split(url)
    if parts is None:
        return
    for word in [*(parts.hostname or "").split(".")[:-2], *parts.path.lower().split("/")[1:4]]:
        if word in RULES.known:
            yield word.replace("-", " ").title()
