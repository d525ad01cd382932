"""How does a reader come by the last commit, whatever a writer does meanwhile?

Every file of a commit is mapped as a whole when it is opened. From then on it may be swept: what is
mapped lives on until its last reader is done, in this process or another.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from ..errors import IndexCorrupt, IndexUnwritable
from ..reader import Snapshot
from ..segments.merging import Source
from ..segments.segment import SUFFIX, SegmentFile
from .commits import Commit, Entry, check_stamp, generation, read_commit
from .manifest import Manifest, check, read_manifest


class Last(NamedTuple):
    """The last commit of an index, and what made it."""

    commit: Commit
    made: Manifest


def read_last(folder: Path) -> Last:
    """Return the last commit of an index that this release can read.

    A commit that says by which analyser it was made is believed: the manifest of a rebuilt index
    follows the commit, and may not have come to that.

    Raises:
        IndexMissing: the folder is not there, or is empty.
        IndexForeign: something else is in the folder, or an index that we cannot read.
        IndexCorrupt: the manifest, or the list of the commit, is damaged.

    """
    told = read_manifest(folder)
    while True:  # a writer may sweep the list that we are about to read: then there is a newer
        number = -1
        try:
            number = generation(folder)
            commit = read_commit(folder, number)
        except IndexCorrupt:
            check(folder, told)  # of another format, its lists may be unlike ours
            if number in (-1, generation(folder)):
                raise
            continue
        made = commit.made or told
        check(folder, made)
        return Last(commit, made)


def open_snapshot(folder: Path) -> Snapshot:
    """Open the last commit for reading; later commits do not change what the snapshot shows.

    Raises:
        IndexMissing, IndexForeign, IndexCorrupt: see `read_last`.

    """
    try:
        while True:  # a writer may sweep a commit that we are about to open: there is a newer
            commit = read_last(folder).commit
            try:
                return open_commit(folder, commit)
            except IndexCorrupt:
                if commit.generation == generation(folder):
                    raise
    except PermissionError as error:
        raise IndexUnwritable(f"cannot read {folder}: {error.strerror}") from error


def open_commit(folder: Path, commit: Commit) -> Snapshot:
    """Open a commit for reading.

    Raises:
        IndexCorrupt: a segment of it is missing or damaged.

    """
    return Snapshot([_source(folder, one) for one in commit.segments], commit.generation)


def _source(folder: Path, one: Entry) -> Source:
    path = folder / f"{one.name}{SUFFIX}"
    check_stamp(path, one.stamp)
    source = Source(SegmentFile(path), one.live())
    if source.segment.size != one.size:
        raise IndexCorrupt(path, "it is not as large as the commit says")
    return source
