"""Which news agency is credited? From signatures, the dateline, and what stands at the end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from .outlets import plain
from .rules import load
from .urls import host

FIRST = 3  # lines among which the dateline is
LAST = 6  # lines among which the article signs off; below it stand tags and links
DATELINE = 80  # characters at the start of a line that may be a dateline
ENDING = 60  # characters at the end of a line in which it signs off
SHORT = 3  # letters of a name that may be explained inside a sentence: Angkasa Pura (AP)
LONGEST = 60  # characters of a signature
# LONDON (Reuters) - · Jakarta (ANTARA News) – · JAKARTA, (AFP) --
_DATELINE = re.compile(r"^[^()]{0,50}\((?P<name>[^()]{2,30})\)\s*[-–—:]")
_SIGNED = re.compile(r"(?P<end>^|[.!?…\"”'’)]\s*|\s)[(\[](?P<names>[^()\[\]]{2,50})[)\]]\W*$")
_SOURCED = re.compile(
    r"^\W*(?:sumber|source)(?:\s+berita)?\s*[:：]\s*(?P<names>.{2,50}?)\W*$", re.I
)
_LABEL = re.compile(r"^(?:sumber|source)\s*[:：]\s*", re.I)
_BETWEEN = re.compile(r"\s*(?:[/,;&|]|\s[-–—]\s|\bdan\b|\band\b)\s*")
_INITIALS = re.compile(r"[a-z]{1,4}\d?|[A-Z]{1,3}(?:-?\d)?|[A-Z][a-z]{1,2}")


@dataclass(frozen=True, slots=True)
class Agency:
    """One news agency of data/agencies.yaml."""

    name: str
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


def agency_named(signature: str) -> str | None:
    """The agency that a signature names, alone or beside people and outlets; the first of several.

    >>> agency_named("AFP/Ani Wijaya"), agency_named("Antara Bali"), agency_named("Ani Wijaya")
    ('AFP', None, None)
    """
    if not 0 < len(signature) <= LONGEST:
        return None
    parts = (_by_name().get(plain(part)) for part in (signature, *_BETWEEN.split(signature)))
    return next(filter(None, parts), None)


def agency_at(url: str | None) -> str | None:
    """The agency whose own site an address belongs to.

    >>> agency_at("https://jatim.antaranews.com/berita/1")
    'Antara'
    """
    labels = (host(url) or "").split(".")
    domains = (".".join(labels[start:]) for start in range(len(labels) - 1))
    return next((_by_domain()[one] for one in domains if one in _by_domain()), None)


def agency_in(lines: Sequence[str]) -> str | None:
    """The agency that the lines of an article credit, captions left out.

    In the dateline, "LONDON (Reuters) -", or at the end: "(Antara)", "(ant/rep)", "Sumber: AFP".
    What an agency is credited for in between, a picture or a quotation, is not the article.

    >>> agency_in(["Harga beras turun lagi.", "Kata menteri, stok cukup. (Antara)"])
    'Antara'
    """
    return _first(map(_dated, lines[:FIRST])) or _first(map(_signed, reversed(lines[-LAST:])))


def agency_of(signatures: Iterable[str], text: str) -> str | None:
    """The agency of an article whose page is gone: its authors and source, then its text."""
    named = _first(map(agency_named, signatures))
    return named or agency_in([line for line in text.splitlines() if line.strip()])


def _first(found: Iterable[str | None]) -> str | None:
    return next(filter(None, found), None)


def _dated(line: str) -> str | None:
    match = _DATELINE.match(line[:DATELINE])
    return _by_name().get(plain(match["name"])) if match else None


def _signed(line: str) -> str | None:
    sourced = _SOURCED.match(line)
    if sourced:
        return agency_named(sourced["names"])
    end = line[-ENDING:]
    match = _SIGNED.search(end) if ")" in end or "]" in end else None
    if match is None or (match["end"].isspace() and len(match["names"]) <= SHORT):
        return None
    return _among(_LABEL.sub("", match["names"]))


def _among(names: str) -> str | None:
    """The agency among agencies and initials; a photographer beside it makes it a picture's."""
    parts = _BETWEEN.split(names.strip())
    # "ap" in small letters is somebody's initials
    named = (None if part.islower() else _by_name().get(plain(part)) for part in parts)
    found = [name or _by_code().get(part) for name, part in zip(named, parts, strict=True)]
    unknown = [part for name, part in zip(found, parts, strict=True) if name is None]
    return _first(found) if all(map(_INITIALS.fullmatch, unknown)) else None


@cache
def _agencies() -> tuple[Agency, ...]:
    return load("agencies.yaml", tuple[Agency, ...])


@cache
def _by_name() -> dict[str, str]:
    return {plain(name): one.name for one in _agencies() for name in (one.name, *one.aliases)}


@cache
def _by_domain() -> dict[str, str]:
    return {domain: one.name for one in _agencies() for domain in one.domains}


@cache
def _by_code() -> dict[str, str]:
    return {code: one.name for one in _agencies() for code in one.codes}
