"""Which dates does a reader see on a page? Short texts that say when, with their place."""

from __future__ import annotations

import re
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
ENOUGH = 6  # dates below the headline
MOST = 8  # elements in such a box
CROWD = 100  # elements in a box that is more than one teaser
TEASER = 400  # characters of a box in which a long link makes the date that of another article
DEEP = 4  # boxes around a date in which such a link is sought
LINK = 5  # words of a link that is the headline of another article
_HEADS = ("h1", "h2", "h3")
_UNDATED = frozenset((*_HEADS, "title", "option", "button", "figcaption", "textarea"))
_DIGIT = re.compile(r"\d")


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
    for number, text, below in short_texts(page, title, holding=_DIGIT):
        line = text if is_dateline(text, signed=True) else _hint(page.walk, number, text)
        if line is None or _is_teaser(page.walk, number, title):
            continue
        whole = _with_clock(page.walk, number, line)
        published, modified = dates_in(whole, timezone=timezone)
        if published or modified:
            found.append(Dateline(published, modified, below))
        if sum(line.below for line in found) >= ENOUGH or len(found) >= CROWD:
            break  # what follows is a list of other articles
    return found


def _hint(walk: Walk, number: int, text: str) -> str | None:
    """The date that appears when the mouse rests on "3 jam yang lalu"."""
    if not text[:1].isdigit() or not is_relative(text):
        return None
    hint = squeeze(walk.nodes[number].get("title"))
    return hint if is_dateline(hint, signed=True) else None


def short_texts(
    page: Page, title: str, *, holding: re.Pattern[str]
) -> Iterator[tuple[int, str, bool]]:
    """Elements whose own text is short and matches; whether the headline stands above them."""
    walk, headline = page.walk, plain(title)
    heads = (number for number in walk.of_tags(*_HEADS) if headline in plain(walk.words(number)))
    first = next(heads, len(walk.nodes)) if headline else len(walk.nodes)
    # in one simple loop: of thousands of texts few are left
    for number, own in enumerate(walk.own):
        if 0 < len(own) <= LONGEST and holding.search(own) and walk.tags[number] not in _UNDATED:
            yield number, own, number > first


def _with_clock(walk: Walk, number: int, text: str) -> str:
    """`text`, or all of the box around it where a time stands there in an element of its own."""
    parent = walk.parents[number]
    if parent < 0 or walk.below(parent) > MOST:
        return text
    whole = walk.pieces(parent)
    if whole == text or len(whole) > LONGEST or not is_dateline(whole, signed=True):
        return text
    return text if find_day(whole.replace(text, "", 1)) else whole


def _is_teaser(walk: Walk, number: int, title: str) -> bool:
    """Whether the nearest boxes around the date hold the headline of another article."""
    for box in islice(walk.around(number), DEEP):
        if walk.below(box) > CROWD or len(walk.words(box)) > TEASER:
            return False
        tags = walk.tags[box : walk.ends[box]]
        if "h1" in tags:
            return False
        for link in (box + place for place, tag in enumerate(tags) if tag == "a"):
            text = walk.words(link)
            if len(text.split()) >= LINK and not is_dateline(text, signed=True):
                return plain(text) not in plain(title)
    return False
