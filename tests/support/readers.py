"""How do several processes read an index while the test writes to it?"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager

READERS = 8
PATIENCE = 60  # seconds


@contextmanager
def reading(script: str, arguments: Sequence[object]) -> Generator[None]:
    """Let processes run a script meanwhile, and wait for them.

    A script prints "ready" before it reads, and at its end how often it has opened the index and
    how many versions of it it has seen, which must be more than one.
    """
    command = [sys.executable, "-c", script, *map(str, arguments)]
    readers = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(READERS)
    ]
    for reader in readers:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "ready\n"
    yield
    told = [(*reader.communicate(timeout=PATIENCE), reader.returncode) for reader in readers]
    for out, errors, status in told:
        assert status == 0, errors
        opened, versions = map(int, out.split())
        assert opened >= versions > 1
