"""Do the page's leftovers go, and does the article stay?"""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telusur.corpora.boilerplate import clean, is_leftover, prune
from telusur.corpora.dom import parse, words_of

PROSE = (
    "Hujan deras yang turun sejak dini hari membuat sungai meluap dan merendam puluhan rumah warga "
    "di tiga desa, kata kepala badan penanggulangan bencana setempat."
)


@pytest.mark.parametrize(
    "line",
    [
        "Baca juga: Banjir Surut, Warga Mulai Membersihkan Rumah",
        "BACA JUGA : Banjir Surut",
        "ADVERTISEMENT",
        "SCROLL TO CONTINUE WITH CONTENT",
        "[Gambas:Video CNBC]",
        "Editor: Nisa Rahmawati",
        "Penulis: Ani Wijaya Editor: Budi Hartono",
        "Halaman Selanjutnya",
        "Halaman: 1 2 3",
        "Copyright © 2021 Kabar Kita",
        "COPYRIGHT © KABAR 2015",
        "Ikuti berita terbaru kami di Google News",
        "Bagikan",
        "Facebook Twitter WhatsApp",
        "Tags: banjir, hujan",
        "spinner loading",
        "Kamis, 28 Oktober 2021 20:47 WIB",
        "Artikel ini telah tayang di kabar.example dengan judul Banjir",
        "07",
        "***",
    ],
)
def test_leftovers(line: str) -> None:
    assert is_leftover(line)


@pytest.mark.parametrize(
    "line",
    [
        PROSE,
        "Baca buku setiap hari membuat anak-anak gemar bercerita.",
        "Editor surat kabar itu mengundurkan diri.",
        "Ia lahir pada 5 Mei 1990.",
        "Simak.",
        "Kurang Motivasi",
        "Foto bersama menutup acara itu.",
        "Video itu beredar luas.",
        '"Bagikan berasnya," kata dia.',
    ],
)
def test_articles_stay(line: str) -> None:
    assert not is_leftover(line)


def test_headline_head_and_tail_go() -> None:
    lines = ["Beranda", "Judul Berita", "- Kamis, 28/10/2021 20:47 WIB", PROSE, "(hoi/hoi)"]
    lines += ["Terpopuler", "Sepuluh Resep Sambal", "Jadwal Pertandingan"]
    assert clean(lines, title="Judul Berita") == PROSE


def test_a_tail_heading_before_prose_is_only_a_line() -> None:
    assert clean(["Awal.", "Terpopuler", PROSE]) == f"Awal.\nTerpopuler\n{PROSE}"


def test_pieces_bullets_rows_and_copies_go() -> None:
    lines = [f"- {PROSE} (fyk/ash)", "| Redaktur | : | Ani |", "Satu [Gambas:Youtube] dua.", PROSE]
    assert clean(lines) == f"{PROSE}\nSatu dua."


def test_side_boxes_go_and_the_article_stays() -> None:
    root = parse(
        f"""<body><div class="share-article-wrap"><h1>Judul</h1><div id="isi-related">
        <p>{PROSE}</p></div><div class="baca-juga">Lain satu</div><div><b>Berita Terkait</b>
        <p>Lain dua</p></div><div><img src="a.jpg"><small>Warga menonton.</small></div></div>"""
    )
    assert root is not None
    box = next(node for node in root.iter("div") if node.get("id") == "isi-related")
    prune(root, keep=box, caption=60)
    assert words_of(root) == f"Judul {PROSE}"


@given(st.lists(st.text(max_size=80), max_size=20), st.text(max_size=20))
def test_cleaning_twice_is_cleaning_once(lines: list[str], title: str) -> None:
    once = clean(lines)
    assert clean(once.splitlines()) == once or title is None


@pytest.mark.parametrize(
    "line", ["x, " * 160, "bagikan, " * 55, " " * 499 + ".", "a - " * 120, "Foto " * 99]
)
def test_no_line_takes_long(line: str) -> None:
    started = time.perf_counter()
    is_leftover(line[:500])
    assert time.perf_counter() - started < 0.1
