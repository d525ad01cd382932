"""Which pages make up one article, and what is it then? Joined, and taken apart again.

An article in several pages is one document of the index, which keeps enough of each page to take
it apart: `split` undoes `join`. So a page that comes, changes or goes costs no reading of the
others, and what the index holds depends on the pages alone, not on the order in which they came.

The ledger knows each page by a name of its own, `paging.name_of`; the names of a family, the
pages of one address, begin with the id of the article. Whole articles are families of one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import msgspec

from ...corpora.article import Article, Sheet, make_id
from ...corpora.paging import name_of
from ..schema import storable

MARK: Final = "\0"  # between the id of an article and the number of a page
LONG: Final = 40  # characters of a line that nobody writes twice
SAME: Final = 0.8  # of a page's characters, in the whole on one page: then it says nothing new
_OWN: Final = ("id", "text", "paths", "pages")  # kept otherwise than as facts
# What a page may know that the first one does not say.
_SHARED: Final = ("published", "authors", "editors", "byline", "agency", "place", "section", "tags")
_PLAIN: Final = Sheet(number=1, of="")  # of an article that says nothing of pages


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of the documents of a family; `put` begins with that of the page that came."""

    put: Sequence[Article]
    removed: Sequence[str]


class Families:
    """Keeps pages as documents; `stored` returns a document as it will be after the batch."""

    def __init__(self, names: Iterable[str], stored: Callable[[str], Article | None]) -> None:
        self._names: defaultdict[str, set[str]] = defaultdict(set)  # of pages, by article
        self._stored = stored
        for name in names:
            if MARK in name:
                self._names[document_of(name)].add(name)

    def page(self, name: str) -> Article | None:
        """Return a page, or an article that is whole, as it was read."""
        of = document_of(name)
        if of not in self._names:
            return self._stored(name)
        return self._family(of)[0].get(name)

    def put(self, page: Article) -> Change:
        """Return what a page that came or changed makes of its family."""
        of = document_of(page.id)
        if MARK in page.id:
            self._names[of].add(page.id)
        if of not in self._names:
            return Change([page], [])
        pages, documents = self._family(of)
        return _change(pages | {page.id: storable(page)}, documents, page.id)

    def remove(self, name: str) -> Change:
        """Return what is left of a family without one of its pages."""
        of = document_of(name)
        if of not in self._names:
            return Change([], [name])
        pages, documents = self._family(of)
        pages.pop(name, None)
        self._names[of].discard(name)
        if not self._names[of]:
            del self._names[of]
        return _change(pages, documents, None)

    def _family(self, of: str) -> tuple[dict[str, Article], dict[str, Article]]:
        """Return the pages of a family by name, and the documents that hold them by id."""
        ids = [of, *(make_id(name) for name in sorted({of, *self._names[of]}))]
        documents = {one: found for one in ids if (found := self._stored(one)) is not None}
        found = (page for document in documents.values() for page in split(document))
        pages = (page if page.pages else replace(page, id=of) for page in found)
        return {page.id: page for page in pages}, documents


def named(article: Article) -> Article:
    """Return an article just read with the name under which the ledger knows it."""
    return replace(article, id=name_of(article.pages[0])) if article.pages else article


def document_of(name: str) -> str:
    """Return the id under which the index holds the article that a page is of."""
    return name.partition(MARK)[0]


def _change(
    pages: Mapping[str, Article], documents: Mapping[str, Article], came: str | None
) -> Change:
    groups = list(_groups(pages.values()))
    after = [join(group, leads=not place) for place, group in enumerate(groups)]
    names = [{page.id for page in group} for group in groups]
    put = [one for one, held in zip(after, names, strict=True) if came in held]
    rest = [one for one in after if one not in put and documents.get(one.id) != one]
    return Change([*put, *rest], sorted(documents.keys() - {one.id for one in after}))


def _groups(pages: Iterable[Article]) -> Iterator[list[Article]]:
    """Yield the pages that belong together, in their order; the article's id is the first one's."""
    left = sorted(pages, key=lambda page: _sheet(page).number)
    while left:
        title = _bare(left[0].title)
        mine = [page for page in left[1:] if _sheet(page).linked or _agree(title, page)]
        yield [left[0], *mine]
        left = [page for page in left[1:] if page not in mine]


def _agree(title: str, page: Article) -> bool:
    return bool(title) and title == _bare(page.title)


def _bare(title: str) -> str:
    return "".join(filter(str.isalnum, title.casefold()))


def _sheet(page: Article) -> Sheet:
    return page.pages[0] if page.pages else _PLAIN


