"""What is the headline, without the name of the outlet around it?"""

from __future__ import annotations

import re

from .dom import squeeze
from .outlets import outlet_named, plain
from .page import Page, first

SHORTEST = 3  # words that a heading must have to be believed against the declared title
_BETWEEN = re.compile(r"\s+[-–—|:•·»«~]+\s+|\s*[|»«]\s*|\s+::\s+")
_PREFIX = re.compile(r"^(?P<name>[^:|]{2,40}?)\s*[:|]\s+(?=\S)")
_DOMAIN = re.compile(r"^[\w-]+(?:\.[\w-]+)*\.(?:com|id|co|net|org|tv|news)$", re.IGNORECASE)


def title_of(page: Page, site: str | None = None) -> str:
    """The headline: the declared one, or the heading within it, without `site` around it."""
    declared = [first(page.article().get("headline")), page.meta("og:title"), page.title()]
    declared += [page.meta("title", "twitter:title"), *page.headings()[:1]]
    candidates = [squeeze(text) for text in declared if text and squeeze(text)]
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


def signature_of(title: str) -> str | None:
    """The outlet that a page's title is signed with, by the name that readers know."""
    for part in reversed(_BETWEEN.split(title)[1:]):
        name = outlet_named(part) or (part.strip() if _DOMAIN.match(part.strip()) else None)
        if name:
            return name
    return None


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
