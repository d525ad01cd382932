"""What do newsrooms publish besides plain articles? Written for this project, one page a layout."""

from __future__ import annotations

from typing import Any

from .kindpages import SENTENCES, SITE, Saved, cards, headline, links, pictures, prose, story

TITLE = "Jembatan Desa Kembali Dibuka Setelah Dua Pekan"
H1 = f"<h1>{TITLE}</h1>"
CLIP: dict[str, Any] = {"@type": "VideoObject", "name": TITLE, "uploadDate": "2024-03-01"}


def _saved(kind: str, name: str, title: str, body: str, **about: Any) -> Saved:
    return Saved(kind=kind, name=name, title=title, body=body, **about)


def article(name: str, body: str, title: str = TITLE, **about: Any) -> Saved:
    """An article with the JSON-LD of one, in frames that have JSON-LD."""
    about.setdefault("linked", (story(headline=title),))
    return _saved("article", name, title, f"<h1>{title}</h1>{body}", **about)


CLOCKS = "".join(f"<p>{7 + n}.{n}5 WIB</p>{prose(1, n)}" for n in range(4))
ARTICLES = (
    article("plain", prose(8)),
    article("without JSON-LD", prose(8), linked=()),
    article("breaking, one paragraph", prose(1)),
    article("lead bare, rest in p", f"<div>{SENTENCES[0]}. {SENTENCES[1]}.{prose(5)}</div>"),
    article("lines broken by br", "<div>" + "<br><br>".join(SENTENCES * 2) + "</div>"),
    article("with a video", "<div class='video-player'></div>" + prose(6), linked=(story(), CLIP)),
    article("short, with a video", "<video></video>" + prose(2), linked=(story(),)),
    article("with pictures", pictures(3) + prose(7)),
    article(
        "list of ten with pictures",
        "".join(f"<h2>{n + 1}. Desa {n}</h2><img src='/{n}.jpg'>{prose(2, n)}" for n in range(10)),
        title="10 Desa Wisata yang Cocok untuk Akhir Pekan",
    ),
    article("links between paragraphs", "".join(prose(2, n) + links(1, "p") for n in range(5))),
    article(
        "teaser before a wall",
        prose(2) + "<div>Silakan berlangganan untuk membaca artikel selengkapnya.</div>",
    ),
    article(
        "short teaser before a wall, nothing declared",
        f"<p>{SENTENCES[0]}. {SENTENCES[1]}.</p><p>Masuk untuk melanjutkan membaca.</p>",
        linked=(),
    ),
    article("second page", prose(6) + "<div>1 2 3 Halaman selanjutnya</div>"),
    article(
        "on streaming", prose(5), title="Live Streaming Indonesia vs Malaysia di Piala Kawasan"
    ),
    article("of a picture desk", prose(9), title="Foto Lama Jembatan Ungkap Sejarah Desa"),
    article("number as a title", prose(4), title="404 Hari Tanpa Jembatan di Desa Kami", linked=()),
    article("hundreds", prose(2), title="500 Warga Mengungsi ke Balai Desa", linked=()),
    article(
        "on content gone", prose(4), title="Konten Sudah Dihapus, Polisi Buru Pengunggah", linked=()
    ),
    article("on a page not found", prose(5), title="Kenapa Halaman Tidak Ditemukan Sering Muncul?"),
    article("chronology", CLOCKS + prose(4), title="Kronologi Robohnya Jembatan Desa"),
    article("on news", prose(6), title="Berita Terkini Jembatan: Bentang Utama Terpasang"),
    article("below a category", prose(6), path="/category/nasional/jembatan-desa-kembali-dibuka"),
    article("with the topic in its path", prose(6), path="/topik/desa/jembatan-desa-dibuka-lagi"),
    article("short in a section of TV", prose(2), path="/tv/acara-jembatan-desa-kembali-tayang"),
    article("opinion in one paragraph", prose(1, sentences=9), title="Opini: Jembatan dan Harapan"),
    article("with a table", "<table><tr><td>Baja</td><td>12</td></tr></table>" + prose(5)),
    article("with comments", prose(6) + "<div id='comments'>" + prose(6, 3, 1) + "</div>"),
    article("number in its address", prose(5), path="/read/1234567", linked=()),
    article("a body with a class", prose(5), classes="single single-post postid-9", linked=()),
    article("calls itself a website", prose(6), og="website"),
)


