"""How do I get the records out of a JSONL file of any size, with some broken lines?"""

from __future__ import annotations

import io
import json
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from gzip import GzipFile
from pathlib import Path
from typing import Any, cast

import msgspec

from ..article import Reason, Skipped
from ..encoding import decode
from .gz import BROKEN, is_gzip

CHUNK = 1 << 20  # bytes at a time while the rest of a line that is too long is passed over
_UTF8_MARK = b"\xef\xbb\xbf"
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file: its number from 1, its bytes, and the JSON value in it or its fault.

    `content` is empty where the line was too long to be held.
    """

    number: int
    content: bytes
    value: Any


def read(path: Path, *, line_bytes: int, total_bytes: int) -> Iterator[Line]:
    """The lines of the file that are not blank, one in memory at a time; .gz is unpacked.

    A broken line is a Line whose value is Skipped, and so is the last one where the file as a
    whole goes wrong. Raises OSError where the file cannot be read.
    """
    number = 0
    try:
        with _opened(path) as stream:
            for number, line in enumerate(_lines(stream, line_bytes, total_bytes), start=1):
                if isinstance(line, Skipped):
                    yield Line(number, b"", line)
                elif line.strip():
                    yield Line(number, line, parse(line))
    except BROKEN as error:
        yield Line(number + 1, b"", Skipped(Reason.MALFORMED, f"broken gzip: {error}"))


def parse(line: bytes) -> Any:
    """The JSON value of a line, its strings fit for UTF-8; Skipped if there is none.

    >>> parse(b'{"id": 7}')
    {'id': 7}
    """
    try:
        return msgspec.json.decode(line)
    except (ValueError, RecursionError):
        return _parse_leniently(line)


def _parse_leniently(line: bytes) -> Any:
    """What other programs write as JSON: half an emoji as an escape, NaN, windows-1252."""
    try:
        return _mended(json.loads(decode(line)))
    except (ValueError, RecursionError) as error:
        return Skipped(Reason.MALFORMED, f"not JSON: {str(error).splitlines()[0]}")


def _mended(value: Any) -> Any:
    """The value with pairs of surrogates joined and lone ones replaced."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_mended(item) for item in cast("list[Any]", value)]
    if isinstance(value, dict):
        items = cast("dict[str, Any]", value).items()
        return {_mended(key): _mended(item) for key, item in items}
    return value


@contextmanager
def _opened(path: Path) -> Generator[io.BufferedIOBase]:
    with path.open("rb") as file:
        if is_gzip(file.peek(2)):
            with GzipFile(fileobj=file) as unpacked:
                yield cast("io.BufferedIOBase", unpacked)
        else:
            yield file


def _lines(stream: io.BufferedIOBase, longest: int, total: int) -> Iterator[bytes | Skipped]:
    """Each line; Skipped in place of one that is too long, and as the last where `total` ends."""
    first = True
    while line := stream.readline(longest + 1):
        if first and line.startswith(_WIDE_MARKS):
            yield Skipped(Reason.MALFORMED, "the file is in UTF-16; JSONL is UTF-8")
            return
        total -= len(line)
        if len(line) > longest and not line.endswith(b"\n"):
            total -= _pass_over(stream, total)
            yield Skipped(Reason.MALFORMED, f"longer than {longest} bytes")
        else:
            yield line.removeprefix(_UTF8_MARK) if first else line
        if total < 0:
            yield Skipped(Reason.TOO_LARGE, "the file goes on for too long")
            return
        first = False


def _pass_over(stream: io.BufferedIOBase, at_most: int) -> int:
    """Read to the end of the line, or a little over `at_most`; how many bytes that were."""
    passed = 0
    while passed <= at_most and (part := stream.readline(CHUNK)):
        passed += len(part)
        if part.endswith(b"\n"):
            break
    return passed
