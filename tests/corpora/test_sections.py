"""Is the section told in one spelling, wherever the page says it, and are tags just tags?"""

from __future__ import annotations

import json
from typing import Any

import pytest
from telusur.corpora.page import Page, read_page
from telusur.corpora.sections import MOST_TAGS, section_of, tags_of

TITLE = "Harga Beras Turun Lagi di Pasar Induk"


def page(body: str = "", head: str = "") -> Page:
    found = read_page(f"<html><head>{head}</head><body><p></p>{body}</body></html>")
    assert found is not None
    return found


def linked(**fields: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps(fields)}</script>'


def crumbs(*names: str) -> str:
    steps = "".join(f'<li><a href="/">{name}</a></li>' for name in names)
    return f'<ul class="breadcrumb">{steps}</ul>'


def step(position: int, name: str) -> dict[str, Any]:
    return {"@type": "ListItem", "position": position, "item": {"@id": "/x", "name": name}}


@pytest.mark.parametrize(
    ("head", "body", "url", "section"),
    [
        (linked(**{"@type": "NewsArticle"}, articleSection="nasional"), "", None, "Nasional"),
        (linked(**{"@type": "NewsArticle"}, articleSection="NASIONAL"), "", None, "Nasional"),
        (linked(**{"@type": "NewsArticle"}, articleSection="gaya-hidup"), "", None, "Gaya Hidup"),
        (linked(**{"@type": "NewsArticle"}, articleSection=["News", "Pangan"]), "", None, "Pangan"),
        (linked(**{"@type": "NewsArticle"}, articleSection="News"), "", None, "News"),
        (linked(**{"@type": "NewsArticle"}, articleSection="20"), "", None, None),
        ('<meta property="article:section" content="TV">', "", None, "TV"),
        ('<meta property="article:section" content="motogp">', "", None, "MotoGP"),
        ('<meta name="dtk:namakanal" content="ekonomi">', "", None, "Ekonomi"),
        ('<meta name="content_category" content="News > Ekonomi">', "", None, "Ekonomi"),
        ("", crumbs("Home", "Ekonomi", TITLE), None, "Ekonomi"),
        ("", crumbs("Beranda", "Berita", "Ekonomi"), None, "Ekonomi"),
        ("", crumbs("Kabar Kita", "KabarNews", "Ekonomi"), None, "Ekonomi"),
        ("", crumbs(TITLE, "Ekonomi", "Home"), None, "Ekonomi"),
        ("", crumbs("Home", "Berita"), None, "Berita"),
        ("", "", "https://ekonomi.kabar.example/read/1/x", "Ekonomi"),
        ("", "", "https://kabar.example/gaya-hidup/read/1/x", "Gaya Hidup"),
        ("", "", "https://kabar.example/news/ekonomi/1/x", "Ekonomi"),
        ("", "", "https://kabar.example/news/1/x", "News"),
        ("", "", "https://kabar.example/bola", None),
        ("", "", None, None),
    ],
)
def test_sections(head: str, body: str, url: str | None, section: str | None) -> None:
    found = section_of(page(body, head), url, not_sections=(TITLE, "Kabar Kita"))
    assert found == section


def test_linked_breadcrumbs_are_put_in_order() -> None:
    steps = [step(3, TITLE), step(2, "Ekonomi"), step(1, "Home")]
    head = linked(**{"@type": "BreadcrumbList"}, itemListElement=steps)
    assert section_of(page(head=head), None, not_sections=(TITLE,)) == "Ekonomi"


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="keywords" content="beras, harga beras ,Beras">',
        '<meta property="article:tag" content="beras">'
        '<meta property="article:tag" content="harga beras">',
        linked(**{"@type": "NewsArticle"}, keywords=["beras", "harga beras"]),
        linked(**{"@type": "NewsArticle"}, keywords="beras, harga beras"),
        '<meta name="news_keywords" content="Editor:Ani, Topic: beras, harga beras">',
        '<meta name="keywords" content="beras, harga beras, berita terkini, Kompas.com">',
    ],
)
def test_declared_tags(head: str) -> None:
    assert tags_of(page(head=head), title=TITLE, site="Kabar Kita") == ("beras", "harga beras")


def test_visible_tags() -> None:
    links = '<a href="/tag/beras">#beras</a> <a href="/tag/y">Bulog</a>'
    box = f'<div class="detail__body-tag">{links}</div>'
    head = f"<h1>{TITLE}</h1><p>Harga beras turun.</p>"
    assert tags_of(page(head + box), title=TITLE) == ("beras", "Bulog")
    elsewhere = f"<aside>{box}</aside><div class='stage'>{links}</div>"
    assert tags_of(page(box + head + elsewhere), title=TITLE) == ()
    of_the_site = "<h1>Gempa</h1><p>Gempa terasa di Palu.</p>" + box
    assert tags_of(page(of_the_site), title="Gempa") == ()


def test_a_headline_cut_into_words_is_no_list_of_tags() -> None:
    own = ", ".join(TITLE.split())
    assert tags_of(page(head=f'<meta name="keywords" content="{own}">'), title=TITLE) == ()
    other = "intip, foto, beras, di, pasar, sini, ya"
    assert tags_of(page(head=f'<meta name="keywords" content="{other}">'), title=TITLE) == ()


def test_tags_are_bounded() -> None:
    many = ", ".join(f"beras jenis {number}" for number in range(200))
    assert len(tags_of(page(head=f'<meta name="keywords" content="{many}">'))) == MOST_TAGS
    assert tags_of(page(head=f'<meta name="keywords" content="{"x" * 500}">')) == ()
