"""How does a reader come by the last commit, whatever a writer does meanwhile?

Every file of a commit is mapped as a whole when it is opened. From then on it may be swept: what is
mapped lives on until its last reader is done, in this process or another.
"""

from __future__ import annotations

from pathlib import Path

from .commits import Commit, Entry, check_stamp, generation, read_commit
from .errors import IndexCorrupt, IndexUnwritable
from .manifest import read_manifest
from .merging import Source
from .reader import Snapshot
from .segment import SUFFIX, SegmentFile


def open_snapshot(folder: Path) -> Snapshot:
    """Open the last commit for reading; later commits do not change what the snapshot shows.

    Raises:
        IndexMissing, IndexForeign, IndexCorrupt: see `read_manifest`.

    """
    read_manifest(folder)
    while True:  # a writer may sweep the commit that we are about to open: then there is a newer
        number = generation(folder)
        try:
            return _opened(folder, read_commit(folder, number))
        except PermissionError as error:
            raise IndexUnwritable(f"cannot read {folder}: {error.strerror}") from error
        except IndexCorrupt:
            if number == generation(folder):
                raise


def _opened(folder: Path, commit: Commit) -> Snapshot:
    return Snapshot([_source(folder, one) for one in commit.segments], commit.generation)


def _source(folder: Path, one: Entry) -> Source:
    path = folder / f"{one.name}{SUFFIX}"
    check_stamp(path, one.stamp)
    source = Source(SegmentFile(path), one.live())
    if source.segment.size != one.size:
        raise IndexCorrupt(path, "it is not as large as the commit says")
    return source
