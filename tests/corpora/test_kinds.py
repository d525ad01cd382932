"""Are front pages, errors and walls told from articles, and no article lost for it?"""

from __future__ import annotations

import pytest
from telusur.corpora.article import Article, Reason, Skipped
from telusur.corpora.extract import Extraction, extract_html

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
