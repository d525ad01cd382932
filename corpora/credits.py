"""Who signed this page: which people wrote and edited it, or else which desk, and which agency?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any, cast

from .agencies import agency_at, agency_in, agency_named
from .authors import LONGEST_BYLINE, RULES, Roles, desk_in, people, roles_in
from .dom import Node, squeeze, text_of
from .outlets import outlet_named, plain
from .page import Page, texts
from .prose import INLINE
from .rules import any_of
from .walk import Walk

AUTHOR_METAS = ("author", "content_author", "dtk:author", "article:author", "parsely-author")
EDITOR_METAS = ("editor", "content_editor", "article:editor", "dtk:editor")
SOURCE_METAS = ("source", "content_source", "news_source", "article:source", "dc.source")
FIRST_WORD = 40  # characters in which the first word ends
ALIKE = 3  # elements with one class and different texts; more are cards of other stories
HEAD = 8  # lines at the start and at the end of a text that may be credits
CLIMB = 3  # elements around a role among which its names are
_NOTHING: Mapping[str, Any] = {}
_PLACE = any_of(RULES.places)
_EDITING = re.compile(RULES.editing, re.I)
_ELSEWHERE = frozenset(("figure", "aside", "footer", "nav", "figcaption"))
_WHOLE = frozenset(("html", "body", "main", "article"))
_OTHERS = re.compile(RULES.elsewhere, re.I)
_PICTURES = frozenset(("figure", "figcaption", "table", "aside", "ul"))
_PICTURED = re.compile(r"caption|credit|foto|photo|image|gambar|pic[_-]", re.I)
_ROLES = any_of((*RULES.both, *RULES.writers, *RULES.editors, "sumber", "source"))
_MARKS = "()[]{}:|*•·-–—.,/ "
_OUTLET = re.compile(r"\s+[-–—|]\s+|,\s*")
_ROLE_ALONE = re.compile(rf"\W*(?:{_ROLES.pattern})\W*", re.I)


@dataclass(frozen=True, slots=True)
class Credits:
    """Who signed a page. `byline` is a desk or an outlet, and only where no person signed."""

    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    byline: str | None = None
    agency: str | None = None


def credits_of(page: Page, site: str | None = None, url: str | None = None) -> Credits:
    """The people whom the page declares as writers, else those of its visible bylines.

    An editor is no author, even where the page declares so, unless a byline says that he wrote.
    """
    written = list(_written(page.walk))
    marked = list(_marked(page.walk, editing=False))
    persons, desks = _declared(page, "author", "creator")
    metas = page.all_meta(*AUTHOR_METAS)
    labelled = next(filter(None, (people([one.writer]) for one in written)), ())
    editors = _editors(page, written)
    others = {plain(name) for name in (*desks, site or "")}
    others |= {plain(name) for name in editors if name not in labelled}
    sources = (persons, metas, labelled, *([one] for one in marked))
    found = (_without(people(names), others) for names in sources)
    authors = next(filter(None, found), ())
    signatures = [*persons, *desks, *metas, *(one.writer for one in written), *marked]
    return Credits(
        authors=authors,
        editors=editors,
        byline=None if authors else _desk(desks, signatures),
        agency=_agency(page, url, signatures, written),
    )


def credits_in(lines: Sequence[str], source: str = "") -> Credits:
    """The credits that the first and last lines of a plain text give; `source` is its outlet."""
    roles = [roles_in(line) for line in (*lines[:HEAD], *lines[HEAD:][-HEAD:])]
    writers = [one.writer for one in roles]
    authors = next(filter(None, (people([text]) for text in writers)), ())
    named = [source, *writers, *(one.source for one in roles)]
    return Credits(
        authors=authors,
        editors=next(filter(None, (people([one.editor]) for one in roles)), ()),
        byline=None if authors else desk_in(writers),
        agency=next(filter(None, map(agency_named, named)), None) or agency_in(lines),
    )


def agency_on(box: Node | None) -> str | None:
    """The agency that the text in the fullest box of a page credits, pictures left out."""
    return agency_in(_lines(box)) if box is not None else None


def _without(names: Iterable[str], others: set[str]) -> tuple[str, ...]:
    return tuple(name for name in names if plain(name) not in others)


def _editors(page: Page, written: list[Roles]) -> tuple[str, ...]:
    persons, _ = _declared(page, "editor")
    marked = _marked(page.walk, editing=True)
    found = [people(persons), people(page.all_meta(*EDITOR_METAS))]
    found += [people([text]) for text in (*(one.editor for one in written), *marked)]
    return next(filter(None, found), ())


def _desk(desks: list[str], signatures: list[str]) -> str | None:
    """The desk that signed: a declared organization whatever its name, but for the agencies."""
    named = desk_in(signatures)
    return named or next((one for one in desks if not agency_named(one) and "/" not in one), None)


def _agency(page: Page, url: str | None, signatures: list[str], written: list[Roles]) -> str | None:
    named = [*signatures, *page.all_meta(*SOURCE_METAS), *(one.source for one in written)]
    named += texts(page.article().get("sourceOrganization"))
    return agency_at(url) or next(filter(None, map(agency_named, named)), None)


def _declared(page: Page, *properties: str) -> tuple[list[str], list[str]]:
    """The people and the organizations that JSON-LD gives for the first of `properties`."""
    article = page.article()
    values = _listed(next(filter(None, map(article.get, properties)), None))
    persons: list[str] = []
    desks: list[str] = []
    for value in values:
        item = cast(dict[str, Any], value) if isinstance(value, dict) else {}
        item = item if item.get("name") else _referred(page, item.get("@id")) or item
        names = texts(item or value)
        (desks if "Organization" in str(item.get("@type")) else persons).extend(names)
    return persons, desks


def _referred(page: Page, name: object) -> dict[str, Any]:
    """The object elsewhere in the JSON-LD that an author's @id points to; empty if none does."""
    same = (one for one in page.linked if name and one.get("@id") == name and one.get("name"))
    return dict(next(same, _NOTHING))


