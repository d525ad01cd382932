"""Are captions found, freed of credits, and kept apart from the text?"""

from __future__ import annotations

import pytest
from telusur.corpora.article import Article
from telusur.corpora.captions import apart, captions_of, is_caption, uncredited
from telusur.corpora.dom import parse
from telusur.corpora.extract import extract_html
from telusur.corpora.walk import walk

PROSE = (
    "Hujan deras yang turun sejak dini hari membuat sungai meluap dan merendam puluhan rumah warga "
    "di tiga desa, kata kepala badan penanggulangan bencana setempat."
)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("Foto: Pedagang beras (ANTARA FOTO/Ani Wijaya)", "Pedagang beras"),
        ("Pedagang beras. (REUTERS / Ani Wijaya)", "Pedagang beras."),
        ("Pedagang beras. Foto: Ani Wijaya/Kabar", "Pedagang beras."),
        ("Pedagang beras. ANTARA FOTO/Ani/foc.", "Pedagang beras."),
        ("Pedagang beras. JURNAL PAGI/Ani Wijaya", "Pedagang beras."),
        ("Pedagang beras (KABAR.com/ANI)", "Pedagang beras"),
        ("Pedagang beras (dok. Pemprov)", "Pedagang beras"),
        ("Pedagang beras [Istimewa]", "Pedagang beras"),
        ("PerbesarPedagang beras", "Pedagang beras"),
        ("Rice traders. KCNA via REUTERS ATTENTION EDITORS - NO SALES", "Rice traders."),
        ("Ilustrasi beras (Shutterstock)", "Ilustrasi beras"),
        ("Gubernur Ani (kiri) dan wakilnya, Senin (2/3/2020).", None),
        ("Foto: Ani/Kabar", ""),
        ("Foto: Shutterstock", ""),
        ("(Foto: @ani/Instagram)", ""),
        ("SCROLL TO CONTINUE WITH CONTENT", ""),
        ("", ""),
    ],
)
def test_credits_go(written: str, told: str | None) -> None:
    assert uncredited(written) == (written if told is None else told)


def test_lines_of_a_text_are_told_apart() -> None:
    lines = ["Foto: Warga menonton", PROSE, "Ilustrasi banjir", "Rumah Ani. (Foto: Ani/Kabar)"]
    assert apart(lines) == (["Warga menonton", "Ilustrasi banjir", "Rumah Ani."], [PROSE])


@pytest.mark.parametrize(
    "line",
    [
        PROSE,
        "Foto bersama menutup acara itu.",
        "Ilustrasi itu dibuat oleh Ani.",
        "Air surut. (hoi/hoi)",
        "Ia naik 2 persen (yoy/mtm).",
        "Dia bertemu Menteri (Reuters)",
        f"{PROSE} {PROSE} (Foto: Ani)",
    ],
)
def test_sentences_are_no_captions(line: str) -> None:
    assert not is_caption(line)


def test_captions_of_a_page() -> None:
    root = parse(
        """<body><figure><img src=a><figcaption>Warga menonton.
        <span class="caption">Foto: Ani/Kabar</span></figcaption></figure>
        <div class="photo__caption">Perahu di jalan raya.</div>
        <a href=/x><figcaption>Judul berita yang lain</figcaption></a>
        <div class="related"><p class="caption">Berita lain lagi di sini</p></div>
        <figure><figcaption>Warga menonton.</figcaption></figure></body>"""
    )
    assert root is not None
    assert captions_of(walk(root)) == ("Warga menonton.", "Perahu di jalan raya.")


def test_a_caption_in_another_language_stays_out_of_the_text() -> None:
    article = extract_html(
        f"""<html><body><article><h1>Harga Beras Turun</h1><figure><img src=a.jpg><figcaption>
        Traders weigh rice at the market. REUTERS/A. B.</figcaption></figure><p>{PROSE}</p>
        <p>{PROSE.replace("Hujan", "Angin")}</p></article></body></html>"""
    )
    assert isinstance(article, Article)
    assert article.captions == ("Traders weigh rice at the market.",)
    assert "Traders" not in article.text


def test_a_gallery_says_everything_in_its_captions() -> None:
    pictures = "".join(
        f"<figure><img src={n}.jpg><figcaption>Warga nomor {n} membersihkan rumah mereka sesudah "
        f"banjir surut pada Kamis pagi.</figcaption></figure>"
        for n in "abc"
    )
    article = extract_html(f"<html><body><h1>Usai Banjir</h1>{pictures}</body></html>")
    assert isinstance(article, Article)
    assert len(article.text.splitlines()) == 3
    assert article.captions == ()
