"""How does Whoosh's own writer make a segment of arrays? The other half of its codec interface.

Whoosh hands over documents one by one, then all postings in order of field, term and document. The
documents lie in a file of their own until the terms are written; then both are one file.
"""

from __future__ import annotations

from array import array
from collections.abc import Generator, Iterable
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np
from whoosh.codec import base

from ..disk.sections import Sections, SectionWriter
from ..disk.strings import write_strings
from .catalogue import (
    DOCUMENTS,
    DOCUMENTS_EXTENSION,
    EXTENSION,
    STORED,
    TERMS,
    Documents,
    Field,
    opened,
    path_of,
    write_told,
)
from .columns import ColumnBuffer
from .field import FieldBuffer
from .stored import pack_fields, tell
from .vectors import VectorBuffer

LONGEST: Final = 2**32 - 1  # of a field, in positions


@contextmanager
def creating(storage: Any, segment: base.Segment, extension: str) -> Generator[SectionWriter]:
    """Write a file of a segment; a storage that is no folder gets it when it is whole."""
    path = path_of(storage, segment, extension)
    if path is not None:
        with SectionWriter(path) as out:
            yield out
        return
    name = segment.make_filename(extension)
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        with SectionWriter(path) as out:
            yield out
        with storage.create_file(name) as file:
            file.write(path.read_bytes())


class ArrayDocumentWriter(base.PerDocumentWriter):
    """Takes documents in order; what was told of one counts when it is finished."""

    def __init__(self, storage: Any, segment: base.Segment) -> None:
        self._storage = storage
        self._segment = segment
        self._count = 0
        self._inside = False
        self._all_stored: list[bytes] = []
        self._all_lengths: dict[str, Any] = {}
        self._columns: dict[str, ColumnBuffer] = {}
        self._vectors: dict[str, VectorBuffer] = {}
        self._forget()
        self.is_closed = False

    def _forget(self) -> None:
        self._stored: dict[str, Any] = {}
        self._lengths: dict[str, int] = {}
        self._values: list[tuple[str, Any]] = []
        self._terms: list[tuple[str, Any, list[tuple[str, float, bytes]]]] = []

    def start_doc(self, docnum: int) -> None:
        """Begin the next document.

        Raises:
            OutOfOrderError: another one is not finished, or it is not the next.

        """
        if self._inside or docnum != self._count:
            raise base.OutOfOrderError(f"document {docnum} begins, {self._count} comes next")
        self._inside = True

    def add_field(self, fieldname: str, fieldobj: Any, value: Any, length: int | None) -> None:  # noqa: ARG002 - Whoosh's own
        """Take the stored value and the length of a field.

        Raises:
            ValueUnstorable: the value could only be pickled.

        """
        if value is not None:
            self._stored[fieldname] = tell(value)
        if length:
            self._lengths[fieldname] = min(length, LONGEST)

    def add_column_value(self, fieldname: str, columnobj: Any, value: Any) -> None:
        """Take the value of a column.

        Raises:
            ValueUnstorable: the value could only be pickled.

        """
        if fieldname not in self._columns:
            self._columns[fieldname] = ColumnBuffer(columnobj)
        self._columns[fieldname].check(
            value
        )  # now, while Whoosh still knows which document is at fault
        self._values.append((fieldname, value))

    def add_vector_items(
        self, fieldname: str, fieldobj: Any, items: Iterable[tuple[str, float, bytes]]
    ) -> None:
        """Take the terms of a field, each with weight and value."""
        self._terms.append((fieldname, fieldobj.vector, list(items)))

    def cancel_doc(self) -> None:
        """Forget the document that was begun."""
        self._forget()
        self._inside = False

    def finish_doc(self) -> None:
        """Keep the document."""
        docnum = self._count
        self._all_stored.append(pack_fields(self._stored))
        for name, length in self._lengths.items():
            held = self._all_lengths.setdefault(name, array("q"))
            held.extend([0] * (docnum - len(held)))
            held.append(length)
        for name, value in self._values:
            self._columns[name].add(docnum, value)
        for name, form, items in self._terms:
            self._vectors.setdefault(name, VectorBuffer(form)).add(docnum, items)
        self._count += 1
        self.cancel_doc()

    def close(self) -> None:
        """Write the documents."""
        if self._inside:
            self.finish_doc()
        with creating(self._storage, self._segment, DOCUMENTS_EXTENSION) as out:
            self._write(out)
        self.is_closed = True

    def _write(self, out: SectionWriter) -> None:
        write_strings(out, STORED, self._all_stored)
        told = Documents(self._count, {}, {}, {})
        for number, (name, lengths) in enumerate(self._all_lengths.items()):
            told.lengths[name] = f"lengths{number}"
            lengths.extend([0] * (self._count - len(lengths)))
            out.add(told.lengths[name], np.array(lengths), "<u4")
        for number, (name, column) in enumerate(self._columns.items()):
            told.columns[name] = f"column{number}"
            out.add(told.columns[name], column.finish(self._count), "<u1")
        for number, (name, vectors) in enumerate(self._vectors.items()):
            told.vectors[name] = vectors.write(out, f"vector{number}", self._count)
        write_told(out, DOCUMENTS, told)


class ArrayFieldWriter(base.FieldWriter):
    """Takes postings in order of field, term and document, and makes the segment whole."""

    def __init__(self, storage: Any, segment: base.Segment) -> None:
        self._storage = storage
        self._segment = segment
        self._files = ExitStack()
        self._out: SectionWriter | None = None
        self._told: dict[str, Field] = {}
        self._name = ""
        self._field: FieldBuffer | None = None
        self.is_closed = False

    def _file(self) -> SectionWriter:
        """Return the file, which is not begun before there is something to write."""
        if self._out is None:
            made = creating(self._storage, self._segment, EXTENSION)
            self._out = self._files.enter_context(made)
        return self._out

    def start_field(self, fieldname: str, fieldobj: Any) -> None:
        """Begin a field.

        Raises:
            OutOfOrderError: it was finished before.

        """
        if fieldname in self._told:
            raise base.OutOfOrderError(f"field {fieldname} was finished before")
        self._name = fieldname
        self._field = FieldBuffer(f"terms{len(self._told)}", fieldobj.format)

    def _current(self) -> FieldBuffer:
        if self._field is None:
            raise base.OutOfOrderError("a term begins outside of a field")
        return self._field

    def start_term(self, text: bytes) -> None:
        """Begin a term of the field."""
        self._current().start_term(text)

    def add(self, docnum: int, weight: float, vbytes: bytes, length: int | None) -> None:
        """Take a posting of the term."""
        self._current().add(docnum, weight, vbytes, length or 0)

    def finish_term(self) -> None:
        """End the term."""

    def finish_field(self) -> None:
        """Write the field.

        Raises:
            OutOfOrderError: none was begun.

        """
        self._told[self._name] = self._current().write(self._file())
        self._field = None

    def close(self) -> None:
        """Write the documents after the terms: then the segment is whole."""
        out = self._file()
        name = self._segment.make_filename(DOCUMENTS_EXTENSION)
        documents = self._storage.file_exists(name)
        with self._files:
            write_told(out, TERMS, self._told)
            if documents:
                _copy(opened(self._storage, self._segment, DOCUMENTS_EXTENSION), out)
        if documents:
            self._storage.delete_file(name)
        self.is_closed = True


def _copy(sections: Sections, out: SectionWriter) -> None:
    for name in sections.names():
        held = sections.array(name)
        out.add(name, held, held.dtype.str)