def _listed(value: Any) -> list[Any]:
    return cast(list[Any], value) if isinstance(value, list) else [value]


def _marked(page: Walk, *, editing: bool) -> Iterator[str]:
    """Texts of elements that call themselves author, penulis or the like; or editor.

    Where many elements are marked alike, each names the writer of another story.
    """
    wanted = "editor" if editing else "writer"
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for number, names in page.named:
        if _role_of(names) == wanted and not _is_elsewhere(page, number):
            text = page.pieces(number)
            if 0 < len(text) <= LONGEST_BYLINE:
                found[names].setdefault(text, number)
    kept = (alike.items() for alike in found.values() if len(alike) <= ALIKE)
    for at, text in sorted((number, text) for alike in kept for text, number in alike):
        roles = roles_in(text)
        told = (roles.editor if editing else roles.writer) or ("" if roles.editor else text)
        yield told if _is_sure(page.nodes[at], told) else ""


@lru_cache(maxsize=4096)
def _role_of(names: str) -> str:
    """Whom an element with these names holds: "editor", "writer" or nobody."""
    if _EDITING.search(names):
        return "editor"
    return "writer" if _PLACE.search(names) else ""


def _is_sure(node: Node, text: str) -> bool:
    """Whether a name of one word is a person's: a class alone may hold the name of any outlet."""
    names = people([text])
    told = node.get("itemprop") or node.get("rel") or outlet_named(_OUTLET.split(text)[-1])
    return not names or any(" " in name for name in names) or bool(told)


def _written(page: Walk) -> Iterator[Roles]:
    """The credit lines of the page: "Penulis: A | Editor: B", in one element or in several."""
    for number, own in enumerate(page.own):
        if not own:
            continue
        begins = own.partition(" ")[0].strip(_MARKS).lower() in RULES.firsts
        if not begins and ":" not in own:
            continue
        node = page.nodes[number]
        within = [child.tail for child in node if _begins(child.tail)]
        if (begins or within) and not _is_elsewhere(page, number):
            if _begins(node.text):
                yield _roles_around(page, number, squeeze(node.text))
            yield from (roles_in(squeeze(text)) for text in within)


def _begins(text: str | None) -> bool:
    """Whether the first word is that of a role."""
    first = text[:FIRST_WORD].split(None, 1) if text else ()
    return bool(first) and first[0].strip(_MARKS).lower() in RULES.firsts


def _roles_around(page: Walk, number: int, text: str) -> Roles:
    """The roles of the line that begins with `text`: in the element itself or one around it."""
    found = Roles()
    for outer in islice(page.around(number), CLIMB):
        line = page.pieces(outer)
        if len(line) > LONGEST_BYLINE or not line.startswith(text):
            break
        if _ROLE_ALONE.fullmatch(text) and ":" not in line[: len(text) + 2]:
            # <h4>Editor</h4> <p>Ani</p>: what stands beside it, or behind it in the same element
            line = f"{text.strip(' |:')}: {_beside(page, outer) or line[len(text) :]}"
        found = roles_in(line)
        if found.source or _names_one(found.writer) or _names_one(found.editor):
            return found
    return found


def _names_one(text: str) -> bool:
    return bool(people([text]) or desk_in([text]) or agency_named(text))


def _beside(page: Walk, number: int) -> str:
    """The text of the element that follows under the same parent, if short enough for a name."""
    after = page.ends[number]
    follows = after < len(page.nodes) and page.parents[after] == page.parents[number]
    text = page.pieces(after) if follows else ""
    return text if len(text) <= LONGEST_BYLINE and not _begins(text) else ""


def _is_elsewhere(page: Walk, number: int) -> bool:
    return any(_is_side(page, outer) for outer in page.around(number))


def _is_side(page: Walk, number: int) -> bool:
    """Whether an element is a side box, by its tag or by its name."""
    if page.tags[number] in _ELSEWHERE or page.tags[number] in _WHOLE:
        return page.tags[number] in _ELSEWHERE
    node = page.nodes[number]
    return bool(_OTHERS.search(f"{node.get('class') or ''} {node.get('id') or ''}"))


def _lines(box: Node) -> list[str]:
    """The lines of text in a box: its blocks and what stands between them, without pictures."""
    lines = [box.text or ""]
    for child in box:
        if child.tag in INLINE:
            lines[-1] += text_of(child) + (child.tail or "")
            continue
        if child.tag not in _PICTURES and not _PICTURED.search(child.get("class") or ""):
            lines.append(text_of(child))
        lines.append(child.tail or "")
    return [line for line in map(squeeze, lines) if line]
