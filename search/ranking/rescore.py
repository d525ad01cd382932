"""What besides its words makes an article worth more? That it is fresh, and its words are near."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from whoosh import query

from ...corpora.settings import Ranking
from ...index.reader import Docs
from ...index.schema import timestamp
from .evaluate import Evaluator
from .explain import Explanation, explain, idf_of
from .match import Match
from .proximity import RESCORED, Bonus, bonuses, pairs
from .rank import recency, saturated
from .topk import top

NONE_LOOKED_AT = np.empty(0, np.int32)


@dataclass(frozen=True, slots=True)
class Scored:
    """Matches of a tree with their last scores. `best`, ascending, may have a bonus."""

    tree: query.Query
    match: Match
    fresh: bool  # whether scores halve with age
    best: Docs


@dataclass(frozen=True, slots=True)
class Rescorer:
    """Changes the scores of matches, and tells how, as of one moment."""

    evaluate: Evaluator
    now: datetime

    @property
    def ranking(self) -> Ranking:
        """The settings."""
        return self.evaluate.ranking

    def plain(self, tree: query.Query, match: Match) -> Scored:
        """Return matches as they are: for orders in which scores do not matter."""
        return Scored(tree, match, False, NONE_LOOKED_AT)

    def rescored(self, tree: query.Query, match: Match) -> Scored:
        """Return matches with all that their scores depend on.

        The score of the words halves with age; of the articles that are then the best, neighbours
        of the query that stand near to each other add to it, by age as well. A bonus is never
        negative: the order of all others, behind these, is that of the score before.
        """
        fresh = self.ranking.recency_days is not None
        scores = match.scores * self._kept(match.docs) if fresh else match.scores
        if not self.ranking.weights.proximity or not pairs(tree):
            return Scored(tree, Match(match.docs, scores), fresh, NONE_LOOKED_AT)
        best = top(match.docs, scores, RESCORED, self.evaluate.snapshot.id)
        docs = np.sort(np.array(best, np.int32))
        if not len(docs):
            return Scored(tree, match, fresh, NONE_LOOKED_AT)
        extra = np.zeros(len(docs))
        for bonus in self._bonuses(tree, docs):
            extra += bonus.scores
        at = np.searchsorted(match.docs, docs)
        scores = scores.copy()
        scores[at] += extra * self._kept(docs) if fresh else extra
        return Scored(tree, Match(match.docs, scores), fresh, docs)

    def _kept(self, docs: Docs) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        assert self.ranking.recency_days is not None
        moments = self.evaluate.snapshot.published[docs]
        return recency(moments, timestamp(self.now), self.ranking.recency_days)

    def _bonuses(self, tree: query.Query, docs: Docs) -> list[Bonus]:
        found = [
            (pair, (self.evaluate.matching(pair.groups[0]), self.evaluate.matching(pair.groups[1])))
            for pair in pairs(tree)
        ]
        return bonuses(self.evaluate.snapshot, self.ranking, found, docs)

    def explain(self, scored: Scored, doc: int) -> Explanation | None:
        """Return how the score of a document comes about; None where it does not match."""
        told = explain(self.evaluate, scored.tree, doc)
        if told is None:
            return None
        one = np.array([doc], np.int32)
        if doc in scored.best:
            near = [self._explained(bonus) for bonus in self._bonuses(scored.tree, one)]
            near = [bonus for bonus in near if bonus.value]
            told = Explanation.sum("words, and nearness", [told, *near]) if near else told
        if scored.fresh:
            days = self.ranking.recency_days
            label = f"freshness: 0.5 ** (age / {days:g} days)"
            kept = Explanation(label, float(self._kept(one)[0]))
            told = Explanation.product("by age", [told, kept])
        return told

    def _explained(self, bonus: Bonus) -> Explanation:
        commoner = max(self.evaluate.matching(group) for group in bonus.pair.groups)
        near = Explanation("nearness: weight of the part / distance ** 2", float(bonus.nearness[0]))
        k1 = self.ranking.k1
        earned = float(saturated(bonus.nearness, k1)[0])
        label = f"saturation: n (k1 + 1) / (n + k1), k1 {k1:g}"
        factors = [
            Explanation("weight of proximity", self.ranking.weights.proximity),
            Explanation("boost", bonus.pair.boost),
            idf_of(commoner, self.evaluate.snapshot.count),
            Explanation(label, earned, "formula", (near,)),
        ]
        return Explanation.product(f"near each other: {bonus.pair.shown}", factors)
