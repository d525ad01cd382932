"""When was it? Dates as newsrooms, feeds and addresses write them, always with a time zone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from datetime import timezone as offset_zone
from functools import cache, lru_cache
from typing import Any, cast
from zoneinfo import ZoneInfo

from .rules import any_of, load

DEFAULT_TIMEZONE = "Asia/Jakarta"
FIRST_YEAR, LAST_YEAR = 1900, 2100  # outside it is a typing error or another number
LONGEST_SIGNATURE = 8  # words
LONGEST = 200  # characters; a longer text is prose, and prose is not asked for its date


@dataclass(frozen=True, slots=True)
class DateRules:
    """The words and address patterns of data/dates.yaml."""

    months: dict[int, list[str]]
    zones: dict[str, int]
    companions: list[str]
    asides: list[str]
    between: frozenset[str]
    updates: tuple[str, ...]
    units: dict[int, list[str]]
    numbers: dict[int, list[str]]
    ago: tuple[str, ...]
    days: dict[int, list[str]]
    now: tuple[str, ...]
    urls: list[str]


RULES = load("dates.yaml", DateRules)
MONTHS = {word: month for month, words in RULES.months.items() for word in words}

_MONTH = "(?P<word>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_ZONE = "|".join(sorted((zone for zone in RULES.zones if zone != "z"), key=len, reverse=True))
_OFFSET = r"(?:utc|gmt)\s*[+-]\d\d?(?::?\d\d)?(?!\d)|[+-]\d\d?:\d\d(?!\d)|[+-]\d{4}(?!\d)"
_YEAR = r"(?P<year>\d{4}(?![\d:])|\d{2}(?![\d:]|\.\d\d(?!\d)))"  # not "5 Nov 20.47"
_SHAPES = (
    r"(?<!\d)(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)",
    r"(?<!\d)(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.]" + _YEAR,
    r"(?<!\d)(?P<day>\d{1,2})[\s\-+./]*" + _MONTH + r"[\s\-+,/.']*" + _YEAR,
    r"\b" + _MONTH + r"\s*(?P<day>\d{1,2})(?:st|nd|rd|th)?\s*[,\s]\s*(?P<year>\d{4})(?!\d)",
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?=\D|$)",
    # as programs print it: "Thu Oct 28 20:47:00 WIB 2021"
    r"\b" + _MONTH + r"\s*(?P<day>\d\d?)\s+[\d:]{5,8}(?:\s\w{3,4})?\s(?P<year>\d{4})(?!\d)",
)
_PAIR, _AFTER_WORD = r"\d[-/.]\d", r"[^\W\d]\.?\s*\d\d?(?:st|nd|rd|th)?[,\s]"
# what each shape cannot do without, found in a tenth of the time
_NEEDS = (_PAIR, _PAIR, r"\d[\s\-+./]*[^\W\d]", _AFTER_WORD, r"\d{8}", _AFTER_WORD)
_DATES = [[re.compile(one, re.I) for one in pair] for pair in zip(_NEEDS, _SHAPES, strict=True)]
_FULL_YEAR, _SHORT = re.compile(r"(?:19|2[01])\d\d"), _DATES[1:3]  # shapes with two digits
_CLOCK = re.compile(
    r"(?<![\d/.,:-])(?P<hour>[0-2]?\d)[:.](?P<minute>[0-5]\d)(?:[:.](?P<second>[0-5]\d))?"
    r"(?:[.,]\d+)?(?![\d])\s*(?P<half>[ap]m\b)?"
    rf"\s*\(?(?P<zone>{_OFFSET}|(?:{_ZONE})\b|z\b)?",
    re.IGNORECASE,
)
_EPOCH = re.compile(r"(\d{10}|\d{13})(?:\.\d+)?")
_THREE_DIGITS = re.compile(r"\d\D*\d\D*\d")  # the least that a date has: "5 Mei 21"
_PRESSED = re.compile(r"((?:19|20)\d{6})(\d\d)(\d\d)(\d\d)?")
_AMERICAN = re.compile(r"\d/\d\d?/\d{4},?\s+\d\d?:\d\d(?::\d\d)?\s*[ap]m\b", re.IGNORECASE)
_BETWEEN = " ,;:|/-–—.•·T"  # stands between a day and its time
_ASIDE = any_of(tuple(RULES.asides))
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
        found = _from_epoch(text, timezone) or _from_pressed(text, timezone)
        return found or _from_words(text, timezone)
    return _from_iso(text, timezone) or _from_words(text, timezone) or _from_library(text, timezone)


def is_dateline(line: str, *, signed: bool = False) -> bool:
    """Whether `line` is a date, and perhaps a weekday and a time, and nothing else.

    With `signed` a date with a time may have the name of a writer or an outlet beside it.

    >>> is_dateline("Kamis, 05/11/2015 09:25 WIB"), is_dateline("Pada 5 Mei 2015 ia lahir")
    (True, False)
    >>> is_dateline("Ani - detikNews | Kamis, 05/11/2015 09:25 WIB", signed=True)
    True
    """
    if len(line) > LONGEST // 2 or not _THREE_DIGITS.search(line):
        return False
    beside = line
    while found := find_day(beside):
        beside = beside[: found.start()] + " " + beside[found.end() :].lstrip(_BETWEEN)
    if beside is line:
        return False
    rest, clocks = _CLOCK.subn(" ", beside)
    if any(character.isalnum() for character in rest):
        rest = _COMPANIONS.sub(" ", _ASIDE.sub(" ", rest))
    if not any(character.isalnum() for character in rest):
        return True
    return signed and clocks > 0 and _is_signature(rest)


def _is_signature(text: str) -> bool:
    """Whether `text` is names: each word has a capital or is an address, none ends a sentence."""
    words = [word for word in text.split() if any(map(str.isalnum, word))]
    named = (word.lower() != word or "." in word[1:-1] or word in RULES.between for word in words)
    return len(words) <= LONGEST_SIGNATURE and all(named)


def date_from_url(url: str, *, timezone: str = DEFAULT_TIMEZONE) -> datetime | None:
    """The day, and where the newsroom writes it the time, that an address holds.

    >>> str(date_from_url("https://contoh.example/read/2015/11/04/21040031/judul"))
    '2015-11-04 21:04:00+07:00'
    """
    matches = filter(None, (pattern.search(url) for pattern in _URLS))
    moments = (_from_url_groups(match, _zone(timezone)) for match in matches)
    return next(filter(None, moments), None)


def agree_with_url(date: datetime, url: str | None) -> datetime:
    """`date`, unless the day in `url` shows that it was misread or is another's.

    An address is never made after its article appeared: a date before that gives way to it.
    """
    address = date_from_url(url) if url else None
    return date if address is None else fit(date, address) or max(date, address)


def fit(date: datetime, address: datetime) -> datetime | None:
    """`date`, or `date` with day and month swapped, whichever is on the day in the address."""
    if is_same_day(date, address):
        return date
    swapped = date.replace(day=date.month, month=date.day) if date.day <= 12 else date
    return swapped if is_same_day(swapped, address) else None


def is_same_day(one: datetime, other: datetime) -> bool:
    """Whether the days differ by one at most: midnight passes at different times."""
    return abs(one.date() - other.date()) <= timedelta(days=1)


def clock_in(text: str, day: datetime, *, timezone: str = DEFAULT_TIMEZONE) -> datetime | None:
    """The moment on `day` at the first time that `text` names; None if it names none."""
    clock = next(iter(_clocks(text)), None)
    return clock and _at(day, clock, timezone)


@cache
def _zone(name: str) -> tzinfo:
    return ZoneInfo(name)


def _from_epoch(text: str, timezone: str) -> datetime | None:
    if not _EPOCH.fullmatch(text):
        return None
    number = float(text)
    seconds = number / 1000 if number > 1e11 else number
    return datetime.fromtimestamp(seconds, UTC).astimezone(_zone(timezone))


def _from_pressed(text: str, timezone: str) -> datetime | None:
    """A day and a time as fourteen digits, or twelve without the seconds."""
    match = _PRESSED.fullmatch(text)
    if match is None:
        return None
    try:
        moment = datetime.strptime("".join(match.groups("00")), "%Y%m%d%H%M%S")
    except ValueError:
        return None
    return moment.replace(tzinfo=_zone(timezone))


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
    found = find_day(text)
    if found is None:
        return None
    day = _day(found, american=_AMERICAN.search(text) is not None)
    if day is None:
        return None
    following = text[found.end() :].lstrip(_BETWEEN)
    nextday = find_day(following)
    clocks = _clocks(following[: nextday.start()] if nextday else following)
    clocks = clocks or _clocks(found[0]) or _clocks(text[: found.start()])
    chosen = next((clock for clock in clocks if not _is_midnight(clock)), None)
    return day.replace(tzinfo=_zone(timezone)) if chosen is None else _at(day, chosen, timezone)


@lru_cache(maxsize=64)  # one page asks for the same line several times
def find_day(text: str) -> re.Match[str] | None:
    """The leftmost date in `text` whose day exists."""
    shapes = _DATES if _FULL_YEAR.search(text) else _SHORT
    asked = (shape.search(text) for need, shape in shapes if need.search(text))
    matches = (match for match in asked if match and _day(match))
    return min(matches, key=lambda match: match.start(), default=None)


def _clocks(text: str) -> list[re.Match[str]]:
    return list(_CLOCK.finditer(text))


def _is_midnight(clock: re.Match[str]) -> bool:
    """Whether the clock is the 00:00 that databases add to a day."""
    stated = any(int(clock[part] or 0) for part in ("hour", "minute", "second"))
    return not clock["zone"] and not stated


def _day(match: re.Match[str], *, american: bool = False) -> datetime | None:
    """The day of a match; of two numbers the first is the day, but not in `american` dates."""
    word, year, day = match.groupdict().get("word"), int(match["year"]), int(match["day"])
    month = MONTHS[word.lower()] if word else int(match["month"])
    if year < 100:
        year += 2000 if year < 70 else 1900
    orders = [(month, day)] if word else [(month, day), (day, month)]
    if american and match.start("year") > match.start("day"):
        orders.reverse()
    return next(filter(None, (_calendar(year, *order) for order in orders)), None)


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
    digits = re.sub(r"\D", "", name)
    hours, rest = (digits, "0") if len(digits) < 3 else (digits[:-2], digits[-2:])
    minutes = min(int(hours) * 60 + int(rest), 24 * 60 - 1)
    return offset_zone(timedelta(minutes=-minutes if "-" in name else minutes))


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
