"""When was it? Dates as newsrooms, feeds and addresses write them, always with a time zone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from datetime import timezone as offset_zone
from functools import cache
from typing import Any, cast
from zoneinfo import ZoneInfo

from .rules import load

DEFAULT_TIMEZONE = "Asia/Jakarta"
FIRST_YEAR, LAST_YEAR = 1900, 2100  # outside it is a typing error or another number
LONGEST = 200  # characters; a longer text is prose, and prose is not asked for its date


@dataclass(frozen=True, slots=True)
class DateRules:
    """The words and address patterns of data/dates.yaml."""

    months: dict[int, list[str]]
    zones: dict[str, int]
    companions: list[str]
    urls: list[str]


RULES = load("dates.yaml", DateRules)
MONTHS = {word: month for month, words in RULES.months.items() for word in words}

_MONTH = "(?P<word>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_ZONE = "|".join(sorted((zone for zone in RULES.zones if zone != "z"), key=len, reverse=True))
_YEAR = r"(?P<year>\d{4}|\d{2})(?![\d:])"
_DATES = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        r"(?<!\d)(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)",
        r"(?<!\d)(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.]" + _YEAR,
        r"(?<!\d)(?P<day>\d{1,2})[\s\-+./]*" + _MONTH + r"[\s\-+,/.']*" + _YEAR,
        r"\b" + _MONTH + r"\s*(?P<day>\d{1,2})(?:st|nd|rd|th)?\s*[,\s]\s*(?P<year>\d{4})(?!\d)",
        r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?=\D|$)",
    )
)
_CLOCK = re.compile(
    r"(?<![\d/.,:-])(?P<hour>[0-2]?\d)[:.](?P<minute>[0-5]\d)(?:[:.](?P<second>[0-5]\d))?"
    r"(?:[.,]\d+)?(?![\d])\s*(?P<half>[ap]m\b)?"
    rf"\s*\(?(?P<zone>(?:{_ZONE})\b|z\b|(?:(?:utc|gmt)\s*)?[+-]\d\d:?\d\d(?!\d))?",
    re.IGNORECASE,
)
_EPOCH = re.compile(r"(\d{10}|\d{13})(?:\.\d+)?")
_URLS = tuple(re.compile(pattern) for pattern in RULES.urls)
_COMPANIONS = re.compile(
    r"\b(?:" + "|".join(map(re.escape, [*RULES.companions, *RULES.zones])) + r")\b", re.IGNORECASE
)


def parse_date(text: str, *, timezone: str = DEFAULT_TIMEZONE) -> datetime | None:
    """The moment that `text` names, aware of its time zone; None if it names no day.

    A time without a zone is read in `timezone`, a date without a time as its midnight there.
    Day comes before month where both are numbers, unless only the other order exists.

    >>> str(parse_date("Kamis, 28 Okt 2021 | 20:47 WIB"))
    '2021-10-28 20:47:00+07:00'
    """
    text = " ".join(text[:LONGEST].split())
    if not any(character.isdigit() for character in text):
        return None
    if text.isdecimal() or _EPOCH.fullmatch(text):
        return _from_epoch(text, timezone) or _from_words(text, timezone)
    return _from_iso(text, timezone) or _from_words(text, timezone) or _from_library(text, timezone)


def is_dateline(line: str) -> bool:
    """Whether `line` is a date, and perhaps a weekday and a time, and nothing else.

    >>> is_dateline("Kamis, 05/11/2015 09:25 WIB"), is_dateline("Pada 5 Mei 2015 ia lahir")
    (True, False)
    """
    if len(line) > LONGEST // 2 or not any(character.isdigit() for character in line):
        return False
    found = _find_day(line)
    if found is None:
        return False
    rest = line[: found.start()] + " " + line[found.end() :]
    rest = _COMPANIONS.sub(" ", _CLOCK.sub(" ", rest))
    return not any(character.isalnum() for character in rest)


def date_from_url(url: str, *, timezone: str = DEFAULT_TIMEZONE) -> datetime | None:
    """The day, and where the newsroom writes it the time, that an address holds.

    >>> str(date_from_url("https://contoh.example/read/2015/11/04/21040031/judul"))
    '2015-11-04 21:04:00+07:00'
    """
    for pattern in _URLS:
        match = pattern.search(url)
        moment = match and _from_url_groups(match, _zone(timezone))
        if moment:
            return moment
    return None


def agree_with_url(date: datetime, url: str | None) -> datetime:
    """`date`, or `date` with day and month swapped where only that fits the day in `url`."""
    stated = date_from_url(url) if url else None
    if stated is None or _same_day(date, stated) or date.day > 12:
        return date
    swapped = date.replace(day=date.month, month=date.day)
    return swapped if _same_day(swapped, stated) else date


def _same_day(one: datetime, other: datetime) -> bool:
    """Whether the days differ by one at most: midnight passes at different times."""
    return abs(one.date() - other.date()) <= timedelta(days=1)


@cache
def _zone(name: str) -> tzinfo:
    return ZoneInfo(name)


def _from_epoch(text: str, timezone: str) -> datetime | None:
    if not _EPOCH.fullmatch(text):
        return None
    number = float(text)
    seconds = number / 1000 if number > 1e11 else number
    return datetime.fromtimestamp(seconds, UTC).astimezone(_zone(timezone))


def _from_iso(text: str, timezone: str) -> datetime | None:
    if not text[:4].isdecimal():
        return None
    try:
        moment = datetime.fromisoformat(text.replace(" T", "T"))
    except ValueError:
        return None
    return _checked(moment if moment.tzinfo else moment.replace(tzinfo=_zone(timezone)))


def _checked(moment: datetime) -> datetime | None:
    return moment if FIRST_YEAR <= moment.year <= LAST_YEAR else None


def _from_words(text: str, timezone: str) -> datetime | None:
    """A day in any of our shapes, and the first clock after it that is not a filled-in midnight."""
    found = _find_day(text)
    if found is None:
        return None
    day = _day(found)
    if day is None:
        return None
    following = text[found.end() :]
    nextday = _find_day(following)
    clocks = _clocks(following[: nextday.start()] if nextday else following)
    clocks = clocks or _clocks(text[: found.start()])
    chosen = next((clock for clock in clocks if not _is_midnight(clock)), None)
    return day.replace(tzinfo=_zone(timezone)) if chosen is None else _at(day, chosen, timezone)


def _find_day(text: str) -> re.Match[str] | None:
    """The leftmost date in `text` whose day exists."""
    matches = (match for shape in _DATES if (match := shape.search(text)) and _day(match))
    return min(matches, key=lambda match: match.start(), default=None)


def _clocks(text: str) -> list[re.Match[str]]:
    return list(_CLOCK.finditer(text))


def _is_midnight(clock: re.Match[str]) -> bool:
    """Whether the clock is the 00:00 that databases add to a day."""
    if clock["zone"]:
        return False
    return not any(int(clock[part] or 0) for part in ("hour", "minute", "second"))


def _day(match: re.Match[str]) -> datetime | None:
    groups = match.groupdict()
    word, year, day = groups.get("word"), int(groups["year"]), int(groups["day"])
    month = MONTHS[word.lower()] if word else int(groups["month"])
    if year < 100:
        year += 2000 if year < 70 else 1900
    return _calendar(year, month, day) or (None if word else _calendar(year, day, month))


def _calendar(year: int, month: int, day: int) -> datetime | None:
    try:
        return _checked(datetime(year, month, day))
    except ValueError:
        return None


def _at(day: datetime, clock: re.Match[str], timezone: str) -> datetime:
    hour, minute, second = (int(clock[part] or 0) for part in ("hour", "minute", "second"))
    half = (clock["half"] or "").lower()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    zone = _zone(timezone) if clock["zone"] is None else _named_zone(clock["zone"].lower())
    # "24:00" is the next day's midnight
    return day.replace(tzinfo=zone) + timedelta(hours=hour, minutes=minute, seconds=second)


def _named_zone(name: str) -> tzinfo:
    if name in RULES.zones:
        return offset_zone(timedelta(minutes=RULES.zones[name]))
    digits = re.sub(r"[^\d+-]", "", name)
    minutes = int(digits[1:3]) * 60 + int(digits[3:5])
    return offset_zone(timedelta(minutes=-minutes if digits[0] == "-" else minutes))


def _from_url_groups(match: re.Match[str], zone: tzinfo) -> datetime | None:
    day = _day(match)
    clock = match.groupdict().get("clock") or ""
    if day is None or int(clock[:2] or 0) > 23:
        return None
    hour, minute, second = (int(part or 0) for part in (clock[:2], clock[2:4], clock[4:6]))
    return day.replace(hour=hour, minute=minute, second=second, tzinfo=zone)


def _from_library(text: str, timezone: str) -> datetime | None:
    """What dateparser makes of it: slow (milliseconds), so only for shapes that we do not know."""
    import dateparser  # lazy: 200 ms at start-up for a rare case

    settings = {
        "PARSERS": ["absolute-time"],  # "2 jam lalu" would ask the clock
        "REQUIRE_PARTS": ["day", "month", "year"],
        "DATE_ORDER": "DMY",
    }
    moment = dateparser.parse(text, languages=["id", "en"], settings=cast(Any, settings))
    if moment is None:
        return None
    return _checked(moment if moment.tzinfo else moment.replace(tzinfo=_zone(timezone)))
