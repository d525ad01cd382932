"""Which page of an article is this? Told by addresses, boxes of numbers, rel and titles."""

from __future__ import annotations

import pytest
from telusur.corpora.article import Article, Sheet, make_id
from telusur.corpora.extract import extract_html
from telusur.corpora.paging import Place, number_in, place_of

BASE = "https://contoh.example/berita/d-4711/banjir-di-kota-tua"
PROSE = "Pemerintah daerah menutup tiga ruas jalan setelah hujan deras mengguyur kota sejak malam. "


@pytest.mark.parametrize(
    ("url", "number"),
    [
        (f"{BASE}?page=2", 2),
        (f"{BASE}?halaman=3", 3),
        (f"{BASE}?showpage=2&utm_source=x", 2),
        (f"{BASE}?page=all", 0),
        (f"{BASE}/2", 2),
        (f"{BASE}/2/", 2),
        (f"{BASE}/page/4", 4),
        (f"{BASE}/halaman/2", 2),
        (f"{BASE}/0/2", 2),
        (f"{BASE}/page/all", 0),
    ],
)
def test_addresses_of_pages(url: str, number: int) -> None:
    place = place_of(url)
    assert place is not None
    assert (place.base.partition("?")[0], place.number) == (BASE, number)


@pytest.mark.parametrize(
    "url",
    [
        BASE,
        "https://contoh.example/?p=12",  # an article of WordPress
        "https://contoh.example/berita/2019/10/12",
        "https://contoh.example/berita/12",
        f"{BASE}?page=komentar",
        f"{BASE}?page=100",
        f"{BASE}-skor-1-2.html",
        "https://contoh.example/2021/10/28/2",
        "http://[rusak?page=2",
    ],
)
def test_addresses_that_name_no_page(url: str) -> None:
    assert place_of(url) is None


def test_what_may_be_of_the_title_is_a_page_only_loosely() -> None:
    assert place_of(f"{BASE}-2.html", loose=True) == Place(f"{BASE}.html", 2)


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Banjir (Halaman 2)", (2, "Banjir")),
        ("Banjir - Halaman 3 dari 4", (3, "Banjir")),
        ("Banjir Halaman 2", (2, "Banjir")),
        ("Banjir (2/3)", (2, "Banjir")),
        ("Buku 12 Halaman", (None, "Buku 12 Halaman")),
        ("Halaman 2", (None, "Halaman 2")),
    ],
)
def test_titles(title: str, told: tuple[int | None, str]) -> None:
    assert number_in(title) == told


def page(
    box: str = "", *, head: str = "", url: str = BASE, title: str = "Banjir di Kota"
) -> Article:
    html = f"""<html><head><title>{title}</title><link rel="canonical" href="{url}">{head}</head>
    <body><article><h1>{title}</h1>{f"<p>{PROSE * 2}</p>" * 3}{box}</article></body></html>"""
    found = extract_html(html)
    assert isinstance(found, Article)
    return found


def links(*numbers: int, shape: str = BASE + "?page={}") -> str:
    return "".join(f'<li><a href="{shape.format(one)}">{one}</a></li>' for one in numbers)


MADE = make_id(BASE.removeprefix("https://"))


@pytest.mark.parametrize(
    ("box", "head", "url", "number"),
    [
        ("", "", f"{BASE}?page=2", 2),
        (f"<ul>{links(1)}<li>2</li>{links(3)}</ul>", "", BASE, 2),
        (f"<ul>{links(1, 3)}</ul><p>Halaman 2 dari 3</p>", "", BASE, 2),
        (f"<ul>{links(1, 2)}</ul><p>Halaman 3 dari 3</p>", "", BASE, 3),
        (f'<ul>{links(1)}<li class="is-active"><a href="?page=2">2</a></li></ul>', "", BASE, 2),
        ("", f'<link rel="prev" href="{BASE}">', BASE, 2),
        ("", f'<link rel="prev" href="{BASE}?page=2"><link rel="next" href="/x">', BASE, 3),
        ("", f'<link rel="next" href="{BASE}?page=3">', f"{BASE}?page=all", 2),
        ("", "", f"{BASE}?page=all", 0),
        ("", f'<meta property="og:url" content="{BASE}?page=2">', BASE, 2),
    ],
)
def test_pages_tell_their_numbers(box: str, head: str, url: str, number: int) -> None:
    (sheet,) = page(box, head=head, url=url).pages
    assert (sheet.number, sheet.of) == (number, MADE)


@pytest.mark.parametrize(
    ("box", "head", "url"),
    [
        ("", "", BASE),
        (f"<ul><li>1</li>{links(2, 3)}</ul>", "", BASE),
        (f"<ul><li>1</li>{links(2, 3)}</ul>", "", f"{BASE}?page=all"),  # as some outlets have it
        ("", f'<link rel="next" href="{BASE}?page=2">', BASE),
        ("", '<link rel="prev" href="https://contoh.example/berita/lain">', BASE),
        (f'<a href="{BASE}#komentar">2</a>', "", BASE),
        (f'<a href="{BASE}">1</a>', "", BASE),
        ("", "", f"{BASE}-2.html"),
        ("", "", f"{BASE}?page=1"),
        ("", "", f"{BASE}?page=2017"),
    ],
)
def test_first_pages_and_whole_articles_say_nothing_of_pages(box: str, head: str, url: str) -> None:
    assert page(box, head=head, url=url).pages == ()


def test_a_number_at_the_end_of_an_address_is_believed_where_links_bear_it_out() -> None:
    url, shape = f"{BASE}-2.html", BASE + "-{}.html"
    box = f'<a href="{BASE}.html">1</a> <b>2</b> {links(3, shape=shape)}'
    (sheet,) = page(box, url=url).pages
    assert (sheet.number, sheet.linked) == (2, True)


def test_a_page_has_an_id_of_its_own_and_the_title_of_the_article() -> None:
    two = page(url=f"{BASE}?page=2", title="Banjir di Kota (Halaman 2)")
    assert two.title == "Banjir di Kota"
    assert two.pages == (Sheet(number=2, of=MADE),)
    assert len({two.id, page(url=f"{BASE}?page=3").id, page().id}) == 3
    assert page().id == page(url=f"{BASE}/1").id == MADE
