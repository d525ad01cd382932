"""Who signed the page: are writers, editors, desks and agencies read from all the places?"""

from __future__ import annotations

import json
from typing import Any

import pytest
from telusur.corpora.article import Article
from telusur.corpora.credits import Credits, credits_of
from telusur.corpora.extract import extract_html, extract_text
from telusur.corpora.page import read_page

ANI, BUDI = ("Ani Wijaya",), ("Budi Hartono",)
PARAGRAPH = "<p>Harga beras di pasar induk turun lagi pekan ini karena panen raya sudah tiba.</p>"


def read(body: str = "", head: str = "", **about: Any) -> Credits:
    page = read_page(f"<html><head>{head}</head><body><p></p>{body}</body></html>")
    assert page is not None
    return credits_of(page, **about)


def linked(*items: dict[str, Any], **fields: Any) -> str:
    graph = [{"@type": "NewsArticle", **fields}, *items]
    return f'<script type="application/ld+json">{json.dumps(graph)}</script>'


def person(name: str) -> dict[str, str]:
    return {"@type": "Person", "name": name}


@pytest.mark.parametrize(
    "head",
    [
        linked(author=person("Ani Wijaya")),
        linked(author="Ani Wijaya"),
        linked(author={"@type": "Person", "name": ["Ani Wijaya"]}),
        linked(author=[{"@type": "Organization", "name": "Kabar"}, person("Ani Wijaya")]),
        linked({"@id": "#/person/1", **person("Ani Wijaya")}, author={"@id": "#/person/1"}),
        linked(creator=["Ani Wijaya"]),
        '<meta name="author" content="Ani Wijaya">',
        '<meta property="article:author" content="Ani Wijaya">',
        '<meta name="content_author" content="ANI WIJAYA">',
    ],
)
def test_declared_authors(head: str) -> None:
    assert read(head=head) == Credits(authors=ANI)


@pytest.mark.parametrize(
    "body",
    [
        '<div class="detail__author"><b>Ani Wijaya</b> - detikNews</div>',
        '<span itemprop="author" itemscope><span itemprop="name">Ani Wijaya</span></span>',
        '<a rel="author" href="/penulis/ani">Ani Wijaya</a>',
        "<div>Penulis: <a>Ani Wijaya</a></div>",
        "<table><tr><td>Penulis</td><td>: Ani Wijaya</td></tr></table>",
        "<ul><li><span>Penulis</span> <a>Ani Wijaya</a></li></ul>",
        "<p><strong>Laporan Wartawan Tribunnews.com, Ani Wijaya</strong></p>",
        "<p>Harga beras turun lagi pekan ini.<br>Reporter: Ani Wijaya</p>",
        "<p>Oleh <b>Ani Wijaya</b> pada 12 Mei 2020, 10:00 WIB</p>",
        "<h6>Kontributor Bandung, Ani Wijaya</h6>",
        "<p>by Ani Wijaya May 12, 2023 in News</p>",
        "<p>Ditulis oleh Ani Wijaya, 12 Mei 2023</p>",
        "<div><h4>Reporter</h4><p>Ani Wijaya</p></div>",
        "<div class='reporter'><b>Ani Wijaya</b>, Jurnalis &middot; <i>Senin 2/3/2020</i></div>",
        "<div class='article-author'>Ani Wijaya, <span>CNBC Indonesia</span></div>",
    ],
)
def test_visible_authors(body: str) -> None:
    assert read(body) == Credits(authors=ANI)


@pytest.mark.parametrize(
    "body",
    [
        "<p>Penulis: Ani Wijaya | Editor: Budi Hartono</p>",
        "<p>Pewarta : Ani Wijaya<br/>Editor: Budi Hartono<br/>Copyright © KABAR 2023</p>",
        "<div>Penulis: Ani Wijaya</div><div>Editor: Budi Hartono</div>",
        "<p>Harga turun. (Reporter: Lain Orang)</p>".replace("Lain Orang", "Ani Wijaya")
        + '<div class="editor">Budi Hartono</div><div class="author">Ani Wijaya</div>',
        '<div class="red">Rep: Ani Wijaya/ Red: Budi Hartono</div>',
        '<div class="credit-title-name">Ani Wijaya</div>'
        '<div class="credit-title-nameEditor">Budi Hartono</div>',
        "<h4>Reporter</h4><p>Ani Wijaya</p><h4>Editor</h4><p>Budi Hartono</p>",
        "<p>Penulis: Ani Wijaya<br>Foto: Cahya Dewi<br>Editor: Budi Hartono</p>",
        "<div class='name'>Ani Wijaya</div><p>Redaktur : Budi Hartono<br>Reporter : Ani Wijaya</p>",
        "<table><tr><td>Penulis</td><td>: Ani Wijaya</td></tr>"
        "<tr><td>Editor</td><td>: Budi Hartono</td></tr></table>",
    ],
)
def test_editors_are_kept_apart(body: str) -> None:
    assert read(body) == Credits(authors=ANI, editors=BUDI)


def test_one_person_can_do_both() -> None:
    found = read("<p>Redaktur & Reporter : Ani Wijaya</p>")
    assert found == Credits(authors=ANI, editors=ANI)


