"""Which words of the index may be meant by a typed one, and how easily are they typed so?"""

from __future__ import annotations

import math
from collections.abc import Iterator
from heapq import nlargest
from typing import Final, NamedTuple

from ...index.language.spellings import modern, spellings
from ...index.reader import Snapshot
from .company import frequency
from .likeness import cost
from .near import Near, Neighbours

WEIGHED: Final = 48  # near words whose edits are weighed: some have four times as many
EDIT: Final = 4.0  # nats of an edit of any kind: many kinds cost less than `suggest.EDIT`
LISTED: Final = 0.1  # edits that a pair of the list of spellings counts for


class Candidate(NamedTuple):
    """A word that may be meant: its articles, and the weighed edits to it."""

    word: str
    articles: int
    edits: float


class Candidates:
    """Finds what may be meant by words that are not in a snapshot, or hardly."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._near = Neighbours(snapshot)

    def of(self, word: str) -> Iterator[Candidate]:
        """Yield the words that may be meant by a typed one: near to it, or its other spellings."""
        near = self._near.near(word)
        for one in modern(word):
            near.setdefault(one, Near(frequency(self._snapshot, one), 1))
        words = [one for one in near if near[one].articles and _is_word(one)]
        listed = spellings(word)
        for one in nlargest(WEIGHED, words, key=lambda one: _likely(near[one])):
            edits = LISTED if one in listed else cost(word, one)
            yield Candidate(one, near[one].articles, edits)


def _is_word(term: str) -> bool:
    return term.replace("-", "").isalpha()


def _likely(near: Near) -> float:
    """Return about how likely a word is, before its edits are weighed."""
    return math.log(near.articles) - EDIT * near.edits
