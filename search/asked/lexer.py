"""What are the items of a query: words, phrases, brackets, operators?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import lru_cache
from typing import Final, NamedTuple

from ..errors import QueryError, quoted

KEPT: Final = 8  # queries whose items are kept: a search reads its query twice, to suggest
LONGEST: Final = 10_000  # characters of a query; a pasted article is no query

FIELDS: Final = {
    "title": "title",
    "judul": "title",
    "body": "body",
    "isi": "body",
    "site": "site",
    "situs": "site",
    "author": "author",
    "penulis": "author",
    "section": "section",
    "rubrik": "section",
    "agency": "agency",
    "kantorberita": "agency",
    "editor": "editor",
    "penyunting": "editor",
    "place": "place",
    "tempat": "place",
    "language": "language",
    "bahasa": "language",
    "kind": "kind",
    "jenis": "kind",
    "caption": "caption",
    "keterangan": "caption",
    "tag": "tags",
    "tags": "tags",
    "date": "date",
    "tanggal": "date",
    "url": "url",
    "id": "id",
}


class Kind(Enum):
    """What an item is."""

    WORD = auto()
    PHRASE = auto()
    OPEN = auto()
    CLOSE = auto()
    AND = auto()
    OR = auto()
    NOT = auto()


OPERATORS: Final = {
    "AND": Kind.AND,
    "DAN": Kind.AND,
    "OR": Kind.OR,
    "ATAU": Kind.OR,
    "NOT": Kind.NOT,
    "BUKAN": Kind.NOT,
}
OPERANDS: Final = {Kind.WORD, Kind.PHRASE}


class Name(NamedTuple):
    """Another name: its folded words, and whether it is one of capitals, as AS is."""

    words: tuple[str, ...]
    capitals: bool = False


class Meant(NamedTuple):
    """The value that an item names, alone or with others; `signed`: with a sign that is no word."""

    term: str
    signed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item, with the column (from 1) where it starts."""

    kind: Kind
    text: str
    column: int
    field: str | None = None
    form: str = ""  # "=" exact, "~" by stem (phrases), "" the default
    near: int | None = None  # "phrase"~3, fuzzy~1
    boost: float = 1.0
    also: tuple[Name, ...] = ()  # what else the word is called: see `expansion`
    capitals: bool = False  # sought as a word of capitals alone
    value: Meant | None = None  # see `valued`


_QUOTES = '"“”„'
_FIELD = re.compile(r"([^\W\d]\w*):(?=\S)")
_PHRASE = re.compile(
    rf"([=~]?)[{_QUOTES}]([^{_QUOTES}]*)[{_QUOTES}](?:~(\d{{1,3}}))?(?:\^(\d{{1,4}}(?:\.\d+)?))?"
)
_CHUNK = re.compile(rf"[^\s(){_QUOTES}]+")
_PLAIN = re.compile(r"[^\W_]+(?=\s|\Z)")  # most words of most queries
_CLOSE = re.compile(r"\)(?:\^(\d{1,4}(?:\.\d+)?))?")
_SUFFIXES = re.compile(r"(.*?)(?:(~)(\d?))?(?:\^(\d{1,4}(?:\.\d+)?))?", re.DOTALL)


def lex(text: str, *, strict: bool = False) -> list[Item]:
    """Return the items of a query.

    Lenient, what cannot be an operator, a field or a quote is taken as text.

    Raises:
        QueryError: the query is too long; or, strict, an open quote or an unknown field.

    """
    if len(text) > LONGEST:
        raise QueryError(
            f"the query has {len(text):,} characters", mend=f"{LONGEST:,} are the most"
        )
    return [*_lexed(text.replace("\0", " "), strict=strict)]


@lru_cache(KEPT)
def _lexed(text: str, *, strict: bool) -> tuple[Item, ...]:
    return tuple(_operands(list(_items(text, strict=strict)), strict=strict))


