"""What did the newsroom write? The only file that imports trafilatura."""

from __future__ import annotations

import logging
from typing import Any, cast

import trafilatura
from trafilatura.meta import reset_caches

from .article import Article, Reason, Skipped
from .authors import people
from .boilerplate import clean, prune
from .dom import Node
from .encoding import decode
from .extraction import DEFAULTS, EXTRACTOR_VERSION, Extraction, article_id
from .kinds import judge_bytes, judge_page, judge_text
from .metadata import Metadata, read_metadata
from .page import Page, read_page
from .plaintext import extract_text
from .prose import captions, flatten_tables, paragraphs, shape_of, wrap_loose

ENOUGH = 200  # characters of text that need no second opinion
CAPTION = 300  # characters of text beside a picture that are its caption
SHARE = 0.6  # of the body declared in JSON-LD that the extracted text must reach

__all__ = ["EXTRACTOR_VERSION", "Extraction", "extract_html", "extract_text", "reset"]

# trafilatura logs each page that it gives up on; our Skipped says that better.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def extract_html(
    content: bytes | str,
    *,
    url: str | None = None,
    path: str | None = None,
    options: Extraction = DEFAULTS,
    declared: str | None = None,
) -> Article | Skipped:
    """The article on a page, or why there is none. Never raises, whatever the bytes are.

    `url` is where the page was found and `declared` its charset by HTTP or MIME, if known.
    """
    try:
        return _extract(content, url, path, options, declared)
    except Exception as error:  # the wall: lxml and trafilatura raise many kinds on hostile pages
        return Skipped(Reason.CRASHED, f"{type(error).__name__}: {error}")


def reset() -> None:
    """Empty the caches of trafilatura and its helpers, which grow with every page."""
    reset_caches()


def _extract(
    content: bytes | str,
    url: str | None,
    path: str | None,
    options: Extraction,
    declared: str | None,
) -> Article | Skipped:
    blank = judge_bytes(
        content if isinstance(content, bytes) else content.encode("utf-8", "replace")
    )
    if blank:
        return blank
    text = content if isinstance(content, str) else decode(content, declared=declared)
    verdict = judge_text(text)
    if verdict and not (options.include_listings and verdict.reason is Reason.LISTING):
        return verdict
    page = read_page(text)
    if page is None:
        return Skipped(Reason.EMPTY, "no element and no text")
    metadata = read_metadata(page, url=url, outlets=options.outlets, timezone=options.timezone)
    shape = shape_of(page.root)
    verdict = verdict or judge_page(page, metadata, shape)
    if verdict and (verdict.reason is Reason.EMPTY or not options.include_listings):
        return verdict
    article = _article(page, metadata, path, options, kind=verdict.reason if verdict else "article")
    return article if article.text else Skipped(Reason.EMPTY, "no prose on the page")


def _article(
    page: Page, metadata: Metadata, path: str | None, options: Extraction, kind: str
) -> Article:
    text = _text(page, metadata)
    authors, text = _signed(metadata.authors, text)
    return Article(
        id=article_id(metadata.url, path, metadata.title + text),
        title=metadata.title,
        text=text,
        url=metadata.url,
        paths=(path,) if path else (),
        site=metadata.site,
        section=metadata.section,
        authors=authors,
        tags=metadata.tags,
        published=metadata.published,
        modified=metadata.modified,
        language=options.language,
        kind=kind,
    )


def _text(page: Page, metadata: Metadata) -> str:
    """The best of: trafilatura, the declared body, the fullest box, captions, the summary."""
    told_by_pictures = captions(page.root)
    flatten_tables(page.root)
    shape = shape_of(page.root)
    prune(page.root, keep=shape.box, caption=min(CAPTION, shape.longest // 4))
    wrap_loose(page.root)
    precise = _cleaned(_main_text(page.root), metadata)
    declared = _cleaned(metadata.body, metadata)
    fullest = paragraphs(shape.box) if shape.box is not None else []
    seen = _cleaned("\n".join(fullest), metadata)
    if len(precise) >= max(ENOUGH, SHARE * len(declared), SHARE * len(seen)):
        return precise
    pictured = _cleaned("\n".join(told_by_pictures), metadata)
    return max(precise, declared, seen, pictured, key=len) or metadata.description


def _cleaned(text: str, metadata: Metadata) -> str:
    return clean(text.splitlines(), title=metadata.title)


def _main_text(root: Node) -> str:
    """What trafilatura holds to be the main text: paragraphs on lines of their own, or "".

    A page given as a tree is copied by trafilatura, so it stays ours.
    """
    document = trafilatura.bare_extraction(
        cast(Any, root), include_comments=False, with_metadata=False, favor_precision=True
    )
    return cast(str, getattr(document, "text", None) or "")


def _signed(authors: tuple[str, ...], text: str) -> tuple[tuple[str, ...], str]:
    """Authors and text, the name of the writer moved from the last line to the authors."""
    body, _, last = text.rpartition("\n")
    words = last.split()
    if not body or not last.isupper() or not 2 <= len(words) <= 5:
        return authors, text
    signed = people([last])
    return (authors or signed, body) if signed else (authors, text)
