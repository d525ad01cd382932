"""Which page of hits is wanted, which one was found, and where does the next one begin?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ...index.groups import Groups
from ...index.once import once
from ...index.reader import Snapshot
from ..asked.query import Parsed
from ..ranking.evaluate import Evaluator
from ..ranking.rescore import Rescorer, Scored
from ..values import Options
from .arrange import Shown, View, name_of
from .cursor import KEPT, MOVED, VERSION, Cursor, Following
from .order import NEWEST, RELEVANCE, Order, column_of, key_value, order_of


@dataclass(frozen=True)  # no slots: the order is kept
class Asked:
    """A query with its options, understood."""

    parsed: Parsed
    options: Options
    now: datetime
    size: int  # of a page

    @once
    def order(self) -> Order:
        """By what the hits are sorted."""
        order = order_of(self.options.sort)
        if order.by == RELEVANCE and not self.parsed.scored:
            return NEWEST  # every score is equal: the date says more than the id
        return order

    @property
    def column(self) -> str | None:
        """The column of which each value has one hit."""
        return column_of(self.options.collapse) if self.options.collapse else None

    def what(self, text: str) -> tuple[object, ...]:
        """Return what tells this search from others, whose pages are not its own."""
        how = self.options
        return text, how.mode, how.sort, how.collapse, how.filters, how.expand, how.copies

    def groups(self, evaluate: Evaluator) -> Groups | None:
        """Return the groups of which each has one hit; None where each copy is shown."""
        return None if self.options.copies else evaluate.groups

    def rescorer(self, evaluate: Evaluator) -> Rescorer:
        """Return what changes the scores of its matches."""
        return Rescorer(evaluate, self.now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One page of hits in the order in which they are shown, and what came before.

    `total` counts all matches, `full` those with all the words, `mode` tells how they were found,
    as in `Results`. `partial` tells that time was up. `scored` holds every match, with the words
    of partial ones second, where all were scored; `rescorer` where scores are to be explained.
    """

    shown: list[Shown]
    earlier: list[Shown]
    first: int  # how many hits are on the pages before
    goes_on: bool
    total: int
    full: int
    mode: str
    view: View
    partial: bool = False
    groups: int | None = None
    scored: list[Scored]
    rescorer: Rescorer | None = None

    @property
    def follow(self) -> bool:
        """Whether partial matches follow the full ones."""
        return self.mode == "all+partial"


def has_moved(snapshot: Snapshot, cursor: Cursor, earlier: Sequence[Shown]) -> bool:
    """Tell whether the hits before a cursor may be others than those that were shown."""
    if cursor.generation != snapshot.generation or len(earlier) < cursor.shown:
        return True
    return snapshot.id(earlier[-1].doc) != cursor.id  # the index was made anew


def next_page(
    snapshot: Snapshot, what: Sequence[object], found: Found, cursor: Cursor | None
) -> Following | None:
    """Return where the page behind one that was found begins; None where it is the last one.

    `what` tells the search: see `Asked`.
    """
    if not found.goes_on:
        return None
    last, order = found.shown[-1], found.view.order
    shown = found.shown if cursor else [*found.earlier, *found.shown]
    names = [name_of(snapshot, one.doc, found.view) for one in shown[-KEPT:]]
    relevance = order.by == RELEVANCE
    reached = Cursor(
        version=VERSION,
        search="",
        generation=MOVED if found.view.cursor else snapshot.generation,
        shown=found.first + len(found.shown),
        id=snapshot.id(last.doc),
        key=last.score if relevance else key_value(snapshot, last.doc, order),
        follow=found.follow,
        partial=last.partial,
        digests=cursor.digests if cursor else "",
    )
    return Following(reached, what, names)
