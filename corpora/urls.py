"""Which address names this article, and do two addresses name the same one?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

from .rules import any_of, load


@dataclass(frozen=True, slots=True)
class UrlRules:
    """The words of data/urls.yaml."""

    tracking: tuple[str, ...]
    whole: tuple[str, ...]
    hosts: tuple[str, ...]


RULES = load("urls.yaml", UrlRules)
_TRACKING = any_of(RULES.tracking)
_PRESENTATION = re.compile(rf"(?:(?:{'|'.join(RULES.hosts)})\.)+(?=[^.]+\.[^.])")


def split(url: str | None) -> SplitResult | None:
    """The parts of an absolute web address; None if `url` is no such thing."""
    try:
        parts = urlsplit((url or "").strip())
        return parts if parts.scheme.lower() in ("http", "https") and parts.hostname else None
    except ValueError:  # "http://[broken"
        return None


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


def key(url: str) -> str:
    """One name for all addresses of an article: what an id is made from.

    Scheme, "www.", "m." and "amp.", fragment, tracking and the trailing slash do not count.

    >>> key("http://m.contoh.example/berita/1/?utm_source=x&page=all#atas")
    'contoh.example/berita/1'
    """
    parts = split(url)
    if parts is None:
        return url.strip()
    name = _PRESENTATION.sub("", parts.hostname or "", count=1)
    query = urlencode([pair for pair in parse_qsl(parts.query) if not _is_noise(*pair)])
    return name + parts.path.rstrip("/") + (f"?{query}" if query else "")


def _is_noise(name: str, value: str) -> bool:
    return bool(_TRACKING.fullmatch(name)) or f"{name}={value}".lower() in RULES.whole
