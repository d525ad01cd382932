"""Which articles match, and how well? The query tree over arrays of postings.

Every node gives a `Match`: the documents that match, and the score of each.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
from whoosh import query

from ..corpora.settings import Ranking
from ..index.reader import NOWHERE, Places, Postings, Snapshot
from ..index.schema import TEXTS, UNDATED
from .errors import QueryError, quoted
from .match import (
    NOTHING,
    Match,
    boosted,
    constant,
    intersection,
    raised,
    union,
    within,
    without,
)
from .rank import Floats, discount, idf, saturated
from .tree import Group, Leaf, Span, Word

EXPANSIONS = 4096  # terms that one pattern may stand for: more are refused, never silently cut
PART_OF = {name: part for part, pair in TEXTS.items() for name in pair}


class Evaluator:
    """Evaluates query trees over one snapshot."""

    def __init__(self, snapshot: Snapshot, ranking: Ranking) -> None:
        self.snapshot = snapshot
        self.ranking = ranking
        self._discounts = lru_cache(None)(self._discount)
        self.matching = lru_cache(256)(self._matching)
        self.expand = lru_cache(256)(self._expand)  # a query asks up to three times

    def __call__(self, tree: query.Query) -> Match:
        """Return the match of a tree.

        Raises:
            QueryError: a node that we do not know, or a pattern that stands for too many terms.

        """
        for kind, method in _NODES.items():
            if isinstance(tree, kind):
                return boosted(getattr(self, method)(tree), float(getattr(tree, "boost", 1.0)))
        raise QueryError(f"cannot evaluate {type(tree).__name__}")

    # Words

    def _word(self, word: Word) -> Match:
        match = union([self._group(group) for group in word.groups], self.snapshot.size)
        return boosted(match, self.ranking.weights.stopword if word.stop else 1.0)

    def _leaf(self, leaf: query.Query) -> Match:
        if _field(leaf) not in PART_OF:  # a label: site, author, section, tags, url, id
            return constant(self._found(leaf).docs)
        part = PART_OF[_field(leaf)]
        return self._group(Group((Leaf(part, leaf),)))

    def _group(self, group: Group) -> Match:
        """Score leaves as one term: BM25F, weights of the parts inside the saturation."""
        weighed: list[Match] = []
        for part, sought in group.leaves:
            docs, freqs = self._found(sought)
            share = freqs / self._discounts(part)[docs]
            weighed.append(Match(docs, getattr(self.ranking.weights, part) * share))
        docs, weights = union(weighed, self.snapshot.size)
        worth = self.ranking.weights.exact if group.bonus else 1.0
        rarity = idf(len(docs), self.snapshot.count)
        return Match(docs, worth * rarity * saturated(weights, self.ranking.k1))

    def _matching(self, group: Group) -> int:
        """Return how many articles a group matches: its df."""
        return len(self._group(group).docs)

    def postings(self, sought: query.Query) -> Postings:
        """Return where a leaf of a group occurs in its field."""
        return self._found(sought)

    def _discount(self, part: str) -> Floats:
        lengths = self.snapshot.lengths(part).astype(float)
        return discount(lengths, self.snapshot.average_length(part), self.ranking.b)

    def _found(self, sought: query.Query) -> Postings:
        """Return where something sought occurs in its field."""
        if isinstance(sought, query.Phrase):
            return self._phrase(sought)
        if isinstance(sought, query.Term):
            return self.snapshot.postings(sought.fieldname, str(sought.text))
        terms = self.expand(sought)
        return _added([self.snapshot.postings(_field(sought), term) for term in terms])

    def _phrase(self, phrase: query.Phrase) -> Postings:
        places = {word: self.snapshot.places(phrase.fieldname, word) for word in set(phrase.words)}
        return chained([places[word] for word in phrase.words], phrase.slop)

    def _expand(self, pattern: query.Query) -> list[str]:
        """Return the terms of the index that a pattern stands for, sorted."""
        field = _field(pattern)
        if isinstance(pattern, query.Prefix):
            terms = self.snapshot.terms(field, pattern.text)
        elif isinstance(pattern, query.FuzzyTerm):
            start = str(pattern.text)[: pattern.prefixlength]
            near = nearby(str(pattern.text), pattern.maxdist)
            terms = [term for term in self.snapshot.terms(field, start) if near(term)]
        elif isinstance(pattern, query.Wildcard | query.Regex):
            regex, start = _regex(pattern)
            terms = [t for t in self.snapshot.terms(field, start) if regex.fullmatch(t)]
        else:
            raise QueryError(f"cannot evaluate {type(pattern).__name__}")
        if len(terms) > EXPANSIONS:
            raise QueryError(
                f"{quoted(str(getattr(pattern, 'text', '')))} stands for {len(terms):,} words",
                mend="write more of its letters",
            )
        return terms

    # Logic

    def _all(self, tree: Any) -> Match:
        wanted = [self(part) for part in tree if not isinstance(part, query.Not)]
        found = intersection(wanted) if wanted else self._every()
        for part in tree:
            if isinstance(part, query.Not):
                found = without(found, self(part.query).docs)
        return found

    def _any(self, tree: Any) -> Match:
        return union([self(part) for part in tree], self.snapshot.size)

    def _not(self, tree: query.Not) -> Match:
        return without(self._every(), self(tree.query).docs)

    def _and_not(self, tree: query.AndNot) -> Match:
        return without(self(tree.a), self(tree.b).docs)

    def _and_maybe(self, tree: query.AndMaybe) -> Match:
        return raised(self(tree.a), self(tree.b))

    def _require(self, tree: query.Require) -> Match:
        return within(self(tree.a), self(tree.b).docs)

    def _constantly(self, tree: query.ConstantScoreQuery) -> Match:
        return constant(self(tree.child).docs, tree.score)

    def _every(self, _: query.Query | None = None) -> Match:
        return constant(np.flatnonzero(self.snapshot.live))

    def _null(self, _: query.Query) -> Match:
        return NOTHING

    def _span(self, span: Span) -> Match:
        moments = self.snapshot.published
        mask = self.snapshot.live & (moments != UNDATED)
        if span.start is not None:
            mask &= moments >= span.start
        if span.end is not None:
            mask &= moments < span.end
        return constant(np.flatnonzero(mask))


# Order matters where one class is another's subclass: Word is an Or.
_NODES: dict[Any, str] = {
    Word: "_word",
    query.And: "_all",
    query.Or: "_any",
    query.Not: "_not",
    query.AndNot: "_and_not",
    query.AndMaybe: "_and_maybe",
    query.Require: "_require",
    query.ConstantScoreQuery: "_constantly",
    query.Every: "_every",
    Span: "_span",
    query.Term: "_leaf",
    query.Phrase: "_leaf",
    query.Prefix: "_leaf",
    query.FuzzyTerm: "_leaf",
    query.Wildcard: "_leaf",
    query.Regex: "_leaf",
    type(query.NullQuery): "_null",
}


def _field(node: query.Query) -> str:
    return str(getattr(node, "fieldname", ""))


def _added(found: list[Postings]) -> Postings:
    """Return the postings of several terms as those of one."""
    if not found:
        return NOWHERE
    docs, where = np.unique(np.concatenate([one.docs for one in found]), return_inverse=True)
    freqs = np.bincount(where, np.concatenate([one.freqs for one in found]), len(docs))
    return Postings(docs, freqs.astype(np.int64))


def chained(places: list[Places], slop: int) -> Postings:
    """Return where terms follow each other in order, each at most `slop` positions on.

    Occurrences are those of the last term that end such a chain. slop 1 means side by side.
    """
    if not places or any(not len(one.docs) for one in places):
        return NOWHERE
    # One number tells document and position; the gap keeps chains inside their document.
    gap = 1 + slop + max(int(one.positions.max()) for one in places)
    reached = places[0].docs * gap + places[0].positions
    for one in places[1:]:
        following = one.docs * gap + one.positions
        before = np.searchsorted(reached, following) - 1
        near = (before >= 0) & (following - reached[np.maximum(before, 0)] <= slop)
        reached = following[near]
        if not len(reached):
            return NOWHERE
    docs, freqs = np.unique(reached // gap, return_counts=True)
    return Postings(docs, freqs.astype(np.int64))


def _regex(pattern: Any) -> tuple[re.Pattern[str], str]:
    """Return a compiled pattern, and the letters that every match starts with."""
    if isinstance(pattern, query.Wildcard):
        pieces = [re.escape(piece).replace(r"\?", ".") for piece in re.split(r"\*+", pattern.text)]
        # Between stars, the first place where a piece fits is as good as any: (?>…) tries no other.
        source = "".join(f"(?>.*?{piece})" for piece in pieces[1:-1])
        last = f".*{pieces[-1]}" if len(pieces) > 1 else ""
        return re.compile(pieces[0] + source + last), re.split("[*?]", pattern.text)[0]
    try:
        return re.compile(pattern.text), ""
    except re.error as error:
        raise QueryError(f"the pattern {quoted(pattern.text)} is broken: {error}") from error


def nearby(word: str, distance: int) -> Callable[[str], bool]:
    """Return a test for terms that differ from a word by so many edits at most.

    An edit inserts, deletes or replaces a letter, or swaps two neighbours.
    """

    def near(term: str) -> bool:
        if abs(len(term) - len(word)) > distance:
            return False
        before: list[int] = []
        row = list(range(len(term) + 1))
        for i, letter in enumerate(word, 1):
            older, before, row = before, row, [i]
            for j, other in enumerate(term, 1):
                cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != other))
                if i > 1 and j > 1 and letter == term[j - 2] and word[i - 2] == other:
                    cost = min(cost, older[j - 2] + 1)
                row.append(cost)
            if min(row) > distance:
                return False
        return row[-1] <= distance

    return near
