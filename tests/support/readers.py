"""How do several processes read an index while the test writes to it?"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from telusur.tests.support.processes import PATIENCE

# Reads until version `last` is seen, and is ready once it has seen the first. Before it stands
# what a snapshot and a search must show: `version_of(snapshot)`, a number, and `check(engine)`.
# One opening in three is kept until the next, and only then read, for the first time: nothing of
# it may be opened late.
_LOOP = """
import sys
import time
from pathlib import Path

from telusur.tests.support.processes import PATIENCE
from telusur.index.commits.store import open_snapshot
from telusur.search.engine import Engine

folder, last = Path(sys.argv[1]), int(sys.argv[2])
opened, versions, kept = 0, [], None
while last not in versions:
    if kept is not None:
        with kept:
            version_of(kept)
    kept = open_snapshot(folder) if opened % 3 == 0 else None
    with open_snapshot(folder) as snapshot:
        versions.append(version_of(snapshot))
    with Engine.open(folder) as engine:
        check(engine)
    opened += 1
    if opened == 1:
        print("ready", flush=True)
    time.sleep(0.05)  # else eight readers leave the writer no time
assert versions == sorted(versions), versions  # never back to an older commit
print(opened, len(set(versions)))
"""
READERS = 8


@contextmanager
def reading(shown: str, folder: Path, last: int) -> Generator[None]:
    """Let processes read an index meanwhile until they see version `last`, and wait for them.

    `shown` is what each opening must show, as source: see `_LOOP`. Each sees the version that is
    there at first, so that each sees several, however late the machine lets it look again.
    """
    command = [sys.executable, "-c", shown + _LOOP, str(folder), str(last)]
    readers = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(READERS)
    ]
    try:
        for reader in readers:
            assert reader.stdout is not None
            assert reader.stderr is not None
            assert reader.stdout.readline() == "ready\n", reader.stderr.read()
        yield
        told = [(*reader.communicate(timeout=PATIENCE), reader.returncode) for reader in readers]
    finally:
        for reader in readers:
            reader.kill()  # where the test has failed; else it has ended
            reader.communicate()
    for out, errors, status in told:
        assert status == 0, errors
        opened, versions = map(int, out.split())
        assert opened >= versions > 1