def listing(name: str, title: str, body: str, path: str = "/", **about: Any) -> Saved:
    """A page that lists articles."""
    about.setdefault("og", "website")
    return _saved("listing", name, title, body, path=path, **about)


_FLAT = "".join(f"<h3><a href='/{n}'>{headline(n)}</a></h3>{prose(1, n)}" for n in range(20))
_ITEMS = {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "url": "/1"}]}
LISTINGS = (
    listing("front page of links", "Berita Terkini Hari Ini", f"<ul>{links(60)}</ul>"),
    listing("front page of cards", f"{SITE} - Mengabarkan dari Desa", cards(30)),
    listing("front page, long teasers", "Kabar Terbaru dari Seluruh Negeri", cards(24, 3)),
    listing("front page named for the site", SITE, cards(30, 2, "div")),
    listing("index of a day", "Indeks Berita", f"<ul>{links(40)}</ul>", "/indeks/2024/03/01"),
    listing(
        "tag with a lead",
        "Tag: Jembatan Desa Kami Sendiri",
        f"<h1>Jembatan</h1>{prose(2)}<ul>{links(20)}</ul>",
        "/tag/jembatan-desa-kami-sendiri",
    ),
    listing("topic", "Topik: Jembatan", f"{prose(1)}{cards(16)}", "/topik/jembatan"),
    listing("search", "Hasil pencarian: jembatan", f"<div>{links(20, 'p')}</div>", "/search?q=x"),
    listing("search of WordPress", "You searched for jembatan", cards(16), "/?s=jembatan"),
    listing("section", "Nasional", cards(25), "/nasional"),
    listing("section below another", "Berita Bola Terkini", cards(25), "/olahraga/bola/"),
    listing(
        "author",
        "Ani Wijaya, Penulis di Kabar Kita",
        f"<h1>Ani Wijaya</h1>{prose(1)}<ul>{links(20)}</ul>",
        "/penulis/ani-wijaya",
        linked=({"@type": "ProfilePage"},),
    ),
    listing("popular", "Terpopuler Hari Ini", f"<ol>{links(20)}</ol>", "/terpopuler"),
    listing("teasers in one box", "Arsip Berita Maret", f"<div>{_FLAT}</div>", "/arsip/2024/03"),
    listing("category", "Kategori: Desa", cards(16), "/category/desa", classes="archive category"),
    listing("a list in JSON-LD", "Indeks Artikel", cards(20), "/indeks", linked=(_ITEMS,)),
    listing(
        "articles in JSON-LD",
        "Kumpulan Berita Terbaru",
        cards(20),
        "/kumpulan",
        linked=tuple(story(headline=headline(n)) for n in range(8)),
    ),
    listing("index of videos", "Video Terbaru Hari Ini", cards(20, 1, "div"), "/video"),
    listing("index of pictures", "Galeri Foto Terkini", cards(20, 1, "div"), "/foto"),
    listing("second page of a list", "Berita Desa - Halaman 2", cards(20), "/terkini?page=2"),
)

_TRANSCRIPT = prose(14, 2, 3)


def video(name: str, title: str = TITLE, body: str = "", **about: Any) -> Saved:
    """A page that shows a video with a description."""
    about.setdefault("path", "/video/1234567/jembatan-desa-kembali-dibuka")
    about.setdefault("linked", (CLIP,))
    return _saved("video", name, title, f"<h1>{title}</h1>" + (body or prose(1)), **about)


