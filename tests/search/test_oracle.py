"""Does the engine find what a slow and obviously right search finds, in the same order?

TELUSUR_ORACLE sets how many pairs of corpus and query are compared, TELUSUR_SEED the first seed.
A failure names the seed of its corpus: TELUSUR_SEED=… TELUSUR_ORACLE=1 runs that corpus alone.
"""

from __future__ import annotations

import math
import os
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from telusur.corpora.article import Article
from telusur.search.engine import Engine, Options, Results
from telusur.search.errors import QueryError
from telusur.search.evaluate import Evaluator
from telusur.search.query import parse
from telusur.tests.support.corpora import (
    NOW,
    build_index,
    random_batches,
    random_query,
    random_ranking,
    random_tree,
    survivors,
)
from telusur.tests.support.oracle import Oracle

PAIRS = int(os.environ.get("TELUSUR_ORACLE", "2400"))
FIRST = int(os.environ.get("TELUSUR_SEED", "1"))
TEXTS, TREES = 100, 50  # queries of each corpus
SEEDS = range(FIRST, FIRST + math.ceil(PAIRS / (TEXTS + TREES)))

Ranked = list[tuple[str, float]]


def differences(expected: Ranked, got: Ranked) -> list[str]:
    """Tell where two rankings differ: ids, scores, or order beyond the noise of floats."""
    wanted, found = dict(expected), dict(got)
    wrong = [f"missing {one}" for one in sorted(wanted.keys() - found.keys())]
    wrong += [f"too many {one}" for one in sorted(found.keys() - wanted.keys())]
    if wrong:
        return wrong
    wrong = [f"{one}: {wanted[one]!r} is {found[one]!r}" for one in wanted if far(one, wanted, found)]
    if got != sorted(got, key=lambda pair: (-pair[1], pair[0])):
        wrong.append(f"not sorted by score and id: {got}")
    return wrong


def far(one: str, wanted: dict[str, float], found: dict[str, float]) -> bool:
    return not math.isclose(wanted[one], found[one], rel_tol=1e-9, abs_tol=1e-12)


def shown(results: Results) -> Ranked:
    return [(hit.article.id, hit.score) for hit in results.hits]


def by_date(articles: Sequence[Article], ids: set[str]) -> list[str]:
    """Return ids, newest first, undated last, ties by id."""
    moments = {a.id: a.published.timestamp() if a.published else -math.inf for a in articles}
    return sorted(ids, key=lambda one: (-moments[one], one))


@pytest.mark.parametrize("seed", SEEDS)
def test_random_queries_find_what_the_oracle_finds(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    batches = random_batches(rng)
    articles, ranking = survivors(batches), random_ranking(rng)
    oracle = Oracle(articles, ranking)
    seen: Counter[str] = Counter()
    with Engine.open(build_index(tmp_path / "index", batches), ranking=ranking) as engine:
        for _ in range(TEXTS):
            text = random_query(rng)
            compare_text(engine, oracle, articles, text, rng, f"seed {seed}, query {text!r}", seen)
        for _ in range(TREES):
            compare_tree(engine, oracle, random_tree(rng), f"seed {seed}", seen)
    if len(articles) > 10:  # else the comparison would prove nothing
        assert seen["found"] > 0.3 * (TEXTS + TREES), f"seed {seed}: {seen}"


def compare_tree(engine: Engine, oracle: Oracle, tree: object, where: str, seen: Counter[str]) -> None:
    found = Evaluator(engine.snapshot, engine.ranking)(tree)  # pyright: ignore[reportArgumentType]
    got = {engine.snapshot.id(doc): float(found.scores[doc]) for doc in found.mask.nonzero()[0]}
    wrong = differences(oracle.order(tree), sorted(got.items(), key=lambda p: (-p[1], p[0])))  # pyright: ignore[reportArgumentType]
    assert not wrong, f"{where}, tree {tree!r}: {wrong}"
    seen["found"] += bool(got)


def compare_text(
    engine: Engine,
    oracle: Oracle,
    articles: Sequence[Article],
    text: str,
    rng: random.Random,
    where: str,
    seen: Counter[str],
) -> None:
    parsed = parse(text, now=NOW)
    full, loose = oracle.order(parsed.all), oracle.order(parsed.any)
    if not parsed.scored:
        full, loose = (redated(articles, ranked) for ranked in (full, loose))
    many, k = len(articles) + 1, rng.randint(1, 5)
    for mode, expected in (("all", full), ("any", loose)):
        options = Options(mode=mode)  # pyright: ignore[reportArgumentType]
        results = engine.search(text, now=NOW, k=many, options=options)
        got = shown(results)
        if parsed.scored:
            assert not differences(expected, got), f"{where}, {mode}: {differences(expected, got)}"
        else:
            assert expected == got, f"{where}, {mode}"
        assert results.total == len(expected), where
        assert shown(engine.search(text, now=NOW, k=k, options=options)) == got[:k], where
    assert engine.count(text, now=NOW) == len(full), where
    ranked = engine.rank(text, now=NOW, k=many)
    assert {one for one, _ in ranked} == {one for one, _ in loose}, where
    compare_pages(engine, text, full, loose, k, where)
    seen["found"] += bool(full)


def redated(articles: Sequence[Article], ranked: Ranked) -> Ranked:
    scores = dict(ranked)
    return [(one, scores[one]) for one in by_date(articles, set(scores))]


def compare_pages(
    engine: Engine, text: str, full: Ranked, loose: Ranked, k: int, where: str
) -> None:
    """Turn the pages of the default mode: all words first, then some of them, none twice."""
    pages: Ranked = []
    for page in range(1, len(loose) // k + 2):
        pages += shown(engine.search(text, now=NOW, k=k, page=page))
    ids = [one for one, _ in pages]
    assert len(ids) == len(set(ids)), where
    first, rest = pages[: len(full)], pages[len(full) :]
    full_ids = {one for one, _ in full}
    assert {one for one, _ in first} == full_ids, where
    partial = [pair for pair in loose if pair[0] not in full_ids]
    assert not differences(partial, rest) or rest == partial, f"{where}: {partial} {rest}"
    everything = engine.search(text, now=NOW, k=len(loose) + 1)
    assert shown(everything) == pages, where
    assert (everything.total, everything.full) == (len(loose), len(full)), where


def test_the_oracle_finds_a_difference_where_there_is_one() -> None:
    expected = [("a", 2.0), ("b", 1.0), ("c", 1.0)]
    assert not differences(expected, [("a", 2.0), ("b", 1.0 + 1e-13), ("c", 1.0)])
    assert differences(expected, [("a", 2.0), ("c", 1.0), ("b", 1.0)])
    assert differences(expected, [("a", 2.0), ("b", 1.0)])
    assert differences(expected, [("a", 2.0), ("b", 1.1), ("c", 1.0)])
    assert QueryError
