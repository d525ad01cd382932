"""How is an index made again while the old one is searched? Beside it, then by one rename.

A rebuild commits as every run does, but its tables of contents are named `_MAIN_<n>.rebuild`, with
numbers after those of the old index: no reader takes them for the index, and no file of the two has
the same name. When the rebuild is whole, the last of its tables is renamed to `_MAIN_<n>.toc`. That
is the one instant at which the new index takes the place of the old one, whatever made either.

What was cut off goes on: the last staged commit is as good as any other, if the release and the
analyser are still the same. Any run that changes the index without rebuilding it sweeps it away.
"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from ..errors import IndexFault
from .commits import (
    MAIN,
    PUBLISHED,
    STAGED,
    Commit,
    generation,
    highest,
    newest,
    publish,
    read_commit,
    write_commit,
)
from .ledger import read_ledger
from .manifest import (
    FORMAT,
    Manifest,
    check,
    is_index,
    new_manifest,
    read_manifest,
    write_manifest,
)
from .opening import Last, open_commit, read_last
from .sweeping import needed


class Start(NamedTuple):
    """Where a writer begins, and how it goes on.

    Attributes:
        commit: what it begins with.
        made: by which format and analyser its commits are.
        form: how the names of its tables of contents end.
        kept: names of files that it never sweeps, whatever its own commits need.

    """

    commit: Commit
    made: Manifest
    form: str
    kept: frozenset[str]


def make(folder: Path, now: datetime) -> None:
    """Make an index without articles, unless there is one."""
    if is_index(folder):
        return
    # The manifest comes last: a folder with one is whole.
    for pattern in (f"_{MAIN}_*", "segments_*.json", "sources_*.jsonl"):
        for path in folder.glob(pattern):
            path.unlink()
    manifest = new_manifest(now)
    write_commit(folder, Commit(0, (), (), made=manifest))
    write_manifest(folder, manifest)


def go_on(folder: Path) -> Start:
    """Go on from the last commit; let the manifest say what that says.

    Raises:
        IndexForeign, IndexCorrupt: see `read_last`.

    """
    commit, made = read_last(folder)
    if read_manifest(folder) != made:  # a rebuild was cut off behind its rename
        write_manifest(folder, made)
    return Start(commit, made, PUBLISHED, frozenset())


def begin(folder: Path, now: datetime) -> Start:
    """Begin a rebuild, or go on with one that was cut off."""
    kept = _of_the_index(folder)
    if (staged := _resumable(folder)) is not None:
        return Start(*staged, STAGED, kept)
    for path in folder.glob(f"_{MAIN}_*.{STAGED}"):
        path.unlink()
    return Start(Commit(highest(folder), (), ()), new_manifest(now), STAGED, kept)


def put_in_place(folder: Path, number: int, made: Manifest) -> None:
    """Make the last staged commit the index, then let the manifest say what that says."""
    publish(folder, number)
    write_manifest(folder, made)


def is_staged(folder: Path) -> bool:
    """Tell whether a rebuild lies beside the index that is not whole."""
    staged, published = newest(folder, STAGED), newest(folder, PUBLISHED)
    return staged is not None and (published is None or staged > published)


def _of_the_index(folder: Path) -> frozenset[str]:
    """Return the names of the files that the index needs as it is."""
    try:
        commit = read_commit(folder, generation(folder))
        if (commit.made or read_manifest(folder)).format == FORMAT:
            return needed(commit)
    except IndexFault:
        pass
    # Which files an index of another release needs is not ours to know, nor of a damaged one.
    return frozenset(os.listdir(folder))  # noqa: PTH208


def _resumable(folder: Path) -> Last | None:
    """Return the last staged commit if all of it can still be read."""
    number = newest(folder, STAGED)
    if number is None or not is_staged(folder):
        return None
    try:
        commit = read_commit(folder, number)
        if commit.made is None:
            return None
        check(folder, commit.made)
        read_ledger(folder, commit.ledger)
        with open_commit(folder, commit) as snapshot:
            for source in snapshot.sources:
                source.segment.sections.check()
    except IndexFault:
        return None
    return Last(commit, commit.made)
