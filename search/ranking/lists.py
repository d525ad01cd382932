"""What is one word worth in each document that holds it? A list of scores, kept while it is asked.

The list of a plain word is the unit of the search: it is scored whole, once, and kept, so that a
query only looks things up. Phrases and patterns are scored again for each query.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from whoosh import query

from ...corpora.settings import Ranking
from ...index.cache import ByteCache
from ...index.occurrences import Counts
from ...index.reader import Ints, Postings, Snapshot
from ...index.schema import TEXTS
from ..asked.tree import Group, Leaf, Word
from .match import Docs, Match, boosted, inside, union
from .patterns import runs_of
from .phrases import phrase_postings
from .rank import Floats, discount, idf, leading, saturated
from .scored import Scored, ScoredList, kept

KEPT: Final = 32 << 20  # bytes of scored lists: 4 to 5 million postings
MARKED: Final = 8  # of more documents than one in so many the postings are added in an array of all
PART_OF: Final = {name: part for part, pair in TEXTS.items() for name in pair}


class Found(NamedTuple):
    """Where something sought occurs: documents, how often in each, and its first place there.

    No places are read of labels, which have none, and of patterns, which stand for many terms.
    """

    docs: Docs
    freqs: Counts
    firsts: Ints | None = None


class Lists:
    """Scores words over one snapshot; safe among threads."""

    def __init__(self, snapshot: Snapshot, ranking: Ranking) -> None:
        self._snapshot = snapshot
        self._ranking = ranking
        self._kept = ByteCache[ScoredList](KEPT, lambda scored: scored.nbytes)
        self._average = lru_cache(None)(snapshot.average_length)

    def word(self, word: Word) -> ScoredList:
        """Return the list of a word, without its boost."""
        if word.key is None:  # phrases and patterns are many and seldom asked again
            return Scored(self._word(word))
        return self._kept.get(word.key, lambda: kept(self._word(word), self._snapshot.size))

    def _word(self, word: Word) -> Match:
        match = union([self.group(group) for group in word.groups], self._snapshot.size)
        return boosted(match, self._ranking.weights.stopword if word.stop else 1.0)

    def group(self, group: Group) -> Match:
        """Score leaves as one term: BM25F, weights of the parts inside the saturation."""
        weighed: list[Match] = []
        for leaf in group.leaves:
            docs, counted = self.held(leaf)
            share = counted / self._discount(leaf.part, docs)
            weight = getattr(self._ranking.weights, leaf.part)
            weight *= self._ranking.weights.expansion if leaf.also else 1.0
            weighed.append(Match(docs, weight * share))
        docs, weights = union(weighed, self._snapshot.size)
        worth = self._ranking.weights.exact if group.bonus else 1.0
        rarity = idf(len(docs), self._snapshot.count)
        return Match(docs, worth * rarity * saturated(weights, self._ranking.k1))

    def _discount(self, part: str, docs: Docs) -> Floats:
        lengths = self._snapshot.lengths(part).take(docs).astype(float)
        return discount(lengths, self._average(part), self._ranking.b)

    def held(self, leaf: Leaf) -> Match:
        """Return where a leaf is held, and how much that counts: see `counted`.

        Where its value is named in another spelling, as if it stood there once.
        """
        found = self.found(leaf.sought)
        match = Match(found.docs, self.counted(found))
        return match if leaf.value is None else at_least_once(match, self.found(leaf.value).docs)

    def counted(self, found: Found) -> Floats:
        """Return the occurrences in each document, with what the first of them gains."""
        if found.firsts is None:
            return found.freqs.astype(float)
        return found.freqs + leading(found.firsts, self._ranking.weights.lead)

    def found(self, sought: query.Query) -> Found:
        """Return where something sought occurs in its field."""
        if isinstance(sought, query.Phrase):
            words, slop = sought.words, sought.slop
            return Found(*phrase_postings(self._snapshot, sought.fieldname, words, slop))
        if isinstance(sought, query.Term):
            field, text = sought.fieldname, str(sought.text)
            leads = field in PART_OF and self._ranking.weights.lead > 0
            held = self._snapshot.read_occurrences(field, text)  # its scores are kept instead
            firsts = self._snapshot.firsts(held) if leads else None
            return Found(*self._snapshot.alive(held), firsts)
        return Found(*self._added(self._snapshot.postings_in(runs_of(sought, self._snapshot))))

    def _added(self, found: Postings) -> Postings:
        """Return the postings of several terms as those of one."""
        size = self._snapshot.size
        if len(found.docs) * MARKED > size:
            freqs = np.bincount(found.docs, found.freqs, size)
            docs = np.flatnonzero(freqs > 0)  # five times as fast as of floats
            return Postings(docs.astype(np.int32), freqs[docs].astype(np.int32))
        order = np.argsort(found.docs, kind="stable")
        docs = found.docs[order]
        first = np.flatnonzero(np.concatenate([[True], docs[1:] != docs[:-1]])[: len(docs)])
        freqs = np.add.reduceat(found.freqs[order], first) if len(first) else found.freqs
        return Postings(docs[first], freqs.astype(np.int32))


def at_least_once(match: Match, docs: Docs) -> Match:
    """Return a match with some further documents, each with one occurrence."""
    new = docs[~inside(docs, match.docs)]
    if not len(new):
        return match
    merged = np.concatenate([match.docs, new])
    order = np.argsort(merged, kind="stable")
    return Match(merged[order], np.concatenate([match.scores, np.ones(len(new))])[order])
