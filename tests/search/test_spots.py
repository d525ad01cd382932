"""Which words of a query are open to correction, and is the rest kept as it is typed?"""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telusur.search.asked.lexer import LONGEST
from telusur.search.suggestions.spots import Change, rewritten, spots


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("korupsi jakarta", "korupsi jakarta"),
        ("Korupsi, Jakarta!", "korupsi jakarta"),
        ("gempa BUKAN tsunami OR banjir", "gempa tsunami banjir"),
        ('judul:gempa isi:"gempa bumi" =banjir', "gempa gempa bumi banjir"),
        ("situs:kompas.com penulis:budi rubrik:ekonomi id:abc url:x gempa", "gempa"),
        ("penulis:(budi santoso) judul:(gempa bumi)", "gempa bumi"),
        ("(penulis:budi (gempa)) bumi", "gempa bumi"),
        ("tanggal:Juni 2021 gempa", "gempa"),
        ("tanggal:sejak kemarin gempa", "gempa"),
        ('tanggal:"Juni 2021" gempa', "gempa"),
        ("vaksin* ba?a gempaa~ gempaa~2 bumi^2", "bumi"),
        ('"gempa bumi"~3 ~"gempa bumi"', "gempa bumi gempa bumi"),
        ("undang-undang covid-19 ke17 10.000 G20", "undang undang"),
        ("budi@contoh.id @jokowi #gempa detik.com https://contoh.id/gempa", ""),
        ("Jum'at", "jumat"),
        ('" ~ ^ ( ) : = - *', ""),
        ("", ""),
    ],
)
def test_only_plain_words_are_open(query: str, words: str) -> None:
    assert [spot.word for spot in spots(query)] == words.split()


@pytest.mark.parametrize("query", ["=gempa", "==gempa", 'judul:="gempa"', "((judul:gempa^2))"])
def test_a_word_stands_where_it_is(query: str) -> None:
    (spot,) = spots(query)
    assert query[spot.start : spot.end] == "gempa"


def test_a_run_ends_where_something_stands_between() -> None:
    found = spots('ke pada "ke pada" ke, pada ke judul:pada')
    assert [spot.run for spot in found] == [0, 0, 1, 1, 2, 3, 3, 4]


def test_words_are_replaced_as_they_are_written() -> None:
    changes = [Change(8, 15, "jakarta"), Change(0, 7, "korupsi")]
    assert rewritten("Korpusi JAKRATA!", changes) == "Korupsi JAKARTA!"


def test_no_word_becomes_an_operator() -> None:
    assert rewritten("DNA", [Change(0, 3, "dan")]) == "dan"


@given(st.text(max_size=60) | st.text('gempa:" ()~^=*?-.\0', max_size=60))
def test_any_text_is_kept_where_nothing_changes(text: str) -> None:
    found = spots(text)
    assert rewritten(text, []) == text
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    same = [Change(one.start, one.end, text[one.start : one.end]) for one in found]
    assert rewritten(text, same).lower() == text.lower()


def test_the_longest_query_is_read() -> None:
    assert len(spots("a" * LONGEST)) == 1
