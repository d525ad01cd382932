"""Do two addresses of one article share a key, and those of two articles not?"""

from __future__ import annotations

import pytest
from telusur.corpora.urls import key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "http://a.example/read/1620900/banjir-di-kota?i=1",
            "a.example/read/1620900/banjir-di-kota",
        ),
        ("https://www.a.example/x/", "a.example/x"),
        ("https://m.a.example/x?utm_source=rss#komentar", "a.example/x"),
        (
            "https://a.example/read/1620900/banjir-di-kota?page=2",
            "a.example/read/1620900/banjir-di-kota?page=2",
        ),
        ("https://a.example/berita?id=1620900", "a.example/berita?id=1620900"),
        (
            "https://a.example/20211028/berita-hari-ini?id=5",
            "a.example/20211028/berita-hari-ini?id=5",
        ),
    ],
)
def test_only_what_names_the_article_is_kept(one: str, other: str) -> None:
    assert key(one) == other


@pytest.mark.parametrize("piece", ["2021", "a", "-", "a-", "/", "1/"])
def test_long_addresses_are_named_at_once(piece: str) -> None:
    # would not end within the time of the whole run, were a pattern to try each start of a word
    assert key(f"https://contoh.example/{piece * 1_000_000}")
