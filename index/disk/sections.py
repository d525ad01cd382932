r"""How does one file hold named arrays, and tell when a byte of it is wrong?

    magic "TELUSUR\0"
    sections, one after the other, each at a multiple of 8 bytes
    directory: JSON, {"sections": {name: [offset, items, dtype]}}
    checksums: the CRC-32 of each page of 64 KiB of what stands before the directory
    trailer: 8 numbers, see `_TRAILER`

Everything is little-endian. Pages are checked when they are first touched, so that opening costs
nothing and a damaged page is told by name before anything reads it.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import zlib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, BinaryIO, ClassVar, Final, Self, cast
from weakref import WeakSet, finalize

import numpy as np
from numpy.typing import NDArray

from ..errors import IndexCorrupt

MAGIC: Final = b"TELUSUR\0"
VERSION: Final = 1
PAGE: Final = 1 << 16  # bytes under one checksum: small enough to check for one rare term
ALIGNMENT: Final = 8
RESIDENT: Final = 8 << 20  # bytes of all files that stay mapped: then all are given back
# version, directory offset, directory bytes, directory CRC, number of pages, CRC of the checksums,
# bytes of the whole file, CRC of this trailer up to here
_TRAILER: Final = struct.Struct("<IQQIQIQI")
_TRAILER_HEAD: Final = struct.Struct("<IQQIQIQ")

Array = NDArray[Any]


class SectionWriter:
    """Writes one file. A section is given whole, or in chunks of one dtype."""

    def __init__(self, path: Path) -> None:
        self._file: BinaryIO = path.open("wb")
        self._sections: dict[str, tuple[int, int, str]] = {}
        self._page = bytearray()
        self._checksums: list[int] = []
        self._size = 0
        self._write(MAGIC)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self._finish()
        self._file.close()

    def add(self, name: str, chunks: Array | Iterable[Array], dtype: str) -> None:
        """Write a section: an array, or arrays that follow each other.

        Raises:
            ValueError: there is a section of this name already.

        """
        if name in self._sections:
            raise ValueError(f"two sections are named {name}")
        self._write(bytes(-self._size % ALIGNMENT))
        start, items = self._size, 0
        stored = np.dtype(dtype).newbyteorder("<")
        for chunk in _pieces(chunks):
            items += len(chunk)
            self._write(np.ascontiguousarray(chunk, dtype=stored).tobytes())
        self._sections[name] = (start, items, stored.str)

    def _write(self, content: bytes) -> None:
        self._file.write(content)
        self._size += len(content)
        self._page += content
        whole = len(self._page) - len(self._page) % PAGE
        for start in range(0, whole, PAGE):
            self._checksums.append(zlib.crc32(self._page[start : start + PAGE]))
        del self._page[:whole]

    def _finish(self) -> None:
        if self._page:
            self._checksums.append(zlib.crc32(self._page))
        directory = json.dumps({"sections": self._sections}, separators=(",", ":")).encode()
        checksums = np.array(self._checksums, "<u4").tobytes()
        total = self._size + len(directory) + len(checksums) + _TRAILER.size
        head = _TRAILER_HEAD.pack(
            VERSION,
            self._size,
            len(directory),
            zlib.crc32(directory),
            len(self._checksums),
            zlib.crc32(checksums),
            total,
        )
        self._file.write(directory + checksums + head + struct.pack("<I", zlib.crc32(head)))
        self._file.flush()
        os.fsync(self._file.fileno())


def _pieces(chunks: Array | Iterable[Array]) -> Iterable[Array]:
    if isinstance(chunks, np.ndarray):
        return [cast(Array, chunks)]
    return chunks


class _Process:
    """What this process has in memory of the files that it has mapped."""

    files: ClassVar[WeakSet[Sections]] = WeakSet()
    pages = 0  # at most: of a file that nobody closed, they count until all are given back
    lock = Lock()


class Sections:
    """A file of named arrays, mapped into memory.

    Raises:
        IndexCorrupt: now, or when a page is first touched: the file is not as it was written.

    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._file = os.open(path, os.O_RDONLY)
            self._close_file = finalize(self, os.close, self._file)
            self._map = mmap.mmap(self._file, 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:  # ValueError: an empty file cannot be mapped
            raise IndexCorrupt(path, "missing or empty") from error
        self._sections = self._open()
        self._checked = bytearray(len(self._checksums))
        self._here = bytearray(len(self._checksums))  # pages read since memory was given back
        with _Process.lock:
            _Process.files.add(self)

    def close(self) -> None:
        """Let go of the file, unless arrays of it are still in use: then it goes with them."""
        self.release()
        try:
            self._map.close()
        except BufferError:
            return
        self._close_file()

    def release(self) -> None:
        """Give back the memory of what was read so far; it is mapped again when it is asked for.

        Arrays of it stay good: the system keeps its copy of the file for all processes.
        """
        with suppress(ValueError):  # it is closed: nothing is mapped
            self._map.madvise(mmap.MADV_DONTNEED)
        _Process.pages -= self._here.count(1)
        self._here[:] = bytes(len(self._here))

    def _open(self) -> dict[str, tuple[int, int, np.dtype[Any]]]:
        size = len(self._map)
        if size < len(MAGIC) + _TRAILER.size or self._map[: len(MAGIC)] != MAGIC:
            raise IndexCorrupt(self.path, "not a segment")
        tail = self._map[size - _TRAILER.size :]
        version, start, length, crc, pages, pages_crc, total, own_crc = _TRAILER.unpack(tail)
        if zlib.crc32(tail[: _TRAILER_HEAD.size]) != own_crc or total != size:
            raise IndexCorrupt(self.path, "cut short or overwritten at its end")
        if version != VERSION:
            raise IndexCorrupt(self.path, f"version {version}, this release reads {VERSION}")
        directory = self._map[start : start + length]
        checksums = self._map[start + length : start + length + 4 * pages]
        if zlib.crc32(directory) != crc or zlib.crc32(checksums) != pages_crc:
            raise IndexCorrupt(self.path, "its directory does not match its checksum")
        self._body = start
        self._checksums = np.frombuffer(checksums, "<u4")
        told = json.loads(directory)["sections"]
        return {name: (at, items, np.dtype(kind)) for name, (at, items, kind) in told.items()}

    def __contains__(self, name: str) -> bool:
        return name in self._sections

    def names(self) -> list[str]:
        """Return the names of all sections."""
        return list(self._sections)

    def length(self, name: str) -> int:
        """Return how many items a section has; 0 where there is none."""
        return self._sections[name][1] if name in self._sections else 0

    def array(self, name: str, start: int = 0, stop: int | None = None) -> Array:
        """Return items [start, stop) of a section, read-only; nothing is copied."""
        at, items, dtype = self._sections[name]
        stop = items if stop is None else stop
        if not 0 <= start <= stop <= items:
            raise IndexCorrupt(self.path, f"{name} has no items {start} to {stop}")
        if start == stop:
            return np.empty(0, dtype)
        first, last = at + start * dtype.itemsize, at + stop * dtype.itemsize
        begin, end = first // PAGE, -(-last // PAGE)
        if self._here.find(0, begin, end) >= 0:
            self._fetch(begin, end)
        return np.frombuffer(self._map, dtype, stop - start, first)

    def bytes(self, name: str, start: int, stop: int) -> bytes:
        """Return bytes [start, stop) of a section of bytes: a copy.

        Read and not mapped: the system maps 64 KiB around each byte, and an article is one.
        """
        at, items, _ = self._sections[name]
        if not 0 <= start <= stop <= items:
            raise IndexCorrupt(self.path, f"{name} has no bytes {start} to {stop}")
        begin, end = (at + start) // PAGE, -(-(at + stop) // PAGE)
        if self._checked.find(0, begin, end) >= 0:
            self._check(begin, end)
        return os.pread(self._file, stop - start, at + start)

    def view(self, name: str) -> memoryview:
        """Return a whole section as a view, whose items are plain integers."""
        return memoryview(self.array(name).data)

    def _fetch(self, begin: int, end: int) -> None:
        """Check pages that are read now, and give back the memory of all where it is too much."""
        self._check(begin, end)
        new = self._here.count(0, begin, end)
        if (_Process.pages + new) * PAGE > RESIDENT:
            with _Process.lock:
                files = list(_Process.files)
            for file in files:
                file.release()
            _Process.pages, new = 0, end - begin
        _Process.pages += new
        self._here[begin:end] = b"\1" * (end - begin)

    def _check(self, begin: int, end: int) -> None:
        for page in range(begin, end):
            if not self._checked[page]:
                size = min(PAGE, self._body - page * PAGE)
                content = os.pread(self._file, size, page * PAGE)  # this way it is not mapped
                if zlib.crc32(content) != self._checksums[page]:
                    raise IndexCorrupt(self.path, f"page {page} does not match its checksum")
                self._checked[page] = 1

    def check(self) -> None:
        """Check every page."""
        self._check(0, -(-self._body // PAGE))
