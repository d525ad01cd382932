"""Does each kind of file give its articles, and junk nothing worse than a reason?"""

from __future__ import annotations

import gzip
import json
import quopri
from datetime import datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from telusur.corpora.article import Article, Reason, Skipped, make_id
from telusur.corpora.extraction import DEFAULTS, Extraction
from telusur.corpora.readers import gz, html, jsonl, mhtml, text
from telusur.corpora.readers.parts import Fault, Page, Stream
from telusur.corpora.readers.sniff import Kind, kind_of, unsupported
from telusur.corpora.records import article_of
from telusur.corpora.settings import Limits

PAGE = """<!DOCTYPE html>
<html lang="id"><head><meta charset="{charset}"><title>Banjir Rendam Tiga Desa</title></head>
<body><article><h1>Banjir Rendam Tiga Desa</h1>
<p>Hujan deras sejak Senin malam membuat sungai meluap dan merendam tiga desa di dekat kota.
“Air naik cepat sekali,” kata seorang warga yang mengungsi bersama keluarganya ke balai desa.</p>
<p>Petugas mengirim perahu karet, makanan dan selimut. Sekolah diliburkan sampai air surut, dan
jalan utama ditutup untuk semua kendaraan sampai hari Rabu mendatang.</p>
</article></body></html>"""
ARCHIVE = b"""From: <Saved by a browser>
Date: Sun, 3 Oct 2021 09:30:00 +0700
Snapshot-Content-Location: https://contoh.example/berita/
 banjir-1
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="----batas"

------batas
Content-Type: text/html
Content-ID: <iklan>
Content-Location: https://iklan.example/

<html><body>iklan</body></html>
------batas
Content-Type: text/html; charset="windows-1252"
Content-ID: <utama>
Content-Transfer-Encoding: quoted-printable
Content-Location: https://contoh.example/berita/banjir-1

%s
------batas--
"""


def page(charset: str = "utf-8") -> bytes:
    return PAGE.format(charset=charset).encode(charset)


def archive(start: bool = True) -> bytes:
    body = quopri.encodestring(page("windows-1252"))
    kind = b'type="text/html";'
    made = ARCHIVE.replace(kind, kind + b' start="<utama>";') if start else ARCHIVE
    return (made % body).replace(b"\n", b"\r\n")


def saved(content: bytes, path: str = "/a.html") -> Page:
    return Page(content=content, path=path)


def article(value: object) -> Article:
    assert isinstance(value, Article)
    return value


# What kind of file is it?

SNIFFED = [
    (b"<!doctype html><p>x", "a.txt", Kind.HTML),
    (b"  \n<!-- saved --><HTML lang=id>", "a.jsonl", Kind.HTML),
    (b"\xef\xbb\xbf<?xml version='1.0'?>\n<html>", "a", Kind.HTML),
    ("<!DOCTYPE html><html>".encode("utf-16"), "a.html", Kind.HTML),
    (b"<div class=x>halo</div>", "12345", Kind.HTML),
    (b"Banjir\n\nHujan deras", "a.html", Kind.HTML),
    (b"Banjir\n\nHujan deras", "a.txt", Kind.TEXT),
    ("Banjir\n\nHujan deras".encode("utf-16"), "a.TXT", Kind.TEXT),
    (b"\x93Banjir\x94, katanya", "a.txt", Kind.TEXT),
    (b'{"text": "x"}', "a.jsonl.gz", Kind.RECORDS),
    (b'{"text": "x"}', "a.NDJSON", Kind.RECORDS),
    (archive(), "a.html", Kind.MHTML),
    (page(), "a.mhtml", Kind.HTML),
    (b"From: x\r\n\r\nhalo", "a.mht", Reason.MALFORMED),
    (b"\x89PNG\r\n\x1a\n\x00\x00", "a.html", Reason.BINARY),
    (b"%PDF-1.4 <html>", "a.html", Reason.BINARY),
    (bytes(range(256)) * 4, "a.txt", Reason.BINARY),
    (b"<rss><channel><title>x</title>", "feed", Reason.UNSUPPORTED),
    (b"beli beras", "catatan", Reason.UNSUPPORTED),
    (b"judul;isi\r\n", "a.csv", Kind.TABLE),
    (b"judul\tisi\n", "a.TSV.gz", Kind.TABLE),
    (b"WARC/1.1\r\nWARC-Type: warcinfo\r\n", "a.html", Kind.WARC),
    (b"PK\x03\x04\x14", "a.html", Kind.ZIP),
    (b"<p>bukan arsip", "a.warc", Reason.MALFORMED),
    (b"bukan arsip", "a.zip", Reason.MALFORMED),
    (b'{"text": "x"}\n{"text": "y"}\n', "ekspor", Kind.RECORDS),
    (b'{"text": {\n "x": 1}}\n', "ekspor", Reason.UNSUPPORTED),
    (b"Subject: x\r\nContent-Type: text/html\r\n\r\n<p>halo", "a.mht", Kind.MHTML),
    (b"Subject: x\r\nContent-Type: multipart/mixed\r\n\r\nhalo", "surat", Reason.UNSUPPORTED),
]