def test_declared_editors() -> None:
    assert read(head=linked(editor=person("Budi Hartono"))).editors == BUDI
    assert read(head='<meta name="editor" content="Budi Hartono">').editors == BUDI


def test_an_editor_declared_as_author_is_none() -> None:
    head = linked(author=person("Budi Hartono"))
    assert read("<p>Editor: Budi Hartono</p>", head) == Credits(editors=BUDI)
    both = "<p>Penulis: Ani Wijaya</p><p>Editor: Budi Hartono</p>"
    assert read(both, head) == Credits(authors=ANI, editors=BUDI)
    self_edited = "<p>Penulis: Budi Hartono</p><p>Editor: Budi Hartono</p>"
    assert read(self_edited, head) == Credits(authors=BUDI, editors=BUDI)


@pytest.mark.parametrize(
    ("head", "body", "desk"),
    [
        ('<meta name="author" content="Tim Redaksi">', "", "Tim Redaksi"),
        (linked(author={"@type": "Organization", "name": "Kabar Kita"}), "", "Kabar Kita"),
        (linked(author=person("CNN Indonesia")), "", "CNN Indonesia"),
        ("", '<div class="author">Tim detikcom - detikNews</div>', "Tim detikcom"),
        ("", "<p>Oleh: Redaksi</p>", "Redaksi"),
        ('<meta name="author" content="https://facebook.example/kabar">', "", None),
        ('<meta name="author" content="Penulis tidak ditemukan">', "", None),
    ],
)
def test_desks_sign_where_no_person_does(head: str, body: str, desk: str | None) -> None:
    assert read(body, head) == Credits(byline=desk)
    assert read(f"<p>Penulis: Ani Wijaya</p>{body}", head) == Credits(authors=ANI)


@pytest.mark.parametrize(
    "body",
    [
        '<figure><figcaption class="author">Ani Wijaya</figcaption></figure>',
        '<span class="author">KOMPAS.com/ANI WIJAYA</span>',
        '<div class="author">Kabar</div>',
        '<div class="author-and-share">Share on Facebook Share on Twitter</div>',
        "<nav><a>Penulis</a> <a>Editor</a> <a>Ani Wijaya</a></nav>",
        '<aside><div class="author">Ani Wijaya</div></aside>',
        "<p>Oleh karena itu harga beras turun.</p>",
        "<footer><p>Editor: Ani Wijaya</p></footer>",
        '<a class="editor-picks">Pilihan Editor</a>',
        '<div class="comment-author">Ani Wijaya</div>',
        '<div class="comments"><p>Penulis: Ani Wijaya</p></div>',
        '<div class="author-bio"><h4>Tentang Penulis</h4></div>',
        "".join(f'<p class="author">{name} Wijaya</p>' for name in ("Ani", "Budi", "Cahya", "Eka")),
    ],
)
def test_nobody_is_invented(body: str) -> None:
    assert read(body) == Credits()


@pytest.mark.parametrize(
    ("head", "body", "url"),
    [
        (linked(author=person("Antara")), "", None),
        ('<meta name="source" content="ANTARA">', "", None),
        ("", "<div>Sumber : Antara</div>", None),
        ("", "<p>Rep: Antara/ Red: Budi Hartono</p>", None),
        ("", "<h4>Reporter</h4><p>Antara</p><h4>Editor</h4><p>Budi</p>", None),
        ("", "", "https://bali.antaranews.com/berita/1"),
    ],
)
def test_agencies(head: str, body: str, url: str | None) -> None:
    found = read(body, head, url=url)
    assert (found.agency, found.authors, found.byline) == ("Antara", (), None)


@pytest.mark.parametrize(
    ("lead", "end", "agency"),
    [
        ("<p>LONDON (Reuters) - Harga minyak dunia naik lagi pada Senin pagi.</p>", "", "Reuters"),
        ("", "<p>(ant/rep)</p>", "Antara"),
        ("", "<strong>(Antara)</strong>", "Antara"),
        ("", "Sumber: AFP", "AFP"),
        ("<figure><figcaption>Warga antre. (Antara)</figcaption></figure>", "", None),
        ("", '<div class="caption">Warga antre beras di pasar. (AFP)</div>', None),
        ("", "<p>Warga antre. (ANTARA FOTO/Ani Wijaya)</p>", None),
    ],
)
def test_agencies_in_the_text(lead: str, end: str, agency: str | None) -> None:
    body = f"<h1>Harga Beras Turun Lagi</h1><div>{lead}{PARAGRAPH * 8}{end}</div>"
    result = extract_html(f"<html><body>{body}</body></html>")
    assert isinstance(result, Article)
    assert result.agency == agency


def test_credits_of_plain_text() -> None:
    lines = ["Harga Beras Turun", "Harga beras di pasar induk turun lagi. (Antara)"]
    result = extract_text("\n".join([*lines, "Penulis: Ani Wijaya | Editor: Budi Hartono"]))
    assert isinstance(result, Article)
    assert (result.authors, result.editors, result.agency) == (ANI, BUDI, "Antara")
    result = extract_text("\n".join([*lines, "Oleh: Redaksi", "Sumber: Reuters"]))
    assert isinstance(result, Article)
    assert (result.authors, result.byline, result.agency) == ((), "Redaksi", "Reuters")
