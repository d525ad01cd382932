"""Which words of the index may be meant by a typed one, and how easily are they typed so?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from ..index.reader import Snapshot
from ..index.spellings import modern, spellings
from .likeness import cost
from .near import Neighbours, frequency

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
            near.setdefault(one, frequency(self._snapshot, one))
        listed = spellings(word)
        for one, articles in near.items():
            if articles and one.replace("-", "").isalpha():
                yield Candidate(one, articles, LISTED if one in listed else cost(word, one))
