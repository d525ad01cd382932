"""What did you mean? Words that are not in the index, and what may have been meant by them.

A noisy channel (Kernighan, Church & Gale 1990): of the words near to a typed one, that is likeliest
which is frequent, is easily mistyped so, and keeps company with the other words of the query.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from heapq import nlargest
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from ...index.reader import Snapshot
from ..answer import Correction, Suggestion
from .company import Company
from .spots import LONGEST, Change, Spot, rewritten, spots

if TYPE_CHECKING:
    from .candidates import Candidates

RARE: Final = 1 / 3_000  # share of the articles; a word in one article is always rare
RATIO: Final = 50  # a rare word gives way to one that so many times as many articles have
FAMILY: Final = 10  # as does an unknown form of a stem that is known: search finds its other forms
SURE: Final = -14.0  # nats: what is less likely is not offered unasked
EDIT: Final = 5.5  # nats that an edit of the plainest kind costs: benchmarks/suggest.py
TOGETHER: Final = 0.8  # how much of a word's likelihood its company decides: there, too
SPLIT: Final = 0.6  # edits that a blank left out or put in counts for
WEIGHED: Final = 12  # words near to a typed one whose company is looked at
PAIRS: Final = 3  # ways to split a word that are looked at
TRIED: Final = 8  # words of a query that are corrected: more are no slips of the pen
AROUND: Final = 6  # other words of the query that are company


class Meant(NamedTuple):
    """What may be meant: its words, their score in nats, and the articles that have them."""

    text: str
    score: float
    articles: int


class Doubt(NamedTuple):
    """A piece of the query, characters [start, end), that may be meant otherwise; best first."""

    start: int
    end: int
    meant: tuple[Meant, ...]


class Suggester:
    """Suggests what is meant, by the words of one snapshot."""

    def __init__(self, snapshot: Snapshot, *, together: float = TOGETHER) -> None:
        self._company = Company(snapshot)
        self._snapshot = snapshot
        self._together = together

    def suggest(self, text: str, *, k: int = 5, sure: float = -math.inf) -> list[Suggestion]:
        """Return up to k queries that may be meant, likeliest first; none where nothing is odd.

        Args:
            text: the query.
            k: how many.
            sure: how likely a word must be in place of another, in nats.

        Raises:
            QueryError: the query is too long.

        """
        doubts = [
            doubt
            for doubt in self._doubts(spots(text), k)
            if doubt.meant and doubt.meant[0].score >= sure
        ]
        return [_told(text, doubts, way) for way in _ways(doubts, k)] if doubts else []

    @cached_property
    def _candidates(self) -> Candidates:
        from .candidates import Candidates  # here: most queries have no odd word

        return Candidates(self._snapshot)

    def _doubts(self, found: Sequence[Spot], k: int) -> Iterator[Doubt]:
        """Yield what may be meant otherwise in a query, in order."""
        joined = self._joins(found)
        taken = {place for first in joined for place in (first, first + 1)}
        odd = [n for n, spot in enumerate(found) if n not in taken and self._is_odd(spot.word)]
        tried = odd[:TRIED]
        company = {n: spot.word for n, spot in enumerate(found) if n not in odd}
        if len(tried) > 1:  # what one may be is company for the others
            first = {n: self._meant(found[n].word, _others(company, n), 1) for n in tried}
            company |= {n: meant[0].text for n, meant in first.items() if meant}
        for n, spot in enumerate(found):
            if n in joined:
                yield Doubt(spot.start, found[n + 1].end, (joined[n],))
            elif n in tried:
                yield Doubt(spot.start, spot.end, self._meant(spot.word, _others(company, n), k))

    def _is_odd(self, word: str) -> bool:
        """Tell whether a word is in no article, or in few."""
        return len(word) > 1 and self._company.articles(word) <= self._rare

    @property
    def _rare(self) -> float:
        return max(1.0, RARE * self._company.size)

    # What may be meant by one word

    def _meant(self, word: str, others: Sequence[str], k: int) -> tuple[Meant, ...]:
        """Return the k likeliest words for a typed one, or pairs of words."""
        least = self._least(word)
        near = [
            (self._score(articles, None, edits), one, articles, edits)
            for one, articles, edits in self._candidates.of(word)
            if articles >= least
        ]
        found = [
            Meant(one, self._score(articles, self._company.closeness(one, others), edits), articles)
            for _, one, articles, edits in nlargest(WEIGHED, near)
            if self._company.is_alive(one)
        ]
        found += self._splits(word)
        return tuple(sorted(found, key=lambda one: (-one.score, one.text))[:k])

    def _least(self, word: str) -> int:
        """Return how many articles at least have what may be meant by a word."""
        known, family = self._company.articles(word), self._company.inflected(word)
        return max(1, known * RATIO, family * FAMILY)

    def _score(self, articles: int, closeness: float | None, edits: float) -> float:
        """Return how likely a word is: log(what is written) + log(how it is typed)."""
        share = articles / self._company.size
        if closeness is not None:
            share = self._together * closeness + (1 - self._together) * share
        return math.log(share) - EDIT * edits

    def _splits(self, word: str) -> Iterator[Meant]:
        """Yield pairs of words that stand side by side in articles, and here without a blank.

        Their stem does not matter here: dipasar has one, and is wrong for all that.
        """
        cuts = range(2, len(word) - 1) if len(word) <= LONGEST else ()
        pairs = [(word[:cut], word[cut:]) for cut in cuts]
        known = self._company.articles(word)
        both = [pair for pair in pairs if all(map(self._company.articles, pair))]
        weighed = [(min(map(self._company.articles, pair)), pair) for pair in both]
        for _, pair in nlargest(PAIRS, weighed):
            articles = self._company.pair(*pair)
            if articles > max(self._rare, known * RATIO):
                yield Meant(" ".join(pair), self._score(articles, None, SPLIT), articles)

    def _joins(self, found: Sequence[Spot]) -> dict[int, Meant]:
        """Return which two words side by side are written together, by the place of the first."""
        joined: dict[int, Meant] = {}
        for place, (one, other) in enumerate(pairwise(found)):
            if one.run == other.run and place - 1 not in joined:
                meant = self._joined(one.word, other.word)
                joined |= {place: meant} if meant else {}
        return joined

    def _joined(self, one: str, other: str) -> Meant | None:
        articles = self._company.articles(one + other) if min(len(one), len(other)) > 1 else 0
        if articles <= self._rare or articles < RATIO * self._company.pair(one, other):
            return None
        return Meant(one + other, self._score(articles, None, SPLIT), articles)


def _others(company: Mapping[int, str], place: int) -> list[str]:
    """Return the words nearest to a place of the query, without the one there."""
    near = sorted((one for one in company if one != place), key=lambda one: abs(one - place))
    return [company[one] for one in near[:AROUND]]


def _ways(doubts: Sequence[Doubt], k: int) -> list[tuple[Meant, ...]]:
    """Return the k likeliest ways to settle all doubts, each a choice for every doubt."""
    ways: list[tuple[Meant, ...]] = [()]
    for doubt in doubts:
        longer = [(*way, meant) for way in ways for meant in doubt.meant]
        ways = nlargest(k, longer, key=lambda way: sum(one.score for one in way))
    return ways


def _told(text: str, doubts: Sequence[Doubt], way: Sequence[Meant]) -> Suggestion:
    settled = list(zip(doubts, way, strict=True))
    changes = [Change(doubt.start, doubt.end, meant.text) for doubt, meant in settled]
    told = (
        Correction(text[doubt.start : doubt.end], meant.text, meant.articles)
        for doubt, meant in settled
    )
    return Suggestion(rewritten(text, changes), sum(one.score for one in way), tuple(told))
