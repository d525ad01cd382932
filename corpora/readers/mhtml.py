"""How do I get the article out of a web archive (.mhtml)?"""

from __future__ import annotations

from email import message_from_bytes
from email.message import Message
from typing import cast

from ..article import Article, Reason, Skipped
from ..extract import extract_html
from ..extraction import Extraction
from .embedded import without_data
from .parts import Page
from .saved import moment

_PAGES = ("text/html", "application/xhtml+xml")


def read(page: Page, options: Extraction) -> Article | Skipped:
    """The article of the page that was saved; its images and frames are other parts."""
    try:
        archive = message_from_bytes(page.content.lstrip())
        root = root_of(archive)
        html = cast("bytes | None", root.get_payload(decode=True)) if root else None
        saved = page.saved or moment(archive.get("Date"))
    except (ValueError, LookupError, RecursionError, AttributeError, TypeError) as error:
        # the standard parser stumbles over some headers that no mail program would write
        return Skipped(Reason.MALFORMED, f"broken MHTML: {error}")
    if root is None or not html:
        return Skipped(Reason.MALFORMED, "no page in this MHTML")
    return extract_html(
        without_data(html),
        url=_address(root, archive) or page.url,
        path=page.path,
        options=options,
        declared=root.get_content_charset(),
        saved=saved,
    )


def root_of(archive: Message) -> Message | None:
    """The page that was saved; None if there is no HTML.

    It is the part that the "start" parameter names, else the one at the address of the whole
    archive, else the first. Parts may lie in parts.
    """
    start = archive.get_param("start")
    address = _header(archive, "Snapshot-Content-Location")
    pages = [part for part in archive.walk() if part.get_content_type() in _PAGES]
    named = (page for page in pages if start and page.get("Content-ID") == start)
    placed = (page for page in pages if address and _header(page, "Content-Location") == address)
    return next(named, None) or next(placed, pages[0] if pages else None)


def _address(page: Message, archive: Message) -> str | None:
    """Where the page came from."""
    named = (
        _header(archive, "Snapshot-Content-Location"),
        _header(page, "Content-Location"),
        _header(archive, "Content-Location"),
    )
    address = next(filter(None, named), "")
    return address if address.startswith(("http://", "https://")) else None


def _header(part: Message, name: str) -> str:
    """An address in a header. Long ones are folded over lines: white space is not theirs."""
    return "".join(str(part.get(name) or "").split())
