"""Which matches are shown where several tell one story? The earliest that matches.

A match with all the words goes before a partial one, whenever it was published. What is left out
depends on query and filters alone, not on order or page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from ...index.groups import Groups
from ...index.reader import Docs, Ints
from ..ranking.match import Mask, inside

Matching = Callable[[Docs], Mask]  # tells of each of some documents whether it matches


def left_out(
    groups: Groups, matching: Matching, above: Matching | None = None, near: Ints | None = None
) -> Docs:
    """Return the matches that are not shown, for another of their story is; in no order.

    Args:
        groups: the groups of the snapshot.
        matching: tells what matches.
        above: tells what matches better, whose stories are told: all others of these are left out.
        near: only look at these groups.

    """
    docs, stories = groups.members(near)
    if not len(docs):
        return docs
    seen = np.flatnonzero(matching(docs))
    again = np.diff(stories[seen], prepend=-1) == 0
    if above is not None:
        told = np.zeros(groups.count, bool)
        told[stories[above(docs)]] = True
        again |= told[stories[seen]]
    return docs[seen[again]]


def shown(groups: Groups, stages: Sequence[Docs], size: int) -> list[Mask]:
    """Tell of the matches of each stage, sorted, whether they are shown.

    Args:
        groups: the groups of the snapshot.
        stages: documents of which no one is in two stages, best stage first.
        size: how many documents there are.

    """
    above = np.zeros(size, bool)
    found: list[Mask] = []
    for docs in stages:
        here = np.zeros(size, bool)
        here[docs] = True
        out = left_out(groups, here.take, above.take if found else None)
        found.append(~inside(docs, np.sort(out)))
        above |= here
    return found
