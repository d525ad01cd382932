"""Do boxes that are not the article go, and does the article stay?"""

from __future__ import annotations

import pytest
from telusur.corpora.boilerplate import prune
from telusur.corpora.dom import Node, parse, pieces_of
from telusur.corpora.templates import page_rules
from telusur.corpora.userrules import Boilerplate, OutletRules

PROSE = (
    "Hujan deras yang turun sejak dini hari membuat sungai meluap dan merendam puluhan rumah warga "
    "di tiga desa, kata kepala badan penanggulangan bencana setempat."
)
MORE = PROSE.replace("Hujan", "Angin")
LINKS = "".join(f'<li><a href="/{n}">Berita nomor {n} tentang banjir</a></li>' for n in range(4))


def page(inside: str) -> Node:
    root = parse(f"<html><body>{inside}</body></html>")
    assert root is not None
    return root


def by_id(root: Node, name: str) -> Node:
    return next(node for node in root.iter() if node.get("id") == name)


def test_side_boxes_go_and_the_article_stays() -> None:
    root = page(
        f"""<div class="share-article-wrap"><h1>Judul</h1><div id="isi-related">
        <p>{PROSE}</p></div><div class="baca-juga">Lain satu</div><div><b>Berita Terkait</b>
        <p>Lain dua</p></div><div><img src="a.jpg"><small>Warga menonton.</small></div></div>"""
    )
    prune(root, keep=by_id(root, "isi-related"), caption=60)
    assert pieces_of(root) == f"Judul {PROSE}"


@pytest.mark.parametrize(
    "names",
    [
        *("baca-juga", "bacaJuga", "c-bacajuga__list", "readAlso", "related-posts", "linksisip"),
        *("ShareBar_box__x7f2a", "social-share", "tag-cloud tags", "komentar", "fb-comments"),
        *("newsletter-box", "ads-slot", "div-gpt-ad-123", "inbetween", "parallax-ads", "teads"),
        *("mgid-widget mgbox", "taboola-below", "outbrain", "artikel-terkait", "most-read"),
        *("pilihan-editor", "berita-lainnya", "video-pilihan", "paging", "app-download"),
    ],
)
def test_names_of_boxes(names: str) -> None:
    root = page(f'<div id="isi"><p>{PROSE}</p><div class="{names}">Lain</div></div>')
    prune(root, keep=by_id(root, "isi"))
    assert pieces_of(root) == PROSE


@pytest.mark.parametrize("names", ["paragraph", "sharia", "adsorpsi", "tagihan", "read", "main"])
def test_names_that_say_nothing(names: str) -> None:
    root = page(f'<div id="isi"><p>{PROSE}</p><div class="{names}">Tetap di sini.</div></div>')
    prune(root, keep=by_id(root, "isi"))
    assert pieces_of(root) == f"{PROSE} Tetap di sini."


def test_a_link_within_a_sentence_stays_whatever_its_name() -> None:
    sentence = (
        f'<p>Banjir di <a class="inner-link-tag" href="/d">Desa Contoh</a> surut. {PROSE}</p>'
    )
    also = '<p>Lihat: <a class="inner-link-baca-juga" href="/x">Banjir Surut</a></p>'
    root = page(f'<div id="isi">{sentence}{also}</div>')
    prune(root, keep=by_id(root, "isi"))
    assert pieces_of(root) == f"Banjir di Desa Contoh surut. {PROSE} Lihat:"


def test_a_list_of_headlines_goes_and_a_list_of_facts_stays() -> None:
    facts = '<ul><li>Beras naik, kata <a href="/a">Ani</a></li><li>Gula turun</li></ul>'
    root = page(f'<div id="isi"><p>{PROSE}</p><ul>{LINKS}</ul>{facts}</div>')
    prune(root, keep=by_id(root, "isi"))
    assert pieces_of(root).replace(" ", "") == f"{PROSE}Beras naik, kata AniGula turun".replace(
        " ", ""
    )


def test_what_lies_beside_a_declared_body_goes() -> None:
    root = page(
        f"""<h1>Judul</h1><div class="x">Iseng</div><div class="entry-content"><p>{PROSE}</p>
        <p id="isi">{MORE}</p></div><div class="y"><p>Teks pendek lain.</p></div>"""
    )
    prune(root, keep=by_id(root, "isi"))
    assert pieces_of(root) == f"Judul {PROSE} {MORE}"


def test_a_declared_body_without_the_prose_is_not_believed() -> None:
    teaser = f'<div class="entry-content"><p>{PROSE[:60]}</p></div>'
    root = page(f'{teaser}<div id="isi"><p>{PROSE}</p><p>{MORE}</p></div>')
    prune(root, keep=by_id(root, "isi"))
    assert PROSE in pieces_of(root)
    root = page(f'<div id="isi" class="entry-content"><p>{PROSE}</p></div><p>{MORE}</p>')
    prune(root, keep=by_id(root, "isi"))
    assert MORE in pieces_of(root), "as much prose lies outside"


def test_several_bodies_of_one_article_stay_together() -> None:
    body = "article-content-body__item-content"
    root = page(
        f"""<div class="a"><div class="{body}" id="isi"><p>{PROSE}</p></div><p>Iseng.</p>
        <div class="{body}"><p>{MORE}</p></div></div>"""
    )
    prune(root, keep=by_id(root, "isi"), rules=page_rules("https://www.liputan6.com/news/read/1"))
    assert pieces_of(root) == f"{PROSE} {MORE}"


def test_rules_of_an_outlet_touch_no_other() -> None:
    box = '<div id="isi"><p class="baca">Banjir lain</p><p>Sungai meluap.</p></div>'
    for url, text in [
        ("https://jabar.tribunnews.com/2021/1", "Sungai meluap."),
        ("https://kabar.example/1", "Banjir lain Sungai meluap."),
        ("https://bukantribunnews.com/1", "Banjir lain Sungai meluap."),
    ]:
        root = page(box)
        prune(root, keep=by_id(root, "isi"), rules=page_rules(url))
        assert pieces_of(root) == text
    assert not page_rules("https://www.tribunnews.com/1", templates=False).boxes


def test_boxes_of_the_user_go_even_where_they_hold_what_we_would_keep() -> None:
    user = Boilerplate(
        boxes=("#promo-*",),
        outlets=(OutletRules(domains=("kabar.example",), boxes=("div.sisipan",), lines=("Hm",)),),
    )
    rules = page_rules("https://news.kabar.example/1", user)
    inside = '<div id="promo-1">Beli</div><div class="sisipan"><h1>Iseng</h1></div>'
    root = page(f'<div id="isi"><p>{PROSE}</p>{inside}</div>')
    prune(root, keep=by_id(root, "isi"), rules=rules)
    assert pieces_of(root) == PROSE
    assert rules.lines.fullmatch("hm")


def test_a_box_of_the_user_never_takes_the_whole_text() -> None:
    root = page(f'<div class="isi"><div id="isi"><p>{PROSE}</p></div></div>')
    prune(root, keep=by_id(root, "isi"), rules=page_rules(None, Boilerplate(boxes=(".isi",))))
    assert pieces_of(root) == PROSE
