"""Which articles are the same wire copy? A sketch of each text, and what two sketches say.

The same story is the same text published again: cut, with a lead or the frame of another outlet,
lightly edited or in another order. Two reports of one event in different words are not, nor are two
articles of a series that share its phrases but not its figures.

How to find those of many articles:

* `signatures` sketches each text, and is what to store: SIGNATURE_BYTES bytes an article.
* `keys` looks up: articles with a key in common are candidates, all others are not worth a look.
  A key is below 2**32 and never 0; NO_KEY fills the row of a text that has too few.
* `alike` tells which candidates are the same story.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .shingles import Hashes, Shingles, mix, shingles

BANDS: Final = 12  # keys of an article
NO_KEY: Final = 0
SHORTEST: Final = 20  # words: shorter texts are alike only if they are equal, word by word
SHARED: Final = 0.5  # of the shorter text, by shingles: from there on two are the same story

_BINS: Final = 128  # of the one permutation
_BITS: Final = 4  # kept of the least hash of a bin
_SHORT: Final = 0xFFFF  # in place of a count: a text of few words, known by its hash alone
_LAYOUT: Final = np.dtype(
    [("keys", "<u4", (BANDS,)), ("count", "<u2"), ("bins", "u1", (_BINS * _BITS // 8,))]
)

SIGNATURE_BYTES: Final = _LAYOUT.itemsize

Signatures = NDArray[np.uint8]


def signatures(texts: Sequence[str]) -> Signatures:
    """Return the signature of each text, shape (len(texts), SIGNATURE_BYTES).

    It depends on the text alone. That of a text without a word is all zeros; two texts of fewer
    than SHORTEST words have the same signature if they have the same words.
    """
    found = np.zeros(len(texts), _LAYOUT)
    start = 0
    for batch in shingles(texts):
        end = start + len(batch.ends)
        _fill(found[start:end], batch)
        start = end
    return found.view(np.uint8).reshape(len(texts), SIGNATURE_BYTES)


def keys(signatures: Signatures) -> Hashes:
    """Return the keys of each article, shape (n, BANDS), dtype uint64.

    Two articles that have any key but NO_KEY in common may tell the same story. The keys are those
    of the least shingles of a text (Broder, 1997): of a copy that is cut, they are few enough
    to be among those of the whole. All columns mean the same, so one table of keys will do.
    """
    return _read(signatures)["keys"].astype(np.uint64)


def alike(one: Signatures, others: Signatures) -> NDArray[np.bool_]:
    """Whether each of some articles tells the same story as one: shapes (S,), (n, S) to (n,)."""
    equal = (others == one).all(axis=1) & one.any()
    return equal | (shared(one, others) >= SHARED)


def shared(one: Signatures, others: Signatures) -> NDArray[np.float64]:
    """Return which part of the shorter text is in the longer one, as estimated: shape (n,).

    The least hashes of bins agree as often as two sets of shingles overlap by Jaccard (Li, Owen
    and Zhang, 2012); with the sizes of both, that says how much of the smaller is in the other.
    """
    mine, theirs = _read(one[None]), _read(others)
    ours, bins = _nibbles(mine["bins"]), _nibbles(theirs["bins"])
    filled = ((ours != 0) | (bins != 0)).sum(axis=1)
    both = ((ours != 0) & (bins != 0)).sum(axis=1)
    equal = ((ours == bins) & (bins != 0)).sum(axis=1)
    chance = 1 / ((1 << _BITS) - 1)  # that two different hashes agree in the bits that are kept
    agreed = np.maximum(equal - both * chance, 0) / (1 - chance)
    jaccard = np.minimum(agreed / np.maximum(filled, 1), 1)
    sizes = mine["count"].astype(np.float64), theirs["count"].astype(np.float64)
    common = jaccard / (1 + jaccard) * (sizes[0] + sizes[1])
    known = (mine["count"] != _SHORT) & (theirs["count"] != _SHORT) & (filled > 0)
    return np.where(known, np.minimum(common / np.maximum(np.minimum(*sizes), 1), 1), 0.0)


def _read(signatures: Signatures) -> NDArray[np.void]:
    return np.ascontiguousarray(signatures).view(_LAYOUT)[:, 0]


def _nibbles(packed: Signatures) -> Signatures:
    return np.concatenate([packed & 15, packed >> 4], axis=1)


def _fill(found: NDArray[np.void], batch: Shingles) -> None:
    """Write the signatures of a batch."""
    starts = np.concatenate([[0], batch.ends[:-1]])
    for row, start, end in zip(range(len(found)), starts, batch.ends, strict=True):
        if batch.words[row] < SHORTEST:
            continue
        hashes = np.unique(batch.hashes[start:end])
        least = hashes[:BANDS].astype(np.uint32)
        found["keys"][row, : len(least)] = np.maximum(least, 1)
        found["count"][row] = min(len(hashes), _SHORT - 1)
        bins, first = np.unique(hashes >> np.uint64(64 - 7), return_index=True)
        values = np.zeros(_BINS, np.uint8)
        values[bins] = 1 + hashes[first] % np.uint64(15)
        found["bins"][row] = values[:64] | values[64:] << 4
