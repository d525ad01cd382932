"""How do I get the records out of a JSONL file of any size, with some broken lines?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, cast

import msgspec

from ..article import Reason, Skipped
from ..encoding import decode
from ..settings import Limits
from .gz import BROKEN, unpacked
from .lines import lines
from .parts import Fault, Record, Stream


def read(stream: Stream, limits: Limits) -> Iterator[Record | Fault]:
    """The lines that are not blank, one in memory at a time; .gz is unpacked.

    A broken line is a Fault, and so is the last one where the file as a whole goes wrong. Raises
    OSError where the file cannot be read.
    """
    number = 0
    try:
        with unpacked(stream) as file:
            found = lines(file, longest=limits.line_bytes, total=limits.records_bytes)
            for number, line in enumerate(found, start=1):
                if isinstance(line, Skipped):
                    yield Fault(f"line {number}", line)
                elif line.strip():
                    yield _record(line, f"line {number}", stream.path)
    except BROKEN as error:
        yield Fault(f"line {number + 1}", Skipped(Reason.MALFORMED, f"broken gzip: {error}"))


def _record(line: bytes, place: str, path: str) -> Record | Fault:
    value = parse(line)
    if isinstance(value, Skipped):
        return Fault(place, value)
    return Record(content=line, path=path, place=place, value=value)


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
