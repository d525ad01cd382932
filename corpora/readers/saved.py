"""When was this page saved? Moments as browsers, mail programs and web archives write them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from ..article import Article, Skipped

# as a browser's Date prints itself: "Mon Nov 04 2019 14:04:00 GMT+0700 (Western Indonesia Time)"
_SCRIPT = re.compile(
    r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d\d) (\d{4}) (\d\d:\d\d:\d\d) GMT([+-]\d{4})"
)


def moment(text: str | None) -> datetime | None:
    """The moment that a text names, aware of its zone, which is UTC where it names none.

    >>> str(moment("Mon Nov 04 2019 14:04:00 GMT+0700 (Waktu Indonesia Barat)"))
    '2019-11-04 14:04:00+07:00'
    >>> str(moment("Mon, 4 Nov 2019 14:04:00 +0700")), str(moment("2019-11-04T07:04:00Z"))
    ('2019-11-04 14:04:00+07:00', '2019-11-04 07:04:00+00:00')
    >>> moment("kemarin") is None
    True
    """
    text = " ".join((text or "").split())
    found = _SCRIPT.match(text)
    if found:
        text = "{1} {0} {2} {3} {4}".format(*found.groups())
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            told = read(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return told if told.tzinfo else told.replace(tzinfo=UTC)
    return None


def stamped(article: Article | Skipped, saved: datetime | None) -> Article | Skipped:
    """The article with the moment when its page was saved, if that is known."""
    if saved is None or isinstance(article, Skipped):
        return article
    return replace(article, saved=saved)
