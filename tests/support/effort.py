"""Does something cost a moment, and not minutes, whatever it is given?"""

from __future__ import annotations

import time
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def within(seconds: float) -> Generator[None]:
    """Fail if the block takes longer by the clock of this process: other work does not count.

    What grows with the square of a text, or worse, takes minutes.
    """
    started = time.process_time()
    yield
    took = time.process_time() - started
    assert took < seconds, f"{took:.1f} s"
