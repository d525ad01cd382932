"""Is a signature what a loop over pairs makes, and the judgement on two that of one over bins?"""

from __future__ import annotations

import random
import struct

import numpy as np
import pytest
from telusur.corpora.duplicates import (
    SHORTEST,
    SIGNATURE_BYTES,
    Signatures,
    alike,
    alike_pairs,
    signatures,
)
from telusur.corpora.shingles import runs, words

SHORT = 0xFFFF  # in place of a count


def slow_counts_and_bins(text: str) -> tuple[list[int], list[int]]:
    """The pairs of one text, named and others, each once, and the least of each bin."""
    (batch,) = words([text])
    hashes, leaving = runs(batch, 2)
    assert not len(leaving)
    sides: list[dict[int, int]] = [{}, {}]
    pairs: list[set[int]] = [set(), set()]
    for place, one in enumerate(hashes.tolist()):
        side = not (batch.marked[place] or batch.marked[place + 1])
        pairs[side].add(one >> 16)
        place = (one >> 48) * 75 >> 16
        sides[side][place] = min(one >> 16, sides[side].get(place, 1 << 48))
    bins = [[1 + one[n] % 15 if n in one else 0 for n in range(75)] for one in sides]
    return [*map(len, pairs)], [named | plain << 4 for named, plain in zip(*bins, strict=True)]


@pytest.mark.parametrize("seed", range(4))
def test_a_signature_counts_each_pair_once(seed: int) -> None:
    rng = random.Random(seed)
    known = [*"abcdefgh", *(f"Nama{n}" for n in range(9)), *(f"kata{n}" for n in range(99)), "7"]
    texts = [
        " ".join(rng.choices(known[: rng.choice([9, 40, 200])], k=size))
        for size in [*[rng.randint(SHORTEST, 400) for _ in range(60)], 40_000, *[SHORTEST] * 5]
    ]
    for text, row in zip(texts, signatures(texts), strict=True):
        counts, bins = slow_counts_and_bins(text)
        assert row[48:52].view("<u2").tolist() == counts
        assert row[53:].tolist() == bins


def slow_alike(one: Signatures, other: Signatures) -> bool:
    """The judgement on two signatures, bin by bin: the oracle."""
    mine, theirs = (row.tobytes() for row in (one, other))
    (*counts, outlet), (*others, another) = (
        struct.unpack("<HHB", row[48:53]) for row in (mine, theirs)
    )
    if counts == others and any(counts) and mine[:48] == theirs[:48] and mine[53:] == theirs[53:]:
        return True
    if SHORT in (*counts, *others):
        return False
    common: list[float] = []
    for side in (0, 4):
        bins = [
            (a >> side & 15, b >> side & 15) for a, b in zip(mine[53:], theirs[53:], strict=True)
        ]
        either = sum(1 for a, b in bins if a or b)
        both = sum(1 for a, b in bins if a and b)
        equal = sum(1 for a, b in bins if a == b and a)
        jaccard = min(max((equal - both / 15) / (1 - 1 / 15) / max(either, 1), 0), 1)
        sizes = counts[side > 0], others[side > 0]
        common.append(min(jaccard / (1 + jaccard) * sum(sizes), *sizes))
    same = outlet == another != 0
    fewest, (small, large) = min(counts[0], others[0]), sorted([sum(counts), sum(others)])
    named = common[0] >= (0.8 if same else 0.36) * fewest or fewest < 5
    share = (0.87 if same else 0.58) + 0.02 * (large / max(small, 1) - 1)
    asked = max(min(share, 0.95 if same else 0.85) * small, 24)
    return named and sum(common) >= asked


@pytest.mark.parametrize("seed", range(4))
def test_signatures_are_compared_as_bin_by_bin(seed: int) -> None:
    rng = np.random.default_rng(seed)
    some = rng.integers(0, 256, (300, SIGNATURE_BYTES), np.uint8)
    some[:, 52] = rng.integers(0, 3, 300)
    counts = rng.choice([0, 3, 20, 60, 90, 100, 120, SHORT], (300, 2), p=[0.02, *[0.16] * 6, 0.02])
    some[:, 48:52] = counts.astype("<u2").view(np.uint8)
    others = some.copy()
    for row, size in zip(others, rng.integers(0, 60, 300), strict=True):
        row[53 + rng.permutation(75)[:size]] = rng.integers(0, 256, size)
    others[:, 48:53] = some[rng.permutation(300), 48:53]
    others[::3, 48:52] = some[::3, 48:52]
    others[::9] = some[::9]
    told = alike(some, others).tolist()
    assert told == [slow_alike(*pair) for pair in zip(some, others, strict=True)]
    assert 20 < sum(told) < 280
    assert alike(some[0], others).tolist() == [slow_alike(some[0], other) for other in others]
    one, other = rng.integers(0, 300, (2, 9_000))  # more than are compared at once
    both = np.concatenate([some, others])
    pairs = alike_pairs(both, one, other + 300)
    assert pairs.tolist() == alike(some[one], others[other]).tolist()
    assert pairs.any()
    assert not pairs.all()
