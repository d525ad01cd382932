"""Which pages does a web archive hold (.warc, .warc.gz)? The latest capture of each address."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b

from fastwarc.warc import (  # pyright: ignore[reportMissingModuleSource] - compiled
    WarcRecord,
    WarcRecordType,
)

from ..article import Reason, Skipped
from ..settings import Limits
from ..urls import key
from .parts import Fault, Page, Stream, inside
from .saved import moment
from .sniff import HEAD, Kind, kind_of
from .transfer import unwrap
from .warc_records import records

_PAGES = ("text/html", "application/xhtml+xml")
_KINDS = WarcRecordType.response | WarcRecordType.resource
_PLACE_BITS = 40  # of a capture: so many records may be in a file


@dataclass(frozen=True, slots=True)
class _Response:
    """What a server answered, without its content."""

    url: str
    date: str | None
    is_typed: bool  # whether it says that it is a page; else its content must
    transfer: str = ""
    coding: str = ""
    charset: str | None = None


def read(stream: Stream, limits: Limits) -> Iterator[Page | Fault]:
    """The pages of the archive in its order; what is broken in between, as Fault.

    Two passes: the first reads headers only, to learn which capture of an address is the latest;
    of each address it keeps two numbers. Raises OSError where the file cannot be read.
    """
    latest = _latest(stream, limits)
    following = iter(latest)
    wanted = next(following, None)
    is_cut = False
    for place, record in enumerate(records(stream, limits.records_bytes)):
        if isinstance(record, Skipped):
            if not is_cut:  # else it has been told of the page that was cut off
                yield Fault("", record)
        elif place == wanted:
            wanted = next(following, None)
            part = _part(record, stream.path, limits)
            is_cut = isinstance(part, Fault)
            if part is not None:
                yield part


def _latest(stream: Stream, limits: Limits) -> array[int]:
    """The places of the records that are the latest captures of pages, ascending."""
    captures: dict[bytes, int] = {}
    for place, record in enumerate(records(stream, limits.records_bytes)):
        response = None if isinstance(record, Skipped) else _response(record)
        if response is None:
            continue
        saved = moment(response.date)
        since = max(0, int(saved.timestamp() * 1000)) if saved else 0
        address = blake2b(key(response.url).encode("utf-8", "replace"), digest_size=12).digest()
        capture = since << _PLACE_BITS | place  # of two at the same time, the one behind
        captures[address] = max(capture, captures.get(address, -1))
    return array("Q", sorted(one & ((1 << _PLACE_BITS) - 1) for one in captures.values()))


def _response(record: WarcRecord) -> _Response | None:
    """The answer that a record holds, if it may be a page; None for all else."""
    if not record.record_type & _KINDS:
        return None
    url = (record.headers.get("WARC-Target-URI") or "").strip("<>")  # as wget 1.19 wrote it
    if not url.startswith(("http://", "https://")):
        return None
    date = record.headers.get("WARC-Date")
    if not record.is_http:
        media = _media(record.headers.get("Content-Type"))
        return _Response(url, date, is_typed=True) if media in _PAGES else None
    try:
        record.parse_http()  # pyright: ignore[reportUnknownMemberType] - no result declared
    except OSError:  # an answer without headers
        return None
    told = record.http_headers
    media = _media(told.get("Content-Type"))
    if told.status_code != 200 or (media and media not in _PAGES):
        return None
    wrapping = [told.get(name) or "" for name in ("Transfer-Encoding", "Content-Encoding")]
    charset = (record.http_charset or "").strip("\"' ") or None
    return _Response(url, date, bool(media), wrapping[0], wrapping[1], charset)


def _media(header: str | None) -> str:
    return (header or "").partition(";")[0].strip().lower()


def _part(record: WarcRecord, path: str, limits: Limits) -> Page | Fault | None:
    """The page of a record, or what is wrong with it; None if its content is no page."""
    response = _response(record)
    if response is None:  # it was one in the first pass: the file has changed since
        return None
    size = record.content_length
    if size > limits.file_bytes:
        detail = f"{size} bytes, over {limits.file_bytes}"
        return Fault(response.url, Skipped(Reason.TOO_LARGE, detail))
    try:
        record.freeze()
        content = record.reader.read() if size else b""
    except OSError as error:
        return Fault(response.url, Skipped(Reason.MALFORMED, f"damaged: {error}"))
    if len(content) < size:
        detail = f"cut off after {len(content)} of {size} bytes"
        return Fault(response.url, Skipped(Reason.MALFORMED, detail))
    content = unwrap(content, response.transfer, response.coding, limits.file_bytes)
    if not response.is_typed and kind_of(content[:HEAD], "") is not Kind.HTML:
        return None
    return Page(
        content=content,
        path=inside(path, response.url),
        place=response.url,
        url=response.url,
        declared=response.charset,
        saved=moment(response.date),
    )
