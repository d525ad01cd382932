"""Which words make up dates, amounts and percentages? The table in data/values.txt."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final, NamedTuple

Meanings = MappingProxyType[str, str]  # of each word of one kind
PIECE: Final = re.compile(r"[^\W\d_]+|[%€£]")
_LINE: Final = re.compile(r"(\w+) (\w+): (.+)")


@cache
def meanings(*kinds: str) -> Meanings:
    """Return what each word of some kinds means, in the order of the table.

    >>> meanings("scale")["miliar"], meanings("month")["agt"]
    ('9', '8')
    """
    return MappingProxyType({row.word: row.meaning for row in _rows() if row.kind in kinds})


@cache
def numbers(kind: str) -> MappingProxyType[str, int]:
    """Return what each word of a kind means, as a number."""
    return MappingProxyType({word: int(told) for word, told in meanings(kind).items()})


@cache
def telling() -> frozenset[str]:
    """Return the pieces of all words of the table, in small letters: of "dolar as", two."""
    return frozenset(piece for row in _rows() for piece in PIECE.findall(row.word.lower()))


class _Row(NamedTuple):
    kind: str
    meaning: str
    word: str


@cache
def _rows() -> tuple[_Row, ...]:
    text = files(f"{__package__}.data").joinpath("values.txt").read_text("utf-8")
    lines = (_LINE.fullmatch(line) for line in text.splitlines() if line[:1] not in ("", "#"))
    told = [(line[1], line[2], line[3]) for line in lines if line]
    return tuple(_Row(kind, told, word) for kind, told, words in told for word in words.split(", "))


def alternatives(words: Iterable[str]) -> str:
    r"""Return a pattern for any of some words, the longest first.

    >>> alternatives(["yen", "yen jepang"])
    '(?:yen\\ jepang|yen)'
    """
    longest = sorted(words, key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, longest))})"
