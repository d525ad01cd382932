"""Which of many articles does a segment hold?

Asking a segment for an id takes some ten microseconds. A large batch asks each segment for so many
that reading all of its ids once is faster: their hashes are kept while the writer lives, 8 bytes
an article, and only ids with a known hash are looked up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ..segments.segment import SegmentFile

SEEK: Final = 16  # times as many articles: then a segment is asked id by id

Hashes = NDArray[np.int64]


class KnownIds:
    """Remembers, for the segments of a writer, what their ids look like."""

    def __init__(self) -> None:
        self._hashes: dict[str, Hashes] = {}

    def note(self, segment: SegmentFile, ids: Iterable[str]) -> None:
        """Remember the ids of a segment just written."""
        self._hashes[segment.path.name] = hashes(ids)

    def note_merged(self, segment: SegmentFile, parts: Iterable[SegmentFile]) -> None:
        """Remember the ids of a segment made of others, if theirs are known."""
        found = [self._hashes.pop(part.path.name, None) for part in parts]
        known = [one for one in found if one is not None]
        if len(known) == len(found):
            self._hashes[segment.path.name] = np.sort(np.concatenate(known))

    def documents(self, segment: SegmentFile, ids: Sequence[str]) -> list[int]:
        """Return the documents of those of the ids that a segment holds, deleted ones included."""
        name = segment.path.name
        if name not in self._hashes and segment.size < SEEK * len(ids):
            self.note(segment, (term.decode() for term in segment.field("id").terms()))
        if name in self._hashes:
            wanted = np.fromiter(map(hash, ids), np.int64, len(ids))
            maybe: list[int] = np.flatnonzero(_within(wanted, self._hashes[name])).tolist()
            ids = [ids[place] for place in maybe]
        return [doc for one in ids for doc in _documents(segment, one)]


def hashes(ids: Iterable[str]) -> Hashes:
    """Return a number for each id, sorted; equal ids have equal ones, others hardly ever."""
    return np.sort(np.fromiter(map(hash, ids), np.int64))


def _within(wanted: Hashes, held: Hashes) -> NDArray[np.bool_]:
    if not len(held):
        return np.zeros(len(wanted), bool)
    places = np.searchsorted(held, wanted)
    return held[np.minimum(places, len(held) - 1)] == wanted


def _documents(segment: SegmentFile, article_id: str) -> list[int]:
    field = segment.field("id")
    place = field.find(article_id.encode("utf-8", "surrogatepass"))
    return [] if place is None else field.postings(place)[0].tolist()
