"""Which documents can be among the k best? Max-score: what cannot is never completed.

A document that is in none of the first lists, best first, is worth at most the sum of the highest
scores of the rest. Once that is less than what the k-th best is known to be worth, no list brings
further documents in; those that are in are completed by look-ups, list by list, and dropped as
soon as they cannot reach it (Turtle & Flood 1995, over arrays instead of postings one by one).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Final, NamedTuple

import numpy as np

from .match import NOTHING, Docs, Mask, Match
from .rank import Floats
from .scored import ScoredList

MARGIN: Final = 1e-9  # of a score: sums in another order differ by less
ALONE: Final = 1 << 10  # documents of a lone list: they are sorted sooner than its best are found
POOL: Final = 64  # candidates completed first, to know what the k-th best is worth


class Plan(NamedTuple):
    """A query as lists: a sum over some of them, of which each document needs one, or all."""

    lists: tuple[ScoredList, ...]
    extras: tuple[ScoredList, ...] = ()  # these add to scores, but bring no documents in
    every: bool = False  # a document must be in all lists, not in one
    allowed: Mask | None = None  # documents that may be found; None: all
    boost: float = 1.0


class Best(NamedTuple):
    """What may be among the k best: at least these, with their whole scores."""

    match: Match
    completed: int  # documents looked up; of all that match, where nothing was pruned
    matching: Docs | ScoredList | None = None  # all that match, where finding these told


def best(plan: Plan, k: int) -> Best:
    """Return documents among which are the k best, and all that tie with the last of them."""
    if k <= 0 or not plan.lists:
        return Best(NOTHING, 0)
    if plan.every and len(plan.lists) > 1:
        docs = _allowed(members(plan.lists), plan.allowed)
        return _completed(plan, docs, k, 0.0)._replace(matching=docs)
    lists = sorted(_within(plan), key=lambda one: -one.most)
    if len(lists) == 1 and not plan.extras and len(lists[0]) <= ALONE:
        docs, scores = lists[0].docs, lists[0].scores
        return Best(Match(docs, scores * plan.boost), len(docs), lists[0])
    cut = _promised(plan, lists, k)
    docs = _entering(lists, sum(one.most for one in plan.extras), cut)
    found = _completed(plan, docs, k, cut)
    return found._replace(matching=lists[0]) if len(lists) == 1 else found


def members(lists: Sequence[ScoredList]) -> Docs:
    """Return the documents that are in every list."""
    first, *others = sorted(lists, key=len)
    docs = first.docs
    for other in others:
        docs = docs[other.holds(docs)]
    return docs


def total(plan: Plan, docs: Docs) -> Floats:
    """Return the scores of documents that match, sorted."""
    found = sum((one.at(docs) for one in plan.lists), np.zeros(len(docs)))
    if plan.extras:
        found += sum((one.at(docs) for one in plan.extras), np.zeros(len(docs)))
    return found * plan.boost


def _allowed(docs: Docs, allowed: Mask | None) -> Docs:
    return docs if allowed is None else docs[allowed.take(docs)]


def _within(plan: Plan) -> list[ScoredList]:
    """Return the lists with the documents that are allowed only."""
    if plan.allowed is None:
        return list(plan.lists)
    return [one.only(plan.allowed) for one in plan.lists]


def _promised(plan: Plan, lists: Sequence[ScoredList], k: int) -> float:
    """Return a score that at least k documents reach, as good as a few look-ups can tell.

    Without the boost, which is the same for all.
    """
    pools = [one.leaders(k) for one in lists]
    docs = pools[0] if len(pools) == 1 else np.unique(np.concatenate(pools))
    if len(docs) < k:
        return 0.0
    scores = total(plan._replace(boost=1.0), np.sort(docs))
    return float(np.partition(scores, len(scores) - k)[len(scores) - k])


def _rests(lists: Sequence[ScoredList], extra: float = 0.0) -> list[float]:
    """Return the most that each list and those behind it can add; at the end, `extra`.

    Summed from the end: taken off one by one, what is left of nothing could be less than nothing.
    """
    return list(accumulate((one.most for one in reversed(lists)), initial=extra))[::-1]


def _entering(lists: Sequence[ScoredList], extra: float, cut: float) -> Docs:
    """Return the documents that could reach a score, given the lists, best first."""
    found: list[Docs] = []
    rests = _rests(lists, extra)
    for one, rest, behind in zip(lists, rests, rests[1:], strict=False):
        if rest < cut * (1.0 - MARGIN):
            break
        found.append(one.reaching(cut * (1.0 - 2 * MARGIN) - behind))
    return found[0] if len(found) == 1 else np.unique(np.concatenate(found))


def _completed(plan: Plan, docs: Docs, k: int, cut: float) -> Best:
    """Look the documents up in list after list, and drop those that cannot reach the k-th best."""
    lists = sorted([*plan.lists, *plan.extras], key=lambda one: -one.most)
    partial = np.zeros(len(docs))
    for one, behind in zip(lists, _rests(lists)[1:], strict=True):
        if len(docs) <= max(POOL, 4 * k):
            break
        partial = partial + one.at(docs)
        cut = max(cut, float(np.partition(partial, len(partial) - k)[len(partial) - k]))
        kept = partial >= cut * (1.0 - 2 * MARGIN) - behind
        if not kept.all():
            docs, partial = docs[kept], partial[kept]
    return Best(Match(docs, total(plan, docs)), len(docs))


__all__ = ["Best", "Plan", "best", "members", "total"]
