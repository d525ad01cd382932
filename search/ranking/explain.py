"""How does the score of a hit come about? A tree of numbers that add and multiply up to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import prod
from typing import Any, Literal, Self

import numpy as np
from whoosh import query

from ...index.schema import TEXTS, VALUES
from ..asked.tree import Group, Leaf, Span, Word
from .evaluate import Evaluator
from .lists import PART_OF
from .rank import BEGINNING, discount, idf, leading, saturated

How = Literal["sum", "product", "formula"]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A number, what it is, and what it is made of.

    `how` tells what the value is of the values of its children: their sum, their product, or, for
    a formula, what the label says.
    """

    label: str
    value: float
    how: How = "formula"
    children: tuple[Explanation, ...] = ()

    @classmethod
    def sum(cls, label: str, children: Iterable[Explanation]) -> Self:
        """Return the sum of the children."""
        parts = tuple(children)
        return cls(label, sum(part.value for part in parts), "sum", parts)

    @classmethod
    def product(cls, label: str, children: Iterable[Explanation]) -> Self:
        """Return the product of the children."""
        parts = tuple(children)
        return cls(label, prod(part.value for part in parts), "product", parts)


def explain(evaluate: Evaluator, tree: query.Query, doc: int) -> Explanation | None:
    """Return how a query tree scores a document; None where the document does not match.

    The value is that of `Evaluator`, within the noise of floats.

    Raises:
        QueryError: as `Evaluator` does.

    """
    return _Explainer(evaluate, doc).node(tree)


def _filter_of(tree: Any) -> str:
    """Say what a part of a query asks of an article beside its words.

    >>> _filter_of(query.Term("site", "kompas.com"))
    'filter site: kompas.com'
    >>> _filter_of(Span(None, 1_609_434_000_000))
    'filter published before 2020-12-31 17:00 UTC'
    """
    if isinstance(tree, Span):
        ends = {"from": tree.start, "before": tree.end}
        told = [f"{word} {_moment(at)}" for word, at in ends.items() if at is not None]
        return f"filter published {' and '.join(told) or 'at any time'}"
    if isinstance(tree, query.Term | query.Prefix | query.PatternQuery):
        many = "*" if isinstance(tree, query.Prefix) else ""
        return f"filter {tree.fieldname}: {tree.text}{many}"
    return f"filter {tree!r}"


def _moment(milliseconds: int) -> str:
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)
    return f"{at:%Y-%m-%d %H:%M} UTC"


class _Explainer:
    def __init__(self, evaluate: Evaluator, doc: int) -> None:
        self._evaluate = evaluate
        self._snapshot = evaluate.snapshot
        self._ranking = evaluate.ranking
        self._doc = doc

    def node(self, tree: query.Query) -> Explanation | None:
        method = next((name for kind, name in _NODES.items() if isinstance(tree, kind)), "_leaf")
        found: Explanation | None = getattr(self, method)(tree)
        return _times(found, "boost", float(getattr(tree, "boost", 1.0)))

    # Logic

    def _all(self, tree: Any) -> Explanation | None:
        wanted = [self.node(part) for part in tree if not isinstance(part, query.Not)]
        barred = (self.node(part.query) for part in tree if isinstance(part, query.Not))
        if None in wanted or any(one is not None for one in barred):
            return None
        return _added("all of", wanted)

    def _any(self, tree: Any) -> Explanation | None:
        found = [one for one in map(self.node, tree) if one is not None]
        return _added("any of", found) if found else None

    def _not(self, tree: query.Not) -> Explanation | None:
        return None if self.node(tree.query) else Explanation("not there", 0.0)

    def _and_not(self, tree: query.AndNot) -> Explanation | None:
        return None if self.node(tree.b) else self.node(tree.a)

    def _and_maybe(self, tree: query.AndMaybe) -> Explanation | None:
        needed, wished = self.node(tree.a), self.node(tree.b)
        return needed and _added("needed, and wished for", [needed, wished])

    def _require(self, tree: query.Require) -> Explanation | None:
        return self.node(tree.a) if self.node(tree.b) else None

    def _constantly(self, tree: query.ConstantScoreQuery) -> Explanation | None:
        return Explanation("constant", float(tree.score)) if self.node(tree.child) else None

    def _filter(self, tree: query.Query) -> Explanation | None:
        docs = self._evaluate(tree).docs
        return Explanation(_filter_of(tree), 0.0) if _at(docs, self._doc) is not None else None

    # Words

    def _word(self, word: Word) -> Explanation | None:
        found = [one for group in word.groups if (one := self._group(group)) is not None]
        if not found:
            return None
        told = Explanation.sum(f"word {word.shown}", found)
        return _times(told, "function word", self._ranking.weights.stopword if word.stop else 1.0)

    def _leaf(self, leaf: Any) -> Explanation | None:
        if leaf.fieldname in PART_OF:
            return self._group(Group((Leaf(PART_OF[leaf.fieldname], leaf),)))
        docs = self._evaluate.postings(leaf).docs
        return None if _at(docs, self._doc) is None else Explanation(_filter_of(leaf), 0.0)

    def _group(self, group: Group) -> Explanation | None:
        """Explain BM25F of one group: see `rank` and `Evaluator`."""
        parts = list(self._parts(group))
        if not parts:
            return None
        weight = Explanation.sum("weight of its occurrences", parts)
        k1 = self._ranking.k1
        earned = float(saturated(np.array([weight.value]), k1)[0])
        saturation = Explanation(
            f"saturation: w (k1 + 1) / (w + k1), k1 {k1:g}", earned, "formula", (weight,)
        )
        told = Explanation.product(_named(group), [self._idf(group), saturation])
        return _times(told, "exact form", self._ranking.weights.exact) if group.bonus else told

    def _idf(self, group: Group) -> Explanation:
        return idf_of(self._evaluate.matching(group), self._snapshot.count)

    def _parts(self, group: Group) -> Iterator[Explanation]:
        for leaf in group.leaves:
            counted = self._held(leaf)
            if counted is not None:
                told = self._part(leaf, counted)
                yield self._also(told, leaf.sought) if leaf.also else told

    def _also(self, told: Explanation, sought: Any) -> Explanation:
        weight = Explanation(f"another name: {_sought(sought)}", self._ranking.weights.expansion)
        return Explanation.product(told.label, [*told.children, weight])

    def _held(self, leaf: Leaf) -> Explanation | None:
        """Explain the occurrences of a leaf: see `Lists.held`."""
        found = self._evaluate.postings(leaf.sought)
        at = _at(found.docs, self._doc)
        if at is not None:
            first = None if found.firsts is None else float(found.firsts[at])
            return self._counted(float(found.freqs[at]), first)
        if leaf.value and _at(self._evaluate.postings(leaf.value).docs, self._doc) is not None:
            return Explanation(f"named once, spelt in another way: {leaf.value.text}", 1.0)
        return None

    def _counted(self, tf: float, first: float | None) -> Explanation:
        """Explain the occurrences in a part, given the place of the first."""
        told = Explanation("tf, times it occurs", tf)
        if first is None:
            return told
        lead = self._ranking.weights.lead
        gained = float(leading(np.array([first]), lead)[0])
        place = (Explanation("place, from 0", first),)
        label = f"first place: lead / (1 + place / {BEGINNING:g}), lead {lead:g}"
        return Explanation.sum("occurrences", [told, Explanation(label, gained, "formula", place)])

    def _part(self, leaf: Leaf, counted: Explanation) -> Explanation:
        part = leaf.part
        b, length = self._ranking.b, float(self._snapshot.lengths(part)[self._doc])
        average = self._snapshot.average_length(part)
        share = 1.0 / float(discount(np.array([length]), average, b)[0])
        facts = (Explanation("length", length), Explanation("average length", average))
        return Explanation.product(
            f"in the {part}",
            [
                Explanation(f"weight of the {part}", float(getattr(self._ranking.weights, part))),
                counted,
                Explanation(
                    f"by length: 1 / (1 - b + b length / average), b {b:g}", share, "formula", facts
                ),
            ],
        )


