"""Which processes are there below another one, and have they ended?

A busy machine may be late with anything: what is waited for has minutes to come about.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final, TypeVar

PATIENCE: Final = 240.0  # seconds; a test that waits so long for anything hangs
PROC: Final = Path("/proc")
GONE: Final = (FileNotFoundError, ProcessLookupError)

Found = TypeVar("Found")


def eventually(look: Callable[[], Found | None]) -> Found:
    """Return what `look` finds, as soon as it finds something."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with suppress(OSError):
            if found := look():
                return found
        time.sleep(0.01)
    raise AssertionError("not in time")


def children(pid: int) -> Iterator[int]:
    """Yield the processes below one, from /proc; those that end meanwhile may be missing."""
    for task in PROC.glob(f"{pid}/task/*/children"):
        told = ""
        with suppress(*GONE):
            told = task.read_text()
        for child in map(int, told.split()):
            yield child
            yield from children(child)


def runs(pid: int) -> bool:
    """Tell whether a process is there and has not ended: its parent may not have noticed yet."""
    try:
        if (PROC / "self").exists():
            return (PROC / f"{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
        os.kill(pid, 0)
    except GONE:
        return False
    return True


def all_end(*pids: int) -> bool:
    """Wait until all have ended."""
    return eventually(lambda: not any(map(runs, pids)))
