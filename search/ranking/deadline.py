"""Is there time left? A search with a limit stops there and returns what it has found."""

from __future__ import annotations

import time


class OutOfTime(Exception):
    """The time of a search is up: caught inside the engine, never shown."""


class Deadline:
    """The moment at which a search must end; `milliseconds` None: never."""

    def __init__(self, milliseconds: int | None = None) -> None:
        self._end = None if milliseconds is None else time.monotonic() + milliseconds / 1000

    @property
    def passed(self) -> bool:
        """Whether the time is up."""
        return self._end is not None and time.monotonic() >= self._end

    def check(self) -> None:
        """Go on while there is time.

        Raises:
            OutOfTime: there is none left.

        """
        if self.passed:
            raise OutOfTime
