"""What did the user ask? Text to Whoosh's query tree.

    query    = clause { clause }                    words side by side: see `Parsed`
    clause   = joined { OR joined }
    joined   = negated { AND negated }
    negated  = { NOT } primary
    primary  = word | phrase | "(" query ")"

Whoosh's own parser is not used: it raises IndexError on 200 NOTs, gives no columns, and costs
more than the search (docs/decisions/0003).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto
from typing import Final

from whoosh import query

from ...index.analysis import tokens
from ...index.schema import LABELS
from ..errors import QueryError, quoted
from .expansion import Expander, Expansion
from .lexer import Item, Kind, lex
from .period import longest_period
from .tree import Span, Word
from .valued import with_values
from .words import is_pattern, words_of

DEEPEST: Final = 50  # brackets in brackets
MOST: Final = 1000  # words of a query
_FILTERS: Final = frozenset((*LABELS, "url", "id"))


class Role(Enum):
    """What a clause is to its neighbours; `_together` goes by their order."""

    WORD = auto()  # wanted; may be missing from a partial match
    STOP = auto()  # a function word: scores, but is never required
    FILTER = auto()  # a field or a date: required always
    BARRED = auto()  # NOT


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of the query that stands beside others."""

    tree: query.Query
    role: Role
    inner: tuple[Clause, ...] = ()  # of a bracket


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query as two trees: articles with all the words, and articles with any of them."""

    all: query.Query
    any: query.Query
    expansions: tuple[Expansion, ...] = ()

    @property
    def scored(self) -> bool:
        """Whether any word gives a score; without one, every match is as good as the other."""
        return _has_word(self.any)


def parse(
    text: str,
    *,
    now: datetime,
    strict: bool = False,
    expander: Expander | None = None,
    values: bool = True,
) -> Parsed:
    """Return the trees of a query.

    Args:
        text: what the user typed.
        now: the moment from which "kemarin" counts, with its time zone.
        strict: report what cannot be understood, instead of taking it as text.
        expander: knows the other names of words; None: they are sought as they are written.
        values: also seek dates, amounts and percentages in other spellings.

    Raises:
        QueryError: too long, too deep; strict, also whatever makes no sense, with its column.

    """
    items, expansions = lex(text, strict=strict), ()
    if expander is not None:
        items, expansions = expander(items)
    clauses = _Parser(with_values(items) if values else items, now, strict=strict).query()
    while len(clauses) == 1 and clauses[0].inner and clauses[0].tree.boost == 1.0:
        clauses = list(clauses[0].inner)
    return Parsed(_together(clauses, every=True), _together(clauses, every=False), expansions)


def _has_word(tree: query.Query) -> bool:
    """Tell whether any node that `walk` gives is a word; the first one tells."""
    if isinstance(tree, Word):
        return True
    return not isinstance(tree, query.Not) and any(map(_has_word, tree.children()))


def walk(tree: query.Query) -> list[query.Query]:
    """Return every node that a match must or may have: not what stands under a NOT."""
    if isinstance(tree, query.Not):
        return []
    below = [] if isinstance(tree, Word) else list(tree.children())
    return [tree, *(node for child in below for node in walk(child))]


def _together(clauses: list[Clause], *, every: bool) -> query.Query:
    if len(clauses) == 1 and clauses[0].role is not Role.BARRED:
        return clauses[0].tree
    words, stops, needed, barred = [
        [clause.tree for clause in clauses if clause.role is role] for role in Role
    ]
    if not words:
        words, stops = stops, []
    if words:
        core = _join(query.And if every else query.Or, words)
        needed.insert(0, query.AndMaybe(core, _join(query.Or, stops)) if stops else core)
    elif barred and not needed:
        needed = [query.Every()]
    return _join(query.And, needed + barred) if needed else query.NullQuery


def _join(kind: type[query.And | query.Or], trees: list[query.Query]) -> query.Query:
    return trees[0] if len(trees) == 1 else kind(trees)


class _Parser:
    def __init__(self, items: list[Item], now: datetime, *, strict: bool) -> None:
        self._items = items
        self._place = 0
        self._depth = 0
        self._words = 0
        self._now = now
        self._strict = strict

    def query(self) -> list[Clause]:
        if all(item.kind is Kind.WORD and item.field is None for item in self._items):  # mostly
            return [clause for item in self._items for clause in self._operand(item)]
        clauses = self._clauses(None)
        while self._place < len(self._items):  # a bracket closed that was never opened
            self._complain("a bracket is closed that was not opened", self._items[self._place])
            self._place += 1
            clauses += self._clauses(None)
        return clauses

    def _complain(self, message: str, item: Item) -> None:
        if self._strict:
            raise QueryError(message, column=item.column)

    def _next(self, kind: Kind) -> Item | None:
        if self._place < len(self._items) and self._items[self._place].kind is kind:
            self._place += 1
            return self._items[self._place - 1]
        return None

    def _clauses(self, field: str | None) -> list[Clause]:
        found: list[Clause] = []
        while self._place < len(self._items) and self._items[self._place].kind is not Kind.CLOSE:
            found += self._joined(field, (Kind.OR, Kind.AND))
        return found

    def _joined(self, field: str | None, operators: tuple[Kind, ...]) -> list[Clause]:
        """Parse operands joined by the first operator, each joined by the tighter ones."""
        if not operators:
            return self._negated(field)
        first = self._joined(field, operators[1:])
        operands = [first] if first else []
        while self._next(operators[0]):
            following = self._joined(field, operators[1:])
            operands += [following] if following else []
        if len(operands) < 2:
            return operands[0] if operands else []
        kind = query.Or if operators[0] is Kind.OR else query.And
        trees = [_together(operand, every=True) for operand in operands]
        filters = all(clause.role is Role.FILTER for operand in operands for clause in operand)
        return [Clause(kind(trees), Role.FILTER if filters else Role.WORD)]

    def _negated(self, field: str | None) -> list[Clause]:
        nots = 0
        while self._next(Kind.NOT):
            nots += 1
        operand = self._primary(field)
        if nots % 2 == 0 or not operand:
            return operand
        return [Clause(query.Not(_together(operand, every=True)), Role.BARRED)]

    def _primary(self, field: str | None) -> list[Clause]:
        if opened := self._next(Kind.OPEN):
            return self._bracket(opened, opened.field or field)
        if self._place >= len(self._items) or self._items[self._place].kind is Kind.CLOSE:
            return []
        item = self._items[self._place]
        self._place += 1
        within = field and not item.field
        return self._operand(replace(item, field=field) if within else item)

    def _bracket(self, opened: Item, field: str | None) -> list[Clause]:
        self._depth += 1
        if self._depth > DEEPEST:
            raise QueryError(f"more than {DEEPEST} brackets in brackets", column=opened.column)
        inner = self._clauses(field)
        self._depth -= 1
        closed = self._next(Kind.CLOSE)
        if not closed:
            self._complain("a bracket is not closed", opened)
        if not inner:
            return []
        tree = _together(inner, every=True)
        if closed and closed.boost != 1.0:
            tree = query.And([tree], boost=closed.boost)
        filters = all(clause.role is Role.FILTER for clause in inner)
        return [Clause(tree, Role.FILTER if filters else Role.WORD, tuple(inner))]

    def _operand(self, item: Item) -> list[Clause]:
        if item.field == "date":
            return self._date(item)
        if item.field in _FILTERS:
            return [Clause(label(item.field, item), Role.FILTER)]
        if item.text == "*" and item.kind is Kind.WORD:
            return [Clause(query.Every(), Role.FILTER)]
        words = words_of(item)
        self._words += sum(word.size for word in words)
        if self._words > MOST:
            raise QueryError(f"the query has more than {MOST:,} words", column=item.column)
        return [Clause(word, Role.STOP if word.stop else Role.WORD) for word in words]

    def _date(self, item: Item) -> list[Clause]:
        following: list[str] = []  # tanggal:Juni 2021 goes on without quotes
        if item.kind is Kind.WORD:
            for other in self._items[self._place : self._place + 3]:
                if other.kind is not Kind.WORD or other.field:
                    break
                following.append(other.text)
        period, taken = longest_period(item.text, following, now=self._now)
        self._place += taken
        if period is None:
            raise QueryError(
                f"{quoted(item.text)} is not a date",
                column=item.column,
                mend='write 2021-10-28, 2021-10, 2021, 2021-06..2021-10 or "Juni 2021"',
            )
        return [Clause(Span(*period), Role.FILTER)]


def label(field: str, item: Item) -> query.Query:
    """Return the filter of a label: every word of the value must be among the words of the label.

    `url` and `id` are taken to the letter.
    """
    if field in ("url", "id"):
        return query.Term(field, item.text.encode("utf-8", "ignore").decode())
    sought: list[query.Query]
    if is_pattern(item):
        sought = [query.Wildcard(field, word.shown) for word in words_of(item)]
    else:  # a host is one term: kompas.com is never taken apart
        found = [forms.whole or forms.parts[0].text for _, _, forms in tokens(item.text)]
        sought = [query.Term(field, term) for term in found]
    return _join(query.And, sought or [query.NullQuery])
