"""Are the words near to a typed one all those, and only those, that a plain look at each finds?"""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telusur.corpora.article import Article
from telusur.index.commits.store import open_snapshot, writing
from telusur.search.suggestions.near import LONGEST, Neighbours, as_codes, distances, reach

LETTERS = "abcdé字"
TINY = st.text("ab字", max_size=6)


def edits(one: str, other: str) -> int:
    """Optimal string alignment, the whole table, cell by cell."""
    table = [
        [i + j if not i * j else 0 for j in range(len(other) + 1)] for i in range(len(one) + 1)
    ]
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            table[i][j] = min(
                table[i - 1][j] + 1,
                table[i][j - 1] + 1,
                table[i - 1][j - 1] + (one[i - 1] != other[j - 1]),
            )
            if i > 1 and j > 1 and one[i - 2 : i] == other[j - 1] + other[j - 2]:
                table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
    return table[-1][-1]


def near(word: str, terms: Iterable[str]) -> set[str]:
    """The words that are near to one, by its definition."""
    most = reach(word)
    allowed = {term: most if term[0] == word[0] else min(most, 1) for term in terms}
    return {term for term, few in allowed.items() if 0 < edits(word, term) <= few}


def random_word(rng: random.Random, letters: str, most: int) -> str:
    return "".join(rng.choices(letters, k=rng.randint(1, most)))


def index(folder: Path, batches: list[list[str]]) -> None:
    """Commit articles of one text each; every word stands in a title or in a text."""
    with writing(folder) as writer:
        for n, texts in enumerate(batches):
            articles = [
                Article(id=f"{n}-{m}", title=text if m % 3 == 0 else "", text=text if m % 3 else "")
                for m, text in enumerate(texts)
            ]
            writer.commit(articles, [])


@pytest.mark.parametrize("seed", range(12))
def test_near_words_are_those_of_a_plain_look_at_each(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    letters = LETTERS[: rng.choice([2, 4, 6])]
    batches = [
        [
            " ".join(random_word(rng, letters, 9) for _ in range(rng.randint(1, 40)))
            for _ in "123456"
        ]
        for _ in range(rng.randint(1, 3))
    ]
    index(tmp_path, batches)
    with open_snapshot(tmp_path) as snapshot:
        terms = {*snapshot.terms("title_exact"), *snapshot.terms("body_exact")}
        neighbours = Neighbours(snapshot)
        for word in [random_word(rng, letters, 10) for _ in range(60)] + sorted(terms)[:20]:
            found = neighbours.near(word)
            assert set(found) == near(word, terms), word
            for term, (articles, told) in found.items():
                assert told == edits(word, term)
                parts = [
                    len(snapshot.postings(f"{part}_exact", term).docs) for part in ("title", "body")
                ]
                assert articles == max(parts)


@given(st.text("abc字", min_size=1, max_size=8), st.lists(TINY, max_size=20), st.integers(1, 2))
def test_a_table_of_words_gives_the_edits_of_each(word: str, terms: list[str], most: int) -> None:
    near_enough = [term for term in terms if abs(len(term) - len(word)) <= most]
    width = len(word) + most
    table = np.zeros((width, len(near_enough)), np.uint32)
    for column, term in enumerate(near_enough):
        table[: len(term), column] = as_codes(term)
    lengths = np.array([len(term) for term in near_enough], np.intp)
    found = distances(as_codes(word), table, lengths, most).tolist()
    for term, told in zip(near_enough, found, strict=True):
        assert min(told, most + 1) == min(edits(word, term), most + 1)


@pytest.mark.parametrize(("word", "most"), [("di", 0), ("kopri", 1), ("koruptro", 2)])
def test_long_words_may_be_further_off(word: str, most: int) -> None:
    assert reach(word) == most
    assert reach(word * LONGEST) == 0


def test_an_index_of_nothing_has_no_near_words(tmp_path: Path) -> None:
    index(tmp_path, [["kabar"]])
    with writing(tmp_path) as writer:
        writer.commit([], ["0-0"])
    with open_snapshot(tmp_path) as snapshot:
        assert Neighbours(snapshot).near("kabarr") in ({}, {"kabar": (1, 1)})


@settings(max_examples=60)
@given(st.text(max_size=12))
def test_any_text_may_be_asked_for(shared: Neighbours, word: str) -> None:
    assert "kabar" not in shared.near(word) or edits(word, "kabar") <= 2


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Neighbours:
    folder = tmp_path_factory.mktemp("dekat")
    index(folder, [["kabar kabur kamar 新聞報 éclair", "kabar"]])
    return Neighbours(open_snapshot(folder))
