"""What are the postings of a batch of texts? Cut at blanks, inverted by a radix sort.

No token crosses a blank, so a text is cut into *chunks* at blanks (see `chunks`). Every distinct
chunk is analysed once (see `learnt`), and is a number from then on. What a batch says is then a
handful of arrays over its chunks: no loop over them in Python.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from ...corpora.shingles import Words
from ..disk.runs import Ints, starts
from .chunks import Chunks
from .hashing import NONE, Numbers
from .learnt import Learnt, Parts
from .termsort import DOC, Inverted, Terms

LARGEST: Final = 1 << 19  # chunks of a vocabulary, about 150 MB: then it starts anew
ROW: Final = 4  # letters of a word that is seldom a short form in a row of short forms
INITIALS: Final = 6  # letters of a word in capitals that may be a short form: longer ones are clear


@dataclass(frozen=True, slots=True)
class Texts:
    """The postings of one part of a batch of articles, and the length of each in positions.

    Each field is sorted when it is asked for, so that one can be written and gone before the next.
    """

    known: Parts
    terms: Terms
    parts: Numbers  # of all texts
    places: Ints  # of each part
    lengths: Ints
    values: list[set[str]]  # see `values`
    words: Iterator[Words]  # for signatures; to be taken once, and early: it holds the chunks

    @property
    def stem(self) -> Inverted:
        """The stems, but for echoes."""
        return self.terms.sorted(*_stemmed(self.known.stems[self.parts], self.places))

    @property
    def exact(self) -> Inverted:
        """The exact forms, and the wholes over them."""
        return self.terms.sorted(*_overlaid(self.known, self.parts, self.places))

    @property
    def capitals(self) -> Inverted:
        """Of the exact forms, those that are written in capitals: see `_in_capitals`."""
        return self.terms.sorted(*_in_capitals(self.known, self.parts, self.places))


class Vocabulary:
    """Every distinct chunk seen, and what it says; in these terms texts are inverted."""

    def __init__(self) -> None:
        self._learnt = Learnt()
        self._chunks = Chunks(self._learnt.learn)

    @property
    def full(self) -> bool:
        """Whether it is time to start anew."""
        return len(self._chunks) > LARGEST

    def invert(self, texts: Sequence[str]) -> Texts:
        """Return the postings of some texts, numbered from 0."""
        found = self._chunks.numbered(texts)
        values = self._learnt.mentions.found(found.chunks, found.ends)
        parts, lengths = self._parts(found.chunks, found.ends)
        known, terms = self._learnt.parts(), self._learnt.terms()
        words = self._learnt.shingling.words(texts, found)
        return Texts(known, terms, parts, _places(lengths), lengths, values, words)

    def _parts(self, chunks: Numbers, ends: Ints) -> tuple[Numbers, Ints]:
        """Return the parts of all texts, and how many each text has."""
        firsts, counts = self._learnt.runs()
        inside = counts[chunks]
        total = np.concatenate([[0], np.cumsum(inside, dtype=np.int64)])
        lengths = np.diff(total[ends], prepend=0)
        parts = np.repeat(firsts[chunks] - total[:-1].astype(np.int32), inside)
        parts += np.arange(len(parts), dtype=np.int32)
        return parts, lengths


def _places(lengths: Ints) -> Ints:
    """Return document and position of each part, as one number that sorts by both."""
    docs = np.arange(len(lengths), dtype=np.int64) << DOC
    places = np.repeat(docs - starts(lengths), lengths)
    places += np.arange(len(places))
    return places


def _stemmed(stems: Numbers, places: Ints) -> tuple[Numbers, Ints]:
    """Return the stems, but for echoes, and their places."""
    real = stems != NONE
    return stems[real], places[real]


def _overlaid(known: Parts, parts: Numbers, places: Ints) -> tuple[Numbers, Ints]:
    """Return surface forms and their places; a whole stands before its first part."""
    surfaces, wholes = known.surfaces[parts], known.wholes[parts]
    at = np.flatnonzero(wholes != NONE)
    if not len(at):
        return surfaces, places
    return np.insert(surfaces, at, wholes[at]), np.insert(places, at, places[at])


def _in_capitals(known: Parts, parts: Numbers, places: Ints) -> tuple[Numbers, Ints]:
    """Return the occurrences that are written in capitals as short forms are.

    Three words in a row are a headline that shouts, and tells nothing of them, unless all are
    as short as those of "MPR, DPR, DPD".
    """
    capitals = known.capitals[parts]
    at = np.flatnonzero(capitals > 1)
    letters, there = capitals[at], places[at]
    told = letters <= INITIALS
    row = there[2:] - there[:-2] == 2  # no other word between, all in one document
    row &= np.maximum(np.maximum(letters[:-2], letters[1:-1]), letters[2:]) > ROW
    for first in range(min(3, len(at))):
        told[first : first + len(row)] &= ~row
    return known.surfaces[parts[at[told]]], there[told]
