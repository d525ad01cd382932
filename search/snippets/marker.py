"""What does a query mark? The forms, stems and phrases that it seeks, each under its word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from whoosh import query

from ...index.language.stemming import default_stemmer
from ...index.once import once
from ...index.schema import CAPITALS, TEXTS, VALUES
from ..asked.query import walk
from ..asked.tree import Leaf, Word

_CAPITALS = frozenset(CAPITALS.values())
_STEMS = frozenset(pair.stem for pair in TEXTS.values())
_VALUES = frozenset(VALUES.values())


class Mark(NamedTuple):
    """Characters [start, end) of the text that match `word` of the query."""

    start: int
    end: int
    word: str


class Sequence(NamedTuple):
    """Terms of a phrase in order, each at most `slop` positions after the one before it."""

    terms: tuple[str, ...]
    slop: int
    by_stem: bool

    @property
    def shown(self) -> str:
        """The word of the query that it stands for."""
        return " ".join(self.terms)


@dataclass(frozen=True)  # no slots: `keys` is made when it is asked for
class Marker:
    """What to mark: each single form by the word of the query it stands for, and phrases."""

    surfaces: dict[str, str] = field(default_factory=dict[str, str])
    stems: dict[str, str] = field(default_factory=dict[str, str])
    phrases: tuple[Sequence, ...] = ()
    capitals: dict[str, str] = field(default_factory=dict[str, str])  # marked in capitals alone
    stops: frozenset[str] = frozenset()  # words that never make a passage better alone
    values: dict[str, frozenset[str]] = field(
        default_factory=dict[str, frozenset[str]]
    )  # the term of each value, and the words that are sought for nothing but it
    met: dict[str, tuple[Mark, ...]] = field(
        default_factory=dict[str, tuple[Mark, ...]], compare=False
    )  # what is marked in a chunk, counted from its start; see `highlight`

    @once
    def keys(self) -> frozenset[str]:
        """What a chunk gives at least one of, if anything in it is marked: stems and wholes.

        A surface form is sought by its stem: whether it is marked is found out later.
        """
        stem = default_stemmer().stem
        exact = {
            *self.surfaces,
            *self.capitals,
            *(term for one in self.phrases if not one.by_stem for term in one.terms),
        }
        stems = {*self.stems, *(term for one in self.phrases if one.by_stem for term in one.terms)}
        return frozenset({*stems, *exact, *map(stem, exact)})

    @once
    def in_phrases(self) -> frozenset[str]:
        """The terms of all phrases."""
        return frozenset(term for one in self.phrases for term in one.terms)


def marker(tree: query.Query, expand: Callable[[query.Query], Iterable[str]]) -> Marker:
    """Return what a query marks; `expand` gives the terms that a pattern stands for."""
    surfaces: dict[str, str] = {}
    stems: dict[str, str] = {}
    capitals: dict[str, str] = {}
    phrases: list[Sequence] = []
    words = [node for node in walk(tree) if isinstance(node, Word)]
    for word in words:
        for leaf in (leaf for group in word.groups for leaf in group.leaves):
            sought = leaf.sought
            field = getattr(sought, "fieldname", None)
            if field in _VALUES:
                continue  # it is marked where a text names it: see `highlight`
            if isinstance(sought, query.Phrase):
                phrases.append(Sequence(tuple(sought.words), sought.slop, field in _STEMS))
            elif isinstance(sought, query.Term):
                kind = stems if field in _STEMS else capitals if field in _CAPITALS else surfaces
                kind[sought.text] = word.shown
            else:
                surfaces |= dict.fromkeys(expand(sought), word.shown)
    stops = frozenset(word.shown for word in words if word.stop)
    told = (surfaces, stems, tuple(dict.fromkeys(phrases)), capitals, stops)
    return Marker(*told, _values(words))


def _values(words: list[Word]) -> dict[str, frozenset[str]]:
    """Return the terms of the values that some words name, and what marks their words."""
    if not any(leaf.value for word in words for group in word.groups for leaf in group.leaves):
        return {}  # nearly always
    named: defaultdict[str, set[str]] = defaultdict(set)
    others: set[str] = set()
    for word in words:
        leaves = [leaf for group in word.groups for leaf in group.leaves]
        terms = {str(leaf.value.text) for leaf in leaves if leaf.value}
        for marked in (word.shown, *(" ".join(one.words) for one in _phrases(leaves))):
            for term in terms:
                named[term].add(marked)
            if not terms:
                others.add(marked)
    return {term: frozenset(marked - others) for term, marked in named.items()}


def _phrases(leaves: Iterable[Leaf]) -> Iterator[query.Phrase]:
    return (leaf.sought for leaf in leaves if isinstance(leaf.sought, query.Phrase))
