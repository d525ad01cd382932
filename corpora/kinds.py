"""Is this page an article at all? Evidence for and against, in words."""

from __future__ import annotations

import re

from .article import Reason, Skipped
from .dom import select, squeeze, words_of
from .evidence import MANY, SLUGGED, TEASER, heads_an_article, signs_of_article, signs_of_listing
from .kindrules import RULES, matching
from .metadata import Metadata
from .page import Page
from .prose import Shape
from .rules import any_of
from .walk import Walk

SAMPLE = 2048  # characters looked at for signs of a feed or a binary
SHORT = 1000  # characters of prose in one box below which an error or a wall can be the whole page
NOTICE = 200  # characters of prose in one box from which a page has a text
APOLOGY = 300  # characters of prose of an error page whose title a headline might have
EXCUSE = 250  # characters of a sentence that says that the article is gone
MOST_SIGNS = 6  # pieces of evidence that a listing can give
ENOUGH = 2  # pieces of evidence, less those of an article, that make a listing

_MAGIC = {bytes.fromhex(digits): name for name, digits in RULES.magic.items()}
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_ELEMENT = re.compile(r"<([a-z][\w:]*)", re.IGNORECASE)
_ENTRY = re.compile(RULES.entries, re.IGNORECASE)
_STRANGE = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
_WALL = any_of(RULES.walls)
_SAYING = ("p", "div", "span", "h1", "h2", "h3", "h4", "strong", "b", "td", "center")


def judge_bytes(content: bytes) -> Skipped | None:
    """The verdict on bytes that hold no text at all; None if they may."""
    if not content.strip(b"\x00 \t\r\n\x0c\xef\xbb\xbf"):
        return Skipped(Reason.EMPTY, f"{len(content)} bytes, all of them blank")
    name = next((name for mark, name in _MAGIC.items() if content.startswith(mark)), None)
    if name:
        return Skipped(Reason.BINARY, f"begins like a {name}")
    return None


def judge_text(text: str) -> Skipped | None:
    """The verdict on decoded text before it is parsed: feeds, and binaries that no mark betrays."""
    sample = text[:SAMPLE]
    element = _ELEMENT.search(_COMMENT.sub("", sample))
    if element and element[1].lower() in RULES.feeds:
        entries = len(_ENTRY.findall(text))
        return Skipped(Reason.LISTING, f"a feed (<{element[1].lower()}>) of {entries} entries")
    strange = len(_STRANGE.findall(sample))
    if strange > len(sample) // 10:
        return Skipped(Reason.BINARY, f"{strange} control characters in {len(sample)}")
    return None


def judge_page(page: Page, metadata: Metadata, shape: Shape) -> Skipped | None:
    """The verdict on a parsed page; None for an article. In doubt a page is an article."""
    if not shape.text:
        return Skipped(Reason.EMPTY, "no text outside scripts")
    signs = signs_of_article(page, metadata, shape)
    return (
        _judge_viewer(page, shape)
        or _judge_error(page, shape, signs)
        or _judge_wall(page, shape, signs)
        or _judge_listing(page, metadata, shape, signs)
    )


def _judge_viewer(page: Page, shape: Shape) -> Skipped | None:
    """A page that shows a file and has no text of its own."""
    if shape.longest >= NOTICE:
        return None
    if select(page.root, RULES.viewers):
        return Skipped(Reason.EMPTY, "it shows a PDF and has no text of its own")
    if select(page.root, RULES.attachments):
        return Skipped(Reason.EMPTY, "it shows an attached picture and has no text of its own")
    return None


def _judge_error(page: Page, shape: Shape, signs: list[str]) -> Skipped | None:
    """An error page: by a title that no headline has, by one that few have, or by its excuse.

    The address of a page that is gone still holds the headline, so that does not count.
    """
    others = [sign for sign in signs if sign != SLUGGED]
    if others or shape.longest >= SHORT:
        return None
    titles = [page.title(), *page.headings()[:2]]
    told = matching(RULES.errors, titles)
    if told is None and not signs and shape.longest < APOLOGY:
        told = matching(RULES.perhaps_errors, titles)
    if told is not None:
        return Skipped(Reason.ERROR_PAGE, f'its title is "{told}"')
    excuse = matching(RULES.excuses, _sayings(page.walk)) if shape.longest < TEASER else None
    return Skipped(Reason.ERROR_PAGE, f'it says "{excuse}"') if excuse else None


def _sayings(page: Walk) -> list[str]:
    """The texts that stand directly in an element, if short enough for an excuse."""
    own = (squeeze(page.own[number]) for number in page.of_tags(*_SAYING))
    return [text for text in own if 0 < len(text) <= EXCUSE]


def _judge_wall(page: Page, shape: Shape, signs: list[str]) -> Skipped | None:
    """A wall in place of the article; a teaser in front of a wall is an article."""
    titled = matching(RULES.wall_titles, [page.title(), *page.headings()[:1]])
    counted = [sign for sign in signs if sign != SLUGGED or not titled]
    if counted or heads_an_article(page) or shape.longest >= SHORT or shape.headlines >= MANY:
        return None
    # a notice beside the text is no wall: where there is a text, the text must say it
    box = page.root if shape.box is None or shape.longest < NOTICE else shape.box
    told = _WALL.search(page.title() + " " + words_of(box))
    if told is None and not (titled and shape.longest < NOTICE):
        return None
    says = told[0] if told else titled
    return Skipped(Reason.COOKIE_WALL, f'it says "{says}" and holds no article')


def _judge_listing(
    page: Page, metadata: Metadata, shape: Shape, signs: list[str]
) -> Skipped | None:
    if MOST_SIGNS - len(signs) < ENOUGH:
        return None
    evidence = signs_of_listing(page, metadata, shape)
    if len(evidence) - len(signs) < ENOUGH:
        return None
    return Skipped(Reason.LISTING, "; ".join(evidence))
