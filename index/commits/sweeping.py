"""Which files of an index does its last commit not need?"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from ..segments.segment import SUFFIX
from .commits import LOCK, MAIN, PUBLISHED, Commit, generation, list_name, read_commit, toc_name
from .guard import OWNER
from .ledger import is_log
from .manifest import NAME as MANIFEST


def leftovers(folder: Path) -> list[Path]:
    """Return the files of an index that are of no use to its last commit.

    Raises:
        IndexCorrupt: the list of segments is damaged.

    """
    return unneeded(folder, needed(read_commit(folder, generation(folder))))


def needed(commit: Commit, form: str = PUBLISHED) -> frozenset[str]:
    """Return the names of the files that a commit is made of."""
    number = commit.generation
    segments = (f"{one.name}{SUFFIX}" for one in commit.segments)
    logs = (log.name for log in commit.ledger)
    return frozenset((*segments, *logs, toc_name(number, form), list_name(number)))


def unneeded(folder: Path, kept: Collection[str]) -> list[Path]:
    """Return the files of ours that are not among those to keep, and are no lock or manifest."""
    ours = (f"{MAIN}_", f"_{MAIN}_", "segments_")
    return [
        path
        for path in sorted(folder.iterdir())
        if path.name in (f"{MANIFEST}.new", f"{OWNER}.new")
        or (path.name not in (LOCK, *kept) and (path.name.startswith(ours) or is_log(path.name)))
    ]
