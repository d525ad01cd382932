"""Is the headline what is printed, without what outlets put around it?"""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telusur.corpora.metadata import read_metadata
from telusur.corpora.page import read_page
from telusur.corpora.titles import without_outlet

T = "Harga Beras Turun Lagi di Pasar Induk"
KITA = '<meta property="og:site_name" content="Kabar Kita">'


def title(head: str, body: str = "", url: str | None = None) -> str:
    page = read_page(f"<html><head>{head}</head><body>{body}<p>x</p></body></html>")
    assert page is not None
    return read_metadata(page, url=url).title


def og(text: str) -> str:
    return f'<meta property="og:title" content="{text}">'


@pytest.mark.parametrize(
    "declared",
    [
        f"{T} - Kompas.com",
        f"{T} - Kompas.com Regional",
        f"{T} | Republika Online Mobile",
        f"{T} - Tribunnews.com Mobile",
        f"{T} - Tribunjateng.com",
        f"{T} - Bisnis Liputan6.com",
        f"{T} | merdeka.com",
        f"{T} : Okezone Nasional",
        f"{T} - ANTARA News Jawa Barat",
        f"{T} - Nasional Tempo.co",
        f"KapanLagi.com: {T}",
        # pages
        f"{T} Halaman all - Kompas.com",
        f"{T} - Halaman 2",
        f"{T} - Halaman 2 - Kompas.com",
        f"{T} - Page 2 - Kompas.com",
        f"{T} (Halaman 3)",
        f"{T} | Halaman Lengkap",
        f"{T} - All",
    ],
)
def test_what_stands_around_a_declared_title_goes(declared: str) -> None:
    assert title(f"<title>{declared}</title>") == T


@pytest.mark.parametrize(
    "declared",
    [
        f"{T} | Kabar Kita",
        f"Kabar Kita | {T}",
        f"Kabar Kita: {T}",
        f"{T} - Ekonomi Kabar Kita",
        f"{T} - Kabar Kita - Berita Terkini dan Terpercaya",
        f"{T} - Berita Terbaru | Kabar Kita",
    ],
)
def test_an_outlet_that_we_do_not_know_names_itself(declared: str) -> None:
    assert title(f"<title>{declared}</title>{KITA}") == T
    assert title(f"<title>{declared}</title>", url="https://kabarkita.com/x/harga") == T


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        ("", f"<h1>{T}</h1>", T),
        (f"<title>VIDEO: {T}</title>", f"<h1>{T}</h1>", T),
        (f"<title>Berita {T} Terbaru - Kabar</title>", f"<h1>{T}</h1>", T),
        (og("Kata Pedagang soal Harga") + f"<title>{T}</title>", f"<h1>{T}</h1>", T),
        (og(f"{T[:25]}..."), f"<h1>{T}</h1>", T),
        (og(f"{T} Cipinang"), f"<h1>{T} Kramat</h1>", f"{T} Kramat"),
        (og(T), f"<h1>{T}, Kata Pedagang</h1>", f"{T}, Kata Pedagang"),
        (f"<title>{T} | Halaman 2</title>", f"<h1>{T} | Halaman 2</h1>", T),
        (og(T.upper()), f"<h1>{T.upper()}</h1>", T.upper()),
        # a label that is printed
        (f"<title>Foto: {T}</title>", f"<h1>Foto: {T}</h1>", f"Foto: {T}"),
        (f"<title>{T} - Kabar</title>", f"<h1>[FOTO] {T}</h1>", f"[FOTO] {T}"),
        (
            og(T),
            f"<h1>Galeri</h1><div>Dalam Gambar: {T}</div><a>Dalam Gambar: {T}</a>",
            f"Dalam Gambar: {T}",
        ),
        (og(T), f"<h1>Galeri</h1><a>Dalam Gambar: {T}</a>", T),
        (og(T), f"<h1>Galeri</h1><div>Kompas.com: {T}</div>", T),
        # a logo
        (f"<title>{T} | Tempo.co</title>", f"<h1><a>Tempo.co</a></h1><h1>{T}</h1>", T),
        (f"<title>{T} | Tempo.co</title>", "<h1>Koran Tempo Berita Terkini Hari Ini</h1>", T),
        (f"<title>{T} » Kabar Kita</title>{KITA}", f"<h1>KABAR KITA</h1><h2>{T}</h2>", T),
    ],
)
def test_what_is_printed_holds(head: str, body: str, expected: str) -> None:
    assert title(head, body) == expected


@pytest.mark.parametrize(
    "headline",
    [
        "Indonesia - Malaysia Imbang",
        "Jokowi: Harga Beras Turun",
        "BBC: Harga Beras Turun",
        "HUT RI ke-76 - Sekali Merdeka",
        "HUT RI ke-76 | Sekali Merdeka",
        "Vaksin Tiba - Kabar Baik untuk Indonesia",
        f"{T} (2)",
        f"{T} - Bagian 2",
    ],
)
def test_what_belongs_to_the_headline_stays(headline: str) -> None:
    url = "https://www.kompas.com/read/1/harga"
    assert title(f"<title>{headline} - Kompas.com</title>", url=url) == headline
    assert title("", f"<h1>{headline}</h1>", url=url) == headline


def test_entities_and_marks_are_undone() -> None:
    assert title(f"<title>{T} &amp;quot;Induk&amp;quot;</title>") == f'{T} "Induk"'
    item = json.dumps({"@type": "NewsArticle", "headline": rf"&lt;b&gt;{T}&lt;/b&gt; Jum\'at"})
    assert title(f'<script type="application/ld+json">{item}</script>') == f"{T} Jum'at"


@given(st.text(max_size=80), st.sampled_from(["Kompas.com", "Kabar Kita", None]))
def test_titles_only_lose_what_is_around_them(text: str, site: str | None) -> None:
    once = without_outlet(text, site)
    assert len(once) <= len(text)
    assert set(once) <= set(text) | {" "}
