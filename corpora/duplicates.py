"""Which articles are the same wire copy? A sketch of each text, and what two sketches say.

The same story is the same text published again: cut, with a lead or the frame of another outlet,
lightly edited or in another order. Two reports of one event in different words are not, nor are two
articles of a series that share its phrases but not its names and figures.

How to find those of many articles:

* `signatures` sketches each text, and is what to store: SIGNATURE_BYTES bytes an article.
* `keys` looks up: articles with a key in common are candidates, all others are not worth a look.
  Keys are below 2**32, so four bytes hold one.
* `alike` tells which candidates are the same story.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .shingles import Bools, Hashes, Ints, Words, runs, words

BANDS: Final = 12  # keys of an article
NO_KEY: Final = 0  # in place of a key that a text is too short to have: it finds nothing
SHORTEST: Final = 20  # words: shorter texts are alike only if they are equal, word by word

_KEY_WORDS: Final = 4  # of a run that is a key: shorter ones are phrases that many articles have
_PAIR: Final = 2  # words of a run that is counted: longer ones suffer more from each edited word
_BINS: Final = 76  # of pairs with a name or figure, and as many of other pairs
_LEVELS: Final = 15  # values that are kept of the least hash of a bin; 0 is an empty bin
_NAMED, _SHARED = 0.46, 0.52  # of named pairs, and of all pairs, of the text that has fewer
_FEW: Final = 5  # named pairs: fewer of them say nothing
_SHORT: Final = 0xFFFF  # in place of a count: a short text, known by its hash alone
_LAYOUT: Final = np.dtype(
    [("keys", "<u4", (BANDS,)), ("counts", "<u2", (2,)), ("bins", "u1", (_BINS,))]
)

SIGNATURE_BYTES: Final = _LAYOUT.itemsize

Signatures = NDArray[np.uint8]
Floats = NDArray[np.float64]


def signatures(texts: Sequence[str]) -> Signatures:
    """Return the signature of each text, shape (len(texts), SIGNATURE_BYTES).

    It depends on the text alone. That of a text without a word is all zeros; two texts of fewer
    than SHORTEST words have the same signature if they have the same words.
    """
    found = np.zeros(len(texts), _LAYOUT)
    start = 0
    for batch in words(texts):
        end = start + len(batch.counts)
        _fill(found[start:end], batch)
        start = end
    return found.view(np.uint8).reshape(len(texts), SIGNATURE_BYTES)


def keys(signatures: Signatures) -> Hashes:
    """Return the keys of each article, shape (n, BANDS), dtype uint64, below 2**32.

    Two articles that have any key but NO_KEY in common may tell the same story. The keys are those
    of the least runs of words of a text (Broder, 1997): those that a cut copy still has are among
    the least of the copy, too. All columns mean the same, so one table of keys will do.
    """
    return _read(signatures)["keys"].astype(np.uint64)


def alike(one: Signatures, others: Signatures) -> Bools:
    """Whether each of some articles tells the same story as one: shapes (S,), (n, S) to (n,)."""
    equal = (others == one).all(axis=1) & bool(one.any())
    mine, theirs = _read(one[None]), _read(others)
    sizes = mine["counts"].astype(np.float64), theirs["counts"].astype(np.float64)
    common = _common(mine["bins"], theirs["bins"], *sizes)
    least = np.minimum(*sizes)
    named = common[:, 0] >= _NAMED * least[:, 0]
    whole = np.minimum(sizes[0].sum(axis=1), sizes[1].sum(axis=1))
    shared = common.sum(axis=1) >= _SHARED * whole
    short = (mine["counts"] == _SHORT).any(axis=1) | (theirs["counts"] == _SHORT).any(axis=1)
    return equal | (shared & (named | (least[:, 0] < _FEW)) & ~short & (whole > 0))


def _common(ours: Signatures, theirs: Signatures, *sizes: Floats) -> Floats:
    """Return how many pairs two texts share, named and others, as estimated: shape (n, 2).

    The least hashes of bins agree as often as two sets overlap by Jaccard (Li, Owen and Zhang,
    2012), and by chance where only a few bits of them are kept (Li and König, 2010). With the
    sizes of both sets that gives the size of what they share.
    """
    mine, others = _unpacked(ours), _unpacked(theirs)
    equal = ((mine == others) & (mine != 0)).sum(axis=2)
    both = ((mine != 0) & (others != 0)).sum(axis=2)
    either = ((mine != 0) | (others != 0)).sum(axis=2)
    agreed = (equal - both / _LEVELS) / (1 - 1 / _LEVELS)
    jaccard = np.clip(agreed / np.maximum(either, 1), 0, 1)
    return np.minimum(jaccard / (1 + jaccard) * (sizes[0] + sizes[1]), np.minimum(*sizes))


def _read(signatures: Signatures) -> NDArray[np.void]:
    return np.ascontiguousarray(signatures).view(_LAYOUT)[:, 0]


def _unpacked(bins: Signatures) -> Signatures:
    """Return the bins of named and of other pairs: shape (n, 2, _BINS)."""
    return np.stack([bins & 15, bins >> 4], axis=1)


def _fill(found: NDArray[np.void], batch: Words) -> None:
    """Write the signatures of a batch into rows of zeros."""
    hashes, places = runs(batch, _KEY_WORDS)
    text, hashes = _distinct(batch.texts[places], hashes)
    rank = _ranks(text)
    least = rank < BANDS
    found["keys"][text[least], rank[least]] = np.maximum(hashes[least] & np.uint64(0xFFFFFFFF), 1)
    hashes, places = runs(batch, _PAIR)
    other = ~(batch.marked[places] | batch.marked[places + 1])
    side, hashes = _distinct(batch.texts[places] * 2 + other, hashes)
    counts = np.bincount(side, minlength=2 * len(found)).reshape(len(found), 2)
    found["counts"] = np.minimum(counts, _SHORT - 1)
    bins = ((hashes >> np.uint64(32)) * np.uint64(_BINS) >> np.uint64(16)).astype(np.int64)
    cells = side * _BINS + bins
    first = np.flatnonzero(np.diff(cells, prepend=-1))
    values = np.zeros(len(found) * 2 * _BINS, np.uint8)
    values[cells[first]] = 1 + hashes[first] % np.uint64(_LEVELS)
    values = values.reshape(len(found), 2, _BINS)
    found["bins"] = values[:, 0] | values[:, 1] << 4


def _distinct(owners: Ints, hashes: Hashes) -> tuple[Ints, Hashes]:
    """Return the distinct hashes of each owner, their upper 48 bits, in rising order."""
    both = owners.astype(np.uint64) << np.uint64(48) | hashes >> np.uint64(16)
    both.sort()
    both = both[np.concatenate([[True], both[1:] != both[:-1]])] if len(both) else both
    return (both >> np.uint64(48)).astype(np.int64), both & np.uint64((1 << 48) - 1)


def _ranks(owners: Ints) -> Ints:
    """Return the rank of each row among those of its owner, from 0; owners come in order."""
    places = np.arange(len(owners))
    return places - np.searchsorted(owners, owners)
