"""How do tests make pages, and the files of many pages that hold them?"""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from base64 import b64encode
from collections.abc import Iterable, Mapping
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from typing import Any

from telusur.corpora.article import Reason
from telusur.corpora.events import Done, Event, Found, Lost, Source, Task
from telusur.corpora.extraction import Extraction
from telusur.corpora.pipeline import read_articles
from telusur.corpora.readers.parts import Stream
from telusur.corpora.settings import Limits

DATE = "2021-10-03T02:30:00Z"
URL = "https://contoh.example/berita/{}"
PAGE = """<!DOCTYPE html><html lang="id"><head><meta charset="utf-8"><title>{title}</title>
</head><body><article><h1>{title}</h1>
<p>Pemerintah daerah menutup tiga ruas jalan setelah hujan deras mengguyur kota sejak malam. Petugas
mengalihkan kendaraan ke jalan lingkar dan meminta warga menunda perjalanan sampai air surut.</p>
<p>{text}</p>
<p>Kepala badan penanggulangan bencana mengatakan pompa air sudah dikerahkan ke lima kelurahan.
Warga yang mengungsi menerima makanan, selimut dan obat-obatan di balai kota sejak pagi hari.</p>
</article></body></html>"""
TEXT = "Jembatan di hulu tetap dibuka, kata “Camat” setempat, tetapi truk besar dilarang lewat."


def page(title: str = "Banjir Rendam Tiga Desa", text: str = TEXT, *, head: str = "") -> bytes:
    return PAGE.format(title=title, text=text).replace("</head>", head + "</head>").encode()


def canonical(url: str) -> str:
    return f'<link rel="canonical" href="{url}">'


def response(
    content: bytes, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> bytes:
    """What a server answers."""
    told = {"Content-Type": "text/html; charset=utf-8"} | dict(headers or {})
    lines = [f"HTTP/1.1 {status} X", *(f"{name}: {value}" for name, value in told.items() if value)]
    return "\r\n".join([*lines, "", ""]).encode() + content


def record(
    block: bytes,
    url: str = URL.format(1),
    *,
    date: str = DATE,
    kind: str = "response",
    media: str = "application/http; msgtype=response",
    length: int | None = None,
) -> bytes:
    """A record of a WARC, written by the book (ISO 28500) and by nobody's library."""
    headers = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:{abs(hash((block, url, date))):032x}>",
        "WARC-Date": date,
        "WARC-Target-URI": url,
        "Content-Type": media,
        "Content-Length": str(len(block) if length is None else length),
    }
    lines = ["WARC/1.1", *(f"{name}: {value}" for name, value in headers.items() if value), "", ""]
    return "\r\n".join(lines).encode() + block + b"\r\n\r\n"


def captured(url: str, content: bytes, date: str = DATE) -> bytes:
    """A page as a crawler keeps it."""
    return record(response(content), url, date=date)


def warc(records: Iterable[bytes], *, packed: bool = True) -> bytes:
    """A WARC; packed, each record is a gzip stream of its own."""
    return b"".join(map(gzip.compress, records) if packed else records)


def zipped(members: Mapping[str, bytes | str], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def wacz(*warcs: bytes) -> bytes:
    members: dict[str, bytes | str] = {
        "datapackage.json": json.dumps({"profile": "data-package", "wacz_version": "1.1.1"}),
        "pages/pages.jsonl": '{"format": "json-pages-1.0"}\n{"url": "x", "text": "bukan berita"}\n',
        "indexes/index.cdx.gz": gzip.compress(b"x"),
    }
    archives = {f"archive/data-{number}.warc.gz": one for number, one in enumerate(warcs)}
    return zipped(members | archives, method=zipfile.ZIP_STORED)


def mhtml(url: str, content: bytes, *, date: str = "Sun, 3 Oct 2021 09:30:00 +0700") -> bytes:
    """A page as Chrome saves it, with an image and a frame."""
    message = EmailMessage()
    message["From"] = "<Saved by a browser>"
    message["Snapshot-Content-Location"] = url
    message["Date"] = date
    message.set_content(content, "text", "html", cte="quoted-printable")
    message.make_related()
    message.add_related(b"\x89PNG\r\n" + bytes(99), "image", "png")
    message.add_related(b"<html><p>iklan</p></html>", "text", "html")
    return message.as_bytes()


def single_file(url: str, content: bytes, *, pictures: int = 0) -> bytes:
    """A page as the SingleFile extension saves it, with so many bytes of pictures."""
    note = (
        f"<!--\n Page saved with SingleFile \n url: {url} \n"
        " saved date: Sun Oct 03 2021 09:30:00 GMT+0700 (Waktu Indonesia Barat)\n-->"
    )
    data = b64encode(bytes(range(256)) * (pictures // 256)).decode()
    picture = f'<img src="data:image/png;base64,{data}">' if pictures else ""
    made = content.replace(b"<head>", f"{note}<head>".encode(), 1)
    return made.replace(b"</article>", f"{picture}</article>".encode(), 1)


def table(rows: list[dict[str, Any]], *, delimiter: str = ",") -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]) if rows else ["text"], delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def stream(content: bytes, path: str = "/arsip") -> Stream:
    return Stream(path, lambda: io.BufferedReader(io.BytesIO(content)))  # type: ignore[arg-type]


def file_stream(path: Path) -> Stream:
    return Stream(str(path), partial(path.open, "rb"))


def events(path: Path, *, workers: int = 0, **limits: Any) -> list[Event]:
    tasks = [Task(Source(str(path), 0, 0))]
    options = Extraction()
    return list(read_articles(tasks, options=options, limits=Limits(**limits), workers=workers))


def told(found: Iterable[Event]) -> list[str | tuple[Reason, str]]:
    """The title of each article, and the loss of each part, in order; nothing else but an end."""
    pairs = list(found)
    assert isinstance(pairs[-1], Done)
    return [
        one.article.title if isinstance(one, Found) else (one.skipped.reason, one.skipped.detail)
        for one in pairs[:-1]
        if isinstance(one, Found | Lost)
    ]
