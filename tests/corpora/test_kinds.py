"""Are front pages, errors and walls told from articles, and no article lost for it?"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from telusur.corpora.article import Article, Reason, Skipped
from telusur.corpora.extract import Extraction, extract_html
from telusur.tests.support.kindpages import Case, cases
from telusur.tests.support.kindsamples import PAGES
from telusur.tests.support.kindunseen import PAGES as UNSEEN

PARAGRAPH = (
    "Pemerintah daerah menyatakan jembatan itu dapat dilalui kendaraan kecil mulai pekan depan, "
    "setelah pemeriksaan beban selesai dilakukan oleh dinas pekerjaan umum. "
)
ARTICLE = f"<h1>Jembatan Gantung Dibuka Lagi</h1><div>{f'<p>{PARAGRAPH}</p>' * 6}</div>"
LINKS = "".join(
    f'<li><a href="/berita/{n}">Warga Desa {n} Panen Padi Lebih Awal</a></li>' for n in range(30)
)


def page(body: str, *, title: str = "", head: str = "") -> str:
    return f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


def reason_of(content: bytes | str) -> Reason | None:
    result = extract_html(content)
    return result.reason if isinstance(result, Skipped) else None


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Reason.EMPTY),
        (b" \n\0\0", Reason.EMPTY),
        ("<html><body><script>mulai()</script></body></html>", Reason.EMPTY),
        (b"\x89PNG\r\n\x1a\n\0\0", Reason.BINARY),
        (b"%PDF-1.7 ...", Reason.BINARY),
        (b"PK\x03\x04 ...", Reason.BINARY),
        (bytes(range(1, 32)) * 100, Reason.BINARY),
        ("<?xml version='1.0'?>\n<rss><channel><item/><item/></channel></rss>", Reason.LISTING),
        ("<!-- peta --><urlset><url></url></urlset>", Reason.LISTING),
        (page("<h1>404</h1><p>Maaf.</p>", title="Halaman tidak ditemukan"), Reason.ERROR_PAGE),
        (page("<h1>502 Bad Gateway</h1>", title="502 Bad Gateway"), Reason.ERROR_PAGE),
        (page("<p>Verifying you are human.</p>", title="Just a moment..."), Reason.COOKIE_WALL),
        (page("<p>Situs ini menggunakan cookie. Terima semua.</p>"), Reason.COOKIE_WALL),
        (page(f"<ul>{LINKS}</ul>", title="Indeks Berita - Kabar Kita"), Reason.LISTING),
        (
            page(
                f"<ul>{LINKS}</ul>",
                head='<link rel="canonical" href="https://kita.example/tag/padi">',
            ),
            Reason.LISTING,
        ),
        (
            page(
                f"<ul>{LINKS}</ul>",
                title="Kabar Kita",
                head='<link rel="canonical" href="https://kita.example/">',
            ),
            Reason.LISTING,
        ),
    ],
)
def test_not_an_article(content: bytes | str, reason: Reason) -> None:
    assert reason_of(content) is reason


@pytest.mark.parametrize(
    "content",
    [
        page(ARTICLE + f"<ul>{LINKS}</ul>", title="Jembatan Gantung Dibuka Lagi"),
        page(ARTICLE, title="Berita Terkini: Jembatan Gantung Dibuka Lagi"),
        page(ARTICLE + "<p>Situs ini menggunakan cookie.</p>", title="Jembatan"),
        page(
            f"<h1>Warga Cari Halaman yang Hilang</h1><p>{PARAGRAPH}</p>{LINKS}",
            title="404 Hari Tanpa Jembatan di Desa Kami",
            head='<script type="application/ld+json">{"@type": "NewsArticle"}</script>',
        ),
        page(
            f"<h1>Foto: Panen Raya</h1><p>{PARAGRAPH}</p><ul>{LINKS}</ul>",
            title="Foto: Panen Raya",
            head='<link rel="canonical" href="https://kita.example/foto/panen-raya-di-desa-kami">',
        ),
        page(f"<p>{PARAGRAPH}</p>"),
    ],
)
def test_no_article_is_lost(content: str) -> None:
    assert reason_of(content) is None


def test_the_detail_gives_the_evidence() -> None:
    result = extract_html(page(f"<ul>{LINKS}</ul>", title="Indeks Berita"))
    assert isinstance(result, Skipped)
    assert 'its title is "Indeks Berita"' in result.detail
    assert "30 headlines are linked" in result.detail


def test_listings_are_kept_on_request() -> None:
    content = page(f"<ul>{LINKS}</ul>", title="Indeks Berita")
    result = extract_html(content, options=Extraction(include_listings=True))
    assert isinstance(result, Article)
    assert result.kind == "listing"


# The pages of tests/support/kindsamples.py

CASES = tuple(cases(PAGES))
KINDS = (
    "article",
    "video",
    "gallery",
    "live blog",
    "listing",
    "error page",
    "cookie wall",
    "empty",
)
PAGE_OF_KINDS = Path(__file__).parents[2] / "docs/people-and-kinds.md"


def kind_of(case: Case) -> str:
    result = extract_html(case.html)
    return result.kind if isinstance(result, Article) else result.reason.value


def test_the_table_in_the_documentation_is_what_we_measure() -> None:
    assert len({case.name for case in CASES}) == len(CASES)
    found = Counter((case.kind, kind_of(case)) for case in CASES)
    assert set(KINDS) >= {kind for pair in found for kind in pair}
    rows = [
        f"| {kind} | {' | '.join(str(found[kind, other]) for other in KINDS)} |" for kind in KINDS
    ]
    table = [f"| is / told as | {' | '.join(KINDS)} |", "|---" + "|---:" * len(KINDS) + "|", *rows]
    told = PAGE_OF_KINDS.read_text(encoding="utf-8")
    assert "\n".join(table) in told, "\n".join(["measured:", *table])


ARTICLES = [one for one in (*CASES, *cases(UNSEEN)) if one.kind == "article"]


@pytest.mark.parametrize("case", ARTICLES, ids=lambda case: case.name)
def test_no_article_is_taken_for_something_else(case: Case) -> None:
    assert kind_of(case) == "article"


def test_the_kind_comes_with_its_reason() -> None:
    shown = next(case for case in CASES if case.name == "video, plain, amp_2019")
    result = extract_html(shown.html)
    assert isinstance(result, Article)
    assert result.kind == "video"
    assert "its JSON-LD describes a VideoObject" in result.kind_reason
    assert "is that of a video" in result.kind_reason


def test_the_text_of_a_video_is_its_description() -> None:
    head = (
        '<meta property="og:type" content="video.other">'
        f'<meta property="og:description" content="{PARAGRAPH}">'
        '<link rel="canonical" href="https://kita.example/video/1/jembatan-dibuka">'
    )
    result = extract_html(page("<h1>Jembatan Dibuka</h1><div class='player'></div>", head=head))
    assert isinstance(result, Article)
    assert (result.kind, result.text) == ("video", PARAGRAPH.strip())


def test_a_listing_kept_on_request_says_why_it_is_one() -> None:
    content = page(f"<ul>{LINKS}</ul>", title="Indeks Berita")
    result = extract_html(content, options=Extraction(include_listings=True))
    assert isinstance(result, Article)
    assert 'its title is "Indeks Berita"' in result.kind_reason


@pytest.mark.parametrize(
    "title",
    [
        "404 Hari Tanpa Jembatan di Desa Kami",
        "500 Warga Mengungsi ke Balai Desa",
        "Login Akun Palsu, Warga Rugi Jutaan",
        "Masuk Desa Kini Lewat Jembatan Baru",
        "Pencarian di Sungai Dihentikan Sementara",
        "Kabar Terbaru Jembatan yang Roboh Pekan Lalu",
        "Top 3 Berita Hari Ini: Jembatan, Sungai, Desa",
        "Video Jembatan Roboh Viral, Ini Kata Bupati",
        "Live Streaming Peresmian Jembatan Desa",
        "Domain Desa.id Dijual Murah oleh Pemerintah",
    ],
)
def test_headlines_that_look_like_something_else(title: str) -> None:
    short = f"<h1>{title}</h1><p>{PARAGRAPH}</p>"
    result = extract_html(page(short + f"<ul>{LINKS}</ul>", title=f"{title} - Kabar Kita"))
    assert isinstance(result, Article)
    assert result.kind == "article"


def test_most_of_what_the_rules_were_not_written_for_is_told_as_well() -> None:
    found = Counter((case.kind, kind_of(case) == case.kind) for case in cases(UNSEEN))
    share = {
        kind: found[kind, True] / (found[kind, True] + found[kind, False]) for kind, _ in found
    }
    least = {"video": 0.6, "error page": 0.9, "listing": 0.9, "gallery": 0.9, "live blog": 0.9}
    assert {kind: told for kind, told in share.items() if told < least.get(kind, 1)} == {}
