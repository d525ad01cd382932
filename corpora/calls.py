"""Which calls wait for a worker, and which of them go to it together?"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass, replace
from threading import Condition
from typing import Any

TOGETHER = 8  # calls: to hand one over takes a tenth of a page; eight together, each a twenty-fifth


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A function with its arguments, and the future that waits for its result."""

    function: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    future: Future[Any]
    is_alone: bool = False  # it was near a mishap, and must not take others with it

    def drop(self) -> None:
        """Let whoever waits for the result know that there will be none."""
        if not self.future.cancel():  # it was begun once
            self.future.set_exception(CancelledError())


class Calls:
    """Calls in the order in which they came, taken by `takers` threads."""

    def __init__(self, takers: int) -> None:
        self._takers = takers
        self._waiting: deque[Call] = deque()
        self._is_open = True
        self._changed = Condition()

    def put(self, call: Call) -> None:
        """Let a call wait at the end; one that comes after `close` is cancelled."""
        with self._changed:
            if self._is_open:
                self._waiting.append(call)
                self._changed.notify()
                return
        call.drop()

    def put_back(self, calls: Iterable[Call]) -> None:
        """Let calls that were taken wait again, at the front and each for itself."""
        alone = [replace(call, is_alone=True) for call in calls]
        with self._changed:
            if self._is_open:
                self._waiting.extendleft(reversed(alone))
                self._changed.notify(len(alone))
                return
        for call in alone:
            call.drop()

    def take(self) -> list[Call]:
        """The calls that go together, as soon as there are any; none after `close`.

        No taker takes more than its share: a few pages that are left are read side by side.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or not self._is_open)
            if not self._waiting:
                return []
            share = min(TOGETHER, -(-len(self._waiting) // self._takers))
            taken = [self._waiting.popleft()]
            while len(taken) < share and not taken[0].is_alone and not self._waiting[0].is_alone:
                taken.append(self._waiting.popleft())
            return taken

    def close(self) -> None:
        """Cancel what waits, and send all takers home."""
        with self._changed:
            self._is_open = False
            left, self._waiting = self._waiting, deque()
            self._changed.notify_all()
        for call in left:
            call.drop()
