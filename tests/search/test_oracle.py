"""Does the engine find what a slow and obviously right search finds, in the same order?

TELUSUR_ORACLE sets how many pairs of corpus and query are compared, TELUSUR_SEED the first seed.
A failure names the seed of its corpus: TELUSUR_SEED=… TELUSUR_ORACLE=1 runs that corpus alone.
"""

from __future__ import annotations

import math
import random
from pathlib import Path
from typing import NamedTuple

import pytest
from telusur.search.asked.query import parse
from telusur.search.engine import Engine, Options, Results
from telusur.search.ranking.evaluate import Evaluator
from telusur.search.ranking.plan import Planner
from telusur.search.ranking.topk import top
from telusur.tests.support.corpora import (
    FIRST,
    NOW,
    PAIRS,
    Batch,
    build_index,
    random_batches,
    random_query,
    random_ranking,
    random_tree,
    survivors,
)
from telusur.tests.support.oracle import Oracle
from telusur.tests.support.stories import Stories
from whoosh import query

TEXTS, TREES = 100, 50  # queries of each corpus
SEEDS = range(FIRST, FIRST + math.ceil(PAIRS / (TEXTS + TREES)))

Ranked = list[tuple[str, float]]


class Told(NamedTuple):
    """All that matches, and the stories of which one each is shown; None: each copy is."""

    matches: Ranked
    stories: Stories | None

    def once(self) -> Ranked:
        return self.stories.once(self.matches) if self.stories else self.matches


def differences(expected: Ranked, got: Ranked) -> list[str]:
    """Tell where two rankings differ: ids, scores, or order beyond the noise of floats."""
    wanted, found = dict(expected), dict(got)
    wrong = [f"missing {one}" for one in sorted(wanted.keys() - found.keys())]
    wrong += [f"too many {one}" for one in sorted(found.keys() - wanted.keys())]
    if wrong:
        return wrong
    wrong = [
        f"{one}: {wanted[one]!r} became {found[one]!r}"
        for one in wanted
        if not math.isclose(wanted[one], found[one], rel_tol=1e-9, abs_tol=1e-12)
    ]
    if got != sorted(got, key=lambda pair: (-pair[1], pair[0])):
        wrong.append(f"not sorted by score and id: {got}")
    return wrong


def shown(results: Results) -> Ranked:
    return [(hit.article.id, hit.score) for hit in results.hits]


def by_date(oracle: Oracle, ranked: Ranked) -> Ranked:
    """Return the same, newest first, undated last, ties by id."""

    def key(pair: tuple[str, float]) -> tuple[float, str]:
        moment = oracle.entries[pair[0]].article.published
        return (-moment.timestamp() if moment else math.inf, pair[0])

    return sorted(ranked, key=key)


