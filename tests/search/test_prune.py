"""Does pruning find what the full evaluation finds, and does it prune?"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime

import numpy as np
import pytest
from telusur.corpora.article import Article
from telusur.corpora.settings import Ranking
from telusur.search.asked.query import parse
from telusur.search.engine import Engine
from telusur.search.ranking.match import Match
from telusur.search.ranking.plan import Planner
from telusur.search.ranking.prune import Plan, best, total
from telusur.search.ranking.scored import Scored, ScoredList, kept
from telusur.search.ranking.topk import top
from telusur.tests.support.corpora import build_index

NOW = datetime(2021, 10, 28, tzinfo=UTC)
ARTICLES = 4000
# As in a language: a few words are everywhere, most are rare.
WORDS = [f"kata{n}x" for n in range(400)]
WEIGHTS = [1 / (n + 1) for n in range(400)]


def short_article(rng: random.Random, number: int) -> Article:
    words = rng.choices(WORDS, WEIGHTS, k=rng.randint(3, 25))
    stops = rng.choices(["yang", "di", "dan"], k=rng.randint(0, 4))
    return Article(
        id=f"{number:05d}",
        title=" ".join(rng.choices(WORDS, WEIGHTS, k=rng.randint(0, 4))),
        text=" ".join([*words, *stops]),
        site=rng.choice(["kompas.com", "detik.com", None]),
        published=datetime(2021, rng.randint(1, 10), 1, tzinfo=UTC),
    )


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Four segments, with ties and deleted articles."""
    rng = random.Random(5)
    found = [short_article(rng, n) for n in range(ARTICLES)]
    twins = [Article(id=f"t{n:04d}", title=one.title, text=one.text) for n, one in enumerate(found)]
    batches = [(found[:2000], []), (found[2000:3500], [f"{n:05d}" for n in range(0, 900, 9)])]
    batches += [(found[3500:], []), (twins[:300], [f"{n:05d}" for n in range(2000, 2100)])]
    with Engine.open(build_index(tmp_path_factory.mktemp("prune") / "i", batches)) as engine:
        assert engine.snapshot.segments > 1
        yield engine


def queries(rng: random.Random, number: int) -> list[str]:
    def word() -> str:
        return rng.choices(WORDS, WEIGHTS)[0] if rng.random() < 0.5 else rng.choice(WORDS)

    found: list[str] = []
    for _ in range(number):
        pieces = [word() for _ in range(rng.randint(1, 5))]
        pieces += rng.choices(
            ["yang", f'"{word()} {word()}"', f"{word()}^3", f"NOT {word()}", "situs:kompas.com"],
            k=rng.randint(0, 2),
        )
        pieces += rng.choices(["kata1*", "tanggal:2021-03..2021-07", f"({word()} AND {word()})"])
        found.append(" ".join(rng.sample(pieces, rng.randint(1, len(pieces)))))
    return found


@pytest.mark.parametrize("seed", range(4))
def test_pruned_is_as_full(seed: int, engine: Engine) -> None:
    rng = random.Random(seed)
    for text in queries(rng, 100):
        parsed = parse(text, now=NOW)
        for tree in (parsed.all, parsed.any):
            full = engine._evaluate(tree)
            planner = Planner(engine._evaluate.begin())
            assert planner.count(tree) == len(full.docs), text
            for k in (1, 10, 300):
                docs, scores = planner.best(tree, k).match
                got = top(docs, scores, k, engine.snapshot.id)
                wanted = top(full.docs, full.scores, k, engine.snapshot.id)
                assert len(got) == len(wanted), text
                mine = scores[np.searchsorted(docs, got)]
                assert mine == pytest.approx([full.score(doc) for doc in wanted], rel=1e-12), text
                equal = mine[1:] == mine[:-1]
                ids = [engine.snapshot.id(doc) for doc in got]
                assert all(ids[n] < ids[n + 1] for n in np.flatnonzero(equal)), text
                assert all(
                    full.score(doc) == pytest.approx(s) for doc, s in zip(got, mine, strict=True)
                )


def test_few_documents_are_completed(engine: Engine) -> None:
    """A rare word and a frequent one: what holds only the frequent one is never looked up."""
    tree = parse("kata1x kata2x kata90x yang", now=NOW).any
    planner = Planner(engine._evaluate.begin())
    found = planner.best(tree, 10)
    assert 10 <= found.completed < 0.2 * planner.count(tree)


def test_stop_words_bring_no_documents_in(engine: Engine) -> None:
    plan = Planner(engine._evaluate.begin()).plan(parse("yang kata90x", now=NOW).any)
    assert len(plan.lists) == len(plan.extras) == 1
    assert len(plan.extras[0].docs) > 5 * len(plan.lists[0].docs)
    assert best(plan, 10).completed <= len(plan.lists[0].docs)


def lists(rng: np.random.Generator, size: int, *, ties: bool) -> tuple[ScoredList, ...]:
    def one() -> ScoredList:
        docs = np.flatnonzero(rng.random(size) < rng.choice([0.001, 0.03, 0.4])).astype(np.int32)
        scores = rng.integers(0, 4, len(docs)) / 2.0 if ties else rng.random(len(docs)) ** 3
        match = Match(docs, scores * rng.choice([0.0, 0.1, 1.0, 5.0]))
        return kept(match, size) if rng.random() < 0.5 else Scored(match)

    return tuple(one() for _ in range(rng.integers(1, 6)))


@pytest.mark.parametrize("seed", range(150))
def test_any_lists_of_any_scores(seed: int) -> None:
    """Zeros, ties, lists of nothing, more asked than there is; nothing that ties is lost."""
    rng = np.random.default_rng(seed)
    size = int(rng.choice([10, 500, 5000]))
    allowed = rng.random(size) < 0.5 if rng.random() < 0.5 else None
    plan = Plan(
        lists(rng, size, ties=seed % 2 == 0),
        lists(rng, size, ties=seed % 2 == 0) if rng.random() < 0.5 else (),
        every=bool(rng.random() < 0.3),
        allowed=allowed,
        boost=float(rng.choice([1.0, 0.5, 3.0])),
    )
    k = int(rng.choice([1, 3, 40, 700]))
    holding = sum(np.isin(np.arange(size), one.docs).astype(int) for one in plan.lists)
    matching = holding == len(plan.lists) if plan.every else holding > 0
    docs = np.flatnonzero(matching if allowed is None else matching & allowed).astype(np.int32)
    scores = total(plan, docs)
    found = best(plan, k).match
    least = np.sort(scores)[-k] if len(docs) >= k else -1.0
    needed = docs[scores >= least]
    assert np.isin(needed, found.docs).all()
    assert np.isin(found.docs, docs).all()
    assert (found.scores == total(plan, found.docs)).all()


def test_scores_that_tie_lose_no_article(engine: Engine) -> None:
    """With k1 of 0 every frequency earns the same: ids decide among hundreds of ties."""
    other = Engine(engine.snapshot, ranking=Ranking(k1=0.0))
    full = other._evaluate(parse("kata1x kata5x", now=NOW).any)
    wanted = top(full.docs, full.scores, 20, other.snapshot.id)
    got = other.rank("kata1x kata5x", now=NOW, k=20)
    assert [one for one, _ in got] == [other.snapshot.id(doc) for doc in wanted]
