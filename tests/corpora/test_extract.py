"""Does a whole page become the right article, and a hostile page no exception?"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telusur.corpora.article import Article, Reason, Skipped, make_id
from telusur.corpora.extract import Extraction, extract_html, reset

PAGES = Path(__file__).parents[2] / "../shared/data/html"
needs_pages = pytest.mark.skipif(not PAGES.exists(), reason=f"no development data at {PAGES}")

FIRST = "Petani di lereng gunung mulai memanen kopi lebih awal tahun ini karena kemarau panjang."
SECOND = "Harga di tingkat pengepul naik hampir dua kali lipat dibandingkan dengan musim yang lalu."
THIRD = "Koperasi setempat berharap hasil panen dapat diekspor langsung tanpa perantara lagi."


def extract(content: bytes | str, **options: Any) -> Article:
    result = extract_html(content, **options)
    assert isinstance(result, Article), result
    return result


def f1(text: str, gold: str) -> float:
    mine, theirs = (Counter(re.findall(r"\w+", each.lower())) for each in (text, gold))
    return 2 * (mine & theirs).total() / max(mine.total() + theirs.total(), 1)


def test_text_directly_in_a_box_is_not_lost() -> None:
    page = f"<h1>Panen Kopi</h1><div><b>Kopi</b> - {FIRST}<p>{SECOND}</p><p>{THIRD}</p></div>"
    assert extract(page).text == f"Kopi - {FIRST}\n{SECOND}\n{THIRD}"


def test_layout_tables_are_no_tables() -> None:
    cell = f"<td>{FIRST}<br><br>{SECOND}<br><br>{THIRD}<p>{FIRST[::-1]}</p><p>{SECOND[::-1]}</td>"
    page = f"<h1>Panen</h1><table><tr><td><a href=/>Depan</a></td>{cell}</tr></table>"
    assert extract(page).text.splitlines()[:3] == [FIRST, SECOND, THIRD]


def test_a_photo_page_is_its_captions() -> None:
    figures = "".join(
        f"<figure><img src=a><figcaption>{text}</figcaption></figure>" for text in (FIRST, SECOND)
    )
    assert extract(f"<h1>Foto: Panen Kopi Raya</h1>{figures}").text == f"{FIRST}\n{SECOND}"


def test_the_declared_body_steps_in() -> None:
    body = "\n".join([FIRST, SECOND, THIRD] * 1)
    item = {"@type": "NewsArticle", "headline": "Panen Kopi", "articleBody": body}
    page = f'<script type="application/ld+json">{json.dumps(item)}</script><p>Memuat</p>'
    assert SECOND in extract(page).text


def linked(**item: str) -> str:
    """A page's head with the JSON-LD of an article."""
    told = json.dumps({"@type": "NewsArticle", "headline": "Panen Kopi", **item})
    return f'<script type="application/ld+json">{told}</script>'


NEWS = "".join(f"<li><a href=/{n}>Kabar kota nomor {n} dari desa tetangga</a>" for n in range(9))
LONG = "\n".join(" ".join([text] * 3) for text in (FIRST, SECOND, THIRD, FIRST[::-1]))


def test_half_of_the_declared_body_is_not_enough() -> None:
    page = linked(articleBody=LONG) + f"<h1>Panen Kopi</h1><div><p>{FIRST}</p><p>{SECOND}</p></div>"
    assert THIRD in extract(page).text


def test_a_teaser_gives_way_to_the_declared_body() -> None:
    page = linked(articleBody=LONG) + f"<h1>Panen Kopi</h1><p>{FIRST[:60]}…</p><ul>{NEWS}</ul>"
    text = extract(page).text
    assert THIRD in text
    assert "Kabar kota" not in text


def test_a_list_of_headlines_gives_way_to_the_text_of_the_page() -> None:
    prose = "<br>".join(f"<font>{text}</font>" for text in LONG.splitlines())
    boxes = f"<div class=konten><ul>{NEWS}</ul></div><div><label>{prose}</label></div>"
    page = f"<h1>Panen Kopi</h1>{boxes}"
    text = extract(page).text
    assert all(part in text for part in (FIRST, SECOND, THIRD))
    assert "Kabar kota" not in text


def test_a_declared_teaser_replaces_nothing() -> None:
    body = "".join(f"<p>{text}</p>" for text in LONG.splitlines())
    page = linked(articleBody=FIRST) + f"<h1>Panen Kopi</h1><article>{body}</article>"
    assert extract(page).text == LONG


def test_what_lies_beside_headline_and_prose_is_not_read() -> None:
    body = "".join(f"<p>{text}</p>" for text in (FIRST, SECOND, THIRD))
    side = f"<div><p>{FIRST[::-1]}</p><p>{SECOND[::-1]}</p></div>"
    page = f"{side}<main><h1>Panen Kopi</h1><div>{body}</div></main>{side}"
    assert extract(page).text.splitlines() == [FIRST, SECOND, THIRD]