def _items(text: str, *, strict: bool) -> Iterator[Item]:
    place = 0
    while place < len(text):
        if text[place].isspace():
            place += 1
            continue
        column = place + 1
        plain = _PLAIN.match(text, place)
        if plain and plain[0] not in OPERATORS:
            yield Item(kind=Kind.WORD, text=plain[0], column=column)
            place = plain.end()
            continue
        field, place = _field(text, place, strict=strict)
        item, place = _item(text, place, column, field)
        if item is None and strict:
            raise QueryError("a quote is not closed", column=column)
        if item is not None:
            yield item


def _field(text: str, place: int, *, strict: bool) -> tuple[str | None, int]:
    match = _FIELD.match(text, place)
    if not match or text.startswith("//", match.end()):  # https://…
        return None, place
    name = match[1].lower()
    if name in FIELDS:
        return FIELDS[name], match.end()
    if strict:
        known = ", ".join(sorted(FIELDS))
        message = f"unknown field {quoted(match[1])}"
        raise QueryError(message, column=place + 1, mend=f"known: {known}")
    return None, place


def _item(text: str, place: int, column: int, field: str | None) -> tuple[Item | None, int]:
    if text[place] == "(":
        return Item(kind=Kind.OPEN, text="(", column=column, field=field), place + 1
    if match := _CLOSE.match(text, place):
        boost = float(match[1] or 1.0)
        return Item(kind=Kind.CLOSE, text=")", column=column, boost=boost), match.end()
    if match := _PHRASE.match(text, place):
        return _phrase(match, column, field), match.end()
    if match := _CHUNK.match(text, place):
        end = match.end()
        # ="phrase" and ~"phrase" start a phrase, not a word that ends in a sign
        if end < len(text) and text[end] in _QUOTES and match[0][-1:] in ("=", "~"):
            end = max(end - 1, place + 1)
        return _word(text[place:end], column, field), end
    return None, place + 1  # a quote without its fellow


def _phrase(match: re.Match[str], column: int, field: str | None) -> Item:
    return Item(
        kind=Kind.PHRASE,
        text=match[2],
        column=column,
        field=field,
        form=match[1],
        near=int(match[3]) if match[3] else None,
        boost=float(match[4] or 1.0),
    )


def _word(chunk: str, column: int, field: str | None) -> Item:
    if field is None and chunk in OPERATORS:
        return Item(kind=OPERATORS[chunk], text=chunk, column=column)
    if field == "date":  # 2021-06..2021-10 has no signs of ours
        return Item(kind=Kind.WORD, text=chunk, column=column, field=field)
    form = "=" if chunk.startswith("=") and len(chunk) > 1 else ""
    match = _SUFFIXES.fullmatch(chunk[len(form) :])
    if match is None or not match[1]:  # only signs: text
        return Item(kind=Kind.WORD, text=chunk, column=column, field=field)
    near = int(match[3] or 1) if match[2] else None
    boost = float(match[4] or 1.0)
    return Item(
        kind=Kind.WORD,
        text=match[1],
        column=column,
        field=field,
        form=form,
        near=near,
        boost=boost,
    )


def _operands(items: list[Item], *, strict: bool) -> Iterator[Item]:
    """Check that every operator stands between what it joins; lenient, take it as a word."""
    for place, item in enumerate(items):
        if item.kind not in (Kind.AND, Kind.OR, Kind.NOT):
            yield item
            continue
        before = items[place - 1].kind if place else None
        after = items[place + 1].kind if place + 1 < len(items) else None
        joins = after in OPERANDS | {Kind.OPEN, Kind.NOT} and (
            item.kind is Kind.NOT or before in OPERANDS | {Kind.CLOSE}
        )
        if joins:
            yield item
        elif strict:
            raise QueryError(f"{item.text} has nothing to join", column=item.column)
        else:
            yield replace(item, kind=Kind.WORD)
