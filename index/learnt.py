"""What does each distinct chunk of texts say? Parts, stems and wholes, as numbers of strings."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from .analysis import LONGEST, TOKEN, forms, stems
from .hashing import NONE, Numbers
from .mentions import Mentions
from .stemming import default_stemmer
from .termsort import Terms

# What surrounds a plain word and belongs to no token: such chunks need no regular expression.
_EDGES: Final = ".,:;!?()[]\"'“”‘’…"
_UNASKED: Final = -2  # a string whose stem nobody asked for yet
_ROW: Final = 4  # numbers kept of a part: the columns of `Parts`


class Parts(NamedTuple):
    """Of the parts of all chunks, in the order of these; strings are numbers."""

    surfaces: Numbers
    stems: Numbers  # NONE for the echo of a reduplication
    wholes: Numbers  # the whole that lies over a part and those behind it; or NONE
    capitals: Numbers  # how many letters, if all are capitals; else 0


class Learnt:
    """What the chunks seen so far give, by their numbers."""

    def __init__(self) -> None:
        self.mentions = Mentions()
        self._stem = default_stemmer().stem
        self._strings: dict[str, int] = {}
        self._names: list[bytes] = []  # the strings as they are on disk
        self._stems = array("i")  # of each string, as a plain word, its stem; or _UNASKED
        self._counts = array("i")  # of each chunk, how many parts
        self._rows = array("i")  # of each part, `_ROW` numbers
        self._ordered: list[int] = []

    def learn(self, chunks: Sequence[str]) -> None:
        """Take in the next chunks."""
        for chunk in chunks:
            before = len(self._rows)
            word = chunk.strip(_EDGES)
            if word.isascii() and word.isalpha() and word.lower() != "www":  # "www.," is an address
                surface = self._plain(word)
                self.mentions.learn(chunk, surface)
            else:
                for token in TOKEN.findall(chunk):
                    self._token(token)
                self.mentions.learn(chunk)
            self._counts.append((len(self._rows) - before) // _ROW)

    def _token(self, token: str) -> None:
        if token.isascii() and token.isalnum():
            self._plain(token)
            return
        found = forms(token)
        whole = NONE if found.whole is None else self._string(found.whole)
        for part, stem in zip(found.parts, stems(found.parts), strict=True):
            stemmed = NONE if stem is None else self._string(stem)
            letters = _capitals(token[part.start : part.end])
            self._rows.extend((self._string(part.text), stemmed, whole, letters))
            whole = NONE

    def _plain(self, word: str) -> str:
        """Take in a part that is written in ASCII letters and digits; return its surface form."""
        surface = word.lower()[:LONGEST]
        number = self._string(surface)
        stem = self._stems[number]
        if stem == _UNASKED:
            stem = self._stems[number] = self._string(self._stem(surface))
        self._rows.extend((number, stem, NONE, _capitals(word)))
        return surface

    def _string(self, text: str) -> int:
        number = self._strings.get(text)
        if number is None:
            number = self._strings[text] = len(self._strings)
            self._names.append(text.encode())
            self._stems.append(_UNASKED)
        return number

    def counts(self) -> Numbers:
        """Return how many parts each chunk has."""
        return np.array(self._counts, np.int32)

    def parts(self) -> Parts:
        """Return the parts of all chunks."""
        return Parts(*np.array(self._rows, np.int32).reshape(-1, _ROW).T.copy())

    def terms(self) -> Terms:
        """Return all strings as terms."""
        known = len(self._ordered)
        if known < len(self._names):  # what is in order already is sorted in no time
            self._ordered += range(known, len(self._names))
            self._ordered.sort(key=self._names.__getitem__)
        return Terms(self._names, np.array(self._ordered, np.int32))


def _capitals(written: str) -> int:
    return len(written) if written.isupper() and written.isalpha() else 0
