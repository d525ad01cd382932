"""Which dates does a reader see on a page? Short texts that say when, with their place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from .changes import dates_in
from .dates import DEFAULT_TIMEZONE, find_day, is_dateline
from .dom import squeeze
from .outlets import plain
from .page import Page
from .relative import is_relative
from .walk import Walk

LONGEST = 120  # characters of a box that holds a date and the names beside it
MOST = 8  # elements in such a box
CROWD = 100  # elements in a box that is more than one teaser
TEASER = 400  # characters of a box in which a long link makes the date that of another article
DEEP = 4  # boxes around a date in which such a link is sought
LINK = 5  # words of a link that is the headline of another article
_HEADS = ("h1", "h2", "h3")
_DATED = (
    *("time", "div", "span", "p", "td", "li", "small", "strong", "b", "em", "i", "font"),
    *("h4", "h5", "h6", "dd", "dt", "label", "address", "center", "a"),
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """When an article appeared and was changed, as a line says; whether it is below the headline.

    Above the headline stand the clocks of the site and the dates of other articles.
    """

    published: datetime | None
    modified: datetime | None
    below: bool


def datelines(page: Page, title: str, *, timezone: str = DEFAULT_TIMEZONE) -> list[Dateline]:
    """The visible dates of the page in their order, but those beside links to other articles."""
    found: list[Dateline] = []
    for number, text, below in short_texts(page, title):
        line = text if is_dateline(text, signed=True) else _hint(page.walk, number, text)
        if line is None or _is_teaser(page.walk, number, title):
            continue
        whole = _with_clock(page.walk, number, line)
        published, modified = dates_in(whole, timezone=timezone)
        if published or modified:
            found.append(Dateline(published, modified, below))
        if len(found) > CROWD:  # a list of other articles
            break
    return found


def _hint(walk: Walk, number: int, text: str) -> str | None:
    """The date that appears when the mouse rests on "3 jam yang lalu"."""
    if not is_relative(text):
        return None
    hint = squeeze(walk.nodes[number].get("title"))
    return hint if is_dateline(hint, signed=True) else None


def short_texts(page: Page, title: str) -> Iterator[tuple[int, str, bool]]:
    """Elements with the short text that is their own, and whether the headline stands above."""
    walk, headline = page.walk, plain(title)
    heads = (number for number in walk.of_tags(*_HEADS) if headline in plain(walk.words(number)))
    first = next(heads, len(walk.nodes)) if headline else len(walk.nodes)
    for number in walk.of_tags(*_DATED):
        own = walk.own[number]
        if 0 < len(own) <= 2 * LONGEST and 0 < len(text := squeeze(own)) <= LONGEST:
            yield number, text, number > first


def _with_clock(walk: Walk, number: int, text: str) -> str:
    """`text`, or all of the box around it where a time stands there in an element of its own."""
    parent = walk.parents[number]
    if parent < 0 or walk.below(parent) > MOST:
        return text
    whole = walk.pieces(parent)
    if len(whole) > LONGEST or not is_dateline(whole, signed=True):
        return text
    return text if find_day(whole.replace(text, "", 1)) else whole


def _is_teaser(walk: Walk, number: int, title: str) -> bool:
    """Whether the nearest boxes around the date hold the headline of another article."""
    for box in islice(walk.around(number), DEEP):
        if walk.below(box) > CROWD or len(walk.words(box)) > TEASER:
            return False
        within = range(box, walk.ends[box])
        if any(walk.tags[inner] == "h1" for inner in within):
            return False
        for link in within:
            text = walk.words(link) if walk.tags[link] == "a" else ""
            if len(text.split()) >= LINK and not is_dateline(text, signed=True):
                return plain(text) not in plain(title)
    return False
