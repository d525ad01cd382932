"""How are Whoosh's columns kept in a section? As Whoosh writes them, but never as pickles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from io import BytesIO
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh import columns
from whoosh.filedb.structfile import BufferFile, StructFile

from ..disk.deflate import squeeze, unsqueeze
from .stored import pack, tell, unpack


class _Way(NamedTuple):
    """How values become bytes that are no pickle, and values again; nothing becomes no bytes."""

    to: Callable[[Any], bytes]
    back: Callable[[bytes], Any]
    nothing: Any


def _pack(value: Any) -> bytes:
    return pack(tell(value))


_ANYTHING: Final = _Way(_pack, unpack, None)
_SQUEEZED: Final = _Way(squeeze, unsqueeze, b"")


class _Writer(columns.WrappedColumnWriter):
    def __init__(self, child: Any, way: _Way) -> None:
        super().__init__(child)
        self._way = way

    def add(self, docnum: int, value: Any) -> None:
        self._child.add(docnum, b"" if value == self._way.nothing else self._way.to(value))


class _Reader(columns.WrappedColumnReader):
    def __init__(self, child: Any, way: _Way) -> None:
        super().__init__(child)
        self._way = way

    def __getitem__(self, docnum: int) -> Any:
        held = self._child[docnum]
        return self._way.back(held) if held else self._way.nothing

    def __iter__(self) -> Iterator[Any]:
        return (self[docnum] for docnum in range(len(self)))

    def sort_key(self, docnum: int) -> Any:
        return self[docnum]


class _Safe(columns.WrappedColumn):
    """Stands for a column of Whoosh's that would pickle."""

    def __init__(self, way: _Way) -> None:
        super().__init__(columns.VarBytesColumn())
        self._way = way

    def writer(self, dbfile: Any) -> _Writer:
        return _Writer(self._child.writer(dbfile), self._way)

    def reader(self, dbfile: Any, basepos: int, length: int, doccount: int) -> _Reader:
        return _Reader(self._child.reader(dbfile, basepos, length, doccount), self._way)


def safe(column: Any) -> Any:
    """Return a column that answers as this one does and keeps no pickles."""
    if isinstance(column, columns.PickleColumn):
        return _Safe(_ANYTHING)
    if isinstance(column, columns.CompressedBlockColumn):  # pickles the size of each block
        return _Safe(_SQUEEZED)
    return column


class ColumnBuffer:
    """Takes the values of one column, document after document."""

    def __init__(self, column: Any) -> None:
        self._column = safe(column)
        self._file = BytesIO()
        self._writer = self._column.writer(StructFile(self._file))

    def check(self, value: Any) -> None:
        """Raise what `add` would raise for this value, and keep nothing of it."""
        self._column.writer(StructFile(BytesIO())).add(0, value)

    def add(self, docnum: int, value: Any) -> None:
        """Take the value of a document."""
        self._writer.add(docnum, value)

    def finish(self, count: int) -> NDArray[np.uint8]:
        """Return the bytes of the column over so many documents."""
        self._writer.finish(count)
        return np.frombuffer(self._file.getvalue(), np.uint8)


class _Mapped(BufferFile):
    """Bytes as a file: what is read by its place is not copied before."""

    def __init__(self, content: memoryview) -> None:
        self._buf = content
        self._name = None
        self.onclose = None
        self.is_real = False
        self.is_closed = False

    @cached_property
    def file(self) -> BytesIO:  # some columns read one thing after the other
        return BytesIO(self._buf)


def column_reader(column: Any, held: memoryview, count: int) -> Any:
    """Return Whoosh's reader of a column of so many documents."""
    return safe(column).reader(_Mapped(held), 0, len(held), count)


class NumberColumn(columns.ColumnReader):
    """Whoosh's reader of a column over an array of numbers, one a document."""

    def __init__(self, numbers: NDArray[Any]) -> None:
        self._numbers = numbers
        self._sign = 1

    def __len__(self) -> int:
        return len(self._numbers)

    def __getitem__(self, docnum: int) -> int:
        return int(self._numbers[docnum])

    def __iter__(self) -> Iterator[int]:
        return iter(self._numbers.tolist())

    def sort_key(self, docnum: int) -> int:
        """Return what a document is sorted by."""
        return self._sign * self[docnum]

    def set_reverse(self) -> None:
        """Sort from the greatest to the least."""
        self._sign = -1
