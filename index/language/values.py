"""Which dates, amounts and percentages does a text name, however they are spelt?

A *value* is a term of its own beside the words: `date:2021-08-17`, `idr:15e8`, `num:15e8`, `pct:5`.
Only runs of chunks, between blanks, that hold a digit or a word of the table can name a value; only
these are read by the grammar. What is ambiguous names none; see docs/values.md.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import cache, lru_cache, reduce
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any, Final

from .value_words import PIECE, numbers, telling

if TYPE_CHECKING:
    from .value_grammar import Named

DIGIT: Final = 1  # kinds of a chunk: it holds a digit, or a dash between two
WORD: Final = 2  # it holds a word of the table
ALONE: Final = 4  # it may name a value alone
LONGEST: Final = 60  # characters of a chunk: longer ones are addresses and noise
MEMO: Final = 1 << 15  # runs whose values are kept
_CHUNK = re.compile(r"\S+")
# Without a word of the table, what a digit may be in a value alone: round, or a date.
_TELLING = re.compile(r"00|[0-9][/.-][0-9]{1,2}[/.-][0-9]")
_DIGIT = re.compile(r"[0-9]|\A[-–—]\Z")


def values(text: str, only: Container[str] | None = None) -> list[Named]:
    """Return the values that a text names, in order; where some are given, only those.

    Only the number in an amount of money overlaps with another value, the amount before it.

    >>> [text for *_, text in values("senilai Rp 1,5 miliar pada 17/8/2021")]
    ['idr:15e8', 'num:15e8', 'date:2021-08-17']
    """
    chunks = text.split()
    found = [
        (run, wanted)
        for run in _runs([*map(kind, chunks)])
        if (wanted := [one for one in named(" ".join(chunks[run])) if not only or one.term in only])
    ]
    starts = [chunk.start() for chunk in _CHUNK.finditer(text)] if found else []
    return [one for run, wanted in found for one in _placed(wanted, chunks[run], starts[run])]


def _runs(kinds: Sequence[int]) -> Iterator[slice]:
    """Yield each run of telling chunks that may name a value."""
    telling = [place for place, one in enumerate(kinds) if one]
    breaks = [n for n, (one, two) in enumerate(pairwise(telling), 1) if two - one > 1]
    for first, last in pairwise([0, *breaks, len(telling)] if telling else []):
        run = slice(telling[first], telling[last - 1] + 1)
        if may_name(reduce(int.__or__, kinds[run]), last - first):
            yield run


def _placed(
    found: Iterable[Named], chunks: Sequence[str], starts: Sequence[int]
) -> Iterator[Named]:
    """Yield the values of a run with their places in the text, where blanks may be longer."""
    firsts = list(accumulate((len(chunk) + 1 for chunk in chunks), initial=0))
    for value in found:
        one, other = (bisect_right(firsts, at) - 1 for at in (value.start, value.end - 1))
        moved = starts[one] - firsts[one], starts[other] - firsts[other]
        yield value._replace(start=value.start + moved[0], end=value.end + moved[1])


def may_name(together: Any, count: Any) -> Any:
    """Tell whether so many chunks, of these kinds together, may name a value; also of arrays."""
    return (together & ALONE > 0) | ((count > 1) & (together & WORD > 0))


def named(run: str) -> tuple[Named, ...]:
    """Return the values of a run of chunks, joined by blanks."""
    return _remembered(run) if len(run) <= LONGEST else _read(run)


def _read(run: str) -> tuple[Named, ...]:
    from .value_grammar import read  # here: most queries name no value, and need no grammar

    return read(run)


_remembered = lru_cache(MEMO)(_read)


def kind_of(chunk: str) -> int:
    """Return what a chunk may be in a value: `DIGIT`, `WORD` and `ALONE`, added; 0 for nothing.

    >>> kind_of("juta,"), kind_of("17"), kind_of("17/8/2021"), kind_of("korupsi")
    (2, 1, 5, 0)
    """
    if len(chunk) > LONGEST or "://" in chunk or chunk.startswith("www."):
        return 0
    words = [kinds_of_words().get(piece, 0) for piece in PIECE.findall(chunk.lower())]
    found = max(words, default=0)
    if not _DIGIT.search(chunk):
        return found
    alone = found or _TELLING.search(chunk)
    return DIGIT | found | (ALONE if alone else 0)


@cache
def kinds_of_words() -> dict[str, int]:
    """Return the kind of each plain word that has one, in small letters."""
    kinds = dict.fromkeys(telling(), WORD)
    return kinds | dict.fromkeys(numbers("one"), WORD | ALONE)  # seratus, seribu


kind = lru_cache(MEMO)(kind_of)  # for texts and queries, which have few chunks new to a process
