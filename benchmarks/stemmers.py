"""Which stemmers are compared, and how is each loaded from nothing?

PySastrawi's list of roots is CC BY-NC-SA: it is measured here, and nothing else needs it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from importlib.metadata import version
from typing import NamedTuple

Stem = Callable[[str], str]
OURS = "ours"


class Stemmer(NamedTuple):
    """A stemmer: `load` gives it anew, with nothing remembered.

    `lemmas` gives it as treebanks would have it, where that differs: to them pemerintah is a form
    of perintah, to a search it is not.
    """

    name: str
    shown: str
    load: Callable[[], Stem]
    lemmas: Callable[[], Stem]


def _unstemmed() -> Stem:
    return lambda word: word


def _snowball() -> Stem:
    from Stemmer import Stemmer as Algorithm  # here: whoever checks floors needs no peers

    return Algorithm("indonesian", 0).stemWord  # 0: its cache is off


def _sastrawi() -> Stem:
    from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

    return StemmerFactory().create_stemmer().stem


def _ours(*, families: bool = True) -> Stem:
    from telusur.index.language import folding, lexicon, stemming

    stem = stemming.Stemmer(lexicon.load(families=families)).stem
    return lambda word: stem(folding.fold(word))


def _all_alike(name: str, shown: str, load: Callable[[], Stem]) -> Stemmer:
    return Stemmer(name, shown, load, load)


STEMMERS = {
    "none": _all_alike("none", "unstemmed", _unstemmed),
    "snowball": _all_alike("snowball", "Snowball", _snowball),
    "sastrawi": _all_alike("sastrawi", "Sastrawi", _sastrawi),
    OURS: Stemmer(OURS, "Telusur", _ours, partial(_ours, families=False)),
}
PEERS = tuple(name for name in STEMMERS if name != OURS)


def remembering(stem: Stem) -> Stem:
    """Return a stemmer that stems each distinct word once."""
    return cache(stem)


def versions() -> dict[str, str]:
    """Return what was measured."""
    return {one: version(one) for one in ("PyStemmer", "PySastrawi", "telusur")}
