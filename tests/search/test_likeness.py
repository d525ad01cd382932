"""Do slips that people make weigh less than others?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telusur.search.suggestions.likeness import FIRST, OLD, PLAIN, cost

WORDS = st.text("abehjnpst", max_size=8)


@pytest.mark.parametrize(
    ("typed", "slight", "grave"),
    [
        ("resiko", "risiko", "rosiko"),  # letters that sound alike
        ("korpusi", "korupsi", "korpuma"),  # two swapped
        ("banjit", "banjir", "banjil"),  # a key beside
        ("pemillu", "pemilu", "pemiklu"),  # a letter twice
        ("taun", "tahun", "tabun"),  # a letter that is not heard
        ("tjara", "cara", "mara"),  # old letters
        ("gempq", "gempa", "gempi"),
        ("kempa", "kempe", "gempa"),  # the first letter is seldom wrong
    ],
)
def test_a_common_slip_weighs_less(typed: str, slight: str, grave: str) -> None:
    assert cost(typed, slight) < cost(typed, grave)


@pytest.mark.parametrize(
    ("typed", "meant", "rules"),
    [
        ("tjinta", "cinta", 1),
        ("djoeang", "juang", 2),
        ("achir", "akhir", 1),
        ("banjak", "banyak", 1),
    ],
)
def test_each_rule_of_old_letters_counts_once(typed: str, meant: str, rules: int) -> None:
    assert cost(typed, meant) == pytest.approx(rules * OLD)


@given(WORDS, WORDS)
def test_a_cost_is_one_of_edits(typed: str, meant: str) -> None:
    found = cost(typed, meant)
    assert (found == 0) == (typed == meant)
    assert found <= PLAIN * (len(typed) + len(meant)) + FIRST
    assert found >= abs(len(typed) - len(meant)) * OLD
