"""What was worked out lately, and is worth its memory? The latest values, bounded by bytes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Final, Generic, TypeVar

Value = TypeVar("Value")
OVERHEAD: Final = 400  # bytes of a value besides its arrays: objects, keys, the table itself


class ByteCache(Generic[Value]):
    """Keeps the values asked for last, as many as fit; safe among threads.

    Args:
        most: bytes that all values may take together.
        weigh: gives the bytes of a value, without its objects.

    """

    def __init__(self, most: int, weigh: Callable[[Value], int]) -> None:
        self.most = most
        self.bytes = 0
        self._weigh = weigh
        self._kept: OrderedDict[Hashable, tuple[Value, int]] = OrderedDict()
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
                self._kept.move_to_end(key)
                return found[0]
        value = make()  # not under the lock: others need not wait
        self._put(key, value)
        return value

    def _put(self, key: Hashable, value: Value) -> None:
        size = self._weigh(value) + OVERHEAD
        if size > self.most:
            return
        with self._lock:
            if key not in self._kept:
                self._kept[key] = value, size
                self.bytes += size
            while self.bytes > self.most:
                self.bytes -= self._kept.popitem(last=False)[1][1]

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
            self.bytes = 0
