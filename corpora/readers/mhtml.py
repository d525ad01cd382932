"""How do I get the article out of a web archive (.mhtml)?"""

from __future__ import annotations

from email import message_from_bytes
from email.message import Message
from typing import cast

from ..article import Article, Reason, Skipped
from ..extract import extract_html
from ..extraction import Extraction


def read(content: bytes, path: str, options: Extraction) -> Article | Skipped:
    """The article of the page that was saved; its images and frames are other parts."""
    try:
        archive = message_from_bytes(content.lstrip())
        page = root_of(archive)
        html = cast("bytes | None", page.get_payload(decode=True)) if page else None
    except (ValueError, LookupError, RecursionError) as error:
        # the standard parser stumbles over some headers that no mail program would write
        return Skipped(Reason.MALFORMED, f"broken MHTML: {error}")
    if page is None or not html:
        return Skipped(Reason.MALFORMED, "no page in this MHTML")
    declared = page.get_content_charset()
    return extract_html(
        html, url=_address(page, archive), path=path, options=options, declared=declared
    )


def root_of(archive: Message) -> Message | None:
    """The part that the "start" parameter names, else the first HTML; None if there is none."""
    start = archive.get_param("start")
    pages = [part for part in archive.walk() if part.get_content_type() in _PAGES]
    named = (page for page in pages if start and page.get("Content-ID") == start)
    return next(named, pages[0] if pages else None)


_PAGES = ("text/html", "application/xhtml+xml")


def _address(page: Message, archive: Message) -> str | None:
    """Where the page came from. Long addresses are folded over lines: white space is not theirs."""
    named = (
        archive.get("Snapshot-Content-Location"),
        page.get("Content-Location"),
        archive.get("Content-Location"),
    )
    found = next((str(value) for value in named if value), "")
    address = "".join(found.split())
    return address if address.startswith(("http://", "https://")) else None
