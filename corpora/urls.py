"""Which address names this article, and do two addresses name the same one?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit, urlunsplit

from .rules import any_of, load


@dataclass(frozen=True, slots=True)
class UrlRules:
    """The words of data/urls.yaml."""

    tracking: tuple[str, ...]
    whole: tuple[str, ...]
    hosts: tuple[str, ...]
    paging: tuple[str, ...]
    folders: tuple[str, ...]
    wrappers: tuple[str, ...]
    landlords: frozenset[str]


RULES = load("urls.yaml", UrlRules)
_TRACKING = any_of(RULES.tracking)
_PRESENTATION = re.compile(rf"(?:(?:{'|'.join(RULES.hosts)})\.)+(?=[^.]+\.[^.])")
_FOLDERS = re.compile(rf"/(?:{'|'.join(RULES.folders)})(?=/|$)")
_WRAPPERS = tuple(re.compile(pattern, re.IGNORECASE) for pattern in RULES.wrappers)
LONGEST = 2000  # characters of a path in which a title is sought: the time grows with its square
_NUMBER = re.compile(r"(?<!\d)(?!(?:19|20)\d{6}(?!\d))\d{6,}")  # a day, 20211028, is no number
_TITLE = re.compile(r"(?<![^\W_])[^\W_]+(?:[-._][^\W_]+){2,}")  # three words or more


@lru_cache(maxsize=64)  # one page asks for the same few addresses a dozen times
def split(url: str | None) -> SplitResult | None:
    """The parts of an absolute web address; None if `url` is no such thing."""
    try:
        parts = urlsplit((url or "").strip())
        return parts if parts.scheme.lower() in ("http", "https") and parts.hostname else None
    except ValueError:  # "http://[broken"
        return None


@lru_cache(maxsize=64)
def host(url: str | None) -> str | None:
    """The name of the machine, in lower case and without "www.".

    >>> host("https://WWW.Contoh.example:443/berita")
    'contoh.example'
    """
    parts = split(url)
    return parts.hostname.removeprefix("www.") if parts and parts.hostname else None


def is_root(url: str) -> bool:
    """Whether the address is a site's front door: no path and nothing asked."""
    parts = split(url)
    return parts is not None and not parts.query and parts.path.strip("/") in ("", "index.html")


def unwrapped(url: str) -> str:
    """The address inside that of a copy: in a web archive, in a cache of AMP pages.

    >>> unwrapped("https://web.archive.org/web/2016/http://contoh.example/berita/1")
    'http://contoh.example/berita/1'
    """
    for wrapper in _WRAPPERS:
        if match := wrapper.fullmatch(url):
            return match["whole"] if match.groupdict().get("whole") else f"https://{match['bare']}"
    return url


def tidy(url: str) -> str:
    """The address without its fragment and without what says how the reader came.

    >>> tidy("HTTPS://Contoh.example/berita?id=1&utm_source=x#atas")
    'https://contoh.example/berita?id=1'
    """
    parts = split(url)
    if parts is None:
        return url.strip()
    fields = [field for field in parts.query.split("&") if field]
    kept = [field for field in fields if not _TRACKING.fullmatch(field.split("=")[0])]
    host_and_port = parts.netloc.lower()
    return urlunsplit((parts.scheme.lower(), host_and_port, parts.path, "&".join(kept), ""))


def slug_of(url: str) -> str:
    """The words of the headline in the address, in lower case; "" where it has none.

    >>> slug_of("https://contoh.example/read/1620900/Banjir-di-kota-tua?page=2")
    'banjir di kota tua'
    """
    parts = split(url)
    found = _TITLE.findall(parts.path) if parts else []
    return re.sub(r"[-._]+", " ", max(found, key=len, default="")).lower()


def key(url: str) -> str:
    """One name for all addresses of an article: what an id is made from.

    Scheme, "www.", "m.", "amp." and "/amp", fragment, tracking and the trailing slash do not
    count; nor does the rest of the query, but for the number of a page, where the path names the
    article.

    >>> key("http://m.contoh.example/berita/1/?utm_source=x&page=all#atas")
    'contoh.example/berita/1'
    >>> key("https://contoh.example/read/1620900/banjir-di-kota-tua?i=1&page=2")
    'contoh.example/read/1620900/banjir-di-kota-tua?page=2'
    """
    parts = split(url)
    if parts is None:
        return url.strip()
    name = _PRESENTATION.sub("", parts.hostname or "", count=1)
    path = _FOLDERS.sub("", parts.path) or parts.path
    query = _kept(parts) if parts.query else ""
    return name + path.rstrip("/") + (f"?{query}" if query else "")


def _kept(parts: SplitResult) -> str:
    """The query without what does not tell one article from another."""
    pairs = [pair for pair in parse_qsl(parts.query) if not _is_noise(*pair)]
    if pairs and _names_article(parts.path):
        pairs = [(field, value) for field, value in pairs if field.lower() in RULES.paging]
    return urlencode(pairs)


def _names_article(path: str) -> bool:
    """Whether a path holds the number of an article and its title."""
    path = path[:LONGEST]
    return bool(_NUMBER.search(path) and _TITLE.search(path))


def _is_noise(name: str, value: str) -> bool:
    return bool(_TRACKING.fullmatch(name)) or f"{name}={value}".lower() in RULES.whole
