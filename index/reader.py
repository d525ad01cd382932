"""What does one commit of the index say about a term, a column, an article?

Everything comes as numpy arrays over *documents*, numbered 0 .. `size` - 1 through all segments;
deleted ones never show.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple, Self

import numpy as np

from ..corpora.article import Article
from .columns import Column, joined
from .merging import Source
from .postings import FieldReader
from .runs import Ints
from .schema import TEXTS
from .segment import SegmentFile
from .texts import Stored

CACHED: Final = 512  # terms whose postings are kept decoded


class Postings(NamedTuple):
    """Where a term occurs: documents in ascending order, and how often in each."""

    docs: Ints
    freqs: Ints


class Places(NamedTuple):
    """Every occurrence of a term: document and position of each, ascending."""

    docs: Ints
    positions: Ints


_EMPTY: Final = np.empty(0, np.int64)
NOWHERE: Final = Postings(_EMPTY, _EMPTY)


class Snapshot:
    """One commit, open for reading. A context manager; safe to keep while others write."""

    def __init__(self, sources: Sequence[Source], generation: int) -> None:
        self.sources = sources
        self.generation = generation
        self.bases: list[int] = np.cumsum(
            [0, *(source.segment.size for source in sources)]
        ).tolist()
        self.size: int = self.bases[-1]
        self.live = np.concatenate([np.empty(0, bool), *(source.live for source in sources)])
        self.count = int(self.live.sum())
        self._whole = self.count == self.size
        self.postings = lru_cache(CACHED)(self.read_postings)
        self.lengths = lru_cache(None)(self._lengths)
        self.column = lru_cache(None)(self._column)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files."""
        self.postings.cache_clear()
        self.lengths.cache_clear()
        for source in self.sources:
            source.segment.close()

    @property
    def segments(self) -> int:
        """How many segments the commit is made of."""
        return len(self.sources)

    # Terms

    def _found(self, field: str, term: str) -> Iterator[tuple[FieldReader, int, int]]:
        """Yield the field of each segment that has a term, its place there, and the base."""
        sought = bytes_of(term)
        for source, base in zip(self.sources, self.bases, strict=False):
            reader = source.segment.field(field)
            place = reader.find(sought)
            if place is not None:
                yield reader, place, base

    def read_postings(self, field: str, term: str) -> Postings:
        """Return where a term occurs, read afresh; `postings` keeps what it returned."""
        found = [
            (base + docs, freqs)
            for reader, place, base in self._found(field, term)
            for docs, freqs in [reader.postings(place)]
        ]
        if not found:
            return NOWHERE
        docs, freqs = map(np.concatenate, zip(*found, strict=True))
        if self._whole:
            return Postings(docs, freqs)
        live = self.live[docs]
        return Postings(docs[live], freqs[live])

    def places(self, field: str, term: str) -> Places:
        """Return every occurrence of a term of a text field."""
        found = [
            (base + np.repeat(docs, freqs), positions)
            for reader, place, base in self._found(field, term)
            for _, docs, freqs, positions in [reader.block(place, place + 1, positions=True)]
        ]
        if not found:
            return Places(_EMPTY, _EMPTY)
        docs, positions = map(np.concatenate, zip(*found, strict=True))
        live = self.live[docs]
        return Places(docs[live], positions[live])

    def places_in(self, doc: int, field: str, term: str) -> Ints:
        """Return the positions of a term of a text field in one document."""
        segment, within = self._at(doc)
        reader = segment.field(field)
        place = reader.find(bytes_of(term))
        if place is None:
            return _EMPTY
        docs, freqs = reader.postings(place)
        at = np.searchsorted(docs, within)
        if at == len(docs) or docs[at] != within:
            return _EMPTY
        return reader.positions(place, np.array([at]), freqs)

    def terms(self, field: str, prefix: str = "") -> list[str]:
        """Return the terms of a field with a prefix, sorted; also those of deleted articles."""
        start = bytes_of(prefix)
        found: set[bytes] = set()
        for source in self.sources:
            reader = source.segment.field(field)
            for place in range(reader.lower_bound(start), reader.count):
                term = reader.term(place)
                if not term.startswith(start):
                    break
                found.add(term)
        return [term.decode() for term in sorted(found)]

    # Columns

    @property
    def published(self) -> Ints:
        """Milliseconds since 1970 UTC of every document, or UNDATED."""
        return np.concatenate([_EMPTY, *(source.segment.published for source in self.sources)])

    def _column(self, name: str) -> Column:
        """Return the value of every document in a column: see `columns.COLUMNS`."""
        return joined(source.segment.column(name) for source in self.sources)

    def _lengths(self, part: str) -> Ints:
        """Return the length of a part of every document, in positions."""
        found = (source.segment.lengths(part).astype(np.int64) for source in self.sources)
        return np.concatenate([_EMPTY, *found])

    def average_length(self, part: str) -> float:
        """Return the mean length of a part over the articles; 1.0 where all are empty."""
        return float(self.lengths(part)[self.live].mean() or 1.0) if self.count else 1.0

    # Articles

    def find(self, article_id: str) -> int | None:
        """Return the document of an id."""
        docs = self.read_postings("id", article_id).docs  # not kept: each is asked for once
        return int(docs[-1]) if len(docs) else None

    def find_prefix(self, start: str, most: int) -> list[str]:
        """Return up to `most` ids that start so."""
        return [one for one in self.terms("id", start) if self.find(one) is not None][:most]

    def _at(self, doc: int) -> tuple[SegmentFile, int]:
        place = bisect_right(self.bases, doc) - 1
        return self.sources[place].segment, doc - self.bases[place]

    def id(self, doc: int) -> str:
        """Return the id of a document."""
        segment, place = self._at(doc)
        return segment.id(place)

    def article(self, doc: int) -> Article:
        """Return the article of a document.

        Raises:
            IndexCorrupt: its stored bytes are damaged.

        """
        return self.stored(doc).article

    def stored(self, doc: int) -> Stored:
        """Return the article of a document, to be unpacked as far as it is asked for."""
        segment, place = self._at(doc)
        return segment.stored(place)

    def articles(self) -> Iterator[Article]:
        """Yield every article, in the order of documents."""
        return (self.article(doc) for doc in np.flatnonzero(self.live).tolist())


def bytes_of(term: str) -> bytes:
    """Return a term as the index keeps it; half a character (a lone surrogate) is in none."""
    return term.encode("utf-8", "surrogatepass")


__all__ = ["NOWHERE", "TEXTS", "Ints", "Places", "Postings", "Snapshot"]
