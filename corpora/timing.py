"""When was the article of a page published, and when was it changed?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import chain
from zoneinfo import ZoneInfo

from .dates import DEFAULT_TIMEZONE, date_from_url, fit, is_same_day, parse_date
from .page import Page, first, texts, types_of
from .relative import SOON, parse_relative
from .visible import Dateline, datelines, short_texts

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
    "published_time",
    "published-date",
    "pubdate",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.issued",
    "article.published",
)
CREATED = (
    "datecreated",
    "dcterms.created",
    "dc.date.created",
    "date",
    "dc.date",
    "og:release_date",
)
MODIFIED = (
    "article:modified_time",
    "og:updated_time",
    "article:updated_time",
    "datemodified",
    "dcterms.modified",
    "last-modified",
)
_MARKS = frozenset(("datePublished", "published", "dt-published", "entry-date"))
_TIMES = ("time", "amp-timeago", "time-ago", "relative-time")
_THINGS = frozenset(("WebPage", "VideoObject", "ImageGallery", "MediaGallery", "CreativeWork"))
EPOCH = datetime(1970, 1, 2, tzinfo=UTC)  # what is older is an empty field of a database
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ZONES = tuple(HOUR * hours for hours in (7, 8, 9))  # WIB, WITA and WIT ahead of UTC
TIES = 3  # visible dates that may belong to the article itself
CLOCK_SLOW = 5 * MINUTE  # by which the clocks of two machines differ
DRAFT = 2 * HOUR  # between the time in an address and that of the article, on the same day


@dataclass(frozen=True, slots=True)
class Times:
    """When an article appeared and when it was changed; None for what the page does not say."""

    published: datetime | None
    modified: datetime | None


def times_of(
    page: Page,
    title: str,
    *,
    url: str | None = None,
    saved: datetime | None = None,
    timezone: str = DEFAULT_TIMEZONE,
) -> Times:
    """Declared dates first, then visible ones, then the address. Never after the page was saved.

    `saved` is when the page was captured; without it "3 jam yang lalu" names no moment.
    """
    lines = datelines(page, title, timezone=timezone)
    seen = _seen(lines, saved)
    address = date_from_url(url, timezone=timezone) if url else None
    stated = _stated(page, seen, timezone)
    local = [_local(moment, seen, address, saved, timezone) for moment in stated]
    published = _choose(local, seen, address, saved)
    if published is None and saved:
        published = _counted_back(page, title, saved, timezone)
    mislabelled = next((b.tzinfo for a, b in zip(stated, local, strict=True) if a != b), None)
    modified = [*_parsed(_changed(page), timezone), *(line.modified for line in lines)]
    relabelled = [
        moment.replace(tzinfo=mislabelled) if mislabelled and not moment.utcoffset() else moment
        for moment in modified
        if moment
    ]
    return Times(
        published=published and _readable(published, timezone),
        modified=_modified(relabelled, published, saved, timezone),
    )


def _stated(page: Page, seen: list[datetime], timezone: str) -> list[datetime]:
    """The dates that the page declares or marks up as those of publication, or else of writing.

    A time element that is the only one may belong to another article: not against what is seen.
    """
    article = page.article()
    metas = (page.metas[name] for name in PUBLISHED if name in page.metas)
    declared = (texts(article.get("datePublished")), *metas)
    found = list(_parsed(chain(*declared), timezone)) or list(_parsed(marked(page), timezone))
    if found:
        return found
    timed = list(_parsed(_timed(page), timezone))
    if timed and (not seen or is_same_day(timed[0], seen[0])):
        return timed
    created = (texts(article.get("dateCreated")), texts(article.get("uploadDate")))
    metas = (page.all_meta(name) for name in CREATED)
    return list(_parsed(chain(*created, *metas, _of_other_things(page)), timezone))


def _parsed(candidates: Iterable[str], timezone: str) -> Iterator[datetime]:
    for text in candidates:
        moment = parse_date(text, timezone=timezone)
        if moment and moment > EPOCH:
            yield moment


def marked(page: Page) -> Iterator[str]:
    """Moments in the attributes of elements that are marked as the date of publication."""
    for number, names in page.walk.named:
        if _is_marked(names):
            node = page.walk.nodes[number]
            stated = node.get("datetime") or node.get("content") or node.get("title") or ""
            if stated[:1].isdigit():
                yield stated


@lru_cache(maxsize=4096)
def _is_marked(names: str) -> bool:
    return not _MARKS.isdisjoint(names.split())


def _timed(page: Page) -> Iterator[str]:
    """The moment of the time elements of the page, where all name the same."""
    walk = page.walk
    moments = {walk.nodes[number].get("datetime") for number in walk.of_tags(*_TIMES)} - {None, ""}
    return (moment or "" for moment in (moments if len(moments) == 1 else ()))


def _of_other_things(page: Page) -> Iterator[str]:
    """When the page, the film or the pictures appeared that JSON-LD describes instead."""
    for item in page.linked:
        if not _THINGS.isdisjoint(types_of(item)):
            yield from texts(item.get("datePublished") or item.get("uploadDate"))


def _changed(page: Page) -> Iterator[str]:
    if text := first(page.article().get("dateModified")):
        yield text
    for name in MODIFIED:
        yield from page.all_meta(name)


def _seen(lines: list[Dateline], saved: datetime | None) -> list[datetime]:
    """The visible dates, those below the headline first.

    A day above the headline that is the day of the saving is the clock of the site.
    """
    below = [line.published for line in lines if line.below and line.published]
    above = [line.published for line in lines if not line.below and line.published]
    clean = [moment for moment in above if saved is None or not is_same_day(moment, saved)]
    return below[:TIES] + clean[:TIES]


def _choose(
    stated: list[datetime],
    seen: list[datetime],
    address: datetime | None,
    saved: datetime | None,
) -> datetime | None:
    """The first date that agrees with the address, else the first; that of the saving comes last.

    Where nothing is stated and nothing visible agrees, the address has the word.
    """
    candidates = [moment for moment in (*stated, *seen) if _is_possible(moment, saved)]
    candidates.sort(key=lambda moment: _is_now(moment, saved))
    if address is None or not _is_possible(address, saved):
        return _with_clock(candidates[0], seen) if candidates else None
    fitting = (fit(moment, address) for moment in candidates)
    best = next(filter(None, fitting), None)
    if best is None:
        best = max(candidates[0], address) if stated and candidates else address
    return _with_clock(best, [*seen, address])


def _is_possible(moment: datetime, saved: datetime | None) -> bool:
    return saved is None or moment <= saved + DAY


def _is_now(moment: datetime, saved: datetime | None) -> bool:
    """Whether the date is that of the saving itself, filled in by a program."""
    return saved is not None and abs(moment - saved) < 2 * MINUTE


def _local(
    stated: datetime,
    seen: list[datetime],
    address: datetime | None,
    saved: datetime | None,
    timezone: str,
) -> datetime:
    """`stated` in the zone that it is meant in, where it names none or the wrong one.

    Newsrooms label local times as UTC, and the other way round. What readers see at the same
    minute some whole zones away tells it; so does a nearby time in the address; and no page was
    saved before its article appeared.
    """
    if isinstance(stated.tzinfo, ZoneInfo):  # no zone was written
        same = (stated.replace(tzinfo=moment.tzinfo) for moment in seen)
        moments = zip(same, seen, strict=False)
        return next((one for one, other in moments if abs(one - other) < 2 * MINUTE), stated)
    for moment in seen:
        if any(abs(abs(moment - stated) - zone) < 2 * MINUTE for zone in ZONES):
            return moment.replace(second=stated.second)
    if stated.utcoffset():
        return stated
    local = stated.replace(tzinfo=ZoneInfo(timezone))
    if address and _has_clock(address) and abs(local - address) < DRAFT < abs(stated - address):
        return local
    if saved and local <= saved + CLOCK_SLOW < stated:
        return local
    return stated


def _has_clock(moment: datetime) -> bool:
    return (moment.hour, moment.minute, moment.second) != (0, 0, 0)


def _with_clock(moment: datetime, others: Iterable[datetime]) -> datetime:
    """The time that another source has for the same day where only the day is known."""
    if _has_clock(moment):
        return moment
    return next((other for other in others if other.date() == moment.date()), moment)


def _counted_back(page: Page, title: str, saved: datetime, timezone: str) -> datetime | None:
    """What the first "3 jam yang lalu" below the headline means."""
    told = (
        parse_relative(text, saved, timezone=timezone)
        for _, text, below in short_texts(page, title, holding=SOON)
        if below
    )
    return next(filter(None, told), None)


def _modified(
    candidates: list[datetime], published: datetime | None, saved: datetime | None, timezone: str
) -> datetime | None:
    """The first date that is later than that of publication and no clock of a program."""
    for moment in candidates:
        is_later = published is None or moment > published
        if is_later and _is_possible(moment, saved) and not _is_now(moment, saved):
            return _readable(moment, timezone)
    return None


def _readable(moment: datetime, timezone: str) -> datetime:
    """`moment` as people there read it where it was written in UTC."""
    return moment if moment.utcoffset() else moment.astimezone(ZoneInfo(timezone))
