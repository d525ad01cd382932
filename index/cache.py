"""What was worked out lately, and is worth its memory? Values asked for again, by their bytes."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count
from threading import Lock
from typing import Final, Generic, TypeVar

Value = TypeVar("Value")
OVERHEAD: Final = 400  # bytes of a value besides its arrays: objects, keys, the table itself


# To make a value takes the time of its own bytes and of so many more: 0.8 ms for a word of two
# documents, 2.4 ms for one of 42,000, which takes half a megabyte.
FIXED: Final = 250_000


@dataclass(slots=True)
class _Entry(Generic[Value]):
    value: Value
    size: int
    worth: tuple[float, int]  # and when it was last asked for: that decides between equals


class ByteCache(Generic[Value]):
    """Keeps values within some bytes, those asked for lately and small ones; safe among threads.

    What goes first is what costs least to make again for each byte that it takes, reckoned from
    when it was last asked for (GreedyDual-Size: Cao & Irani 1997). Where more is asked for in turn
    than fits, a cache that only knows what was last finds nothing; this one keeps the small ones.

    Args:
        most: bytes that all values may take together.
        weigh: gives the bytes of a value, without its objects.

    """

    def __init__(self, most: int, weigh: Callable[[Value], int]) -> None:
        self.most = most
        self.bytes = 0
        self._weigh = weigh
        self._kept: dict[Hashable, _Entry[Value]] = {}
        # A heap; the worth of what is in it may have grown since. No two are equal.
        self._least: list[tuple[tuple[float, int], Hashable]] = []
        self._asked = count()
        self._floor = 0.0  # the worth of what went last
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """Return the value of a key, made where it is not kept.

        Two threads may make the same value at the same time: it is then the same twice.
        """
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                found.worth = self._worth(found.size)
                return found.value
        value = make()  # not under the lock: others need not wait
        self._put(key, value)
        return value

    def _worth(self, size: int) -> tuple[float, int]:
        return self._floor + (FIXED + size) / size, next(self._asked)

    def _put(self, key: Hashable, value: Value) -> None:
        size = self._weigh(value) + OVERHEAD
        if size > self.most:
            return
        with self._lock:
            if key not in self._kept:
                worth = self._worth(size)
                self._kept[key] = _Entry(value, size, worth)
                heappush(self._least, (worth, key))
                self.bytes += size
            while self.bytes > self.most:
                self._drop()

    def _drop(self) -> None:
        """Forget the value of the least worth; one asked for again since is put back first."""
        worth, key = heappop(self._least)
        entry = self._kept[key]
        if entry.worth > worth:
            heappush(self._least, (entry.worth, key))
            return
        self._floor = worth[0]
        self.bytes -= self._kept.pop(key).size

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
            self._least.clear()
            self.bytes = 0
