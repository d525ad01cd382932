"""What is the headline, without the name of the outlet around it?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape

from .dom import squeeze
from .outlets import outlet_named, plain
from .page import LONGEST_TITLE, Page, first
from .rules import any_of, load

SHORTEST = 3  # words that a heading must have to be believed against the declared title
MOST = 50  # headings that are looked at: what follows is a list
LABEL = 3  # words of a label before a headline: "In Picture: "
ALIKE = 0.6  # of the words of a heading that the declared title must have to be the same headline
_BETWEEN = re.compile(r"\s+[-–—|:•·»«~]+\s+|\s*[|»«]\s*|\s+::\s+")
_PREFIX = re.compile(r"^(?P<name>[^:|]{2,40}?)\s*[:|]\s+(?=\S)")
_MARKS = " -–—|:•·»«~"
_HEADLINES = ("h3", "h4", "b", "strong", "font", "span", "div", "td", "p")
_DOMAIN = re.compile(r"^[\w-]+(?:\.[\w-]+)*\.(?:com|id|co|net|org|tv|news)$", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d+|#x[\da-f]+|[a-z]\w+);", re.IGNORECASE)
_MARKUP = re.compile(r"</?(?:b|i|u|em|strong|span|br|p|a|font)\b[^<>]*>", re.IGNORECASE)
_ESCAPED = re.compile(r"\\(?=[\"'/])")


@dataclass(frozen=True, slots=True)
class TitleRules:
    """The patterns of data/titles.yaml."""

    paging: tuple[str, ...]
    slogans: tuple[str, ...]


RULES = load("titles.yaml", TitleRules)
_PAGING = re.compile(rf"(?:{any_of(RULES.paging).pattern})\s*$", re.IGNORECASE)
_SLOGAN = any_of(RULES.slogans)


def title_of(page: Page, site: str | None = None) -> str:
    """The headline as it is printed: the heading that the declared title names, else that title.

    A label that is printed before it ("Foto: ") belongs to it; `site` around it does not.
    """
    declared = [first(page.article().get("headline")), page.meta("og:title"), page.title()]
    declared += [page.meta("title", "twitter:title")]
    whole = _clean(declared)
    stated = [without_outlet(text, site) for text in whole]
    printed = [without_outlet(text, site, printed=True) for text in _clean(page.headings()[:MOST])]
    if not any(stated):
        return _first_heading(printed, site)
    printed = [text for text in printed if len(text.split()) >= SHORTEST]
    for text in whole[:3]:
        held = [heading for heading in printed if plain(heading) in plain(text)]
        if held:
            return max(held, key=len)
    headline = next(filter(None, stated))
    alike = (heading for text in stated for heading in printed if _is_alike(heading, text))
    return next(alike, None) or _labelled(page, headline) or headline


def _first_heading(headings: list[str], site: str | None) -> str:
    """The first heading that is long enough for a headline, or else the first at all."""
    own = [text for text in headings if not _is_frame(text, site)]
    long = (text for text in own if len(text.split()) >= SHORTEST)
    return next(long, None) or next(iter(own), "")


def without_outlet(title: str, site: str | None = None, *, printed: bool = False) -> str:
    """`title` without the outlets, sections and pages named before and after it.

    A headline that is `printed` may begin with the name of another outlet, which it quotes.

    >>> without_outlet("KapanLagi.com: Rilis Album Baru - Musik | KapanLagi.com")
    'Rilis Album Baru - Musik'
    """
    is_around = _is_outlet if printed else _is_frame
    title = _PAGING.sub("", title)
    for mark in _BETWEEN.finditer(title):
        head, tail = title[: mark.start()], title[mark.end() :]
        if head.strip() and all(is_around(part, site) for part in _BETWEEN.split(tail)):
            title = head
            break
    prefix = _PREFIX.match(title)
    if prefix and _is_own(prefix["name"], site, others=not printed):
        title = title[prefix.end() :]
    return squeeze(_PAGING.sub("", title))


def signatures(page: Page) -> list[str]:
    """The names that stand in the page's title beside the headline."""
    title = page.title()
    known = [page.meta("og:title") or "", *page.headings(), *_echoed(page, title)]
    for headline in sorted(filter(None, known), key=len, reverse=True):
        head, found, tail = title.partition(headline)
        if found and len(headline.split()) >= SHORTEST:
            return [text for part in (tail, head) if (text := part.strip(_MARKS))]
    return [part.strip() for part in _BETWEEN.split(title)[:0:-1] if outlet_named(part)]


