"""What would a search find that is slow and obviously right?

Nothing here is shared with index/ and search/ranking/evaluate.py but the analysis of a text and
the nodes of a query tree: no postings, no arrays, one loop for each sum of the formulas.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from telusur.corpora.article import Article
from telusur.corpora.settings import Ranking
from telusur.index.analysis import exact_chain, spans, stem_chain
from telusur.index.language.values import values
from telusur.index.schema import TEXTS, label_terms
from telusur.search.asked.query import walk
from telusur.search.asked.tree import Group, Leaf, Span, Word
from whoosh import query

Scores = dict[str, float]  # by id, of the articles that match
Positions = dict[str, list[int]]  # by term
PARTS = {"title": "title", "title_exact": "title", "body": "body", "body_exact": "body"}


def positions(chain: Any, text: str) -> Positions:
    found: Positions = {}
    for token in chain(text, positions=True):
        found.setdefault(token.text, []).append(token.pos)
    return found


def length(text: str) -> int:
    return sum(not token.whole for token in exact_chain()(text, positions=True))


def capitals(text: str) -> Positions:
    """Return the words of up to six capitals, but where three in a row are, one of them long."""
    parts = list(spans(text))
    words = [text[part.start : part.end] for part in parts]
    loud = [len(one) if one.isalpha() and one.isupper() and len(one) > 1 else 0 for one in words]
    found: Positions = {}
    for at, letters in enumerate(loud):
        rows = [loud[first : first + 3] for first in range(max(0, at - 2), at + 1)]
        shouts = any(len(row) == 3 and all(row) and max(row) > 4 for row in rows)
        if 0 < letters <= 6 and not shouts:
            found.setdefault(parts[at].surface, []).append(at)
    return found


def hosts(url: str | None) -> set[str]:
    host = urlsplit(url).hostname if url else None
    found: set[str] = set()
    while host and "." in host:
        found.add(host)
        host = host.partition(".")[2]
    return found


PLACED = {name for pair in TEXTS.values() for name in pair}


class Entry:
    """An article as the oracle sees it."""

    def __init__(self, article: Article) -> None:
        self.article = article
        texts = {"title": article.title, "body": article.text}
        self.length = {part: length(text) for part, text in texts.items()}
        self.terms: dict[str, Positions] = {}
        for part, text in texts.items():
            self.terms[part] = positions(stem_chain(), text)
            self.terms[f"{part}_exact"] = positions(exact_chain(), text)
            self.terms[f"{part}_capitals"] = capitals(text)
            self.terms[f"{part}_value"] = {one.term: [0] for one in values(text)}
        labels = {
            "id": [article.id],
            "url": [article.url] if article.url else [],
            "site": [*label_terms((article.site or "",)), *hosts(article.url)],
            "author": label_terms(article.authors),
            "section": label_terms((article.section or "",)),
            "tags": label_terms(article.tags),
        }
        for field, terms in labels.items():
            self.terms[field] = {value: [0] for value in terms}


class Oracle:
    """Searches a list of articles."""

    def __init__(self, articles: Iterable[Article], ranking: Ranking) -> None:
        self.entries = {article.id: Entry(article) for article in articles}
        self.ranking = ranking
        self.average = {
            part: sum(entry.length[part] for entry in self.entries.values())
            / max(1, len(self.entries))
            or 1.0
            for part in ("title", "body")
        }

    def order(self, tree: query.Query) -> list[tuple[str, float]]:
        """Return ids and scores, best first, ties by id."""
        return by_score(self.scores(tree))

    def ranked(self, tree: query.Query, now: datetime, best: int = 100) -> list[tuple[str, float]]:
        """Return ids and scores as a search for words ranks them: by age and nearness, too."""
        return by_score(self.rescored(tree, self.scores(tree), now, best))

    def rescored(self, tree: query.Query, scores: Scores, now: datetime, best: int) -> Scores:
        """Halve scores by age; then add to those of the best what nearness earns, by age, too."""
        kept = {one: self.freshness(one, now) for one in scores}
        found = {one: score * kept[one] for one, score in scores.items()}
        for one, _ in by_score(found)[:best]:
            found[one] += self.nearness(tree, one) * kept[one]
        return found

    def freshness(self, one: str, now: datetime) -> float:
        if self.ranking.recency_days is None:
            return 1.0
        moment = self.entries[one].article.published
        if moment is None:
            return 0.5**10
        days = (now - moment).total_seconds() / 86_400
        return 0.5 ** min(10.0, max(0.0, days / self.ranking.recency_days))

    def nearness(self, tree: query.Query, one: str) -> float:
        words = [word for word in walk(tree) if isinstance(word, Word) and not word.stop]
        return sum(self.pair(a, b, self.entries[one]) for a, b in itertools.pairwise(words))

    def pair(self, a: Word, b: Word, entry: Entry) -> float:
        near = 0.0
        for first in a.groups[0].leaves:
            for second in b.groups[0].leaves:
                near += self.part_near(first, second, entry)
        if not near:
            return 0.0
        k1, weights = self.ranking.k1, self.ranking.weights
        idf = min(self.idf(self.df(word.groups[0])) for word in (a, b))
        return weights.proximity * min(a.boost, b.boost) * idf * near * (k1 + 1) / (near + k1)

    def part_near(self, first: Leaf, second: Leaf, entry: Entry) -> float:
        one, two = first.sought, second.sought
        if not (isinstance(one, query.Term) and isinstance(two, query.Term)):
            return 0.0
        if first.also or second.also or "capitals" in one.fieldname + two.fieldname:
            return 0.0
        if one.fieldname != two.fieldname or one.text == two.text:
            return 0.0
        terms = entry.terms[one.fieldname]
        ours, theirs = terms.get(one.text, []), terms.get(two.text, [])
        distances = [max(1, abs(a - b)) for a in ours for b in theirs]
        if first.value and first.value == second.value and occurrences(entry, first.value):
            distances.append(1)
        if not distances or min(distances) > 3:
            return 0.0
        return getattr(self.ranking.weights, first.part) / min(distances) ** 2

    def df(self, group: Group) -> int:
        return sum(
            any(held(entry, leaf) for leaf in group.leaves) for entry in self.entries.values()
        )

    def idf(self, df: int) -> float:
        return math.log(1 + (len(self.entries) - df + 0.5) / (df + 0.5))

    def scores(self, tree: query.Query) -> Scores:
        """Return the articles that match a tree, each with its score."""
        kind = next(kind for kind in NODES if isinstance(tree, kind))
        boost = getattr(tree, "boost", 1.0)
        return {one: boost * score for one, score in NODES[kind](self, tree).items()}

    # Logic

    def all(self, tree: Any) -> Scores:
        wanted = [self.scores(part) for part in tree if not isinstance(part, query.Not)]
        barred = [self.scores(part.query) for part in tree if isinstance(part, query.Not)]
        return {
            one: sum(scores[one] for scores in wanted)
            for one in self.entries
            if all(one in scores for scores in wanted) and not any(one in out for out in barred)
        }

    def any(self, tree: Any) -> Scores:
        return added([self.scores(part) for part in tree])

    def every(self, _: Any) -> Scores:
        return dict.fromkeys(self.entries, 0.0)

    def nothing(self, _: Any) -> Scores:
        return {}

    def opposite(self, tree: query.Not) -> Scores:
        barred = self.scores(tree.query)
        return {one: 0.0 for one in self.entries if one not in barred}

    def without(self, tree: Any) -> Scores:
        barred = self.scores(tree.b)
        return {one: score for one, score in self.scores(tree.a).items() if one not in barred}

    def requiring(self, tree: Any) -> Scores:
        needed = self.scores(tree.b)
        return {one: score for one, score in self.scores(tree.a).items() if one in needed}

    def maybe(self, tree: Any) -> Scores:
        wished = self.scores(tree.b)
        return {one: score + wished.get(one, 0.0) for one, score in self.scores(tree.a).items()}

    def constant(self, tree: query.ConstantScoreQuery) -> Scores:
        return dict.fromkeys(self.scores(tree.child), tree.score)

    def span(self, tree: Span) -> Scores:
        found: Scores = {}
        for one, entry in self.entries.items():
            moment = entry.article.published
            if moment is None:
                continue
            at = moment.timestamp() * 1000
            late = tree.start is None or at >= tree.start
            early = tree.end is None or at < tree.end
            if late and early:
                found[one] = 0.0
        return found

    # Words

    def word(self, word: Word) -> Scores:
        weight = self.ranking.weights.stopword if word.stop else 1.0
        total = added([self.group(group) for group in word.groups])
        return {one: weight * score for one, score in total.items()}

    def leaf(self, leaf: Any) -> Scores:
        if leaf.fieldname in PARTS:
            return self.group(Group((Leaf(PARTS[leaf.fieldname], leaf),)))
        return {one: 0.0 for one, entry in self.entries.items() if occurrences(entry, leaf)}

    def group(self, group: Group) -> Scores:
        """BM25F: occurrences in the parts add up, weighed and by length, then saturate."""
        heaviness: Scores = {}
        for one, entry in self.entries.items():
            found = [(leaf, held(entry, leaf)) for leaf in group.leaves]
            if any(count for _, count in found):
                heaviness[one] = sum(self.share(entry, leaf, count) for leaf, count in found)
        idf, k1 = self.idf(len(heaviness)), self.ranking.k1
        worth = self.ranking.weights.exact if group.bonus else 1.0
        return {
            one: worth * idf * heavy * (k1 + 1) / (heavy + k1) if heavy else 0.0
            for one, heavy in heaviness.items()
        }

    def share(self, entry: Entry, leaf: Leaf, count: float) -> float:
        if not count:
            return 0.0
        part, weights = leaf.part, self.ranking.weights
        first = first_place(entry, leaf.sought)
        if first is not None:
            count += weights.lead / (1 + first / 10)
        weight = {"title": weights.title, "body": weights.body}[part]
        weight *= weights.expansion if leaf.also else 1.0
        b = self.ranking.b
        return weight * count / (1 - b + b * entry.length[part] / self.average[part])


NODES: dict[Any, Callable[[Oracle, Any], Scores]] = {
    Word: Oracle.word,
    query.And: Oracle.all,
    query.Or: Oracle.any,
    query.Not: Oracle.opposite,
    query.AndNot: Oracle.without,
    query.AndMaybe: Oracle.maybe,
    query.Require: Oracle.requiring,
    query.ConstantScoreQuery: Oracle.constant,
    query.Every: Oracle.every,
    Span: Oracle.span,
    type(query.NullQuery): Oracle.nothing,
    query.Query: Oracle.leaf,
}


def by_score(scores: Scores) -> list[tuple[str, float]]:
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))


def added(several: list[Scores]) -> Scores:
    total: Scores = {}
    for scores in several:
        for one, score in scores.items():
            total[one] = total.get(one, 0.0) + score
    return total


def held(entry: Entry, leaf: Leaf) -> int:
    """Return how often a leaf is held: once at least where its value is named."""
    named = leaf.value is not None and occurrences(entry, leaf.value) > 0
    return max(occurrences(entry, leaf.sought), int(named))


def occurrences(entry: Entry, sought: Any) -> int:
    """Return how often something sought stands in its field of an article."""
    terms = entry.terms[sought.fieldname]
    if isinstance(sought, query.Phrase):
        return chains([terms.get(word, []) for word in sought.words], sought.slop)
    return sum(len(places) for term, places in terms.items() if stands_for(sought, term))


def first_place(entry: Entry, sought: Any) -> int | None:
    """Return where a term stands first, or where a phrase first ends; None of a pattern.

    And none of capitals and values, which are known without their places; nor where it is not.
    """
    if sought.fieldname not in PLACED or not occurrences(entry, sought):
        return None
    terms = entry.terms[sought.fieldname]
    if isinstance(sought, query.Phrase):
        return ends([terms.get(word, []) for word in sought.words], sought.slop)[0]
    return terms[sought.text][0] if isinstance(sought, query.Term) else None


def chains(places: list[list[int]], slop: int) -> int:
    """Count the places of the last term that end a chain with steps of 1 to `slop` positions."""
    return len(ends(places, slop))


def ends(places: list[list[int]], slop: int) -> list[int]:
    """Return the places of the last term that end a chain."""

    def ends_chain(step: int, place: int) -> bool:
        if step == 0:
            return True
        return any(
            1 <= place - before <= slop and ends_chain(step - 1, before)
            for before in places[step - 1]
        )

    return [place for place in places[-1] if ends_chain(len(places) - 1, place)]


@lru_cache(maxsize=1 << 16)
def stands_for(sought: Any, term: str) -> bool:
    if isinstance(sought, query.Prefix):
        return term[: len(sought.text)] == sought.text
    if isinstance(sought, query.FuzzyTerm):
        start = sought.text[: sought.prefixlength]
        return term[: len(start)] == start and edits(sought.text, term) <= sought.maxdist
    if isinstance(sought, query.Wildcard):
        return wild(sought.text, term)
    if isinstance(sought, query.Regex):
        return re.fullmatch(sought.text, term) is not None
    assert isinstance(sought, query.Term)
    return term == sought.text


def wild(pattern: str, term: str) -> bool:
    """Match * with any letters, ? with one."""
    if not pattern:
        return not term
    if pattern[0] == "*":
        return wild(pattern[1:], term) or (bool(term) and wild(pattern, term[1:]))
    return bool(term) and pattern[0] in ("?", term[0]) and wild(pattern[1:], term[1:])


def edits(one: str, other: str) -> int:
    """Return the optimal string alignment distance, over the whole table."""
    table = [[i + j for j in range(len(other) + 1)] for i in range(len(one) + 1)]
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            differs = one[i - 1] != other[j - 1]
            table[i][j] = min(
                table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + differs
            )
            swapped = one[i - 2 : i] == other[j - 2 : j][::-1] if min(i, j) > 1 else False
            if swapped:
                table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
    return table[-1][-1]
