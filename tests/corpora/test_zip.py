"""Is what lies in a zip judged as a file is, and does a hostile zip cost no more than itself?"""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telusur.corpora.article import Reason
from telusur.corpora.events import Found
from telusur.corpora.readers import zip as reader
from telusur.corpora.readers.parts import Fault, Page, Part
from telusur.corpora.readers.sniff import Kind
from telusur.corpora.readers.unpack import parts as parts_of
from telusur.corpora.settings import Limits
from telusur.tests.support.archives import (
    URL,
    captured,
    events,
    mhtml,
    page,
    stream,
    table,
    told,
    wacz,
    warc,
    zipped,
)


def parts(content: bytes, **limits: Any) -> list[Part]:
    return list(parts_of(stream(content, "/a.zip"), Kind.ZIP, Limits(**limits)))


def places(found: list[Part]) -> list[str]:
    return [one.place for one in found if not isinstance(one, Fault)]


def faults(found: list[Part]) -> dict[str, Reason]:
    return {one.place: one.skipped.reason for one in found if isinstance(one, Fault)}


def details(found: list[Part]) -> list[str]:
    return [one.skipped.detail for one in found if isinstance(one, Fault)]


# What is read


def test_each_member_is_judged_as_a_file(tmp_path: Path) -> None:
    text = "Jalan Ditutup\n\n" + "Hujan deras membuat sungai meluap malam itu. " * 5
    path = tmp_path / "arsip.bin"
    path.write_bytes(
        zipped(
            {
                "2021/halaman": page("Halaman"),
                "2021/b.mhtml": mhtml(URL.format("b"), page("Arsip")),
                "c.txt": text,
                "d.jsonl": '{"title": "Catatan", "text": "x"}\n{rusak\n',
                "e.csv.gz": gzip.compress(table([{"judul": "Baris", "isi": "y"}])),
                "f.warc.gz": warc([captured(URL.format("f"), page("Rekaman"))]),
                "g.html.gz": gzip.compress(page("Padat")),
                "h.jpg": b"\xff\xd8\xff",
                "i.dat": b"\x89PNG\r\n\x1a\n",
            }
        )
    )
    *found, picture, unknown = told(events(path))
    assert (picture, unknown) == ((Reason.UNSUPPORTED, "h.jpg: image"), (Reason.BINARY, "i.dat"))
    assert found.pop(4)[0] is Reason.MALFORMED
    assert found == [
        *("Halaman", "Arsip", "Jalan Ditutup", "Catatan", "Baris", "Rekaman", "Padat"),
    ]


def test_an_article_tells_which_member_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"x/a.html": page("A"), "x/b.html": page("B")}))
    articles = [one.article for one in events(path) if isinstance(one, Found)]
    assert [article.extra for article in articles] == [
        {"member": "x/a.html"},
        {"member": "x/b.html"},
    ]
    assert {article.paths for article in articles} == {(str(path),)}
    assert len({article.id for article in articles}) == 2


def test_companions_hidden_files_and_junk_are_passed_over() -> None:
    names = [
        *("berita/a.html", "berita/a_files/iklan.html", "berita/a_files/x/y.js", "b.htm"),
        *("b_berkas/bingkai.html", "c_files/d.html", "__MACOSX/._b.htm", ".git/e.html"),
        *("x/.DS_Store", "./f.html"),
    ]
    found = parts(zipped(dict.fromkeys(names, page())))
    assert places(found) == ["berita/a.html", "b.htm", "c_files/d.html", "./f.html"]
    assert faults(found) == {}


def test_names_are_labels_only(tmp_path: Path) -> None:
    names = ["../../keluar.html", "/etc/mutlak.html", "C:\\berita\\a.html", "é\n.html"]
    found = parts(zipped(dict.fromkeys(names, page())))
    assert places(found) == ["../../keluar.html", "/etc/mutlak.html", "C:/berita/a.html", "é .html"]
    path = tmp_path / "d" / "a.zip"
    path.parent.mkdir()
    path.write_bytes(zipped(dict.fromkeys(names, page())))
    assert len([one for one in events(path) if isinstance(one, Found)]) == 4
    assert [one.name for one in tmp_path.rglob("*")] == ["d", "a.zip"]


def test_of_two_members_of_one_name_the_last_counts() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.html", page("Lama"))
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("a.html", page("Baru"))
    (only,) = parts(out.getvalue())
    assert isinstance(only, Page)
    assert only.content == page("Baru")


def test_a_wacz_gives_the_pages_of_its_web_archives_only(tmp_path: Path) -> None:
    records = [captured(URL.format(number), page(f"Berita {number}")) for number in range(3)]
    path = tmp_path / "arsip.zip"
    path.write_bytes(wacz(warc(records[:2]), warc(records[2:])))
    assert told(events(path)) == ["Berita 0", "Berita 1", "Berita 2"]


def test_a_zip_without_a_page_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({}))
    assert told(events(path)) == [(Reason.EMPTY, "no page in it")]


@pytest.mark.parametrize("sign", ["[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF"])
def test_documents_and_programs_are_no_archives_of_pages(sign: str) -> None:
    found = parts(zipped({sign: "x", "word/a.html": page()}))
    assert [type(one) for one in found] == [Fault]
    assert faults(found) == {"": Reason.UNSUPPORTED}


