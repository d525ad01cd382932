"""Which words of the index are a few edits from a typed one? Found without looking at each.

An edit inserts, deletes or replaces a letter, or swaps two neighbours; no letter is edited twice
(optimal string alignment). First letters are seldom wrong, so they weigh more: a word with another
first letter is near only where nothing else differs. So no more than the words of one first letter
need be compared: those of about the right length with nearly the same letters, all at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...index.reader import Run, Snapshot
from .company import FIELDS
from .spots import LONGEST

SHORT: Final = 5  # letters: in a word of no more, two edits leave too little of it
SHORTEST: Final = 3  # below, nearly everything is one edit away
FAR: Final = 50  # more edits than any that are counted
ONE: Final = np.int8(1)
FAR_OFF: Final = np.int8(FAR)
PIECE: Final = 1 << 17  # terms whose ends are looked at together
SHELVES: Final = 64  # first letters kept; a field of 500,000 words takes 5 MB in all

Codes = NDArray[Any]  # one unsigned number for each character
Edits = NDArray[np.int8]
Where = NDArray[np.intp]


def reach(word: str) -> int:
    """Return how many edits a word may be off.

    >>> reach("di"), reach("kopri"), reach("koruptro")
    (0, 1, 2)
    """
    if not SHORTEST <= len(word) <= LONGEST:
        return 0
    return 1 if len(word) <= SHORT else 2


def signature(codes: Codes) -> NDArray[np.uint32]:
    """Return one bit for each character: two words an edit apart differ in two bits at most."""
    return np.left_shift(np.uint32(1), codes.astype(np.uint32) & np.uint32(31))


class Shelf(NamedTuple):
    """The terms of a run as characters: where each starts, how long it is, which letters it has."""

    run: Run
    codes: Codes
    starts: NDArray[np.uint32]
    lengths: NDArray[Any]
    letters: NDArray[np.uint32]

    def alike(self, word: Codes, most: int) -> tuple[Where, Edits]:
        """Return where the terms are that are at most so many edits from a word, and how many."""
        long = np.abs(self.lengths.astype(np.int32) - len(word)) <= most
        asked = np.bitwise_or.reduce(signature(word), initial=0)
        odd = np.bitwise_count(self.letters ^ np.uint32(asked)) <= 2 * most
        where = np.flatnonzero(long & odd)
        lengths = self.lengths[where].astype(np.intp)
        edits = distances(word, self._table(where, len(word) + most), lengths, most)
        return where[edits <= most], edits[edits <= most]

    def terms(self, where: Where) -> list[str]:
        """Return the terms at some places."""
        starts, ends = self.starts[where], self.starts[where] + self.lengths[where]
        kind = "utf-32-le" if self.codes.itemsize > 1 else "ascii"
        spans = zip(starts.tolist(), ends.tolist(), strict=True)
        return [self.codes[start:end].tobytes().decode(kind) for start, end in spans]

    def _table(self, where: Where, width: int) -> Codes:
        """Return terms as columns, a row for each character; 0 after the end of a term."""
        rows = np.arange(width)[:, None]
        inside = rows < self.lengths[where]
        return np.where(inside, self.codes.take(self.starts[where] + rows, mode="clip"), 0)


def shelve(run: Run) -> Shelf:
    """Return the terms of a run as characters, which are bytes where all are ASCII."""
    codes, lengths = run.reader.packed(run.first, run.last)
    starts = np.cumsum(lengths) - lengths
    if codes.max(initial=0) >= 0x80:
        begins = (codes & 0xC0) != 0x80  # a byte that does not go on with a character
        lengths = np.add.reduceat(begins, starts, dtype=np.int64)
        starts = np.cumsum(lengths) - lengths
        codes = as_codes(codes.tobytes().decode())
    letters = np.bitwise_or.reduceat(signature(codes), starts)
    return Shelf(run, codes, starts.astype(np.uint32), lengths.astype(np.uint8), letters)


def as_codes(text: str) -> Codes:
    """Return a text as numbers, one for each character."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")


def distances(word: Codes, terms: Codes, lengths: Where, most: int) -> Edits:
    """Return the edits between a word and each of many terms; `FAR` where they are more.

    Args:
        word: n characters.
        terms: n + `most` rows; each column is a term, 0 after its end.
        lengths: characters of each term, from n - `most` to n + `most`.
        most: edits that are counted: cells further from the diagonal are never looked at.

    """
    count, width = terms.shape[1], len(terms)
    far = np.full(count, FAR, np.int8)
    older: dict[int, Edits] = {}
    before = {j: np.full(count, j, np.int8) for j in range(min(most, width) + 1)}
    for i in range(1, len(word) + 1):
        row: dict[int, Edits] = {0: np.full(count, i, np.int8)} if i <= most else {}
        for j in range(max(1, i - most), min(width, i + most) + 1):
            best = before[j - 1] + (terms[j - 1] != word[i - 1])
            np.minimum(best, before.get(j, far) + ONE, out=best)
            np.minimum(best, row.get(j - 1, far) + ONE, out=best)
            if j - 2 in older:
                kept = (terms[j - 2] != word[i - 1]) | (terms[j - 1] != word[i - 2])
                np.minimum(best, older[j - 2] + ONE + kept * FAR_OFF, out=best)
            row[j] = best
        older, before = before, row
    found = far
    for length, last in before.items():
        found = np.where(lengths == length, last, found)
    return found


