"""What is inside this .gz, without letting it fill the memory?"""

from __future__ import annotations

import zlib
from collections.abc import Generator
from contextlib import contextmanager
from gzip import BadGzipFile, GzipFile
from io import BytesIO
from typing import BinaryIO, cast

from ..article import Reason, Skipped
from .parts import Stream

MAGIC = b"\x1f\x8b"
BROKEN = (EOFError, BadGzipFile, zlib.error)  # what a truncated or damaged stream raises
_HEADER = 16 + zlib.MAX_WBITS  # tells zlib to expect the header of gzip


def is_gzip(head: bytes) -> bool:
    """Whether the bytes start a gzip stream. Servers send pages so, and tools save them so."""
    return head.startswith(MAGIC)


def inflate(content: bytes, limit: int) -> bytes | Skipped:
    """The bytes inside; never holds more than `limit` + 1 of them."""
    try:
        with GzipFile(fileobj=BytesIO(content)) as stream:
            inside = stream.read(limit + 1)
    except BROKEN as error:
        return Skipped(Reason.MALFORMED, f"broken gzip: {error}")
    if len(inside) > limit:
        return Skipped(Reason.TOO_LARGE, f"over {limit} bytes when unpacked")
    return inside


def head_inside(head: bytes, size: int) -> bytes:
    """Up to `size` bytes of what is inside, as far as these first bytes of the file tell.

    >>> head_inside(b"no gzip at all", 100)
    b''
    """
    try:
        return zlib.decompressobj(_HEADER).decompress(head, size)
    except zlib.error:
        return b""


@contextmanager
def unpacked(stream: Stream) -> Generator[BinaryIO]:
    """The bytes of a stream, unpacked if they are gzip; reading on may raise one of BROKEN."""
    with stream.open() as file:
        if is_gzip(file.peek(2)):
            with GzipFile(fileobj=file) as inside:
                yield cast("BinaryIO", inside)
        else:
            yield file
