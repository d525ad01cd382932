"""Which articles are the same wire copy? A sketch of each text, and what two sketches say.

The same story is the same text published again: cut, with a lead or the frame of another outlet,
lightly edited or in another order. Two reports of one event in different words are not, nor are two
articles of a series that share its phrases but not its names and figures.

How to find those of many articles:

* `signatures` sketches each text, and is what to store: SIGNATURE_BYTES bytes an article.
* `keys` looks up: articles with a key in common are candidates, all others are not worth a look.
  Keys are below 2**32, so four bytes hold one.
* `alike` tells which candidates are the same story. No text has to be read again.

Thresholds and sizes are tuned on one half of the development articles, see docs/duplicates.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from hashlib import blake2b
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from .shingles import Bools, Hashes, Ints, Words, runs, words

BANDS: Final = 12  # keys of an article
NO_KEY: Final = 0  # in place of a key that a text is too short to have: it finds nothing
SHORTEST: Final = 20  # words: shorter texts are alike only if they are equal

_KEY_WORDS: Final = 4  # of a run that is a key: shorter ones are phrases that many articles have
_HEAD_KEYS: Final = 4  # of the keys, from the first runs alone: a copy that is cut still has those
_HEAD: Final = 40  # runs
_FIRST: Final = 32  # of the runs of a text, about, are sorted: the least ones are among those
_MOST: Final = np.uint64(0xFFFFFFFFFFFFFFFF)
_PAIR: Final = 2  # words of a run that is counted: longer ones suffer more from each edited word
_BINS: Final = 75  # of pairs with a name or figure, and as many of other pairs
_LEVELS: Final = 15  # values that are kept of the least hash of a bin; 0 is an empty bin
_SHORT: Final = 0xFFFF  # in place of a count: a short text, known by its hash alone
_DROPPED: Final = np.uint64(16)  # bits of a hash, so that the number of its text fits beside it
_HALF: Final = np.uint64(32)  # bits
_NIBBLE: Final = np.uint8(4)  # bits: two bins lie in a byte
_LAYOUT: Final = np.dtype(
    [
        ("keys", "<u4", (BANDS,)),
        ("counts", "<u2", (2,)),
        ("outlet", "u1"),  # a hash of its name; 0 for an unknown one
        ("bins", "u1", (_BINS,)),
    ]
)
_BIN_WORDS: Final = 6  # words of 8 bytes of a signature before the first with bins
_IN_FIRST: Final = np.uint64(0xFFFFFF0000000000)  # what is bins in that one
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


def signatures(texts: Sequence[str], outlets: Sequence[str | None] = ()) -> Signatures:
    """Return the signature of each text, shape (len(texts), SIGNATURE_BYTES).

    It depends on the words of the text, and on one byte for its outlet where that is known. That of
    a text without a word is all zeros; two texts of fewer than SHORTEST words are alike only
    if they are equal but for blanks and capitals.
    """
    found = np.zeros(len(texts), _LAYOUT)
    start = 0
    for batch in words(texts):
        end = start + len(batch.counts)
        rows = found[start:end]
        rows["keys"] = _keys(batch)
        rows["counts"], rows["bins"] = _pairs(batch)
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
    return _read(signatures)["keys"].astype(np.uint64)


def alike(one: Signatures, others: Signatures) -> Bools:
    """Whether each of some articles is the same story as one: shapes (S,), (n, S) to (n,).

    With `one` of shape (n, S), too, each row is compared with the row of the same number. It takes
    three things: most of all pairs of words are shared, counted in the text that has fewer; so are
    the pairs with a name or a figure; and they are more than a sentence.
    """
    one = one.reshape(-1, SIGNATURE_BYTES)
    mine, theirs = _read(one), _read(others)
    same = ((mine["outlet"] == theirs["outlet"]) & (theirs["outlet"] != 0)).astype(np.intp)
    sizes = mine["counts"].T.astype(np.float64), theirs["counts"].T.astype(np.float64)
    common = _common(_bins(one), _bins(others), *sizes)
    fewest = np.minimum(sizes[0][0], sizes[1][0])
    named = (common[0] >= _NAMED[same] * fewest) | (fewest < _FEW)
    totals = sizes[0].sum(axis=0), sizes[1].sum(axis=0)
    least = np.minimum(*totals)
    times = np.maximum(*totals) / np.maximum(least, 1)
    asked = np.minimum(_SHARED[same] + _DOUBT * (times - 1), _SURE[same]) * least
    shared = common.sum(axis=0) >= np.maximum(asked, _LEAST)
    short = (sizes[0] == _SHORT).any(axis=0) | (sizes[1] == _SHORT).any(axis=0)
    return _equal(mine, theirs) | (shared & named & ~short)


def _equal(mine: NDArray[np.void], theirs: NDArray[np.void]) -> Bools:
    """Whether two articles have the same signature, and it is not that of a text without words."""
    found = (mine["counts"] == theirs["counts"]).all(axis=1) & theirs["counts"].any(axis=1)
    rows = np.flatnonzero(found)  # few: the rest need no closer look
    mine = mine[rows] if len(mine) == len(theirs) else mine
    for part in ("keys", "bins"):
        found[rows] &= (mine[part] == theirs[part][rows]).all(axis=1)
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
    jaccard = (equal - both / _LEVELS) / (1 - 1 / _LEVELS) / np.maximum(either, 1)
    jaccard = np.clip(jaccard, 0, 1)
    return np.minimum(jaccard / (1 + jaccard) * (sizes[0] + sizes[1]), np.minimum(*sizes))


def _read(signatures: Signatures) -> NDArray[np.void]:
    return np.ascontiguousarray(signatures).view(_LAYOUT)[:, 0]


# Bins are compared sixteen at a time, in words of 8 bytes: the last ten of a signature.


def _bins(signatures: Signatures) -> Hashes:
    """Return the words of each signature that hold bins, shape (10, n); other bytes are zeros."""
    words = np.ascontiguousarray(signatures).view("<u8")[:, _BIN_WORDS:]
    found = words.T.astype(np.uint64, order="C")
    found[0] &= _IN_FIRST
    return found


def _filled(words: Hashes) -> Hashes:
    """Return words with the upper bit of each bin set that is not zero: no sum leaves its bin."""
    return ((words & _SEVENS) + _SEVENS | words) & ~_SEVENS


def _totals(flags: Hashes) -> Floats:
    """Return how many bins have their upper bit set, of named and of other pairs: shape (2, n)."""
    sums = (flags >> np.uint64(3)).sum(axis=0)  # of each nibble: there are fewer words than 16
    named, plain = sums & _LOWS, sums >> np.uint64(4) & _LOWS
    return (np.stack([named, plain]) * _ONES >> np.uint64(56)).astype(np.float64)


def _keys(batch: Words) -> Hashes:
    """Return the keys of each text: the least runs of its head, then those of all of it."""
    hashes, leaving = runs(batch, _KEY_WORDS)
    hashes[leaving] = _MOST
    counts = np.maximum(batch.counts - _KEY_WORDS + 1, 0)  # of runs
    found = np.full((len(counts), BANDS), NO_KEY, np.uint64)
    found[:, :_HEAD_KEYS] = _head_keys(batch, hashes, counts)
    limits = _MOST // np.maximum(counts, _FIRST).astype(np.uint64) * np.uint64(_FIRST)
    small = np.flatnonzero(hashes <= np.repeat(limits, batch.counts)[: len(hashes)])
    owners, least = _distinct(batch.texts.take(small), hashes.take(small))
    ranks = _ranks(owners)
    kept = ranks < BANDS - _HEAD_KEYS  # there may be too few
    found[owners[kept], _HEAD_KEYS + ranks[kept]] = _key(least[kept])
    return found


def _head_keys(batch: Words, hashes: Hashes, counts: Ints) -> Hashes:
    """Return the least of the first runs of each text, each once, of which there are so many.

    Numpy sorts short rows several times as fast as all of them in one.
    """
    first = np.arange(_HEAD)
    places = (np.cumsum(batch.counts) - batch.counts)[:, None] + first
    found = np.full(places.shape, _MOST)
    there = first < counts[:, None]
    found[there] = hashes[places[there]] >> _DROPPED
    found.sort(axis=1)
    again = found[:, 1:] == found[:, :-1]
    found[:, 1:][again] = _MOST
    found.sort(axis=1)
    least = found[:, :_HEAD_KEYS]
    return np.where(least == _MOST, NO_KEY, _key(least))


def _key(hashes: Hashes) -> Hashes:
    """Return the lower half: the upper one is small where a hash is the least of many."""
    return np.maximum(hashes & np.uint64(0xFFFFFFFF), 1)


def _pairs(batch: Words) -> tuple[Ints, Signatures]:
    """Return of each text how many pairs there are, named and others, and the bins of both."""
    hashes, leaving = runs(batch, _PAIR)
    hashes >>= _DROPPED
    marked = batch.marked
    sides = batch.texts[: len(hashes)] * 2
    sides += ~(marked[:-1] | marked[1:])
    size = len(batch.counts) * 2
    sides[leaving] = size  # one side more, of what is no pair
    cells = hashes >> _HALF  # the bins of all sides in a row
    cells *= np.uint64(_BINS)
    cells >>= np.uint64(16)
    cells = cells.view(np.int64)
    cells += sides * _BINS
    least = np.full((size + 1) * _BINS, _MOST)
    np.minimum.at(least, cells, hashes)
    again = sides[_repeated(cells, hashes)]
    counts = np.bincount(sides, minlength=size + 1) - np.bincount(again, minlength=size + 1)
    counts = np.minimum(counts[:size], _SHORT - 1)
    return counts.reshape(-1, 2), _packed(least[: size * _BINS])


def _packed(least: Hashes) -> Signatures:
    """Return a few bits of the least hash of each bin, two bins in a byte."""
    values = (least - least // np.uint64(_LEVELS) * np.uint64(_LEVELS)).astype(np.uint8)  # as %
    values += 1
    values *= least != _MOST
    values = values.reshape(-1, 2, _BINS)
    return values[:, 0] | values[:, 1] << _NIBBLE


def _repeated(cells: Ints, hashes: Hashes) -> Ints:
    """Return the places of hashes that a cell has already, but for one of each.

    All of them are written into a table, and the one that is read there afterwards stands for the
    equal ones. Only where others took their place another round is needed: half a sort's time.
    """
    bits = len(hashes).bit_length() + 3  # so that few have the same slot
    slots = hashes.view(np.int64) + cells
    slots &= (1 << bits) - 1
    table = np.empty(1 << bits, np.int32)
    left = np.arange(len(hashes), dtype=np.int32)
    found = [left[:0]]
    while len(left):
        table[slots] = left
        there = table.take(slots)
        lost = np.flatnonzero(there != left)
        left, slots, there = left.take(lost), slots.take(lost), there.take(lost)
        equal = (hashes.take(there) == hashes.take(left)) & (cells.take(there) == cells.take(left))
        found.append(left[equal])
        left, slots = left[~equal], slots[~equal]
    return np.concatenate(found)


def _distinct(owners: Ints, hashes: Hashes) -> tuple[Ints, Hashes]:
    """Return the distinct hashes of each owner, their upper 48 bits, in rising order."""
    both = owners.astype(np.uint64) << np.uint64(48) | hashes >> _DROPPED
    both.sort()
    both = both[np.diff(both, prepend=~both[:1]) != 0]
    return (both >> np.uint64(48)).astype(np.int64), both & np.uint64((1 << 48) - 1)


def _ranks(owners: Ints) -> Ints:
    """Return the rank of each row among those of its owner, from 0; owners come in order."""
    places = np.arange(len(owners))
    first = np.flatnonzero(np.diff(owners, prepend=-1))
    return places - np.repeat(first, np.diff(first, append=len(owners)))


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
    found["counts"][told] = _SHORT
    found["keys"][told, 0] = _key(whole)
    found["bins"][told, :8] = whole[:, None].view(np.uint8)
