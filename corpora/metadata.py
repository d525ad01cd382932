"""When, who, which outlet, which section? Declared facts first, then what a reader sees."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from .address import address_of
from .credits import Credits, credits_of
from .dates import DEFAULT_TIMEZONE
from .outlets import outlet_named, outlet_of_host, outlet_of_url, plain, registered
from .page import Page, first
from .sections import section_of, tags_of
from .timing import times_of
from .titles import signatures, title_of
from .urls import host, split

LONGEST_NAME = 6  # words of an outlet's name; what is longer is a slogan or a headline
FOOTER = 2000  # characters at the end of a page in which it names the holder of its rights
_BETWEEN = re.compile(r"\s+[-–—|:•·»]\s+|\s*[|»]\s*")
_RIGHTS = ("copyright", "hak cipta", "©")
_HOLDER = re.compile(
    r"(?:copyright|hak cipta|©)[\s©@(c)]*\d{4}(?:\s*[-–]\s*\d{4})?"
    r"\s+(?P<name>[A-Z][\w ]{2,29})(?=[,|/(]|\.(?!\w)|\s-|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What a page says of its article. None and empty mean that it does not say."""

    title: str
    url: str | None
    site: str | None
    section: str | None
    credits: Credits
    tags: tuple[str, ...]
    published: datetime | None
    modified: datetime | None
    saved: datetime | None
    description: str
    body: str


def read_metadata(
    page: Page,
    *,
    url: str | None = None,
    outlets: Mapping[str, str] | None = None,
    timezone: str = DEFAULT_TIMEZONE,
    saved: datetime | None = None,
) -> Metadata:
    """All that we know of the article on `page`. `url` is where it was found, if known.

    `saved` is when the page was captured, if known: "3 jam yang lalu" counts from there.
    """
    address = address_of(page, url)
    site = _site(page, address, outlets)
    title = title_of(page, site)
    article = page.article()
    times = times_of(page, title, url=address, saved=saved, timezone=timezone)
    return Metadata(
        title=title,
        url=address,
        site=site,
        section=section_of(page, address, not_sections=(title, site)),
        credits=credits_of(page, site, address),
        tags=tags_of(page, title=title, site=site),
        published=times.published,
        modified=times.modified,
        saved=saved,
        description=page.meta("og:description", "description", "twitter:description") or "",
        body=first(article.get("articleBody")) or "",
    )


def _site(page: Page, url: str | None, outlets: Mapping[str, str] | None) -> str | None:
    """The outlet by its host, else as the page signs itself, else the bare domain."""
    if known := outlet_of_host(host(url), outlets):
        return known
    headlines = {plain(text) for text in (page.meta("og:title"), *page.headings()) if text}
    signed = [name for name in _signatures(page) if name and not split(name)]
    names = [name for name in signed if plain(name) not in headlines and _is_short(name)]
    proper = [name for name in names if "." not in name]
    return (
        next(filter(None, map(outlet_named, names)), None)
        or next(iter(proper), None)
        or next((_without_subdomain(name) for name in names), None)
        or outlet_of_url(url)
    )


def _is_short(name: str) -> bool:
    return len(name.split()) <= LONGEST_NAME and any(map(str.isalpha, name))


def _without_subdomain(name: str) -> str:
    """A name with a dot; where that is a host, the outlet there or the domain of its owner."""
    if " " in name or name.count(".") < 2:
        return name
    return outlet_of_host(name.lower()) or registered(name.lower())


def _signatures(page: Page) -> Iterator[str]:
    """The names by which a page calls its outlet, the most formal first."""
    for text in (first(page.article().get("publisher")), page.meta("og:site_name")):
        if text:
            yield _BETWEEN.split(text.strip())[0]  # a slogan may follow
    beside_headline = signatures(page)
    named = _holder(page.walk.words(0)[-FOOTER:])
    # "Olahraga Titik Temu" in the title and "© 2016 Titik Temu" below: the outlet is Titik Temu
    if named and any(plain(named) in plain(text) for text in beside_headline):
        yield named
    yield from (*beside_headline, *page.all_meta("application-name", "copyright"), named)


def _holder(footer: str) -> str:
    """The name in "© 2016 Titik Temu"; "" where there is none."""
    lower = footer.lower()
    # the pattern has no literal beginning: it is asked from the first of these words on
    starts = [start for word in _RIGHTS if (start := lower.find(word)) >= 0]
    if not starts:
        return ""
    holder = _HOLDER.search(footer, min(starts) if len(lower) == len(footer) else 0)
    return holder["name"].strip() if holder else ""
