"""What on this page speaks for an article, and what for a list of them? In words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .dom import select, words_of
from .kindrules import RULES, matching
from .metadata import Metadata
from .outlets import plain
from .page import Page, is_article, types_of
from .prose import HEADLINE, SENTENCE, Shape
from .sections import RULES as SECTIONS
from .urls import host, is_root, split
from .walk import Walk

TEASER = 500  # characters of prose in one box: the longest teaser of a listing
MANY = 15  # linked headlines: side boxes of an article have fewer, or the article is longer
LONG = 1500  # characters of prose in one box that are an article by themselves
TEASERS = 5  # headlines in the fullest box from which it may be a list
SLUG = 4  # words in the last part of an address that make it a headline
SEVERAL = 3  # articles described in the JSON-LD of one page, from which it lists them
SLUGGED = "its address holds a headline"
_PATH = re.compile(RULES.paths, re.IGNORECASE)
_HOST = re.compile(RULES.hosts, re.IGNORECASE)
_QUERY = re.compile(RULES.queries, re.IGNORECASE)
_KNOWN = SECTIONS.known | {"home", "beranda"}


def signs_of_article(page: Page, metadata: Metadata, shape: Shape) -> list[str]:
    """What only an article has. Its own date, a headline in its address, a long text count."""
    found: list[str] = []
    if page.article() and not _lists_articles(page):
        found += ["its JSON-LD describes an article", "and only an article does so"]
    if any("articleBody" in names for _, names in page.walk.named):
        found.append("it marks an article body")
    if page.meta("article:published_time", "datepublished", "pubdate", "publishdate"):
        found.append("it declares when it was published")
    if _classes(page.walk) & RULES.article_classes:
        found.append("its body is of the class of an article")
    if _has_slug(metadata.url):
        found.append(SLUGGED)
    if shape.longest >= LONG and not _holds_teasers(page.walk, shape):
        found.append(f"one box holds {shape.longest} characters of prose")
    return found


def heads_an_article(page: Page) -> bool:
    """Whether a heading is the headline that the title gives, and names no error, wall or list."""
    title = plain(page.title())
    others = (*RULES.errors, *RULES.perhaps_errors, *RULES.wall_titles, *RULES.listings)
    return any(
        len(heading.split()) >= SLUG and plain(heading) in title and not matching(others, [heading])
        for heading in page.headings()
    )


def signs_of_listing(page: Page, metadata: Metadata, shape: Shape) -> list[str]:
    """What front pages, indexes, tag pages and search results have."""
    found = [*_signs_in_titles(page, metadata), *_signs_in_address(metadata.url)]
    listed = [name for item in page.linked for name in types_of(item) if name in RULES.types]
    if _lists_articles(page):
        found.append("its JSON-LD describes several articles")
    elif listed:
        found.append(f"its JSON-LD describes a {listed[0]}")
    if classes := sorted(_classes(page.walk) & RULES.listing_classes):
        found.append(f"its body is of the class {classes[0]}")
    if shape.headlines >= MANY and shape.longest < TEASER:
        found.append(
            f"{shape.headlines} headlines are linked, the longest prose has"
            f" {shape.longest} characters"
        )
    elif _holds_teasers(page.walk, shape):
        found.append("its fullest box holds headlines with teasers")
    if (page.meta("og:type") or "").lower() == "website":
        found.append("it calls itself a website")
    return found


def _signs_in_titles(page: Page, metadata: Metadata) -> Iterator[str]:
    titles = [page.title(), page.meta("og:title") or "", *page.headings()[:1]]
    if told := matching(RULES.listings, titles):
        yield f'its title is "{told}"'
    elif metadata.title and plain(metadata.title) == plain(metadata.site or ""):
        yield "its title is the name of the outlet"


def _signs_in_address(url: str | None) -> Iterator[str]:
    parts = split(url)
    if url is None or parts is None:
        return
    folders = [folder for folder in parts.path.lower().split("/") if folder]
    if is_root(url):
        yield f"its address {url} is a front door"
    elif _PATH.fullmatch(parts.path) or _HOST.fullmatch(host(url) or ""):
        yield f"its address {url} is one of a list"
    elif _QUERY.fullmatch(parts.query) and len(folders) < 2:
        yield f"its address {url} is that of a search"
    elif 0 < len(folders) <= 2 and all(folder in _KNOWN for folder in folders):
        yield f"its address {url} is that of a section"


def _has_slug(url: str | None) -> bool:
    """Whether an address ends in a headline; a tag of several words is none."""
    parts = split(url)
    folders = parts.path.strip("/").split("/") if parts else [""]
    is_tag = bool(parts and _PATH.fullmatch(parts.path)) and len(folders) <= 2
    return len(re.findall(r"[A-Za-z]{2,}", folders[-1])) >= SLUG and not is_tag


def _lists_articles(page: Page) -> bool:
    """Whether JSON-LD describes several articles side by side, each with a headline of its own."""
    names = {
        str(item.get("headline") or item.get("url")) for item in page.linked if is_article(item)
    }
    return len(names - {"None"}) > SEVERAL


def _holds_teasers(page: Walk, shape: Shape) -> bool:
    """Whether the fullest box has about as many linked headlines as paragraphs."""
    if shape.box is None:
        return False
    links = page.tagged.get("a", ())
    within = [link for link in links if shape.fullest < link < page.ends[shape.fullest]]
    linked = {text for text in map(page.words, within) if text.count(" ") >= HEADLINE - 1}
    if len(linked) < TEASERS:
        return False
    told = [child for child in shape.box if len(words_of(child)) >= SENTENCE]
    return 3 * len(linked) >= 2 * sum(not select(child, ".//a") for child in told)


def _classes(page: Walk) -> set[str]:
    bodies = (page.nodes[number].get("class") or "" for number in page.tagged.get("body", ()))
    return {name for names in bodies for name in names.lower().split()}
