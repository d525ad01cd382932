"""Does something cost a moment, and not minutes, whatever it is given?"""

from __future__ import annotations

import time
from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

# Seconds of our own processor time. The dearest query of the tests takes half a second on the
# machine where it was measured, and twice that while others use the same cores; what grows with
# the square of a text, or worse, takes minutes.
MOST: Final = 10.0


@contextmanager
def at_little_cost() -> Generator[None]:
    """Fail if the block takes long, by the clock of this process: other work does not count."""
    started = time.process_time()
    yield
    took = time.process_time() - started
    assert took < MOST, f"{took:.1f} s"
