"""Which articles are the same wire copy? A sketch of each text, and what two sketches say.

The same story is the same text published again: cut, with a lead or the frame of another outlet,
lightly edited or in another order. Two reports of one event in different words are not, nor are two
articles of a series that share its phrases but not its names and figures.

How to find those of many articles:

* `signatures` sketches each text, and is what to store: SIGNATURE_BYTES bytes an article.
* `keys` looks up: articles with a key in common are candidates, all others are not worth a look.
  Keys are below 2**32, so four bytes hold one.
* `alike` and `alike_pairs` tell which candidates are the same story. No text has to be read again.

Thresholds and sizes are tuned on one half of the development articles, see docs/duplicates.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import blake2b
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from .shingles import Bools, Hashes, Ints, Words, words
from .sketches import BANDS, BINS, LEVELS, SHORT, key_of, least_runs, pairs

SHORTEST: Final = 20  # words: shorter texts are alike only if they are equal

_LAYOUT: Final = np.dtype(
    [
        ("keys", "<u4", (BANDS,)),
        ("counts", "<u2", (2,)),
        ("outlet", "u1"),  # a hash of its name; 0 for an unknown one
        ("bins", "u1", (BINS,)),
    ]
)
_FACTS: Final = 6  # the word of 8 bytes of a signature with counts and outlet; only keys before it
_COUNTS: Final = np.uint64(0x00000000FFFFFFFF)  # what is counts in that one
_OUTLET: Final = np.uint64(0x000000FF00000000)
_IN_FIRST: Final = np.uint64(0xFFFFFF0000000000)  # what is bins, as all words behind it are
_COMPARED: Final = 1 << 12  # pairs of signatures at once: what comes of them stays in the cache
_SEVENS, _LOWS, _ONES = (np.uint64(one * 0x0101010101010101) for one in (0x77, 0x0F, 0x01))

# What has to be shared, of the pairs of the text that has fewer: by two outlets, and by articles of
# one outlet, which tells the same background again below other news, and writes in series.
_SHARED: Final = np.array([0.58, 0.87])  # of all pairs
_NAMED: Final = np.array([0.36, 0.8])  # of those with a name or figure: they tell a series
_FEW: Final = 5  # fewer of those say nothing
_DOUBT: Final = 0.02  # more for each time that one text is longer: the estimate errs more then
_SURE: Final = np.array([0.85, 0.95])  # but no more than this
_LEAST: Final = 24  # pairs: fewer are a sentence that was quoted

SIGNATURE_BYTES: Final = _LAYOUT.itemsize

Signatures = NDArray[np.uint8]
Floats = NDArray[np.float64]


def signatures(
    texts: Sequence[str],
    outlets: Sequence[str | None] = (),
    told: Iterator[Words] | None = None,
) -> Signatures:
    """Return the signature of each text, shape (len(texts), SIGNATURE_BYTES).

    It depends on the words of the text, and on one byte for its outlet where that is known. That of
    a text without a word is all zeros; two texts of fewer than SHORTEST words are alike only
    if they are equal but for blanks and capitals. Who knows the `words` of the texts tells them.
    """
    found = np.zeros(len(texts), _LAYOUT)
    start = 0
    for batch in words(texts) if told is None else told:
        end = start + len(batch.counts)
        rows = found[start:end]
        rows["keys"] = least_runs(batch)
        rows["counts"], rows["bins"] = pairs(batch)
        _shorten(rows, texts[start:end], batch.counts)
        start = end
    if outlets:
        found["outlet"] = [_outlet(one) for one in outlets]
    found["outlet"][(found["counts"] == 0).all(axis=1)] = 0
    return found.view(np.uint8).reshape(len(texts), SIGNATURE_BYTES)


@cache
def _outlet(name: str | None) -> int:
    return 1 + crc32(name.encode("utf-8", "surrogatepass")) % 255 if name else 0


def keys(signatures: Signatures) -> Hashes:
    """Return the keys of each article, shape (n, BANDS), dtype uint64, below 2**32.

    Two articles that have any key but NO_KEY in common may tell the same story. The keys are those
    of the least runs of words of a text (Broder, 1997): those that a cut copy still has are among
    the least of the copy, too. All columns mean the same, so one table of keys will do. A phrase of
    an outlet can be a key of thousands of articles: look at the first few of such a key only.
    """
    told = np.ascontiguousarray(signatures).view(_LAYOUT)[:, 0]
    return told["keys"].astype(np.uint64)


def alike(one: Signatures, others: Signatures) -> Bools:
    """Whether each of some articles is the same story as one: shapes (S,), (n, S) to (n,).

    With `one` of shape (n, S), too, each row is compared with the row of the same number. It takes
    three things: most of all pairs of words are shared, counted in the text that has fewer; so are
    the pairs with a name or a figure; and they are more than a sentence.
    """
    one = one.reshape(-1, SIGNATURE_BYTES)
    rows = np.arange(len(others))
    return _alike(_columns(one), np.minimum(rows, len(one) - 1), _columns(others), rows)


def alike_pairs(signatures: Signatures, one: Ints, other: Ints) -> Bools:
    """Whether articles, told by their rows, are `alike` others, pair by pair."""
    columns = _columns(signatures)
    found = np.zeros(len(one), np.bool_)
    for start in range(0, len(one), _COMPARED):
        span = slice(start, start + _COMPARED)
        found[span] = _alike(columns, one[span], columns, other[span])
    return found


def _alike(mine: Hashes, one: Ints, theirs: Hashes, other: Ints) -> Bools:
    """Whether rows of signatures are the same story as rows of others, given their columns."""
    ours, others = mine[_FACTS:].take(one, axis=1), theirs[_FACTS:].take(other, axis=1)
    same = ((ours[0] ^ others[0]) & _OUTLET == 0) & (others[0] & _OUTLET != 0)
    same = same.astype(np.intp)
    sizes = _sizes(ours[0]), _sizes(others[0])
    common = _common(ours, others, *sizes)
    fewest = np.minimum(sizes[0][0], sizes[1][0])
    named = (common[0] >= _NAMED[same] * fewest) | (fewest < _FEW)
    totals = sizes[0].sum(axis=0), sizes[1].sum(axis=0)
    least = np.minimum(*totals)
    times = np.maximum(*totals) / np.maximum(least, 1)
    asked = np.minimum(_SHARED[same] + _DOUBT * (times - 1), _SURE[same]) * least
    shared = common.sum(axis=0) >= np.maximum(asked, _LEAST)
    short = (sizes[0] == SHORT) | (sizes[1] == SHORT)
    found = shared & named & ~short[0] & ~short[1]
    rows = np.flatnonzero(_equal(ours, others))  # few
    found[rows] |= (mine[:_FACTS, one[rows]] == theirs[:_FACTS, other[rows]]).all(axis=0)
    return found


def _sizes(facts: Hashes) -> Floats:
    """Return how many pairs with a name or figure, and others, each text has: shape (2, n)."""
    counts = facts & _COUNTS
    return np.stack([counts & SHORT, counts >> np.uint64(16)]).astype(np.float64)


def _equal(ours: Hashes, theirs: Hashes) -> Bools:
    """Whether two articles have equal counts and bins, and are not both without words."""
    counts = theirs[0] & _COUNTS
    found = (ours[0] & _COUNTS == counts) & (counts != 0)
    rows = np.flatnonzero(found)
    differ = ours[:, rows] ^ theirs[:, rows]
    differ[0] &= ~_OUTLET
    found[rows] = ~differ.any(axis=0)
    return found


def _common(ours: Hashes, theirs: Hashes, *sizes: Floats) -> Floats:
    """Return how many pairs two texts share, named and others, as estimated: shape (2, n).

    The least hashes of bins agree as often as two sets overlap by Jaccard (Li, Owen and Zhang,
    2012), and by chance, as only a few bits of them are kept (Li and König, 2010). With the sizes
    of both sets that gives the size of what they share.
    """
    filled = _filled(ours)
    either = _totals(_filled(ours | theirs))
    both = _totals(filled & _filled(theirs))
    equal = _totals(filled & ~_filled(ours ^ theirs))
    jaccard = (equal - both / LEVELS) / (1 - 1 / LEVELS) / np.maximum(either, 1)
    jaccard = np.clip(jaccard, 0, 1)
    return np.minimum(jaccard / (1 + jaccard) * (sizes[0] + sizes[1]), np.minimum(*sizes))


# Signatures are compared by words of 8 bytes, that is sixteen bins at a time.


def _columns(signatures: Signatures) -> Hashes:
    """Return the words of each signature, shape (16, n)."""
    return np.ascontiguousarray(signatures).view("<u8").T.astype(np.uint64, order="C")


def _filled(words: Hashes) -> Hashes:
    """Return words with the upper bit of each bin set that is not zero: no sum leaves its bin."""
    return ((words & _SEVENS) + _SEVENS | words) & ~_SEVENS


def _totals(flags: Hashes) -> Floats:
    """Return how many bins have their upper bit set, of named and of other pairs: shape (2, n)."""
    flags[0] &= _IN_FIRST
    flags >>= np.uint64(3)
    sums = flags.sum(axis=0)  # of each nibble: there are fewer words than 16
    named, plain = sums & _LOWS, sums >> np.uint64(4) & _LOWS
    return (np.stack([named, plain]) * _ONES >> np.uint64(56)).astype(np.float64)


def _whole(text: str) -> int:
    """Return 64 bits that tell a text from others, whatever its blanks and capitals."""
    told = "".join(text.lower().split()).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(told, digest_size=8).digest(), "little")


def _shorten(found: NDArray[np.void], texts: Sequence[str], counts: Ints) -> None:
    """Put in place of the signature of a short text a hash of all of it."""
    short = counts < SHORTEST
    found[short] = 0
    told = np.flatnonzero(short & (counts > 0))
    whole = np.array([_whole(texts[place]) for place in told.tolist()], "<u8")
    found["counts"][told] = SHORT
    found["keys"][told, 0] = key_of(whole)
    found["bins"][told, :8] = whole[:, None].view(np.uint8)
