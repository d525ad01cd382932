"""Which lists does a query add up, and which documents does it let through? For the k best.

Whatever is no sum of words, one node inside another, is evaluated whole and takes part as a list.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import numpy as np
from whoosh import query

from ..asked.tree import Word
from .deadline import OutOfTime
from .evaluate import Evaluation, is_filter
from .match import Docs, Mask, Match, marked
from .prune import Best, Plan, best, total
from .rank import Floats
from .scored import ScoredList

FEW: Final = 64  # barred documents: so many more are found and dropped, at less cost than a filter


class Planner:
    """Answers one query from its lists: the k best, scores, counts.

    Out of time, a sum goes on with the lists that there are: `partial` says so. Where there are
    none yet, or where a missing one could let in what does not match, OutOfTime is raised.
    """

    def __init__(self, evaluation: Evaluation) -> None:
        self.partial = False
        self._evaluation = evaluation
        # By identity, as lists are: counted and asked again.
        self._masks: dict[int, tuple[query.Query, Mask]] = {}
        self._found: dict[int, tuple[query.Query, Docs | ScoredList]] = {}  # what matches

    def mask(self, tree: query.Query) -> Mask:
        """Tell of each document whether it matches. Not to be written to."""
        known = self._masks.get(id(tree))
        if known is None:
            known = self._masks[id(tree)] = tree, self._mask(tree)
        return known[1]

    def _mask(self, tree: query.Query) -> Mask:
        known, size = self._found.get(id(tree)), self._evaluation.snapshot.size
        if known is None:
            return self._evaluation.mask(tree)
        if isinstance(known[1], np.ndarray):
            return marked(known[1], size)
        marks = np.zeros(size, bool)
        known[1].mark(marks)
        return marks

    def holds(self, tree: query.Query, docs: Docs) -> Mask:
        """Tell of some documents whether they match."""
        if isinstance(tree, Word):
            return self._evaluation.scored(tree).holds(docs)
        return self.mask(tree).take(docs)

    def best(self, tree: query.Query, k: int, barred: Mask | None = None) -> Best:
        """Return documents among which are the k best that are not barred."""
        if barred is None or k <= 0:
            return self._best(tree, self.plan(tree), k)
        few = int(np.count_nonzero(barred))
        if few > FEW:
            plan = self.plan(tree)
            allowed = ~barred if plan.allowed is None else plan.allowed & ~barred
            return best(plan._replace(allowed=allowed), k)
        found = self._best(tree, self.plan(tree), k + few)
        docs, scores = found.match
        free = ~barred.take(docs)
        return found._replace(match=Match(docs[free], scores[free]))

    def _best(self, tree: query.Query, plan: Plan, k: int) -> Best:
        found = best(plan, k)
        if found.matching is not None and not self.partial:
            self._found[id(tree)] = tree, found.matching
        return found

    def scores(self, tree: query.Query, docs: Docs) -> Floats:
        """Return the scores of documents that match, sorted."""
        return total(self.plan(tree), docs)

    def count(self, tree: query.Query) -> int:
        """Return how many documents match."""
        if isinstance(tree, Word):
            return len(self._evaluation.scored(tree))
        known = self._found.get(id(tree))
        return len(known[1]) if known else int(np.count_nonzero(self.mask(tree)))

    def plan(self, tree: query.Query) -> Plan:
        """Return a node as a sum of lists."""
        boost = float(getattr(tree, "boost", 1.0))
        if isinstance(tree, query.Or) and not isinstance(tree, Word):
            return Plan(self._gathered(tree), boost=boost)
        if isinstance(tree, query.And):
            return self._plan_all(tree, boost)
        if isinstance(tree, query.AndMaybe):
            wanted = self.plan(tree.a)
            if wanted.boost == 1.0 and not wanted.extras:
                return wanted._replace(extras=self._extras(tree.b), boost=boost)
        return Plan((self._evaluation.scored(tree),))

    def _gathered(self, nodes: Iterable[query.Query], found: int = 0) -> tuple[ScoredList, ...]:
        """Return the lists of nodes: once one is found, as many as time allows."""
        lists: list[ScoredList] = []
        for node in nodes:
            try:
                lists.append(self._evaluation.scored(node))
            except OutOfTime:
                if not lists and not found:
                    raise
                self.partial = True
                break
        return tuple(lists)

    def _extras(self, tree: query.Query) -> tuple[ScoredList, ...]:
        if isinstance(tree, query.Or) and not isinstance(tree, Word) and tree.boost == 1.0:
            return self._gathered(tree, found=1)
        return self._gathered([tree], found=1)

    def _plan_all(self, tree: Any, boost: float) -> Plan:
        worthless = [part for part in tree if isinstance(part, query.Not) or is_filter(part)]
        rest = [part for part in tree if not (isinstance(part, query.Not) or is_filter(part))]
        if not rest:
            return Plan((self._evaluation.scored(tree),))
        allowed = self._evaluation.mask_all(worthless) if worthless else None
        if len(rest) > 1:
            return Plan(
                tuple(map(self._evaluation.scored, rest)), every=True, allowed=allowed, boost=boost
            )
        inner = self.plan(rest[0])
        if allowed is not None and inner.allowed is not None:
            allowed = allowed & inner.allowed
        return inner._replace(
            allowed=inner.allowed if allowed is None else allowed, boost=inner.boost * boost
        )
