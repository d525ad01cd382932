"""Which articles fill the page, in which order, and how many are there? Until time is up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Final

import numpy as np
from whoosh import query

from ...index.groups import Groups
from ...index.reader import Docs, Ints
from ..asked.query import Parsed
from ..ranking.deadline import Deadline, OutOfTime
from ..ranking.evaluate import Evaluator
from ..ranking.match import Mask
from ..ranking.plan import Planner
from ..ranking.rank import Floats
from ..ranking.topk import top
from ..values import Mode
from .order import RELEVANCE, Order, keys
from .stories import Matching, left_out

Scores = dict[int, float]  # of documents, in the order in which they are shown
SPARE: Final = 4  # more than asked are ranked, as some may tell what others do


@dataclass(slots=True)
class Best:
    """The first documents, up to the end of a page, with their scores, and counts of all.

    `full` counts those with all the words, `led` how many of these are here; `partial` tells that
    time was up before all was looked at: there may be more, and better ones.
    """

    scores: Scores
    total: int
    full: int
    mode: str
    led: int = 0
    partial: bool = False


class Finder:
    """Finds documents for one query; with groups, one of each story."""

    def __init__(
        self,
        evaluator: Evaluator,
        order: Order,
        *,
        timeout_ms: int | None = None,
        groups: Groups | None = None,
    ) -> None:
        self._groups = groups
        self._snapshot = evaluator.snapshot
        self._planner = Planner(evaluator.begin(Deadline(timeout_ms)))
        self._by = order

    def find(self, parsed: Parsed, k: int, mode: Mode, *, enough: float) -> Best:
        """Find the k best; partial matches follow where `enough` full ones are not there."""
        found = Best({}, 0, 0, "any" if mode == "any" else "all")
        try:
            if mode == "any":
                self._fill(found, parsed.any, k)
            else:
                self._fill(found, parsed.all, k)
                found.full, found.led = found.total, len(found.scores)
            lacking = len(found.scores) < enough  # fewer than k are all there are
            if mode == "auto" and lacking and parsed.all != parsed.any:
                self._follow(found, parsed, k)
        except OutOfTime:
            found.partial = True
        found.partial |= self._planner.partial
        found.total = max(found.total, len(found.scores))
        return found

    def ranked(self, tree: query.Query, k: int) -> Scores:
        """Return the k best that match a tree; nothing is counted."""
        return self._order(tree, k, None)

    def _fill(self, found: Best, tree: query.Query, k: int) -> None:
        found.scores = self._order(tree, k, None)
        found.total = self._planner.count(tree)

    def _follow(self, found: Best, parsed: Parsed, k: int) -> None:
        """Let articles that hold only some of the words follow."""
        full = self._planner.mask(parsed.all)
        either = int(np.count_nonzero(full | self._planner.mask(parsed.any)))
        if either > found.total:
            found.mode, found.total = "all+partial", either
            found.scores |= self._order(parsed.any, k - len(found.scores), full)

    def _order(self, tree: query.Query, k: int, barred: Mask | None) -> Scores:
        """Return the k best that match a tree and are not barred, in order, one of each story.

        Those barred match better: their stories are told.
        """
        if not self._groups:
            return self._k_best(tree, k, barred)
        above = None if barred is None else barred.take
        if self._by.by != RELEVANCE:
            return self._k_best(tree, k, self._bar(tree, barred, above))
        wide = self._k_best(tree, k + SPARE, barred)
        try:
            near = self._groups.of(list(wide))
            out: set[int] = set()
            if len(near):
                out.update(self._left_out(tree, above, near).tolist())
            left = [(doc, score) for doc, score in wide.items() if doc not in out]
            if len(left) >= k or len(wide) < k + SPARE:
                return dict(left[:k])
            return self._k_best(tree, k, self._bar(tree, barred, above))
        except OutOfTime:
            self._planner.partial = True
            return dict(islice(wide.items(), k))

    def _left_out(
        self, tree: query.Query, above: Matching | None, near: Ints | None = None
    ) -> Docs:
        assert self._groups is not None
        return left_out(self._groups, partial(self._planner.holds, tree), above, near)

    def _bar(self, tree: query.Query, barred: Mask | None, above: Matching | None) -> Mask:
        """Return what is barred, and all that tells a story again."""
        mask = np.zeros(self._snapshot.size, bool) if barred is None else barred.copy()
        mask[self._left_out(tree, above)] = True
        return mask

    def _k_best(self, tree: query.Query, k: int, barred: Mask | None) -> Scores:
        if self._by.by != RELEVANCE:
            return self._sorted(tree, k, barred)
        docs, scores = self._planner.best(tree, k, barred).match
        order = self._top(docs, scores, k)
        return dict(zip(order, scores[np.searchsorted(docs, order)].tolist(), strict=True))

    def _sorted(self, tree: query.Query, k: int, barred: Mask | None) -> Scores:
        inside = self._planner.mask(tree)
        docs = np.flatnonzero(inside if barred is None else inside & ~barred).astype(np.int32)
        order = self._top(docs, keys(self._snapshot, docs, self._by), k)
        ascending = np.sort(np.array(order, np.int32))  # only those shown are scored
        scores = self._planner.scores(tree, ascending).tolist()
        told = dict(zip(ascending.tolist(), scores, strict=True))
        return {doc: told[doc] for doc in order}

    def _top(self, docs: Docs, keys: Floats | Ints, k: int) -> list[int]:
        return top(docs, keys, k, self._snapshot.id, lambda: self._snapshot.id_order)
