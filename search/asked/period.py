"""Which span of time do these words name?

Days begin at midnight in the zone of the clock that is passed in; ends are exclusive.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from ..errors import QueryError, quoted

Period = tuple[int | None, int | None]  # [start, end) in milliseconds since 1970 UTC, None open
Days = tuple[datetime, datetime]

_SINCE: Final = r"(?:(?:sejak|mulai|dari|since|from)\b|>=)"
_UNTIL: Final = r"(?:(?:sampai|hingga|until|to)\b|<=)"
_RELATIVE: Final = {
    "hari ini": (0, 1),
    "today": (0, 1),
    "kemarin": (-1, 0),
    "yesterday": (-1, 0),
    "minggu lalu": (-7, 0),
    "last week": (-7, 0),
    "bulan lalu": (-30, 0),
    "last month": (-30, 0),
}
_LAST_DAYS = re.compile(r"(\d{1,4}) (?:hari terakhir|days?)")
_ISO = re.compile(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_WORDED = re.compile(r"(?:(\d{1,2}) )?([a-z]+)\.? (\d{4})")


def period(text: str, *, now: datetime) -> Period | None:
    """Return the span that a text names, or None where it names none.

    `now` has a time zone.

    >>> from datetime import UTC
    >>> now = datetime(2021, 10, 28, 12, tzinfo=UTC)
    >>> period("2021-10-27", now=now) == period("kemarin", now=now) == period("27/10/2021", now=now)
    True
    >>> period("sejak Juni 2021", now=now)
    (1622505600000, None)
    """
    text = " ".join(text.lower().replace('"', " ").split())
    if match := re.fullmatch(rf"(?:{_SINCE} ?)?(.*?)(?:\.\.| {_UNTIL} )(.*)", text):
        return _between(match[1].strip(), match[2].strip(), now)
    if match := re.fullmatch(rf"{_SINCE} ?(.+)", text):
        days = _days(match[1], now)
        return (_milliseconds(days[0]), None) if days else None
    if match := re.fullmatch(rf"{_UNTIL} ?(.+)", text):
        days = _days(match[1], now)
        return (None, _milliseconds(days[1])) if days else None
    days = _days(text, now)
    return (_milliseconds(days[0]), _milliseconds(days[1])) if days else None


def longest_period(
    first: str, following: Sequence[str], *, now: datetime
) -> tuple[Period | None, int]:
    """Return the period named by a text and as many of the words after it as fit, and how many."""
    for taken in range(len(following), -1, -1):
        if found := period(" ".join([first, *following[:taken]]), now=now):
            return found, taken
    return None, 0


def required_period(text: str, *, now: datetime, option: str) -> Period:
    """Return the period of a command's option.

    Raises:
        QueryError: the text names no time.

    """
    found = period(text, now=now)
    if found is None:
        raise QueryError(
            f"{option} {quoted(text)} is not a date",
            mend='write 2021-10-28, 2021-10 or "Juni 2021"',
        )
    return found


def _between(first: str, last: str, now: datetime) -> Period | None:
    start, end = (_days(text, now) if text else None for text in (first, last))
    if (first and not start) or (last and not end) or not (start or end):
        return None
    return (
        _milliseconds(start[0]) if start else None,
        _milliseconds(end[1]) if end else None,
    )


def _days(text: str, now: datetime) -> Days | None:
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if text in _RELATIVE:
        first, last = _RELATIVE[text]
        return today + timedelta(days=first), today + timedelta(days=last)
    if match := _LAST_DAYS.fullmatch(text):
        return today - timedelta(days=int(match[1])), today + timedelta(days=1)
    if match := _ISO.fullmatch(text):
        return _calendar(now, match[1], match[2], match[3])
    if match := _DAY_FIRST.fullmatch(text):
        return _calendar(now, match[3], match[2], match[1])
    if match := _WORDED.fullmatch(text):
        from ...corpora.dates import MONTHS  # here: reads a data file, and few queries need it

        month = MONTHS.get(match[2])
        return _calendar(now, match[3], str(month), match[1]) if month else None
    return None


def _calendar(now: datetime, year: str, month: str | None, day: str | None) -> Days | None:
    """Return a year, month or day as [start, end); None where the calendar has no such day."""
    try:
        start = datetime(int(year), int(month or 1), int(day or 1), tzinfo=now.tzinfo)
        if day:
            return start, start + timedelta(days=1)
        if month:
            return start, (start + timedelta(days=31)).replace(day=1)
        return start, start.replace(year=start.year + 1)
    except (ValueError, OverflowError):
        return None


def _milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
