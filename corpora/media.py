"""Is this article a video, a gallery of pictures or a live blog? Evidence, weighed, in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from .dom import squeeze
from .kindrules import RULES
from .metadata import Metadata
from .page import Page, is_article, types_of
from .prose import Shape
from .urls import host
from .walk import Walk

ENOUGH = 3  # points that make an article more than text
LITTLE = 700  # characters of prose in one box: a description, not an article
LONG = 1500  # characters of prose that speak for an article with a video or pictures in it
PICTURES = 4  # pictures with captions that make a gallery
ENTRIES = 5  # times of day that begin an entry of a live blog
CAPTION = 20  # characters from which text beside a picture is a caption
_ADDRESS = "its address"
_SHORT = 60  # characters of an element that tells a time and nothing else
_PLAYER = re.compile(RULES.players, re.IGNORECASE)
_COUNTER = re.compile(RULES.counters, re.IGNORECASE)
_CLOCK = re.compile(RULES.clocks, re.IGNORECASE)
_TIMED = ("time", "strong", "b", "span", "h2", "h3", "h4", "h5", "p", "div", "em", "small")
_LEADING = frozenset(("a", "aside", "nav", "footer", "header"))
_BESIDE = _LEADING | {"li"}
_PLAYERS = frozenset(("video", "amp-video", "amp-youtube", "amp-dailymotion"))


@dataclass(frozen=True, slots=True)
class Kind:
    """What a page is, and why."""

    name: str
    reason: str


Sign = tuple[int, str]  # points and what they are for


def kind_of(page: Page, metadata: Metadata, shape: Shape) -> Kind:
    """The kind of an article: the first of live blog, gallery and video with enough evidence.

    An article that merely shows a video or some pictures stays an article.
    """
    for name, signs in (
        ("live blog", _live(page, metadata)),
        ("gallery", _gallery(page, metadata, shape)),
        ("video", _video(page, metadata, shape)),
    ):
        found = list(signs)
        if name != "live blog" and not any(_ADDRESS in reason for _, reason in found):
            found += _against(page, shape)
        if sum(points for points, _ in found) >= ENOUGH:
            return Kind(name, "; ".join(reason for points, reason in found if points > 0))
    return Kind("article", "it has the text of an article")


def _common(name: str, page: Page, metadata: Metadata) -> Iterator[Sign]:
    """What the types in the JSON-LD, the address and the title say."""
    rules = RULES.media[name]
    kinds = [kind for item in page.linked for kind in types_of(item) if kind in rules.types]
    if kinds:
        yield 2, f"its JSON-LD describes a {kinds[0]}"
    if re.fullmatch(rules.host, host(metadata.url) or ""):
        yield 3, f"{_ADDRESS} {metadata.url} is on a site of nothing else"
    elif re.fullmatch(rules.address, metadata.url or "", re.IGNORECASE):
        yield 2, f"{_ADDRESS} {metadata.url} is that of a {name}"
    titles = (metadata.title, page.title(), *page.headings()[:1])
    told = next((text for text in titles if re.fullmatch(rules.title, text, re.IGNORECASE)), None)
    if told:
        yield 1, f'its title is "{told}"'


def _video(page: Page, metadata: Metadata, shape: Shape) -> Iterator[Sign]:
    said = list(_common("video", page, metadata))
    if (page.meta("og:type") or "").lower().startswith("video"):
        said.append((2, "it calls itself a video"))
    if not said:  # the rest does not suffice
        return
    yield from said
    if page.meta("og:video", "og:video:url", "twitter:player") or _plays(page.walk):
        yield 1, "it plays a video"
    yield from _little(shape)


def _gallery(page: Page, metadata: Metadata, shape: Shape) -> Iterator[Sign]:
    yield from _common("gallery", page, metadata)
    pictures, written = _captioned(page.walk)
    if pictures >= PICTURES and written > shape.longest // 2:
        yield 2, f"{pictures} pictures have captions of {written} characters"
    elif pictures >= PICTURES or _counts_pictures(page.walk):
        yield 1, "it counts its pictures"
    yield from _little(shape)


def _live(page: Page, metadata: Metadata) -> Iterator[Sign]:
    said = list(_common("live blog", page, metadata))
    yield from ((3 if "JSON-LD" in reason else points, reason) for points, reason in said)
    entries = _entries(page.walk) if said else 0
    if entries >= ENTRIES:
        yield 2, f"{entries} entries begin with a time"


def _little(shape: Shape) -> Iterator[Sign]:
    if shape.longest < LITTLE:
        yield 1, f"the longest prose has {shape.longest} characters"


def _against(page: Page, shape: Shape) -> Iterator[Sign]:
    """What speaks for an article with pictures or a video in it, where no address says more.

    Newsrooms declare videos and galleries articles, too, so that weighs little.
    """
    if shape.longest >= LONG:
        yield -1, "it has long prose"
    if any(is_article(item) for item in page.linked):
        yield -1, "its JSON-LD describes an article"


def _plays(page: Walk) -> bool:
    return not page.tagged.keys().isdisjoint(_PLAYERS) or any(
        _is_player(names) for _, names in page.named
    )


@lru_cache(maxsize=4096)
def _is_player(names: str) -> bool:
    return bool(_PLAYER.search(names))


def _captioned(page: Walk) -> tuple[int, int]:
    """How many pictures have a caption of their own, and how long the captions are together.

    Pictures inside links lead to other pages, those at the side belong to other stories.
    """
    texts: dict[str, None] = {}
    pictures = page.tagged.get("img", ())
    for picture in pictures if len(pictures) >= PICTURES else ():
        outer = list(page.around(picture))
        if not _LEADING.isdisjoint(page.tags[number] for number in outer):
            continue
        box = next((number for number in outer if page.words(number)), picture)
        alone = sum(box <= other < page.ends[box] for other in pictures) == 1
        headed = any(box < heading < page.ends[box] for heading in page.tagged.get("h1", ()))
        if alone and not headed and len(page.words(box)) >= CAPTION:
            texts.setdefault(page.words(box))
    return len(texts), sum(map(len, texts))


def _counts_pictures(page: Walk) -> bool:
    own = (page.own[number] for number in page.of_tags("span", "div", "p", "b"))
    return any(_COUNTER.fullmatch(text.strip()) for text in own if 0 < len(text) <= _SHORT)


def _entries(page: Walk) -> int:
    """How many times of day begin an entry: distinct, outside links, lists and side boxes."""
    times: dict[str, None] = {}
    for number in page.of_tags(*_TIMED):
        text = squeeze(page.own[number])
        if not text or (len(text) > _SHORT and page.tags[number] != "p"):
            continue
        if _CLOCK.fullmatch(text) and _BESIDE.isdisjoint(
            page.tags[one] for one in page.around(number)
        ):
            times.setdefault(text)
    return len(times)
