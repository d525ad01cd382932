"""Which number was given to a key? A hash table of arrays, asked for many keys at once.

Open addressing: a key lies in the slot that its hash names, or in the next one that was free. All
keys go on to their next slot together, those that are found drop out.
"""

from __future__ import annotations

from secrets import randbits
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

NONE: Final = -1
SMALLEST: Final = 10  # bits of the number of slots
_BITS: Final = 64
_EMPTY: Final = 2**64 - 1  # both words of no key: see `Table.add`

Numbers = NDArray[np.int32]
Slots = NDArray[np.intp]


class Words(NamedTuple):
    """Keys of 128 bits, as two arrays."""

    first: NDArray[np.uint64]
    second: NDArray[np.uint64]


class Table:
    """Numbers from 0, by keys; none is all ones."""

    def __init__(self) -> None:
        self._count = 0
        # Odd, and of this table: nobody can write texts whose chunks all want one slot. The high
        # bits of a product depend on all bits of what is multiplied (Dietzfelbinger et al. 1997).
        self.factors = tuple(np.uint64(randbits(_BITS) | 1) for _ in range(2))
        self._clear(SMALLEST)

    def _clear(self, bits: int) -> None:
        self._shift = np.uint64(_BITS - bits)
        self._last = (1 << bits) - 1
        self._keys = Words(*(np.full(1 << bits, _EMPTY, np.uint64) for _ in range(2)))
        self._numbers = np.full(1 << bits, NONE, np.int32)

    def _slots(self, keys: Words) -> Slots:
        """Return the slot that each key is first looked for in."""
        mixed = keys.first * self.factors[0]
        mixed += keys.second * self.factors[1]
        mixed >>= self._shift
        return mixed.view(np.intp)

    def _differ(self, slots: Slots, keys: Words) -> NDArray[np.bool_]:
        differ = self._keys.first.take(slots) != keys.first
        differ |= self._keys.second.take(slots) != keys.second
        return differ

    def find(self, keys: Words) -> Numbers:
        """Return the number of each key, NONE for one that is not here, as all ones never are."""
        slots = self._slots(keys)
        found = self._numbers.take(slots)
        rest = np.flatnonzero(self._differ(slots, keys))
        there = found.take(rest) != NONE
        found[rest] = NONE
        rest = rest[there]
        slots = slots.take(rest)
        while len(rest):
            slots = (slots + 1) & self._last
            numbers = self._numbers.take(slots)
            differ = self._differ(slots, Words(keys.first.take(rest), keys.second.take(rest)))
            found[rest[~differ]] = numbers[~differ]
            on = differ & (numbers != NONE)
            rest, slots = rest[on], slots[on]
        return found

    def add(self, keys: Words, numbers: Numbers) -> None:
        """Add keys that are not here, no two alike, with their numbers."""
        self._count += len(numbers)
        if 2 * self._count > self._last:
            self._grow()
        self._put(keys, numbers)

    def _grow(self) -> None:
        there = self._numbers != NONE
        keys, numbers = Words(*(word[there] for word in self._keys)), self._numbers[there]
        self._clear((4 * self._count).bit_length())
        self._put(keys, numbers)

    def _put(self, keys: Words, numbers: Numbers) -> None:
        slots = self._slots(keys)
        while len(numbers):
            free = self._numbers[slots] == NONE
            self._numbers[slots[free]] = numbers[free]  # of several that want a slot, one gets it
            won = self._numbers[slots] == numbers
            for mine, given in zip(self._keys, keys, strict=True):
                mine[slots[won]] = given[won]
            keys = Words(*(word[~won] for word in keys))
            numbers, slots = numbers[~won], (slots[~won] + 1) & self._last
