"""What does Whoosh keep of each occurrence of a term? Its posting values, as columns of numbers.

Whoosh keeps a value of bytes with each posting: positions, characters or boosts, pickled. We keep
the numbers in them, occurrence after occurrence, and make the bytes again when they are asked for.
Values of a format that we do not know, or that are not what their format makes, are kept as bytes.
"""

from __future__ import annotations

import pickle
import struct
from array import array
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Final, NamedTuple, cast, overload

import numpy as np
from numpy.typing import NDArray
from whoosh import formats

from ..disk.runs import Ints
from ..disk.sections import Sections, SectionWriter
from ..disk.strings import string, write_strings

POSITIONS: Final = "positions"
BYTES: Final = "bytes"
STORED_AS: Final = {"positions": "<i8", "starts": "<i8", "ends": "<i8", "boosts": "<f8"}
Row = tuple[float, ...]
_WORST: Final = (struct.error, pickle.UnpicklingError, ValueError, LookupError, EOFError, TypeError)
_PROTOCOL: Final = b"\x80\x02"  # how the pickles in Whoosh's values begin


class Kind(NamedTuple):
    """A format of Whoosh's, the numbers of an occurrence, and how they are read from a value."""

    name: str
    format: type[formats.Format]
    columns: tuple[str, ...] = ()
    reader: str = ""  # the method of the format
    pickled_at: int = 0  # where in a value the pickle begins

    def rows(self, form: Any, value: bytes) -> list[Row]:
        """Return the numbers of each occurrence; none where the format keeps none."""
        if not self.reader:
            return []
        found = getattr(form, self.reader)(value)
        return [(one,) for one in found] if len(self.columns) == 1 else found

    def value(self, form: Any, rows: list[Row], freq: int) -> bytes:
        """Return the value of a posting with these occurrences."""
        if self.format is formats.Frequency:
            return struct.pack("!I", freq)
        if self.format is formats.CharacterBoosts:
            return form.encode(rows)[0]  # with it comes the weight
        return form.encode([row[0] for row in rows] if len(self.columns) == 1 else rows)


_KINDS: Final = (
    Kind("existence", formats.Existence),
    Kind("frequency", formats.Frequency),
    Kind(POSITIONS, formats.Positions, ("positions",), "decode_positions", 4),
    Kind(
        "characters",
        formats.Characters,
        ("positions", "starts", "ends"),
        "decode_characters",
        4,
    ),
    Kind(
        "position boosts",
        formats.PositionBoosts,
        ("positions", "boosts"),
        "decode_position_boosts",
        8,
    ),
    Kind(
        "character boosts",
        formats.CharacterBoosts,
        ("positions", "starts", "ends", "boosts"),
        "decode_character_boosts",
        8,
    ),
)
_BY_NAME: Final[Mapping[str, Kind]] = {kind.name: kind for kind in _KINDS}
_BY_FORMAT: Final[Mapping[type[Any], Kind]] = {kind.format: kind for kind in _KINDS}


class ValueWriter:
    """Takes the values of postings, one after the other, and writes them as columns."""

    def __init__(self, form: Any) -> None:
        self._format = form
        self._kind = _BY_FORMAT.get(cast(type[Any], type(form)))
        self._bytes: list[bytes] = []
        self.freqs = array("q")
        self.columns: dict[str, array[Any]] = {
            name: array("d" if STORED_AS[name] == "<f8" else "q")
            for name in (self._kind.columns if self._kind else ())
        }

    @property
    def kind(self) -> str:
        """The name of what the values are made from."""
        return self._kind.name if self._kind else BYTES

    def add(self, value: bytes) -> None:
        """Take the value of the next posting."""
        if self._kind is not None and not self._take(self._kind, value):
            self._give_up(self._kind)
        if self._kind is None:
            self._bytes.append(value)
            self.freqs.append(1)

    def _take(self, kind: Kind, value: bytes) -> bool:
        """Take a value apart; False where it is not what its format makes."""
        at = kind.pickled_at
        if at and value[at : at + len(_PROTOCOL)] != _PROTOCOL:
            return False
        try:
            rows = kind.rows(self._format, value)
            freq = len(rows) or (int.from_bytes(value, "big") if value else 1)
            made = kind.value(self._format, rows, freq)
        except _WORST:
            return False
        if made != value or not freq:
            return False
        for name, numbers in zip(kind.columns, zip(*rows, strict=True), strict=True):
            self.columns[name].extend(numbers)
        self.freqs.append(freq)
        return True

    def _give_up(self, kind: Kind) -> None:
        """Keep bytes from now on, and those of the values before."""
        columns: dict[str, NDArray[Any]] = {
            name: np.array(held) for name, held in self.columns.items()
        }
        self._bytes = list(_made(kind, self._format, np.array(self.freqs, np.int64), columns))
        self._kind, self.columns = None, {}
        self.freqs = array("q", [1]) * len(self._bytes)

    def write(self, out: SectionWriter, prefix: str, *, but: str = "") -> None:
        """Write the values; without the column `but`, which is kept elsewhere."""
        if self._kind is None:
            write_strings(out, f"{prefix}.values", self._bytes)
        for name, held in self.columns.items():
            if name != but:
                out.add(f"{prefix}.{name}", np.array(held), STORED_AS[name])


def _made(
    kind: Kind, form: Any, freqs: Ints, columns: Mapping[str, NDArray[Any]]
) -> Iterable[bytes]:
    rows = list(zip(*(columns[name].tolist() for name in kind.columns), strict=True))
    end = 0
    for freq in freqs.tolist():
        start, end = end, end + freq
        yield kind.value(form, rows[start:end], freq)


class Run(NamedTuple):
    """Some postings that follow each other: the places of the first, and their frequencies."""

    first: int  # posting
    first_occurrence: int
    freqs: Ints
    positions: Ints | None = None  # where they are kept elsewhere


class Values(Sequence[bytes]):
    """The values of some postings, made when they are asked for."""

    def __init__(self, sections: Sections, prefix: str, kind: str, form: Any, run: Run) -> None:
        self._sections = sections
        self._prefix = prefix
        self._kind = _BY_NAME.get(kind)
        # The field may have another format today than when it was written.
        known = self._kind is None or type(form) is self._kind.format
        self._format = form if known or self._kind is None else self._kind.format()
        self._run = run

    def __len__(self) -> int:
        return len(self._run.freqs)

    @overload
    def __getitem__(self, index: int) -> bytes: ...
    @overload
    def __getitem__(self, index: slice) -> list[bytes]: ...
    def __getitem__(self, index: int | slice) -> bytes | list[bytes]:
        if isinstance(index, slice):
            return [self[one] for one in range(len(self))[index]]
        place = range(len(self))[index]  # raises where there is none
        if self._kind is None:
            return string(self._sections, f"{self._prefix}.values", self._run.first + place)
        freq = int(self._run.freqs[place])
        start = int(self._starts[place])
        columns = (self._column(name, start, start + freq) for name in self._kind.columns)
        return self._kind.value(self._format, list(zip(*columns, strict=True)), freq)

    @cached_property
    def _starts(self) -> Ints:
        return np.cumsum(self._run.freqs) - self._run.freqs

    def _column(self, name: str, start: int, stop: int) -> list[Any]:
        if name == POSITIONS and self._run.positions is not None:
            return self._run.positions[start:stop].tolist()
        first = self._run.first_occurrence
        held = self._sections.array(f"{self._prefix}.{name}", first + start, first + stop)
        return held.tolist()
