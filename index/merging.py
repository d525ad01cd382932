"""Which segments are worth merging into one?"""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Final

FANOUT: Final = 16  # segments of one tier become one of the next: Whoosh merges slower than it adds
SMALLEST: Final = 1000  # articles; smaller segments share the lowest tier
GARBAGE: Final = 0.5  # a segment with this share of deleted articles is rewritten


def tier(articles: int) -> int:
    """Return the tier of a segment: each holds segments 16 times as large as the one below.

    >>> tier(3), tier(1000), tier(16_000), tier(300_000)
    (0, 0, 1, 2)
    """
    level = 0
    while articles >= SMALLEST * FANOUT ** (level + 1):
        level += 1
    return level


def choose(sizes: list[tuple[int, int]]) -> set[int]:
    """Return which segments to merge, by place, given (live, deleted) articles of each."""
    tiers: defaultdict[int, list[int]] = defaultdict(list)
    chosen: set[int] = set()
    for place, (live, deleted) in enumerate(sizes):
        tiers[tier(live)].append(place)
        if deleted and deleted >= GARBAGE * (live + deleted):
            chosen.add(place)
    for places in tiers.values():
        if len(places) >= FANOUT:
            chosen.update(places)
    return chosen


def unmerged(_writer: Any, segments: list[Any]) -> list[Any]:
    """Merge policy for Whoosh's writer: leaves every segment as it is."""
    return segments


def tiered(writer: Any, segments: list[Any]) -> list[Any]:
    """Merge policy for Whoosh's writer: feeds it the chosen segments, returns those that stay."""
    from whoosh.reading import SegmentReader  # here: `choose` alone needs no Whoosh

    sizes = [(segment.doc_count(), segment.deleted_count()) for segment in segments]
    chosen = choose(sizes)
    for place in sorted(chosen):
        with SegmentReader(writer.storage, writer.schema, segments[place]) as reader:
            writer.add_reader(reader)
    return [segment for place, segment in enumerate(segments) if place not in chosen]
