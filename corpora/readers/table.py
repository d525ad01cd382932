"""How do I get the articles out of a table (.csv, .tsv) of any size, with some broken rows?"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..article import Reason, Skipped
from ..records import NAMES
from ..settings import Limits
from .gz import BROKEN, unpacked
from .parts import Fault, Record, Stream
from .rows import Row, Rows

DELIMITERS = ",;\t|"
SHOWN = 12  # columns that an error names, each with
LONGEST = 30  # characters
_BETWEEN = re.compile(r"[\s._-]+")
_TOLD = re.compile(r"sep=(.)\s*", re.IGNORECASE)  # Excel's own first line
_KNOWN = frozenset(name for names in NAMES.values() for name in names)


@dataclass(frozen=True, slots=True)
class _Header:
    """The key of each column, as records have it; empty where a column has no name."""

    keys: tuple[str, ...]

    def record(self, row: Row, path: str) -> Record | Fault:
        """A row as a record."""
        place = f"line {row.number}"
        if len(row.cells) != len(self.keys):
            if row.fault:
                return Fault(place, row.fault)
            detail = f"{len(row.cells)} cells under a header of {len(self.keys)}"
            return Fault(place, Skipped(Reason.MALFORMED, detail))
        pairs = zip(self.keys, row.cells, strict=True)
        value = {key: cell for key, cell in pairs if key and cell.strip()}
        # the header is part of what a row says: another name of a column makes another article
        content = f"{self.keys}{row.cells}".encode("utf-8", "surrogatepass")
        return Record(content=content, path=path, place=place, value=value)

    def problem(self) -> Skipped | None:
        """What is wrong with the header."""
        if any(key in NAMES["text"] for key in self.keys):
            return None
        found = ", ".join(key[:LONGEST] or "-" for key in self.keys[:SHOWN])
        more = ", …" if len(self.keys) > SHOWN else ""
        detail = (
            f"no column with a text: found {found}{more};"
            f" the first line must name the columns, one of them {', '.join(NAMES['text'])}"
        )
        return Skipped(Reason.MALFORMED, detail)


def read(stream: Stream, limits: Limits) -> Iterator[Record | Fault]:
    """The rows as records, one in memory at a time; .gz is unpacked.

    The first row must name the columns, one of them a text (data/fields.yaml). Comma, semicolon,
    tab and bar may separate them. A row with more or fewer cells is a Fault, named by its line,
    and so is the last one where the file as a whole goes wrong. Raises OSError.
    """
    rows = None
    try:
        with unpacked(stream) as file:
            rows = Rows(file, longest=limits.line_bytes, total=limits.records_bytes)
            yield from _read(rows, stream.path)
    except BROKEN as error:
        number = rows.number + 1 if rows else 1
        yield Fault(f"line {number}", Skipped(Reason.MALFORMED, f"broken gzip: {error}"))


def _read(rows: Rows, path: str) -> Iterator[Record | Fault]:
    first = rows.peek()
    told = _TOLD.fullmatch(first)
    if told:
        rows.skip()
    rows.delimiter = told[1] if told else delimiter_of(first)
    header: _Header | None = None
    for row in rows:
        if header is None and not row.fault:
            header = _Header(tuple(_keys(row.cells)))
            problem = header.problem()
            if problem:
                yield Fault(f"line {row.number}", problem)
                return
        elif header is None:
            yield Fault(f"line {row.number}", row.fault or Skipped(Reason.MALFORMED))
            return
        else:
            yield header.record(row, path)


def delimiter_of(line: str) -> str:
    r"""What separates the cells of a header: what makes the most of them.

    >>> delimiter_of("judul;isi;tanggal, jam"), delimiter_of("judul\tisi\n"), delimiter_of("isi")
    (';', '\t', ',')
    """
    line = line.partition("\r")[0]
    cells = {one: next(csv.reader([line], delimiter=one), list[str]()) for one in DELIMITERS}
    return max(DELIMITERS, key=lambda one: len(cells[one]))


def _keys(cells: list[str]) -> Iterator[str]:
    """The names of the columns; a second one of the same name gets a number."""
    seen: dict[str, int] = {}
    for cell in cells:
        name = " ".join(cell.replace("\x00", " ").split())
        folded = _BETWEEN.sub("_", name.lower())
        key = folded if folded in _KNOWN else name
        seen[key] = count = seen.get(key, 0) + 1
        yield f"{key}_{count}" if key and count > 1 else key
