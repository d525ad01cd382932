"""Does every explanation add and multiply up to the score of its hit?"""

from __future__ import annotations

import json
import math
import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from telusur.corpora.article import Article
from telusur.corpora.settings import Ranking, Weights
from telusur.search.command.render import results_json, results_text
from telusur.search.engine import Engine, Options
from telusur.search.ranking import rescore
from telusur.search.ranking.explain import Explanation, explain, explanation_lines
from telusur.tests.support.corpora import (
    NOW,
    build_index,
    random_batches,
    random_query,
    random_ranking,
    random_tree,
    seeds,
)


def check(told: Explanation) -> None:
    """Every sum is the sum of its parts, every product their product, all the way down."""
    parts = [child.value for child in told.children]
    if told.how == "sum":
        assert math.isclose(told.value, sum(parts), rel_tol=1e-12, abs_tol=1e-15), told
    if told.how == "product":
        assert math.isclose(told.value, math.prod(parts), rel_tol=1e-12, abs_tol=1e-15), told
    for child in told.children:
        check(child)


def close(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)


@pytest.mark.parametrize("seed", seeds(8))
def test_the_explanation_of_each_hit_sums_to_its_score(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random.Random(f"explain {seed}")
    monkeypatch.setattr(rescore, "RESCORED", rng.choice([2, 5, 100]))
    batches, ranking = random_batches(rng), random_ranking(rng)
    with Engine.open(build_index(tmp_path / "index", batches), ranking=ranking) as engine:
        for _ in range(40):
            text = random_query(rng)
            options = Options(
                mode=rng.choice(["auto", "all", "any"]),
                sort=rng.choice(["relevance", "relevance", "newest", "site"]),
                explain=True,
            )
            for hit in engine.search(text, now=NOW, k=50, options=options).hits:
                assert hit.explanation is not None
                check(hit.explanation)
                assert close(hit.explanation.value, hit.score), (seed, text, hit)
                told = engine.explain(text, hit.article.id, now=NOW, options=options)
                assert told == hit.explanation


@pytest.mark.parametrize("seed", seeds(4))
def test_trees_are_explained_as_they_are_evaluated(seed: int, tmp_path: Path) -> None:
    rng = random.Random(f"explain trees {seed}")
    batches, ranking = random_batches(rng), random_ranking(rng)
    with Engine.open(build_index(tmp_path / "index", batches), ranking=ranking) as engine:
        evaluate = engine._evaluate
        for _ in range(60):
            tree = random_tree(rng)
            match = evaluate(tree)
            for doc in np.flatnonzero(engine.snapshot.live).tolist():
                told = explain(evaluate, tree, doc)
                if told is None:
                    assert doc not in match.docs, (seed, tree)
                    continue
                check(told)
                assert doc in match.docs, (seed, tree)
                assert close(told.value, match.score(doc)), (seed, tree, told)


def labels(told: Explanation) -> Iterator[tuple[str, float]]:
    yield told.label, told.value
    for child in told.children:
        yield from labels(child)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    day = timedelta(days=1)
    articles = [
        Article(id="a", title="Banjir", text="banjir besar di desa", published=NOW - 30 * day),
        Article(id="b", title="Panen", text="desa aman dari banjir. " * 3),
        Article(id="c", title="Gempa", text="gempa saja"),
    ]
    ranking = Ranking(recency_days=30.0, weights=Weights(proximity=0.5))
    folder = build_index(tmp_path / "index", [(articles, [])])
    with Engine.open(folder, ranking=ranking) as opened:
        yield opened


def test_it_names_what_counts(engine: Engine) -> None:
    told = engine.explain("banjir^2 besar", "a", now=NOW)
    assert told is not None
    named = dict(labels(told))
    assert named["freshness: 0.5 ** (age / 30 days)"] == 0.5
    assert named["df, articles with it"] in (1, 2)
    assert named["N, articles"] == 3
    assert named["tf, times it occurs"] == 1
    assert named["boost"] in (1, 2)
    assert named["exact form"] == 0.5
    text = "\n".join(explanation_lines(told))
    for word in ("word banjir", "stem banjir", "exact banjir", "in the title", "in the body"):
        assert word in text
    for word in ("average length", "saturation", "near each other: banjir besar", "function word"):
        assert (word in text) == (word != "function word")


def test_it_says_which_filters_an_article_passes(engine: Engine) -> None:
    told = engine.explain("banjir tanggal:2021-09 id:a -judul:gem*", "a", now=NOW)
    assert told is not None
    named = [label for label, _ in labels(told) if label.startswith("filter")]
    assert "filter id: a" in named
    assert "filter published from 2021-09-01 00:00 UTC and before 2021-10-01 00:00 UTC" in named


def test_what_does_not_match_has_no_explanation(engine: Engine) -> None:
    assert engine.explain("banjir", "c", now=NOW) is None
    assert engine.explain("banjir gempa", "c", now=NOW) is not None
    assert engine.explain("banjir gempa", "c", now=NOW, options=Options(mode="all")) is None


def test_it_is_shown_only_on_request(engine: Engine) -> None:
    plain = engine.search("banjir", now=NOW)
    asked = engine.search("banjir", now=NOW, options=Options(explain=True))
    assert "explain" not in json.loads(results_json(plain))["hits"][0]
    record = json.loads(results_json(asked))["hits"][0]["explain"]
    assert close(record["value"], asked.hits[0].score)
    assert {"label", "value", "how", "children"} == record.keys()
    assert "idf" in results_text(asked)
    assert "idf" not in results_text(plain)
    assert [hit.score for hit in asked.hits] == [hit.score for hit in plain.hits]
