"""Which records does a web archive hold, and where does it go on behind a damaged place?"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import BinaryIO

from fastwarc.warc import (  # pyright: ignore[reportMissingModuleSource] - compiled
    ArchiveIterator,
    WarcRecord,
    WarcRecordType,
)

from ..article import Reason, Skipped
from .gz import MAGIC
from .parts import Stream

BLOCK = 1 << 20  # bytes at a time while the next record is sought
TRIES = 1000  # places in a row where a record seems to start and does not: then we give up
_GZIP_START = MAGIC + b"\x08"
_PLAIN_START = b"\nWARC/"
_GZIP_HEADER = 16 + zlib.MAX_WBITS  # tells zlib to expect the header of gzip


def records(stream: Stream, most: int) -> Iterator[WarcRecord | Skipped]:
    """Each record, to be read before the next is asked for; Skipped for a gap between two.

    The last is Skipped where the file is cut off, or its records have over `most` bytes. Raises
    OSError where the file cannot be read.
    """
    with stream.open() as file:
        is_gzip = file.read(2) == MAGIC
        place, gap, tries = 0, None, TRIES
        start: int | None = 0
        while start is not None and tries:
            try:
                for record in _from(file, start):
                    if gap is not None:
                        yield Skipped(Reason.MALFORMED, f"damaged in bytes {gap} to {start}")
                        gap, tries = None, TRIES
                    place = record.stream_pos
                    most -= record.content_length
                    if most < 0:
                        yield Skipped(Reason.TOO_LARGE, "the file goes on for too long")
                        return
                    yield record
                start = None
            except OSError as error:
                if error.errno is not None:  # the disk, not what is on it
                    raise
                place = max(place, start)
                gap, tries = place if gap is None else gap, tries - 1
                start = _next_start(file, place + 1, is_gzip=is_gzip)
        if gap is not None:
            yield Skipped(Reason.MALFORMED, f"damaged from byte {gap} on")
        elif not _is_whole(file, place, is_gzip=is_gzip):
            yield Skipped(Reason.MALFORMED, f"cut off behind byte {place}")


def _from(file: BinaryIO, start: int) -> Iterator[WarcRecord]:
    """The records from a place on, without what is left of one whose headers are cut off."""
    file.seek(start)
    for record in ArchiveIterator(file, parse_http=False):
        if record.record_type != WarcRecordType.unknown or record.record_id:
            yield record


def _next_start(file: BinaryIO, place: int, *, is_gzip: bool) -> int | None:
    """Where the next record may start; None if nowhere. What only looks so is found out later."""
    start = _GZIP_START if is_gzip else _PLAIN_START
    file.seek(place)
    kept = b""
    while block := file.read(BLOCK):
        seen = kept + block
        found = seen.find(start)
        if found >= 0:
            return place - len(kept) + found + (0 if is_gzip else 1)
        kept = seen[1 - len(start) :]
        place += len(block)
    return None


def _is_whole(file: BinaryIO, place: int, *, is_gzip: bool) -> bool:
    """Whether the file ends as its last record, at `place`, must."""
    file.seek(place)
    if is_gzip:
        return _ends_packed(file)
    tail = b""
    while block := file.read(BLOCK):
        tail = (tail + block)[-4:]
    return not tail or tail.endswith((b"\n\n", b"\r\n\r\n"))


def _ends_packed(file: BinaryIO) -> bool:
    """Whether the last stream of gzip comes to its end."""
    unpacked, is_open = zlib.decompressobj(_GZIP_HEADER), False
    while block := file.read(BLOCK):
        while block:
            is_open = True
            try:
                unpacked.decompress(block, BLOCK)
            except zlib.error:
                return False
            block = unpacked.unconsumed_tail
            if unpacked.eof:
                block, is_open = unpacked.unused_data, False
                unpacked = zlib.decompressobj(_GZIP_HEADER)
    return not is_open
