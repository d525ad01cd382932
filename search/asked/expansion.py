"""What else are the words of a query called in this corpus? KPK and its long form find each other.

Words that stand side by side are looked up together, the longest name first. What is found goes
with each of the words: an article that says KPK has all the words of its long form, and each time
counts as one of theirs, at `Weights.expansion`.

A word in quotes, after a `=`, in a label or under a NOT is sought as it is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final, NamedTuple

from ...index.language.naming import key_of, links
from ...index.language.stopwords import stopwords
from ...index.meanings import Meaning, Meanings
from ...index.schema import TEXTS
from .lexer import OPERANDS, Item, Kind, Name
from .synonyms import Synonyms
from .words import is_pattern

DOMINANT: Final = 0.6  # of the articles that explain a short form: then the others are exceptions
WORDING: Final = 0.1  # of the articles with its first wording: rarer ones are slips of the pen
WORDINGS: Final = 3  # of one meaning
CLEAR: Final = 0.8  # of the articles with a word have it in capitals: `kpk` means KPK; who .73 not
OWN: Final = 0.98  # below, the word has a life of its own: `AS` is sought in capitals alone (.96)
SAID: Final = 0.008  # of the articles with a short form explain it: Polda .010, the word wali .007
ALONE: Final = 0.1  # where only one article explains it
LONGEST: Final = 10  # words of a name


class Expansion(NamedTuple):
    """Words of a query, as typed, and what else they are called."""

    words: str
    also: tuple[str, ...]


class Names(NamedTuple):
    """Other names of some words; whether these are sought in capitals alone."""

    found: tuple[Name, ...]
    shown: tuple[str, ...]
    capitals: bool = False


NONE: Final = Names((), ())


class Asked(NamedTuple):
    """What the whole query tells: whether it is all in capitals, and its words, folded."""

    shouted: bool
    words: frozenset[str]


class Expander:
    """Knows the other names of words, from an index and from a list of synonyms."""

    def __init__(self, meanings: Meanings, synonyms: Synonyms) -> None:
        self._meanings = meanings
        self._synonyms = synonyms

    def __call__(self, items: Sequence[Item]) -> tuple[list[Item], tuple[Expansion, ...]]:
        """Return the items of a query with the other names of each, and what was found."""
        found = list(items)
        words = (item.text for item in items if item.kind is Kind.WORD)
        if not any(self._begins(key_of(word)) for word in words):
            return found, ()  # most queries: nothing more is asked of them
        told: list[Expansion] = []
        asked = Asked(_shouted(items), _words(items))
        for run in runs(items):
            told += self._run(found, run, asked)
        return found, tuple(dict.fromkeys(told))

    def _run(self, items: list[Item], run: Sequence[int], asked: Asked) -> Iterator[Expansion]:
        """Look up words side by side, given by their places; give the items their names."""
        keys = [key_of(items[at].text) for at in run]
        first = 0
        while first < len(run):
            names, last = self._longest(keys, first, items[run[first]].text, asked)
            for at in run[first:last]:
                if names.found and (last - first == 1 or items[at].text.lower() not in stopwords()):
                    items[at] = replace(items[at], also=names.found, capitals=names.capitals)
            if names.found:
                yield Expansion(" ".join(items[at].text for at in run[first:last]), names.shown)
            first = last

    def _begins(self, key: str) -> bool:
        """Tell whether any name begins with the first word of a key."""
        word = key.partition(" ")[0]
        return bool(word) and (word in self._synonyms.begins or self._meanings.begins(word))

    def _longest(
        self, keys: Sequence[str], first: int, typed: str, asked: Asked
    ) -> tuple[Names, int]:
        """Return the other names of the longest name that begins at a word, and where it ends."""
        if self._begins(keys[first]):
            for last in range(min(len(keys), first + LONGEST), first, -1):
                single = last - first == 1 and not asked.shouted
                key = " ".join(keys[first:last])
                names = self.names(key, typed if single else "", asked.words)
                if names.found:
                    return names, last
        return NONE, first + 1

    def names(self, key: str, typed: str = "", context: frozenset[str] = frozenset()) -> Names:
        """Return the other names of a name, given by its key.

        Args:
            key: of the name.
            typed: the name as it was typed, if that tells whether capitals are meant.
            context: the words of the whole query, folded.

        """
        listed = self._synonyms.of(key)
        found = [(Name(tuple(one.key.split())), one.shown) for one in listed]
        meant = self.meant(key, typed, context)
        found += [(Name(tuple(key_of(one.long).split())), one.long) for one in meant]
        found += [self._short(one) for one in self._shorts(key)]
        capitals = bool(meant) and typed.isupper() and self._share(meant[0]) < OWN
        told = dict(found)
        return Names(tuple(told), tuple(dict.fromkeys(told.values())), capitals)

    def meant(
        self, short: str, typed: str = "", context: frozenset[str] = frozenset()
    ) -> list[Meaning]:
        """Return what a short form, given by its key, clearly stands for, in its wordings.

        `typed` and `context` are as for `names`.
        """
        known = self._meanings.of(short)
        explained = sum(one.articles for one in known)
        if typed.isupper():  # BPS is an office, bps are basis points
            known = tuple(one for one in known if one.short.isupper()) or known
        named = (one for one in known if context & _content(one))  # pajak PBB, partai PBB
        known = tuple(named) or known
        wordings = [one for one in known if _alike(one, known[0])]
        count = sum(one.articles for one in wordings)
        if not wordings or count < DOMINANT * sum(one.articles for one in known):
            return []
        if not self._is_used(wordings[0], explained, typed):
            return []
        least = WORDING * wordings[0].articles
        return [one for one in wordings if one.articles >= least][:WORDINGS]

    def _is_used(self, first: Meaning, count: int, typed: str) -> bool:
        """Tell whether a short form, as typed, is one and no other word."""
        key = key_of(first.short)
        if " " in key:
            return True
        use = self._meanings.use(key)
        if first.short.isupper() and not typed.isupper() and self._share(first) < CLEAR:
            return False
        uses = use.capitals if first.short.isupper() else use.articles
        return count >= (SAID if count > 1 else ALONE) * uses

    def _share(self, meaning: Meaning) -> float:
        """Return the share of articles with a short form that have it in capitals."""
        key = key_of(meaning.short)
        if " " in key or not meaning.short.isupper():
            return 1.0
        use = self._meanings.use(key)
        return use.capitals / use.articles if use.articles else 1.0

    def _shorts(self, long: str) -> list[Meaning]:
        """Return the short forms that clearly stand for a long form, given by its key."""
        found: list[Meaning] = []
        for short in self._meanings.shorts(long) if " " in long else ():
            shown = self._meanings.of(short)
            meant = self.meant(short, shown[0].short if shown else "")
            found += [meant[0]] if any(key_of(one.long) == long for one in meant) else []
        return found

    def _short(self, meaning: Meaning) -> tuple[Name, str]:
        words = tuple(key_of(meaning.short).split())
        return Name(words, self._share(meaning) < OWN), meaning.short


def _content(meaning: Meaning) -> frozenset[str]:
    """Return the words of a long form, but for links."""
    return frozenset(key_of(meaning.long).split()) - links()


def _alike(one: Meaning, other: Meaning) -> bool:
    """Tell whether two long forms say the same: Kepolisian (Negara) Republik Indonesia."""
    ours, theirs = _content(one), _content(other)
    return ours <= theirs or theirs <= ours


def _words(items: Sequence[Item]) -> frozenset[str]:
    """Return the words of a query, folded."""
    keys = (key_of(item.text) for item in items if item.kind in OPERANDS)
    return frozenset(word for key in keys for word in key.split())


def _shouted(items: Sequence[Item]) -> bool:
    """Tell whether all of several words are typed in capitals, which then say nothing."""
    words = [item.text for item in items if item.kind in OPERANDS and item.text.isalpha()]
    return len(words) > 1 and all(word.isupper() for word in words) and _long(words)


def _long(words: Sequence[str]) -> bool:
    return max(map(len, words)) > 6  # letters: KPK DPR RI are short forms, KORUPSI is none


def runs(items: Sequence[Item]) -> Iterator[list[int]]:
    """Yield the places of words side by side that may be sought by other names."""
    open_ = _open(items)
    for _, run in groupby(range(len(items)), lambda at: open_[at]):
        places = list(run)
        if open_[places[0]]:
            yield places


def _open(items: Sequence[Item]) -> list[int]:
    """Return for each item which run it is of, from 1; 0 for what is sought as it is written."""
    found: list[int] = []
    barred: list[bool] = [False]  # of the brackets that are open
    number, nots = 1, 0
    for item in items:
        closed = barred[-1] or bool(nots % 2) or not (item.field is None or item.field in TEXTS)
        plain = item.kind is Kind.WORD and not (item.form or item.near or is_pattern(item))
        plain = plain and not closed and item.text != "*"
        number += 1 if not plain or nots else 0
        found.append(number if plain else 0)
        number += 1 if nots else 0
        if item.kind is Kind.OPEN:
            barred.append(closed)
        elif item.kind is Kind.CLOSE and len(barred) > 1:
            barred.pop()
        nots = nots + 1 if item.kind is Kind.NOT else 0
    return found


__all__ = ["Expander", "Expansion", "Names", "runs"]
