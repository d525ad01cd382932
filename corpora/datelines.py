"""Which dates does a reader see on a page? Short texts that say when, with their place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from .dates import DEFAULT_TIMEZONE, RULES, find_day, is_dateline, parse_date
from .dom import Node, around, pieces_of, squeeze
from .outlets import plain
from .page import Page
from .rules import any_of

LONGEST = 120  # characters of a box that holds a date and the names beside it
TEASER = 400  # characters of a box in which a long link makes the date that of another article
DEEP = 4  # boxes around a date in which such a link is sought
LINK = 5  # words of a link that is the headline of another article
_HEADS = ("h1", "h2", "h3")
_DATED = (
    *("time", "div", "span", "p", "td", "li", "small", "strong", "b", "em", "i", "font"),
    *("h4", "h5", "h6", "dd", "dt", "label", "address", "center", "a"),
)
_UPDATE = re.compile(rf"\b(?:{any_of(RULES.updates).pattern})\b", re.IGNORECASE)


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
    for node, text, below in short_texts(page, title):
        if not is_dateline(text, signed=True) or _is_teaser(node, title):
            continue
        published, modified = dates_in(_with_clock(node, text), timezone=timezone)
        if published or modified:
            found.append(Dateline(published, modified, below))
    return found


def short_texts(page: Page, title: str) -> Iterator[tuple[Node, str, bool]]:
    """Elements with the short text that is their own, and whether the headline stands above."""
    headline, below = plain(title), False
    for node in page.root.iter(*_DATED, *_HEADS):
        if node.tag in _HEADS:
            below = below or bool(headline and headline in plain(node.text_content()))
            continue
        if len(node):
            text = squeeze((node.text or "") + " " + " ".join(child.tail or "" for child in node))
        else:
            text = squeeze(node.text)
        if 0 < len(text) <= LONGEST:
            yield node, text, below


def dates_in(
    line: str, *, timezone: str = DEFAULT_TIMEZONE
) -> tuple[datetime | None, datetime | None]:
    """When the article of a dateline appeared, and when it was last changed.

    >>> [str(date) for date in dates_in("28/10/2021, 20:47 WIB Diperbarui 29/10/2021, 07:00 WIB")]
    ['2021-10-28 20:47:00+07:00', '2021-10-29 07:00:00+07:00']
    """
    word = _UPDATE.search(line)
    if word is None:
        return parse_date(line, timezone=timezone), None
    before, after = line[: word.start()], line[word.end() :]
    return parse_date(before, timezone=timezone), parse_date(after, timezone=timezone)


def _with_clock(node: Node, text: str) -> str:
    """`text`, or all of the box around it where a time stands there in an element of its own."""
    parent = node.getparent()
    if parent is None or len(parent) > LINK:
        return text
    whole = pieces_of(parent)
    if len(whole) > LONGEST or not is_dateline(whole, signed=True):
        return text
    return text if find_day(whole.replace(text, "", 1)) else whole


def _is_teaser(node: Node, title: str) -> bool:
    """Whether the nearest boxes around the date hold the headline of another article."""
    for box in islice(around(node), DEEP):
        if len(box.text_content()) > TEASER or next(box.iter("h1"), None) is not None:
            return False
        for link in box.iter("a"):
            text = squeeze(link.text_content())
            if len(text.split()) >= LINK and not is_dateline(text, signed=True):
                return plain(text) not in plain(title)
    return False
