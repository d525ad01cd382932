"""Which words of a query name a date, an amount or a percentage together?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from ...index.language.values import kind, values
from ...index.schema import TEXTS
from .lexer import Item, Kind, Meant

_FIELDS = (None, *TEXTS)
_WORDS = re.compile(r"\w")
_SIGN = re.compile(r"[%$€£]")
_PATTERN = re.compile(r"[*?]")


class _Placed(NamedTuple):
    """An item of a run, with its number among all, and where it begins in the text of the run."""

    number: int
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def with_values(items: Sequence[Item]) -> list[Item]:
    """Return the items of a query, each that names a value, alone or with others, with that value.

    Only plain words side by side name one: not phrases, patterns, or what has a sign.
    """
    found = list(items)
    if not any(item.kind is Kind.WORD and kind(item.text) for item in items):
        return found
    for run in _runs(items):
        for value, named in _named(run):
            barred = run[0].number and items[named[0].number - 1].kind is Kind.NOT
            if barred and len(named) > 1:  # NOT takes one word: the others stay wanted
                continue
            meant = Meant(value, signed=any(_SIGN.search(one.text) for one in named))
            for one in named:
                found[one.number] = replace(found[one.number], value=meant)
    return found


def _runs(items: Sequence[Item]) -> Iterator[list[_Placed]]:
    """Yield the plain words that stand side by side, in one field and with one weight."""

    def together(number: int) -> tuple[object, ...]:
        item = items[number]
        plain = item.kind is Kind.WORD and not item.form and item.near is None
        if not plain or item.field not in _FIELDS or _PATTERN.search(item.text):
            return (number,)
        return item.field, item.boost

    for key, numbers in groupby(range(len(items)), together):
        if len(key) == 1:
            continue
        run: list[_Placed] = []
        for number in numbers:
            run.append(_Placed(number, run[-1].end + 1 if run else 0, items[number].text))
        yield run


def _named(run: Sequence[_Placed]) -> Iterator[tuple[str, list[_Placed]]]:
    """Yield each value of a run with its items: those that say nothing but this value."""
    text, last = " ".join(one.text for one in run), 0
    for start, end, term in values(text):
        if start < last:  # the number in an amount of money
            continue
        last = end
        named = [one for one in run if one.start < end and start < one.end]
        rest = text[named[0].start : start] + text[end : named[-1].end]
        if not _WORDS.search(rest):
            yield term, named
