"""What did the server send, once its wrapping is off? Chunks and compression of HTTP."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import BinaryIO

from fastwarc.stream_io import (  # pyright: ignore[reportMissingModuleSource] - compiled
    BrotliReader,
    ChunkedReader,
    GzipReader,
    WarcReader,
    ZstdReader,
)

_Unwrap = Callable[[BinaryIO], WarcReader]
_CODINGS: dict[str, _Unwrap] = {
    "chunked": ChunkedReader,
    "gzip": GzipReader,
    "x-gzip": GzipReader,
    "deflate": partial(GzipReader, zlib=True),
    "br": BrotliReader,
    "zstd": ZstdReader,
}


def unwrap(content: bytes, transfer: str, coding: str, limit: int) -> bytes:
    r"""The bytes of a page from those of its response; at most `limit` + 1 of them.

    `transfer` and `coding` are the headers Transfer-Encoding and Content-Encoding. Many crawlers
    take off a wrapping and leave its header: what cannot be taken off is not there.

    >>> unwrap(b"3\r\nabc\r\n0\r\n\r\n", "chunked", "", 9)
    b'abc'
    >>> unwrap(b"abc", "chunked", "gzip", 9)
    b'abc'
    """
    for name in [*_names(transfer), *_names(coding)]:
        wrapping = _CODINGS.get(name)
        if wrapping is not None:
            content = _unwrapped(content, wrapping, limit)
    return content


def _names(header: str) -> list[str]:
    """The codings in the order in which they are taken off: the last one was put on last."""
    return [name.strip().lower() for name in header.split(",")][::-1]


def _unwrapped(content: bytes, wrapping: _Unwrap, limit: int) -> bytes:
    found = bytearray()
    try:
        reader = wrapping(BytesIO(content))
        while len(found) <= limit and (block := reader.read(limit + 1 - len(found))):
            found += block
    except OSError:  # cut off or damaged on the way, or never wrapped
        pass
    return bytes(found) or content
