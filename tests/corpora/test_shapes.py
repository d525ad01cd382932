"""Do pages made like those of large outlets give up a clean text, by general rules alone?"""

from __future__ import annotations

import pytest
from telusur.corpora.article import Article
from telusur.corpora.extract import extract_html
from telusur.corpora.extraction import Extraction

ONE = (
    "Hujan deras yang turun sejak dini hari membuat sungai meluap dan merendam puluhan rumah warga "
    "di tiga desa, kata kepala badan penanggulangan bencana setempat pada Kamis pagi."
)
TWO = (
    '"Kami sudah mendirikan dapur umum dan mengirim perahu karet ke desa yang terputus," ujar dia. '
    "Sekitar dua ratus orang mengungsi ke balai desa dan gedung sekolah sejak malam."
)
THREE = (
    "Pemerintah daerah berjanji memperbaiki tanggul yang jebol sebelum musim hujan berikutnya, dan "
    "meminta warga tidak lagi membuang sampah ke sungai yang melintasi kota itu."
)
TEXT = f"{ONE}\n{TWO}\n{THREE}"
MENU = "".join(f'<li><a href="/{n}">Rubrik {n}</a></li>' for n in range(12))
OTHERS = "".join(
    f'<article><a href="/lain/{n}"><h3>Harga beras nomor {n} naik lagi di pasar induk</h3></a>'
    "<p>Pedagang mengeluh karena pembeli makin sepi menjelang akhir bulan ini.</p></article>"
    for n in range(6)
)

SHAPES = {
    "long boxes of links within the text": (
        "Jakarta",
        f"""<div class="detail__body"><div class="detail__body-text"><strong>Jakarta</strong> -
        <p>{ONE}</p><div class="parallaxindetail">Iklan</div><p>SCROLL TO CONTINUE WITH CONTENT</p>
        <table class="linksisip"><tr><td><strong>Baca juga:</strong>
        <a href=/x>Sungai Meluap Lagi</a></td></tr></table><p>{TWO}</p>
        <p>Simak Video 'Banjir di Tiga Desa':</p><p>[Gambas:Video 20menit]</p><p>{THREE}</p>
        <strong>(abc/def)</strong></div>
        <div class="detail__body-tag"><a href=/t>banjir</a></div></div>""",
    ),
    "a caption before and paging after the text": (
        "Medan",
        f"""<div class="photo"><img src=a.jpg><div class="photo__caption">Warga menonton.
        (KABAR/ANI)</div></div><div class="read__content"><div class="clearfix">
        <p><strong>MEDAN, KABAR.com</strong> - {ONE}</p>
        <p><strong>Baca juga: <a class="inner-link-baca-juga" href=/x>Sungai Meluap</a></strong></p>
        <p>{TWO}</p><p>{THREE}</p>
        <p>Artikel ini telah tayang di Kabar dengan judul "Banjir".</p></div></div>
        <div class="read__paging"><a href=?page=2>2</a><a href=?page=3>Selanjutnya</a></div>""",
    ),
    "a reporter before and sharing after the text": (
        "Bogor",
        f"""<div class="side-article txt-article multi-fontsize"><p>Laporan Wartawan Kabar, Ani
        Wijaya</p><p>KABARNEWS.COM, BOGOR - {ONE}</p><p class="baca">Baca juga: <a href=/x>Sungai
        Meluap Lagi</a></p><p>{TWO}</p><p>{THREE} (*)</p></div>
        <div class="share-button">Facebook Twitter WhatsApp</div>
        <div id="penulis">Editor: Budi</div><p>Ikuti kami di Google News</p>""",
    ),
    "three boxes of one text with advertisements between": (
        "Solo",
        f"""<div class="article-content-body"><div class="article-content-body__item-content">
        <p><b>Kabar6.com, Solo</b> - {ONE}</p><div class="baca-juga-collections">BACA JUGA:
        <a href=/x>Sungai Meluap Lagi di Kota Itu</a></div></div>
        <div class="advertisement-placeholder">Advertisement</div>
        <div class="article-content-body__item-content"><p>{TWO}</p></div>
        <p class="advertisement-text">Advertisement</p>
        <div class="article-content-body__item-content"><p>{THREE}</p>
        <p>Saksikan Video Pilihan di Bawah Ini:</p></div></div>""",
    ),
    "an agency's text in one box with line breaks": (
        "Palu",
        f"""<div class="wrap__article-detail-content post-content">Palu (ANTARA) - {ONE}<br><br>
        {TWO}<br><br>{THREE}<br><br><span class="baca-juga"><b>Baca juga: <a href=/x>Sungai
        Meluap</a></b></span><p class="text-muted">Pewarta: Ani Wijaya<br>Editor: Budi<br>
        COPYRIGHT © KABAR 2023</p></div>""",
    ),
    "a page built in the browser, with class names that say little": (
        None,
        f"""<div id="__next"><div class="ViewWeb__x1"><div class="StoryRenderer__a2">
        <div class="Paragraph__b3"><span data-qa-id="story-paragraph">{ONE}</span></div>
        <div class="LinkPreview__related"><a href=/x>Sungai Meluap Lagi</a></div>
        <div class="Paragraph__b3"><span data-qa-id="story-paragraph">{TWO}</span></div>
        <div class="Paragraph__b3"><span data-qa-id="story-paragraph">{THREE}</span></div></div>
        <div class="ShareBar__c4">Bagikan</div><div class="CommentSection__d5">12 Komentar</div>
        </div></div>""",
    ),
    "a fast mobile page": (
        "Ambon",
        f"""<amp-img src=a.jpg></amp-img><section class="article-body" itemprop="articleBody">
        <p>AMBON, KABAR.com – {ONE}</p><amp-ad type=x>Advertisement</amp-ad><p>{TWO}</p>
        <p>{THREE}</p><p>Halaman 1 dari 3</p></section>
        <amp-social-share>Share</amp-social-share>""",
    ),
}


def page(inside: str) -> str:
    return f"""<html><head><title>Banjir di Tiga Desa - Kabar</title>
    <link rel="canonical" href="https://kabar.example/berita/1/banjir-di-tiga-desa-surut"></head>
    <body><nav><ul>{MENU}</ul></nav><main><h1>Banjir di Tiga Desa</h1>
    <div class="date">Kamis, 9 Maret 2023 10:15 WIB</div>{inside}</main>
    <aside class="sidebar"><h2>Terpopuler</h2>{OTHERS}</aside>
    <section><h4>Berita Terkait</h4>{OTHERS}</section><footer>Copyright © 2023 Kabar. All rights
    reserved</footer></body></html>"""


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("templates", [True, False])
def test_shapes(shape: str, templates: bool) -> None:
    place, inside = SHAPES[shape]
    article = extract_html(page(inside), options=Extraction(templates=templates))
    assert isinstance(article, Article)
    assert article.text == TEXT
    assert article.place == place
