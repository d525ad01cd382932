"""Is the address of an article its own: canonical, absolute, and of no other page?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telusur.corpora.address import address_of
from telusur.corpora.page import read_page
from telusur.corpora.urls import host, key, split, tidy, unwrapped

URL = "https://www.kabar.example/read/1620900/harga-beras-turun-lagi"
TITLE = "Harga Beras Turun Lagi"


def canonical(address: str) -> str:
    return f'<link rel="canonical" href="{address}">'


def og(address: str) -> str:
    return f'<meta property="og:url" content="{address}">'


def read(head: str, found_at: str | None = None) -> str | None:
    page = read_page(f"<html><head><title>{TITLE}</title>{head}</head><body><p>x</p></body></html>")
    assert page is not None
    return address_of(page, found_at)


@pytest.mark.parametrize(
    ("head", "found_at"),
    [
        (canonical(URL), None),
        (canonical(URL), "https://amp.kabar.example/read/1620900/harga-beras-turun-lagi"),
        (canonical(URL), URL + "?page=2"),
        (canonical(URL + "#atas"), None),
        (canonical(URL + "?utm_source=x&fbclid=y"), None),
        (og(URL), None),
        ("", URL + "?utm_source=x"),
        (f'<script type="application/ld+json">{{"@type":"Article","url":"{URL}"}}</script>', None),
        # relative
        (canonical("/read/1620900/harga-beras-turun-lagi"), "https://www.kabar.example/x"),
        (canonical("/read/1620900/harga-beras-turun-lagi") + og(URL), None),
        (
            '<base href="https://www.kabar.example/">'
            + canonical("read/1620900/harga-beras-turun-lagi"),
            None,
        ),
        (canonical("//www.kabar.example/read/1620900/harga-beras-turun-lagi"), None),
        # not believed
        (canonical("https://www.kabar.example/"), URL),
        (canonical("https://www.kabar.example/") + og(URL), None),
        (canonical("https://www.kabar.example/read/12/jadwal-salat-hari-ini"), URL),
        (canonical("https://www.kabar.example/read/12/jadwal-salat-hari-ini") + og(URL), None),
        (canonical("http://[rusak"), URL),
        # copies
        (canonical("https://web.archive.org/web/20211028134700/" + URL), None),
        ("", "https://web.archive.org/web/20211028134700id_/" + URL),
        (
            "",
            "https://www-kabar-example.cdn.ampproject.org/c/s/www.kabar.example/read/1620900/"
            "harga-beras-turun-lagi",
        ),
    ],
)
def test_addresses(head: str, found_at: str | None) -> None:
    assert read(head, found_at) == URL


def test_an_address_that_cannot_be_replaced_stays() -> None:
    assert read(canonical("https://www.kabar.example/")) == "https://www.kabar.example/"
    other = "https://www.kabar.example/read/12/jadwal-salat-hari-ini"
    assert read(canonical(other)) == other
    assert read(canonical("/read/1")) is None
    assert read("") is None


@pytest.mark.parametrize(
    "address",
    [
        "https://www.kabar.example/amp/read/1620900/harga-beras-turun-lagi",
        "https://m.kabar.example/read/1620900/harga-beras-turun-lagi/amp",
        "https://www.kabar.example/read/1620900/harga-beras-turun-lagi/amp/?page=all",
    ],
)
def test_amp_pages_share_the_key_of_the_full_page(address: str) -> None:
    assert key(address) == key(URL)


def test_a_word_that_begins_with_amp_is_no_amp_page() -> None:
    assert key("https://kabar.example/ampera/1") == "kabar.example/ampera/1"


@given(
    st.from_regex(r"https?://[a-z]{1,9}\.example(/[a-z0-9.-]{0,9}){0,3}(\?[a-z_=&]{0,20})?(#x)?")
)
def test_tidying_keeps_the_article(url: str) -> None:
    assert key(tidy(url)) == key(url)
    assert tidy(tidy(url)) == tidy(url)


@given(st.text(max_size=120))
def test_any_text_is_an_address_or_not(text: str) -> None:
    for address in (tidy(text), unwrapped(text)):
        assert split(address) is None or host(address)
