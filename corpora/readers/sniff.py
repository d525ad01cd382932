"""What kind of file is this? Its content says, and where that is not enough, its name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from ..article import Reason, Skipped
from ..rules import load

HEAD = 16_384  # bytes looked at; some templates open with kilobytes of comments


class Kind(StrEnum):
    """The kinds of file that we read."""

    HTML = "html"
    MHTML = "mhtml"
    TEXT = "text"
    RECORDS = "records"  # JSONL: one article a line
    TABLE = "table"  # CSV, TSV: one article a row
    WARC = "warc"
    ZIP = "zip"  # among them WACZ


# The kinds that hold many articles, each with a module of that name
CONTAINERS = frozenset({Kind.RECORDS, Kind.TABLE, Kind.WARC, Kind.ZIP})


@dataclass(frozen=True, slots=True)
class Suffixes:
    """The groups of data/suffixes.yaml."""

    html: list[str]
    mhtml: list[str]
    text: list[str]
    records: list[str]
    table: list[str]
    warc: list[str]
    zip: list[str]
    companions: list[str]
    unsupported: dict[str, list[str]]


SUFFIXES = load("suffixes.yaml", Suffixes)
PAGE_SUFFIXES = tuple(SUFFIXES.html + SUFFIXES.mhtml)
_KINDS = {suffix: kind for kind in Kind for suffix in getattr(SUFFIXES, kind)}
_UNSUPPORTED = {suffix: group for group, names in SUFFIXES.unsupported.items() for suffix in names}

_MAGIC = (  # how the files start that are never text, whatever their name
    *(b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM\x00", b"\x00\x00\x01\x00"),
    *(b"%PDF-", b"\xd0\xcf\x11\xe0", b"Rar!\x1a", b"7z\xbc\xaf"),
    *(b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd", b"\x1f\x8b", b"\x7fELF", b"MZ\x90", b"OggS"),
    *(b"wOFF", b"wOF2", b"ID3", b"fLaC", b"SQLite format 3\x00", b"\x1aE\xdf\xa3"),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")  # the second is a zip with nothing in it
_WARC = b"WARC/"
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")  # UTF-16 and UTF-32
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\f\x1b")) + b"\x7f"
_CONTROL_SHARE = 0.03  # compressed bytes have 0.10; saved text has the odd NUL at most

_OPENING = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s|<!--.*?-->|<\?xml[^>]*>)*<(?:!doctype\s+)?html", re.I | re.S
)
_TAG = re.compile(
    rb"<(?:head|body|meta|title|script|div|article|main|section|h1|p|table)[\s>]", re.I
)
_FEED = re.compile(rb"<(?:rss|feed|urlset|sitemapindex|svg|opml)[\s>]", re.I)
_MHTML = re.compile(rb"^content-type:\s*multipart/related", re.I | re.M)
_PARTS = re.compile(rb"^content-type:\s*(?:multipart/|text/html)", re.I | re.M)
_OBJECT = re.compile(rb"\s*\{\s*\"[^\"\n]*\"\s*:[^\n]+\}\s*?\n\s*(?:\{|$)")  # a line of JSONL


def kind_of(head: bytes, path: str) -> Kind | Skipped:
    """The kind of a file from its first bytes, uncompressed, and its path.

    >>> str(kind_of(b"<!DOCTYPE html><title>Banjir</title>", "halaman.txt"))
    'html'
    """
    if head.startswith(_ZIP):
        return Kind.ZIP
    if head.startswith(_WARC):
        return Kind.WARC
    if head.startswith(_MAGIC):
        return Skipped(Reason.BINARY)
    plain = _narrow(head)
    if _OPENING.match(plain):
        return Kind.HTML
    if _is_mhtml(plain, kind_of_name(path)):
        return Kind.MHTML
    if len(plain) - len(plain.translate(None, _CONTROL)) > _CONTROL_SHARE * len(plain):
        return Skipped(Reason.BINARY)
    return _by_name(plain, path)


def kind_of_name(path: str) -> Kind | None:
    """What the name alone promises; None for a name that says nothing."""
    return _KINDS.get(_suffix(path))


def unsupported(path: str) -> str | None:
    """The group of files that need not be opened to know that we do not read them.

    >>> unsupported("/berita/foto.JPG"), unsupported("/berita/halaman.html")
    ('image', None)
    """
    return _UNSUPPORTED.get(_suffix(path))


_PROMISED = (Kind.HTML, Kind.TEXT, Kind.RECORDS, Kind.TABLE)  # their names are believed


def _by_name(plain: bytes, path: str) -> Kind | Skipped:
    named = kind_of_name(path)
    if named is not None and named in _PROMISED:
        return named
    if named in (Kind.WARC, Kind.ZIP):
        return Skipped(Reason.MALFORMED, f"no {named} inside")
    if named is None and _OBJECT.match(plain):
        return Kind.RECORDS
    if _TAG.search(plain) and not _FEED.search(plain):
        return Kind.HTML
    if named is Kind.MHTML:
        return Skipped(Reason.MALFORMED, "no MHTML headers")
    return Skipped(Reason.UNSUPPORTED, f"neither HTML nor a name that ends in {_readable()}")


def _is_mhtml(plain: bytes, named: Kind | None) -> bool:
    headers = re.split(rb"\r?\n\r?\n", plain.lstrip(), maxsplit=1)[0]
    wanted = _PARTS if named is Kind.MHTML else _MHTML  # else every saved mail would be a page
    return wanted.search(headers) is not None


def _narrow(head: bytes) -> bytes:
    """UTF-16 and UTF-32 as the bytes of their ASCII letters; all else as it is."""
    wide = head.startswith(_WIDE_MARKS) or head[:2] in (b"<\x00", b"\x00<")
    return head.lstrip(b"\xff\xfe\x00").replace(b"\x00", b"") if wide else head


def _suffix(path: str) -> str:
    """The end of the name in lower case, without ".gz" and what wget keeps of a query."""
    name = path.rpartition("/")[2].lower().removesuffix(".gz")
    return re.split(r"[?#&;@=]", name.rpartition(".")[2], maxsplit=1)[0] if "." in name else ""


@cache
def _readable() -> str:
    return ", ".join(f".{suffix}" for suffix in ("html", "mhtml", "txt", "jsonl", "csv"))
