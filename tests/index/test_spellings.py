"""Is the list of spellings sound, and are old letters read as today's?"""

from __future__ import annotations

from collections import Counter
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telusur.index.language.folding import fold
from telusur.index.language.spellings import modern, spellings

ROWS = [
    line.split("\t")
    for line in files("telusur.index.language.data")
    .joinpath("spellings.tsv")
    .read_text("utf-8")
    .splitlines()
    if not line.startswith("#")
]


def test_a_pair_has_a_kind_and_two_folded_words() -> None:
    assert all(len(row) == 3 for row in ROWS)
    assert {row[0] for row in ROWS} == {"old", "variant", "informal"}
    words = [word for row in ROWS for word in row[1:]]
    assert [word for word in words if fold(word) != word or not word.isalpha()] == []
    assert [row for row in ROWS if row[1] == row[2]] == []


def test_a_spelling_stands_for_one_word_and_is_no_standard_itself() -> None:
    counts = Counter(row[1] for row in ROWS)
    assert [word for word, count in counts.items() if count > 1] == []
    assert sorted(counts.keys() & {row[2] for row in ROWS}) == []


def test_the_list_is_sorted_within_each_kind() -> None:
    for kind in ("old", "variant", "informal"):
        words = [row[1] for row in ROWS if row[0] == kind]
        assert words == sorted(words)
        assert len(words) >= 250


@pytest.mark.parametrize(
    ("one", "other"),
    [("djakarta", "jakarta"), ("soekarno", "sukarno"), ("resiko", "risiko"), ("tjinta", "cinta")],
)
def test_old_and_variant_spellings_find_each_other(one: str, other: str) -> None:
    assert other in spellings(one)
    assert one in spellings(other)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("yg", "yang"), ("dgn", "dengan"), ("nggak", "tidak"), ("gak", "tidak"), ("udah", "sudah")],
)
def test_an_informal_form_finds_the_written_word_only(typed: str, meant: str) -> None:
    assert spellings(typed) == (meant,)
    assert typed not in spellings(meant)


@pytest.mark.parametrize(
    ("old", "today"),
    [("bandoengnja", "bandungnya"), ("sjarat", "syarat"), ("achir", "akhir"), ("majoe", "maju")],
)
def test_old_letters_are_read_as_todays(old: str, today: str) -> None:
    assert today in modern(old)


@given(st.text("tjdnscheouy", max_size=12))
def test_modern_words_are_others(word: str) -> None:
    found = modern(word)
    assert word not in found
    assert len(set(found)) == len(found) < 1 << 7