_NODES: dict[Any, str] = {
    Word: "_word",
    query.And: "_all",
    query.Or: "_any",
    query.Not: "_not",
    query.AndNot: "_and_not",
    query.AndMaybe: "_and_maybe",
    query.Require: "_require",
    query.ConstantScoreQuery: "_constantly",
    query.Term: "_leaf",
    query.Phrase: "_leaf",
    query.Prefix: "_leaf",
    query.FuzzyTerm: "_leaf",
    query.Wildcard: "_leaf",
    query.Regex: "_leaf",
    query.Query: "_filter",
}


def idf_of(matching: int, articles: int) -> Explanation:
    """Return the rarity of a term, with what it comes from."""
    facts = (
        Explanation("df, articles with it", float(matching)),
        Explanation("N, articles", float(articles)),
    )
    label = "idf: ln(1 + (N - df + 0.5) / (df + 0.5))"
    return Explanation(label, idf(matching, articles), "formula", facts)


def _times(found: Explanation | None, label: str, factor: float) -> Explanation | None:
    if found is None or factor == 1.0:
        return found
    parts = found.children if found.how == "product" else (found,)
    return Explanation.product(found.label, [*parts, Explanation(label, factor)])


def _added(label: str, found: Sequence[Explanation | None]) -> Explanation:
    parts = [one for one in found if one is not None]
    return parts[0] if len(parts) == 1 else Explanation.sum(label, parts)


def _at(docs: Any, doc: int) -> int | None:
    at = int(np.searchsorted(docs, doc))
    return at if at < len(docs) and docs[at] == doc else None


def _named(group: Group) -> str:
    sought = group.leaves[0].sought
    field = str(getattr(sought, "fieldname", ""))
    kind = "stem" if any(field == pair.stem for pair in TEXTS.values()) else "exact"
    kind = "value" if field in VALUES.values() else kind
    return f"{kind} {_sought(sought)}"


def _sought(sought: Any) -> str:
    words = getattr(sought, "words", None)
    return " ".join(words) if words else str(getattr(sought, "text", ""))


def explanation_record(told: Explanation) -> dict[str, Any]:
    """Return an explanation with the keys of the JSON."""
    record: dict[str, Any] = {"label": told.label, "value": told.value}
    if told.children:
        record["how"] = told.how
        record["children"] = [explanation_record(child) for child in told.children]
    return record


def explanation_lines(told: Explanation, depth: int = 0) -> Iterator[str]:
    """Yield an explanation as lines, each number before its parts."""
    sign = {"sum": " = sum of", "product": " = product of", "formula": ""}[told.how]
    yield f"{'  ' * depth}{_number(told.value)} {told.label}{sign if told.children else ''}"
    for child in told.children:
        yield from explanation_lines(child, depth + 1)


def _number(value: float) -> str:
    return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else f"{value:.6g}"
