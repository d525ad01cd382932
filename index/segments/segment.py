"""What does a segment hold? The articles of one or more batches, and everything to search them.

One immutable file of sections (see `sections`): fields of postings (see `postings`), the exact
length of each part, the date column, what tells copies (see `prints`), and the articles (see
`texts`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from ...corpora.article import Article
from ..disk.absent import NoField
from ..disk.columns import Column, read_column, write_columns
from ..disk.narrow import least_dtype
from ..disk.postings import FieldReader
from ..disk.prints import NO_LINKS, Links, Prints, prints_of, write_prints
from ..disk.runs import Ints
from ..disk.sections import Sections, SectionWriter
from ..disk.strings import string, write_strings
from ..disk.texts import Articles, Stored, write_articles
from ..schema import (
    CAPITALS,
    LABELS,
    LONG_FORMS,
    PUBLISHED,
    SHORT_FORMS,
    TEXTS,
    VALUES,
    label_values,
    timestamp,
)
from .field_writing import FieldWriter
from .inversion import Texts, Vocabulary
from .termsort import Inverted, labels

SUFFIX: Final = ".tls"
IDS: Final = "id.by_doc"


def write_segment(
    path: Path,
    articles: Sequence[Article],
    vocabulary: Vocabulary,
    linked: Callable[[Prints], Links] = lambda _: NO_LINKS,
) -> None:
    """Write a segment of articles, in their order; `linked` finds what tells the same story.

    Raises:
        OSError: the disk is full or failing; the file is then of no use.

    """
    with SectionWriter(path) as out:
        texts = {"title": [one.title for one in articles], "body": [one.text for one in articles]}
        _write_part(out, "title", vocabulary.invert(texts["title"]))
        body = vocabulary.invert(texts["body"])
        prints = prints_of(texts["body"], [one.site for one in articles], body.words)
        _write_part(out, "body", body)
        for label in (*LABELS, "id", "url"):
            _write_field(out, label, labels(label_values(label, articles)), positions=False)
        _write_acronyms(out, articles)
        moments = np.array([timestamp(one.published) for one in articles], np.int64)
        out.add(PUBLISHED, moments, "<i8")
        write_columns(out, articles)
        write_prints(out, prints, linked(prints))
        write_strings(out, IDS, [one.id.encode() for one in articles])
        write_articles(out, articles)


def _write_part(out: SectionWriter, part: str, found: Texts) -> None:
    _write_field(out, TEXTS[part].stem, found.stem, positions=True)
    _write_field(out, TEXTS[part].exact, found.exact, positions=True)
    _write_field(out, CAPITALS[part], found.capitals, positions=False)
    _write_field(out, VALUES[part], labels(found.values), positions=False)
    out.add(f"{part}.lengths", found.lengths, least_dtype(found.lengths))


def _write_acronyms(out: SectionWriter, articles: Sequence[Article]) -> None:
    from ..language.acronyms import pairs  # here: a search learns nothing

    learnt = [[one.terms for one in pairs(article.text)] for article in articles]
    for at, field in enumerate((SHORT_FORMS, LONG_FORMS)):
        found = labels([[terms[at] for terms in one] for one in learnt])
        _write_field(out, field, found, positions=False)


def _write_field(out: SectionWriter, name: str, found: Inverted, *, positions: bool) -> None:
    writer = FieldWriter(name, positions=positions)
    writer.add(found.terms, found.block)
    writer.finish(out)


class SegmentFile:
    """A segment, open for reading. Deleted documents are not known here: see the manifest."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.sections = Sections(path)
        self.size = self.sections.length(PUBLISHED)
        self.field = lru_cache(None)(self._field)
        self.column = lru_cache(None)(self._column)
        self._articles = Articles(self.sections)

    def close(self) -> None:
        """Let go of the file."""
        self._articles.close()
        self.column.cache_clear()
        self.sections.close()

    def _field(self, name: str) -> FieldReader:
        there = f"{name}.df" in self.sections
        return FieldReader(self.sections, name) if there else NoField()

    def lengths(self, part: str) -> NDArray[Any]:
        """Return the length of a part of each document, in positions."""
        return self.sections.array(f"{part}.lengths")

    @cached_property
    def published(self) -> Ints:
        """Milliseconds since 1970 UTC of each document, or UNDATED."""
        return self.sections.array(PUBLISHED)

    def _column(self, name: str) -> Column:
        """Return the value of each document in a column."""
        return read_column(self.sections, name)

    def id(self, doc: int) -> str:
        """Return the id of a document."""
        return string(self.sections, IDS, doc).decode()

    def stored(self, doc: int) -> Stored:
        """Return the article of a document, to be unpacked as far as it is asked for."""
        return self._articles.stored(doc)

    def article(self, doc: int) -> Article:
        """Return the article of a document.

        Raises:
            IndexCorrupt: its bytes are damaged.

        """
        return self.stored(doc).article

    def articles(self) -> Iterator[Article]:
        """Yield every article, deleted ones included."""
        return (self.article(doc) for doc in range(self.size))