def _clean(texts: Iterable[str | None]) -> list[str]:
    """The texts that may be headlines, without markup and entities that were encoded twice."""
    cleaned: list[str] = []
    for text in texts:
        for _ in range(2):
            text = unescape(text) if text and "&" in text and _ENTITY.search(text) else text
        text = _MARKUP.sub(" ", text) if text and "<" in text else text
        line = squeeze(_ESCAPED.sub("", text) if text and "\\" in text else text)
        if 0 < len(line) <= LONGEST_TITLE:
            cleaned.append(line)
    return cleaned


def _is_alike(heading: str, title: str) -> bool:
    """Whether a heading is the declared title in other words, or the whole of a shortened one."""
    if plain(title.rstrip(" .…")) in plain(heading) and not title[-1].isalnum():
        return True
    words, others = set(heading.lower().split()), set(title.lower().split())
    return len(words) > SHORTEST and len(words & others) >= ALIKE * max(len(words), len(others))


def _labelled(page: Page, headline: str) -> str | None:
    """The headline with its label, where the page prints it so outside links."""
    ending = plain(headline)
    for number in page.walk.of_tags("h1", "h2", *_HEADLINES):
        text = page.walk.own[number]
        if len(text) > LONGEST_TITLE or ":" not in text:
            continue
        label, _, rest = squeeze(text).partition(": ")
        if (
            plain(rest) == ending
            and 0 < len(label.split()) <= LABEL
            and outlet_named(label) is None
        ):
            return squeeze(text)
    return None


def _echoed(page: Page, title: str) -> list[str]:
    """Parts of the title that stand on the page by themselves: one of them is the headline."""
    parts = [title[: mark.start()] for mark in _BETWEEN.finditer(title)]
    parts += [title[mark.end() :] for mark in _BETWEEN.finditer(title)]
    if not parts:
        return []
    walk, begins = page.walk, tuple(map(squeeze, parts))
    alike = [number for number, own in enumerate(walk.own) if own.startswith(begins)]
    alike = [number for number in alike if walk.tags[number] in _HEADLINES]
    texts = {squeeze(walk.nodes[number].text) for number in alike}
    return [part for part in parts if part in texts and len(part.split()) >= SHORTEST]


def _is_frame(part: str, site: str | None) -> bool:
    """Whether a part of a title is what an outlet puts around all of its headlines."""
    return _is_outlet(part, site) or _SLOGAN.fullmatch(part.strip()) is not None


def _is_own(name: str, site: str | None, *, others: bool) -> bool:
    """Whether `name` is that of the outlet itself, or of `others` that give a domain."""
    if site is None or (others and _DOMAIN.match(name)):
        return _is_outlet(name, site)
    return outlet_named(name) == site or plain(name) in _names_of(site)


def _names_of(site: str) -> Iterator[str]:
    """How a site may sign: by its name, and by its domain without the ending."""
    yield plain(site)
    if "." in site:
        yield plain(site.split(".")[0])


def _is_outlet(part: str, site: str | None) -> bool:
    """Whether `part` names the outlet, alone or with a section ("Kompas.com Regional").

    Another outlet must be the whole part: "Sekali Merdeka" is no section of Merdeka.com.
    """
    words = part.split()
    if not words or len(words) > 5:
        return False
    ends = [words[:end] for end in range(1, len(words) + 1)]
    ends += [words[start:] for start in range(1, len(words))]
    names = [" ".join(end) for end in ends]
    if site and not {plain(name) for name in names}.isdisjoint(_names_of(site)):
        return True
    if _DOMAIN.match(words[0]) or _DOMAIN.match(words[-1]):
        return len(words) <= SHORTEST
    named = {name: outlet for name in names if (outlet := outlet_named(name))}
    if site is None:
        return bool(named)
    return site in named.values() or " ".join(words) in named
