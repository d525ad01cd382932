"""Are the links of a batch those of a plain loop over buckets, whatever keys its texts have?"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from telusur.corpora.duplicates import SIGNATURE_BYTES, Signatures, alike, keys
from telusur.corpora.sketches import BANDS, NO_KEY
from telusur.index.disk.prints import ALONE, Mask, Prints, ordered, scheme
from telusur.index.segments.links import HEADS, links

CLOSE = 1 << 12  # keys less apart than this are often looked up in one place


class Held:
    """What a segment tells of its texts."""

    def __init__(self, told: Prints) -> None:
        order = np.argsort(told.numbers, kind="stable")
        self._arrays: dict[str, NDArray[Any]] = {
            "group.scheme": np.array([scheme()], np.uint32),
            "group.signatures": told.signatures.reshape(-1),
            "group.texts": told.numbers[order],
            "group.docs": order,
        }

    def __contains__(self, name: str) -> bool:
        return name in self._arrays

    def array(self, name: str, start: int = 0, stop: int | None = None) -> NDArray[Any]:
        return self._arrays[name][start:stop]


def prints(rng: np.random.Generator, size: int, copies: int) -> Prints:
    """Return texts, of which many are copies of a few, with keys that many of them have."""
    numbers = rng.integers(0, 3 * size, size).astype(np.uint64)
    bases = np.random.default_rng(7).integers(0, 256, (copies, SIGNATURE_BYTES), np.uint8)
    some = np.concatenate([np.arange(40), CLOSE + np.arange(5), [(1 << 32) - 1, 77 * CLOSE]])
    told = np.random.default_rng(8).choice(some, (copies, BANDS))
    bases[:, : 4 * BANDS] = told.astype("<u4").view(np.uint8)
    bases[:, 4 * BANDS : 4 * BANDS + 4] = np.array([200, 300], "<u2").view(np.uint8)
    found = bases[numbers % np.uint64(copies)]  # a text has one signature, wherever it stands
    changed = numbers % np.uint64(11) == 0
    found[changed, : 4 * BANDS] = 0  # texts too short for a key
    return Prints(np.where(numbers % np.uint64(13) == 0, np.uint64(ALONE), numbers), found)


def slow_keys(row: Signatures) -> set[int]:
    return set(keys(row[None])[0].tolist()) - {NO_KEY}


def slow_pool(batch: Prints, others: list[tuple[Prints, Mask]]) -> tuple[Any, set[int], set[int]]:
    """Return the texts to look at, which of them are new, and which several documents have."""
    rows: dict[int, Any] = {}
    again: set[int] = set()
    wanted: set[int] = set()
    for number, row in zip(batch.numbers.tolist(), batch.signatures, strict=True):
        if number != ALONE:
            again |= {number} & rows.keys()
            rows.setdefault(number, row)
            wanted |= slow_keys(rows[number])
    new = set(rows)
    for told, live in others:
        held = zip(told.numbers[live].tolist(), told.signatures[live], strict=True)
        for number, row in held:
            again |= {number} & new
            if wanted & slow_keys(row):
                rows.setdefault(number, row)
    return rows, new, again


def slow_links(batch: Prints, others: list[tuple[Prints, Mask]]) -> set[Any]:
    """The same by a dictionary of buckets and a loop over pairs: the oracle."""
    rows, new, again = slow_pool(batch, others)
    buckets: defaultdict[int, set[int]] = defaultdict(set)
    for number, row in rows.items():
        for key in slow_keys(row):
            buckets[key].add(number)
    pairs = {
        pair
        for bucket in map(sorted, buckets.values())
        for pair in combinations(bucket, 2)
        if pair[0] in bucket[:HEADS] and new & {*pair}
    }
    told = {(one, other) for one, other in pairs if alike(rows[one], rows[other][None])[0]}
    return told | {(one, one) for one in again}


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("copies", [3, 40])
def test_links_are_those_of_a_loop_over_buckets(seed: int, copies: int) -> None:
    rng = np.random.default_rng(seed)
    batch = prints(rng, 60, copies)
    others = [(told := prints(rng, 50, copies), rng.random(len(told.numbers)) < 0.8) for _ in "ab"]
    found = links(batch, [(Held(told), live) for told, live in others])  # type: ignore[arg-type]
    assert [tuple(pair) for pair in found.tolist()] == sorted(slow_links(batch, others))
    assert len(found)


def test_nothing_is_linked_with_no_text() -> None:
    batch = prints(np.random.default_rng(1), 9, 3)
    silent = Prints(np.full(9, ALONE, np.uint64), batch.signatures)
    assert links(silent, []).shape == (0, 2)
    keyless = Prints(np.arange(1001, 1010, dtype=np.uint64), np.zeros_like(batch.signatures))
    assert links(keyless, [(Held(batch), np.ones(9, bool))]).shape == (0, 2)  # type: ignore[list-item]


@pytest.mark.parametrize("size", [0, 1, 200])
def test_ordered_links_are_those_of_a_set(size: int) -> None:
    rng = np.random.default_rng(size)
    told = rng.integers(0, 12, (size, 2)).astype(np.uint64) << np.uint64(61)
    expected = sorted({(one, other) for one, other in told.tolist()})
    assert [tuple(pair) for pair in ordered(told).tolist()] == expected
