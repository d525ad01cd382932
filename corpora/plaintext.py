"""What does a page saved as plain text say? A headline, a few lines about it, paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from .article import Article, Reason, Skipped
from .authors import byline, people
from .captions import apart, distinct, uncredited
from .credits import credits_in
from .dateline import parted
from .dates import agree_with_url, is_dateline, parse_date
from .dom import squeeze
from .encoding import decode
from .extraction import DEFAULTS, Extraction, article_id
from .kinds import judge_bytes, judge_text
from .language import stated_or_told
from .leftovers import clean, is_leftover, is_prose
from .outlets import outlet_named, outlet_of_url
from .rules import any_of, load
from .templates import page_rules

LONGEST_TITLE = 300  # characters; a longer first line is a paragraph
LONGEST_HEAD = 160  # characters of a line about the article
HEADS = 8  # lines below the headline that may be about the article
SHORTEST = 8  # words of a line whose language can be told
FOREIGN = 0.12  # share of English little words that makes a line English


@dataclass(frozen=True, slots=True)
class PlainTextRules:
    """The patterns of data/plaintext.yaml."""

    heads: tuple[str, ...]
    captions: tuple[str, ...]
    english: frozenset[str]
    indonesian: frozenset[str]


@dataclass(frozen=True, slots=True)
class Head:
    """What the lines below a headline say."""

    authors: tuple[str, ...] = ()
    site: str | None = None
    section: str | None = None
    published: datetime | None = None


RULES = load("plaintext.yaml", PlainTextRules)
_HEADS = tuple(re.compile(pattern, re.IGNORECASE) for pattern in RULES.heads)
_CAPTION = any_of(RULES.captions)


def extract_text(
    content: bytes | str,
    *,
    url: str | None = None,
    path: str | None = None,
    options: Extraction = DEFAULTS,
) -> Article | Skipped:
    """The article in a plain text, or why there is none.

    The first line is the headline. Of the lines below it, those that name writer, outlet, section
    or time are understood and removed; a text with none of them is just headline and paragraphs.
    """
    raw = content if isinstance(content, bytes) else content.encode("utf-8", "replace")
    text = decode(raw)  # also a text, for its lone surrogates
    verdict = judge_bytes(raw) or judge_text(text)
    if verdict:
        return verdict
    lines = [line for line in map(squeeze, text.replace("\0", "").splitlines()) if line]
    if not lines:
        return Skipped(Reason.EMPTY, "no visible character")
    return _article(lines, url, path, options)


def _article(lines: list[str], url: str | None, path: str | None, options: Extraction) -> Article:
    title, rest = _title_and_rest(lines)
    head, captions, body = _read_head(rest, options.timezone)
    rules = page_rules(url, options.boilerplate).lines
    # a note of one line is its own headline
    text = clean(body, title=title, rules=rules) or clean(body, rules=rules) or title
    place, text = parted(text)
    signed = credits_in(rest, head.site or "")
    published = head.published and agree_with_url(head.published, url)
    return Article(
        id=article_id(url, path, title + text),
        title=title,
        text=text,
        url=url,
        paths=(path,) if path else (),
        site=head.site or outlet_of_url(url, options.outlets),
        section=head.section,
        authors=head.authors or signed.authors,
        editors=signed.editors,
        byline=None if head.authors else signed.byline,
        agency=signed.agency,
        place=place,
        captions=captions,
        published=published,
        language=stated_or_told(text, options.language),
    )


def _title_and_rest(lines: list[str]) -> tuple[str, list[str]]:
    """The headline, and the lines below it; the first sentence is the headline of bare prose."""
    first = lines[0]
    if len(first) <= LONGEST_TITLE and len(lines) > 1:
        return first.lstrip("# "), lines[1:]
    sentence = re.split(r"(?<=[.!?])\s", first[:LONGEST_TITLE], maxsplit=1)[0]
    return sentence, lines


def _read_head(lines: list[str], timezone: str) -> tuple[Head, tuple[str, ...], list[str]]:
    """What the first lines say of the article and of pictures, and the lines that are its text."""
    head, captions, kept = Head(), list[str](), list[str]()
    start = HEADS
    for place, line in enumerate(lines[:HEADS]):
        told = _told_by(line, timezone)
        if told is not None:
            head = _joined(head, told)
        elif _is_caption(line):
            captions.append(uncredited(line))
        elif is_prose(line) and not is_leftover(line):
            start = place
            break
        elif not is_leftover(line):
            kept.append(line)
    below, body = apart(kept + lines[start:])
    return head, distinct([*captions, *below]), body


def _joined(one: Head, other: Head) -> Head:
    """Two heads as one; what was said first holds."""
    return Head(
        authors=one.authors or other.authors,
        site=one.site or other.site,
        section=one.section or other.section,
        published=one.published or other.published,
    )


def _told_by(line: str, timezone: str) -> Head | None:
    """What one line says of the article; None if it says nothing."""
    if len(line) > LONGEST_HEAD:
        return None
    if is_dateline(line):
        return Head(published=parse_date(line, timezone=timezone))
    if named := byline(line):
        return Head(authors=named, site=_site_in(line))
    for pattern in _HEADS:
        match = pattern.fullmatch(line)
        told = match and _from_groups(match.groupdict(), timezone)
        if told:
            return told
    return Head(site=outlet_named(line)) if outlet_named(line) else None


def _from_groups(groups: dict[str, str], timezone: str) -> Head | None:
    """The head that a pattern found, unless one of its parts is not what it is taken for."""
    site, author, date = groups.get("site"), groups.get("author"), groups.get("date")
    named = people([author]) if author else ()
    outlet = outlet_named(site) if site else None
    if (site and not outlet) or (author and not named) or (date and not is_dateline(date)):
        return None
    return Head(
        authors=named,
        site=outlet,
        section=groups.get("section"),
        published=parse_date(date, timezone=timezone) if date else None,
    )


def _site_in(line: str) -> str | None:
    """The outlet after the last comma or dash of a byline."""
    return outlet_named(re.split(r",|\s[-–—|]\s", line)[-1])


def _is_caption(line: str) -> bool:
    return bool(_CAPTION.fullmatch(line)) or _is_english(line)


def _is_english(line: str) -> bool:
    words = re.findall(r"[a-z]+", line.lower())
    english = sum(word in RULES.english for word in words)
    indonesian = sum(word in RULES.indonesian for word in words)
    return english > FOREIGN * len(words) and english > 2 * indonesian and len(words) > SHORTEST
