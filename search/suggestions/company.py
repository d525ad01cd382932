"""Which words keep company with which? Articles that have a word, a pair, or two words together."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, partial
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from ...index.language.stemming import default_stemmer
from ...index.language.stopwords import stopwords
from ...index.reader import Docs, Snapshot
from ...index.schema import TEXTS
from ..ranking.phrases import phrase_postings

MEMO: Final = 4096  # words and pairs whose numbers are kept
CIRCLES: Final = 16  # words whose articles are kept as marks, a byte for each article
BODY: Final = TEXTS["body"]
FIELDS: Final = tuple(pair.exact for pair in TEXTS.values())


def frequency(snapshot: Snapshot, word: str) -> int:
    """Return how many articles have a word as it is, in title or body, whichever are more.

    Deleted ones, too.
    """
    return max(snapshot.df(field, word) for field in FIELDS)


class Company:
    """Counts words of a snapshot, each time in the articles that are there now."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self.articles = lru_cache(MEMO)(partial(frequency, snapshot))
        self.inflected = lru_cache(MEMO)(self._inflected)
        self.pair = lru_cache(MEMO)(self._pair)
        self._circle = lru_cache(CIRCLES)(self._mark)

    @property
    def size(self) -> int:
        """How many articles there are, and at least one."""
        return max(self._snapshot.count, 1)

    def _inflected(self, word: str) -> int:
        """Return how many articles have a word or another form of its stem."""
        stem = default_stemmer().stem(word)
        forms = max(self._snapshot.df(pair.stem, stem) for pair in TEXTS.values())
        return max(self.articles(word), forms if stem != word else 0)

    def _pair(self, first: str, second: str) -> int:
        """Return how many articles have one word right before another."""
        if not all(self.articles(word) for word in (first, second)):
            return 0
        found = (phrase_postings(self._snapshot, one, (first, second), 1).docs for one in FIELDS)
        return max(map(len, found))

    def is_alive(self, word: str) -> bool:
        """Tell whether an article that is not deleted has a word as it is."""
        if self._snapshot.whole:
            return True
        return any(len(self._snapshot.postings(field, word).docs) for field in FIELDS)

    def docs(self, word: str) -> Docs:
        """Return the documents with a word as it is in their body."""
        return self._snapshot.postings(BODY.exact, word).docs

    def _mark(self, word: str) -> tuple[NDArray[np.bool_], int]:
        """Return which documents have a word in any form in their body, and how many these are."""
        docs = self._snapshot.postings(BODY.stem, default_stemmer().stem(word)).docs
        marks = np.zeros(self._snapshot.size, bool)
        marks[docs] = True
        return marks, len(docs)

    def closeness(self, word: str, others: Sequence[str]) -> float | None:
        """Return the share of the articles of other words that have this one, on average.

        None where the others say nothing: function words, and words that are in no article.
        """
        telling = [one for one in others if one not in stopwords()]
        circles = [circle for circle in map(self._circle, telling) if circle[1]]
        if not circles:
            return None
        docs: NDArray[Any] = self.docs(word)
        shares = [int(np.count_nonzero(marks[docs])) / count for marks, count in circles]
        return sum(shares) / len(shares)
