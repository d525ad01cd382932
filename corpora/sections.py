"""In which section did it appear, and under which tags?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from .dom import Node
from .outlets import outlet_named, plain
from .page import Page, texts, types_of
from .rules import any_of, load
from .urls import split

LONGEST_SECTION = 40  # characters
LONGEST_TAG = 60
MOST_TAGS = 20
ACRONYM = 3  # letters up to which a word in capitals is left so
BRAND = 4  # letters of the first word of an outlet's name that can be its brand
LOOSE = 5  # tags of one word from which they may be the headline cut at its blanks
_CRUMB = frozenset(("a", "li", "span"))  # elements that hold one breadcrumb, if no link is in them
_SPLIT = re.compile(r"\s*(?:>|›|»|/(?=\s)|\s\|\s|,(?=\s)|;)\s*")
_SIDES = frozenset(("aside", "footer", "nav", "header"))


@dataclass(frozen=True, slots=True)
class SectionRules:
    """The words of data/sections.yaml."""

    home: tuple[str, ...]
    general: tuple[str, ...]
    spelt: tuple[str, ...]
    known: frozenset[str]
    metas: tuple[str, ...]
    anywhere: tuple[str, ...]
    kept_prefix: str
    dropped_prefix: str
    boxes: str
    little: frozenset[str]


RULES = load("sections.yaml", SectionRules)
_HOME, _GENERAL = (frozenset(map(plain, words)) for words in (RULES.home, RULES.general))
_SPELT = {plain(name): name for name in RULES.spelt}
_KNOWN = frozenset(map(plain, RULES.known))
_ANYWHERE = any_of(RULES.anywhere)
_KEPT = re.compile(rf"^{RULES.kept_prefix}\s*:\s*", re.I)
_DROPPED = re.compile(rf"^{RULES.dropped_prefix}\s*:", re.I)
_BOXES = re.compile(RULES.boxes, re.I)


def section_of(
    page: Page, url: str | None, *, not_sections: Iterable[str | None] = ()
) -> str | None:
    """The section: declared, else the first breadcrumb after home, else from the address.

    What says only "news" gives way to what says more. `not_sections` are names that breadcrumbs
    also hold: the headline and the outlet.
    """
    others = {other for name in not_sections if name for other in (plain(name), *_brands(name))}
    declared = texts(page.article().get("articleSection")) + list(page.all_meta(*RULES.metas))
    parts = [part for text in declared for part in _SPLIT.split(text)]
    candidates = [*parts, *_linked_crumbs(page), *_visible_crumbs(page), *_from_address(url)]
    named = [_spelt(text) for text in candidates if _is_section(text, others)]
    return next((name for name in named if plain(name) not in _GENERAL), next(iter(named), None))


def _brands(site: str) -> Iterator[str]:
    """How an outlet may call its news: Kabar Nusantara has a KabarNews."""
    return (plain(site.split()[0]) + word for word in _GENERAL if len(site.split()[0]) >= BRAND)


def tags_of(page: Page, *, title: str = "", site: str | None = None) -> tuple[str, ...]:
    """Keywords that the page declares or shows, each once, in order, without the outlet's own.

    A headline cut into words is no list of tags.
    """
    nothing = {plain(title), plain(site or ""), ""}
    found = (_tags(source, nothing) for source in _sources(page))
    lists = (tags for tags in found if tags and not _is_headline(tags, title))
    return next(lists, ())


def _sources(page: Page) -> Iterator[Iterable[str]]:
    """Where tags are, the surest place first; what is shown is read only where all else fails."""
    yield page.all_meta("article:tag", "og:article:tag")
    yield texts(page.article().get("keywords"))
    yield page.all_meta("news_keywords", "content_tag", "parsely-tags")[:1]
    yield page.all_meta("keywords")[:1]
    yield _visible_tags(page)


def _tags(source: Iterable[str], nothing: set[str]) -> tuple[str, ...]:
    tags: dict[str, str] = {}
    for text in source:
        for part in re.split(r"[,;|]", text):
            tag = _KEPT.sub("", part.strip().lstrip("#").strip())
            if _is_tag(tag, nothing):
                tags.setdefault(plain(tag), tag)
    return tuple(tags.values())[:MOST_TAGS]


def _is_tag(tag: str, nothing: set[str]) -> bool:
    return (
        1 < len(tag) <= LONGEST_TAG
        and plain(tag) not in nothing
        and not _DROPPED.match(tag)
        and not _ANYWHERE.fullmatch(tag)
        and outlet_named(tag) is None
    )


def _is_headline(tags: tuple[str, ...], title: str) -> bool:
    """Whether the tags are the words of this headline, or of another, with its "di" and "ya"."""
    words = {plain(word) for word in title.split()}
    single = [plain(tag) for tag in tags if " " not in tag]
    within = sum(word in words for word in single)
    little = sum(word in RULES.little for word in single)
    return len(single) >= LOOSE and (2 * within > len(tags) or little > 1)


def _visible_tags(page: Page) -> list[str]:
    """The texts of links in boxes below the headline that are named for tags, not at the side."""
    walk, found = page.walk, list[str]()
    headline = walk.tagged.get("h1", [len(walk.nodes)])[-1]
    for number, names in walk.named:
        if number < headline or not _is_box(names):
            continue
        if any(walk.tags[outer] in _SIDES for outer in walk.around(number)):
            continue
        links = [link for link in walk.tagged.get("a", ()) if number <= link < walk.ends[number]]
        found += [walk.words(link) for link in links if "/" in (walk.nodes[link].get("href") or "")]
    if not 0 < len(found) <= MOST_TAGS:
        return []
    # the topics of the whole site stand in such boxes, too, and the article does not name them
    told = " ".join([page.title(), *map(walk.words, walk.tagged.get("p", ()))]).casefold()
    return found if any(tag.lstrip("#").casefold() in told for tag in found) else []


@lru_cache(maxsize=4096)
def _is_box(names: str) -> bool:
    return bool(_BOXES.search(names))


def _is_section(text: str, others: set[str]) -> bool:
    name = plain(text)
    return (
        1 < len(text) <= LONGEST_SECTION
        and any(map(str.isalpha, text))
        and name not in _HOME
        and name not in others
        and (name in _KNOWN or outlet_named(text) is None)
    )


def _spelt(text: str) -> str:
    """One spelling of a section: NASIONAL, nasional and Nasional are one, gaya-hidup two words."""
    text = text.replace("-", " ").replace("_", " ") if text.islower() else text
    if plain(text) in _SPELT:
        return _SPELT[plain(text)]
    if not (text.islower() or (text.isupper() and len(text) > ACRONYM)):
        return text
    return " ".join(word[:1].upper() + word[1:].lower() for word in text.split())


def _linked_crumbs(page: Page) -> list[str]:
    """The names of JSON-LD's BreadcrumbList, in the order of their positions."""
    names: list[str] = []
    for item in page.linked:
        steps = item.get("itemListElement")
        if "BreadcrumbList" in types_of(item) and isinstance(steps, list):
            named = [cast(dict[str, Any], step) for step in cast(list[Any], steps) if _is_map(step)]
            for step in sorted(named, key=_position):
                names += texts(step.get("name") or step.get("item"))
    return names


