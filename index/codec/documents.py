"""What does Whoosh read of the documents of a segment? Stored fields, lengths, columns, vectors."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec import base

from ..disk.sections import Sections
from ..disk.strings import string
from ..errors import IndexCorrupt
from ..schema import encoded
from ..segments.segment import SegmentFile
from .catalogue import PUBLISHED, STORED, Documents, Vector, documents_of, our_lengths
from .columns import NumberColumn, column_reader
from .matching import ArrayMatcher
from .stored import unpack
from .values import Run, Values


class Vectors:
    """The term vectors of one field."""

    def __init__(self, sections: Sections, told: Vector) -> None:
        self._sections = sections
        self._told = told
        self._ends = np.cumsum(sections.array(f"{told.prefix}.sizes"), dtype=np.int64)
        self._freqs = sections.array(f"{told.prefix}.freqs").astype(np.int64)
        self._occurrences = np.cumsum(self._freqs) - self._freqs

    def _extent(self, docnum: int) -> tuple[int, int]:
        return int(self._ends[docnum - 1]) if docnum else 0, int(self._ends[docnum])

    def size(self, docnum: int) -> int:
        """Return how many terms are kept with a document."""
        start, stop = self._extent(docnum)
        return stop - start

    def matcher(self, docnum: int, form: Any) -> ArrayMatcher:
        """Return a matcher over the terms of a document that has some."""
        start, stop = self._extent(docnum)
        prefix = self._told.prefix
        run = Run(start, int(self._occurrences[start]), self._freqs[start:stop])
        weights = self._sections.array(f"{prefix}.weights", start, stop)
        terms = [string(self._sections, f"{prefix}.text", one) for one in range(start, stop)]
        return ArrayMatcher(
            [term.decode("utf-8", "surrogatepass") for term in terms],
            weights.tolist(),
            Values(self._sections, prefix, self._told.kind, form, run),
            form,
        )


class ArrayDocuments(base.PerDocumentReader):
    """The per-document side of a segment that Whoosh's writer made."""

    def __init__(self, sections: Sections, toc: base.Segment, told: Documents) -> None:
        self._sections = sections
        self._toc = toc
        self._told = told
        self._held_vectors: dict[str, Vectors] = {}

    def close(self) -> None:
        """Let go of the file."""
        self._sections.close()

    def doc_count(self) -> int:
        """Return the number of documents that are not deleted."""
        return self._told.size - self._toc.deleted_count()

    def doc_count_all(self) -> int:
        """Return the number of documents, deleted ones included."""
        return self._told.size

    def has_deletions(self) -> bool:
        """Tell whether any document is deleted."""
        return self._toc.has_deletions()

    def is_deleted(self, docnum: int) -> bool:
        """Tell whether a document is deleted."""
        return self._toc.is_deleted(docnum)

    def deleted_docs(self) -> Iterable[int]:
        """Return the deleted documents."""
        return self._toc.deleted_docs()

    # Columns

    def supports_columns(self) -> bool:
        """Return True."""
        return True

    def has_column(self, fieldname: str) -> bool:
        """Tell whether a field is a column."""
        return fieldname in self._told.columns

    def column_reader(self, fieldname: str, column: Any) -> Any:
        """Return the values of a column, by document."""
        held = memoryview(self._sections.array(self._told.columns[fieldname]).data)
        return column_reader(column, held, self._told.size)

    # Lengths

    def _lengths(self, fieldname: str) -> Any:
        name = self._told.lengths.get(fieldname)
        held = self._sections.array(name) if name else ()
        return held if len(held) else np.zeros(1, np.int64)

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """Return the length of a field in a document, in positions, exactly."""
        name = self._told.lengths.get(fieldname)
        return int(self._sections.array(name, docnum, docnum + 1)[0]) if name else default

    def field_length(self, fieldname: str) -> int:
        """Return the length of a field over all documents."""
        return int(self._lengths(fieldname).sum())

    def min_field_length(self, fieldname: str) -> int:
        """Return the least length of a field."""
        return int(self._lengths(fieldname).min())

    def max_field_length(self, fieldname: str) -> int:
        """Return the greatest length of a field."""
        return int(self._lengths(fieldname).max())

    # Vectors

    def _vectors(self, fieldname: str) -> Vectors:
        if fieldname not in self._held_vectors:
            told = self._told.vectors[fieldname]
            self._held_vectors[fieldname] = Vectors(self._sections, told)
        return self._held_vectors[fieldname]

    def has_vector(self, docnum: int, fieldname: str) -> bool:
        """Tell whether the terms of a document are kept with it."""
        return fieldname in self._told.vectors and self._vectors(fieldname).size(docnum) > 0

    def vector(self, docnum: int, fieldname: str, format_: Any) -> ArrayMatcher:
        """Return Whoosh's matcher over the terms of a document.

        Raises:
            LookupError: its terms are not kept with it.

        """
        if not self.has_vector(docnum, fieldname):
            raise LookupError(f"document {docnum} has no vector of {fieldname}")
        return self._vectors(fieldname).matcher(docnum, format_)

    # Stored

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """Return what is stored of a document.

        Raises:
            IndexCorrupt: its bytes are damaged.

        """
        content = string(self._sections, STORED, docnum)
        try:
            return unpack(content) if content else {}
        except (ValueError, LookupError, TypeError) as error:
            raise IndexCorrupt(self._sections.path, f"document {docnum}: {error}") from error


class OurDocuments(ArrayDocuments):
    """The per-document side of a segment of ours."""

    def __init__(self, sections: Sections, toc: base.Segment, path: Path) -> None:
        self._segment = SegmentFile(path)
        told = Documents(self._segment.size, our_lengths(sections), {}, {})
        super().__init__(sections, toc, told)

    def close(self) -> None:
        """Let go of the file."""
        super().close()
        self._segment.close()

    def has_column(self, fieldname: str) -> bool:
        """Tell whether a field is a column: the date is."""
        return fieldname == PUBLISHED

    def column_reader(self, fieldname: str, column: Any) -> Any:  # noqa: ARG002 - Whoosh's own
        """Return the values of a column, by document."""
        return NumberColumn(self._segment.published)

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """Return what the schema stores: the id, and the article as JSON."""
        return {"id": self._segment.id(docnum), "article": encoded(self._segment.article(docnum))}


def documents_reader(sections: Sections, toc: base.Segment) -> ArrayDocuments:
    """Return the per-document side of a segment, whoever wrote it."""
    told = documents_of(sections)
    if told is None:
        return OurDocuments(sections, toc, sections.path)
    return ArrayDocuments(sections, toc, told)
