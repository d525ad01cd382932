"""What is the headline, without the name of the outlet around it?"""

from __future__ import annotations

import re

from .dom import squeeze
from .outlets import outlet_named, plain
from .page import LONGEST_TITLE, Page, first

SHORTEST = 3  # words that a heading must have to be believed against the declared title
_BETWEEN = re.compile(r"\s+[-–—|:•·»«~]+\s+|\s*[|»«]\s*|\s+::\s+")
_PREFIX = re.compile(r"^(?P<name>[^:|]{2,40}?)\s*[:|]\s+(?=\S)")
_MARKS = " -–—|:•·»«~"
_HEADLINES = ("h3", "h4", "b", "strong", "font", "span", "div", "td", "p")
_DOMAIN = re.compile(r"^[\w-]+(?:\.[\w-]+)*\.(?:com|id|co|net|org|tv|news)$", re.IGNORECASE)


def title_of(page: Page, site: str | None = None) -> str:
    """The headline: the declared one, or the heading within it, without `site` around it."""
    declared = [first(page.article().get("headline")), page.meta("og:title"), page.title()]
    declared += [page.meta("title", "twitter:title"), *page.headings()[:1]]
    candidates = [text for text in map(squeeze, declared) if 0 < len(text) <= LONGEST_TITLE]
    if not candidates:
        return ""
    headings = [text for text in page.headings() if len(text.split()) >= SHORTEST]
    for text in candidates[:3]:
        held = [heading for heading in headings if plain(heading) in plain(text)]
        if held:
            return without_outlet(max(held, key=len), site)
    return without_outlet(candidates[0], site)


def without_outlet(title: str, site: str | None = None) -> str:
    """`title` without the names of outlets and sections that follow or precede it.

    >>> without_outlet("KapanLagi.com: Rilis Album Baru - Musik | KapanLagi.com")
    'Rilis Album Baru - Musik'
    """
    parts = list(_BETWEEN.finditer(title))
    for mark in parts:
        head, tail = title[: mark.start()], title[mark.end() :]
        if head.strip() and all(_is_outlet(part, site) for part in _BETWEEN.split(tail)):
            title = head
            break
    prefix = _PREFIX.match(title)
    if prefix and _is_outlet(prefix["name"], site):
        title = title[prefix.end() :]
    return squeeze(title)


def signatures(page: Page) -> list[str]:
    """The names that stand in the page's title beside the headline."""
    title = page.title()
    known = [page.meta("og:title") or "", *page.headings(), *_echoed(page, title)]
    for headline in sorted(filter(None, known), key=len, reverse=True):
        head, found, tail = title.partition(headline)
        if found and len(headline.split()) >= SHORTEST:
            return [text for part in (tail, head) if (text := part.strip(_MARKS))]
    return [part.strip() for part in _BETWEEN.split(title)[:0:-1] if outlet_named(part)]


def _echoed(page: Page, title: str) -> list[str]:
    """Parts of the title that stand on the page by themselves: one of them is the headline."""
    parts = [title[: mark.start()] for mark in _BETWEEN.finditer(title)]
    parts += [title[mark.end() :] for mark in _BETWEEN.finditer(title)]
    if not parts:
        return []
    shortest = min(map(len, parts))
    nodes = (page.walk.nodes[number] for number in page.walk.of_tags(*_HEADLINES))
    texts = {squeeze(text) for node in nodes if (text := node.text) and len(text) >= shortest}
    return [part for part in parts if part in texts and len(part.split()) >= SHORTEST]


def _is_outlet(part: str, site: str | None) -> bool:
    """Whether `part` names the outlet, alone or with a section ("Kompas.com Regional")."""
    words = part.split()
    if not words or len(words) > 5:
        return False
    names = {plain(" ".join(words[:end])) for end in range(1, len(words) + 1)}
    names |= {plain(" ".join(words[start:])) for start in range(len(words))}
    if site and plain(site) in names:
        return True
    ends = (" ".join(words), words[0], words[-1]) if len(words) <= 3 else (" ".join(words),)
    return any(outlet_named(text) or _DOMAIN.match(text) for text in ends)