_PLAYER = "<div class='video-player' id='player'></div>"
VIDEOS = (
    video("plain", body=_PLAYER + prose(1)),
    video("by its type", og="video.other", path="/read/1/jembatan-desa-kembali-dibuka"),
    video("declared an article", body=_PLAYER + prose(1), linked=(story(),)),
    video("with a transcript", body=_PLAYER + _TRANSCRIPT, og="video.other"),
    video("element of HTML", body="<video src='/1.mp4'></video>" + prose(2)),
    video("titled so", title="Video: Detik-detik Jembatan Dibuka", body=_PLAYER + prose(1)),
    video("titled in brackets", title="[VIDEO] Jembatan Desa Dibuka", body=_PLAYER + prose(1)),
    video("with a list of others", body=f"{_PLAYER}{prose(1)}<div>{links(8, 'div')}</div>"),
    video("watched", path="/watch/jembatan-desa-kembali-dibuka", body=_PLAYER + prose(1)),
    video("without words", body=_PLAYER + "<p>Jembatan desa kembali dibuka.</p>"),
    video("with two paragraphs", body=_PLAYER + prose(2), og="video"),
    video("both in JSON-LD", body=_PLAYER + prose(1), linked=(story(), CLIP), og="video.other"),
)


def gallery(name: str, title: str = "Foto: Jembatan Desa Dibuka", **about: Any) -> Saved:
    """A page that shows pictures with captions."""
    about.setdefault("path", "/foto/1234567/jembatan-desa-kembali-dibuka")
    body = f"<h1>{title}</h1>" + about.pop("body", pictures(8))
    return _saved("gallery", name, title, body, **about)


_COUNTED = f"<img src='/3.jpg'><span>3 / 12</span>{prose(1, 4)}"
GALLERIES = (
    gallery("plain"),
    gallery("declared an article", linked=(story(),)),
    gallery("of its type", linked=({"@type": "ImageGallery"},), path="/read/1/jembatan-desa"),
    gallery("In Picture", title="In Picture: Jembatan Desa Dibuka", path="/inpicture/1/jembatan"),
    gallery("one picture of many", body=_COUNTED),
    gallery("a single picture", body=f"<img src='/1.jpg'>{prose(1)}"),
    gallery("with a lead", body=prose(1) + pictures(10)),
    gallery("titled plainly", title="Senyum Warga di Jembatan Baru"),
    gallery("portraits", title="Potret: Warga Menyeberang", path="/galeri/1/potret-warga-desa"),
    gallery(
        "captions in divs",
        body="".join(f"<div><img src='/{n}.jpg'><p>{SENTENCES[n]}.</p></div>" for n in range(8)),
    ),
)


def live(name: str, title: str, body: str, **about: Any) -> Saved:
    """A page that is written on while it happens."""
    return _saved("live blog", name, title, f"<h1>{title}</h1>{body}", **about)


_ENTRIES = "".join(f"<div><time>{9 + n // 4}:{n % 4}5</time>{prose(1, n)}</div>" for n in range(14))
_WIB = "".join(f"<p><strong>{9 + n}.1{n} WIB</strong></p>{prose(1, n)}" for n in range(9))
_MINUTES = "".join(f"<p><b>{9 * n + 1}'</b></p>{prose(1, n, 1)}" for n in range(10))
_BLOG = ({"@type": "LiveBlogPosting", "headline": TITLE},)
LIVE = (
    live("of its type", TITLE, _ENTRIES, linked=_BLOG, path="/live/jembatan-desa-dibuka"),
    live("report", "Live Report: Jembatan Dibuka", _ENTRIES, path="/live-report/jembatan-dibuka"),
    live("update", "LIVE UPDATE: Hitung Cepat Desa", _WIB, linked=(story(),)),
    live("match", "LIVE: Desa A vs Desa B", _MINUTES, linked=(story(),)),
    live("directly", "Langsung: Sidang Jembatan Desa", _WIB, path="/live/sidang-jembatan-desa"),
    live("blog", "Live Blog Pembukaan Jembatan", _ENTRIES, linked=_BLOG),
)


def error(name: str, title: str, body: str, **about: Any) -> Saved:
    """A page in the place of one that is not there."""
    about.setdefault("og", "website")
    return _saved("error page", name, title, body, **about)