@pytest.mark.parametrize(("head", "name", "kind"), SNIFFED)
def test_the_content_says_what_it_is(head: bytes, name: str, kind: Kind | Reason) -> None:
    told = kind_of(head, f"/berita/{name}")
    assert (told.reason if isinstance(told, Skipped) else told) is kind


@given(st.binary(max_size=300), st.sampled_from(["a.html", "a.mhtml", "a.txt", "a.jsonl", "a"]))
def test_any_bytes_are_of_some_kind(head: bytes, name: str) -> None:
    assert isinstance(kind_of(head, name), Kind | Skipped)


def test_names_tell_what_need_not_be_opened() -> None:
    assert unsupported("/x/foto.webp") == "image"
    assert unsupported("/x.jpg/halaman") is None
    assert unsupported("/x/index.html?id=3.gz") is None


# Single pages


def test_a_page_notes_where_it_was_saved_from() -> None:
    address = b"https://contoh.example/berita/banjir-1"
    for note in (
        b"<!-- saved from url=(0038)" + address + b" -->",
        b"<!--\n Page saved with SingleFile \n url: " + address + b" \n saved date: x -->",
    ):
        read = article(html.read(saved(page().replace(b"<head>", note + b"<head>")), DEFAULTS))
        assert read.url == address.decode()
        assert read.id == make_id("contoh.example/berita/banjir-1")
    assert html.noted(page()) == html.Note()


@pytest.mark.parametrize("start", [True, False])
def test_an_archive_gives_the_page_that_was_saved(start: bool) -> None:
    read = article(mhtml.read(saved(archive(start), "/a.mhtml"), DEFAULTS))
    assert read.title == "Banjir Rendam Tiga Desa"  # the first HTML is an advertisement
    assert "“Air naik cepat sekali,”" in read.text
    assert read.url == "https://contoh.example/berita/banjir-1"
    assert read.saved == datetime.fromisoformat("2021-10-03T09:30+07:00")


@pytest.mark.parametrize("content", [b"", b"MIME-Version: 1.0\n\nhalo", archive()[:300]])
def test_an_archive_without_a_page_is_malformed(content: bytes) -> None:
    read = mhtml.read(saved(content, "/a.mhtml"), DEFAULTS)
    assert isinstance(read, Skipped)
    assert read.reason is Reason.MALFORMED


@settings(max_examples=200)
@given(st.binary(max_size=200), st.integers(0, 600))
def test_a_damaged_archive_never_raises(junk: bytes, position: int) -> None:
    whole = archive()
    damaged = whole[:position] + junk + whole[position + len(junk) :]
    assert isinstance(mhtml.read(saved(damaged, "/a.mhtml"), DEFAULTS), Article | Skipped)


def test_plain_text_is_read() -> None:
    lines = "Banjir Rendam Tiga Desa\n\n" + "Hujan deras membuat sungai meluap malam itu. " * 5
    read = article(text.read(saved(lines.encode("cp1252"), "/a.txt"), DEFAULTS))
    assert read.title == "Banjir Rendam Tiga Desa"
    assert read.paths == ("/a.txt",)


# Compression