class Tails(NamedTuple):
    """The terms of a run from their ends.

    Of each: where it ends, how many bytes follow its first character, and the last byte.
    """

    run: Run
    text: NDArray[np.uint8]
    ends: NDArray[np.uint32]
    rest: NDArray[np.uint8]
    last: NDArray[np.uint8]

    def ending(self, tail: bytes) -> Where:
        """Return the places of the terms that are one character and then a tail."""
        where = np.flatnonzero((self.last == tail[-1]) & (self.rest == len(tail)))
        for back, byte in enumerate(reversed(tail), 1):
            where = where[self.text[self.ends[where] - back] == byte]
        return where


def pieces(run: Run) -> Iterator[Run]:
    """Yield a run in pieces whose numbers stay near to the processor."""
    for first in range(run.first, run.last, PIECE):
        yield run._replace(first=first, last=min(first + PIECE, run.last))


def tails(run: Run) -> Tails:
    """Return the terms of a run from their ends."""
    text, lengths = run.reader.packed(run.first, run.last)
    ends = np.cumsum(lengths)
    rest = np.minimum(lengths - 1, 255).astype(np.uint8)
    # Characters of several bytes come after all others; their first byte tells how many.
    where = np.arange(max(run.reader.lower_bound(b"\x80") - run.first, 0), len(ends))
    first = text[ends[where] - lengths[where]]
    rest[where] -= sum((first >= least).astype(np.uint8) for least in (0xC0, 0xE0, 0xF0))
    return Tails(run, text, ends.astype(np.uint32), rest, text[ends - 1])


class Near(NamedTuple):
    """How many articles have a near word, and how many edits it is off.

    Articles are those that have it in the title or those that have it in the body, whichever
    are more; deleted ones are included.
    """

    articles: int
    edits: int


class Found(NamedTuple):
    """A near word in a field of a segment."""

    field: str
    term: str
    articles: int
    edits: int


class Neighbours:
    """Finds the words of a snapshot near to others; safe among threads."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._shelves = lru_cache(SHELVES)(self._shelve)

    def _shelve(self, initial: str) -> list[tuple[str, Shelf]]:
        """Return the terms of each field and segment that begin with a character."""
        runs = [(field, run) for field in FIELDS for run in self._snapshot.runs(field, initial)]
        return [(field, shelve(run)) for field, run in runs]

    @cached_property
    def _tails(self) -> list[tuple[str, Tails]]:
        runs = [(field, run) for field in FIELDS for run in self._snapshot.runs(field)]
        return [(field, tails(piece)) for field, run in runs for piece in pieces(run)]

    def near(self, word: str) -> dict[str, Near]:
        """Return the words within `reach` of one, in order."""
        most = reach(word)
        if not most:
            return {}
        found = {field: dict[str, Near]() for field in FIELDS}
        for field, term, articles, edits in [*self._alike(word, most), *self._others(word)]:
            known = found[field].get(term)
            found[field][term] = Near(articles + (known.articles if known else 0), edits)
        best: dict[str, Near] = {}
        for one in found.values():
            for term, near in one.items():
                best[term] = max(near, best.get(term, near))
        best.pop(word, None)
        return dict(sorted(best.items()))

    def _alike(self, word: str, most: int) -> Iterator[Found]:
        """Yield the terms near to a word that have its first letter."""
        codes = as_codes(word)
        for field, shelf in self._shelves(word[0]):
            where, edits = shelf.alike(codes, most)
            df = shelf.run.reader.df_at(where + shelf.run.first)
            told = zip(shelf.terms(where), df.tolist(), edits.tolist(), strict=True)
            yield from (Found(field, *one) for one in told)

    def _others(self, word: str) -> Iterator[Found]:
        """Yield the terms that have another first letter, and one edit there."""
        for field, one in self._tails:
            for tail in (word[1:], word):
                where = one.ending(tail.encode("utf-8", "surrogatepass"))
                for place in (where + one.run.first).tolist():
                    term = one.run.reader.term(place).decode()
                    if term[0] != word[0]:
                        yield Found(field, term, one.run.reader.df_of(place), 1)
        for term in (word[1:], word[1] + word[0] + word[2:]):
            if term[0] != word[0]:
                told = ((field, self._snapshot.df(field, term)) for field in FIELDS)
                yield from (Found(field, term, df, 1) for field, df in told if df)
