"""Which words does each text of a batch hold, for its signature? Those of its chunks, in a row.

No word of `corpora/shingles` crosses a blank, so each distinct chunk is read once. Only whether a
capital makes a name hangs on what stands before the chunk, see `behind` in `chunks`.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from ...corpora.shingles import LONGEST, NEVER, TEXTS, Words, chunk_words, words
from ..disk.runs import starts
from .chunks import Numbered

BATCH: Final = 1 << 15  # chunks, about 120 articles: more would not fit the cache


class Shingling:
    """The words of the chunks of a vocabulary, which are known by number."""

    def __init__(self) -> None:
        self._counts = array("q")  # of each chunk, how many words
        self._hashes = array("Q")  # of each word of all chunks
        self._unless = array("B")  # a name or figure, unless one of this stands before its chunk

    def learn(self, chunks: Sequence[str]) -> None:
        """Take in the next chunks of the vocabulary."""
        for batch in chunk_words(chunks):
            self._counts.frombytes(batch.counts.tobytes())
            self._hashes.frombytes(batch.hashes.tobytes())
            self._unless.frombytes(batch.unless.tobytes())

    def words(self, texts: Sequence[str], found: Numbered) -> Iterator[Words]:
        """Yield the words of all texts in order, a batch of texts at a time, as `words` would."""
        counts = np.array(self._counts, np.int64)
        firsts = starts(counts)
        hashes, unless = np.array(self._hashes, np.uint64), np.array(self._unless, np.uint8)
        edges = np.concatenate([[0], found.ends])
        for start, end in _spans(texts, edges.tolist()):
            if len(texts[start]) > LONGEST:
                yield from words(texts[start:end])
                continue
            span = slice(edges[start], edges[end])
            chunks = found.chunks[span].astype(np.intp)
            inside = counts.take(chunks)
            total = np.concatenate([[0], np.cumsum(inside)])
            parts = np.repeat(firsts.take(chunks) - total[:-1], inside)
            parts += np.arange(len(parts))
            behind = np.repeat(found.behind[span] | NEVER, inside)
            behind &= unless.take(parts)
            told = np.diff(total.take(edges[start : end + 1] - edges[start]))
            yield Words(
                told, hashes.take(parts), np.repeat(np.arange(end - start), told), behind == 0
            )


def _spans(texts: Sequence[str], edges: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last text of each batch; those longer than LONGEST are alone."""
    start = 0
    for end in range(1, len(texts) + 1):
        if (
            end == len(texts)
            or edges[end + 1] - edges[start] > BATCH
            or end - start == TEXTS
            or max(len(texts[start]), len(texts[end])) > LONGEST
        ):
            yield start, end
            start = end
