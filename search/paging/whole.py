"""Which page of hits is it, where every match is scored? In any order, collapsed, explained."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ..ranking.deadline import Deadline, OutOfTime
from ..ranking.evaluate import Evaluator
from ..ranking.match import without
from ..ranking.rescore import Scored
from .arrange import View, arrange, hits_of, stage
from .cursor import Cursor
from .order import RELEVANCE
from .page import Asked, Found, has_moved


@dataclass(slots=True)
class Stages:
    """Matches with all the words, then partial ones; `partial` where time was up before all."""

    scored: list[Scored] = field(default_factory=list[Scored])
    partial: bool = False


def find_whole(
    evaluate: Evaluator, asked: Asked, first: int, cursor: Cursor | None = None
) -> Found:
    """Find one page of hits, after the first ones or after a cursor."""
    snapshot, last = evaluate.snapshot, first + asked.size
    found = stages(evaluate, asked, follow=cursor.follow if cursor else None)
    ordered = [stage(snapshot, one.match, asked.order) for one in found.scored]
    view = _view(evaluate, asked)
    arranged = arrange(snapshot, ordered, last + 1, view)  # one more: is there a next page?
    shown = arranged.shown[first:]
    if cursor and has_moved(snapshot, cursor, arranged.shown[:first]):
        view = replace(view, cursor=cursor)
        shown = arrange(snapshot, ordered, asked.size + 1, view).shown
    counts = [len(one.match.docs) for one in found.scored]
    loose = asked.options.mode == "any"
    return Found(
        shown=shown[: asked.size],
        earlier=arranged.shown[:first],
        first=first,
        goes_on=0 < asked.size < len(shown),
        total=sum(counts),
        full=counts[0] if counts and not loose else 0,
        mode="any" if loose else "all+partial" if len(counts) > 1 else "all",
        view=view,
        partial=found.partial,
        groups=arranged.groups,
        scored=found.scored,
        rescorer=asked.rescorer(evaluate) if asked.options.explain else None,
    )


def _view(evaluate: Evaluator, asked: Asked) -> View:
    return View(order=asked.order, column=asked.column, groups=asked.groups(evaluate))


def stages(evaluate: Evaluator, asked: Asked, *, follow: bool | None) -> Stages:
    """Return the matches with all the words, and the partial ones if these follow.

    What the first page lacks decides it for all pages: `follow`, where that is known.
    """
    found = Stages()
    try:
        _fill(found, evaluate, asked, follow=follow)
    except OutOfTime:
        found.partial = True
    return found


def _fill(found: Stages, evaluate: Evaluator, asked: Asked, *, follow: bool | None) -> None:
    evaluation = evaluate.begin(Deadline(asked.options.timeout_ms))
    rescorer, parsed = asked.rescorer(evaluate), asked.parsed
    score = rescorer.rescored if asked.order.by == RELEVANCE else rescorer.plain
    if asked.options.mode == "any":
        found.scored.append(score(parsed.any, evaluation.match(parsed.any)))
        return
    match = evaluation.match(parsed.all)
    found.scored.append(score(parsed.all, match))
    if follow is None:
        follow = hits_of(evaluate.snapshot, match.docs, _view(evaluate, asked)) < asked.size
    if asked.options.mode == "all" or not follow or parsed.all == parsed.any:
        return
    partial = without(evaluation.match(parsed.any), match.docs)
    if len(partial.docs):
        found.scored.append(score(parsed.any, partial))
