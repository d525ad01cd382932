"""What are the postings of a batch of texts? Cut at blanks, inverted by a radix sort.

No token crosses a blank, so a text is cut into *chunks* at blanks, which costs a fifth of finding
its tokens. Every distinct chunk is analysed once, in `Vocabulary`, and is a number from then on.
What a batch says is then a handful of arrays over its chunks: no loop over them in Python.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import chain
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .analysis import LONGEST, TOKEN, forms, stems
from .mentions import Mentions
from .postings import Block
from .runs import Ints, starts
from .stemming import default_stemmer

LARGEST: Final = 1 << 19  # chunks of a vocabulary, about 150 MB: then it starts anew
NONE: Final = -1
ROW: Final = 4  # letters of a word that is seldom a short form in a row of short forms
INITIALS: Final = 6  # letters of a word in capitals that may be a short form: longer ones are clear
# What surrounds a plain word and belongs to no token: such chunks need no regular expression.
_EDGES: Final = ".,:;!?()[]\"'“”‘’…"

Numbers = NDArray[np.int32]


class Inverted(NamedTuple):
    """The terms of one field in a batch, in the order of their bytes, and their postings."""

    terms: list[bytes]
    block: Block


class Texts(NamedTuple):
    """The postings of one part of a batch of articles, and the length of each in positions."""

    exact: Inverted
    stem: Inverted
    capitals: Inverted  # of the exact forms, those that are written in capitals: see `_in_capitals`
    lengths: Ints
    values: list[set[str]]  # see `values`


class _Column:
    """Numbers that grow; an array is made when one is asked for."""

    def __init__(self) -> None:
        self._numbers = array("i")

    def add(self, value: int) -> None:
        self._numbers.append(value)

    def __len__(self) -> int:
        return len(self._numbers)

    def array(self) -> Numbers:
        return np.array(self._numbers, np.int32)


class _Numbers(dict[str, int]):
    """A number for each chunk, made when it is first asked for."""

    def __init__(self, make: Callable[[str], int]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, chunk: str) -> int:
        number = self[chunk] = self._make(chunk)
        return number


class Vocabulary:
    """Every distinct chunk seen: which parts, stems and wholes it gives, as numbers of strings."""

    def __init__(self) -> None:
        self._chunks = _Numbers(self._analyse)
        self._strings: dict[str, int] = {}
        self._stem = default_stemmer().stem
        self._mentions = Mentions()
        self._counts = _Column()  # of each chunk, how many parts
        self._parts = _Column()  # of each part, its surface form
        self._stems = _Column()  # of each part, its stem; NONE for the echo of a reduplication
        self._wholes = _Column()  # of each part, the whole that lies over it and on; or NONE
        self._capitals = _Column()  # of each part, how many letters it has if all are capitals

    @property
    def full(self) -> bool:
        """Whether it is time to start anew."""
        return len(self._chunks) > LARGEST

    def _analyse(self, chunk: str) -> int:
        before = len(self._parts)
        word = chunk.strip(_EDGES)
        if word.isascii() and word.isalpha() and word.lower() != "www":  # "www.," is an address
            surface = word.lower()[:LONGEST]
            self._part(surface, self._stem(surface), None, word)
            self._mentions.learn(chunk, surface)
        else:
            for token in TOKEN.findall(chunk):
                found = forms(token)
                wholes = (found.whole, *[None] * len(found.parts))
                for part, stem, whole in zip(found.parts, stems(found.parts), wholes, strict=False):
                    self._part(part.text, stem, whole, token[part.start : part.end])
            self._mentions.learn(chunk)
        self._counts.add(len(self._parts) - before)
        return len(self._counts) - 1

    def _part(self, surface: str, stem: str | None, whole: str | None, written: str) -> None:
        self._parts.add(self._string(surface))
        self._stems.add(NONE if stem is None else self._string(stem))
        self._wholes.add(NONE if whole is None else self._string(whole))
        self._capitals.add(len(written) if written.isalpha() and written.isupper() else 0)

    def _string(self, text: str) -> int:
        return self._strings.setdefault(text, len(self._strings))

    def invert(self, texts: Iterable[str]) -> Texts:
        """Return the postings of some texts, numbered from 0."""
        chunks, ends = self._numbered(texts)
        values = self._mentions.found(chunks, ends)
        counts = self._counts.array()
        inside = counts[chunks]
        total = np.concatenate([[0], np.cumsum(inside)])
        lengths = np.diff(total[ends], prepend=0)
        docs = np.repeat(np.arange(len(ends), dtype=np.int32), lengths)
        order = np.arange(len(docs), dtype=np.int32)
        positions = order - np.repeat(starts(lengths).astype(np.int32), lengths)
        parts = np.repeat((starts(counts)[chunks] - total[:-1]).astype(np.int32), inside) + order
        del chunks, inside, total, order
        stemmed = self._stems.array()[parts]
        real = stemmed != NONE
        stem = self._sorted(stemmed[real], docs[real], positions[real])
        del stemmed, real
        exact = self._sorted(*self._overlaid(parts, docs, positions))
        capitals = self._sorted(*self._in_capitals(parts, docs, positions))
        return Texts(exact, stem, capitals, lengths, values)

    def _numbered(self, texts: Iterable[str]) -> tuple[Numbers, Ints]:
        """Return the number of each chunk, new ones analysed, and where the chunks of texts end."""
        numbers, ends = array("i"), array("q")
        number = self._chunks.__getitem__
        for text in texts:
            numbers.extend(map(number, text.split()))
            ends.append(len(numbers))
        return np.frombuffer(numbers, np.int32), np.frombuffer(ends, np.int64)

    def _overlaid(
        self, parts: Numbers, docs: Numbers, positions: Numbers
    ) -> tuple[Numbers, Numbers, Numbers]:
        """Return surface forms, documents and positions; a whole stands before its first part."""
        surfaces, wholes = self._parts.array()[parts], self._wholes.array()[parts]
        at = np.flatnonzero(wholes != NONE)
        if not len(at):
            return surfaces, docs, positions
        return (
            np.insert(surfaces, at, wholes[at]),
            np.insert(docs, at, docs[at]),
            np.insert(positions, at, positions[at]),
        )

    def _in_capitals(
        self, parts: Numbers, docs: Numbers, positions: Numbers
    ) -> tuple[Numbers, Numbers, Numbers]:
        """Return the occurrences that are written in capitals as short forms are.

        Three words in a row are a headline that shouts, and tells nothing of them, unless all are
        as short as those of "MPR, DPR, DPD".
        """
        letters = self._capitals.array()[parts]
        shouted = letters > 1
        if len(parts) > 2:
            row = shouted[:-2] & shouted[1:-1] & shouted[2:] & (docs[:-2] == docs[2:])
            row &= np.maximum(np.maximum(letters[:-2], letters[1:-1]), letters[2:]) > ROW
            for first in range(3):
                shouted[first : len(parts) - 2 + first] &= ~row
        at = np.flatnonzero(shouted & (letters <= INITIALS))
        return self._parts.array()[parts[at]], docs[at], positions[at]

    def _sorted(self, strings: Numbers, docs: Numbers, positions: Numbers) -> Inverted:
        """Return occurrences, given by document and position, grouped by term before that."""
        present = np.flatnonzero(np.bincount(strings, minlength=len(self._strings)))
        names = list(self._strings)
        # The order of code points is that of UTF-8 bytes; but for lone surrogates, never a term.
        ordered = sorted(present.tolist(), key=names.__getitem__)
        ranks = np.zeros(len(names), np.int32)
        ranks[np.array(ordered, np.int64)] = np.arange(len(ordered), dtype=np.int32)
        ranked = ranks[strings]
        order = stable_order(ranked)
        block = grouped(ranked[order], docs[order], positions[order], len(ordered))
        return Inverted([names[one].encode() for one in ordered], block)


def stable_order(keys: Numbers) -> Ints:
    """Return what sorts non-negative keys and leaves equal ones in order: a radix sort.

    numpy sorts 16 bits stably by their value, three times as fast as it sorts 32.

    >>> stable_order(np.array([70000, 1, 70000, 0], np.int32)).tolist()
    [3, 1, 0, 2]
    """
    order = np.argsort((keys & 0xFFFF).astype(np.uint16), kind="stable")
    if not len(keys) or int(keys.max()) <= 0xFFFF:
        return order
    high = (keys >> 16).astype(np.uint16)
    return order[np.argsort(high[order], kind="stable")]


def grouped(
    terms: NDArray[np.integer],
    docs: NDArray[np.integer],
    positions: NDArray[np.integer],
    count: int,
) -> Block:
    """Return the block of occurrences that are sorted by term, document and position."""
    if not len(terms):
        empty = np.empty(0, np.int64)
        return Block(np.zeros(count, np.int64), empty, empty, empty)
    new = np.r_[True, (terms[1:] != terms[:-1]) | (docs[1:] != docs[:-1])]
    first = np.flatnonzero(new)
    freqs = np.diff(np.r_[first, len(terms)])
    df = np.bincount(terms[first], minlength=count)
    return Block(df, docs[first], freqs, positions)


def labels(values: Sequence[Collection[str]]) -> Inverted:
    """Return the postings of sets of terms, one set for each document; no positions.

    A term that a document has twice counts once.
    """
    told = list(chain.from_iterable(values))
    terms = sorted(set(told))  # as UTF-8 is, see `_sorted`
    ranks = dict(zip(terms, range(len(terms)), strict=True))
    ranked = np.fromiter(map(ranks.__getitem__, told), np.int32, len(told))
    counts = np.fromiter(map(len, values), np.int64, len(values))
    docs = np.repeat(np.arange(len(values)), counts)
    order = stable_order(ranked)
    block = grouped(ranked[order], docs[order], np.empty(0, np.int64), len(terms))
    once = block._replace(freqs=np.ones_like(block.freqs))
    return Inverted([term.encode() for term in terms], once)