def _is_map(value: object) -> bool:
    return isinstance(value, dict)


def _position(step: Mapping[str, Any]) -> float:
    try:
        return float(step.get("position") or 0)
    except (TypeError, ValueError):
        return 0


def _visible_crumbs(page: Page) -> list[str]:
    """The breadcrumbs as shown; some templates show the way back, with home at its end."""
    walk, numbers = page.walk, set[int]()
    for box, names in walk.named:
        if "breadc" in names.lower() and _holds_crumbs(walk.nodes[box]):
            numbers.update(range(box + 1, walk.ends[box]))
    links = walk.tagged.get("a", ()) if numbers else ()
    crumbs = [
        walk.words(number).strip(" /›»>|")
        for number in sorted(numbers)
        if walk.tags[number] in _CRUMB
        and not any(number < link < walk.ends[number] for link in links)
    ]
    if len(crumbs) > 1 and plain(crumbs[-1]) in _HOME and plain(crumbs[0]) not in _HOME:
        crumbs.reverse()
    return crumbs


def _holds_crumbs(box: Node) -> bool:
    return "breadc" in (box.get("class") or "").lower() or "breadcrumb" in (box.get("id") or "")


def _from_address(url: str | None) -> Iterator[str]:
    """Known section words in the subdomain, then in the folders of the address."""
    parts = split(url)
    if parts is None:
        return
    for word in [*(parts.hostname or "").split(".")[:-2], *parts.path.lower().split("/")[1:-1][:3]]:
        if word in RULES.known:
            yield word
