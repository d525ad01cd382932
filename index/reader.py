"""What does one commit of the index say about a term, a column, an article?

Everything comes as numpy arrays over *documents*, numbered 0 .. `size` - 1 through all segments;
deleted ones never show, but where a method says so. What is kept decoded is bounded by bytes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import Final, Self

import numpy as np

from ..corpora.article import Article
from .cache import ByteCache
from .disk.columns import Column
from .disk.columns import joined as joined_column
from .disk.postings import FieldReader
from .disk.runs import Ints
from .disk.texts import Stored
from .members import Numbers, smallest
from .occurrences import (
    EMPTY,
    NONE,
    Docs,
    Occurrences,
    Piece,
    Places,
    Postings,
    Run,
    Spots,
    after,
    bytes_of,
    joined,
    spots,
    stretches,
    terms_in,
    weight,
)
from .segments.merging import Source
from .segments.segment import SegmentFile

KEPT: Final = 8 << 20  # bytes of postings kept decoded: of frequent terms in phrases
SPOTS: Final = 12 << 20  # bytes of the places of rare terms, for phrases
NAMED: Final = 4096  # ids kept: what is found once is found again


class Snapshot:
    """One commit, open for reading. A context manager; safe to keep while others write."""

    def __init__(self, sources: Sequence[Source], generation: int) -> None:
        self.sources = sources
        self.generation = generation
        sizes = [source.segment.size for source in sources]
        self.bases: list[int] = np.cumsum([0, *sizes]).tolist()
        self.size: int = self.bases[-1]
        self.live = np.concatenate([np.empty(0, bool), *(source.live for source in sources)])
        self.count = int(self.live.sum())
        self.whole = self.count == self.size  # nothing is deleted
        self._decoded = ByteCache[Occurrences](KEPT, weight)
        self._spots = ByteCache[Spots](SPOTS, Spots.weigh)
        self.lengths = lru_cache(None)(self._lengths)
        self.column = lru_cache(None)(self._column)
        self.id = lru_cache(NAMED)(self.read_id)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files."""
        self._decoded.clear()
        self._spots.clear()
        self.lengths.cache_clear()
        self.id.cache_clear()
        for source in self.sources:
            source.segment.close()

    @property
    def segments(self) -> int:
        """How many segments the commit is made of."""
        return len(self.sources)

    # Terms

    def _fields(self, field: str) -> Iterator[tuple[FieldReader, int]]:
        """Yield a field of each segment, and the number of the first document there."""
        for source, base in zip(self.sources, self.bases, strict=False):
            yield source.segment.field(field), base

    def df(self, field: str, term: str) -> int:
        """Return how many documents have a term, deleted ones included; no postings are read."""
        places = [(reader, reader.find(bytes_of(term))) for reader, _ in self._fields(field)]
        return sum(reader.df_of(place) for reader, place in places if place is not None)

    def read_occurrences(self, field: str, term: str) -> Occurrences:
        """Return the postings of a term, read afresh; `occurrences` keeps what it returned."""
        sought, first = bytes_of(term), 0
        docs, freqs, pieces = [EMPTY], [NONE], list[Piece]()
        for reader, base in self._fields(field):
            place = reader.find(sought)
            if place is None:
                continue
            local, counts = reader.postings(place)
            docs.append((local + base).astype(np.int32))
            freqs.append(counts.astype(np.min_scalar_type(int(counts.max(initial=0)))))
            pieces.append(Piece(reader, place, first))
            first += len(local)
        return Occurrences(Numbers(joined(docs)), joined(freqs), tuple(pieces))

    def occurrences(self, field: str, term: str) -> Occurrences:
        """Return the postings of a term, deleted documents included."""
        return self._decoded.get((field, term), lambda: self._packed(field, term))

    def _packed(self, field: str, term: str) -> Occurrences:
        found = self.read_occurrences(field, term)
        return found._replace(members=smallest(found.docs, self.size))

    def postings(self, field: str, term: str) -> Postings:
        """Return where a term occurs."""
        return self.alive(self.occurrences(field, term))

    def read_postings(self, field: str, term: str) -> Postings:
        """Return where a term occurs, without keeping it decoded."""
        return self.alive(self.read_occurrences(field, term))

    def alive(self, found: Occurrences) -> Postings:
        """Return the postings of documents that are not deleted."""
        docs = found.docs
        if self.whole:
            return Postings(docs, found.freqs)
        live = self.live.take(docs)
        return Postings(docs[live], found.freqs[live])

    def positions(self, found: Occurrences, which: Ints) -> Ints:
        """Return the positions of some postings, flat; `which` numbers them, ascending."""
        parts: list[Ints] = [np.empty(0, np.int64)]
        lasts = [*(piece.first for piece in found.pieces[1:]), len(found.freqs)]
        for piece, last in zip(found.pieces, lasts, strict=False):
            low, high = np.searchsorted(which, (piece.first, last)).tolist()
            if low < high:
                freqs = found.freqs[piece.first : last].astype(np.int64)
                near = which[low:high] - piece.first
                parts.append(piece.reader.positions(piece.place, near, freqs))
        return joined(parts)

    def firsts(self, found: Occurrences) -> Ints:
        """Return the first position of a term in each document that is not deleted."""
        parts: list[Ints] = [np.empty(0, np.int64)]
        lasts = [*(piece.first for piece in found.pieces[1:]), len(found.freqs)]
        for piece, last in zip(found.pieces, lasts, strict=False):
            parts.append(piece.reader.firsts(piece.place, found.freqs[piece.first : last]))
        told = joined(parts)
        return told if self.whole else told[self.live.take(found.docs)]

    def spots(self, field: str, term: str, most: int) -> Spots:
        """Return the occurrences of a term that up to `most` documents hold, deleted ones included.

        Decoded once, and kept: a phrase then costs a handful of steps.
        """
        return self._spots.get((field, term, most), lambda: self._read_spots(field, term, most))

    def _read_spots(self, field: str, term: str, most: int) -> Spots:
        found = self.read_occurrences(field, term)
        df = len(found.freqs)
        positions = self.positions(found, np.arange(df)) if df <= most else None
        return Spots(df, None if positions is None else spots(found.docs, found.freqs, positions))

    def spots_in(self, found: Occurrences, docs: Docs) -> Ints:
        """Return the occurrences in some documents, sorted; not all of them need hold any."""
        places, held = found.members.find(docs)
        which = places[held]
        return spots(docs[held], found.freqs[which], self.positions(found, which))

    def places(self, field: str, term: str) -> Places:
        """Return every occurrence of a term of a text field."""
        return self.places_among(field, term, np.flatnonzero(self.live).astype(np.int32))

    def places_among(self, field: str, term: str, docs: Docs) -> Places:
        """Return every occurrence of a term of a text field in some documents, sorted."""
        found = self.occurrences(field, term)
        places, held = found.members.find(docs)
        which = places[held]
        return Places(np.repeat(docs[held], found.freqs[which]), self.positions(found, which))

    def runs(
        self, field: str, prefix: str = "", test: Callable[[str], bool] | None = None
    ) -> list[Run]:
        """Return where the terms are that have a prefix, and pass a test where one is given."""
        start, end = bytes_of(prefix), after(bytes_of(prefix))
        found: list[Run] = []
        for reader, base in self._fields(field):
            first = reader.lower_bound(start)
            last = reader.lower_bound(end) if end else reader.count
            places = range(first, last)
            if test is not None:
                terms = reader.terms(first, last)
                places = [n for n, term in enumerate(terms, first) if test(term.decode())]
            found += [Run(reader, base, *run) for run in stretches(places)]
        return found

    def postings_in(self, runs: Iterable[Run]) -> Postings:
        """Return the postings of runs of terms; a document comes once for each of its terms."""
        docs, freqs = [EMPTY], [EMPTY]
        for run in runs:
            block = run.reader.block(run.first, run.last)
            docs.append((block.docs + run.base).astype(np.int32))
            freqs.append(block.freqs.astype(np.int32))
        return self.alive(Occurrences(Numbers(joined(docs)), joined(freqs), ()))

    def places_in(self, doc: int, field: str, term: str) -> Ints:
        """Return the positions of a term of a text field in one document."""
        return self.places_among(field, term, np.array([doc], np.int32)).positions

    def terms(self, field: str, prefix: str = "") -> list[str]:
        """Return the terms of a field with a prefix, sorted; also those of deleted articles."""
        return terms_in(self.runs(field, prefix))

    # Columns

    @cached_property
    def published(self) -> Ints:
        """Milliseconds since 1970 UTC of every document, or UNDATED."""
        moments = (source.segment.published for source in self.sources)
        return np.concatenate([np.empty(0, np.int64), *moments])

    def _column(self, name: str) -> Column:
        """Return the value of every document in a column: see `columns.COLUMNS`."""
        return joined_column(source.segment.column(name) for source in self.sources)

    @cached_property
    def id_order(self) -> Docs:
        """The place of every document in the order of ids, deleted ones included."""
        blocks = [reader.block(0, reader.count) for reader, _ in self._fields("id")]
        bases = self.bases
        docs = joined([EMPTY, *(one.docs + base for one, base in zip(blocks, bases, strict=False))])
        if len(blocks) > 1:  # each is in order: together they are merged
            ids = [one for reader, _ in self._fields("id") for one in reader.terms()]
            docs = docs[sorted(range(len(ids)), key=ids.__getitem__)]
        order = np.empty(self.size, np.int32)
        order[docs] = np.arange(len(docs), dtype=np.int32)
        return order

    def _lengths(self, part: str) -> Docs:
        """Return the length of a part of every document, in positions."""
        found = (source.segment.lengths(part).astype(np.int32) for source in self.sources)
        return np.concatenate([EMPTY, *found])

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

    def at(self, doc: int) -> tuple[SegmentFile, int]:
        """Return in which segment a document is, and which of its documents."""
        place = bisect_right(self.bases, doc) - 1
        return self.sources[place].segment, doc - self.bases[place]

    def read_id(self, doc: int) -> str:
        """Return the id of a document, read afresh; `id` keeps what it returned."""
        segment, place = self.at(doc)
        return segment.id(place)

    def article(self, doc: int) -> Article:
        """Return the article of a document.

        Raises:
            IndexCorrupt: its stored bytes are damaged.

        """
        return self.stored(doc).article

    def stored(self, doc: int) -> Stored:
        """Return the article of a document, to be unpacked as far as it is asked for."""
        segment, place = self.at(doc)
        return segment.stored(place)

    def articles(self) -> Iterator[Article]:
        """Yield every article, in the order of documents."""
        return (self.article(doc) for doc in np.flatnonzero(self.live).tolist())


__all__ = ["Docs", "Ints", "Places", "Postings", "Run", "Snapshot", "terms_in"]
