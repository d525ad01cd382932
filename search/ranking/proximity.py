"""How near to each other do the words of the query stand? A bonus for the best articles."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from whoosh import query

from ...corpora.settings import Ranking
from ...index.reader import Docs, Places, Snapshot
from ...index.schema import CAPITALS
from ..asked.query import walk
from ..asked.tree import Group, Word
from .match import inside
from .rank import Floats, idf, saturated

RESCORED: Final = 100  # best articles by the words alone that are looked at: see `bonuses`
WINDOW: Final = 3  # positions; further apart, words say little about each other


class Pair(NamedTuple):
    """Two words that stand side by side in the query; their stems, by part of the article."""

    shown: str
    stems: dict[str, tuple[str, str, str]]  # part -> field, stem of the first, of the second
    values: dict[str, query.Term]  # part -> the value that the two name together, if they do
    groups: tuple[Group, Group]
    boost: float  # the lesser one of the two words


class Bonus(NamedTuple):
    """What one pair adds to the score of each document: rarity times what nearness earns."""

    pair: Pair
    nearness: Floats  # 1 / distance ** 2 by part, weighed and added
    scores: Floats


def pairs(tree: query.Query) -> list[Pair]:
    """Return the pairs of a query: neighbours among its words, function words passed over.

    Phrases and patterns make no pairs, and part the words on their two sides.
    """
    words = [node for node in walk(tree) if isinstance(node, Word) and not node.stop]
    return [pair for one, two in pairwise(words) if (pair := _pair(one, two))]


def _pair(one: Word, two: Word) -> Pair | None:
    first, second = (dict(_stems(word)) for word in (one, two))
    stems = {
        part: (field, stem, second[part][1])
        for part, (field, stem) in first.items()
        if part in second and second[part][0] == field and second[part][1] != stem
    }
    if not stems:
        return None
    shown, groups = f"{one.shown} {two.shown}", (one.groups[0], two.groups[0])
    return Pair(shown, stems, _values(one, two), groups, float(min(one.boost, two.boost)))


def _values(one: Word, two: Word) -> dict[str, query.Term]:
    theirs = {leaf.part: leaf.value for leaf in two.groups[0].leaves}
    ours = ((leaf.part, leaf.value) for leaf in one.groups[0].leaves)
    return {part: value for part, value in ours if value and theirs.get(part) == value}


def _stems(word: Word) -> Iterator[tuple[str, tuple[str, str]]]:
    for leaf in word.groups[0].leaves:
        part, sought = leaf.part, leaf.sought
        if isinstance(sought, query.Term) and not leaf.also and sought.fieldname != CAPITALS[part]:
            yield part, (sought.fieldname, str(sought.text))


def bonuses(
    snapshot: Snapshot, ranking: Ranking, found: list[tuple[Pair, tuple[int, int]]], docs: Docs
) -> list[Bonus]:
    """Return what each pair adds to the scores of documents.

    1 / distance ** 2, within a window, takes the place of the frequency in BM25; the lesser idf
    that of the idf. Only the best `RESCORED` articles are looked at: a bonus is never negative,
    so none of them falls behind the others.

    Source: Rasolofo & Savoy 2003, "Term proximity scoring for keyword-based retrieval systems",
    section 3. There all pairs and all their occurrences count; here neighbours, where they come
    nearest (the measure of Tao & Zhai 2007): no worse on any of our sets.

    Args:
        snapshot: the index.
        ranking: k1, the weights of the parts, and `weights.proximity`.
        found: pairs, each with the numbers of articles that hold its first and its second word.
        docs: documents, ascending.

    """
    told: list[Bonus] = []
    for pair, counts in found:
        nearness = np.zeros(len(docs))
        for part, (field, one, two) in pair.stems.items():
            ours, theirs = (positions_in(snapshot, field, stem, docs) for stem in (one, two))
            nearest = near(ours, theirs, docs)
            if value := pair.values.get(part):  # in another spelling, they stand side by side
                nearest[inside(docs, snapshot.postings(value.fieldname, str(value.text)).docs)] = 1
            nearness += float(getattr(ranking.weights, part)) * nearest
        rarity = min(idf(count, snapshot.count) for count in counts)
        worth = ranking.weights.proximity * pair.boost * rarity
        told.append(Bonus(pair, nearness, worth * saturated(nearness, ranking.k1)))
    return told


def positions_in(snapshot: Snapshot, field: str, term: str, docs: Docs) -> Places:
    """Return every occurrence of a term in some documents, given in ascending order."""
    return snapshot.places_among(field, term, docs)


def near(one: Places, two: Places, docs: Docs) -> Floats:
    """Return 1 / distance ** 2 where two terms come nearest to each other, by document.

    0 where that is further than the window.
    """
    total = np.zeros(len(docs))
    if not len(one.docs) or not len(two.docs):
        return total
    # One number tells document and position; the gap keeps distances inside their document.
    gap = int(max(one.positions.max(), two.positions.max())) + WINDOW + 1
    ours, theirs = (found.docs.astype(np.int64) * gap + found.positions for found in (one, two))
    at = np.searchsorted(theirs, ours)
    behind = np.abs(ours - theirs[np.maximum(at - 1, 0)])
    ahead = np.abs(theirs[np.minimum(at, len(theirs) - 1)] - ours)
    distance = np.maximum(np.minimum(behind, ahead), 1)  # a token may give two terms in one place
    met = distance <= WINDOW
    np.maximum.at(total, np.searchsorted(docs, one.docs[met]), 1 / distance[met] ** 2)
    return total
