"""Which rows does a table hold, where a field may span lines and a quote may be left open?"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, NamedTuple

from ..article import Reason, Skipped
from ..encoding import decode
from .lines import lines

REREAD = 100  # times that lines behind a quote left open are read again; then they go with it


class _Line(NamedTuple):
    number: int
    text: str | Skipped


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row that begins on line `number`, and what is wrong with it.

    With a fault, the cells are those of its first line if its quotes mean nothing: a better reading
    if they are as many as they should be.
    """

    number: int
    cells: list[str] = field(default_factory=list[str])
    fault: Skipped | None = None


class _Open(Exception):
    """A quote was opened, and its end is not in sight."""


class Rows:
    """An iterator of rows. Set `delimiter` before the first."""

    def __init__(self, file: BinaryIO, *, longest: int, total: int) -> None:
        self.delimiter = ","
        self.number = 0  # of the last line taken from the file
        self._longest = longest
        self._found = lines(file, longest=longest, total=total)
        self._waiting = deque[_Line]()  # lines that are to be read (again) before those of the file
        self._taken: list[_Line] = []  # the lines of the row in hand
        self._size = 0  # characters in them
        self._ended = False
        self._rereads = 0
        # The module's own limit is for all of the process, and too small for a long article.
        csv.field_size_limit(max(longest, csv.field_size_limit()))

    def peek(self) -> str:
        """The first line that is not blank; empty if there is none."""
        while (line := self._next_line()) is not None:
            if isinstance(line.text, Skipped) or line.text.strip():
                self._waiting.appendleft(line)
                return "" if isinstance(line.text, Skipped) else line.text
        return ""

    def skip(self) -> None:
        """Pass over the line that `peek` told."""
        self._waiting.popleft()

    def __iter__(self) -> Iterator[Row]:
        """Each row that is not blank."""
        parser = self._parser()
        while True:
            self._taken, self._size = [], 0
            try:
                cells = next(parser)
            except StopIteration:
                return
            except (_Open, csv.Error) as error:
                yield self._broken(error)
                parser = self._parser()
                continue
            if any(map(str.strip, cells)):
                yield Row(self._taken[0].number, cells)

    def _parser(self) -> Iterator[list[str]]:
        # strict: else a quote behind which the field goes on would swallow lines without a word
        return csv.reader(self._feed(), delimiter=self.delimiter, strict=True)

    def _feed(self) -> Iterator[str]:
        """The lines that the parser asks for. Raises _Open where a row takes too many."""
        while (line := self._next_line()) is not None:
            self._taken.append(line)
            self._size += len(line.text) if isinstance(line.text, str) else 0
            if isinstance(line.text, Skipped) or self._size > self._longest:
                raise _Open
            yield line.text
        self._ended = True

    def _next_line(self) -> _Line | None:
        if self._waiting:
            return self._waiting.popleft()
        line = next(self._found, None)
        if line is None:
            return None
        self.number += 1
        return _Line(self.number, line if isinstance(line, Skipped) else decode(line))

    def _broken(self, error: Exception) -> Row:
        """The row in hand; the lines behind its first one are rows of their own."""
        first, *rest = self._taken
        was_open = self._ended or isinstance(error, _Open)
        self._ended = False
        if isinstance(first.text, Skipped):
            return Row(first.number, fault=first.text)
        detail = "a quote is left open" if was_open else _why(error)
        if self._rereads < REREAD:
            self._rereads += bool(rest)
            self._waiting.extendleft(reversed(rest))
        elif rest:
            detail += f"; {len(rest)} lines behind it are lost as well"
        plain = csv.reader([first.text], delimiter=self.delimiter, quoting=csv.QUOTE_NONE)
        return Row(first.number, _cells(plain), Skipped(Reason.MALFORMED, detail))


def _why(error: Exception) -> str:
    told = str(error).partition(" - ")[0]  # behind it comes advice for programmers
    return told.replace("new-line character", "a carriage return")


def _cells(parser: Iterator[list[str]]) -> list[str]:
    try:
        return next(parser, list[str]())
    except csv.Error:  # a carriage return in the middle
        return []
