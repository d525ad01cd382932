"""Which page of an article in several is this? Its address says, or its links to the others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urljoin

from .article import Article, Reason, Sheet, make_id
from .dom import Node, around, is_longer, squeeze
from .page import Page
from .rules import any_of, load
from .urls import key, split
from .walk import Walk

MOST = 99  # pages of an article; more are a list, or no pages
NESTED = 3  # elements within a link that shows a number
LONGEST_BOX = 200  # characters of a box of numbers with what stands beside them
LONGEST = 2000  # characters of an address worth taking apart
_UNPAGED = {Reason.LISTING, Reason.ERROR_PAGE, Reason.COOKIE_WALL}


@dataclass(frozen=True, slots=True)
class PagingRules:
    """The words and patterns of data/paging.yaml."""

    names: tuple[str, ...]
    whole: tuple[str, ...]
    paths: tuple[str, ...]
    loose: tuple[str, ...]
    current: tuple[str, ...]
    titles: tuple[str, ...]
    lines: tuple[str, ...]


RULES = load("paging.yaml", PagingRules)
_PATHS = [re.compile(pattern, re.IGNORECASE) for pattern in RULES.paths]
_LOOSE = [re.compile(pattern, re.IGNORECASE) for pattern in RULES.loose]
_TITLES = [re.compile(pattern, re.IGNORECASE) for pattern in RULES.titles]
_LINES = [re.compile(pattern, re.IGNORECASE) for pattern in RULES.lines]
_CURRENT = re.compile(rf"(?:^|[-_\s])(?:{'|'.join(RULES.current)})(?:$|[-_\s])", re.IGNORECASE)
_NAMES = any_of(RULES.names)
# what a path that names a page ends with, whatever the pattern
_AT_END = re.compile(rf"(?:(?<!\d)\d{{1,2}}|{'|'.join(RULES.whole)})(?:\.\w+)?$", re.IGNORECASE)
_LAST = 12  # characters in which that is


class Place(NamedTuple):
    """The address of an article and which page of it one shows: 0 is the whole."""

    base: str
    number: int


def place_of(url: str, *, loose: bool = False) -> Place | None:
    """The article and the page that an address names; None where it names no page.

    `loose`: also where the number may be a part of the title.

    >>> place_of("https://contoh.example/berita/banjir-di-kota?page=2")
    Place(base='https://contoh.example/berita/banjir-di-kota', number=2)
    """
    parts = split(url[:LONGEST])
    if parts is None or not parts.path.strip("/"):
        return None
    pairs = parse_qsl(parts.query) if parts.query else []
    named = [(name, value) for name, value in pairs if _NAMES.fullmatch(name)]
    numbers = [number for _, value in named if (number := _number(value)) is not None]
    if numbers:
        left = urlencode([pair for pair in pairs if pair not in named])
        return Place(parts._replace(query=left, fragment="").geturl(), numbers[-1])
    path = parts.path.rstrip("/")
    if not _AT_END.search(path[-_LAST:]):  # the patterns take a hundred times as long
        return None
    for pattern in (*_PATHS, *(_LOOSE if loose else ())):
        match = pattern.fullmatch(path)
        number = _number(match["number"]) if match else None
        if match and number is not None:
            bare = parts._replace(path=match["base"] + match["end"], fragment="")
            return Place(bare.geturl(), number)
    return None


def _number(value: str) -> int | None:
    if value.lower() in RULES.whole:
        return 0
    number = int(value) if value.isascii() and value.isdigit() and len(value) < 3 else 0
    return number or None


def sheet_of(page: Page, stated: str | None, found_at: str | None) -> Sheet | None:
    """Which page of an article a saved page is; None where it is not one of several.

    `stated` is its canonical address, which often names another page: the first one, or the whole.
    So what the page shows goes before it, and where it was found before that.
    """
    if not stated:
        return None
    links = [link for link in _links(page.walk, found_at or stated) if link.address]
    addresses = [one for one in (found_at, page.meta("og:url"), stated) if one]
    for loose in (False, True) if links else (False,):
        placed = [place_of(one, loose=loose) for one in addresses]
        base = key(placed[-1].base if placed[-1] else stated)
        fellows = _fellows(links, base, loose=loose)
        if fellows or (not loose and any(placed)):
            own = [one.number if one and key(one.base) == base else None for one in placed]
            number = _number_of(page, fellows, own[:1] if found_at else [], own)
            linked = any(fellow.number != number for fellow in fellows)
            return Sheet(number=number, of=make_id(base), linked=linked)
    return None


def _number_of(
    page: Page,
    fellows: Sequence[_Fellow],
    found_at: Sequence[int | None],
    stated: Sequence[int | None],
) -> int:
    """The number of a page, by the first evidence that there is; 1 where there is none."""
    shown = (_beside(fellows), _shown(fellows)) if fellows else ()
    told = (_told(page),) if fellows else ()
    evidence = (*found_at, *shown, *stated, *told)
    return next((number for number in evidence if number is not None), 1)


class _Link(NamedTuple):
    """A link that may lead to another page: its address, its text, what it is to this page."""

    node: Node
    address: str
    text: str
    rel: str
    current: bool


class _Fellow(NamedTuple):
    """A link to a page of the same article."""

    number: int
    link: _Link


def _links(page: Walk, base: str) -> Iterator[_Link]:
    # a plain loop: expressions that look at each link take five times as long
    for number in (*page.tagged.get("link", ()), *page.tagged.get("a", ())):
        node, text = page.nodes[number], page.own[number]
        if not text and 0 < page.below(number) <= NESTED:
            text = page.words(number)
        if len(text) < 3 and text.isdecimal():
            yield _Link(node, _joined(base, node), text, "", _marked(node))
        if (rel := (node.get("rel") or "").lower()) and ("prev" in rel or "next" in rel):
            yield _Link(node, _joined(base, node), "", rel, False)


def _joined(base: str, link: Node) -> str:
    """Where a link leads; "" where that is a place on a page."""
    address = (link.get("href") or "#").strip()
    try:
        return "" if "#" in address else urljoin(base, address)[:LONGEST]
    except ValueError:  # "http://[broken"
        return ""


def _marked(node: Node) -> bool:
    around = node.getparent()
    classes = [node.get("class"), around.get("class") if around is not None else None]
    return any(_CURRENT.search(one[:200]) for one in classes if one)


def _fellows(links: Iterable[_Link], base: str, *, loose: bool) -> list[_Fellow]:
    """The links that lead to a page of the article at `base`, and say so."""
    found: list[_Fellow] = []
    for link in links:
        place = place_of(link.address, loose=loose) or Place(link.address, 1)
        if (link.rel or link.text == str(place.number)) and key(place.base) == base:
            found.append(_Fellow(place.number, link))
    # a link to the first page alone may be the headline's, or count its comments
    others = any(one.number != 1 or "prev" in one.link.rel for one in found)
    return found if others else []


def _beside(fellows: Iterable[_Fellow]) -> int | None:
    """The number between those that a page names as the one before and the one after it."""
    for number, link in fellows:
        if "prev" in link.rel:
            return number + 1
        if "next" in link.rel and number > 1:
            return number - 1
    return None


def _shown(fellows: Sequence[_Fellow]) -> int | None:
    """The number that a box of numbers marks, or leaves without a link."""
    marked = {one.number for one in fellows if one.link.current and one.link.text}
    if len(marked) == 1:
        return marked.pop()
    numbers = {one.number for one in fellows if one.number}
    written = {int(word) for word in _box(fellows).split() if word.isdecimal() and len(word) < 3}
    unlinked = written - numbers or set(range(1, max(numbers, default=0) + 1)) - numbers
    return unlinked.pop() if len(unlinked) == 1 else None


def _box(fellows: Iterable[_Fellow]) -> str:
    """The text of the smallest box around the links with numbers that says more than they do."""
    nodes = [link.node for _, link in fellows if link.text.isdigit()]
    alone = sum(len(squeeze(node.text_content())) for node in nodes)
    for box in islice(around(nodes[0].getparent()), 4) if nodes else ():
        text = squeeze(" ".join(box.itertext())) if not is_longer(box, LONGEST_BOX) else ""
        if len(text.replace(" ", "")) > alone or not text:
            return text
    return ""


def _told(page: Page) -> int | None:
    """The number in a line "Halaman 2 dari 3" or in the title."""
    for text in (squeeze(piece[:60]) for piece in page.root.itertext()):
        for pattern in _LINES:
            if match := pattern.fullmatch(text):
                return int(match[1])
    return number_in(page.title())[0]


def number_in(title: str) -> tuple[int | None, str]:
    """The page that a title names at its end, and the title without that.

    >>> number_in("Banjir di Kota Tua (Halaman 2)")
    (2, 'Banjir di Kota Tua')
    """
    for pattern in _TITLES:
        match = pattern.search(title[-60:])
        if match and (bare := title[: len(title) - len(match[0])].strip()):
            return int(match[1]), bare
    return None, title


def marked(article: Article, sheet: Sheet | None) -> Article:
    """The article as the page that it is: with an id of its own, without "(Halaman 2)"."""
    if sheet is None or article.kind in _UNPAGED or sheet.number > MOST:
        return article
    told, bare = number_in(article.title)
    title = bare if told == sheet.number else article.title
    if sheet.number == 1:
        return replace(article, id=sheet.of, title=title)
    name = sheet.of if sheet.number == 0 else make_id(name_of(sheet))
    return replace(article, id=name, title=title, pages=(sheet,))


def name_of(sheet: Sheet) -> str:
    """What tells a page from all others: no article has such an id."""
    return f"{sheet.of}\0{sheet.number}"


def by_address(article: Article) -> Article:
    """The article as the page that its address names, if it names one."""
    place = place_of(article.url) if article.url else None
    sheet = Sheet(number=place.number, of=make_id(key(place.base))) if place else None
    return marked(article, sheet)
