"""Is this page an article at all? Evidence for and against, in words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .article import Reason, Skipped
from .dom import words_of
from .metadata import Metadata
from .page import Page, types_of
from .prose import Shape
from .rules import any_of, load
from .urls import host, is_root, split

SAMPLE = 2048  # characters looked at for signs of a feed or a binary
SHORT = 1000  # characters of prose in one box below which an error or a wall can be the whole page
NOTICE = 200  # characters of prose in one box from which a page has a text
TEASER = 500  # the same for a listing: its longest teaser
MANY = 15  # linked headlines: side boxes of an article have fewer, or the article is longer
ENOUGH = 2  # pieces of evidence, less those of an article, that make a listing
SLUG = 4  # words in the last part of an address that make it a headline


@dataclass(frozen=True, slots=True)
class KindRules:
    """The patterns of data/kinds.yaml."""

    magic: dict[str, str]
    feeds: tuple[str, ...]
    entries: str
    errors: tuple[str, ...]
    walls: tuple[str, ...]
    listings: tuple[str, ...]
    paths: str
    hosts: str
    types: tuple[str, ...]


RULES = load("kinds.yaml", KindRules)
_MAGIC = {bytes.fromhex(digits): name for name, digits in RULES.magic.items()}
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_ELEMENT = re.compile(r"<([a-z][\w:]*)", re.IGNORECASE)
_ENTRY = re.compile(RULES.entries, re.IGNORECASE)
_STRANGE = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
_ERROR = any_of(RULES.errors)
_WALL = any_of(RULES.walls)
_LISTING = any_of(RULES.listings)
_PATH = re.compile(RULES.paths, re.IGNORECASE)
_HOST = re.compile(RULES.hosts, re.IGNORECASE)


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
    signs = _signs_of_article(page, metadata)
    return (
        _judge_error(page, shape, signs)
        or _judge_wall(page, shape, signs)
        or _judge_listing(page, metadata, shape, signs)
    )


def _judge_error(page: Page, shape: Shape, signs: list[str]) -> Skipped | None:
    titles = [page.title(), *page.headings()[:2]]
    told = next((title for title in titles if _ERROR.fullmatch(title)), None)
    if told is None or signs or shape.longest >= SHORT:
        return None
    return Skipped(Reason.ERROR_PAGE, f'its title is "{told}"')


def _judge_wall(page: Page, shape: Shape, signs: list[str]) -> Skipped | None:
    if signs or shape.longest >= SHORT or shape.headlines >= MANY:
        return None
    # a notice beside the text is no wall: where there is a text, the text must say it
    box = page.root if shape.box is None or shape.longest < NOTICE else shape.box
    told = _WALL.search(page.title() + " " + words_of(box))
    if told is None:
        return None
    return Skipped(Reason.COOKIE_WALL, f'it says "{told[0]}" and holds no article')


def _judge_listing(
    page: Page, metadata: Metadata, shape: Shape, signs: list[str]
) -> Skipped | None:
    evidence = _signs_of_listing(page, metadata, shape)
    if len(evidence) - len(signs) < ENOUGH:
        return None
    return Skipped(Reason.LISTING, "; ".join(evidence))


def _signs_of_article(page: Page, metadata: Metadata) -> list[str]:
    """What only an article has. Its own date and a headline in its address count."""
    found: list[str] = []
    if page.article():
        found += ["its JSON-LD describes an article", "and only an article does so"]
    if any("articleBody" in names for _, names in page.walk.named):
        found.append("it marks an article body")
    if page.meta("article:published_time", "datepublished", "pubdate", "publishdate"):
        found.append("it declares when it was published")
    if _has_slug(metadata.url):
        found.append("its address holds a headline")
    return found


def _signs_of_listing(page: Page, metadata: Metadata, shape: Shape) -> list[str]:
    found: list[str] = []
    titles = [page.title(), page.meta("og:title") or "", *page.headings()[:1]]
    told = next((title for title in titles if _LISTING.fullmatch(title)), None)
    if told:
        found.append(f'its title is "{told}"')
    found += _signs_in_address(metadata.url)
    listed = [name for item in page.linked for name in types_of(item) if name in RULES.types]
    if listed:
        found.append(f"its JSON-LD describes a {listed[0]}")
    if shape.headlines >= MANY and shape.longest < TEASER:
        found.append(
            f"{shape.headlines} headlines are linked, the longest prose has"
            f" {shape.longest} characters"
        )
    if (page.meta("og:type") or "").lower() == "website":
        found.append("it calls itself a website")
    return found


def _signs_in_address(url: str | None) -> list[str]:
    parts = split(url)
    if url is None or parts is None:
        return []
    if is_root(url):
        return [f"its address {url} is a front door"]
    if _PATH.fullmatch(parts.path) or _HOST.fullmatch(host(url) or ""):
        return [f"its address {url} is one of a list"]
    return []


def _has_slug(url: str | None) -> bool:
    parts = split(url)
    last = parts.path.rstrip("/").rsplit("/", 1)[-1] if parts else ""
    words = re.findall(r"[A-Za-z]{2,}", last)
    return len(words) >= SLUG
