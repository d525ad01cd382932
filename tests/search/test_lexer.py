"""What becomes of a query that is malformed, too long or too deep?"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from telusur.search.asked.lexer import LONGEST, Kind, lex
from telusur.search.asked.query import parse, walk
from telusur.search.errors import QueryError
from telusur.tests.support.effort import within
from telusur.tests.support.noise import queries
from telusur.tests.support.shapes import shape

NOW = datetime(2021, 10, 28, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ('banjir "jawa barat', 8, "a quote is not closed"),
        ("banjir judl:a", 8, "unknown field 'judl'"),
        ("a OR", 3, "OR has nothing to join"),
        ("OR a", 1, "OR has nothing to join"),
        ("a AND OR b", 3, "AND has nothing to join"),
        ("a NOT", 3, "NOT has nothing to join"),
        ("a (b c", 3, "a bracket is not closed"),
        ("a b) c", 4, "a bracket is closed that was not opened"),
        ("(a)) (b", 4, "a bracket is closed that was not opened"),
    ],
)
def test_strict_reports_the_column_and_lenient_takes_it_as_text(
    text: str, column: int, message: str
) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text, now=NOW, strict=True)
    assert caught.value.column == column
    assert caught.value.message == f"{message} at column {column}"
    assert "0" not in shape(parse(text, now=NOW).all)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ('banjir "jawa barat', "(banjir & jawa & barat)"),
        ("judl:a", "(judl & a)"),
        ("a OR", "(a & or)"),
        ("a AND AND b", "(a & and & and & b)"),
        ("(a (b c", "(a & (b & c))"),
        ("a) b", "(a & b)"),
        ("))) a (((", "a"),
    ],
)
def test_lenient_makes_the_best_of_it(text: str, tree: str) -> None:
    assert shape(parse(text, now=NOW).all) == tree


@pytest.mark.parametrize(
    ("text", "column"),
    [("a tanggal:kapan", 3), ("tanggal:2021-02-30", 1), ("korupsi~3", 1), ("a b~9", 3)],
)
def test_what_cannot_be_answered_is_refused_even_lenient(text: str, column: int) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text, now=NOW)
    assert caught.value.column == column
    assert caught.value.mend


def test_brackets_nest_fifty_deep_and_no_deeper() -> None:
    assert shape(parse("(" * 50 + "a" + ")" * 50, now=NOW).all) == "a"
    with pytest.raises(QueryError, match="more than 50 brackets in brackets at column 51"):
        parse("(" * 51 + "a" + ")" * 51, now=NOW)


def test_a_query_has_a_thousand_words_at_most() -> None:
    assert len(walk(parse("a " * 1000, now=NOW).all)) == 1001
    for long in ("a " * 1001, '"' + "a " * 1001 + '"', '"a b" ' * 501, "a-b-" * 501):
        with pytest.raises(QueryError, match="more than 1,000 words"):
            parse(long, now=NOW)


def test_a_query_has_ten_thousand_characters_at_most() -> None:
    parse("a" * LONGEST, now=NOW)
    with pytest.raises(QueryError, match="10,001 characters"):
        parse("a" * (LONGEST + 1), now=NOW)


def test_columns_count_characters_from_one() -> None:
    items = lex("é (judul:b OR “c d”)")
    assert [(item.kind, item.column) for item in items] == [
        (Kind.WORD, 1),
        (Kind.OPEN, 3),
        (Kind.WORD, 4),
        (Kind.OR, 12),
        (Kind.PHRASE, 15),
        (Kind.CLOSE, 20),
    ]


@settings(max_examples=500)
@given(queries, st.booleans())
@example("NOT " * 2000, False)
@example("situs:\ud800*", False)
@example('"' * 9999, False)
@example("(" * 9999, True)
@example("a?" * 4000, False)
@example("=" * 9999, False)
@example("~^" * 4000, True)
def test_any_text_is_a_query_or_a_query_error_soon(text: str, strict: bool) -> None:
    with within(1.0), suppress(QueryError):
        parsed = parse(text, now=NOW, strict=strict)
        assert walk(parsed.all)
        assert walk(parsed.any)
