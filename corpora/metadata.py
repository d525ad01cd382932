"""When, who, which outlet, which section? Declared facts first, then what a reader sees."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from .credits import Credits, credits_of
from .dates import DEFAULT_TIMEZONE, agree_with_url, date_from_url, is_dateline, parse_date
from .dom import select, squeeze
from .outlets import outlet_named, outlet_of_host, outlet_of_url, plain
from .page import Page, first
from .sections import section_of, tags_of
from .titles import signatures, title_of
from .urls import host, is_root, split

PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "dtk:publishdate",
    "content_publisheddate",
    "content_published_date",
    "publishdate",
    "publish-date",
    "publish_date",
    "published_date",
    "pubdate",
    "cxenseparse:recs:publishtime",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.created",
    "article.published",
    "datecreated",
    "date",
    "dc.date",
)
MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "last-modified")
_DATED = ("time", "div", "span", "p", "td", "li", "small", "strong", "b", "em", "i", "font")
_HEADS = ("h1", "h2", "h3")
_DIGIT = re.compile(r"\d")
LONGEST_DATELINE = 1000  # characters, with the blanks of the markup
FOOTER = 2000  # characters at the end of a page in which it names the holder of its rights
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
    description: str
    body: str


def read_metadata(
    page: Page,
    *,
    url: str | None = None,
    outlets: Mapping[str, str] | None = None,
    timezone: str = DEFAULT_TIMEZONE,
) -> Metadata:
    """All that we know of the article on `page`. `url` is where it was found, if known."""
    address = _address(page, url)
    site = _site(page, address, outlets)
    title = title_of(page, site)
    article = page.article()
    published = _published(page, title, address, timezone)
    if published and not published.utcoffset():
        published = published.astimezone(ZoneInfo(timezone))
    return Metadata(
        title=title,
        url=address,
        site=site,
        section=section_of(page, address, not_sections=(title, site)),
        credits=credits_of(page, site, address),
        tags=tags_of(page, title=title, site=site),
        published=published,
        modified=_modified(page, published, timezone),
        description=page.meta("og:description", "description", "twitter:description") or "",
        body=first(article.get("articleBody")) or "",
    )


def _address(page: Page, found_at: str | None) -> str | None:
    """The canonical address. One that is only the site's front door names no article."""
    heads = (page.walk.nodes[number] for number in page.walk.tagged.get("link", ()))
    links = (node.get("href") for node in heads if node.get("rel") == "canonical")
    article = page.article()
    stated = [
        *links,
        page.meta("og:url") or "",
        first(article.get("url")) or "",
        first(article.get("mainEntityOfPage")) or "",
        _microdata_address(page),
        found_at or "",
    ]
    absolute = [urljoin(found_at or "", text) if text else "" for text in map(squeeze, stated)]
    named = [text for text in absolute if split(text)]
    return next((text for text in named if not is_root(text)), next(iter(named), None))


def _microdata_address(page: Page) -> str:
    """The address that the one article marked up in the page gives as its own."""
    if not any("url" in names.split() for _, names in page.walk.named):
        return ""  # spares an expression that looks at each element
    nearest = 'ancestor::*[@itemscope][1][contains(@itemtype, "Article")]'
    links = select(page.root, f'//*[@itemprop="url"][@href][{nearest}]')
    addresses = {squeeze(node.get("href")) for node in links}
    return addresses.pop() if len(addresses) == 1 else ""


def _site(page: Page, url: str | None, outlets: Mapping[str, str] | None) -> str | None:
    """The outlet by its host, else as the page signs itself, else the bare host."""
    names = [name for name in _signatures(page) if name and not split(name)]
    proper = [name for name in names if "." not in name]
    return (
        outlet_of_host(host(url), outlets)
        or next(filter(None, map(outlet_named, names)), None)
        or next(iter(proper + names), None)
        or outlet_of_url(url)
    )


def _signatures(page: Page) -> Iterator[str]:
    """The names by which a page calls its outlet, the most formal first."""
    for text in (first(page.article().get("publisher")), page.meta("og:site_name")):
        if text:
            yield text
    beside_headline = signatures(page)
    holder = _HOLDER.search(page.walk.words(0)[-FOOTER:])
    named = holder["name"].strip() if holder else ""
    # "Olahraga Titik Temu" in the title and "© 2016 Titik Temu" below: the outlet is Titik Temu
    if named and any(plain(named) in plain(text) for text in beside_headline):
        yield named
    yield from (*beside_headline, *page.all_meta("application-name", "copyright"), named)


def _published(page: Page, title: str, url: str | None, timezone: str) -> datetime | None:
    seen = [
        moment for text in _visible(page, title) if (moment := parse_date(text, timezone=timezone))
    ]
    stated = _first_date(_declared(page), timezone) or _first_date(_marked(page), timezone)
    if stated:
        return agree_with_url(_with_clock(_local_after_all(stated, seen), seen), url)
    if seen:
        return agree_with_url(seen[0], url)
    return date_from_url(url, timezone=timezone) if url else None


def _first_date(candidates: Iterable[str], timezone: str) -> datetime | None:
    found = (parse_date(text, timezone=timezone) for text in candidates)
    return next(filter(None, found), None)


def _declared(page: Page) -> Iterator[str]:
    article = page.article()
    for name in ("datePublished", "dateCreated", "uploadDate"):
        if text := first(article.get(name)):
            yield text
    for name in PUBLISHED:
        yield from page.all_meta(name)


def _marked(page: Page) -> Iterator[str]:
    for number, names in page.walk.named:
        if "datePublished" in names or "published" in names or "entry-date" in names:
            node = page.walk.nodes[number]
            yield node.get("datetime") or node.get("content") or page.walk.words(number)[:60]


def _visible(page: Page, title: str) -> list[str]:
    """Short texts that are a date and nothing else, those after the headline first."""
    before: list[str] = []
    after: list[str] = []
    found = before
    walk, wanted = page.walk, plain(title)
    for number in walk.of_tags(*_DATED, *_HEADS):
        if wanted and walk.tags[number] in _HEADS and wanted in plain(walk.words(number)):
            found = after
        text = walk.own[number]
        if len(text) < LONGEST_DATELINE and _DIGIT.search(text) and is_dateline(squeeze(text)):
            found.append(squeeze(text))
    return after + before


def _local_after_all(stated: datetime, seen: list[datetime]) -> datetime:
    """`stated`, in the zone that readers see beside the same hour and minute.

    For times labelled UTC that are local, and for those without a zone where the page says WITA.
    """
    if stated.utcoffset() and not isinstance(stated.tzinfo, ZoneInfo):
        return stated
    for moment in seen:
        local = stated.replace(tzinfo=moment.tzinfo)
        if abs(local - moment) < timedelta(minutes=2):
            return local
    return stated


def _with_clock(moment: datetime, seen: list[datetime]) -> datetime:
    """The visible time of the same day where only the day is declared."""
    if (moment.hour, moment.minute, moment.second) != (0, 0, 0):
        return moment
    return next((other for other in seen if other.date() == moment.date()), moment)


def _modified(page: Page, published: datetime | None, timezone: str) -> datetime | None:
    stated = [first(page.article().get("dateModified")) or ""]
    stated += [value for name in MODIFIED for value in page.all_meta(name)]
    moment = _first_date(stated, timezone)
    return moment if moment and (published is None or moment >= published) else None
