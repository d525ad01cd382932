"""What did the newsroom write? The only file that imports trafilatura."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any, cast

import trafilatura
from trafilatura.meta import reset_caches
from trafilatura.settings import Extractor

from .article import Article, Reason, Skipped
from .authors import people
from .boilerplate import prune
from .captions import apart, captions_of, distinct
from .credits import agency_on
from .dateline import parted, place_of
from .dom import Node, has_more, wrapped
from .doubts import ENOUGH, Evidence, best
from .encoding import decode
from .extraction import DEFAULTS, EXTRACTOR_VERSION, Extraction, article_id
from .kinds import judge_bytes, judge_page, judge_text
from .language import stated_or_told
from .leftovers import clean, is_sentence
from .media import Kind, kind_of
from .metadata import Metadata, read_metadata
from .page import Page, read_page
from .paging import marked, sheet_of
from .plaintext import extract_text
from .prose import (
    Shape,
    flatten_tables,
    narrowed,
    paragraphs,
    shape_of,
    story,
    wrap_loose,
)
from .prose import captions as sentences_below_pictures
from .templates import PageRules, page_rules
from .walk import Walk

CAPTION = 300  # characters of text beside a picture that are its caption
# Elements of a page that trafilatura is shown; its time grows with the square of what stands side
# by side: 3 s at 30,000, 30 s at 100,000. Articles have 1,000 to 5,000, live reports up to 20,000.
MOST_ELEMENTS = 30_000
# Made once: reading the settings takes as long as a fifth of an extraction.
FAST = Extractor(output_format="python", precision=True, comments=False, fast=True)
CAREFUL = Extractor(output_format="python", precision=True, comments=False)

__all__ = ["EXTRACTOR_VERSION", "Extraction", "extract_html", "extract_text", "reset"]

# trafilatura logs each page that it gives up on; our Skipped says that better.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Text:
    """What an article says, and what is kept apart from it."""

    text: str
    place: str | None = None
    captions: tuple[str, ...] = ()
    agency: str | None = None


def extract_html(
    content: bytes | str,
    *,
    url: str | None = None,
    path: str | None = None,
    options: Extraction = DEFAULTS,
    declared: str | None = None,
    saved: datetime | None = None,
) -> Article | Skipped:
    """The article on a page, or why there is none. Never raises, whatever the bytes are.

    `url` is where the page was found, `declared` its charset by HTTP or MIME, and `saved` when it
    was captured, if known.
    """
    try:
        return _extract(content, url, path, options, declared, saved)
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
    saved: datetime | None,
) -> Article | Skipped:
    raw = content if isinstance(content, bytes) else content.encode("utf-8", "replace")
    text = content if isinstance(content, str) else decode(content, declared=declared)
    verdict = judge_bytes(raw) or judge_text(text)
    if verdict and not (options.include_listings and verdict.reason is Reason.LISTING):
        return verdict
    page = read_page(text)
    if page is None:
        return Skipped(Reason.EMPTY, "no element and no text")
    metadata = read_metadata(
        page, url=url, outlets=options.outlets, timezone=options.timezone, saved=saved
    )
    shape = shape_of(page.walk)
    verdict = verdict or judge_page(page, metadata, shape)
    if verdict and (verdict.reason is Reason.EMPTY or not options.include_listings):
        return verdict
    sheet = sheet_of(page, metadata.url, url)  # before boxes of numbers are taken off the page
    skipped = verdict and Kind(verdict.reason.value, verdict.detail)
    kind = skipped or kind_of(page, metadata, shape)
    if sheet and sheet.number > 1:  # what describes the article describes its first page
        metadata = replace(metadata, description="")
    found = Text(_listed(page, shape)) if verdict else _told(page, metadata, shape, options, kind)
    article = _article(found, metadata, path, options, kind)
    return marked(article, sheet) if article.text else Skipped(Reason.EMPTY, "no prose on the page")


def _article(
    found: Text, metadata: Metadata, path: str | None, options: Extraction, kind: Kind
) -> Article:
    signed = metadata.credits
    authors, text = _signed(signed.authors, found.text)
    return Article(
        id=article_id(metadata.url, path, metadata.title + text),
        title=metadata.title,
        text=text,
        url=metadata.url,
        paths=(path,) if path else (),
        site=metadata.site,
        section=metadata.section,
        authors=authors,
        editors=signed.editors,
        byline=None if authors else signed.byline,
        agency=signed.agency or found.agency,
        place=found.place,
        captions=found.captions,
        tags=metadata.tags,
        published=metadata.published,
        modified=metadata.modified,
        saved=metadata.saved,
        language=stated_or_told(text, options.language),
        kind=kind.name,
        kind_reason=kind.reason,
    )


def _listed(page: Page, shape: Shape) -> str:
    return "\n".join(shape.links) or page.walk.words(0)


def _told(page: Page, metadata: Metadata, shape: Shape, options: Extraction, kind: Kind) -> Text:
    """The best reading of the page, and the agency that it credits; a video has a description."""
    agency = agency_on(shape.box)  # while the line that credits it is on the page
    rules = page_rules(metadata.url, options.boilerplate, templates=options.templates)
    found = _text(page, metadata, shape, rules, kind)
    if kind.name == "video":  # where nothing is said of it, its headline is all there is
        text = max(found.text, metadata.description, key=len) or metadata.title
        found = replace(found, text=text)
    return replace(found, agency=agency)


def _text(page: Page, metadata: Metadata, shape: Shape, rules: PageRules, kind: Kind) -> Text:
    """The best reading of the page, without its captions and dateline.

    Where little is found, captions join in: a photo page says everything there.
    """
    evidence = Evidence(
        title=metadata.title,
        prose=shape.longest,
        links=frozenset(shape.links),
        declared=metadata.body,
        summary=metadata.description,
    )
    # before boxes are taken off the page
    told_by_pictures, captions = sentences_below_pictures(page.walk), [*captions_of(page.walk)]
    readings = _readings(page, metadata, shape, rules)
    if kind.name == "gallery" and told_by_pictures and _is_told_by_pictures(page.walk, shape):
        readings = islice(readings, 1)  # no other reading has more
    text = best(_cleaned(readings, metadata, rules, captions), evidence)
    if len(text) < ENOUGH and told_by_pictures:
        told = [*filter(is_sentence, text.splitlines()), *told_by_pictures]
        return Text(clean(told, title=metadata.title, rules=rules.lines, signed=False))
    # a video with a headline and nothing else is still an article
    text = text or metadata.description or (metadata.title if page.article() else "")
    place, text = parted(text)
    if place is None and shape.box is not None:
        place = place_of(shape.box)
    kept = (caption for caption in distinct(captions) if caption not in text)
    return Text(text, place=place, captions=tuple(kept))


def _is_told_by_pictures(page: Walk, shape: Shape) -> bool:
    """Whether all prose in the fullest box stands below pictures."""
    within = range(shape.fullest, page.ends[shape.fullest])
    return all(
        any(page.tags[outer] == "figcaption" for outer in page.around(number))
        for number in shape.prose
        if number in within
    )


def _readings(
    page: Page, metadata: Metadata, shape: Shape, rules: PageRules
) -> Iterator[list[str]]:
    """The lines of the article, read in ever more costly ways.

    First trafilatura's fast mode on what holds headline and text; then the declared body; then
    its careful mode on the whole page; last what stands in the fullest box.
    """
    caption = min(CAPTION, shape.longest // 4)
    top = story(page.walk, shape, metadata.title)
    prune(page.walk.nodes[top], keep=shape.box, caption=caption, rules=rules)
    part = page.walk.nodes[narrowed(page.walk, shape, top)]
    _straighten(part)
    frame = wrapped(part, "article") if part is not page.root else None
    yield _main_text(part if frame is None else wrapped(frame, "div"), FAST)
    if frame is not None:
        frame.tag = "div"  # whoever reads the whole page must find the article without our help
    if metadata.body:
        yield metadata.body.splitlines()
    prune(page.root, keep=shape.box, caption=caption, rules=rules)
    _straighten(page.root)
    yield _main_text(page.root, CAREFUL)
    if shape.box is not None:
        yield paragraphs(shape.box)


def _cleaned(
    readings: Iterable[list[str]], metadata: Metadata, rules: PageRules, captions: list[str]
) -> Iterator[str]:
    """Each reading without leftovers; captions among its lines are added to `captions`."""
    for lines in readings:
        told, kept = apart(lines)
        captions += told
        yield clean(kept, title=metadata.title, rules=rules.lines)


def _straighten(root: Node) -> None:
    flatten_tables(root)
    wrap_loose(root)


def _main_text(root: Node, mode: Extractor) -> list[str]:
    """The paragraphs that trafilatura holds to be the main text, perhaps none.

    It works on a copy of the tree and looks only below `root`.
    """
    if has_more(root, MOST_ELEMENTS):
        return []
    document = trafilatura.bare_extraction(cast(Any, root), options=mode)
    return cast(str, getattr(document, "text", None) or "").splitlines()


def _signed(authors: tuple[str, ...], text: str) -> tuple[tuple[str, ...], str]:
    """Authors and text, the name of the writer moved from the last line to the authors."""
    body, _, last = text.rpartition("\n")
    words = last.split()
    if not body or not last.isupper() or not 2 <= len(words) <= 5:
        return authors, text
    signed = people([last])
    return (authors or signed, body) if signed else (authors, text)