# Joining and taking apart


def join(pages: Sequence[Article], *, leads: bool = True) -> Article:
    """Return one article of pages in their order: `split` gives them back.

    The facts are those of the first page that knows them. Of later pages, lines that stand on an
    earlier one are left out: headline and summary at the top, what follows at the bottom, and
    long ones anywhere.

    Args:
        pages: as they were read, named by `paging.name_of`; the first may be a whole article.
        leads: whether the first has the id of the article; else it has one of its own.

    """
    first = pages[0]
    of = document_of(first.id)
    whole = replace(first, id=of if leads else make_id(first.id))
    if len(pages) == 1:
        return whole
    lines = _lines(pages)
    whole = replace(
        whole,
        text="\n".join(lines),
        captions=tuple(dict.fromkeys(one for page in pages for one in page.captions)),
        paths=tuple(dict.fromkeys(one for page in pages for one in page.paths)),
        pages=(),
        **{name: _first(pages, name) for name in _SHARED},
    )
    told = msgspec.to_builtins(whole)
    places = {line: place for place, line in reversed(list(enumerate(lines)))}
    return replace(whole, pages=tuple(_sheet_in(page, of, told, places) for page in pages))


def _lines(pages: Sequence[Article]) -> list[str]:
    """Return the lines of pages, each in its place, without those that are said again."""
    lines = pages[0].text.split("\n")
    on_one = set(lines) if _sheet(pages[0]).number == 0 else set[str]()
    for page in pages[1:]:
        own = page.text.split("\n")
        if not _within(own, on_one):
            lines += _fresh(own, set(lines), page.title)
    return lines


def _sheet_in(page: Article, of: str, told: Mapping[str, Any], places: Mapping[str, int]) -> Sheet:
    """Return what a joined article keeps of a page."""
    return replace(
        _sheet(page),
        of=of,
        paths=page.paths,
        lines=tuple(_runs(page.text.split("\n"), places)),
        facts=_facts(page, told),
    )


def split(article: Article) -> list[Article]:
    """Return the pages that an article was joined from, in their order, as they were read."""
    if len(article.pages) < 2:
        return [named(article)]
    lines = article.text.split("\n")
    told = msgspec.to_builtins(article)
    return [_taken(sheet, told, lines) for sheet in article.pages]


def _taken(sheet: Sheet, told: Mapping[str, Any], lines: Sequence[str]) -> Article:
    own = list[str]()
    for run in sheet.lines:
        own += [run] if isinstance(run, str) else lines[run[0] : run[1]]
    bare = replace(sheet, paths=(), lines=(), facts={})
    is_plain = bare == replace(_PLAIN, of=sheet.of)
    page = msgspec.convert({**told, **sheet.facts, "pages": ()}, Article)
    return replace(
        page,
        id=sheet.of if is_plain else name_of(sheet),
        text="\n".join(own),
        paths=sheet.paths,
        pages=() if is_plain else (bare,),
    )


def _within(lines: Sequence[str], whole: set[str]) -> bool:
    """Tell whether the whole on one page says what a page says; both were extracted apart."""
    return sum(len(line) for line in lines if line in whole) >= SAME * sum(map(len, lines))


def _fresh(lines: Sequence[str], known: set[str], title: str) -> list[str]:
    """Return the lines of a page that earlier ones lack."""
    old = [line in known or line == title for line in lines]
    start = old.index(False) if False in old else len(lines)
    stop = len(lines) - (old[::-1].index(False) if False in old else 0)
    within = zip(lines[start:stop], old[start:stop], strict=True)
    return [line for line, is_old in within if not (is_old and len(line) >= LONG)]


def _first(pages: Sequence[Article], name: str) -> Any:
    values = [getattr(page, name) for page in pages]
    return next((value for value in values if value), values[0])


def _runs(lines: Sequence[str], places: Mapping[str, int]) -> Iterator[tuple[int, int] | str]:
    """Yield where the lines of a page stand in the joined text, or the lines themselves."""
    start = stop = 0
    for line in lines:
        place = places.get(line)
        if place is not None and stop == place and start < stop:
            stop += 1
            continue
        if start < stop:
            yield start, stop
        start, stop = (0, 0) if place is None else (place, place + 1)
        if place is None:
            yield line
    if start < stop:
        yield start, stop


def _facts(page: Article, told: Mapping[str, Any]) -> dict[str, Any]:
    own: dict[str, Any] = msgspec.to_builtins(page)
    return {name: value for name, value in own.items() if name not in _OWN and value != told[name]}
