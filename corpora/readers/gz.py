"""What is inside this .gz, without letting it fill the memory?"""

from __future__ import annotations

import zlib
from gzip import BadGzipFile, GzipFile
from io import BytesIO

from ..article import Reason, Skipped

MAGIC = b"\x1f\x8b"
BROKEN = (EOFError, BadGzipFile, zlib.error)  # what a truncated or damaged stream raises


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
