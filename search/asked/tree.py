"""What nodes does a query tree have beyond Whoosh's own?"""

from __future__ import annotations

from typing import Any, NamedTuple

from whoosh import query

from ...index.once import once


class Leaf(NamedTuple):
    """One place to look: a part of the article, and what to find there.

    A part that names the value, in whatever spelling, holds what is sought, at least once.
    """

    part: str
    sought: query.Query  # Term, Phrase, Prefix, Wildcard or FuzzyTerm over a field of the part
    also: bool = False  # another name of what is sought: weighed by Weights.expansion
    value: query.Term | None = None


class Group(NamedTuple):
    """Leaves whose occurrences add up before the saturation: the stem, or the exact form."""

    leaves: tuple[Leaf, ...]
    bonus: bool = False  # what the exact form adds to its stem: weighed by Ranking.exact


class Word(query.Or):
    """A word (or quoted phrase, or pattern) of the query, in all parts, by stem and exact form.

    To Whoosh it is an Or of its leaves; our evaluator scores it by BM25F, group by group.
    """

    def __init__(
        self, shown: str, groups: tuple[Group, ...], *, stop: bool = False, boost: float = 1.0
    ) -> None:
        leaves = [leaf for group in groups for leaf in group.leaves]
        values = [leaf.value for leaf in leaves if leaf.value]
        super().__init__([*(leaf.sought for leaf in leaves), *dict.fromkeys(values)], boost=boost)
        self.shown = shown
        self.groups = groups
        self.stop = stop  # a function word: weighed by Ranking.stopword

    @once
    def key(self) -> tuple[object, ...] | None:
        """What tells its list of scores from others; None where that is not worth keeping."""
        leaves = (leaf for group in self.groups for leaf in group.leaves)
        if not all(isinstance(leaf.sought, query.Term) or leaf.also for leaf in leaves):
            return None
        return (self.stop, *((group.bonus, *map(_named, group.leaves)) for group in self.groups))

    @once
    def size(self) -> int:
        """How many terms stand side by side in it: several in a phrase."""
        leaves = (leaf for group in self.groups for leaf in group.leaves if not leaf.also)
        phrases = [leaf.sought for leaf in leaves if isinstance(leaf.sought, query.Phrase)]
        return max((len(phrase.words) for phrase in phrases), default=1)

    def normalize(self) -> Word:
        """Return the word itself: Whoosh would lose the groups."""
        return self


def _named(leaf: Leaf) -> tuple[str, str, str, bool, str]:
    sought: Any = leaf.sought
    text = " ".join(sought.words) if isinstance(sought, query.Phrase) else str(sought.text)
    value = str(leaf.value.text) if leaf.value else ""
    return leaf.part, sought.fieldname, text, leaf.also, value


class Span(query.Query):
    """Articles published in [start, end), in milliseconds since 1970 UTC; None is open."""

    def __init__(self, start: int | None, end: int | None) -> None:
        self.start = start
        self.end = end
        self.boost = 1.0

    def __repr__(self) -> str:
        return f"Span({self.start}, {self.end})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Span) and (self.start, self.end) == (other.start, other.end)

    def __hash__(self) -> int:
        return hash((Span, self.start, self.end))

    def matcher(self, searcher: Any, context: Any = None) -> Any:  # noqa: ARG002 - Whoosh's own
        """Tell Whoosh's searcher which documents match, constantly scored."""
        from whoosh.matching import ListMatcher

        reader = searcher.reader()
        column = reader.column_reader("published")
        low = -(2**63) + 1 if self.start is None else self.start
        high = 2**63 if self.end is None else self.end
        docs = [doc for doc in range(reader.doc_count_all()) if low <= column[doc] < high]
        return ListMatcher(docs, [1.0] * len(docs))
