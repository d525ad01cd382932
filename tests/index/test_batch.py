"""Is a batch full when it should be, and does it hold each article once?"""

from __future__ import annotations

import time

import pytest
from telusur.corpora.article import Article
from telusur.index.updates.batch import BYTES_PER_ARTICLE, BYTES_PER_CHARACTER, SECONDS, Batch


def article(number: int, characters: int = 100) -> Article:
    return Article(id=f"n{number}", title="", text="x" * characters)


def test_a_batch_is_full_when_its_articles_need_the_memory() -> None:
    one = BYTES_PER_ARTICLE + 100 * BYTES_PER_CHARACTER
    batch = Batch(3 * one)
    assert [(batch.put(article(n)), batch.is_full)[1] for n in range(3)] == [False, False, True]


def test_an_article_put_again_takes_the_place_of_the_earlier_one() -> None:
    batch = Batch(3 * (BYTES_PER_ARTICLE + 100 * BYTES_PER_CHARACTER))
    for characters in (100, 40, 70, 100):
        batch.put(article(1, characters))
    batch.put(article(2))
    assert not batch.is_full
    assert [len(one.text) for one in batch.articles.values()] == [100, 100]


def test_what_is_removed_and_put_again_is_there_and_the_reverse() -> None:
    batch = Batch()
    batch.put(article(1))
    batch.remove("n1")
    batch.remove("n2")
    assert (list(batch.articles), batch.removed) == ([], {"n1", "n2"})
    batch.put(article(2))
    assert (list(batch.articles), batch.removed) == (["n2"], {"n1"})


def test_a_batch_is_full_after_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    batch = Batch()
    batch.put(article(1))
    assert not batch.is_full
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + SECONDS + 1)
    assert batch.is_full
