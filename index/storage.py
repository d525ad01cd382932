"""How does a file survive a power loss? Written aside, fsynced, renamed, its folder fsynced."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage


def sync(path: Path) -> None:
    """Wait until a file's bytes, or a folder's names, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_atomically(path: Path, content: bytes) -> None:
    """Replace a file: after a crash it holds the old bytes or the new ones, never a part."""
    aside = path.with_name(f"{path.name}.new")
    with aside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
    sync(path.parent)


class DurableStorage(FileStorage):
    """Whoosh's folder, with the fsyncs that Whoosh leaves out.

    Whoosh renames one file for each commit: the table of contents that names the new segment.
    Everything created before must be on the disk by then, and the new name right after.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder), supports_mmap=False)  # merges copy no segment, see the store
        self._unsynced: set[str] = set()

    def create_file(self, name: str, *args: Any, **kwargs: Any) -> Any:
        """Create a file and remember to sync it before the next rename."""
        self._unsynced.add(name)
        return super().create_file(name, *args, **kwargs)

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Sync what was created, then rename, then sync the folder."""
        folder = Path(self.folder)
        for name in sorted(self._unsynced):
            if (folder / name).exists():  # parts of a compound segment are gone again
                sync(folder / name)
        self._unsynced.clear()
        sync(folder)
        super().rename_file(oldname, newname, safe)
        sync(folder)
