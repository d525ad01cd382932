"""How does Whoosh read our segments? Its codec interface over our arrays.

`whoosh.index.open_dir()` opens an index of ours, and Whoosh's own searcher runs on it. Only
reading goes this way: segments are written by `segment`, whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from whoosh.codec import base
from whoosh.matching import ListMatcher
from whoosh.reading import TermInfo, TermNotFound

from .schema import PUBLISHED, TEXTS
from .segment import SUFFIX, SegmentFile

PARTS: Final = {field: part for part, pair in TEXTS.items() for field in pair}


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

    def doc_count_all(self) -> int:
        """Return the number of documents, deleted ones included."""
        return self._size

    def deleted_count(self) -> int:
        """Return the number of deleted documents."""
        return len(self._deleted)

    def deleted_docs(self) -> frozenset[int]:
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


class ArrayCodec(base.Codec):
    """Reads segments of arrays."""

    def terms_reader(self, storage: Any, segment: ArraySegment) -> ArrayTerms:
        """Return the terms of a segment."""
        return ArrayTerms(_opened(storage, segment))

    def per_document_reader(self, storage: Any, segment: ArraySegment) -> ArrayDocuments:
        """Return the documents of a segment."""
        return ArrayDocuments(_opened(storage, segment), segment)


def _opened(storage: Any, segment: ArraySegment) -> SegmentFile:
    return _open(Path(storage.folder) / segment.make_filename(SUFFIX))


@lru_cache(maxsize=2)
def _open(path: Path) -> SegmentFile:
    return SegmentFile(path)  # once for the terms and the documents of a reader


class ArrayTerms(base.TermsReader):
    """The inverted side of a segment, as Whoosh asks for it."""

    def __init__(self, segment: SegmentFile) -> None:
        self._segment = segment
        self._fields = sorted(
            {name.split(".")[0] for name in segment.sections.names() if name.endswith(".df")}
        )

    def indexed_field_names(self) -> list[str]:
        """Return the names of the fields that have terms."""
        return self._fields

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        field, text = term
        return field in self._fields and self._segment.field(field).find(text) is not None

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """Yield every term, by field."""
        return (
            (field, term) for field in self._fields for term in self._segment.field(field).terms()
        )

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """Yield the terms from one on, in its field and those after it."""
        for field in self._fields:
            if field >= fieldname:
                reader = self._segment.field(field)
                start = reader.lower_bound(prefix) if field == fieldname else 0
                yield from ((field, reader.term(place)) for place in range(start, reader.count))

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Yield every term with its statistics."""
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(
        self, fieldname: str, prefix: bytes
    ) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Yield terms from one on, with their statistics."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """Return the statistics of a term.

        Raises:
            TermNotFound: there is no such term.

        """
        reader, place = self._place(fieldname, text)
        docs, freqs = reader.block(place, place + 1)[1:3]
        lengths = np.ones(1, np.int64)
        if fieldname in PARTS:
            lengths = self._segment.lengths(PARTS[fieldname])[docs]
        return TermInfo(
            weight=float(freqs.sum()),
            df=len(docs),
            minlength=int(lengths.min()),
            maxlength=int(lengths.max()),
            maxweight=float(freqs.max()),
            minid=int(docs[0]),
            maxid=int(docs[-1]),
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        """Return how often a term occurs; 0 for one that is not there."""
        return float(self.term_info(fieldname, text).weight()) if (fieldname, text) in self else 0.0

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """Return in how many documents a term occurs; 0 for one that is not there."""
        return self.term_info(fieldname, text).doc_frequency() if (fieldname, text) in self else 0

    def _place(self, fieldname: str, text: bytes) -> tuple[Any, int]:
        if fieldname in self._fields:
            reader = self._segment.field(fieldname)
            place = reader.find(text)
            if place is not None:
                return reader, place
        raise TermNotFound(f"no term {fieldname}:{text!r}")

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> ListMatcher:
        """Return Whoosh's matcher over the postings of a term."""
        reader, place = self._place(fieldname, text)
        block = reader.block(place, place + 1, positions=fieldname in PARTS)
        values = [b""] * len(block.docs)
        if fieldname in PARTS:
            ends = np.cumsum(block.freqs).tolist()
            positions = block.positions.tolist()
            values = [
                format_.encode(positions[start:end])
                for start, end in zip([0, *ends], ends, strict=False)
            ]
        return ListMatcher(
            block.docs.tolist(),
            block.freqs.astype(float).tolist(),
            values,
            format_,
            scorer=scorer,
            term=(fieldname, text),
            terminfo=self.term_info(fieldname, text),
        )

    def close(self) -> None:
        """Do nothing: the file is closed with the documents."""


class ArrayDocuments(base.PerDocumentReader):
    """The per-document side of a segment, as Whoosh asks for it."""

    def __init__(self, segment: SegmentFile, toc: ArraySegment) -> None:
        self._segment = segment
        self._toc = toc

    def close(self) -> None:
        """Let go of the file."""
        self._segment.close()

    def doc_count(self) -> int:
        """Return the number of documents that are not deleted."""
        return self._toc.doc_count()

    def doc_count_all(self) -> int:
        """Return the number of documents, deleted ones included."""
        return self._toc.doc_count_all()

    def has_deletions(self) -> bool:
        """Tell whether any document is deleted."""
        return self._toc.has_deletions()

    def is_deleted(self, docnum: int) -> bool:
        """Tell whether a document is deleted."""
        return self._toc.is_deleted(docnum)

    def deleted_docs(self) -> frozenset[int]:
        """Return the deleted documents."""
        return self._toc.deleted_docs()

    def supports_columns(self) -> bool:
        """Return True: the date is a column."""
        return True

    def has_column(self, fieldname: str) -> bool:
        """Tell whether a field is a column."""
        return fieldname == PUBLISHED

    def column_reader(self, fieldname: str, column: Any) -> Any:  # noqa: ARG002 - Whoosh's own
        """Return the values of a column, by document."""
        return self._segment.published

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """Return the length of a field in a document, in positions, exactly."""
        if fieldname not in PARTS:
            return default
        return int(self._segment.lengths(PARTS[fieldname])[docnum])

    def _lengths(self, fieldname: str) -> Any:
        if fieldname in PARTS and self._segment.size:
            return self._segment.lengths(PARTS[fieldname])
        return np.zeros(1, np.int64)

    def field_length(self, fieldname: str) -> int:
        """Return the length of a field over all documents."""
        return int(self._lengths(fieldname).sum())

    def min_field_length(self, fieldname: str) -> int:
        """Return the least length of a field."""
        return int(self._lengths(fieldname).min())

    def max_field_length(self, fieldname: str) -> int:
        """Return the greatest length of a field."""
        return int(self._lengths(fieldname).max())

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """Return what the schema stores: the id, and the article as JSON."""
        return {"id": self._segment.id(docnum), "article": self._segment.json(docnum)}