def test_an_article_in_several_boxes_is_whole() -> None:
    boxes = "".join(f"<section><div><p>{text}</p></div></section>" for text in LONG.splitlines())
    assert extract(f"<article><h1>Panen Kopi</h1>{boxes}</article>").text == LONG


def test_without_a_heading_the_words_of_the_title_lead_to_the_text() -> None:
    cell = "<br><br>".join(LONG.splitlines())
    page = f"""<title>Panen Kopi Raya</title><table><tr><td>{"<p>" + FIRST[::-1]}</td>
        <td><b>Panen Kopi Raya</b><br>{cell}</td></tr></table>"""
    assert extract(page).text == LONG


def test_a_video_with_a_summary_is_an_article() -> None:
    head = '<meta property="og:description" content="Video panen kopi.">'
    head += '<script type="application/ld+json">{"@type": "NewsArticle"}</script>'
    assert extract(f"<head>{head}</head><body><h1>Panen</h1></body>").text == "Video panen kopi."


def test_ids() -> None:
    page = f"<h1>Panen</h1><p>{FIRST}</p>"
    by_url = extract(page, url="https://www.a.example/1?utm_source=x", path="/a.html")
    assert by_url.id == extract(page, url="http://a.example/1/").id == make_id("a.example/1")
    assert by_url.url == "https://www.a.example/1"
    assert by_url.paths == ("/a.html",)
    assert extract(page, path="/a.html").id == make_id("/a.html")
    assert extract(page).id == extract(page).id != extract(page + SECOND).id


def test_options() -> None:
    options = Extraction(language=None, outlets={"a.example": "Harian A"}, timezone="Asia/Jayapura")
    page = f"<h1>Panen</h1><div>28/10/2021 20:47</div><p>{FIRST}</p>"
    article = extract(page, url="https://a.example/1", options=options)
    assert (article.language, article.site) == (None, "Harian A")
    assert str(article.published) == "2021-10-28 20:47:00+09:00"


HOSTILE = {
    "deep": b"<div>" * 100_000 + b"teks",
    "deep spans": b"<span>" * 100_000 + b"teks",
    "entity bomb": b'<!DOCTYPE x [<!ENTITY a "'
    + b"x" * 1000
    + b'"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>',
    "nul": b"<p>a" + b"\0" * 3000,
    "only a script": b"<script>a</script>",
    "comments": b"<!--" * 50_000,
    "angles": b"<" * 100_000,
    "json": b'<script type="application/ld+json">' + b"[" * 100_000 + b"</script><p>teks</p>",
    "strange json": b'<script type="application/ld+json">{"@type": "NewsArticle", "author":'
    b' {"@type": null, "name": {"name": 3}}, "headline": [[1]], "datePublished": 1}</script>a',
    "long title": b"<title>" + b"a - " * 100_000 + b"</title><p>teks</p>",
    "blank": b" " * 300_000 + b"<p>" + b" " * 300_000 + b".</p>",
    "tables": b"<table><tr><td>" * 2000 + b"teks",
    "images": b"<body>" + b"<img src=x>kata " * 2000,
    "utf-16": "<p>teks pendek saja</p>".encode("utf-16"),
    "bad addresses": b'<link rel=canonical href="http://[x"><meta name="og:url" content="//x">teks',
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_pages_give_a_value(content: bytes) -> None:
    result = extract_html(content)
    assert isinstance(result, Article) or result.reason is not Reason.CRASHED, result


@settings(max_examples=50)
@given(st.binary(max_size=300) | st.text(st.sampled_from('<>/="abp !-&;'), max_size=300))
def test_random_pages_give_a_value(content: bytes | str) -> None:
    result = extract_html(content)
    assert isinstance(result, Article) or result.reason is not Reason.CRASHED, result


def test_lone_surrogates_never_leave() -> None:
    extract(f"<p>\ud800 {FIRST}</p>").text.encode("utf-8")


def test_reset_changes_no_result() -> None:
    before = extract(f"<h1>Panen</h1><p>{FIRST}</p>")
    reset()
    assert extract(f"<h1>Panen</h1><p>{FIRST}</p>") == before


@needs_pages
def test_saved_pages_of_real_outlets() -> None:
    lines = (PAGES / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    gold = {item["fixture"]: item for item in map(json.loads, lines)}
    results = {path.name: extract_html(path.read_bytes()) for path in sorted(PAGES.glob("*.html"))}
    listings = [name for name, result in results.items() if isinstance(result, Skipped)]
    assert listings == ["antara-mainpage.html", "detik-mainpage.html", "kompas-mainpage.html"]
    articles = {name: result for name, result in results.items() if isinstance(result, Article)}
    assert articles.keys() == gold.keys()
    scores = [f1(article.text, gold[name]["content"]) for name, article in articles.items()]
    assert sum(scores) / len(scores) > 0.97
    assert min(scores) > 0.85
    assert sum(article.title == gold[name]["title"] for name, article in articles.items()) >= 9
    for name, article in articles.items():
        assert article.published is not None
        assert abs(article.published.timestamp() - gold[name]["date"] / 1000) < 60, name
