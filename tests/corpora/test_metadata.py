"""Are time, people, outlet, section and address read from all the places that state them?"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest
from telusur.corpora.metadata import Metadata, read_metadata
from telusur.corpora.outlets import outlet_named, outlet_of_host, outlet_of_url
from telusur.corpora.page import read_page
from telusur.corpora.titles import without_outlet
from telusur.corpora.urls import host, is_root, key

MOMENT = datetime.fromisoformat("2021-10-28T20:47:00+07:00")
TITLE = "Harga Beras Turun Lagi"


def read(body: str = "", head: str = "", **options: Any) -> Metadata:
    page = read_page(f"<html><head>{head}</head><body><p></p>{body}</body></html>")
    assert page is not None
    return read_metadata(page, **options)


def linked(**fields: Any) -> str:
    item = {"@type": "NewsArticle", **fields}
    return f'<script type="application/ld+json">{json.dumps(item)}</script>'


@pytest.mark.parametrize(
    "head",
    [
        linked(datePublished="2021-10-28T20:47:00+07:00"),
        linked(datePublished="2021-10-28 20:47:00"),
        '<script type="application/ld+json">{"@graph": [{"@type": "WebSite"},'
        '{"@type": ["NewsArticle"], "datePublished": "2021-10-28T13:47:00Z"}]}</script>',
        '<script type="application/ld+json">[{"@type": "NewsArticle", "articleBody": "a\nb",'
        ' "datePublished": "2021-10-28T20:47:00+07:00",}]</script>',
        '<script type="application/ld+json"><!-- {"@type": "NewsArticle", "headline": "a "b"",'
        ' "datePublished": "2021-10-28T20:47:00+07:00"} --></script>',
        '<meta property="article:published_time" content="2021-10-28T20:47:00+07:00">',
        '<meta name="dtk:publishdate" content="2021/10/28 20:47:00">',
        '<meta name="content_PublishedDate" content="2021-10-28 20:47:00">',
        '<meta itemprop="datePublished" content="28-10-2021 20:47 WIB">',
    ],
)
def test_declared_times(head: str) -> None:
    assert read(head=head).published == MOMENT


@pytest.mark.parametrize(
    "body",
    [
        '<time datetime="2021-10-28T20:47:00+07:00" itemprop="datePublished">kemarin</time>',
        "<div>Kamis, 28 Oktober 2021 | 20:47 WIB</div>",
        "<span><b>Ani</b> | Kamis, 28 Oktober 2021 - 20:47 wib</span>",
        f"<div>01/01/2020 10:00 WIB</div><h1>{TITLE}</h1><div>28/10/2021, 20:47 WIB</div>",
    ],
)
def test_visible_times(body: str) -> None:
    assert read(body, f"<title>{TITLE}</title>").published == MOMENT


def test_a_local_time_labelled_utc_follows_what_readers_see() -> None:
    head = '<meta name="pubdate" content="2021-10-28T20:47:05Z">'
    assert read("<div>28/10/2021 20:47 WIB</div>", head).published == MOMENT.replace(second=5)
    assert read(head=head).published == datetime.fromisoformat("2021-10-28T20:47:05+00:00")


def test_a_time_without_zone_follows_the_visible_zone() -> None:
    body = "<div>Kamis, 28 Okt 2021 20:47 WITA</div>"
    found = read(body, linked(datePublished="2021-10-28 20:47:00")).published
    assert found == datetime.fromisoformat("2021-10-28T20:47:00+08:00")


def test_the_address_decides_between_day_and_month() -> None:
    head = '<link rel="canonical" href="https://a.example/read/2021/10/09/judul">'
    found = read("<div>10/09/2021 20:47 WIB</div>", head).published
    assert found == datetime.fromisoformat("2021-10-09T20:47:00+07:00")
    assert read(head=head).published == datetime.fromisoformat("2021-10-09T00:00:00+07:00")


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (f"<title>{TITLE} - Kompas.com</title>", ""),
        (f"<title>{TITLE} | Republika Online</title>", ""),
        (f'<meta property="og:title" content="KapanLagi.com: {TITLE}">', ""),
        (f"<title>{TITLE} : Okezone Celebrity</title>", f"<h1>{TITLE}</h1>"),
        (f"<title>{TITLE} - Kompas.com Regional</title>", "<h1>Regional</h1>"),
        (f"<title>Kabar Kita : {TITLE}</title>", f"<font><b>{TITLE}</b></font>"),
        (linked(headline=TITLE) + "<title>Lain sama sekali</title>", ""),
        ("", f"<h1>{TITLE}</h1>"),
    ],
)
def test_titles(head: str, body: str) -> None:
    assert read(body, head).title == TITLE


def test_a_dash_within_a_headline_stays() -> None:
    assert without_outlet("Indonesia - Malaysia 2-0: Garuda ke Final") == (
        "Indonesia - Malaysia 2-0: Garuda ke Final"
    )


def test_outlets() -> None:
    assert outlet_of_host("bola.kompas.com") == "Kompas.com"
    assert outlet_of_host("kabar.example", {"kabar.example": "Kabar Kita"}) == "Kabar Kita"
    assert outlet_of_url("https://www.tak-dikenal.example/1") == "tak-dikenal.example"
    assert outlet_of_host(None) is None
    assert outlet_named("ANTARA") == outlet_named("antaranews.com") == "ANTARA News"


def test_site_is_read_where_it_is_signed() -> None:
    url = "https://kabar.example/berita/1"
    assert read(url=url, outlets={"kabar.example": "Kabar Kita"}).site == "Kabar Kita"
    assert (
        read(head='<meta property="og:site_name" content="Kabar Kita">', url=url).site
        == "Kabar Kita"
    )
    assert read(f"<h1>{TITLE}</h1>", f"<title>{TITLE} - Kabar Kita</title>").site == "Kabar Kita"
    assert read("<p>Copyright © 2021 Kabar Kita. Semua hak.</p>").site == "Kabar Kita"
    assert read(url=url).site == "kabar.example"
    assert read().site is None


def test_sections_and_tags() -> None:
    assert read(head=linked(articleSection=["Ekonomi", "Pangan"])).section == "Ekonomi"
    crumbs = '<ul class="breadcrumb"><li><a>Home</a></li><li><a>Ekonomi</a></li></ul>'
    assert read(crumbs).section == "Ekonomi"
    assert read(url="https://ekonomi.kabar.example/berita/1").section == "Ekonomi"
    assert read(head='<meta name="keywords" content="beras, harga , beras">').tags == (
        "beras",
        "harga",
    )


def test_canonical_address() -> None:
    head = '<link rel="canonical" href="/berita/1"><meta property="og:url" content="https://b.example/">'
    assert (
        read(head=head, url="https://a.example/x?utm_source=y").url == "https://a.example/berita/1"
    )
    assert (
        read(head='<link rel="canonical" href="https://a.example/">', url="https://a.example/1").url
        == "https://a.example/1"
    )
    assert read(head='<link rel="canonical" href="http://[rusak">').url is None


@pytest.mark.parametrize(
    "url",
    [
        "https://contoh.example/berita/1",
        "http://www.contoh.example/berita/1/",
        "https://M.contoh.example/berita/1?page=all",
        "https://amp.contoh.example/berita/1?utm_source=x&fbclid=y#atas",
    ],
)
def test_one_article_has_one_key(url: str) -> None:
    assert key(url) == "contoh.example/berita/1"


def test_other_addresses_have_other_keys() -> None:
    assert key("https://contoh.example/berita/1?page=2") == "contoh.example/berita/1?page=2"
    assert key("https://m.example/1") == "m.example/1"
    assert host("bukan alamat") is None
    assert is_root("https://contoh.example/")
    assert not is_root("https://contoh.example/?p=12")
