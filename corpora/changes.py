"""Does a date say when an article appeared, or when it was last changed?"""

from __future__ import annotations

import re
from datetime import datetime

from .dates import DEFAULT_TIMEZONE, RULES, agree_with_url, date_from_url, parse_date
from .rules import any_of

_CHANGED = re.compile(rf"\b(?:{any_of(RULES.updates).pattern})\b", re.IGNORECASE)


def dates_in(
    line: str, *, timezone: str = DEFAULT_TIMEZONE
) -> tuple[datetime | None, datetime | None]:
    """When the article of a dateline appeared, and when it was last changed.

    >>> [str(date) for date in dates_in("28/10/2021, 20:47 WIB Diperbarui 29/10/2021, 07:00 WIB")]
    ['2021-10-28 20:47:00+07:00', '2021-10-29 07:00:00+07:00']
    """
    word = _CHANGED.search(line)
    if word is None:
        return parse_date(line, timezone=timezone), None
    before, after = line[: word.start()], line[word.end() :]
    return parse_date(before, timezone=timezone), parse_date(after, timezone=timezone)


def dated(
    line: str, url: str | None, *, timezone: str = DEFAULT_TIMEZONE
) -> tuple[datetime | None, datetime | None]:
    """The same of a date that came with an address, which has the word where they disagree.

    >>> [str(date) for date in dated("Diperbarui 2/11/2021", "https://a.example/2021/10/28/b")]
    ['2021-10-28 00:00:00+07:00', '2021-11-02 00:00:00+07:00']
    """
    published, modified = dates_in(line, timezone=timezone)
    if published is not None:
        return agree_with_url(published, url), modified
    address = date_from_url(url, timezone=timezone) if url else None
    return (address, modified) if address else (modified, None)
