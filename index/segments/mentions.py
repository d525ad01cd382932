"""Which values does each text of a batch name? Runs of telling chunks, each read once."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ..disk.runs import Ints
from ..language.value_grammar import read
from ..language.values import kind_of, kinds_of_words, may_name

KEPT: Final = 1 << 17  # runs whose values are remembered: about 20 MB

Numbers = NDArray[np.int32]


class Mentions:
    """What the chunks of a vocabulary, known by number, may say of values."""

    def __init__(self) -> None:
        self._words = kinds_of_words()
        self._kinds = array("b")
        self._telling: dict[int, str] = {}  # the chunks of any kind
        self._known: dict[bytes, frozenset[str]] = {}  # the values of runs of numbers

    def learn(self, chunks: Sequence[str], words: Iterable[str | None]) -> None:
        """Take in the next chunks of the vocabulary, and the words that some of them are."""
        for chunk, word in zip(chunks, words, strict=True):
            kind = kind_of(chunk) if word is None else self._words.get(word.lower(), 0)
            if kind:
                self._telling[len(self._kinds)] = chunk
            self._kinds.append(kind)

    def found(self, chunks: Numbers, ends: Ints) -> list[set[str]]:
        """Return the terms of the values of each text.

        Args:
            chunks: the numbers of the chunks of all texts.
            ends: where the chunks of each text end.

        """
        terms: list[set[str]] = [set() for _ in ends]
        firsts, lasts = self._runs(chunks, ends)
        docs = np.searchsorted(ends, firsts, "right").tolist()
        for doc, first, last in zip(docs, firsts.tolist(), lasts.tolist(), strict=True):
            terms[doc] |= self._named(chunks[first:last])
        return terms

    def _runs(self, chunks: Numbers, ends: Ints) -> tuple[Ints, Ints]:
        """Return where the runs of telling chunks begin and end that may name a value."""
        kinds = np.array(self._kinds, np.int8)[chunks]
        at = np.flatnonzero(kinds)
        if not len(at):
            return at, at
        text = np.searchsorted(ends, at, "right")
        new = np.flatnonzero(np.r_[True, (np.diff(at) > 1) | (np.diff(text) > 0)])
        together = np.bitwise_or.reduceat(kinds[at], new)
        counts = np.diff(np.r_[new, len(at)])
        good = may_name(together, counts)
        return at[new[good]], at[new[good]] + counts[good]

    def _named(self, run: Numbers) -> frozenset[str]:
        key = run.tobytes()
        known = self._known.get(key)
        if known is None:
            text = " ".join(map(self._telling.__getitem__, run.tolist()))
            known = frozenset(one.term for one in read(text))
            if len(self._known) < KEPT:
                self._known[key] = known
        return known
