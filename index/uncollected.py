"""How is Python kept from searching for cycles of objects where there are none?"""

from __future__ import annotations

import gc
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Generator[None]:
    """Look for no cycles of objects until the end of the block; what is in none is freed as ever.

    While a batch is inverted, a million small objects come, and each time that Python searches
    for cycles it walks over all articles in hand: a tenth of the time of an index, for nothing.
    Does nothing where the program collects by itself. With two threads in such blocks, the first
    one to leave starts the collector again.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
