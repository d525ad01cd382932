"""Which moment do words like "3 jam yang lalu" name, seen from when the page was saved?"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from .dates import DEFAULT_TIMEZONE, RULES, clock_in
from .rules import any_of

LONGEST = 60  # characters; a longer text is a sentence
FURTHEST = timedelta(days=7)  # what is older has a proper date on every page we know
_UNITS = {word: unit for unit, words in RULES.units.items() for word in words}
_NUMBERS = {word: number for number, words in RULES.numbers.items() for word in words}
_DAYS = {word: day for day, words in RULES.days.items() for word in words}


def _words(words: dict[str, int]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


_AGO = re.compile(
    rf"(?P<number>\d{{1,3}}|\b(?:{_words(_NUMBERS)}))\s*(?P<unit>{_words(_UNITS)})\s+"
    rf"(?:{any_of(RULES.ago).pattern})\b",
    re.IGNORECASE,
)
_DAY = re.compile(rf"\b(?P<day>{_words(_DAYS)})\b", re.IGNORECASE)
_NOW = re.compile(rf"\b(?:{any_of(RULES.now).pattern})\b", re.IGNORECASE)
# any of them, to look for among many texts
SOON = any_of(tuple(re.sub(r"\?P<\w+>", "", shape.pattern) for shape in (_AGO, _DAY, _NOW)))


def parse_relative(
    text: str, saved: datetime, *, timezone: str = DEFAULT_TIMEZONE
) -> datetime | None:
    """The moment that `text` names where "now" is `saved`; None if it names none.

    Of "2 hari lalu" and "kemarin" only the day is known: its midnight in `timezone`.

    >>> str(parse_relative("3 jam yang lalu", datetime.fromisoformat("2021-10-28T20:47:31+07:00")))
    '2021-10-28 17:47:00+07:00'
    """
    text = text.strip()
    if len(text) > LONGEST:
        return None
    now = saved.astimezone(ZoneInfo(timezone))
    if ago := _AGO.search(text):
        return _before(now, ago)
    if day := _DAY.search(text):
        midnight = _midnight(now - timedelta(days=_DAYS[day["day"].lower()]))
        moment = clock_in(text, midnight, timezone=timezone) or midnight
        return moment if moment <= now else None
    return _minute(now) if _NOW.fullmatch(text) else None


def is_relative(text: str) -> bool:
    """Whether a text names a moment that depends on when it is read."""
    return len(text) <= LONGEST and bool(_AGO.search(text) or _DAY.search(text))


def _before(now: datetime, ago: re.Match[str]) -> datetime | None:
    word = ago["number"].lower()
    number = int(word) if word.isdecimal() else _NUMBERS[word]
    seconds = _UNITS[ago["unit"].lower()]
    distance = timedelta(seconds=number * seconds)
    if distance > FURTHEST:
        return None
    moment = now - distance
    return _midnight(moment) if seconds >= timedelta(days=1).total_seconds() else _minute(moment)


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)
