"""Which dates, amounts and percentages does a text name, however they are spelt?

A *value* is a term of its own beside the words: `date:2021-08-17`, `idr:15e8`, `num:15e8`, `pct:5`.
Only runs of chunks, between blanks, that hold a digit or a word of the table can name a value; only
these are read by the grammar. What is ambiguous names none; see docs/values.md.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Any, Final

from .value_grammar import Named, read
from .value_words import PIECE, telling

DIGIT: Final = 1  # kinds of a chunk: it holds a digit, or a dash between two
WORD: Final = 2  # it holds a word of the table
ALONE: Final = 4  # it names a value alone
LONGEST: Final = 60  # characters of a chunk: longer ones are addresses and noise
MEMO: Final = 1 << 15  # runs whose values are kept
_EDGES: Final = ".,:;!?()[]\"'“”‘’…"
_CHUNK = re.compile(r"\S+")
# Without a word of the table, what a digit may be in a value alone: round, or a date.
_TELLING = re.compile(r"00|[0-9][/.-][0-9]{1,2}[/.-][0-9]")
_DIGIT = re.compile(r"[0-9]|\A[-–—]\Z")


def values(text: str) -> list[Named]:
    """Return the values that a text names, in order.

    Only the number in an amount of money overlaps with another value, the amount before it.

    >>> [text for *_, text in values("senilai Rp 1,5 miliar pada 17/8/2021")]
    ['idr:15e8', 'num:15e8', 'date:2021-08-17']
    """
    chunks = list(_CHUNK.finditer(text))
    kinds = [kind(chunk[0]) for chunk in chunks]
    found: list[Named] = []
    for first, last in _runs(kinds):
        run = chunks[first:last]
        found += _placed([chunk[0] for chunk in run], [chunk.start() for chunk in run])
    return found


def _runs(kinds: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield each run [first, last) of telling chunks that may name a value."""
    first = together = 0
    for place, one in enumerate((*kinds, 0)):
        if one:
            together |= one
            continue
        if may_name(together, place - first):
            yield first, place
        first, together = place + 1, 0


def may_name(together: Any, count: Any) -> Any:
    """Tell whether so many chunks, of these kinds together, may name a value; also of arrays."""
    return (together & ALONE > 0) | ((count > 1) & (together & WORD > 0))


def _placed(chunks: Sequence[str], starts: Sequence[int]) -> Iterator[Named]:
    """Yield the values of a run, with their places in the text; blanks there may be longer."""
    firsts = list(accumulate((len(chunk) + 1 for chunk in chunks), initial=0))
    for start, end, term in named(" ".join(chunks)):
        one, other = (bisect_right(firsts, at) - 1 for at in (start, end - 1))
        yield Named(starts[one] + start - firsts[one], starts[other] + end - firsts[other], term)


def named(run: str) -> tuple[Named, ...]:
    """Return the values of a run of chunks, joined by blanks."""
    return _remembered(run) if len(run) <= LONGEST else read(run)


@lru_cache(MEMO)
def _remembered(run: str) -> tuple[Named, ...]:
    return read(run)


def kind_of(chunk: str) -> int:
    """Return what a chunk may be in a value: `DIGIT`, `WORD` and `ALONE`, added; 0 for nothing.

    >>> kind_of("juta,"), kind_of("17"), kind_of("17/8/2021"), kind_of("korupsi")
    (2, 1, 5, 0)
    """
    word = chunk.strip(_EDGES)
    if word.isascii() and word.isalpha():
        return kind_of_word(word.lower())
    if len(chunk) > LONGEST or "://" in chunk or chunk.startswith("www."):
        return 0
    digits = DIGIT if _DIGIT.search(chunk) else 0
    words = 0 if telling().isdisjoint(PIECE.findall(chunk.lower())) else WORD
    alone = digits and (words or _TELLING.search(chunk)) and read(chunk)
    return digits | words | (ALONE if alone else 0)


def kind_of_word(word: str) -> int:
    """Return the kind of a chunk that is a plain word, in small letters."""
    return (WORD | (ALONE if read(word) else 0)) if word in telling() else 0


kind = lru_cache(MEMO)(kind_of)  # for texts and queries, which have few chunks new to a process
