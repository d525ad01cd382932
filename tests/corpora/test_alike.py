"""Is the judgement on two signatures that of a loop over their bins?"""

from __future__ import annotations

import struct

import numpy as np
import pytest
from telusur.corpora.duplicates import SIGNATURE_BYTES, Signatures, alike

SHORT = 0xFFFF  # in place of a count


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
