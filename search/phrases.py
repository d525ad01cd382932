"""Where do terms follow each other? Documents of all of them first, positions only there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..index.reader import NOWHERE, Counts, Ints, Postings, Snapshot
from .match import common, shared


def phrase_postings(snapshot: Snapshot, field: str, words: Sequence[str], slop: int) -> Postings:
    """Return where terms follow each other in order, each at most `slop` positions on.

    Occurrences are those of the last term that end such a chain. slop 1 means side by side.
    """
    distinct = dict.fromkeys(words)
    found = {word: snapshot.occurrences(field, word) for word in distinct}
    docs = shared([found[word].docs for word in distinct])
    if not snapshot.whole:
        docs = docs[snapshot.live[docs]]
    if not len(docs):
        return NOWHERE
    places: dict[str, tuple[Ints, Counts]] = {}
    for word, one in found.items():
        which = np.searchsorted(one.docs, docs)
        places[word] = snapshot.positions(one, which), one.freqs[which]
    ends = chained([places[word] for word in words], slop)
    at, freqs = np.unique(ends, return_counts=True)
    return Postings(docs[at], freqs.astype(np.int32))


def chained(places: Sequence[tuple[Ints, Counts]], slop: int) -> NDArray[Any]:
    """Return, for each chain's end, the number of its document among those given.

    Args:
        places: of each term, its positions, and how many of them each document has.
        slop: the longest step from one term to the next.

    """
    # One number tells document and position; the gap keeps chains inside their document.
    # Positions count from 1 here, so that the place before the first is no place, and none is < 0.
    gap = 2 + slop + max(int(positions.max()) for positions, _ in places)
    keys = [
        np.repeat(np.arange(len(freqs)) * gap + 1, freqs) + positions for positions, freqs in places
    ]
    reached = keys[0]
    for following in keys[1:]:
        if slop == 1:  # side by side: the place before must be there
            reached = common(following - 1, reached) + 1
        else:
            before = np.searchsorted(reached, following) - 1
            near = (before >= 0) & (following - reached[np.maximum(before, 0)] <= slop)
            reached = following[near]
        if not len(reached):
            break
    return reached // gap
