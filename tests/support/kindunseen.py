"""How do outlets word and address what is no plain article? Written after the rules."""

from __future__ import annotations

from .kindpages import Saved, cards, links, pictures, prose, story
from .kindsamples import CLIP, article, error, gallery, listing, live, shell, video

_VIDEO_HOST = "https://video.kabarkita.example"
_PHOTO_HOST = "https://foto.kabarkita.example"
_P = "<div class='jwplayer'></div>"
_LI = f"<ul class='list'>{links(25)}</ul>"
ARTICLES: tuple[Saved, ...] = (
    article("question", prose(5), title="Apa Itu Error 404 dan Bagaimana Mengatasinya?"),
    article("live in a title", prose(6), title="Jadwal Live TV Final Bulu Tangkis Hari Ini"),
    article("video in a title", prose(4), title="Viral Video Warga Seberangi Sungai, Ini Faktanya"),
    article(
        "photos in a title", prose(4) + pictures(2), title="Deretan Foto Jembatan Baru di Desa"
    ),
    article("digest", prose(7), title="Terpopuler: Jembatan Dibuka hingga Harga Cabai Naik"),
    article(
        "tag in a title", prose(4), title="Tagar Jembatan Kita Ramai, Begini Awalnya", linked=()
    ),
    article("with many links", prose(6) + _LI + _LI, linked=()),
    article("interview", "".join(f"<p><b>Apa itu {n}?</b></p>{prose(1, n)}" for n in range(6))),
    article(
        "fixtures", "".join(f"<p>1{n}.30 WIB Desa {n} vs Kota</p>" for n in range(9)) + prose(2)
    ),
    article("obituary, short", prose(1), title="Kepala Desa Sukamaju Meninggal Dunia", linked=()),
    article("sponsored", prose(6), title="Promo Bank: Masuk Aplikasi, Dapat Cashback"),
    article("with embedded posts", prose(3) + "<blockquote>Unggahan</blockquote>" + prose(3)),
)
LISTINGS: tuple[Saved, ...] = (
    listing("portal", "Kabar Kita - Informasi Berita Terkini dan Terbaru Hari Ini", cards(40)),
    listing("tag, harian", "Berita Harian Banjir Terbaru Hari Ini", _LI, "/tag/banjir"),
    listing("tag, kabar", "Banjir - Kabar Terbaru Hari Ini", cards(20), "/tag/banjir/2"),
    listing("tag, bare", "Banjir", cards(20), "/tag/banjir?page=2"),
    listing("topic in English", "Banjir - News and Updates", cards(20), "/topic/banjir"),
    listing("index of a section", "Indeks Berita Nasional Hari Ini", _LI, "/nasional/indeks/3"),
    listing("focus", "Fokus: Mudik Lebaran", cards(16), "/fokus/mudik-lebaran"),
    listing("archive of a month", "Maret 2024", cards(18), "/2024/03", classes="archive date"),
    listing("local edition", "Berita Jawa Barat Terkini dan Terpopuler", cards(22), "/jabar"),
    listing("newsletter", "Trending Hari Ini", f"<ol>{links(20)}</ol>", "/trending"),
    listing(
        "paper of today", "Edisi Cetak", cards(18, 2), "/epaper", linked=({"@type": "ItemList"},)
    ),
    listing("search, own page", "Hasil Pencarian untuk banjir", _LI, "/cari?keyword=banjir"),
)
VIDEOS: tuple[Saved, ...] = (
    video("own host", root=_VIDEO_HOST, path="/read/1/jembatan", linked=(story(),)),
    video("twenty", root="https://20.kabarkita.example", path="/flash/1/jembatan", linked=()),
    video("on the desk's page", title="VIDEO: Jembatan Dibuka", path="/read/1/jembatan", body=_P),
    video("of television", path="/tv/1/jembatan-desa", linked=(story(), CLIP), og="video"),
    video("shorts", path="/videos/1", body=_P + "<p>Jembatan.</p>", linked=()),
)
GALLERIES: tuple[Saved, ...] = (
    gallery("own host", root=_PHOTO_HOST, path="/read/1/jembatan", linked=(story(),)),
    gallery("news in pictures", path="/foto-news/d-1/jembatan-desa"),
    gallery("capitals", title="FOTO: Jembatan Desa Dibuka", path="/nasional/1/foto-jembatan"),
    gallery("story in pictures", title="Cerita Foto: Jembatan", path="/photostory/jembatan"),
    gallery("read", path="/photo/read/1/potret-jembatan", linked=(story(),)),
)
_HOURS = "".join(f"<div><span>{8 + n}.0{n} WIB</span>{prose(1, n)}</div>" for n in range(8))
LIVE: tuple[Saved, ...] = (
    live("now", "LIVE NOW! Debat Calon Bupati", _HOURS, path="/live/debat-calon-bupati"),
    live("updates", "Live Updates Gempa Desa", _HOURS, linked=(story(),)),
    live("in brackets", "[LIVE] Sidang Jembatan Desa", _HOURS, linked=(story(),)),
)
ERRORS: tuple[Saved, ...] = (
    error("number first", "404 | Kabar Kita", "<p>Oops</p>" + _LI),
    error("outlet first", "Kabar Kita - 404 Not Found", "<h1>404</h1>"),
    error("laman", "Laman tidak ditemukan", "<h2>Laman tidak ditemukan</h2>" + _LI),
    error("English", "Page not found - Kabar Kita", "<h1>Nothing here</h1>"),
    error("timed out", "kabarkita.example | 522: Connection timed out", "<h1>Error 522</h1>"),
    error("browser", "kabarkita.example", "<h1>Situs ini tidak dapat dijangkau</h1><p>DNS.</p>"),
    error("archive", "Wayback Machine", "<p>The Wayback Machine has not archived that URL.</p>"),
    error("gone in words", "Oops!", "<p>Artikel yang kamu cari sudah tidak tersedia.</p>" + _LI),
)
WALLS: tuple[Saved, ...] = (
    shell("cookie wall", "sign in", "<title>Sign in to Kabar Kita</title>", "<form>Email</form>"),
    shell("cookie wall", "wait", "<title>Please wait...</title>", "<p>Redirecting</p>"),
    shell("cookie wall", "consent", "<title>Persetujuan</title>", "<p>Terima semua cookie</p>"),
)
PAGES = (*ARTICLES, *LISTINGS, *VIDEOS, *GALLERIES, *LIVE, *ERRORS, *WALLS)
