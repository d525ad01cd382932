"""Which page of hits is it, where only the best need be scored? By relevance or date, as found."""

from __future__ import annotations

from math import inf

from ...corpora.settings import Ranking
from ..ranking.evaluate import Evaluator
from .arrange import Shown, View
from .cursor import Cursor
from .finding import Finder
from .order import DATE, RELEVANCE
from .page import Asked, Found


def is_quick(asked: Asked, ranking: Ranking, cursor: Cursor | None, generation: int) -> bool:
    """Tell whether nothing is asked that depends on every match, or changes scores afterwards."""
    options, by = asked.options, asked.order.by
    if options.collapse or options.explain or by not in (RELEVANCE, DATE):
        return False
    if cursor and cursor.generation != generation:
        return False
    return by == DATE or (ranking.recency_days is None and not ranking.weights.proximity)


def find_quickly(
    evaluate: Evaluator, asked: Asked, first: int, cursor: Cursor | None = None
) -> Found:
    """Find one page of hits, after the first ones.

    What the first page lacks decides for all pages whether partial matches follow: a cursor knows.
    """
    last = first + asked.size
    enough = asked.size if cursor is None else inf if cursor.follow else 0
    groups = asked.groups(evaluate)
    timeout = asked.options.timeout_ms
    finder = Finder(evaluate, asked.order, timeout_ms=timeout, groups=groups)
    best = finder.find(asked.parsed, last + 1, asked.options.mode, enough=enough)
    pairs = enumerate(best.scores.items())  # one more than asked: is there a next page?
    full = best.led if best.mode == "all+partial" else last + 1  # else none of them is partial
    shown = [Shown(doc, score, place >= full) for place, (doc, score) in pairs]
    return Found(
        shown=shown[first:last],
        earlier=shown[:first],
        first=first,
        goes_on=0 < asked.size < len(shown) - first,
        total=best.total,
        full=best.full,
        mode=best.mode,
        view=View(order=asked.order, groups=groups),
        partial=best.partial,
        scored=[],
    )
