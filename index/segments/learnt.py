"""What does each distinct chunk of texts say? Parts, stems and wholes, as numbers of strings."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import chain, compress, repeat
from typing import NamedTuple

import numpy as np

from ..analysis import LONGEST, TOKEN, forms, plain_word, stems
from ..disk.runs import starts
from ..language.stemming import default_stemmer
from .hashing import NONE, Numbers
from .mentions import Mentions
from .shingling import Shingling
from .termsort import Terms


class _Strings(dict[str, int]):
    """A number for each string, given when it is first asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[bytes] = []  # the strings as they are on disk, by number

    def __missing__(self, text: str) -> int:
        number = self[text] = len(self.names)
        self.names.append(text.encode())
        return number


class _Stems(dict[str, int]):
    """The number of the stem of each plain word, sought when it is first asked for."""

    def __init__(self, strings: _Strings) -> None:
        super().__init__()
        self._strings = strings
        self._stem = default_stemmer().stem

    def __missing__(self, word: str) -> int:
        number = self[word] = self._strings[self._stem(word)]
        return number


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
        self.shingling = Shingling()
        self._strings = _Strings()
        self._stem = _Stems(self._strings)
        self._firsts = array("i")  # of each chunk, its first part
        self._counts = array("i")  # of each chunk, how many parts
        self._surfaces = array("i")  # the columns of `Parts`
        self._stems = array("i")
        self._wholes = array("i")
        self._capitals = array("i")
        self._ordered = np.empty(0, np.int32)

    def learn(self, chunks: Sequence[str]) -> None:
        """Take in the next chunks: first those of plain words alone, all together."""
        words = [*map(plain_word, chunks)]
        told = [
            TOKEN.findall(chunk) if word is None else (word,)
            for chunk, word in zip(chunks, words, strict=True)
        ]
        simple = np.array([_simple("".join(tokens)) for tokens in told], np.bool_)
        order = np.argsort(~simple, kind="stable")
        counts = np.array([*map(len, told)], np.int32)
        first = len(self._surfaces)
        self._learn_words([*chain.from_iterable(compress(told, simple))])
        counts[~simple] = [sum(map(self._learn_token, one)) for one in compress(told, ~simple)]
        firsts = np.empty(len(chunks), np.int32)
        firsts[order] = first + starts(counts[order])
        self._firsts.frombytes(firsts.tobytes())
        self._counts.frombytes(counts.tobytes())
        self.mentions.learn(chunks, words)
        self.shingling.learn(chunks)

    def _learn_words(self, words: Sequence[str]) -> None:
        """Take in tokens that are plain words: each is one part."""
        surfaces = [word.lower()[:LONGEST] for word in words]
        self._surfaces.extend(map(self._strings.__getitem__, surfaces))
        self._stems.extend(map(self._stem.__getitem__, surfaces))
        self._wholes.extend(repeat(NONE, len(words)))
        self._capitals.extend(map(_capitals, words))

    def _learn_token(self, token: str) -> int:
        """Take in the parts of a token; return how many there are."""
        found = forms(token)
        whole = NONE if found.whole is None else self._strings[found.whole]
        for part, stem in zip(found.parts, stems(found.parts), strict=True):
            self._surfaces.append(self._strings[part.text])
            self._stems.append(NONE if stem is None else self._strings[stem])
            self._wholes.append(whole)
            self._capitals.append(_capitals(token[part.start : part.end]))
            whole = NONE
        return len(found.parts)

    def runs(self) -> tuple[Numbers, Numbers]:
        """Return the first part of each chunk, and how many it has."""
        return np.array(self._firsts, np.int32), np.array(self._counts, np.int32)

    def parts(self) -> Parts:
        """Return the parts of all chunks."""
        columns = self._surfaces, self._stems, self._wholes, self._capitals
        return Parts(*(np.array(column, np.int32) for column in columns))

    def terms(self) -> Terms:
        """Return all strings as terms."""
        names, known = self._strings.names, len(self._ordered)
        if known < len(names):  # what is in order already is sorted in no time
            both = [*self._ordered.tolist(), *range(known, len(names))]
            self._ordered = np.array(sorted(both, key=names.__getitem__), np.int32)
        return Terms(names, self._ordered)


def _simple(text: str) -> bool:
    """Tell whether tokens, joined, are plain words: then each is its only part, and small."""
    return text.isascii() and (text.isalnum() or not text)


def _capitals(written: str) -> int:
    return len(written) if written.isupper() and written.isalpha() else 0
