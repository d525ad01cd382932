"""Is each outlet known by one name, and an unknown one by what it says or owns?"""

from __future__ import annotations

from collections import Counter

import pytest
from telusur.corpora.metadata import read_metadata
from telusur.corpora.outlets import Outlet, outlet_named, outlet_of_host, outlet_of_url, plain
from telusur.corpora.outlets import registered as domain_of
from telusur.corpora.page import read_page
from telusur.corpora.rules import load

OUTLETS = load("outlets.yaml", tuple[Outlet, ...])
TITLE = "Harga Beras Turun Lagi di Pasar"


def site(head: str, url: str | None = None) -> str | None:
    page = read_page(f"<html><head>{head}</head><body><h1>{TITLE}</h1><p>x</p></body></html>")
    assert page is not None
    return read_metadata(page, url=url).site


def test_there_are_many_and_each_domain_has_one() -> None:
    assert len(OUTLETS) >= 250
    domains = Counter(domain for outlet in OUTLETS for domain in outlet.domains)
    assert [domain for domain, count in domains.items() if count > 1] == []
    assert [domain for domain in domains if domain != domain.lower() or "." not in domain] == []


def test_no_two_outlets_sign_alike() -> None:
    owners: dict[str, set[str]] = {}
    for outlet in OUTLETS:
        for signature in (outlet.name, *outlet.aliases, *outlet.domains):
            owners.setdefault(plain(signature), set()).add(outlet.name)
    assert {signature: names for signature, names in owners.items() if len(names) > 1} == {}


@pytest.mark.parametrize("outlet", OUTLETS, ids=lambda outlet: outlet.name)
def test_each_is_found_by_host_and_by_signature(outlet: Outlet) -> None:
    for domain in outlet.domains:
        assert outlet_of_host(f"www.{domain}") == outlet_of_host(domain) == outlet.name
    for signature in (outlet.name, *outlet.aliases):
        assert outlet_named(signature.upper()) == outlet.name


def test_a_subdomain_may_be_an_outlet_of_its_own() -> None:
    assert outlet_of_host("www.tribunnews.com") == "Tribunnews"
    assert outlet_of_host("jabar.tribunnews.com") == "Tribun Jabar"
    assert outlet_of_host("m.radarsolo.jawapos.com") == "Radar Solo"


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("kabarkita.com", "kabarkita.com"),
        ("m.kabarkita.com", "kabarkita.com"),
        ("ekonomi.kabarkita.co.id", "kabarkita.co.id"),
        ("berita.sukamaju.desa.id", "sukamaju.desa.id"),
        ("kabarkita.web.id", "kabarkita.web.id"),
        ("kabarkita.blogspot.com", "kabarkita.blogspot.com"),
        ("kabarkita.wordpress.com", "kabarkita.wordpress.com"),
        ("wordpress.com", "wordpress.com"),
        ("a.kabarkita.wordpress.com", "kabarkita.wordpress.com"),
        ("co.id", "co.id"),
        ("192.168.1.7", "192.168.1.7"),
        ("localhost", "localhost"),
        ("..", ".."),
    ],
)
def test_what_an_owner_registered(host: str, domain: str) -> None:
    assert domain_of(host) == domain


def test_an_unknown_outlet_is_called_as_it_signs() -> None:
    url = "https://ekonomi.kabarkita.co.id/1"
    assert outlet_of_url(url) == "kabarkita.co.id"
    assert site("", url) == "kabarkita.co.id"
    assert site('<meta property="og:site_name" content="Kabar Kita">', url) == "Kabar Kita"
    slogan = '<meta property="og:site_name" content="Kabar Kita - Berita Terkini Hari Ini">'
    assert site(slogan, url) == "Kabar Kita"
    subdomain = '<meta property="og:site_name" content="ekonomi.kabarkita.co.id">'
    assert site(subdomain) == "kabarkita.co.id"


def test_a_headline_is_no_name() -> None:
    head = f'<meta property="og:site_name" content="{TITLE}">'
    assert site(head, "https://kabarkita.com/1") == "kabarkita.com"
    long = '<meta property="og:site_name" content="Portal berita yang paling cepat dan lengkap">'
    assert site(long, "https://kabarkita.com/1") == "kabarkita.com"


def test_settings_have_the_last_word() -> None:
    assert outlet_of_host("bola.kompas.com", {"kompas.com": "Harian Kita"}) == "Harian Kita"
