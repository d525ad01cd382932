"""What does one commit of the index say about a term, a column, an article?

The only reader of postings above Whoosh: everything comes as numpy arrays over *documents*,
numbered 0 .. `size` - 1 through all segments; deleted ones never show.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, Final, NamedTuple, Self

import msgspec
import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3LeafMatcher
from whoosh.reading import TermNotFound

from ..corpora.article import Article
from .errors import IndexCorrupt
from .schema import PUBLISHED, TEXTS, UNDATED, decode, length_column, make_schema

Ints = NDArray[np.int64]
CACHED: Final = 512  # terms whose postings are kept decoded


class Postings(NamedTuple):
    """Where a term occurs: documents in ascending order, and how often in each."""

    docs: Ints
    freqs: Ints


class Places(NamedTuple):
    """Every occurrence of a term: document and position of each, ascending."""

    docs: Ints
    positions: Ints


NOWHERE: Final = Postings(np.empty(0, np.int64), np.empty(0, np.int64))


class Snapshot:
    """One commit, open for reading. A context manager; safe to keep while others write."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader
        self._leaves: list[tuple[Any, int]] = [
            (leaf, base) for leaf, base in reader.leaf_readers() if leaf.doc_count_all()
        ]
        self._schema = make_schema()
        self.size: int = reader.doc_count_all()
        self.live = np.ones(self.size, dtype=bool)
        for leaf, base in self._leaves:
            if leaf.has_deletions():
                self.live[[base + doc for doc in leaf.segment().deleted_docs()]] = False
        self.count = int(self.live.sum())
        self.postings = lru_cache(CACHED)(self.read_postings)
        self.column = lru_cache(None)(self._column)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files."""
        self._reader.close()

    @property
    def generation(self) -> int:
        """The number of the commit that is shown."""
        return int(self._reader.generation() or 0)

    @property
    def segments(self) -> int:
        """How many segments the commit is made of."""
        return len(self._leaves)

    # Terms

    def read_postings(self, field: str, term: str) -> Postings:
        """Return where a term occurs, read afresh; `postings` keeps what it returned."""
        found = [
            (base + docs, freqs)
            for matcher, base in self._matchers(field, term)
            for docs, freqs, _ in blocks(matcher)
        ]
        if not found:
            return NOWHERE
        docs = np.concatenate([docs for docs, _ in found])
        freqs = np.concatenate([freqs for _, freqs in found])
        live = self.live[docs]
        return Postings(docs[live], freqs[live])

    def places(self, field: str, term: str) -> Places:
        """Return every occurrence of a term of a text field."""
        decode_positions = self._schema[field].format.decode_positions
        docs: list[int] = []
        positions: list[int] = []
        for matcher, base in self._matchers(field, term):
            for block, _, values in blocks(matcher):
                for doc, value in zip((base + block).tolist(), values(), strict=True):
                    found = decode_positions(value)
                    docs += [doc] * len(found)
                    positions += found
        places = Places(np.array(docs, np.int64), np.array(positions, np.int64))
        live = self.live[places.docs]
        return Places(places.docs[live], places.positions[live])

    def _matchers(self, field: str, term: str) -> Iterator[tuple[Any, int]]:
        format_ = self._schema[field].format
        for leaf, base in self._leaves:
            try:
                yield leaf._terms.matcher(field, _bytes(term), format_), base  # noqa: SLF001
            except TermNotFound:
                continue

    def terms(self, field: str, prefix: str = "") -> list[str]:
        """Return the terms of a field with a prefix, sorted; also those of deleted articles."""
        start = _bytes(prefix)
        found: set[bytes] = set()
        for leaf, _ in self._leaves:
            for name, term in leaf._terms.terms_from(field, start):  # noqa: SLF001
                if name != field or not term.startswith(start):
                    break
                found.add(term)
        return sorted(term.decode() for term in found)

    # Columns

    def _column(self, name: str) -> Ints:
        column_type = self._schema[name].column_type
        values = np.full(self.size, UNDATED if name == PUBLISHED else 0, np.int64)
        for leaf, base in self._leaves:
            if leaf.has_column(name):
                column = leaf._perdoc.column_reader(name, column_type)  # noqa: SLF001
                read = np.fromiter((column[n] for n in range(leaf.doc_count_all())), np.int64)
                values[base : base + len(read)] = read
        return values

    def lengths(self, part: str) -> Ints:
        """Return the length of a part of every document, in positions."""
        return self.column(length_column(part))

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

    def _stored(self, doc: int) -> dict[str, Any]:
        leaf, base = next(pair for pair in reversed(self._leaves) if pair[1] <= doc)
        try:
            return leaf.stored_fields(doc - base)
        except Exception as error:  # unpickling damaged bytes raises anything
            raise IndexCorrupt(self._folder(), f"article {doc}: {error}") from error

    def _folder(self) -> Any:
        return self._reader.storage().folder if hasattr(self._reader, "storage") else "the index"

    def id(self, doc: int) -> str:
        """Return the id of a document."""
        return self._stored(doc)["id"]

    def article(self, doc: int) -> Article:
        """Return the article of a document.

        Raises:
            IndexCorrupt: its stored bytes are damaged.

        """
        try:
            return decode(self._stored(doc)["article"])
        except (msgspec.DecodeError, KeyError) as error:
            raise IndexCorrupt(self._folder(), f"article {doc}: {error}") from error

    def articles(self) -> Iterator[Article]:
        """Yield every article, in the order of documents."""
        for doc in np.flatnonzero(self.live).tolist():
            yield self.article(doc)


def blocks(matcher: Any) -> Iterator[tuple[Ints, Ints, Callable[[], Any]]]:
    """Yield the postings of one segment block by block: documents, frequencies, values (lazy).

    Reads Whoosh's blocks of 128 whole, instead of stepping through its matcher: ten times as fast.
    """
    if not isinstance(matcher, W3LeafMatcher):  # up to one posting is kept inside the term itself
        while matcher.is_active():
            value = matcher.value()
            yield _ints([matcher.id()]), _ints([matcher.weight()]), lambda value=value: [value]
            matcher.next()
        return
    while matcher.is_active():
        matcher._read_ids()  # noqa: SLF001
        matcher._read_weights()  # noqa: SLF001
        yield _ints(matcher._ids), _ints(matcher._weights), lambda: _values(matcher)  # noqa: SLF001
        matcher._next_block()  # noqa: SLF001


def _bytes(term: str) -> bytes:
    """Return a term as the index keeps it; half a character (a lone surrogate) is in none."""
    return term.encode("utf-8", "surrogatepass")


def _values(matcher: Any) -> Any:
    matcher._read_values()  # noqa: SLF001
    return matcher._values  # noqa: SLF001


def _ints(values: Any) -> Ints:
    return np.asarray(values).astype(np.int64)


__all__ = ["NOWHERE", "PUBLISHED", "TEXTS", "Ints", "Places", "Postings", "Snapshot"]
