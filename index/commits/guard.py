"""May we write into this folder, who else does, and what does the disk say?"""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import msgspec
from whoosh.util.filelock import FileLock

from ..errors import IndexForeign, IndexLocked, IndexMissing, IndexUnwritable
from .commits import LOCK
from .manifest import NAME as MANIFEST
from .manifest import is_index
from .storage import sync, write_atomically

OWNER: Final = "writer.json"
# how names of files of an index begin
_OURS = (MANIFEST, OWNER, "MAIN", "_MAIN", "segments_", "sources_")
_MENDS = {
    errno.ENOSPC: "free some space; the last commit is untouched",
    errno.EDQUOT: "free some space; the last commit is untouched",
    errno.EIO: "check the disk; the last commit is untouched",
    errno.EACCES: "check the permissions of the folder, or choose another with --index",
    errno.EROFS: "choose a folder on a writable disk with --index",
    errno.EEXIST: "a file is in the place of the folder; choose another with --index",
    errno.ENOTDIR: "a file is in the place of a folder; choose another with --index",
}


def claim(folder: Path) -> None:
    """Make the folder, unless something else is in it.

    Raises:
        IndexForeign: something else is.

    """
    _make(folder)
    if any(not path.name.startswith(_OURS) for path in folder.iterdir()) and not is_index(folder):
        raise IndexForeign(
            f"{folder} holds other files and is not an index", mend="choose another with --index"
        )


def _make(folder: Path) -> None:
    """Make a folder and those above it, and wait until the name of each is on the disk."""
    try:
        folder.mkdir(exist_ok=True)
    except FileNotFoundError:
        _make(folder.parent)
        folder.mkdir(exist_ok=True)
    sync(folder.parent)


@contextmanager
def alone(folder: Path, now: datetime) -> Generator[None]:
    """Hold the lock of an index, whose folder is made if there is none.

    Raises:
        IndexLocked: another process is writing; says who and since when.
        IndexForeign: the folder holds something else.
        IndexUnwritable: no permission, no space, a read-only disk.

    """
    with clear_errors(folder):
        claim(folder)
        lock = FileLock(str(folder / LOCK))
        if not lock.acquire(blocking=False):
            raise _locked(folder)
    try:
        with clear_errors(folder):
            _sign(folder, now)
        yield
    finally:
        (folder / OWNER).unlink(missing_ok=True)
        lock.release()


def _sign(folder: Path, now: datetime) -> None:
    """Write down who holds the lock, for the next one who asks."""
    owner = {"pid": os.getpid(), "host": socket.gethostname(), "since": now.isoformat()}
    write_atomically(folder / OWNER, msgspec.json.encode(owner))


def _locked(folder: Path) -> IndexLocked:
    """Return the error that names who holds the lock."""
    try:
        owner = msgspec.json.decode((folder / OWNER).read_bytes(), type=dict[str, Any])
        who = f"process {owner['pid']} on {owner['host']}, since {owner['since']}"
    except (OSError, msgspec.DecodeError, KeyError):
        who = "another process"
    return IndexLocked(f"{folder} is being written by {who}", mend="wait for it to end")


@contextmanager
def clear_errors(folder: Path) -> Generator[None]:
    """Turn what the operating system says into an error that names the index and the mend."""
    try:
        yield
    except FileNotFoundError as error:
        raise IndexMissing(folder) from error
    except OSError as error:
        raise IndexUnwritable(
            f"cannot write {folder}: {error.strerror}", mend=_MENDS.get(error.errno or 0)
        ) from error
