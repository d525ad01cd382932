"""Which segments does a commit name, and which of their documents are deleted?

Each commit writes `segments_<n>.json`, which we read, and then renames Whoosh's table of contents
`_MAIN_<n>.toc` into place, which Whoosh reads and we never do: it is a pickle. The rename makes
the commit; a list of a later generation than the newest table is what a crash left behind.

A rebuild commits beside the index: its tables are named `_MAIN_<n>.rebuild`, which nobody takes for
the index, until the last one is renamed.
"""

from __future__ import annotations

import base64
import os
import re
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray
from whoosh.filedb.filestore import RamStorage
from whoosh.index import TOC

from ..codec import OurSegment, OurSegments
from ..errors import IndexCorrupt
from ..schema import make_schema
from .ledger import Log
from .manifest import Manifest
from .storage import sync, write_atomically

MAIN: Final = "MAIN"  # Whoosh's default name, so that whoosh.index.open_dir() finds the index
LOCK: Final = f"{MAIN}_WRITELOCK"  # the name under which Whoosh locks
PUBLISHED: Final = "toc"  # how the name of a table of contents ends: it is the index
STAGED: Final = "rebuild"  # or it is of a rebuild that is not whole yet
_NUMBERED: Final = re.compile(rf"(?:_{MAIN}|segments|sources)_(\d+)\.\w+")

Mask = NDArray[np.bool_]


class Stamp(msgspec.Struct, frozen=True):
    """What tells the file of a segment from a shorter one, and from one of another index."""

    bytes: int
    checksum: int  # the last four bytes: they sum up the file, see `sections`


class Entry(msgspec.Struct, frozen=True):
    """A segment as one commit sees it. `deleted` is a packed, compressed bitmap in base 64."""

    name: str
    size: int
    stamp: Stamp
    deleted: str | None = None

    def live(self) -> Mask:
        """Return which documents are not deleted."""
        if self.deleted is None:
            return np.ones(self.size, bool)
        packed = np.frombuffer(zlib.decompress(base64.b64decode(self.deleted)), np.uint8)
        return ~np.unpackbits(packed, count=self.size).astype(bool)


class Commit(msgspec.Struct, frozen=True):
    """The segments of one commit, in the order of their documents; the files of its ledger."""

    generation: int
    segments: tuple[Entry, ...]
    ledger: tuple[Log, ...]
    toc: int = 0  # CRC-32 of Whoosh's table of contents; told by `write_commit`
    made: Manifest | None = None  # by which format and analyser; older releases did not say


def entry(name: str, live: Mask, stamp: Stamp) -> Entry:
    """Return the entry of a segment."""
    if live.all():
        return Entry(name, len(live), stamp)
    packed = zlib.compress(np.packbits(~live).tobytes())
    return Entry(name, len(live), stamp, base64.b64encode(packed).decode())


def stamp(path: Path) -> Stamp:
    """Return the stamp of a segment as it lies on the disk.

    Raises:
        IndexCorrupt: it is missing, or no segment at all.

    """
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - 4))
            return Stamp(size, int.from_bytes(file.read(4), "little"))
    except FileNotFoundError:
        raise IndexCorrupt(path, "missing") from None


def check_stamp(path: Path, wanted: Stamp) -> None:
    """Raise IndexCorrupt unless the file of a segment is as long as it was, and the same."""
    there = stamp(path)
    if there.bytes != wanted.bytes:
        told = f"it has {there.bytes:,} bytes, the commit says {wanted.bytes:,}"
        raise IndexCorrupt(path, told)
    if there != wanted:
        raise IndexCorrupt(path, "it is another segment than the commit says, or damaged")


def generation(folder: Path) -> int:
    """Return the number of the last commit.

    Raises:
        IndexCorrupt: no table of contents is there.

    """
    found = newest(folder, PUBLISHED)
    if found is None:
        raise IndexCorrupt(folder, "the table of contents is missing")
    return found


def newest(folder: Path, form: str) -> int | None:
    """Return the number of the last commit that is published, or staged; None without any."""
    numbers = [number for number, name in _numbered(folder) if name == toc_name(number, form)]
    return max(numbers, default=None)


def highest(folder: Path) -> int:
    """Return the highest number that any file bears: a commit after it is not mistaken for one."""
    return max((number for number, _ in _numbered(folder)), default=0)


def _numbered(folder: Path) -> Iterator[tuple[int, str]]:
    for name in os.listdir(folder):  # noqa: PTH208
        if match := _NUMBERED.fullmatch(name):
            yield int(match[1]), name


def toc_name(number: int, form: str = PUBLISHED) -> str:
    """Return the name of Whoosh's table of contents."""
    return f"_{MAIN}_{number}.{form}"


def list_name(number: int) -> str:
    """Return the name of our list of segments."""
    return f"segments_{number}.json"


def read_commit(folder: Path, number: int) -> Commit:
    """Return a commit.

    Raises:
        IndexCorrupt: its list is damaged, or a later commit has swept it.

    """
    path = folder / list_name(number)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise IndexCorrupt(path, "missing") from None
    checksum, _, told = content.partition(b"\n")
    if checksum != b"%08x" % zlib.crc32(told):
        raise IndexCorrupt(path, "it does not match its checksum")
    try:
        return msgspec.json.decode(told, type=Commit)
    except (msgspec.DecodeError, ValueError) as error:
        raise IndexCorrupt(path, str(error)) from error


def write_commit(folder: Path, commit: Commit, form: str = PUBLISHED) -> None:
    """Make a commit: every segment and log must be on the disk already.

    Raises:
        OSError: the disk is full or failing. Unless the last rename was done, nothing changed.

    """
    number = commit.generation
    toc = _toc(number, commit.segments)
    told = msgspec.json.encode(msgspec.structs.replace(commit, toc=zlib.crc32(toc)))
    write_atomically(folder / list_name(number), b"%08x\n" % zlib.crc32(told) + told)
    write_atomically(folder / toc_name(number, form), toc)


def publish(folder: Path, number: int) -> None:
    """Make a staged commit the index, in place of the one that was.

    Raises:
        OSError: the disk is failing. Unless the rename was done, nothing changed.

    """
    (folder / toc_name(number, STAGED)).replace(folder / toc_name(number))
    sync(folder)


def toc_is_sound(folder: Path, commit: Commit) -> bool:
    """Tell whether Whoosh's table of contents is as it was written."""
    return zlib.crc32((folder / toc_name(commit.generation)).read_bytes()) == commit.toc


def _toc(number: int, segments: Sequence[Entry]) -> bytes:
    """Return the bytes of Whoosh's table of contents."""
    storage = RamStorage()
    TOC(make_schema(), _for_whoosh(segments), number).write(storage, MAIN)
    return storage.files[toc_name(number)]


def _for_whoosh(entries: Sequence[Entry]) -> OurSegments:
    return OurSegments(
        OurSegment(
            MAIN,
            one.name.removeprefix(f"{MAIN}_"),
            one.size,
            frozenset(np.flatnonzero(~one.live()).tolist()),
        )
        for one in entries
    )
