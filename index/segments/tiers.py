"""Which segments are worth merging, and when?

Every article is written once when it comes in, and again by every merge of its segment; every
query looks into every segment. Two rules settle between the two.

While a run goes on, segments wait until there are `FANOUT` of one tier, and become one of the
next: an article is rewritten once for each tier, however long the run.

At its end, segments are merged wherever one is not `RATIO` times as large as all smaller ones
together: what is left grows by a factor of 1 + RATIO from one to the next, so that there are few,
and a segment is only rewritten for at least a `RATIO`th of its size in newer ones. An update of
one per cent leaves the big segment alone. What is merged takes all smaller segments with it: they
cost little beside it, and less than to be merged among themselves first. By
`tests/index/test_merging.py`, 500 updates of one per cent each rewrite 9 articles for each that
they bring, and leave 3.2 segments in the mean, 5 at most (a ratio of 2: 7 articles, 3.6 segments;
of 4: 10 and 3.0).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final, NamedTuple

FANOUT: Final = 16  # segments of one tier become one of the next
SMALLEST: Final = 1000  # articles; smaller segments share the lowest tier
RATIO: Final = 3  # how much larger a segment is than all smaller ones, at the end of a run
ALWAYS: Final = 250  # articles: smaller segments count as so many
GARBAGE: Final = 0.5  # a segment with this share of deleted articles is rewritten


class Size(NamedTuple):
    """The articles of a segment."""

    live: int
    deleted: int

    @property
    def is_garbage(self) -> bool:
        """Whether so much is deleted that rewriting the rest is worth it."""
        return self.deleted > 0 and self.deleted >= GARBAGE * (self.live + self.deleted)


def tier(articles: int) -> int:
    """Return the tier of a segment: each holds segments 16 times as large as the one below.

    >>> tier(3), tier(1000), tier(16_000), tier(300_000)
    (0, 0, 1, 2)
    """
    level = 0
    while articles >= SMALLEST * FANOUT ** (level + 1):
        level += 1
    return level


def during(sizes: Sequence[Size]) -> list[int]:
    """Return which segments to merge into one while a run goes on, by place."""
    tiers: defaultdict[int, list[int]] = defaultdict(list)
    for place, size in enumerate(sizes):
        tiers[tier(size.live)].append(place)
    chosen = {place for place, size in enumerate(sizes) if size.is_garbage}
    for places in tiers.values():
        if len(places) >= FANOUT:
            chosen.update(places)
    return sorted(chosen)


def at_end(sizes: Sequence[Size]) -> list[int]:
    """Return which segments to merge into one at the end of a run, by place.

    >>> at_end([Size(9000, 0), Size(9000, 0), Size(90, 0)])  # of one large run
    [0, 1, 2]
    >>> at_end([Size(18_000, 90), Size(90, 0), Size(90, 0)])  # and of small ones after it
    [1, 2]
    """
    chosen, smaller = 0, 0
    ascending = sorted(range(len(sizes)), key=lambda place: sizes[place].live)
    for count, place in enumerate(ascending, 1):
        size = sizes[place]
        crowded = count > 1 and size.live < RATIO * max(smaller, ALWAYS)
        if crowded or size.is_garbage:
            chosen = count
        smaller += size.live
    return sorted(ascending[:chosen])
