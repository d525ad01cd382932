"""How do I get the article out of a saved web page?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from ..article import Article, Skipped
from ..extract import extract_html
from ..extraction import Extraction
from .parts import Page
from .saved import moment

HEAD = 8192  # bytes in which tools note the address that they saved
_SAVED_FROM = re.compile(
    rb"saved from url=\(\d+\)(https?://[^\s<>\"]+)"  # browsers
    rb"|Page saved with SingleFile\s+url:\s*(https?://[^\s<>\"]+)"  # the SingleFile extension
    rb"(?:\s+saved date:[ \t]*([^\r\n<>]{10,99}))?"
)


@dataclass(frozen=True, slots=True)
class Note:
    """What a tool wrote into a page when it saved it; None for what it did not."""

    url: str | None = None
    saved: datetime | None = None


def read(page: Page, options: Extraction) -> Article | Skipped:
    """The article of the page; what the file around it says goes before the page's own note."""
    note = noted(page.content)
    return extract_html(
        page.content,
        url=page.url or note.url,
        path=page.path,
        options=options,
        declared=page.declared,
        saved=page.saved or note.saved,
    )


def noted(content: bytes) -> Note:
    """What a browser or SingleFile wrote into the page.

    >>> noted(b"<!-- saved from url=(0025)https://contoh.example/1 --><html>").url
    'https://contoh.example/1'
    """
    match = _SAVED_FROM.search(content[:HEAD])
    if match is None:
        return Note()
    url, saved = match[1] or match[2], match[3] or b""
    return Note(url.decode("ascii", "replace"), moment(saved.decode("ascii", "replace")))
