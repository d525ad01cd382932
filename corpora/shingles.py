"""Which words and runs of words does each text of a batch hold? As hashes, for all at once."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

UNITS: Final = 1 << 16  # of UTF-16 in a batch, about 35 articles: its arrays fit the cache
TEXTS: Final = 1 << 12  # in a batch, at most
LONGEST: Final = 1 << 20  # characters of a text that are read: 150,000 words
_SEED: Final = 20_260  # of the numbers that stand for letters and that words are multiplied with
_POINTS: Final = ".,:/-"  # between digits, part of a figure
ENDS: Final = '.!?\n\0"“'  # before the first word of a sentence
_DIGIT, _CAPITAL, _POINT, _END = 1, 2, 4, 8  # what a unit may be
_PLANE: Final = 1 << 16  # units of UTF-16

Hashes = NDArray[np.uint64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


class Words(NamedTuple):
    """The words of some texts, text after text: one row a word, but for `counts`.

    A word is a run of letters and digits, and 1.463.000, 0,5 or 18/9/2019 is one, too: the figures
    of two days share their digits, but not themselves. A hash knows no case and no accents.
    """

    counts: Ints  # shape (texts,): words of each text
    hashes: Hashes
    texts: Ints  # the number of the text, from 0
    marked: Bools  # a figure, or a name: it begins with a capital, but no sentence


def words(texts: Sequence[str]) -> Iterator[Words]:
    """Yield the words of all texts in order, a batch of texts at a time."""
    batch: list[bytes] = []
    units = 0
    for text in texts:
        content = text[:LONGEST].encode("utf-16-le", "surrogatepass")
        if batch and (units + len(content) // 2 >= UNITS or len(batch) == TEXTS):
            yield _of_batch(batch)
            batch, units = [], 0
        batch.append(content)
        units += len(content) // 2 + 1
    if batch:
        yield _of_batch(batch)


def _of_batch(contents: list[bytes]) -> Words:
    units = np.frombuffer(b"\0\0".join(contents), "<u2")
    found = _cut(units)
    text_ends = np.cumsum([len(one) // 2 + 1 for one in contents]) - 1
    counts = np.diff(np.searchsorted(found.starts, text_ends), prepend=0)
    texts = np.repeat(np.arange(len(contents)), counts)
    return Words(counts, found.hashes, texts, found.names | found.figures)


class Chunks(NamedTuple):
    """The words of some chunks, which stand between blanks: chunk after chunk, as those of texts.

    Whether a capital makes a name may hang on what stands before the chunk.
    """

    counts: Ints
    hashes: Hashes
    unless: NDArray[np.uint8]  # it is marked unless one of these ends a sentence, or NEVER


AFTER_END, AFTER_ONE, NEVER = 1, 2, 4  # `unless`: the sign before the chunk, the one before that
_UNLESS: Final = np.array([AFTER_END | AFTER_ONE, AFTER_END, 0], np.uint8)  # of a name, by place
_GAP: Final = "  "  # so much is looked at before a word


def chunk_words(chunks: Sequence[str]) -> Iterator[Chunks]:
    """Yield the words of all chunks in order, a batch at a time; of those too long there are none.

    None has a blank. There are no words in a chunk of more characters than LONGEST.
    """
    lengths = np.fromiter(map(len, chunks), np.int64, len(chunks))
    kept = np.cumsum(np.where(lengths > LONGEST, 0, lengths) + len(_GAP))
    start = 0
    while start < len(chunks):
        size = UNITS + (int(kept[start - 1]) if start else 0)
        end = max(start + 1, int(np.searchsorted(kept, size)))
        yield _of_chunks([one if len(one) <= LONGEST else "" for one in chunks[start:end]])
        start = end


def _of_chunks(chunks: list[str]) -> Chunks:
    content = _GAP.join(["", *chunks]).encode("utf-16-le", "surrogatepass")
    units = np.frombuffer(content, "<u2")
    found = _cut(units)
    begin = np.flatnonzero(units == ord(_GAP[0]))[1::2] + 1
    counts = np.diff(np.searchsorted(found.starts, begin), append=len(found.starts))
    inside = found.starts - np.repeat(begin, counts)
    unless = np.where(found.names, _UNLESS.take(inside, mode="clip"), np.uint8(NEVER))
    unless[found.figures] = 0
    return Chunks(counts, found.hashes, unless)


class _Cut(NamedTuple):
    """Where words start, their hashes, and which are figures or, beginning no sentence, names."""

    starts: Ints
    hashes: Hashes
    names: Bools
    figures: Bools


def _cut(units: NDArray[np.uint16]) -> _Cut:
    """Hash each word: as a polynomial of its letters mod 2**64.

    The sum of letters times powers runs over the whole batch; what it grew by inside a word, over
    the power at its start, is the same wherever the word stands (Karp and Rabin, 1987).
    """
    letters, signs = _letters()
    values, kinds = letters.take(units), signs.take(units)  # faster than letters[units]
    points = np.flatnonzero(kinds[1:-1] & _POINT != 0) + 1
    values[points[kinds[points - 1] & kinds[points + 1] & _DIGIT != 0]] = 1  # 1,5 as 1.5
    inside = np.concatenate([[False], values != 0, [False]])
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    starts, ends = edges[::2], edges[1::2]
    powers, inverses = _powers(1 << max(UNITS, len(units)).bit_length())
    sums = np.zeros(len(units) + 1, np.uint64)
    np.multiply(values, powers[: len(units)], out=sums[1:])
    np.cumsum(sums, out=sums)
    hashes = mix((sums.take(ends) - sums.take(starts)) * inverses.take(starts))
    before = np.concatenate([np.full(2, _END, np.uint8), kinds])
    before = before[starts] | before[starts + 1]
    first = kinds[starts]
    names = (first & _CAPITAL != 0) & (before & _END == 0)
    return _Cut(starts, hashes, names, first & _DIGIT != 0)


def runs(found: Words, length: int) -> tuple[Hashes, Ints]:
    """Return the hash of so many words from each place on, and from which they leave their text.

    Those, told by place, are no runs: fewer than `length` a text, so they are better overwritten
    than taken out.
    """
    count = max(len(found.hashes) - length + 1, 0)
    mixed, one = np.zeros(count, np.uint64), np.empty(count, np.uint64)
    for offset, factor in enumerate(_odd(length)):
        np.multiply(found.hashes[offset : offset + count], factor, out=one)
        mixed += one
    leaving = (np.cumsum(found.counts)[:, None] - np.arange(1, length)).ravel()
    return mix(mixed), leaving[(leaving >= 0) & (leaving < count)]


def mix(hashes: Hashes) -> Hashes:
    """Return hashes spread evenly over 64 bits: the finaliser of SplitMix64 (Steele, 2014)."""
    shifted = hashes >> np.uint64(30)
    hashes = hashes ^ shifted
    hashes *= np.uint64(0xBF58476D1CE4E5B9)
    hashes ^= np.right_shift(hashes, np.uint64(27), out=shifted)
    hashes *= np.uint64(0x94D049BB133111EB)
    hashes ^= np.right_shift(hashes, np.uint64(31), out=shifted)
    return hashes


@cache
def _letters() -> tuple[Hashes, NDArray[np.uint8]]:
    """Return of each unit of UTF-16 its number, 0 where it is part of no word, and its signs."""
    numbers = _numbers(_PLANE, _SEED)
    found = np.zeros(_PLANE, np.uint64)
    signs = np.zeros(_PLANE, np.uint8)
    signs[[ord(one) for one in _POINTS]] |= _POINT
    signs[[ord(one) for one in ENDS]] |= _END
    for unit in range(_PLANE):
        letter = chr(unit)
        if letter.isalnum():
            plain = ord(unicodedata.normalize("NFKD", letter)[0].lower()[0])
            found[unit] = numbers[plain % _PLANE]
            signs[unit] = _DIGIT * letter.isdecimal() | _CAPITAL * letter.isupper()
    return found, signs


@cache
def _powers(length: int) -> tuple[Hashes, Hashes]:
    """Return the powers of an odd number mod 2**64, and those of its inverse."""
    base = int(_odd(1)[0])
    both = [np.full(length, one, np.uint64) for one in (base, pow(base, -1, 1 << 64))]
    for one in both:
        one[0] = 1
    return np.multiply.accumulate(both[0]), np.multiply.accumulate(both[1])


@cache
def _odd(count: int) -> Hashes:
    return _numbers(count, 2 * _SEED) | np.uint64(1)


def _numbers(count: int, seed: int) -> Hashes:
    """Return numbers that look random, and are the same with every version of numpy."""
    return mix(np.arange(seed * _PLANE, seed * _PLANE + count, dtype=np.uint64))
