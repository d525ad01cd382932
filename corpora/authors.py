"""Which people wrote it? Signatures to names, without desks, firms and roles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from .dom import squeeze
from .outlets import outlet_named, plain
from .page import Page, texts
from .rules import any_of, load
from .walk import Walk

LONGEST_BYLINE = 160  # characters; a longer element holds more than a byline
MOST_BELOW = 12  # elements in the element of a byline
LONGEST_NAME = 6  # words
MOST = 12  # a page that names more people lists its newsroom


@dataclass(frozen=True, slots=True)
class AuthorRules:
    """The roles and exclusions of data/authors.yaml."""

    writers: tuple[str, ...]
    editors: tuple[str, ...]
    prefixes: tuple[str, ...]
    suffixes: tuple[str, ...]
    no_people: tuple[str, ...]
    places: tuple[str, ...]


RULES = load("authors.yaml", AuthorRules)
_WRITER = re.compile(rf"^(?:{any_of(RULES.writers).pattern})\s*[:：]\s*(?P<names>\S.*)", re.I)
_BY = re.compile(r"^(?:oleh|by)\s+(?P<names>(?-i:[A-Z]).*)", re.I)
_EDITOR = re.compile(rf"(?:{any_of(RULES.editors).pattern})\s*[:：]\s*", re.I)
_PREFIX = re.compile(rf"^(?:{any_of(RULES.prefixes).pattern})\s*[:：]?\s+(?=(?-i:[A-Z]))", re.I)
_ROLE = re.compile(rf"^(?:{any_of(RULES.writers + RULES.editors).pattern})\s*[:：]\s*", re.I)
_SUFFIX = any_of(RULES.suffixes)
_NOBODY = any_of(RULES.no_people)
_BETWEEN = re.compile(r"\s*(?:,|;|\||\n|\bdan\b|\band\b|&|/(?=\s*[A-Z]))\s*")
_PLACE = any_of(RULES.places)
_WRITTEN = ("p", "div", "span", "td", "tr", "li", "strong", "b", "font", "h4", "h5")
_ELSEWHERE = frozenset(("figure", "aside", "footer"))  # credits, teasers, the newsroom itself


def authors_of(page: Page, site: str | None = None) -> tuple[str, ...]:
    """The people whom the page names as its writers: declared first, then its visible bylines."""
    declared = _listed(page.article().get("author"))
    desks = texts([author for author in declared if _is_organization(author)])
    nobody = {plain(name) for name in (*desks, site or "")}
    sources = (
        texts([author for author in declared if not _is_organization(author)]),
        page.all_meta("author", "content_author", "dtk:author", "article:author"),
        _marked_bylines(page.walk),
        _written_bylines(page.walk),
    )
    for signatures in sources:
        for named in _each_or_all(signatures):
            found = tuple(name for name in named if plain(name) not in nobody)
            if found:
                return found
    return ()


def people(signatures: Iterable[str]) -> tuple[str, ...]:
    """The names of people in `signatures`, each once, in order.

    >>> people(["Oleh: Ani Wijaya, Budi Hartono", "Tim detikcom"])
    ('Ani Wijaya', 'Budi Hartono')
    """
    found = dict.fromkeys(name for text in signatures for name in _names(text))
    return tuple(found) if len(found) <= MOST else ()


def byline(line: str) -> tuple[str, ...]:
    """The people of a line that says of itself that it names the writer, else nobody."""
    match = _WRITER.match(line) or _BY.match(line)
    if match is None or len(line) > LONGEST_BYLINE:
        return ()
    return people([_EDITOR.split(match["names"])[0]])


def _each_or_all(signatures: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """The people of a declared list together, those of elements on the page one by one.

    An element with a byline that follows the first belongs to another story.
    """
    if isinstance(signatures, Iterator):
        yield from (people([signature]) for signature in signatures)
    else:
        yield people(signatures)


def _listed(value: Any) -> list[Any]:
    return cast(list[Any], value) if isinstance(value, list) else [value]


def _is_organization(author: Any) -> bool:
    return isinstance(author, dict) and "Organization" in str(
        cast(dict[str, Any], author).get("@type")
    )


def _names(signature: str) -> Iterator[str]:
    if "@" in signature:
        return  # a handle on another site
    for part in _BETWEEN.split(_bare(signature)):
        name = _bare(part)
        if name and _is_person(name):
            yield name.title() if name.isupper() and " " in name else name


def _bare(text: str) -> str:
    text = squeeze(text).strip(" :,.-–—|/\"'“”")
    text = _ROLE.sub("", text)
    return _SUFFIX.sub("", _PREFIX.sub("", text)).strip(" :,.-–—|/")


def _is_person(name: str) -> bool:
    words = name.split()
    return (
        len(words) <= LONGEST_NAME
        and len(name) > 2
        and name[0].isalpha()
        and (name[0].isupper() or len(words) > 1)
        and outlet_named(name) is None
        and not _NOBODY.search(name)
    )


def _marked_bylines(page: Walk) -> Iterator[str]:
    """Texts of elements that call themselves author, penulis or the like."""
    for number, names in page.named:
        if not _is_place(names) or _is_elsewhere(page, number):
            continue
        text = page.pieces(number)
        if 0 < len(text) <= LONGEST_BYLINE and not _EDITOR.match(text):
            yield _EDITOR.split(text)[0]


@lru_cache(maxsize=4096)
def _is_place(names: str) -> bool:
    return bool(_PLACE.search(names))


def _is_elsewhere(page: Walk, number: int) -> bool:
    return any(page.tags[outer] in _ELSEWHERE for outer in page.around(number))


def _written_bylines(page: Walk) -> Iterator[str]:
    """Names in short elements that begin with "Penulis:" and the like."""
    for number in page.of_tags(*_WRITTEN):
        if page.below(number) > MOST_BELOW:  # a container
            continue
        text = page.pieces(number)
        if len(text) <= LONGEST_BYLINE and (names := byline(text)):
            yield ", ".join(names)
