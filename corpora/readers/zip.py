"""What is inside this zip, a WACZ among them, without letting it fill the memory or the disk?"""

from __future__ import annotations

import struct
from collections.abc import Container, Iterable, Iterator
from functools import partial
from io import SEEK_END, BufferedReader
from typing import BinaryIO, cast
from zipfile import BadZipFile, ZipFile, ZipInfo

from ..article import Reason, Skipped
from ..settings import Limits
from .bounded import Allowance, Bounded, Budget
from .companions import in_companion
from .parts import Broken, Fault, Stream, inside
from .sniff import Kind, kind_of_name, unsupported

DIRECTORY = 1 << 25  # bytes of the table of contents that we read: some 300,000 names
TAIL = 66_000  # bytes at the end in which the place of that table must stand
SLACK = 1_000_000  # bytes that a member may unpack to, however few it was
BROKEN = (  # what the standard library raises on zips that no program would write
    *(BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OverflowError),
    *(KeyError, IndexError, struct.error),
)
_OFFICE = {"[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF", "AndroidManifest.xml"}
_JUNK = ("__MACOSX/",)
_ENCRYPTED = 1  # a bit of the flags of a member


def read(stream: Stream, limits: Limits) -> Iterator[Stream | Fault]:
    """What lies in the zip, each to be read before the next is asked for; nothing is written.

    Names are labels only. Hidden files, companion folders of saved pages, and in a WACZ all but
    its web archives are passed over in silence. Raises OSError where the file cannot be read.
    """
    with stream.open() as file:
        size = _directory_size(file)
        if size > DIRECTORY:
            yield Fault("", Skipped(Reason.TOO_LARGE, f"{size} bytes of names, over {DIRECTORY}"))
            return
        try:
            archive = ZipFile(file)
        except BROKEN as error:
            yield Fault("", Skipped(Reason.MALFORMED, f"broken zip: {error}"))
            return
        with archive:
            yield from _members(archive, stream.path, limits)


def _members(archive: ZipFile, path: str, limits: Limits) -> Iterator[Stream | Fault]:
    members = {_name(info): info for info in archive.infolist() if not info.is_dir()}
    if _OFFICE & members.keys():
        yield Fault("", Skipped(Reason.UNSUPPORTED, "document or program"))
        return
    web = _web_archives(members)
    budget = Budget(limits.records_bytes)
    end = 0  # of the members before, by their places
    for name, info in sorted(members.items(), key=lambda one: one[1].header_offset):
        is_overlapping = info.header_offset < end
        end = max(end, info.header_offset + info.compress_size)
        if not (name in web if web else _is_wanted(name, members)):
            continue
        refused = _refused(name, info)
        if is_overlapping:
            refused = Skipped(Reason.MALFORMED, "lies over another one: made to unpack without end")
        if refused is not None:
            yield Fault(name, refused)
            continue
        most = limits.unpack_ratio * info.compress_size + SLACK
        opened = partial(_opened, archive, info, Allowance(most, budget))
        yield Stream(inside(path, name), opened)


def _opened(archive: ZipFile, info: ZipInfo, allowance: Allowance) -> BufferedReader:
    """A member, unpacked as it is read."""
    try:
        member = cast("BinaryIO", archive.open(info))
    except BROKEN as error:
        raise Broken(Reason.MALFORMED, f"broken zip: {error}") from error
    return BufferedReader(Bounded(member, allowance))


def _name(info: ZipInfo) -> str:
    """The name with "/" between its folders, as one line."""
    return " ".join(info.filename.replace("\\", "/").split())


def _web_archives(names: Iterable[str]) -> frozenset[str]:
    """The names of the web archives, if this is a WACZ: https://specs.webrecorder.net/wacz/"""
    here = set(names)
    if "datapackage.json" not in here:
        return frozenset()
    inside = (name for name in here if name.startswith("archive/"))
    return frozenset(name for name in inside if kind_of_name(name) is Kind.WARC)


def _is_wanted(name: str, names: Container[str]) -> bool:
    hidden = any(part.startswith(".") and part != ".." for part in name.split("/") if part != ".")
    return not hidden and not name.startswith(_JUNK) and not in_companion(name, names)


def _refused(name: str, info: ZipInfo) -> Skipped | None:
    """Why a member need not be opened."""
    if info.flag_bits & _ENCRYPTED:
        return Skipped(Reason.UNSUPPORTED, "encrypted")
    group = unsupported(name)
    return Skipped(Reason.UNSUPPORTED, group) if group else None


def _directory_size(file: BinaryIO) -> int:
    """How many bytes of names the file claims to have; 0 where it claims nothing."""
    file.seek(max(0, file.seek(0, SEEK_END) - TAIL))
    tail = file.read(TAIL)
    narrow, wide = tail.rfind(b"PK\x05\x06"), tail.rfind(b"PK\x06\x06")
    sizes = [0]
    if narrow >= 0:
        sizes.append(int.from_bytes(tail[narrow + 12 : narrow + 16], "little"))
    if wide >= 0:  # Zip64: the narrow one says 0xFFFFFFFF
        sizes = [0, int.from_bytes(tail[wide + 40 : wide + 48], "little")]
    return sizes[-1]
