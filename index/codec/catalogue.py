"""Which fields and columns of Whoosh does a segment hold, and in which sections?

A segment that Whoosh's writer made says so itself, in two sections of JSON. A segment of ours
does not need them: it holds the fields of our schema, always in the same sections.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any, Final

import msgspec
import numpy as np
from whoosh.codec.base import Segment
from whoosh.filedb.filestore import FileStorage

from ..disk.sections import Sections, SectionWriter
from ..schema import PUBLISHED, SETS, TEXTS

EXTENSION: Final = ".tls"
DOCUMENTS_EXTENSION: Final = ".documents.tls"  # until the terms are written as well
TERMS: Final = "whoosh.terms"  # sections that hold a catalogue
DOCUMENTS: Final = "whoosh.documents"
STORED: Final = "stored"


class Field(msgspec.Struct, frozen=True):
    """The terms of one field.

    `prefix` begins the names of its sections. `kind` says what the posting values are made from
    (see `codec_values`); `placed`, whether the positions are those of the field; `weighed`,
    whether weights differ from frequencies; `measured`, whether lengths are told term by term.
    """

    prefix: str
    kind: str
    placed: bool = False
    weighed: bool = False
    measured: bool = False

    @property
    def beside(self) -> str:
        """What the names of the sections begin with that `postings` knows nothing of."""
        return f"{self.prefix}.each"


class Vector(msgspec.Struct, frozen=True):
    """The term vectors of one field: what stands in each document, document by document."""

    prefix: str
    kind: str


class Documents(msgspec.Struct, frozen=True):
    """What is kept of each document: for each field, the name of the section that holds it."""

    size: int
    lengths: dict[str, str]
    columns: dict[str, str]
    vectors: dict[str, Vector]


_OURS: Final[Mapping[str, Field]] = MappingProxyType(
    {name: Field(name, "positions", placed=True) for pair in TEXTS.values() for name in pair}
    | {name: Field(name, "existence" if name in ("id", "url") else "frequency") for name in SETS}
)
_OUR_LENGTHS: Final = {name: f"{part}.lengths" for part, pair in TEXTS.items() for name in pair}


def fields_of(sections: Sections) -> dict[str, Field]:
    """Return the fields that have terms, by name."""
    if TERMS in sections:
        return msgspec.json.decode(sections.view(TERMS), type=dict[str, Field])
    if DOCUMENTS in sections:
        return {}  # Whoosh's writer asks for the documents before it writes the terms
    return {name: one for name, one in _OURS.items() if f"{name}.df" in sections}


def documents_of(sections: Sections) -> Documents | None:
    """Return what Whoosh's writer kept of each document; None in a segment of ours."""
    if DOCUMENTS in sections:
        return msgspec.json.decode(sections.view(DOCUMENTS), type=Documents)
    if TERMS in sections:
        return Documents(0, {}, {}, {})
    return None


def our_lengths(sections: Sections) -> dict[str, str]:
    """Return, for each field of ours that has lengths, the section that holds them."""
    return {name: held for name, held in _OUR_LENGTHS.items() if held in sections}


def write_told(out: SectionWriter, name: str, told: dict[str, Field] | Documents) -> None:
    """Write a catalogue."""
    out.add(name, np.frombuffer(msgspec.json.encode(told), np.uint8), "<u1")


def path_of(storage: Any, segment: Segment, extension: str) -> Path | None:
    """Return where a file of a segment lies; None in a storage that is no folder."""
    if not isinstance(storage, FileStorage):
        return None
    return Path(storage.folder) / segment.make_filename(extension)


def opened(storage: Any, segment: Segment, extension: str = EXTENSION) -> Sections:
    """Return a file of a segment, open.

    Raises:
        IndexCorrupt: it is damaged or missing.

    """
    path = path_of(storage, segment, extension)
    if path is not None:
        return Sections(path)
    name = segment.make_filename(extension)
    with TemporaryDirectory() as folder:  # once mapped, a file needs no name
        path = Path(folder) / name
        with storage.open_file(name) as file:
            path.write_bytes(file.read())
        return Sections(path)


__all__ = [
    "DOCUMENTS",
    "DOCUMENTS_EXTENSION",
    "EXTENSION",
    "PUBLISHED",
    "STORED",
    "TERMS",
    "Documents",
    "Field",
    "Vector",
    "documents_of",
    "fields_of",
    "opened",
    "our_lengths",
    "path_of",
    "write_told",
]
