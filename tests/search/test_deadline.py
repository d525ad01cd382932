"""Does a search end when its time is up, and do threads share an engine without harm?"""

from __future__ import annotations

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from telusur.search.asked.query import parse
from telusur.search.command.headline import headline
from telusur.search.command.render import results_json
from telusur.search.engine import Engine, Filters, Options, Results
from telusur.search.ranking.deadline import Deadline, OutOfTime
from telusur.search.ranking.plan import Planner
from telusur.search.values import Mode
from telusur.tests.support.corpora import (
    NOW,
    build_index,
    random_article,
    random_query,
)

QUERIES = (
    "korupsi",
    "korupsi banjir",
    "korupsi NOT banjir",
    '"undang undang"',
    "jak*",
    "korupsi~",
    "NOT korupsi",
    "situs:kompas.com",
    "",
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    rng = random.Random(3)
    batches = [([random_article(rng, f"a{n}{m}") for m in range(60)], []) for n in range(3)]
    with Engine.open(build_index(tmp_path_factory.mktemp("late") / "i", batches)) as engine:
        yield engine


@pytest.mark.parametrize("text", QUERIES)
@pytest.mark.parametrize("mode", ["auto", "all", "any"])
@pytest.mark.parametrize("sort", ["relevance", "newest", "site"])
def test_no_time_gives_a_partial_answer_at_once(
    text: str, mode: Mode, sort: str, engine: Engine
) -> None:
    options = Options(mode=mode, sort=sort, timeout_ms=0, filters=Filters(site="kompas.com"))
    results = engine.search(text, now=NOW, options=options)
    assert results.partial
    assert results.hits == ()
    assert '"partial": true' in results_json(results)


def test_time_enough_changes_nothing(engine: Engine) -> None:
    for text in QUERIES:
        slow = engine.search(text, now=NOW, options=Options(timeout_ms=60_000))
        plain = engine.search(text, now=NOW)
        assert not slow.partial
        assert (slow.total, slow.mode, told(slow)) == (plain.total, plain.mode, told(plain))
        assert '"partial":' not in results_json(plain)


def told(results: Results) -> list[object]:
    return [(one.rank, one.score, one.article, one.title, one.passages) for one in results.hits]


class Steps(Deadline):
    """A deadline after so many checks: time itself is not to be waited for."""

    def __init__(self, steps: int) -> None:
        super().__init__()
        self._left = steps

    @property
    def passed(self) -> bool:
        self._left -= 1
        return self._left < 0


@pytest.mark.parametrize("steps", range(12))
def test_what_is_found_in_part_does_match(steps: int, engine: Engine) -> None:
    """Wherever time runs out: every document told matches, and is worth no more than it is."""
    rng = random.Random(steps)
    for _ in range(100):
        text = random_query(rng)
        tree = parse(text, now=NOW).any
        full = engine._evaluate(tree)
        planner = Planner(engine._evaluate.begin(Steps(steps)))
        try:
            found = planner.best(tree, 5).match
        except OutOfTime:
            continue
        assert set(found.docs.tolist()) <= set(full.docs.tolist()), text
        for doc, score in zip(found.docs.tolist(), found.scores.tolist(), strict=True):
            assert score <= full.score(doc) + 1e-9, text
            assert planner.partial or score == pytest.approx(full.score(doc)), text


def test_threads_share_an_engine(engine: Engine) -> None:
    rng = random.Random(9)
    texts = [random_query(rng) for _ in range(60)] * 4
    plain = [told(engine.search(text, now=NOW)) for text in texts]
    snapshot = engine.snapshot
    fresh = Engine(snapshot)  # nothing is kept yet: threads make the same lists side by side
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda text: told(fresh.search(text, now=NOW)), texts))
    assert found == plain


def test_a_person_is_told(engine: Engine) -> None:
    results = engine.search("korupsi", now=NOW, options=Options(timeout_ms=0))
    assert "time was up" in headline(results)
    assert "time was up" not in headline(engine.search("korupsi", now=NOW))
