"""How do Whoosh and our segments meet? Its codec interface over our arrays.

`whoosh.index.open_dir()` opens an index of ours, and Whoosh's own searcher runs on it. Our own
segments are written by `segment`, whole; given to Whoosh's writer, the codec keeps any schema.

    index = whoosh.index.create_in(folder, schema)
    with index.writer(codec=ArrayCodec()) as writer: ...
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from whoosh.codec import base

from ..errors import WriterForeign
from .catalogue import DOCUMENTS_EXTENSION, EXTENSION, opened
from .documents import ArrayDocuments, documents_reader
from .terms import ArrayTerms
from .writing import ArrayDocumentWriter, ArrayFieldWriter


class ArraySegment(base.Segment):
    """What Whoosh's table of contents keeps of a segment: its name, its size, what is deleted."""

    def __init__(self, indexname: str, segid: str, size: int, deleted: frozenset[int]) -> None:
        super().__init__(indexname)
        self.segid = segid
        self._size = size
        self._deleted = deleted

    def codec(self) -> ArrayCodec:
        """Return what reads this segment."""
        return ArrayCodec()

    def set_doc_count(self, dc: int) -> None:
        """Take the number of documents, from Whoosh's own writer."""
        self._size = dc

    def doc_count_all(self) -> int:
        """Return the number of documents, deleted ones included."""
        return self._size

    def deleted_count(self) -> int:
        """Return the number of deleted documents."""
        return len(self._deleted)

    def deleted_docs(self) -> Iterable[int]:
        """Return the deleted documents."""
        return self._deleted

    def is_deleted(self, docnum: int) -> bool:
        """Tell whether a document is deleted."""
        return docnum in self._deleted

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """Delete a document, for Whoosh's own writer."""
        self._deleted = self._deleted | {docnum} if delete else self._deleted - {docnum}

    def should_assemble(self) -> bool:
        """Return False: a segment is one file already."""
        return False


class OurSegment(ArraySegment):
    """A segment of an index of Telusur, which Whoosh may read and must not write to.

    Whoosh's writers ask each segment for its size before they do anything else, its readers never:
    they ask the documents.
    """

    def doc_count_all(self) -> int:
        """Raise WriterForeign."""
        raise WriterForeign


class OurSegments(list[OurSegment]):
    """The segments in a table of contents of ours. Writers go through them, even if there is none.

    So do readers, unless there is none.
    """

    def __iter__(self) -> Iterator[OurSegment]:
        """Go through the segments. Raise WriterForeign if there are none."""
        if not self:
            raise WriterForeign
        return super().__iter__()

    def __reduce__(self) -> tuple[type[OurSegments], tuple[list[OurSegment]]]:
        """Say how to make the list again, without going through it."""
        return OurSegments, (self[:],)


class ArrayCodec(base.Codec):
    """Reads and writes segments of arrays."""

    def new_segment(self, storage: Any, indexname: str) -> ArraySegment:  # noqa: ARG002 - Whoosh's own
        """Return a segment that is about to be written."""
        segment = ArraySegment(indexname, "", 0, frozenset())
        segment.segid = base.Segment(indexname).segid  # made by chance
        return segment

    def per_document_writer(self, storage: Any, segment: base.Segment) -> ArrayDocumentWriter:
        """Return what takes the documents of a segment."""
        return ArrayDocumentWriter(storage, segment)

    def field_writer(self, storage: Any, segment: base.Segment) -> ArrayFieldWriter:
        """Return what takes the postings of a segment."""
        return ArrayFieldWriter(storage, segment)

    def terms_reader(self, storage: Any, segment: base.Segment) -> ArrayTerms:
        """Return the terms of a segment."""
        return ArrayTerms(opened(storage, segment))

    def per_document_reader(self, storage: Any, segment: base.Segment) -> ArrayDocuments:
        """Return the documents of a segment, also while its terms are still to be written."""
        unfinished = segment.make_filename(DOCUMENTS_EXTENSION)
        extension = DOCUMENTS_EXTENSION if storage.file_exists(unfinished) else EXTENSION
        return documents_reader(opened(storage, segment, extension), segment)
