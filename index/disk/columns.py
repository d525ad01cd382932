"""Which value does each document have, to sort, collapse and count by? Values as small numbers.

A column of a segment is a list of values, and the number of one of them for each document:

    column.<name>.values     the values, in the order of their UTF-8 bytes, one after the other
    column.<name>.ends       where each ends
    column.<name>.ordinals   1 for the first value, 2 for the second …; 0 for a document without one
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...corpora.article import Article
from ..errors import IndexCorrupt
from .sections import Sections, SectionWriter

COLUMNS: Final[dict[str, Callable[[Article], str | None]]] = {
    "site": lambda article: article.site,
    "author": lambda article: next(iter(article.authors), None),  # the first one signs
    "section": lambda article: article.section,
    "kind": lambda article: article.kind,
}
WIDTHS: Final = ("<u1", "<u2", "<u4")

Mask = NDArray[np.bool_]


class Column(NamedTuple):
    """The value of each document: `values[ordinals[doc] - 1]`, or none where the ordinal is 0.

    Values are distinct, and sorted as Python sorts texts, which is the order of their UTF-8 bytes.
    """

    values: list[str]
    ordinals: NDArray[Any]

    def value(self, doc: int) -> str | None:
        """Return the value of a document."""
        ordinal = int(self.ordinals[doc])
        return self.values[ordinal - 1] if ordinal else None


def write_columns(out: SectionWriter, articles: Sequence[Article]) -> None:
    """Write the columns of articles, in their order."""
    for name, value_of in COLUMNS.items():
        told = [value_of(article) or None for article in articles]
        values = sorted({value for value in told if value is not None})
        numbers = {value: number for number, value in enumerate(values, 1)}
        ordinals = [0 if value is None else numbers[value] for value in told]
        _write(out, name, Column(values, np.array(ordinals, np.int64)))


def merge_columns(out: SectionWriter, parts: Sequence[tuple[Sections, Mask]]) -> None:
    """Write the columns of the live documents of several segments, in their order."""
    for name in COLUMNS:
        columns = [_living(read_column(sections, name), live) for sections, live in parts]
        _write(out, name, joined(columns))


def read_column(sections: Sections, name: str) -> Column:
    """Return a column of a segment, deleted documents included.

    Raises:
        IndexCorrupt: the segment is damaged, or has no such column.

    """
    key = f"column.{name}"
    if f"{key}.ordinals" not in sections:
        raise IndexCorrupt(sections.path, f"it has no column {name}")
    text = sections.array(f"{key}.values").tobytes()
    ends = sections.array(f"{key}.ends").tolist()
    try:
        values = [text[a:b].decode() for a, b in zip([0, *ends], ends, strict=False)]
    except UnicodeDecodeError as error:
        raise IndexCorrupt(sections.path, f"column {name}: {error}") from error
    ordinals = sections.array(f"{key}.ordinals")
    if len(ordinals) and int(ordinals.max()) > len(values):
        raise IndexCorrupt(sections.path, f"column {name} names a value that is not there")
    return Column(values, ordinals)


def joined(columns: Iterable[Column]) -> Column:
    """Return the columns of several segments as one; ordinals as int32."""
    parts = list(columns)
    values: list[str] = sorted(set[str]().union(*(part.values for part in parts)))
    numbers = {value: number for number, value in enumerate(values, 1)}
    found = [np.empty(0, np.int32)]
    for part in parts:
        renamed = np.array([0, *(numbers[value] for value in part.values)], np.int32)
        found.append(renamed[part.ordinals])
    return Column(values, np.concatenate(found))


def _living(column: Column, live: Mask) -> Column:
    """Return the column of the live documents, without values that none of them has."""
    ordinals = column.ordinals[live].astype(np.int64)
    used: list[int] = np.unique(ordinals[ordinals > 0]).tolist()
    values = [column.values[ordinal - 1] for ordinal in used]
    renamed = np.zeros(len(column.values) + 1, np.int64)
    renamed[used] = np.arange(1, len(used) + 1)
    return Column(values, renamed[ordinals])


def _write(out: SectionWriter, name: str, column: Column) -> None:
    texts = [value.encode() for value in column.values]
    ends = np.cumsum([len(text) for text in texts], dtype=np.int64)
    width = next(one for one in WIDTHS if len(texts) <= np.iinfo(one).max)
    out.add(f"column.{name}.values", np.frombuffer(b"".join(texts), np.uint8), "<u1")
    out.add(f"column.{name}.ends", ends, "<u8")
    out.add(f"column.{name}.ordinals", column.ordinals, width)
