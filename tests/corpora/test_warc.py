"""Does a web archive give the latest good capture of each page, and damage cost only itself?"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telusur.corpora.article import Reason
from telusur.corpora.events import Found
from telusur.corpora.readers import warc as reader
from telusur.corpora.readers.parts import Fault, Page
from telusur.corpora.readers.transfer import unwrap
from telusur.corpora.settings import Limits
from telusur.tests.support.archives import (
    URL,
    canonical,
    captured,
    events,
    page,
    record,
    response,
    stream,
    told,
    wacz,
    warc,
)


def parts(content: bytes, **limits: Any) -> list[Page | Fault]:
    return list(reader.read(stream(content), Limits(**limits)))


def urls(found: list[Page | Fault]) -> list[str]:
    return [one.place for one in found if isinstance(one, Page)]


def faults(found: list[Page | Fault]) -> list[tuple[str, Reason]]:
    return [(one.place, one.skipped.reason) for one in found if isinstance(one, Fault)]


def some(count: int) -> list[bytes]:
    return [captured(URL.format(number), page(f"Berita {number}")) for number in range(count)]


def addresses(count: int) -> list[str]:
    return [URL.format(number) for number in range(count)]


# Which records are pages?


@pytest.mark.parametrize("packed", [True, False])
def test_a_page_comes_with_what_its_record_says(packed: bool) -> None:
    (only,) = parts(warc(some(1), packed=packed))
    assert only == Page(
        content=page("Berita 0"),
        path="/arsip!/" + URL.format(0),
        place=URL.format(0),
        url=URL.format(0),
        declared="utf-8",
        saved=datetime(2021, 10, 3, 2, 30, tzinfo=UTC),
    )


def test_what_is_no_good_answer_with_html_is_passed_over() -> None:
    content = page()
    picture = {"Content-Type": "image/png"}
    others = [
        record(b"software: x\r\n", "", kind="warcinfo", media="application/warc-fields"),
        record(b"GET / HTTP/1.1\r\n\r\n", kind="request"),
        record(response(b"", headers={"Content-Type": ""}), kind="revisit"),
        record(response(content, status=404)),
        record(response(b"", status=301, headers={"Location": "/x"})),
        record(response(b"\x89PNG", headers=picture), URL.format("gambar")),
        record(response(b"a,b", headers={"Content-Type": ""}), URL.format("tanpa-jenis")),
        record(content, "urn:pageinfo:x", kind="resource", media="text/html"),
        record(b"[]", URL.format("data"), kind="resource", media="application/json"),
        record(b"1.2.3.4", "dns:contoh.example", media="text/dns"),
        record(content, URL.format("bukan-http"), media="application/http"),
    ]
    assert parts(warc(others)) == []
    assert urls(parts(warc([*others, *some(1), *others]))) == [URL.format(0)]


def test_pages_without_a_type_and_resources_are_read() -> None:
    untyped = record(response(page(), headers={"Content-Type": ""}), URL.format("a"))
    resource = record(page(), URL.format("b"), kind="resource", media="text/html;charset=utf-8")
    xhtml = {"Content-Type": "Application/XHTML+xml"}
    found = parts(warc([untyped, resource, record(response(page(), headers=xhtml), URL.format(3))]))
    assert urls(found) == [URL.format("a"), URL.format("b"), URL.format(3)]


def test_an_address_in_angle_brackets_is_an_address() -> None:
    (only,) = parts(warc([captured(f"<{URL.format(1)}>", page())]))
    assert isinstance(only, Page)
    assert only.url == URL.format(1)


def test_the_charset_of_the_header_reaches_the_text(tmp_path: Path) -> None:
    content = page(text="Сегодня в столице прошёл сильный дождь, сообщили городские власти.")
    content = content.replace(b'<meta charset="utf-8">', b"").decode().encode("koi8-r", "ignore")
    headers = {"Content-Type": 'text/html; charset="KOI8-R"'}
    path = tmp_path / "a.warc"
    path.write_bytes(warc([record(response(content, headers=headers))], packed=False))
    (found, _) = events(path)
    assert isinstance(found, Found)
    assert "сильный дождь" in found.article.text


# The latest capture


def test_the_latest_capture_of_an_address_counts(tmp_path: Path) -> None:
    days = ["2021-10-03", "2021-10-05", "2021-10-04"]
    captures = [captured(URL.format(1), page(day), f"{day}T00:00:00Z") for day in days]
    same = captured("http://www.contoh.example/berita/1?utm_source=x", page("sama"), "2020-01-01")
    path = tmp_path / "a.warc.gz"
    path.write_bytes(warc([*captures, same, *some(1)]))
    found = events(path)
    assert told(found) == ["2021-10-05", "Berita 0"]
    assert isinstance(found[0], Found)
    assert found[0].article.saved == datetime(2021, 10, 5, tzinfo=UTC)
    assert found[0].article.url == URL.format(1)


def test_of_captures_at_one_time_or_none_the_last_counts() -> None:
    for date in ("2021-10-03T00:00:00Z", "kemarin"):
        captures = [captured(URL.format(1), page(name), date) for name in "abc"]
        (only,) = parts(warc(captures))
        assert isinstance(only, Page)
        assert only.content == page("c")


@pytest.mark.parametrize("workers", [0, 2])
def test_of_two_addresses_of_one_article_the_latest_counts(tmp_path: Path, workers: int) -> None:
    head = canonical(URL.format("satu"))
    new = captured(URL.format("amp"), page("Baru", head=head), "2021-10-05T00:00:00Z")
    old = captured(URL.format("satu"), page("Lama", head=head), "2021-10-03T00:00:00Z")
    path = tmp_path / "a.wacz"
    path.write_bytes(wacz(warc([new]), warc([old])))
    assert told(events(path, workers=workers)) == ["Baru"]
    path.write_bytes(wacz(warc([old]), warc([new])))
    assert told(events(path, workers=workers)) == ["Lama", "Baru"]  # the last one stays


def test_a_later_answer_that_is_no_page_takes_nothing_away() -> None:
    later = "2022-01-01T00:00:00Z"
    gone = record(response(page(), status=404), URL.format(0), date=later)
    unchanged = record(response(b""), URL.format(0), date=later, kind="revisit")
    assert urls(parts(warc([*some(1), gone, unchanged]))) == [URL.format(0)]


# What servers wrap pages in


def raw_deflate(content: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(content) + packer.flush()


def chunked(content: bytes, size: int = 700) -> bytes:
    pieces = [content[place : place + size] for place in range(0, len(content), size)]
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in [*pieces, b""])


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    "identity": bytes,
    "gzip": gzip.compress,
    "X-Gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
}


@pytest.mark.parametrize("coding", PACKERS)
@pytest.mark.parametrize("transfer", ["", "chunked"])
def test_wrappings_are_taken_off(coding: str, transfer: str) -> None:
    packed = PACKERS[coding](page())
    sent = chunked(packed) if transfer else packed
    headers = {"Content-Encoding": coding, "Transfer-Encoding": transfer}
    (only,) = parts(warc([record(response(sent, headers=headers))]))
    assert isinstance(only, Page)
    assert only.content == page()


@pytest.mark.parametrize("coding", PACKERS)
@pytest.mark.parametrize("transfer", ["", "chunked"])
def test_a_wrapping_that_is_only_claimed_is_not_there(coding: str, transfer: str) -> None:
    assert unwrap(page(), transfer, coding, 10_000) == page()


def test_wrappings_end_at_the_limit() -> None:
    bomb = gzip.compress(bytes(20_000_000))
    assert len(unwrap(bomb, "", "gzip", 1000)) == 1001
    assert len(unwrap(gzip.compress(bomb), "", "gzip, gzip", 100_000)) == 100_001


@given(st.binary(max_size=200), st.sampled_from([*PACKERS, "zstd", "rot13"]), st.booleans())
def test_any_bytes_can_be_unwrapped(content: bytes, coding: str, is_chunked: bool) -> None:
    assert isinstance(unwrap(content, "chunked" if is_chunked else "", coding, 1000), bytes)


# What is broken


@pytest.mark.parametrize("packed", [True, False])
def test_an_archive_cut_anywhere_gives_what_lies_before(packed: bool) -> None:
    pieces = [warc([one], packed=packed) for one in some(3)]
    content = b"".join(pieces)
    ends = [len(pieces[0]), len(pieces[0]) + len(pieces[1]), len(content)]
    for cut in range(5, len(content), 41):
        found = parts(content[:cut])
        whole = sum(cut >= end for end in ends)
        # all of a page can be there without the end of its record
        assert urls(found)[:whole] == addresses(whole), cut
        assert len(urls(found)) <= whole + 1, cut
        assert len(faults(found)) == (cut not in ends), cut
        assert {reason for _, reason in faults(found)} <= {Reason.MALFORMED}, cut


def test_what_follows_a_damaged_record_is_read() -> None:
    pieces = [warc([one]) for one in some(4)]
    damaged = pieces[1][:200] + bytes(60) + pieces[1][260:]
    found = parts(b"".join([pieces[0], damaged, *pieces[2:]]))
    assert urls(found) == [URL.format(number) for number in (0, 2, 3)]
    assert faults(found) == [("", Reason.MALFORMED)]


@pytest.mark.parametrize("packed", [True, False])
def test_what_lies_between_records_is_passed_over_and_told(packed: bool) -> None:
    pieces = [warc([one], packed=packed) for one in some(3)]
    found = parts(b"".join([*pieces[:2], b"bukan rekaman\r\n", pieces[2]]))
    assert urls(found) == addresses(3)
    assert faults(found) == [("", Reason.MALFORMED)]


def test_an_archive_packed_as_a_whole_is_read() -> None:
    content = gzip.compress(warc(some(3), packed=False))
    assert urls(parts(content)) == addresses(3)


def test_a_record_over_the_limit_is_told_and_not_read() -> None:
    large = captured(URL.format("besar"), page(text="x" * 300_000))
    found = parts(warc([large, *some(2)]), file_bytes=100_000)
    assert urls(found) == addresses(2)
    assert faults(found) == [(URL.format("besar"), Reason.TOO_LARGE)]


def test_a_file_over_the_limit_ends_there() -> None:
    found = parts(warc(some(9)), records_bytes=4 * len(response(page("Berita 0"))))
    assert urls(found) == addresses(4)
    assert faults(found) == [("", Reason.TOO_LARGE)]


def test_a_length_that_is_a_lie_costs_that_record() -> None:
    liar = record(response(page()), URL.format("bohong"), length=10**15)
    found = parts(gzip.compress(liar) + warc(some(1)), records_bytes=10**12)
    assert faults(found)[-1] == ("", Reason.TOO_LARGE)
    short = record(response(page()), URL.format("pendek"), length=400)
    found = parts(warc([short, *some(2)]))
    assert urls(found)[-2:] == addresses(2)


@settings(max_examples=150)
@given(st.data())
def test_damage_of_any_kind_never_raises(data: st.DataObject) -> None:
    packed = data.draw(st.booleans())
    content = bytearray(warc(some(3), packed=packed))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content)))
        gone = data.draw(st.integers(0, 50))
        content[place : place + gone] = data.draw(st.binary(max_size=50))
    found = parts(bytes(content))
    assert len(found) <= 20
    assert set(urls(found)) - set(addresses(3)) == set() or packed is False
