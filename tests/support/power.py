"""What would a disk hold if the power failed now? Only what was fsynced is certain to be there."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

Names = dict[str, int]  # of a folder: the inode of each


@dataclass
class Disk:
    """Follows one folder: which bytes and which names an fsync has made sure of.

    A system may write more than it was asked to, and in any order. Two extremes are told: `strict`,
    nothing but what was fsynced; and `eager`, every change of names, but no byte that was not.
    """

    folder: Path
    names: Names = field(default_factory=dict[str, int])
    contents: dict[int, bytes] = field(default_factory=dict[int, bytes])
    held: list[int] = field(default_factory=list[int])  # descriptors: no inode is given out twice

    def synced(self, handle: int) -> None:
        """Note what an fsync has made sure of."""
        inode = os.fstat(handle).st_ino
        if inode == self.folder.stat().st_ino:
            self.names = self.now()
        elif inode in self.now().values():
            self.held.append(os.dup(handle))
            self.contents[inode] = Path(f"/proc/self/fd/{handle}").read_bytes()

    def now(self) -> Names:
        """Return the names that a running process sees."""
        return {path.name: path.stat().st_ino for path in self.folder.iterdir() if path.is_file()}

    def states(self) -> Iterator[tuple[str, dict[str, bytes]]]:
        """Yield what the disk would hold at either extreme."""
        for kind, names in (("strict", self.names), ("eager", self.now())):
            yield kind, {name: self.contents.get(inode, b"") for name, inode in names.items()}

    def close(self) -> None:
        for handle in self.held:
            os.close(handle)


@contextmanager
def followed(folder: Path, moment: Callable[[Disk], None]) -> Iterator[Disk]:
    """Follow a folder, all of it fsynced; `moment` comes around each fsync and change of names."""
    disk = Disk(folder)
    for path in (*folder.iterdir(), folder):
        handle = os.open(path, os.O_RDONLY)
        disk.synced(handle)
        os.close(handle)
    with pytest.MonkeyPatch.context() as patch:
        for name in ("replace", "rename", "unlink"):
            patch.setattr(os, name, _watched(getattr(os, name), disk, moment))
        fsync = os.fsync

        def synced(handle: int) -> None:
            moment(disk)
            fsync(handle)
            disk.synced(handle)
            moment(disk)

        patch.setattr(os, "fsync", synced)
        try:
            yield disk
        finally:
            disk.close()


def _watched(
    call: Callable[..., Any], disk: Disk, moment: Callable[[Disk], None]
) -> Callable[..., Any]:
    def watched(*args: Any, **kwargs: Any) -> Any:
        moment(disk)
        result = call(*args, **kwargs)
        moment(disk)
        return result

    return watched
