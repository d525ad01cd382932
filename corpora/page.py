"""What does a page say about itself? Its meta elements, its JSON-LD, its headings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any, cast

from .dom import Node, parse, select, squeeze, strip
from .walk import Walk, walk

ARTICLES = re.compile(r"(?:.*article|.*posting|reportage.*|.*news.*|report|review|recipe)$", re.I)
_NOTHING: Mapping[str, Any] = {}
LONGEST_TITLE = 500  # characters; what is longer is no headline, and patterns stay fast
LONGEST_META = 5000
LONGEST_LINKED = 1_000_000  # characters of one JSON-LD block; more is no description
# Elements whose text no reader sees, or sees only while the page fails.
UNSEEN = (
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "iframe",
    "select",
    "object",
    "amp-iframe",
)
_SCRIPT_TYPE = './/script[contains(@type, "ld+json")]'
_META_NAMES = ("property", "name", "itemprop", "http-equiv")
_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?://\s*)?(?:-->|\]\]>)\s*;?\s*$"
)
_TRAILING_COMMA = re.compile(r",\s*(?=[}\]])")
_PAIR = re.compile(
    r'"(headline|datePublished|dateModified|articleSection|url)"\s*:\s*"((?:[^"\\\n]|\\.)*)"'
)


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed page with what it declares. `metas` has lower-case names, values in order.

    `walk` is what stood where when the page was read; it stays so when boxes are taken off `root`.
    """

    root: Node
    walk: Walk
    metas: Mapping[str, tuple[str, ...]]
    linked: tuple[Mapping[str, Any], ...]
    _title: str
    _headings: tuple[str, ...]
    _article: Mapping[str, Any]

    def meta(self, *names: str) -> str | None:
        """The first value of the first of `names` that the page declares."""
        return next((self.metas[name][0] for name in names if name in self.metas), None)

    def all_meta(self, *names: str) -> tuple[str, ...]:
        """Every value of the first of `names` that the page declares."""
        return next((self.metas[name] for name in names if name in self.metas), ())

    def title(self) -> str:
        """The text of the title element; an SVG's title is none."""
        return self._title

    def headings(self) -> list[str]:
        """The texts of h1, then of h2, in document order, empty ones left out."""
        return list(self._headings)

    def article(self) -> Mapping[str, Any]:
        """The JSON-LD object of the article itself; empty if there is none."""
        return self._article


def read_page(text: str) -> Page | None:
    """The page that `text` marks up, without scripts; None where it holds no element at all."""
    root = parse(text)
    if root is None:
        return None
    metas, linked = _metas(root), tuple(_linked(root))
    strip(root, *UNSEEN)
    seen = walk(root)
    return Page(
        root=root,
        walk=seen,
        metas=metas,
        linked=linked,
        _title=_title(seen),
        _headings=tuple(_headings(seen)),
        _article=next(filter(is_article, linked), _NOTHING),
    )


def _title(seen: Walk) -> str:
    titles = (
        seen.words(number)
        for number in seen.tagged.get("title", ())
        if seen.tags[seen.parents[number]] in ("head", "body")
    )
    return next(titles, "")[:LONGEST_TITLE]


def _headings(seen: Walk) -> Iterator[str]:
    for number in (*seen.tagged.get("h1", ()), *seen.tagged.get("h2", ())):
        if text := seen.words(number):
            yield text[:LONGEST_TITLE]


def types_of(item: Mapping[str, Any]) -> tuple[str, ...]:
    """The schema.org types of a JSON-LD object, without their address."""
    stated = item.get("@type")
    if isinstance(stated, str) and stated.isalpha():  # nearly always
        return (stated,)
    return tuple(name.rsplit("/", 1)[-1] for name in texts(stated))


def is_article(item: Mapping[str, Any]) -> bool:
    """Whether a JSON-LD object describes an article, and not a site, person or list."""
    named = any(ARTICLES.match(name) and "Organization" not in name for name in types_of(item))
    return named and "itemReviewed" not in item


def texts(value: Any) -> list[str]:
    """The texts in a JSON-LD value: itself, its list, or the name or address of its objects.

    >>> texts([{"@type": "Person", "name": "Ani"}, "Budi"])
    ['Ani', 'Budi']
    """
    if isinstance(value, str):
        return [text] if (text := squeeze(unescape(value))) else []
    if isinstance(value, list):
        return [text for item in cast(list[Any], value) for text in texts(item)]
    if isinstance(value, dict):
        item = cast(dict[str, Any], value)
        return texts(item.get("name") or item.get("@id") or item.get("url"))
    return []


def first(value: Any) -> str | None:
    """The first of the texts in a JSON-LD value."""
    return next(iter(texts(value)), None)


def _metas(root: Node) -> dict[str, tuple[str, ...]]:
    """Each declared name with its values. Names are written in any case and attribute."""
    found: dict[str, list[str]] = {}
    for node in root.iter("meta"):
        value = squeeze(node.get("content") or node.get("value"))[:LONGEST_META]
        stated = [squeeze(name).lower() for key, name in node.items() if key in _META_NAMES]
        names = {name for name in stated if name}
        for name in names if value else ():
            found.setdefault(name, []).append(value)
    return {name: tuple(values) for name, values in found.items()}


def _linked(root: Node) -> Iterator[Mapping[str, Any]]:
    for script in select(root, _SCRIPT_TYPE):
        text = script.text or ""
        if text.strip() and len(text) < LONGEST_LINKED:
            yield from _flattened(_tolerant_json(text), depth=0)


def _flattened(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    """The objects in a list or @graph and those that they are about, outer ones first."""
    if depth > 8:
        return
    if isinstance(value, list):
        for item in cast(list[Any], value):
            yield from _flattened(item, depth + 1)
    elif isinstance(value, dict):
        item = cast(dict[str, Any], value)
        yield item
        for name in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart"):
            yield from _flattened(item.get(name), depth + 1)


def _tolerant_json(text: str) -> Any:
    """JSON as newsrooms write it: comments around it, raw line breaks, trailing commas.

    What is broken beyond that still gives its plain pairs of name and text.
    """
    bare = _WRAPPING.sub("", text.strip())
    for candidate in (bare, _TRAILING_COMMA.sub("", bare), unescape(bare)):
        try:
            # strict=False: line breaks inside strings
            return json.JSONDecoder(strict=False).raw_decode(candidate.lstrip())[0]
        except (ValueError, RecursionError):
            continue
    pairs = dict(reversed(_PAIR.findall(bare)))
    kind = re.search(r'"@type"\s*:\s*"(\w*(?:Article|Posting)\w*)"', bare)
    return {"@type": kind[1], **pairs} if kind else pairs
