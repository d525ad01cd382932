"""Which article does a JSON record hold?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, cast

from .agencies import agency_of
from .article import Article, Reason, Skipped
from .authors import signers
from .changes import dated
from .dateline import parted
from .dates import parse_date
from .extraction import Extraction, article_id
from .language import stated_or_told
from .outlets import outlet_named, outlet_of_host, outlet_of_url
from .paging import by_address
from .rules import load

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Fields:
    """The names of data/fields.yaml, by the part of an article that they hold."""

    id: list[str]
    url: list[str]
    title: list[str]
    text: list[str]
    published: list[str]
    modified: list[str]
    saved: list[str]
    authors: list[str]
    editors: list[str]
    site: list[str]
    section: list[str]
    tags: list[str]
    agency: list[str]
    byline: list[str]
    place: list[str]
    captions: list[str]
    language: list[str]


_FIELDS = load("fields.yaml", Fields)
NAMES: dict[str, tuple[str, ...]] = {
    field.name: tuple(getattr(_FIELDS, field.name)) for field in fields(Fields)
}
_FIELD_OF = {name: field for field, names in NAMES.items() for name in names}
_ORDER = {name: place for place, name in enumerate(_FIELD_OF)}
SAMPLE = 250  # characters that tell the language: 0.02 ms, where all the rest takes 0.1
_SEPARATOR = re.compile(r"\s*[,;]\s*")


def article_of(record: object, *, path: str, options: Extraction) -> Article | Skipped:
    """The article of one decoded JSON value. Never raises; only a text is required.

    Without an id of its own the article gets one from its URL, else from path, title and text.
    Keys that we do not know are kept in `extra`, as they are.
    """
    if not isinstance(record, dict):
        return Skipped(Reason.MALFORMED, "not a JSON object")
    extra: dict[str, Any] = dict(record)  # pyright: ignore[reportUnknownArgumentType] - any JSON
    known = _take_known(extra)
    text = known["text"]
    if not isinstance(text, str):
        what = "no text" if text is None else "the text is not a string"
        return Skipped(Reason.EMPTY if text is None else Reason.MALFORMED, what)
    return _build(known, _paragraphs(text), extra, path, options)


def _build(
    known: Record, text: str, extra: dict[str, Any], path: str, options: Extraction
) -> Article:
    url, title = _line(known["url"]) or None, _line(known["title"])
    named, source = _names(known["authors"]), _line(known["site"])
    authors, desk = signers(named)
    published, modified = dated(_line(known["published"]), url, timezone=options.timezone)
    article = Article(
        id=_line(known["id"]) or article_id(url, None, f"{path}#{title}{text}"),
        title=title,
        text=text,
        url=url,
        paths=(path,),
        site=_site(source, url, options),
        section=_line(known["section"]) or None,
        authors=authors,
        editors=_names(known["editors"]),
        byline=_line(known["byline"]) or desk,
        agency=_line(known["agency"]) or agency_of((*named, source), text),
        # the text is the user's own: the dateline stays in it
        place=_line(known["place"]) or parted(text)[0],
        captions=_captions(known["captions"]),
        tags=_names(known["tags"]),
        published=published,
        modified=_moment(known["modified"], options) or modified,
        saved=_moment(known["saved"], options),
        language=_line(known["language"]) or stated_or_told(text[:SAMPLE], options.language),
        extra=extra,
    )
    return article if _line(known["id"]) else by_address(article)


def _take_known(record: dict[str, Any]) -> dict[str, Any]:
    """What the record says of each part of an article, taken out of it; None for nothing."""
    held: dict[str, list[str]] = {}
    for name in sorted(_ORDER.keys() & record.keys(), key=_ORDER.__getitem__):
        held.setdefault(_FIELD_OF[name], []).append(name)
    known: dict[str, Any] = dict.fromkeys(NAMES)
    return known | {field: _take(record, names) for field, names in held.items()}


def _take(record: dict[str, Any], names: list[str]) -> Any:
    """The first value that holds something, taken out of the record; else None."""
    for name in names:
        if not _is_blank(record.get(name)):
            return record.pop(name)
    for name in names:
        record.pop(name, None)
    return None


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.replace("\x00", " ").strip())


def _line(value: object) -> str:
    """A scalar as one line of text; empty for lists, objects, true and false."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return " ".join(str(value).replace("\x00", " ").split())


def _paragraphs(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.replace("\x00", " ").splitlines())
    return "\n".join(line for line in lines if line)


def _names(value: object) -> tuple[str, ...]:
    """Names as a list, or in one string between commas; each once, in their order."""
    items = cast("list[object]", value) if isinstance(value, list) else _parts(value)
    return tuple(dict.fromkeys(name for name in map(_line, items) if name))


def _captions(value: object) -> tuple[str, ...]:
    """What stands below pictures, a list or one text; commas are part of it."""
    items = cast("list[object]", value) if isinstance(value, list) else [value]
    return tuple(line for line in map(_line, items) if line)


def _parts(value: object) -> list[object]:
    return [*_SEPARATOR.split(_line(value))]


def _site(named: str, url: str | None, options: Extraction) -> str | None:
    """The outlet's usual name where we know it: "news.detik.com" and "Detik" are one."""
    if not named:
        return outlet_of_url(url, options.outlets)
    return outlet_of_host(named, options.outlets) or outlet_named(named) or named


def _moment(value: object, options: Extraction) -> datetime | None:
    """The date, read as text also where it is a number: seconds or milliseconds since 1970."""
    return parse_date(_line(value), timezone=options.timezone)
