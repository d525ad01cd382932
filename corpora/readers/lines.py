"""Which lines does this stream hold, none of them longer than memory allows?"""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedReader, TextIOWrapper
from typing import BinaryIO, Protocol, cast

from ..article import Reason, Skipped

CHUNK = 1 << 20  # bytes at a time while the rest of a line that is too long is passed over
_UTF8_MARK = b"\xef\xbb\xbf"
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")


class _Source(Protocol):
    def readline(self, size: int, /) -> bytes: ...


class _Wide:
    """The lines of a stream in UTF-16, which Excel writes, in UTF-8."""

    def __init__(self, file: BinaryIO) -> None:
        self._text = TextIOWrapper(
            cast("BufferedReader", file), "utf-16", errors="replace", newline="\n"
        )

    def readline(self, size: int, /) -> bytes:
        """A line of up to `size` characters."""
        return self._text.readline(size).encode("utf-8", "replace")

    def let_go(self) -> None:
        """Leave the stream to whoever opened it, unless it was closed meanwhile."""
        if not self._text.closed:
            self._text.detach()


def lines(file: BinaryIO, *, longest: int, total: int) -> Iterator[bytes | Skipped]:
    """Each line with its end, in UTF-8 where the stream is in UTF-16, else as it is.

    Skipped stands in place of a line of over `longest` bytes, and as the last where `total` ends.
    """
    if not cast("BufferedReader", file).peek(2).startswith(_WIDE_MARKS):
        yield from _lines(file, longest, total)
        return
    wide = _Wide(file)
    try:
        yield from _lines(wide, longest, total)
    finally:
        wide.let_go()


def _lines(source: _Source, longest: int, total: int) -> Iterator[bytes | Skipped]:
    first = True
    while line := source.readline(longest + 1):
        total -= len(line)
        if len(line) > longest and not line.endswith(b"\n"):
            total -= _pass_over(source, total)
            yield Skipped(Reason.MALFORMED, f"longer than {longest} bytes")
        else:
            yield line.removeprefix(_UTF8_MARK) if first else line
        if total < 0:
            yield Skipped(Reason.TOO_LARGE, "the file goes on for too long")
            return
        first = False


def _pass_over(source: _Source, at_most: int) -> int:
    """Read to the end of the line, or a little over `at_most`; how many bytes that were."""
    passed = 0
    while passed <= at_most and (part := source.readline(CHUNK)):
        passed += len(part)
        if part.endswith(b"\n"):
            break
    return passed
