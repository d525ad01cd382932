"""Which words of a query may be corrected, and where do they stand?

Plain words and those of phrases, in any text field: operators, field names, dates, labels,
patterns, numbers, addresses and near misses (`kata~`) stay as they are typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Final, NamedTuple

from ...index.analysis import TOKEN, forms
from ...index.schema import TEXTS
from ..asked.lexer import OPERANDS, OPERATORS, Item, Kind, lex
from ..asked.period import longest_period
from ..asked.words import is_pattern

_WORD = re.compile(r"[^\W\d_]+(?:[-‐‑'’‘ʼ`´][^\W\d_]+)*")
LONGEST: Final = 32  # letters of a word that is corrected: "pertanggungjawaban" has 18
ANY_DAY: Final = datetime(2001, 1, 1, tzinfo=UTC)  # which words name a time does not hang on it


class Spot(NamedTuple):
    """A word of a query: characters [start, end), folded, and which run of plain words it is in.

    Spots of one run stand side by side with nothing but blanks between them.
    """

    start: int
    end: int
    word: str
    run: int


class Change(NamedTuple):
    """What to put in place of characters [start, end)."""

    start: int
    end: int
    meant: str


def spots(text: str) -> list[Spot]:
    """Return the words of a query that may be corrected, in order.

    Raises:
        QueryError: the query is too long.

    """
    text = text.replace("\0", " ")
    found: list[Spot] = []
    for start, end in _plain(text, lex(text)):
        for match in TOKEN.finditer(text, start, end):
            if not _WORD.fullmatch(match.group()):
                continue
            for part in forms(match.group()).parts:
                first, last = match.start() + part.start, match.start() + part.end
                found.append(Spot(first, last, part.text, _run(text, found, first)))
    return found


def _run(text: str, found: list[Spot], start: int) -> int:
    if not found:
        return 0
    before = found[-1]
    return before.run + bool(text[before.end : start].strip() or before.end == start)


def _plain(text: str, items: list[Item]) -> Iterator[tuple[int, int]]:
    """Yield where the texts of items are that hold plain words."""
    fields: list[str | None] = []  # of the brackets that are open
    passed = 0
    for place, item in enumerate(items):
        field = item.field or (fields[-1] if fields else None)
        if item.kind is Kind.OPEN:
            fields.append(field)
        elif item.kind is Kind.CLOSE:
            fields = fields[:-1]
        elif passed:
            passed -= 1
        elif field == "date":
            passed = _words_of_a_date(items, place)
        elif (field is None or field in TEXTS) and _is_plain(item):
            yield _where(text, item)


def _is_plain(item: Item) -> bool:
    near_miss = item.kind is Kind.WORD and item.near is not None
    return item.kind in OPERANDS and not near_miss and not is_pattern(item)


def _words_of_a_date(items: list[Item], place: int) -> int:
    """Return how many items after a date belong to it, as the parser takes them."""
    following: list[str] = []
    for other in items[place + 1 : place + 4]:
        if other.kind is not Kind.WORD or other.field:
            break
        following.append(other.text)
    if items[place].kind is Kind.PHRASE:
        return 0
    return longest_period(items[place].text, following, now=ANY_DAY)[1]


def _where(text: str, item: Item) -> tuple[int, int]:
    """Return where the text of an item stands in the query, without its field and signs."""
    start = item.column - 1
    if item.field:
        start = text.index(":", start) + 1
    start += len(item.form)
    if item.kind is Kind.PHRASE:
        start += 1  # its quote
    return start, start + len(item.text)


def rewritten(text: str, changes: Iterable[Change]) -> str:
    """Return a query with words replaced, each written large or small as the one it replaces."""
    pieces, place = list[str](), 0
    for change in sorted(changes):
        typed = text[change.start : change.end]
        pieces += [text[place : change.start], as_typed(typed, change.meant)]
        place = change.end
    return "".join([*pieces, text[place:]])


def as_typed(typed: str, meant: str) -> str:
    """Return a word in capitals where the typed one is; never so that it is an operator.

    >>> as_typed("Korpusi", "korupsi"), as_typed("KPKK", "kpk"), as_typed("DNA", "dan")
    ('Korupsi', 'KPK', 'dan')
    """
    if len(typed) > 1 and typed.isupper():
        return meant if meant.upper() in OPERATORS else meant.upper()
    return meant[:1].upper() + meant[1:] if typed[:1].isupper() else meant