def test_gzip_is_unpacked_up_to_a_limit() -> None:
    packed = gzip.compress(b"x" * 1000)
    assert gz.is_gzip(packed)
    assert gz.inflate(packed, 1000) == b"x" * 1000
    too_large, cut = gz.inflate(packed, 999), gz.inflate(packed[:-9], 1000)
    assert isinstance(too_large, Skipped)
    assert isinstance(cut, Skipped)
    assert (too_large.reason, cut.reason) == (Reason.TOO_LARGE, Reason.MALFORMED)


@given(st.binary(max_size=100))
def test_broken_gzip_never_raises(junk: bytes) -> None:
    assert isinstance(gz.inflate(gz.MAGIC + junk, 1000), bytes | Skipped)


# JSONL


def lines(path: Path, content: bytes, *, longest: int = 1000, total: int = 10_000) -> list[Any]:
    path.write_bytes(content)
    limits = Limits(line_bytes=longest, records_bytes=total)
    parts = jsonl.read(Stream(str(path), partial(path.open, "rb")), limits)
    return [part.skipped if isinstance(part, Fault) else part.value for part in parts]


def reasons(values: list[Any]) -> list[Any]:
    return [value.reason if isinstance(value, Skipped) else value for value in values]


def test_lines_of_all_makes_are_read(tmp_path: Path) -> None:
    content = b'\xef\xbb\xbf{"a": 1}\r\n\n   \n{"a": 2}\r\n{"a": 3}'
    assert lines(tmp_path / "x", content) == [{"a": 1}, {"a": 2}, {"a": 3}]
    assert lines(tmp_path / "x", gzip.compress(content)) == [{"a": 1}, {"a": 2}, {"a": 3}]


def test_a_bad_line_costs_itself_only(tmp_path: Path) -> None:
    content = b'{"a": 1}\n{"a": \n' + b"[" * 900 + b'\n{"a": "' + b"x" * 2000 + b'"}\n{"a": 2}\n'
    bad = Reason.MALFORMED
    assert reasons(lines(tmp_path / "x", content)) == [{"a": 1}, bad, bad, bad, {"a": 2}]


def test_what_other_programs_call_json_is_read(tmp_path: Path) -> None:
    content = b'{"a": "\\ud83d"}\n{"a": "\\ud83d\\ude00"}\n{"a": NaN}\n{"a": "\x93Jum\x92at\x94"}'
    half, emoji, nan, quoted = lines(tmp_path / "x", content)
    assert (half, emoji, quoted) == ({"a": "�"}, {"a": "😀"}, {"a": "“Jum’at”"})
    assert nan["a"] != nan["a"]


@pytest.mark.parametrize("packed", [False, True])
def test_a_file_in_utf16_is_read(tmp_path: Path, packed: bool) -> None:
    content = '{"a": "“é"}\n{"a": 2}'.encode("utf-16")
    content = gzip.compress(content) if packed else content
    assert lines(tmp_path / "x", content) == [{"a": "“é"}, {"a": 2}]


def test_a_truncated_gzip_gives_what_it_has(tmp_path: Path) -> None:
    records = b"".join(b'{"a": "%d"}\n' % (number * 7919) for number in range(500))
    values = lines(tmp_path / "x", gzip.compress(records)[:-200], total=100_000)
    assert len(values) > 1
    assert reasons(values)[-1] is Reason.MALFORMED


@pytest.mark.parametrize("filling", [b"x", b"{}\n"])
def test_a_gzip_bomb_ends_early(tmp_path: Path, filling: bytes) -> None:
    values = lines(tmp_path / "x", gzip.compress(filling * 3_000_000), total=50_000)
    assert reasons(values)[-1] is Reason.TOO_LARGE
    assert len(values) < 50_000