@pytest.mark.parametrize("seed", SEEDS)
def test_random_queries_find_what_the_oracle_finds(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    batches = random_batches(rng)
    articles, ranking = survivors(batches), random_ranking(rng)
    oracle, stories = Oracle(articles, ranking), Stories(articles)
    found = 0
    with Engine.open(build_index(tmp_path / "index", batches), ranking=ranking) as engine:
        for _ in range(TEXTS):
            text = random_query(rng)
            where = f"seed {seed}, query {text!r}"
            told = stories if rng.random() < 0.7 else None
            found += compare_text(engine, oracle, text, told, k=rng.randint(1, 5), where=where)
        for _ in range(TREES):
            found += compare_tree(engine, oracle, random_tree(rng), f"seed {seed}")
    if len(articles) > 10:  # else the comparison would prove nothing
        assert found > 0.3 * (TEXTS + TREES), f"seed {seed}: {found}"


def evaluated(engine: Engine, tree: query.Query) -> Ranked:
    """Return all that matches, best first, ties by id."""
    found = Evaluator(engine.snapshot, engine.ranking)(tree)
    best = top(found.docs, found.scores, len(found.docs), engine.snapshot.id)
    return [(engine.snapshot.id(doc), found.score(doc)) for doc in best]


def compare_tree(engine: Engine, oracle: Oracle, tree: query.Query, where: str) -> bool:
    got = evaluated(engine, tree)
    wrong = differences(oracle.order(tree), got)
    assert not wrong, f"{where}, tree {tree!r}: {wrong}"
    for k in (1, 2, 5):
        best = pruned(engine, tree, k)
        wrong = differences(got[:k], best)
        assert not wrong, f"{where}, tree {tree!r}, pruned to {k}: {wrong}"
    assert Planner(engine._evaluate.begin()).count(tree) == len(got), where
    return bool(got)


def pruned(engine: Engine, tree: query.Query, k: int) -> Ranked:
    """Return the k best by the lists of a tree."""
    docs, scores = Planner(engine._evaluate.begin()).best(tree, k).match
    best = top(docs, scores, k, engine.snapshot.id)
    told = dict(zip(docs.tolist(), scores.tolist(), strict=True))
    return [(engine.snapshot.id(doc), told[doc]) for doc in best]


def compare_text(
    engine: Engine, oracle: Oracle, text: str, stories: Stories | None, *, k: int, where: str
) -> bool:
    """Compare a query; with stories, one of each is shown, else each copy."""
    parsed = parse(text, now=NOW)
    full, loose = oracle.ranked(parsed.all, NOW), oracle.ranked(parsed.any, NOW)
    if not parsed.scored:  # then the date decides
        full = by_date(oracle, oracle.order(parsed.all))
        loose = by_date(oracle, oracle.order(parsed.any))
    how = {"k": k, "scored": parsed.scored, "where": where}
    for mode, matches in (("all", full), ("any", loose)):
        options = Options(mode=mode, copies=stories is None)
        compare_mode(engine, text, options, Told(matches, stories), **how)
    compare_pages(engine, text, full, loose, stories, **how)
    compare(loose, engine.rank(text, now=NOW, k=99), scored=parsed.scored, where=f"{where}, rank")
    few = engine.rank(text, now=NOW, k=k)
    assert few == engine.rank(text, now=NOW, k=99)[:k], where
    assert engine.count(text, now=NOW) == len(full), where
    return bool(full)


def compare(expected: Ranked, got: Ranked, *, scored: bool, where: str) -> None:
    wrong = differences(expected, got) if scored else expected != got and [expected, got]
    assert not wrong, f"{where}: {wrong}"


def compare_mode(
    engine: Engine,
    text: str,
    options: Options,
    expected: Told,
    *,
    k: int,
    scored: bool,
    where: str,
) -> None:
    results = engine.search(text, now=NOW, k=len(expected.matches) + 1, options=options)
    compare(expected.once(), shown(results), scored=scored, where=f"{where}, {options.mode}")
    assert results.total == len(expected.matches), where
    if expected.stories:
        for hit in results.hits:
            others = expected.stories.members(hit.article.id)
            others.remove(hit.article.id)
            assert list(hit.copies.ids) == others, where
    assert shown(engine.search(text, now=NOW, k=k, options=options)) == shown(results)[:k], where


def compare_pages(
    engine: Engine,
    text: str,
    full: Ranked,
    loose: Ranked,
    stories: Stories | None,
    *,
    k: int,
    scored: bool,
    where: str,
) -> None:
    """Turn the pages of the default mode: all words first, then, if those are few, some of them."""
    whole = {one for one, _ in full}
    first = Told(full, stories).once()
    partial = [pair for pair in loose if pair[0] not in whole] if len(first) < k else []
    rest = stories.once(partial, above=whole) if stories else partial
    pages: Ranked = []
    options = Options(copies=stories is None)
    for page in range(1, len(loose) // k + 2):
        results = engine.search(text, now=NOW, k=k, page=page, options=options)
        pages += shown(results)
        assert (results.total, results.full) == (len(full) + len(partial), len(full)), where
    compare(first, pages[: len(first)], scored=scored, where=f"{where}, all words")
    compare(rest, pages[len(first) :], scored=scored, where=f"{where}, partial")


def test_the_oracle_finds_a_difference_where_there_is_one() -> None:
    expected = [("a", 2.0), ("b", 1.0), ("c", 1.0)]
    assert not differences(expected, [("a", 2.0), ("b", 1.0 + 1e-13), ("c", 1.0)])
    assert differences(expected, [("a", 2.0), ("c", 1.0), ("b", 1.0)])
    assert differences(expected, [("a", 2.0), ("b", 1.0)])
    assert differences(expected, [("a", 2.0), ("b", 1.1), ("c", 1.0)])


@pytest.mark.parametrize("seed", range(4))
def test_segments_change_neither_ids_nor_scores(seed: int, tmp_path: Path) -> None:
    """One segment, many, with deleted articles, merged: the same articles, the same ranking."""
    rng = random.Random(f"segments {seed}")
    batches = random_batches(rng)
    articles = survivors(batches)
    ranking = random_ranking(rng)
    alone: list[Batch] = [([article], []) for article in articles]  # 16 segments are merged
    layouts: dict[str, list[Batch]] = {
        "one": [(articles, [])],
        "as written": batches,
        "each its own": alone,
    }
    queries = [random_query(rng) for _ in range(25)]
    trees = [random_tree(rng) for _ in range(25)]
    answers: dict[str, list[Ranked]] = {}
    for name, layout in layouts.items():
        with Engine.open(build_index(tmp_path / name, layout), ranking=ranking) as engine:
            parsed = [parse(text, now=NOW).any for text in queries]
            answers[name] = [evaluated(engine, tree) for tree in (*parsed, *trees)]
    expected = answers.pop("one")
    assert any(expected)
    for name, got in answers.items():
        for mine, other in zip(expected, got, strict=True):
            assert [one for one, _ in mine] == [one for one, _ in other], (seed, name)
            assert [score for _, score in mine] == pytest.approx(
                [score for _, score in other], rel=1e-12, abs=1e-15
            ), (seed, name)
