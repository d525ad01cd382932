"""Which stemmers are compared, and how is each loaded from nothing?

PySastrawi's list of roots is CC BY-NC-SA: it is measured here, and nothing else needs it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from typing import NamedTuple

Stem = Callable[[str], str]
OURS = "ours"


class Stemmer(NamedTuple):
    """A stemmer: `load` gives it anew, with nothing remembered."""

    name: str
    shown: str
    load: Callable[[], Stem]


def _unstemmed() -> Stem:
    return lambda word: word


def _snowball() -> Stem:
    from Stemmer import Stemmer as Algorithm  # here: whoever checks floors needs no peers

    return Algorithm("indonesian", 0).stemWord  # 0: its cache is off


def _sastrawi() -> Stem:
    from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

    return StemmerFactory().create_stemmer().stem


def _ours() -> Stem:
    from telusur.index import stemming

    for one in vars(stemming).values():
        getattr(one, "cache_clear", int)()
    return stemming.stem


STEMMERS = {
    "none": Stemmer("none", "unstemmed", _unstemmed),
    "snowball": Stemmer("snowball", "Snowball", _snowball),
    "sastrawi": Stemmer("sastrawi", "Sastrawi", _sastrawi),
    OURS: Stemmer(OURS, "Telusur", _ours),
}
PEERS = tuple(name for name in STEMMERS if name != OURS)


def remembering(stem: Stem) -> Stem:
    """Return a stemmer that stems each distinct word once."""
    return cache(stem)


def versions() -> dict[str, str]:
    """Return what was measured."""
    return {one: version(one) for one in ("PyStemmer", "PySastrawi", "telusur")}
