"""Which newsroom is this? Hosts and signatures to the name that readers know."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Protocol

from .rules import load
from .urls import RULES
from .urls import host as host_of


class Suffixes(Protocol):
    """The list of all endings under which domains are registered."""

    def privatesuffix(self, domain: str, /) -> str | None:
        """The registered domain that `domain` is or is part of."""
        ...


_OTHERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Outlet:
    """One newsroom of data/outlets.yaml."""

    name: str
    domains: tuple[str, ...]
    aliases: tuple[str, ...] = ()


def outlet_of_host(host: str | None, overrides: Mapping[str, str] | None = None) -> str | None:
    """The outlet that publishes at `host` or at a domain above it; `overrides` go first.

    >>> outlet_of_host("bola.kompas.com")
    'Kompas.com'
    """
    for names in (overrides or {}, _by_domain()):
        found = next((names[domain] for domain in _domains(host) if domain in names), None)
        if found:
            return found
    return None


def outlet_of_url(url: str | None, overrides: Mapping[str, str] | None = None) -> str | None:
    """The outlet of an address; the domain that its owner registered where we do not know it."""
    host = host_of(url)
    return outlet_of_host(host, overrides) or (registered(host) if host else None)


def registered(host: str) -> str:
    """The domain of which `host` is a part: what its owner registered, by the public suffix list.

    >>> registered("ekonomi.kabarkita.co.id"), registered("kabarkita.blogspot.com")
    ('kabarkita.co.id', 'kabarkita.blogspot.com')
    """
    if "." not in host or host.replace(".", "").isdigit():
        return host
    domain = _suffixes().privatesuffix(host) or host
    if domain not in RULES.landlords or domain == host:
        return domain
    return host[: -len(domain) - 1].rpartition(".")[2] + "." + domain


@cache
def _suffixes() -> Suffixes:
    from publicsuffixlist import PublicSuffixList  # here: 40 ms, for outlets that we do not know

    return PublicSuffixList()


def outlet_named(signature: str) -> str | None:
    """The outlet that signs itself so, whatever the case and punctuation.

    >>> outlet_named("Republika Online")
    'Republika'
    """
    return _by_signature().get(plain(signature))


@lru_cache(maxsize=256)  # one page compares the same few names a hundred times
def plain(name: str) -> str:
    """Letters and digits of a name, in lower case: how signatures are compared."""
    return _OTHERS.sub("", name.casefold())


def _domains(host: str | None) -> Iterator[str]:
    """The host itself, then each domain above it down to two labels."""
    labels = (host or "").lower().removeprefix("www.").split(".")
    return (".".join(labels[start:]) for start in range(max(len(labels) - 1, 1)))


def all_outlets() -> tuple[Outlet, ...]:
    """The outlets that we know."""
    return load("outlets.yaml", tuple[Outlet, ...])


@cache
def _by_domain() -> dict[str, str]:
    return {domain: outlet.name for outlet in all_outlets() for domain in outlet.domains}


@cache
def _by_signature() -> dict[str, str]:
    return {
        plain(signature): outlet.name
        for outlet in all_outlets()
        for signature in (outlet.name, *outlet.aliases, *outlet.domains)
    }


def forget() -> None:
    """Look at the outlets anew: for tests and benchmarks that know fewer."""
    _by_domain.cache_clear()
    _by_signature.cache_clear()