_POPULAR = f"<h2>Berita Populer</h2><ul>{links(10)}</ul>"
_GONE = "Maaf, halaman yang Anda cari tidak ditemukan."
ERRORS = (
    error("404", "404", "<h1>404</h1><p>Maaf.</p>"),
    error("404 not found", "404 Not Found", "<h1>Not Found</h1>"),
    error("in words", "Halaman Tidak Ditemukan", f"<h1>{_GONE}</h1>{_POPULAR}"),
    error("with popular news", "404 - Halaman tidak ditemukan", f"<h1>Oops!</h1>{_POPULAR}"),
    error("of Next.js", "404: This page could not be found", "<h1>404</h1><h2>Hilang</h2>"),
    error("soft", SITE, f"<div class='pesan'><p>{_GONE}</p></div>{_POPULAR}"),
    error("soft, moved", SITE, "<p>Artikel ini sudah dihapus atau dipindahkan.</p>" + _POPULAR),
    error("server", "500 Internal Server Error", "<h1>500 Internal Server Error</h1>"),
    error("gateway", "502 Bad Gateway", "<center><h1>502 Bad Gateway</h1></center>nginx"),
    error("maintenance", "Situs dalam pemeliharaan", "<h1>Kami segera kembali</h1>"),
    error("denied", "Access Denied", "<h1>Access Denied</h1><p>Reference 18.2f.</p>"),
    error("for sale", "kabarkita.example is for sale", "<h1>Buy this domain</h1><p>Price</p>"),
    error("server without a site", "Welcome to nginx!", "<h1>Welcome to nginx!</h1>"),
    error("folder", "Index of /berita", "<h1>Index of /berita</h1><a href='..'>Parent</a>"),
)


def shell(kind: str, name: str, head: str, body: str, classes: str = "") -> Saved:
    """A page without a frame."""
    html = f"<html><head>{head}</head><body class='{classes}'>{body}</body></html>"
    return Saved(kind=kind, name=name, title="", body=html)


_AT = '<link rel="canonical" href="https://www.kabarkita.example/read/1/jembatan-desa-dibuka-lagi">'
WALLS = tuple(
    shell("cookie wall", name, head, body)
    for name, head, body in (
        ("check", "<title>Just a moment...</title>", "<p>Verifying you are human.</p>"),
        ("check of an article", f"<title>Just a moment...</title>{_AT}", "<p>.</p>"),
        ("attention", "<title>Attention Required! | Cloudflare</title>", "<h1>Sorry</h1>"),
        ("login", "<title>Masuk - Kabar Kita</title>", "<p>Belum punya akun?</p>"),
        ("login of an article", f"<title>Login</title>{_AT}", "<form>Email</form>"),
        ("consent", "<title>Kabar Kita</title>", "<p>Kami menggunakan cookie.</p>"),
        ("scripts", "", "<div>You need to enable JavaScript to run this app.</div>"),
        ("robot", "<title>x</title>", "<p>Centang: saya bukan robot</p>"),
        ("denied", "<title>Access to this page has been denied.</title>", "<p>Press.</p>"),
        ("denied by name", "<title>kabarkita.example</title>", "<p>Pardon our interruption</p>"),
    )
)
EMPTY = (
    shell("empty", "scripts only", "<title>Kabar Kita</title>", "<script>mulai()</script>"),
    shell(
        "empty",
        "an app's shell",
        "<title>Kabar Kita</title>",
        "<noscript>You need to enable JavaScript to run this app.</noscript><div id=root></div>",
    ),
    shell("empty", "frame", "<title>Kabar</title>", "<iframe src='/isi'></iframe>"),
    shell("empty", "viewer", "<title>koran.pdf</title>", "<div id=viewerContainer>Halaman</div>"),
    shell("empty", "embedded file", "<title>e</title>", "<p>x</p><embed type='application/pdf'>"),
    shell(
        "empty", "attached picture", "<title>IMG_1</title>", "<img src='/1.jpg'>IMG_1", "attachment"
    ),
)
PAGES = (*ARTICLES, *LISTINGS, *VIDEOS, *GALLERIES, *LIVE, *ERRORS, *WALLS, *EMPTY)
