"""Is a page that a browser or an extension saved read with what they noted, without their rest?"""

from __future__ import annotations

from datetime import datetime
from email import message_from_bytes
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telusur.corpora.article import Article, Reason
from telusur.corpora.events import Found, Lost, Source
from telusur.corpora.extraction import DEFAULTS
from telusur.corpora.readers import mhtml as mhtml_reader
from telusur.corpora.readers.companions import COMPANIONS, in_companion, is_companion
from telusur.corpora.readers.embedded import without_data
from telusur.corpora.readers.parts import Page
from telusur.corpora.readers.saved import moment
from telusur.corpora.scan import scan
from telusur.tests.support.archives import URL, events, mhtml, page, single_file

SAVED = datetime.fromisoformat("2021-10-03T09:30+07:00")


def only(path: Path, **limits: int) -> Article:
    found, _ = events(path, **limits)
    assert isinstance(found, Found), found
    return found.article


# SingleFile


def test_a_single_file_tells_where_and_when_it_was_saved(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(single_file(URL.format(1), page()))
    article = only(path)
    assert (article.url, article.saved) == (URL.format(1), SAVED)


def test_pictures_written_into_a_page_do_not_make_it_too_large(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(single_file(URL.format(1), page(), pictures=8_000_000))
    assert path.stat().st_size > 10_000_000
    assert only(path).title == "Banjir Rendam Tiga Desa"
    (lost, _) = events(path, html_bytes=500)
    assert isinstance(lost, Lost)
    assert lost.skipped.reason is Reason.TOO_LARGE
    (lost, _) = events(path, file_bytes=9_000_000)
    assert isinstance(lost, Lost)
    assert lost.skipped.reason is Reason.TOO_LARGE


def test_data_goes_and_all_else_stays() -> None:
    style = b"<style>a{background:url(data:font/woff2;base64,%b)}</style>" % (b"d09G" * 50)
    text = b"<p>Kolom data: nama, alamat, umur. data:,pendek</p>"
    svg = b"<img src='data:image/svg+xml,%3Csvg%20" + b"x" * 99 + b"'>"
    assert without_data(style + text + svg) == (
        b"<style>a{background:url(data:font/woff2;base64,)}</style>"
        + text
        + b"<img src='data:image/svg+xml,'>"
    )


@given(st.binary(max_size=300))
def test_a_page_without_data_is_as_it_was(content: bytes) -> None:
    assert without_data(content.replace(b"data", b"")) == content.replace(b"data", b"")
    assert len(without_data(content)) <= len(content)


# Folders beside a page


@pytest.mark.parametrize("end", COMPANIONS)
@pytest.mark.parametrize("suffix", ["html", "htm", "mhtml", "php"])
def test_the_folder_of_a_saved_page_is_not_entered(tmp_path: Path, end: str, suffix: str) -> None:
    for name in (f"Banjir.{suffix}", f"Banjir{end}/iklan.html", f"Lain{end}/b.html"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(page())
    found = [Path(one.path).name for one in scan([tmp_path]) if isinstance(one, Source)]
    assert sorted(found) == sorted([f"Banjir.{suffix}", "b.html"])


def test_companions_are_told_by_the_page_beside_them() -> None:
    names = {"x/a.html", "b.htm", "c_files/d.html"}
    assert in_companion("x/a_files/iklan.html", names)
    assert in_companion("x/a_berkas/y/z.js", names)
    assert in_companion("b_file/q", names)
    assert not in_companion("x/a_files", names)
    assert not in_companion("a_files/x", names)
    assert not in_companion("c_files/d.html", names)
    assert is_companion("b_files", {"b.htm"})
    assert not is_companion("_files", {"b.htm"})


# MHTML


def test_an_archive_tells_where_and_when_it_was_saved(tmp_path: Path) -> None:
    path = tmp_path / "a.mhtml"
    path.write_bytes(mhtml(URL.format(1), page()))
    article = only(path)
    assert (article.url, article.saved) == (URL.format(1), SAVED)
    assert "“Camat”" in article.text
    path.write_bytes(mhtml(URL.format(1), page(), date="kemarin sore"))
    assert only(path).saved is None


@pytest.mark.parametrize("coding", ["quoted-printable", "base64", "8bit"])
def test_parts_may_lie_in_parts(coding: str) -> None:
    root = message_from_bytes(
        b'Content-Type: text/html; charset="utf-8"\nContent-Transfer-Encoding: 8bit\n\n' + page()
    )
    if coding != "8bit":
        del root["Content-Type"], root["Content-Transfer-Encoding"]
        encoded = MIMEText(page().decode(), "html", "utf-8")
        root = encoded
        if coding == "quoted-printable":
            root = message_from_bytes(mhtml(URL.format(1), page())).get_payload(0)  # type: ignore[assignment]
    inner, outer = MIMEMultipart("alternative"), MIMEMultipart("related")
    inner.attach(MIMEText("bukan ini"))
    inner.attach(root)
    outer.attach(inner)
    outer["Content-Location"] = URL.format(7)
    saved = Page(content=outer.as_bytes(), path="/a.mht")
    article = mhtml_reader.read(saved, DEFAULTS)
    assert isinstance(article, Article)
    assert article.url == URL.format(7)
    assert "“Camat”" in article.text


# Moments


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sun Oct 03 2021 09:30:00 GMT+0700 (Waktu Indonesia Barat)", SAVED),
        ("Sun, 3 Oct 2021 09:30:00 +0700", SAVED),
        ("Sun, 3 Oct 2021 02:30:00 -0000", SAVED),
        ("Sun, 03 Oct 2021 02:30:00 GMT", SAVED),
        ("2021-10-03T02:30:00Z", SAVED),
        ("2021-10-03T02:30:00.000000Z", SAVED),
        ("2021-10-03T02:30:00", SAVED),
        ("kemarin", None),
        ("", None),
        (None, None),
        ("Sun, 99 Oct 2021 09:30:00 +0700", None),
    ],
)
def test_moments_of_all_makes_are_read(text: str | None, expected: datetime | None) -> None:
    assert moment(text) == expected


@given(st.text(max_size=60))
def test_any_text_is_a_moment_or_none(text: str) -> None:
    told = moment(text)
    assert told is None or told.tzinfo is not None
