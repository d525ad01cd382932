"""Which runs of words does each text of a batch hold? As hashes, worked out for all at once."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

WORDS: Final = 3  # of a shingle
UNITS: Final = 1 << 17  # of UTF-16 in a batch, about 60 articles: its arrays fit the cache
_SEED: Final = 20_260  # of the odd numbers that letters and words are multiplied with
_PLANE: Final = 1 << 16  # units of UTF-16

Hashes = NDArray[np.uint64]
Ints = NDArray[np.int64]


class Shingles(NamedTuple):
    """The shingles of some texts, text after text, and where those of each text end."""

    hashes: Hashes  # even in 64 bits
    ends: Ints  # shape (texts,)
    words: Ints  # shape (texts,): how many words each text has


def shingles(texts: Sequence[str]) -> Iterator[Shingles]:
    """Yield the shingles of the texts in order, a batch of texts at a time.

    A word is a run of letters and digits without case and accents. A shingle is the hash of WORDS
    words in a row; a text of fewer words has none, and a repeated one is told as often.
    """
    batch: list[bytes] = []
    units = 0
    for text in texts:
        content = text.encode("utf-16-le", "surrogatepass")
        if batch and units + len(content) // 2 >= UNITS:
            yield _of_batch(batch)
            batch, units = [], 0
        batch.append(content)
        units += len(content) // 2 + 1
    if batch:
        yield _of_batch(batch)


def _of_batch(contents: list[bytes]) -> Shingles:
    units = np.frombuffer(b"\0\0".join(contents), "<u2")
    ends = np.cumsum([len(one) // 2 + 1 for one in contents]) - 1
    starts, hashes = _words(units)
    word_ends = np.searchsorted(starts, ends)
    words = np.diff(word_ends, prepend=0)
    counts = np.maximum(words - WORDS + 1, 0)
    total = int(counts.sum())
    first = np.repeat(word_ends - words - (np.cumsum(counts) - counts), counts)
    places = np.arange(total) + first
    mixed = np.zeros(total, np.uint64)
    for offset, factor in enumerate(_odd(WORDS)):
        mixed += hashes[places + offset] * factor
    return Shingles(mix(mixed), np.cumsum(counts), words)


def _words(units: NDArray[np.uint16]) -> tuple[Ints, Hashes]:
    """Return where the words start, and a hash of each: a polynomial of its letters mod 2**64.

    The sum of letters times powers runs over the whole batch; what it grew by inside a word, over
    the power at its start, is the same wherever the word stands (Karp and Rabin, 1987).
    """
    values = _letters()[units]
    inside = np.concatenate([[False], values != 0, [False]])
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    starts, ends = edges[::2], edges[1::2]
    powers, inverses = _powers(1 << max(17, len(units).bit_length()))
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(values * powers[: len(units)])])
    return starts, mix((sums[ends] - sums[starts]) * inverses[starts])


def mix(hashes: Hashes) -> Hashes:
    """Return the hashes spread evenly over 64 bits: the finaliser of SplitMix64 (Steele, 2014)."""
    hashes = (hashes ^ (hashes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    hashes = (hashes ^ (hashes >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return hashes ^ (hashes >> np.uint64(31))


@cache
def _letters() -> Hashes:
    """Return a number for each unit of UTF-16; 0 for what is no letter and no digit."""
    chance = np.random.default_rng(_SEED)
    numbers = chance.integers(1, 1 << 63, _PLANE, np.uint64)
    found = np.zeros(_PLANE, np.uint64)
    for unit in range(_PLANE):
        letter = chr(unit)
        if letter.isalnum():
            plain = ord(unicodedata.normalize("NFKD", letter)[0].lower()[0])
            found[unit] = numbers[plain % _PLANE]
    return found


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
    chance = np.random.default_rng(_SEED + 1)
    return chance.integers(1 << 62, 1 << 63, count, np.uint64) * np.uint64(2) + np.uint64(1)
