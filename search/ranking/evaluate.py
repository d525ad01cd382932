"""Which articles match, and how well? The query tree over arrays of postings.

A node can be asked for its `match`, documents with the score of each, and for its `mask`: which
documents match, without scores. The k best come from the lists that a tree adds up: see `plan`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from functools import cached_property, lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from whoosh import query

from ...corpora.settings import Ranking
from ...index.cache import ByteCache
from ...index.groups import Groups, read_groups
from ...index.reader import Snapshot, terms_in
from ...index.schema import UNDATED
from ..asked.tree import Group, Leaf, Span, Word
from ..errors import QueryError
from .deadline import Deadline
from .lists import PART_OF, Found, Lists
from .match import (
    NOTHING,
    Mask,
    Match,
    boosted,
    constant,
    intersection,
    raised,
    union,
    within,
    without,
)
from .patterns import runs_of
from .scored import Scored, ScoredList

_LOGIC: Final = (query.Or, query.And, query.AndMaybe)
KEPT: Final = 1 << 20  # bytes of filters kept, one bit for each document


class Evaluator:
    """Evaluates query trees over one snapshot; safe among threads."""

    def __init__(self, snapshot: Snapshot, ranking: Ranking) -> None:
        self.snapshot = snapshot
        self.ranking = ranking
        self.lists = Lists(snapshot, ranking)
        self.filters = ByteCache[NDArray[np.uint8]](KEPT, lambda bits: bits.nbytes)
        self.expand = lru_cache(256)(self._expand)  # highlighting asks again

    @cached_property
    def groups(self) -> Groups:
        """Which articles tell the same story."""
        return read_groups(self.snapshot)

    def __call__(self, tree: query.Query) -> Match:
        """Return the match of a tree: all of it, nothing pruned.

        Raises:
            QueryError: a node that we do not know, or a pattern that stands for too many terms.

        """
        return self.begin().match(tree)

    def begin(self, deadline: Deadline | None = None) -> Evaluation:
        """Return what answers one query, until a deadline."""
        return Evaluation(self, deadline or Deadline())

    def postings(self, sought: query.Query) -> Found:
        """Return where something sought occurs in its field."""
        return self.lists.found(sought)

    def matching(self, group: Group) -> int:
        """Return how many articles a group matches: its df."""
        return len(self.lists.group(group).docs)

    def _expand(self, pattern: query.Query) -> list[str]:
        """Return the terms of the index that a pattern stands for, sorted."""
        return terms_in(runs_of(pattern, self.snapshot))


class Evaluation:
    """Answers one query: remembers the lists of its nodes, and ends when its time is up.

    Every method raises QueryError as `Evaluator` does, and OutOfTime.
    """

    def __init__(self, evaluator: Evaluator, deadline: Deadline) -> None:
        self.snapshot = evaluator.snapshot
        self._lists = evaluator.lists
        self._filters = evaluator.filters
        self._deadline = deadline
        # By identity; the node is held, so that no other can take its place.
        self._known: dict[int, tuple[query.Query, ScoredList]] = {}

    # Lists

    def scored(self, tree: query.Query) -> ScoredList:
        """Return the match of a node as a list."""
        known = self._known.get(id(tree))
        if known is None:
            self._deadline.check()
            known = self._known[id(tree)] = tree, self._scored(tree)
        return known[1]

    def _scored(self, tree: query.Query) -> ScoredList:
        if not isinstance(tree, Word):
            return Scored(self.match(tree))
        found = self._lists.word(tree)
        if tree.boost == 1.0:
            return found
        return Scored(Match(found.docs, found.scores * tree.boost))

    # Masks

    def mask(self, tree: Any) -> Mask:
        """Tell of each document whether it matches. Not to be written to."""
        self._deadline.check()
        if isinstance(tree, Span):
            return self._filter((tree.start, tree.end), lambda: self._within(tree))
        if isinstance(tree, query.Term) and is_filter(tree):
            key = tree.fieldname, str(tree.text)
            return self._filter(key, lambda: self._mask_any([tree]))
        for kind, method in _MASKS.items():
            if isinstance(tree, kind):
                return getattr(self, method)(tree)
        return self._mask_any([tree])

    def _filter(self, key: Hashable, make: Callable[[], Mask]) -> Mask:
        bits = self._filters.get(key, lambda: np.packbits(make()))
        return np.unpackbits(bits, count=self.snapshot.size).view(bool)

    def _mask_not(self, tree: query.Not) -> Mask:
        return self.snapshot.live & ~self.mask(tree.query)

    def _mask_and_not(self, tree: query.AndNot) -> Mask:
        return self.mask(tree.a) & ~self.mask(tree.b)

    def _mask_and_maybe(self, tree: query.AndMaybe) -> Mask:
        return self.mask(tree.a)

    def _mask_require(self, tree: query.Require) -> Mask:
        return self.mask(tree.a) & self.mask(tree.b)

    def _mask_every(self, _: query.Every) -> Mask:
        return self.snapshot.live

    def _mask_word(self, word: Word) -> Mask:
        return self._mask_any([word])

    def _mask_any(self, nodes: Iterable[Any]) -> Mask:
        marks = np.zeros(self.snapshot.size, bool)
        for node in nodes:
            if isinstance(node, _LOGIC) and not isinstance(node, Word):
                marks |= self.mask(node)
            else:
                self.scored(node).mark(marks)
        return marks

    def mask_all(self, nodes: Iterable[Any]) -> Mask:
        """Tell of each document whether it matches all of some nodes."""
        marks = self.snapshot.live
        for node in nodes:
            barred = isinstance(node, query.Not)
            marks = marks & (~self.mask(node.query) if barred else self.mask(node))
        return marks

    def _within(self, span: Span) -> Mask:
        moments = self.snapshot.published
        mask = self.snapshot.live & (moments != UNDATED)
        if span.start is not None:
            mask &= moments >= span.start
        if span.end is not None:
            mask &= moments < span.end
        return mask

    # Matches

    def match(self, tree: query.Query) -> Match:
        """Return all that matches, each with its score."""
        self._deadline.check()
        for kind, method in _NODES.items():
            if isinstance(tree, kind):
                return boosted(getattr(self, method)(tree), float(getattr(tree, "boost", 1.0)))
        raise QueryError(f"cannot evaluate {type(tree).__name__}")

    def _word(self, word: Word) -> Match:
        found = self._lists.word(word)
        return Match(found.docs, found.scores)

    def _leaf(self, leaf: query.Query) -> Match:
        field = str(getattr(leaf, "fieldname", ""))
        if field not in PART_OF:  # a label: site, author, section, tags, url, id
            return constant(self._lists.found(leaf).docs)
        return self._lists.group(Group((Leaf(PART_OF[field], leaf),)))

    def _all(self, tree: Any) -> Match:
        wanted = [self.match(part) for part in tree if not isinstance(part, query.Not)]
        found = intersection(wanted) if wanted else self._masked(query.Every())
        for part in tree:
            if isinstance(part, query.Not):
                found = without(found, self.match(part.query).docs)
        return found

    def _any(self, tree: Any) -> Match:
        return union([self.match(part) for part in tree], self.snapshot.size)

    def _and_not(self, tree: query.AndNot) -> Match:
        return without(self.match(tree.a), self.match(tree.b).docs)

    def _and_maybe(self, tree: query.AndMaybe) -> Match:
        return raised(self.match(tree.a), self.match(tree.b))

    def _require(self, tree: query.Require) -> Match:
        return within(self.match(tree.a), self.match(tree.b).docs)

    def _constantly(self, tree: query.ConstantScoreQuery) -> Match:
        return constant(self.match(tree.child).docs, tree.score)

    def _masked(self, tree: query.Query) -> Match:
        return constant(np.flatnonzero(self.mask(tree)).astype(np.int32))

    def _null(self, _: query.Query) -> Match:
        return NOTHING


def is_filter(node: query.Query) -> bool:
    """Tell whether a node scores nothing, whatever it finds."""
    if isinstance(node, query.And):
        return all(is_filter(part) for part in node if not isinstance(part, query.Not))
    field = getattr(node, "fieldname", None)
    return isinstance(node, Span | query.Every) or (field is not None and field not in PART_OF)


_MASKS: dict[Any, str] = {
    Word: "_mask_word",
    query.And: "mask_all",
    query.Or: "_mask_any",
    query.Not: "_mask_not",
    query.AndNot: "_mask_and_not",
    query.AndMaybe: "_mask_and_maybe",
    query.Require: "_mask_require",
    query.Every: "_mask_every",
}

# Order matters where one class is another's subclass: Word is an Or.
_NODES: dict[Any, str] = {
    Word: "_word",
    query.And: "_all",
    query.Or: "_any",
    query.Not: "_masked",
    query.AndNot: "_and_not",
    query.AndMaybe: "_and_maybe",
    query.Require: "_require",
    query.ConstantScoreQuery: "_constantly",
    query.Every: "_masked",
    Span: "_masked",
    query.Term: "_leaf",
    query.Phrase: "_leaf",
    query.Prefix: "_leaf",
    query.FuzzyTerm: "_leaf",
    query.Wildcard: "_leaf",
    query.Regex: "_leaf",
    type(query.NullQuery): "_null",
}
