"""Which page of the matches is shown? In any order, collapsed, after a hit shown before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ...index.groups import Groups
from ...index.reader import Docs, Ints, Snapshot
from ..ranking.match import Match
from ..ranking.rank import Floats
from ..ranking.topk import top
from .collapse import NO_VALUE, leaders
from .cursor import Cursor, digest, known
from .order import RELEVANCE, Order, after, key_of, keys
from .stories import shown as shown_once


class Stage(NamedTuple):
    """Matches that are shown together, in one order: those with all the words, or partial ones."""

    docs: Docs
    keys: Floats | Ints  # descending
    scores: Floats

    def only(self, chosen: np.ndarray[tuple[int], np.dtype[np.bool_ | np.int64]]) -> Stage:
        """Return some of the matches."""
        return Stage(self.docs[chosen], self.keys[chosen], self.scores[chosen])


class Shown(NamedTuple):
    """A document in its place, and how many others with the same value it stands for."""

    doc: int
    score: float
    partial: bool = False
    more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """How matches are shown."""

    order: Order
    column: str | None = None  # one hit for each value of it
    groups: Groups | None = None  # one hit for each
    cursor: Cursor | None = None  # shown before, by an index that was another then


class Arranged(NamedTuple):
    """The first hits of all, and how many values there are of the column that is collapsed."""

    shown: list[Shown]
    groups: int | None


def stage(snapshot: Snapshot, match: Match, order: Order) -> Stage:
    """Return matches with what they sort by."""
    if order.by == RELEVANCE:
        return Stage(match.docs, match.scores, match.scores)
    return Stage(match.docs, keys(snapshot, match.docs, order), match.scores)


def arrange(snapshot: Snapshot, stages: Sequence[Stage], k: int, view: View) -> Arranged:
    """Return the first k hits of stages that follow each other.

    A cursor of an earlier state of the index bars what sorts before it, and what was shown.
    """
    more: dict[int, int] = {}
    groups = None
    if view.groups:
        masks = shown_once(view.groups, [one.docs for one in stages], snapshot.size)
        stages = [one.only(mask) for one, mask in zip(stages, masks, strict=True)]
    if view.column:
        stages, more = _collapsed(snapshot, stages, view.column)
        groups = sum(len(one.docs) for one in stages)
    if view.cursor:
        stages = _behind(snapshot, stages, view.cursor, view)
    barred = known(view.cursor) if view.cursor else frozenset[bytes]()
    shown: list[Shown] = []
    for partial, one in enumerate(stages):
        needed = k - len(shown) + len(barred)
        docs = top(one.docs, one.keys, needed, snapshot.id, lambda: snapshot.id_order)
        if barred:
            docs = [doc for doc in docs if barred.isdisjoint(_names(snapshot, doc, view))]
        docs = docs[: k - len(shown)]
        scores = one.scores[np.searchsorted(one.docs, docs)].tolist()
        pairs = zip(docs, scores, strict=True)
        shown += [Shown(doc, score, bool(partial), more.get(doc, 0)) for doc, score in pairs]
    return Arranged(shown, groups)


def name_of(snapshot: Snapshot, doc: int, view: View) -> str:
    """Return what a hit is known by on later pages: the value it stands for, else its id."""
    value = snapshot.column(view.column).value(doc) if view.column else None
    return f"id {snapshot.id(doc)}" if value is None else f"value {value}"


def _names(snapshot: Snapshot, doc: int, view: View) -> Iterator[bytes]:
    """Yield the digests of what a hit may have been known by on earlier pages: a copy may lead."""
    yield digest(name_of(snapshot, doc, view))
    for other in view.groups.others(doc, len(view.groups))[1] if view.groups else ():
        yield digest(f"id {snapshot.id(other)}")


def hits_of(snapshot: Snapshot, docs: Docs, view: View) -> int:
    """Return how many hits documents make: one for each story, and each value of a column."""
    column = view.column
    if view.groups:
        docs = docs[shown_once(view.groups, [docs], snapshot.size)[0]]
    if column is None:
        return len(docs)
    ordinals = snapshot.column(column).ordinals[docs]
    return int((ordinals == NO_VALUE).sum()) + len(np.unique(ordinals[ordinals != NO_VALUE]))


def _collapsed(
    snapshot: Snapshot, stages: Sequence[Stage], column: str
) -> tuple[list[Stage], dict[int, int]]:
    """Return the matches that stand for their values, and how many others each stands for."""
    ordinals = snapshot.column(column).ordinals
    counts = np.bincount(np.concatenate([ordinals[one.docs] for one in stages]), minlength=1)
    taken = np.zeros(int(ordinals.max(initial=0)) + 1, bool)
    found: list[Stage] = []
    for one in stages:
        free = one.only(~taken[ordinals[one.docs]])
        led = free.only(leaders(free.docs, free.keys, ordinals[free.docs], snapshot.id))
        found.append(led)
        taken[ordinals[led.docs]] = True
        taken[NO_VALUE] = False
    docs = np.concatenate([one.docs for one in found])
    docs = docs[ordinals[docs] != NO_VALUE]
    return found, dict(zip(docs.tolist(), (counts[ordinals[docs]] - 1).tolist(), strict=True))


def _behind(snapshot: Snapshot, stages: Sequence[Stage], cursor: Cursor, view: View) -> list[Stage]:
    """Return what comes after a cursor."""
    key = key_of(snapshot, cursor.key, view.order)
    found = [stages[0].only(np.empty(0, np.int64)), *stages[1:]] if cursor.partial else [*stages]
    place = int(cursor.partial)
    if place < len(found):
        one = found[place]
        found[place] = one.only(after(one.docs, one.keys, (key, cursor.id), snapshot.id))
    return found