# What is not read, and costs only itself


def test_a_zip_in_a_zip_is_not_entered() -> None:
    inner = zipped({"a.html": page()})
    found = parts(zipped({"a.zip": inner, "b.html": page(), "c.gz": gzip.compress(inner)}))
    assert places(found) == ["b.html"]
    assert faults(found) == {"a.zip": Reason.UNSUPPORTED, "c.gz": Reason.UNSUPPORTED}


def test_encrypted_members_are_told() -> None:
    content = bytearray(zipped({"a.html": page(), "b.html": page()}))
    for sign, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(sign) + flags] |= 1
    found = parts(bytes(content))
    assert places(found) == ["b.html"]
    assert faults(found) == {"a.html": Reason.UNSUPPORTED}


def test_a_method_that_nobody_knows_is_told() -> None:
    content = bytearray(zipped({"a.html": page(), "b.html": page()}))
    for sign, method in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        place = content.index(sign) + method
        content[place : place + 2] = struct.pack("<H", 77)
    found = parts(bytes(content))
    assert places(found) == ["b.html"]
    assert faults(found) == {"a.html": Reason.MALFORMED}


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_member_is_told(method: int) -> None:
    content = bytearray(zipped({"a.html": page(), "b.html": page()}, method=method))
    assert len(places(parts(bytes(content)))) == 2
    content[100:160] = bytes(60)
    found = parts(bytes(content))
    assert places(found) == ["b.html"]
    assert faults(found) == {"a.html": Reason.MALFORMED}


def test_a_bomb_is_told_and_not_unpacked() -> None:
    bomb = b"<html>" + b" " * 40_000_000
    found = parts(
        zipped({"a.html": bomb, "b.html": page(), "c.jsonl": (b"{}" + b" " * 9000 + b"\n") * 5000})
    )
    assert places(found)[0] == "b.html"
    assert faults(found) == {"a.html": Reason.TOO_LARGE, "c.jsonl": Reason.TOO_LARGE}


def test_a_declared_size_is_not_believed() -> None:
    true = page(text="x" * 3_000_000)
    content = bytearray(zipped({"a.html": true, "b.html": page()}))
    for sign, size in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = content.index(sign) + size
        content[place : place + 4] = struct.pack("<I", 500)
    found = parts(bytes(content))
    assert places(found) == ["b.html"]
    assert faults(found) == {"a.html": Reason.MALFORMED}


def test_all_members_together_have_a_limit() -> None:
    content = zipped({f"{name}.html": page() for name in "abcdef"}, method=zipfile.ZIP_STORED)
    found = parts(content, records_bytes=3 * len(page()) + 10)
    assert places(found) == ["a.html", "b.html", "c.html"]
    assert set(faults(found).values()) == {Reason.TOO_LARGE}


def test_a_large_member_is_told() -> None:
    found = parts(
        zipped({"a.html": page(), "b.html": b"x"}, method=zipfile.ZIP_STORED), file_bytes=500
    )
    assert places(found) == ["b.html"]
    assert faults(found) == {"a.html": Reason.TOO_LARGE}


def overlapping(count: int) -> bytes:
    """A zip whose members all lie in the same place."""
    content = page()
    packer = zlib.compressobj(wbits=-15)
    packed = packer.compress(content) + packer.flush()
    sizes = (0, 8, 0, 0, zlib.crc32(content), len(packed), len(content), 1, 0)
    local = b"PK\x03\x04" + struct.pack("<5H3I2H", 20, *sizes)
    entry = b"PK\x01\x02" + struct.pack("<6H3I5H2I", 20, 20, *sizes, 0, 0, 0, 0, 0)
    table = b"".join(entry + f"{number}".encode() for number in range(count))
    end = struct.pack("<4H2IH", 0, 0, count, count, len(table), len(local) + 1 + len(packed), 0)
    return local + b"0" + packed + table + b"PK\x05\x06" + end


def test_members_that_lie_over_each_other_are_read_once() -> None:
    assert places(parts(overlapping(1))) == ["0"]
    found = parts(overlapping(9))
    assert places(found) == ["0"]
    assert list(faults(found).values()) == [Reason.MALFORMED] * 8


def test_a_table_of_names_over_the_limit_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    content = zipped({f"{number}.html": b"x" for number in range(50)})
    assert len(parts(content)) == 50
    monkeypatch.setattr(reader, "DIRECTORY", 1000)
    assert faults(parts(content)) == {"": Reason.TOO_LARGE}


def test_a_zip_cut_off_is_broken_as_a_whole() -> None:
    content = zipped({"a.html": page()})
    for cut in range(4, len(content) - 1, 29):
        assert faults(parts(content[:cut])) == {"": Reason.MALFORMED}, cut


@settings(max_examples=300)
@given(st.data())
def test_damage_of_any_kind_never_raises(data: st.DataObject) -> None:
    members = {"a.html": page(), "b.jsonl": b'{"text": "x"}\n', "c.warc": warc([b"", b""])}
    content = bytearray(data.draw(st.sampled_from([zipped(members), wacz(warc([]))])))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content)))
        gone = data.draw(st.integers(0, 30))
        content[place : place + gone] = data.draw(st.binary(max_size=30))
    assert len(parts(bytes(content))) <= 20
