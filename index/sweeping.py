"""Which files of an index does its last commit not need?"""

from __future__ import annotations

from pathlib import Path

from .commits import LOCK, MAIN, generation, list_name, read_commit, toc_name
from .guard import OWNER
from .ledger import stale_logs
from .manifest import NAME as MANIFEST
from .segment import SUFFIX


def leftovers(folder: Path) -> list[Path]:
    """Return the files of an index that are of no use to its last commit.

    Raises:
        IndexCorrupt: the list of segments is damaged.

    """
    last = generation(folder)
    commit = read_commit(folder, last)
    needed = {f"{one.name}{SUFFIX}" for one in commit.segments}
    needed |= {toc_name(last), list_name(last), LOCK}
    stale = set(stale_logs(folder, commit.ledger))
    ours = (f"{MAIN}_", f"_{MAIN}_", "segments_")
    return [
        path
        for path in sorted(folder.iterdir())
        if path in stale
        or path.name in (f"{MANIFEST}.new", f"{OWNER}.new")
        or (path.name.startswith(ours) and path.name not in needed)
    ]
