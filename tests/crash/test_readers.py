"""Do readers in other processes see whole commits only, while one writes, merges and sweeps?"""

from __future__ import annotations

from pathlib import Path

import pytest
from telusur.corpora.article import Article
from telusur.index.commits.store import writing
from telusur.index.segments import tiers
from telusur.tests.support.readers import reading

ARTICLES, COMMITS = 12, 100

# Commit n replaces all articles by those of version n, and adds one that stays. Readers search
# until the last version is seen. Every opening must show all articles, all of one version, and as
# many that stayed, by every way there is to ask: stored articles, postings, a whole search.
SHOWN = f"""
from datetime import UTC, datetime

NOW, articles = datetime(2020, 1, 1, tzinfo=UTC), {ARTICLES}

def version_of(snapshot):
    texts = [article.text for article in snapshot.articles()]
    version, *others = set(texts) - {{"tetap"}}
    assert others == [], others
    assert texts.count(version) == articles, texts
    number = int(version.removeprefix("versi"))
    assert texts.count("tetap") == number + 1 == len(snapshot.postings("body", "tetap").docs)
    assert snapshot.count == articles + number + 1
    assert len(snapshot.postings("body_exact", version).docs) == articles
    assert len(snapshot.places("body_exact", version).docs) == articles
    assert snapshot.find("n0") is not None
    assert snapshot.find(f"t{{number}}") is not None
    assert snapshot.average_length("body") == 1
    return number

def check(engine):
    results = engine.search("versi*", now=NOW, k=articles)
    assert results.total == articles, results.total
    assert len({{hit.article.text for hit in results.hits}}) == 1, results.hits
"""


def version(number: int) -> list[Article]:
    stays = Article(id=f"t{number}", title="", text="tetap")
    return [stays, *(Article(id=f"n{n}", title="", text=f"versi{number}") for n in range(ARTICLES))]


def test_eight_readers_never_see_half_a_commit_nor_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tiers, "FANOUT", 2)  # merges between all commits
    monkeypatch.setattr(tiers, "GARBAGE", 2.0)  # of deleted articles as well
    folder = tmp_path / "index"
    with writing(folder) as writer:
        writer.commit(version(0))
        with reading(SHOWN, folder, COMMITS):
            before = writer.generation
            for number in range(1, COMMITS + 1):
                writer.commit(version(number))
                (writer.merge, writer.settle, writer.optimize)[number % 3]()
            assert writer.generation - before > COMMITS
