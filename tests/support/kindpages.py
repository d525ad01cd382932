"""Which pages of each kind might a reader have saved? Invented ones, in frames of five periods."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

SITE = "Kabar Kita"
ROOT = "https://www.kabarkita.example"
SENTENCES = (
    "Warga desa itu sudah dua pekan menunggu jembatan baru yang dijanjikan sejak awal tahun lalu",
    "Kepala dinas menyebut pekerjaan terhambat hujan dan kiriman baja yang datang terlambat",
    "Anak-anak sekolah terpaksa menyeberang sungai dengan rakit bambu setiap pagi dan sore",
    "Anggaran sebesar enam miliar rupiah telah disetujui dewan dalam rapat yang berlangsung alot",
    "Para pedagang pasar mengeluh karena ongkos angkut sayur naik dua kali lipat dari biasanya",
    "Petugas memasang rambu sementara dan meminta pengendara memutar lewat jalan kabupaten",
    "Menurut catatan kecamatan, jembatan lama dibangun pada masa kakek mereka masih muda",
    "Kontraktor menjamin bentang utama selesai dipasang sebelum musim tanam berikutnya tiba",
    "Seorang guru bercerita bahwa muridnya kerap datang dengan sepatu yang basah dan berlumpur",
    "Pemerintah provinsi berjanji mengirim tim ahli untuk memeriksa kekuatan tiang penyangga",
)
TOPICS = (
    *("Harga Cabai Naik Lagi di Pasar Induk", "Petani Garam Panen Lebih Awal Tahun Ini"),
    *("Tim Renang Pulang Membawa Tiga Medali", "Kereta Wisata Uji Coba Akhir Pekan"),
    *("Hujan Deras Genangi Tiga Kecamatan", "Museum Kota Buka Malam Hari"),
    *("Nelayan Temukan Penyu Langka di Teluk", "Sekolah Terapung Dapat Buku Baru"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What a newsroom put on one page, before a frame is put around it."""

    kind: str
    name: str
    title: str
    body: str
    root: str = ROOT
    path: str = "/nasional/1234567/judul-berita-yang-cukup-panjang"
    og: str = "article"
    linked: tuple[dict[str, Any], ...] = ()
    classes: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A page as it was saved, and what it is."""

    kind: str
    name: str
    html: str = field(repr=False)


def prose(paragraphs: int, start: int = 0, sentences: int = 2) -> str:
    """Paragraphs of invented sentences."""
    return "".join(
        f"<p>{'. '.join(_sentence(start + 3 * at + one) for one in range(sentences))}.</p>"
        for at in range(paragraphs)
    )


def _sentence(at: int) -> str:
    return SENTENCES[at % len(SENTENCES)]


def links(count: int, tag: str = "li") -> str:
    """Linked headlines, each in an element of its own."""
    return "".join(f'<{tag}><a href="/read/{n}">{headline(n)}</a></{tag}>' for n in range(count))


def headline(at: int) -> str:
    """One of many distinct headlines."""
    return f"{TOPICS[at % len(TOPICS)]} Bagian {at // len(TOPICS) + 1}"


def cards(count: int, teaser: int = 1, tag: str = "article") -> str:
    """Cards of a modern list: picture, headline, teaser, time."""
    return "".join(
        f'<{tag} class="css-{n:x}"><a href="/read/{n}"><img src="/{n}.webp"></a>'
        f'<h3><a href="/read/{n}">{headline(n)}</a></h3>{prose(1, n, teaser)}'
        f"<span>{n % 12 + 1} jam yang lalu</span></{tag}>"
        for n in range(count)
    )


def pictures(count: int, caption: Callable[[int], str] = _sentence) -> str:
    """Pictures with a caption each."""
    return "".join(
        f'<figure><img src="/{n}.jpg"><figcaption>{caption(n)}.</figcaption></figure>'
        for n in range(count)
    )


def story(**fields: Any) -> dict[str, Any]:
    """The JSON-LD of an article."""
    return {"@type": "NewsArticle", "datePublished": "2024-03-01T10:00:00+07:00", **fields}


FRAMES: dict[str, Callable[[Saved], str]] = {}


def _frame(function: Callable[[Saved], str]) -> Callable[[Saved], str]:
    FRAMES[function.__name__] = function
    return function


@_frame
def tables_2005(page: Saved) -> str:
    """Tables, a list at the side, and nothing declared."""
    return (
        f"<html><head><title>{page.title} - {SITE}</title></head><body><table><tr><td>"
        f"<a href='/'>Home</a> | <a href='/ekbis'>Ekonomi</a></td></tr><tr><td>{page.body}</td>"
        f"<td><b>Terpopuler</b><ul>{links(9)}</ul></td></tr></table>© 2005 {SITE}</body></html>"
    )


@_frame
def portal_2013(page: Saved) -> str:
    """OpenGraph, a long menu, a list of popular news."""
    menu = "".join(f"<li><a href='/{name}'>{name.title()}</a></li>" for name in ("bola", "tekno"))
    return (
        f"<html><head><title>{page.title} | {SITE}</title>{_metas(page)}</head><body"
        f" class='{page.classes}'><div id='nav'><ul>{menu}</ul></div><div id='konten'>{page.body}"
        f"</div><div id='sidebar'><h4>Terpopuler</h4><ol>{links(12)}</ol></div>"
        f"<div id='footer'>Copyright © 2013 {SITE}</div></body></html>"
    )


@_frame
def amp_2019(page: Saved) -> str:
    """AMP: JSON-LD, a side menu, few related links."""
    return (
        f"<!doctype html><html amp><head><title>{page.title}</title>{_metas(page)}{_linked(page)}"
        f"</head><body class='{page.classes}'><amp-sidebar id='menu'><ul><li><a href='/'>Home</a>"
        f"</li></ul></amp-sidebar><main>{page.body}</main><section class='related'>"
        f"<h4>Berita Terkait</h4>{links(5, 'div')}</section></body></html>"
    )


@_frame
def cards_2024(page: Saved) -> str:
    """Divs with hashed classes, JSON-LD of site and publisher, many cards with teasers below."""
    publisher = {"@type": "NewsMediaOrganization", "name": SITE, "url": ROOT}
    site = {"@type": "WebSite", "name": SITE, "url": ROOT + "/"}
    return (
        f"<!doctype html><html lang=id><head><title>{page.title} - {SITE}</title>{_metas(page)}"
        f"{_linked(page, publisher, site)}</head><body class='{page.classes}'><div id='__next'>"
        f"<header><nav><a href='/'>Beranda</a></nav></header><main class='css-1a'><div>{page.body}"
        f"</div></main><section class='css-9z'><h2>Rekomendasi untuk Anda</h2>{cards(12)}</section>"
        f"<footer>© 2024 {SITE}. Kami menggunakan cookie. Kebijakan cookie.</footer></div>"
        "</body></html>"
    )


@_frame
def bare_reader(page: Saved) -> str:
    """What a reading tool keeps: the content, its address, nothing around it."""
    address = f'<link rel="canonical" href="{page.root}{page.path}">'
    return f"<html><head><title>{page.title}</title>{address}</head><body>{page.body}</body></html>"


def _metas(page: Saved) -> str:
    return (
        f'<link rel="canonical" href="{page.root}{page.path}">'
        f'<meta property="og:type" content="{page.og}">'
        f'<meta property="og:title" content="{page.title}">'
        f'<meta property="og:site_name" content="{SITE}">'
    )


def _linked(page: Saved, *items: dict[str, Any]) -> str:
    told = (*items, *page.linked)
    return "".join(
        f'<script type="application/ld+json">{json.dumps(item)}</script>' for item in told
    )


def cases(pages: tuple[Saved, ...]) -> Iterator[Case]:
    """Every page in every frame; walls and empty shells as they come, for they have no frame."""
    for page in pages:
        if page.kind in ("cookie wall", "empty"):
            yield Case(page.kind, f"{page.kind}, {page.name}", page.body)
            continue
        for name, frame in FRAMES.items():
            yield Case(page.kind, f"{page.kind}, {page.name}, {name}", frame(page))