@given(st.binary(max_size=400))
@example(b'{"text": "\\ud800"}\n{"text": 1}\n[]\n\x00\n{"id": 1e400, "text": "x"}')
@example(b'{"text": "x", "date": "9999999999999999", "url": "http://[::1", "tags": {"a": [null]}}')
def test_any_bytes_give_records_fit_for_utf8(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    for value in lines(tmp_path_factory.mktemp("x") / "x", content):
        made = article_of(value, path="/x.jsonl", options=DEFAULTS)
        if isinstance(made, Article):
            f"{made}".encode()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
KEYS = st.sampled_from(["id", "docid", "url", "title", "text", "content", "date", "author", "tags"])


@given(st.dictionaries(KEYS, JSON))
def test_any_record_is_an_article_or_a_loss(record: dict[str, Any]) -> None:
    made = article_of(record, path="/x.jsonl", options=DEFAULTS)
    if isinstance(made, Article):
        assert made.id
        assert made.text
        assert all(made.authors)


# Records


def of(record: object, options: Extraction = DEFAULTS) -> Article:
    return article(article_of(record, path="/x.jsonl", options=options))


def test_a_full_record_fills_all_fields() -> None:
    record = {
        "id": 17,
        "url": "https://bola.kompas.com/read/2019/11/04/21040031/judul",
        "title": " Judul\n berita ",
        "text": "Satu  paragraf.\r\n\r\nDua.\x00",
        "date": "04/11/2019, 21:04 WIB",
        "author": "Ani Lestari, Budi Santoso",
        "source": "news.detik.com",
        "category": "Bola",
        "tags": ["timnas", "final"],
        "views": 3,
    }
    assert of(record) == Article(
        id="17",
        url="https://bola.kompas.com/read/2019/11/04/21040031/judul",
        title="Judul berita",
        text="Satu paragraf.\nDua.",
        published=datetime(2019, 11, 4, 21, 4, tzinfo=timezone(timedelta(hours=7))),
        authors=("Ani Lestari", "Budi Santoso"),
        site=of({"text": "x", "url": "https://detik.com/x"}).site,
        section="Bola",
        tags=("timnas", "final"),
        paths=("/x.jsonl",),
        language="id",
        extra={"views": 3},
    )


def test_a_text_is_enough() -> None:
    one, two = of({"text": "Halo."}), of({"content": "Halo dua."})
    assert one == Article(id=one.id, title="", text="Halo.", paths=("/x.jsonl",), language="id")
    assert one.id != two.id
    assert one.id == of({"text": "Halo."}).id


def test_the_first_name_that_holds_something_counts() -> None:
    made = of({"text": " ", "content": "isi", "site": None, "source": "Harian Contoh", "date": ""})
    assert (made.text, made.site, made.published) == ("isi", "Harian Contoh", None)
    assert of({"text": "a", "content": "b"}).extra == {"content": "b"}


def test_an_address_names_the_article() -> None:
    one = of({"text": "a", "url": "https://m.contoh.example/1?utm_source=x"})
    assert one.id == of({"text": "b", "url": "http://contoh.example/1/"}).id
    assert one.site == "contoh.example"


def test_desks_and_agencies_of_a_record_are_no_authors() -> None:
    found = of({"text": "Stok cukup. (Antara)", "author": "Tim Redaksi"})
    assert (found.authors, found.byline, found.agency) == ((), "Tim Redaksi", "Antara")


def test_outlets_can_be_renamed() -> None:
    options = Extraction(outlets={"contoh.example": "Harian Contoh"}, language="jv")
    made = of({"text": "a", "url": "https://www.contoh.example/1"}, options)
    assert (made.site, made.language) == ("Harian Contoh", "jv")


def test_a_date_may_be_a_number() -> None:
    numbers = (1635428820, 1635428820000)
    moments = {of({"text": "a", "date": number}).published for number in numbers}
    assert moments == {datetime.fromisoformat("2021-10-28T13:47Z")}


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ([1], Reason.MALFORMED),
        ("teks", Reason.MALFORMED),
        (None, Reason.MALFORMED),
        ({}, Reason.EMPTY),
        ({"text": "\x00 \n"}, Reason.EMPTY),
        ({"text": ["a"]}, Reason.MALFORMED),
    ],
)
def test_a_record_without_a_text_is_lost(record: object, reason: Reason) -> None:
    made = article_of(record, path="/x.jsonl", options=DEFAULTS)
    assert isinstance(made, Skipped)
    assert made.reason is reason


def test_extra_survives_json(tmp_path: Path) -> None:
    record = {"text": "a", "lain": {"b": [1, None, "\ud800"]}}
    (value,) = lines(tmp_path / "x", json.dumps(record).encode())
    assert of(value).extra == {"lain": {"b": [1, None, "�"]}}
