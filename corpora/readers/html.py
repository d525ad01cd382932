"""How do I get the article out of a saved web page?"""

from __future__ import annotations

import re

from ..article import Article, Skipped
from ..extract import extract_html
from ..extraction import Extraction

HEAD = 8192  # bytes in which tools note the address that they saved
_SAVED_FROM = re.compile(
    rb"saved from url=\(\d+\)(https?://[^\s<>\"]+)"  # browsers
    rb"|Page saved with SingleFile\s+url:\s*(https?://[^\s<>\"]+)"  # the SingleFile extension
)


def read(content: bytes, path: str, options: Extraction) -> Article | Skipped:
    """The article of the page; its address is the one noted by the tool that saved it, if any."""
    return extract_html(content, url=saved_from(content), path=path, options=options)


def saved_from(content: bytes) -> str | None:
    """The address that a browser or SingleFile wrote into the page.

    >>> saved_from(b"<!-- saved from url=(0025)https://contoh.example/1 --><html>")
    'https://contoh.example/1'
    """
    match = _SAVED_FROM.search(content[:HEAD])
    return (match[1] or match[2]).decode("ascii", "replace") if match else None
