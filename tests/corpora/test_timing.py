"""Is the time of an article found wherever newsrooms write it, and never that of something else?"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import telusur
from hypothesis import given
from hypothesis import strategies as st
from telusur.corpora.page import read_page
from telusur.corpora.relative import parse_relative
from telusur.corpora.timing import Times, times_of

TITLE = "Harga Beras Turun Lagi di Pasar Induk"
WIB, WITA = "2021-10-28T20:47:00+07:00", "2021-10-28T20:47:00+08:00"
SECONDS = "2021-10-28T20:47:11+07:00"
DAY = "2021-10-28T00:00:00+07:00"
LATER = "2021-10-29T07:00:00+07:00"
SAVED = datetime.fromisoformat("2021-10-30T09:30:00+07:00")
IN_ADDRESS = "https://kabar.example/read/2021/10/28/20453100/harga-beras"


def linked(**fields: str) -> str:
    item = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": TITLE, **fields}
    return f'<script type="application/ld+json">{json.dumps(item)}</script>'


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


def below(text: str) -> str:
    return f"<h1>{TITLE}</h1><div>{text}</div><p>Harga beras turun, kata pedagang itu.</p>"


def read(
    head: str = "", body: str = "", url: str | None = None, saved: datetime | None = None
) -> Times:
    page = read_page(f"<html><head><title>{TITLE}</title>{head}</head><body>{body}</body></html>")
    assert page is not None
    return times_of(page, TITLE, url=url, saved=saved)


def at(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2021-10-28T20:47:11+07:00", SECONDS),
        ("2021-10-28T20:47:11+0700", SECONDS),
        ("2021-10-28T20:47:11+7:00", SECONDS),
        ("2021-10-28T20:47:11 07:00", SECONDS),
        ("2021-10-28T20:47:11.000+07:00", SECONDS),
        ("2021-10-28T13:47:11Z", SECONDS),
        ("2021-10-28T13:47:11.000000Z", SECONDS),
        ("2021-10-28T13:47:11+00:00", SECONDS),
        ("2021-10-28 T20:47:11+07:00", SECONDS),
        ("2021-10-28T20:47:11", SECONDS),
        ("2021-10-28 20:47:11", SECONDS),
        ("2021-10-28 20:47:11 WIB", SECONDS),
        ("2021/10/28 20:47:11", SECONDS),
        ("20211028204711", SECONDS),
        ("20211028T204711+0700", SECONDS),
        ("1635428831", SECONDS),
        ("1635428831000", SECONDS),
        ("Thu, 28 Oct 2021 20:47:11 +0700", SECONDS),
        ("Thu, 28 Oct 2021 13:47:11 GMT", SECONDS),
        ("Thu Oct 28 2021 20:47:11 GMT+0700 (WIB)", SECONDS),
        ("Thu Oct 28 20:47:11 WIB 2021", SECONDS),
        ("28-10-2021 20:47 WIB", WIB),
        ("10/28/2021 8:47:00 PM", WIB),
        ("28 Oktober 2021 20:47", WIB),
        ("2021-10-28T20:47", WIB),
        ("2021-10-28", DAY),
        ("2021-10-28T21:47:11+08:00", SECONDS),
        ("1970-01-01T00:00:00Z", None),
        ("0000-00-00 00:00:00", None),
        ("", None),
    ],
)
def test_declared(value: str, expected: str | None) -> None:
    for head in (linked(datePublished=value), meta("article:published_time", value)):
        assert read(head).published == at(expected)


@pytest.mark.parametrize(
    "name",
    [
        "og:published_time",
        "datePublished",
        "dtk:publishdate",
        "content_PublishedDate",
        "publishdate",
        "publish-date",
        "pubdate",
        "cXenseParse:recs:publishtime",
        "parsely-pub-date",
        "sailthru.date",
        "DC.date.issued",
        "dateCreated",
        "date",
    ],
)
def test_declared_under_many_names(name: str) -> None:
    assert read(f'<meta name="{name}" content="2021/10/28 20:47:00">').published == at(WIB)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kamis, 28 Okt 2021 20:47 WIB", WIB),
        ("Kamis, 28/10/2021 20:47 WIB", WIB),
        ("28/10/2021, 20:47 WIB", WIB),
        ("Kabar.com - 28/10/2021, 20:47 WIB", WIB),
        ("Kabar.com, 28 Oktober 2021, 20:47 WIB", WIB),
        ("<a>Kabar.com</a> - 28/10/2021, 20:47 WIB", WIB),
        ("Kamis, 28 Oktober 2021 - 20:47:11 WIB", SECONDS),
        ("Kamis, 28 Oktober 2021 | 20:47 WIB", WIB),
        ("KAMIS, 28 OKTOBER 2021 | 20:47 WIB", WIB),
        ("Kamis, 28 Oktober 2021 / 20:47 WIB", WIB),
        ("Kamis 28 Oct 2021 20:47 WIB", WIB),
        ("Kamis, 28 Oktober 2021 – 20:47 WIB", WIB),
        ("28 Oktober 2021 | 20.47 WIB", WIB),
        ("28 Okt 21, 20:47 WIB", WIB),
        ("28 Okt 21 | 20:47", WIB),
        ("Diterbitkan 28 Okt 2021, 20:47 WIB", WIB),
        ("Tayang: Kamis, 28 Oktober 2021 20:47 WIB", WIB),
        ("28 Oktober 2021 20:47 WIB · waktu baca 2 menit", WIB),
        ("28 Oktober 2021 20:47 WIB Dibaca 1.234 kali", WIB),
        ("28 October 2021 20:47", WIB),
        ("28 Oct 2021 8:47 PM", WIB),
        ("October 28, 2021 8:47 pm", WIB),
        ("28.10.2021 20:47", WIB),
        ("Kamis,28 Oktober 2021,20:47 WIB", WIB),
        ("Kamis, 28 Oktober 2021-20:47 WIB", WIB),
        ("Kamis, 28 Oktober 2021 pukul 20.47 WIB", WIB),
        ("Kamis, 28 Oktober 2021 pkl 20.47 Wita", WITA),
        ("Ani Wijaya, Kabar Indonesia | Kamis, 28/10/2021 20:47 WIB", WIB),
        ("Oleh Ani Wijaya pada 28 Oktober 2021 20:47 WIB", WIB),
        ("<span>Kamis, 28 Oktober 2021</span> <span>20:47 WIB</span>", WIB),
        ("<b>28 Okt 2021</b> | <i>20.47 WIB</i>", WIB),
        ("<time>28 Oktober 2021</time>", DAY),
        ('<time datetime="2021-10-28T20:47:00+07:00">28 Oktober</time>', WIB),
        ('<time itemprop="datePublished" datetime="2021-10-28T13:47:00Z">tadi</time>', WIB),
        ("Jum'at, 05 Nopember 2010", "2010-11-05T00:00:00+07:00"),
        ("Jumat, 5 Agt 2011 07.05 WIT", "2011-08-05T07:05:00+09:00"),
        ("28 Pebruari 2009, 10:00 WIB", "2009-02-28T10:00:00+07:00"),
        ("Rabu, 1 Ags 2012 10:00", "2012-08-01T10:00:00+07:00"),
        ("Senin, 3 Sept 2012 10:00 WITA", "2012-09-03T10:00:00+08:00"),
        ("Selasa, 4 Des 2012 10:00 WIB", "2012-12-04T10:00:00+07:00"),
        ("12 Jan'21 20.47 WIB", "2021-01-12T20:47:00+07:00"),
        ("Senin 3 Mei 2021 | 10:05", "2021-05-03T10:05:00+07:00"),
        ("Copyright 2021", None),
        ("Rp28.102.021", None),
        ("28 Oktober", None),
    ],
)
def test_seen_below_the_headline(text: str, expected: str | None) -> None:
    assert read(body=below(text)).published == at(expected)


# A wrong zone


def test_a_local_time_called_utc_is_told_by_the_dateline() -> None:
    head = linked(datePublished="2021-10-28T20:47:11Z", dateModified="2021-10-29T07:00:00Z")
    found = read(head, below("Kamis, 28 Oktober 2021 | 20:47 WIB"))
    assert found == Times(at(SECONDS), at(LATER))


def test_a_local_time_called_utc_is_told_by_the_address() -> None:
    found = read(linked(datePublished="2021-10-28T20:47:11Z"), url=IN_ADDRESS).published
    assert found == at(SECONDS)
    right = read(linked(datePublished="2021-10-28T13:47:11Z"), url=IN_ADDRESS).published
    assert right == at(SECONDS)


def test_a_local_time_called_utc_is_told_by_the_saving() -> None:
    saved = datetime.fromisoformat("2021-10-28T21:00:00+07:00")
    head = linked(datePublished="2021-10-28T20:47:11Z")
    assert read(head, saved=saved).published == at(SECONDS)
    assert read(head, saved=SAVED).published == at("2021-10-29T03:47:11+07:00")


def test_utc_called_local_is_told_by_the_dateline() -> None:
    head = linked(datePublished="2021-10-28T13:47:11+07:00")
    assert read(head, below("28/10/2021, 20:47 WIB")).published == at(SECONDS)


def test_a_time_without_zone_has_that_of_the_dateline() -> None:
    head = linked(datePublished="2021-10-28 20:47:00")
    assert read(head, below("28 Okt 2021 20:47 WITA")).published == at(WITA)


# Dates that disagree


def test_of_two_declared_dates_the_one_in_the_address_is_right() -> None:
    head = linked(datePublished="2021-11-15T08:00:00+07:00") + meta("article:published_time", WIB)
    assert read(head, url=IN_ADDRESS).published == at(WIB)
    assert read(head).published == at("2021-11-15T08:00:00+07:00")


def test_an_article_may_appear_days_after_its_address_was_made() -> None:
    head = linked(datePublished="2021-10-30T06:06:00+07:00")
    assert read(head, url=IN_ADDRESS).published == at("2021-10-30T06:06:00+07:00")


def test_no_article_appears_before_its_address_was_made() -> None:
    head = linked(datePublished="2018-12-13")
    assert read(head, url="https://kabar.example/read/20211028/7/harga").published == at(DAY)


def test_day_and_month_are_put_right_by_the_address() -> None:
    url = "https://kabar.example/2021/10/09/harga-beras"
    found = read(body=below("10/09/2021 20:47 WIB"), url=url).published
    assert found == at("2021-10-09T20:47:00+07:00")


def test_a_declared_day_gets_the_visible_time() -> None:
    found = read(linked(datePublished="2021-10-28"), below("Kamis, 28/10/2021 20:47 WIB"))
    assert found.published == at(WIB)


# Dates of something else


def test_dates_of_other_articles_are_passed_over() -> None:
    teaser = "<div><a>Lima Resep Nasi Goreng Paling Enak</a><span>1 Jan 2020 10:00 WIB</span></div>"
    found = read(body=f"{teaser}<h1>{TITLE}</h1>{teaser}<div>28/10/2021, 20:47 WIB</div>")
    assert found.published == at(WIB)
    assert read(body=f"<h1>{TITLE}</h1>{teaser}").published is None
    times = "".join(f'<time datetime="2020-01-0{day}T10:00:00+07:00"></time>' for day in (1, 2))
    assert read(body=f"<h1>{TITLE}</h1>{times}").published is None


def test_the_clock_of_the_site_is_no_date_of_the_article() -> None:
    body = f"<div>Sabtu, 30 Oktober 2021</div><h1>{TITLE}</h1>"
    assert read(body=body, saved=SAVED).published is None
    assert read(body=body, url=IN_ADDRESS).published == at("2021-10-28T20:45:31+07:00")
    dated = body + "<div>28/10/2021, 20:47 WIB</div>"
    assert read(body=dated).published == at(WIB)


def test_a_date_of_saving_gives_way() -> None:
    head = linked(datePublished=SAVED.isoformat())
    assert read(head, below("28/10/2021, 20:47 WIB"), saved=SAVED).published == at(WIB)


def test_nothing_appears_after_it_was_saved() -> None:
    head = linked(datePublished="2022-01-01T00:00:00+07:00")
    assert read(head, saved=SAVED).published is None
    assert read(head, below("28/10/2021, 20:47 WIB"), saved=SAVED).published == at(WIB)


# Changes


@pytest.mark.parametrize(
    ("head", "text"),
    [
        (linked(datePublished=WIB, dateModified=LATER), ""),
        (linked(datePublished=WIB) + meta("article:modified_time", LATER), ""),
        (linked(datePublished=WIB) + meta("og:updated_time", "1635465600"), ""),
        ("", "28/10/2021, 20:47 WIB Diperbarui 29/10/2021, 07:00 WIB"),
        ("", "<p>Diterbitkan 28 Okt 2021, 20:47</p><p>Diperbarui 29 Okt 2021, 07:00 WIB</p>"),
        ("", "<p>Diperbarui: 29 Okt 2021 07:00 WIB</p><p>Tayang: 28 Okt 2021 20:47 WIB</p>"),
    ],
)
def test_changes(head: str, text: str) -> None:
    assert read(head, below(text)) == Times(at(WIB), at(LATER))


@pytest.mark.parametrize("changed", [WIB, "2021-10-28T20:46:59+07:00", "", SAVED.isoformat()])
def test_what_is_no_change(changed: str) -> None:
    head = linked(datePublished=WIB, dateModified=changed)
    assert read(head, saved=SAVED) == Times(at(WIB), None)


# Counted back from the saving


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3 jam yang lalu", "2021-10-30T06:30:00+07:00"),
        ("Diterbitkan 3 jam lalu", "2021-10-30T06:30:00+07:00"),
        ("7 jam yg lalu", "2021-10-30T02:30:00+07:00"),
        ("sejam yang lalu", "2021-10-30T08:30:00+07:00"),
        ("5 menit lalu", "2021-10-30T09:25:00+07:00"),
        ("2 hari lalu", DAY),
        ("kemarin, 20:15", "2021-10-29T20:15:00+07:00"),
        ("Kemarin pukul 20.15 WITA", "2021-10-29T20:15:00+08:00"),
        ("kemarin", "2021-10-29T00:00:00+07:00"),
        ("hari ini, 07.05 WIB", "2021-10-30T07:05:00+07:00"),
        ("baru saja", "2021-10-30T09:30:00+07:00"),
        ("an hour ago", "2021-10-30T08:30:00+07:00"),
        ("yesterday, 8:15 PM", "2021-10-29T20:15:00+07:00"),
        ("2 bulan lalu", None),
        ("8 hari lalu", None),
        ("3 jam", None),
        ("hari ini, 23:00", None),
    ],
)
def test_counted_back(text: str, expected: str | None) -> None:
    assert read(body=below(text), saved=SAVED).published == at(expected)
    assert read(body=below(text)).published is None


@given(
    st.integers(1, 160),
    st.sampled_from(["detik", "menit", "jam", "hari"]),
    st.sampled_from(["lalu", "yang lalu", "silam"]),
)
def test_nothing_counted_back_lies_ahead(number: int, unit: str, ago: str) -> None:
    moment = parse_relative(f"{number} {unit} {ago}", SAVED)
    assert moment is None or SAVED - timedelta(days=8) <= moment <= SAVED


@given(st.text(max_size=80))
def test_any_text_counts_back_or_not(text: str) -> None:
    moment = parse_relative(text, SAVED)
    assert moment is None or moment <= SAVED + timedelta(days=1)


# Marks and hints


@pytest.mark.parametrize(
    "body",
    [
        '<abbr class="published" title="2021-10-28T20:47:00+07:00">kemarin</abbr>',
        '<time class="entry-date published" datetime="2021-10-28T20:47:00+07:00">kemarin</time>',
        '<span class="date" title="Kamis, 28 Okt 2021 20:47 WIB">3 jam yang lalu</span>',
        '<amp-timeago datetime="2021-10-28T13:47:00Z">3 jam yang lalu</amp-timeago>',
        '<span itemprop="datePublished" content="2021-10-28 20:47:00"></span>',
        '<script type="application/ld+json">{"@type": "WebPage", "datePublished":'
        ' "2021-10-28T13:47:00+00:00"}</script>',
        '<script type="application/ld+json">{"@type": "VideoObject", "uploadDate":'
        ' "2021-10-28T20:47:00+07:00"}</script>',
    ],
)
def test_marks_and_hints(body: str) -> None:
    assert read(body=below(body)).published == at(WIB)
    assert read(body=below(body), saved=SAVED).published == at(WIB)


def test_a_lone_time_of_another_article_gives_way() -> None:
    lone = '<aside><time datetime="2020-01-01T10:00:00+07:00">lama</time></aside>'
    assert read(body=lone + below("28/10/2021, 20:47 WIB")).published == at(WIB)


def test_many_dates_cost_no_more_than_a_few() -> None:
    spans = "<span>1 Jan 2020 10:00 WIB</span>" * 20_000
    assert read(body=below("28/10/2021, 20:47 WIB") + spans).published == at(WIB)


def test_the_note_of_the_tool_that_saved_a_page_counts_back(tmp_path: Path) -> None:
    note = "<!-- Page saved with SingleFile\n url: https://kabar.example/1\n saved date: {} -->"
    note = note.format("Thu Oct 28 2021 23:47:00 GMT+0700 (Western Indonesia Time)")
    page = tmp_path / "berita.html"
    prose = "<p>Harga beras di pasar itu sudah turun, kata pedagang yang menjualnya.</p>" * 4
    page.write_text(f"<html>{note}<body>{below('3 jam yang lalu')}{prose}</body></html>", "utf-8")
    (article,) = telusur.read(page)
    assert (article.published, article.saved) == (at(WIB), at("2021-10-28T23:47:00+07:00"))
