"""What are the postings of a batch of texts? Tokenised at once, inverted by sorting.

Every distinct token is analysed once, in `Vocabulary`, and is a number from then on. What a batch
says is then a handful of arrays over its tokens: no loop over them in Python.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .analysis import TOKEN, forms, stems
from .postings import Block, Ints

LARGEST: Final = 1 << 18  # tokens of a vocabulary: then it starts anew, to bound its memory
NONE: Final = -1


class Inverted(NamedTuple):
    """The terms of one field in a batch, in the order of their bytes, and their postings."""

    terms: list[bytes]
    block: Block


class Texts(NamedTuple):
    """The postings of one part of a batch of articles, and the length of each in positions."""

    exact: Inverted
    stem: Inverted
    lengths: Ints


class _Column:
    """Numbers of all tokens so far; an array is made when one is asked for."""

    def __init__(self) -> None:
        self._new: list[int] = []
        self._array = np.empty(0, np.int64)

    def extend(self, values: Iterable[int]) -> None:
        self._new.extend(values)

    def array(self) -> Ints:
        if self._new:
            self._array = np.concatenate([self._array, np.array(self._new, np.int64)])
            self._new = []
        return self._array


class _Numbers(dict[str, int]):
    """A number for each token, made when it is first asked for."""

    def __init__(self, make: Callable[[str], int]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, token: str) -> int:
        number = self[token] = self._make(token)
        return number


class Vocabulary:
    """Every distinct token seen: which parts, stems and whole it gives, as numbers of strings."""

    def __init__(self) -> None:
        self._tokens = _Numbers(self._analyse)
        self._strings: dict[str, int] = {}
        self._first = _Column()  # of each token, the place of its first part
        self._parts = _Column()  # of each part, its surface form
        self._stems = _Column()  # of each part, its stem; NONE for the echo of a reduplication
        self._counts = _Column()  # of each token, how many parts
        self._wholes = _Column()  # of each token, its whole or NONE
        self._next_part = 0

    @property
    def full(self) -> bool:
        """Whether it is time to start anew."""
        return len(self._tokens) > LARGEST

    def numbers(self, tokens: Iterable[str]) -> Ints:
        """Return the number of each token; new ones are analysed."""
        return np.fromiter(map(self._tokens.__getitem__, tokens), np.int64)

    def _analyse(self, token: str) -> int:
        found = forms(token)
        self._first.extend([self._next_part])
        self._counts.extend([len(found.parts)])
        self._parts.extend(self._string(part.text) for part in found.parts)
        self._stems.extend(
            NONE if stem is None else self._string(stem) for stem in stems(found.parts)
        )
        whole = found.whole if found.parts else None
        self._wholes.extend([NONE if whole is None else self._string(whole)])
        self._next_part += len(found.parts)
        return len(self._tokens)

    def _string(self, text: str) -> int:
        return self._strings.setdefault(text, len(self._strings))

    def invert(self, texts: Sequence[str]) -> Texts:
        """Return the postings of some texts, numbered from 0."""
        split = [TOKEN.findall(text) for text in texts]
        tokens = self.numbers(chain.from_iterable(split))
        docs = np.repeat(np.arange(len(texts)), [len(one) for one in split])
        counts = self._counts.array()[tokens]
        lengths = np.bincount(docs, counts, len(texts)).astype(np.int64)
        total = np.cumsum(counts) - counts
        text_starts = np.cumsum(lengths) - lengths
        first_positions = total - text_starts[docs]

        part_docs = np.repeat(docs, counts)
        offsets = np.arange(int(counts.sum())) - np.repeat(total, counts)
        places = np.repeat(self._first.array()[tokens], counts) + offsets
        positions = np.repeat(first_positions, counts) + offsets
        stemmed = self._stems.array()[places]
        real = stemmed != NONE
        wholes = self._wholes.array()[tokens]
        overlaid = wholes != NONE
        exact = self._sorted(
            np.concatenate([self._parts.array()[places], wholes[overlaid]]),
            np.concatenate([part_docs, docs[overlaid]]),
            np.concatenate([positions, first_positions[overlaid]]),
        )
        stem = self._sorted(stemmed[real], part_docs[real], positions[real])
        return Texts(exact, stem, lengths)

    def _sorted(self, strings: Ints, docs: Ints, positions: Ints) -> Inverted:
        """Return occurrences grouped by term, then document, then position."""
        present: list[int] = np.unique(strings).tolist()
        names = list(self._strings)
        terms = sorted(names[one] for one in present)
        ranks = np.zeros(len(self._strings), np.int64)
        ranks[[self._strings[term] for term in terms]] = np.arange(len(terms))
        order = np.lexsort((positions, docs, ranks[strings]))
        ranked, docs, positions = ranks[strings][order], docs[order], positions[order]
        return Inverted(
            [term.encode() for term in terms], grouped(ranked, docs, positions, len(terms))
        )


def grouped(terms: Ints, docs: Ints, positions: Ints, count: int) -> Block:
    """Return the block of occurrences that are sorted by term, document and position."""
    if not len(terms):
        empty = np.empty(0, np.int64)
        return Block(np.zeros(count, np.int64), empty, empty, empty)
    new = np.r_[True, (terms[1:] != terms[:-1]) | (docs[1:] != docs[:-1])]
    first = np.flatnonzero(new)
    freqs = np.diff(np.r_[first, len(terms)])
    df = np.bincount(terms[first], minlength=count)
    return Block(df, docs[first], freqs, positions)


def labels(values: Sequence[Iterable[str]]) -> Inverted:
    """Return the postings of sets of terms, one set for each document; no positions."""
    pairs = sorted((term.encode(), doc) for doc, terms in enumerate(values) for term in set(terms))
    terms = list(dict.fromkeys(term for term, _ in pairs))
    ranks = {term: rank for rank, term in enumerate(terms)}
    docs = np.array([doc for _, doc in pairs], np.int64)
    ranked: NDArray[np.int64] = np.array([ranks[term] for term, _ in pairs], np.int64)
    df = np.bincount(ranked, minlength=len(terms)) if terms else np.empty(0, np.int64)
    return Inverted(terms, Block(df, docs, np.ones(len(docs), np.int64), np.empty(0, np.int64)))
