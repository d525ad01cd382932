"""Does a query mean what its user wrote?"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from telusur.index.schema import LABELS, TEXTS
from telusur.search.asked.lexer import FIELDS
from telusur.search.asked.query import parse
from telusur.search.asked.tree import Span, Word
from telusur.tests.support.inverted import invert
from telusur.tests.support.shapes import leaves, shape
from whoosh import query

NOW = datetime(2021, 10, 28, 12, tzinfo=UTC)


def meant(text: str) -> str:
    return shape(parse(text, now=NOW, strict=True).all)


@pytest.mark.parametrize(
    ("text", "all_words", "any_word"),
    [
        ("korupsi", "korupsi", "korupsi"),
        ("korupsi banjir", "(korupsi & banjir)", "(korupsi | banjir)"),
        ("yang korupsi", "(korupsi ? yang)", "(korupsi ? yang)"),
        ("di mana korupsi", "(korupsi ? (di | mana))", "(korupsi ? (di | mana))"),
        ("yang di", "(yang & di)", "(yang | di)"),
        ("a b situs:x", "((a & b) & site=x)", "((a | b) & site=x)"),
        ("a b NOT c", "((a & b) & -c)", "((a | b) & -c)"),
        ("a (b c) d", "(a & (b & c) & d)", "(a | (b & c) | d)"),
        ("(a b)", "(a & b)", "(a | b)"),
        ("judul:(a b)", "(title:a & title:b)", "(title:a | title:b)"),
        ("a AND b", "(a & b)", "(a & b)"),
        ("(a b)^2", "((a & b))^2", "((a & b))^2"),
        ("", "0", "0"),
        ("?! -", "0", "0"),
    ],
)
def test_words_side_by_side_are_all_wanted_or_any(text: str, all_words: str, any_word: str) -> None:
    parsed = parse(text, now=NOW)
    assert (shape(parsed.all), shape(parsed.any)) == (all_words, any_word)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a OR b", "(a | b)"),
        ("a OR b OR c", "(a | b | c)"),
        ("a OR b AND c", "(a | (b & c))"),
        ("a AND b OR c", "((a & b) | c)"),
        ("(a OR b) AND c", "((a | b) & c)"),
        ("a b OR c d", "(a & (b | c) & d)"),
        ("NOT a", "(* & -a)"),
        ("NOT NOT a", "a"),
        ("NOT NOT NOT a", "(* & -a)"),
        ("a AND NOT b", "(a & (* & -b))"),
        ("a OR NOT b", "(a | (* & -b))"),
        ("NOT a AND b", "((* & -a) & b)"),
        ("NOT (a b)", "(* & -(a & b))"),
        ("NOT yang", "(* & -yang)"),
        ("*", "*"),
        ("* a", "(a & *)"),
    ],
)
def test_not_binds_tighter_than_and_than_or(text: str, tree: str) -> None:
    assert meant(text) == tree
    translated = text.replace("AND", "DAN").replace("OR", "ATAU").replace("NOT", "BUKAN")
    assert meant(translated) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a or b", "(a & or & b)"),
        ("a And b", "(a & and & b)"),
        ("not a", "(not & a)"),
        ("a atau b", "((a & b) ? atau)"),
        ("a dan b", "((a & b) ? dan)"),
        ("bukan a", "(a ? bukan)"),
        ("=OR", "=or"),
        ('"OR"', '"or"'),
        ("judul:OR", "title:or"),
    ],
)
def test_operators_are_written_in_capitals_alone(text: str, tree: str) -> None:
    assert meant(text) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("judul:korupsi", "title:korupsi"),
        ("title:korupsi", "title:korupsi"),
        ("JUDUL:korupsi", "title:korupsi"),
        ("isi:korupsi", "body:korupsi"),
        ("body:korupsi", "body:korupsi"),
        ('judul:"a b"', 'title:"a b"'),
        ("judul:=a", "title:=a"),
        ("judul:a*", "title:a*"),
        ("judul:yang", "title:yang"),
        ("judul:(a isi:b)", "(title:a & body:b)"),
        ("situs:KOMPAS.com", "site=kompas.com"),
        ("site:kompas.com", "site=kompas.com"),
        ('situs:"Suara Rakyat"', "(site=suara & site=rakyat)"),
        ("penulis:Budi", "author=budi"),
        ("author:Budi", "author=budi"),
        ("penulis:B*", "author=b*"),
        ("penulis:b?di", "author=b?di"),
        ("rubrik:Ekonomi", "section=ekonomi"),
        ("section:Ekonomi", "section=ekonomi"),
        ("tag:covid-19", "tags=covid19"),
        ("url:https://a.id/B", "url=https://a.id/B"),
        ("id:Aa-1", "id=Aa-1"),
        ("situs:(a OR b)", "(site=a | site=b)"),
        ("situs:-", "0"),
        ("tanggal:2021", "[]"),
        ("date:2021", "[]"),
        ("tanggal:2021-06..2021-10", "[]"),
        ("tanggal:Juni 2021", "[]"),
        ("tanggal:Juni 2021 banjir", "(banjir & [])"),
        ("tanggal:28 Oktober 2021 banjir", "(banjir & [])"),
        ("tanggal:sejak kemarin banjir", "(banjir & [])"),
        ('tanggal:"Juni 2021" banjir', "(banjir & [])"),
        ("tanggal:(2020 OR 2021)", "([] | [])"),
        ("banjir OR tanggal:2021", "(banjir | [])"),
        ("NOT tanggal:2021", "(* & -[])"),
    ],
)
def test_fields_have_names_in_both_languages(text: str, tree: str) -> None:
    assert meant(text) == tree


def test_every_field_has_an_english_name() -> None:
    assert {*TEXTS, *LABELS, "date", "url", "id"} == set(FIELDS.values())
    assert set(FIELDS.values()) - {"tags"} <= set(FIELDS)


def test_a_date_without_quotes_is_the_same_as_with_them() -> None:
    bare, quoted = (parse(text, now=NOW).all for text in ("tanggal:Juni 2021", 'date:"Juni 2021"'))
    assert isinstance(bare, Span)
    assert bare == quoted == Span(1622505600000, 1625097600000)
    assert parse("tanggal:sejak kemarin", now=NOW).all == Span(1635292800000, None)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("=Dikorupsi", "=dikorupsi"),
        ("korup*", "korup*"),
        ("kor?psi", "kor?psi"),
        ("*korupsi", "*korupsi"),
        ("Jum'*", "jum*"),
        ("apa?", "apa"),  # a question mark ends a question
        ("korupsi~", "korupsi~1"),
        ("korupsi~2", "korupsi~2"),
        ("korupsi^2", "korupsi^2"),
        ("korupsi^0.5", "korupsi^0.5"),
        ("korupsi~2^3", "korupsi~2^3"),
        ('"a b"~3^2', '"a b"^2'),
        ('~"a b"', '~"a b"'),
        ('="a b"', '="a b"'),
        ("“a b”", '"a b"'),
        ("„a b“", '"a b"'),
        ('a"b c"', '(a & "b c")'),
        ("Jakarta/Bogor", "(jakarta & bogor)"),
        ("covid-19", "covid19"),
        ("https://detik.com/a", "detik.com/a"),
        ("Rp10.000", "(rp & 10000)"),
        ("10:30", "(10 & 30)"),
        ("^2", "2"),
        ("~", "0"),
        ("=", "0"),
        ('""', "0"),
        ("()", "0"),
        ("a () b", "(a & b)"),
        ("a\0b", "(a & b)"),
        ("** *? a", "a"),
    ],
)
def test_signs_around_words(text: str, tree: str) -> None:
    assert shape(parse(text, now=NOW).all) == tree


@pytest.mark.parametrize(
    ("text", "slop"), [('"a b"', 1), ('"a b"~3', 3), ('~"a b"~2', 2), ('~"anak-anak b"', 2)]
)
def test_the_words_of_a_phrase_may_be_so_far_apart(text: str, slop: int) -> None:
    assert {phrase.slop for phrase in leaves(parse(text, now=NOW).all)} == {slop}


def test_a_word_is_sought_by_stem_and_exact_form_in_title_and_body() -> None:
    word = parse("dikorupsi", now=NOW).all
    assert isinstance(word, Word)
    sought = [(term.fieldname, term.text) for term in leaves(word)]
    assert sought == [
        ("title", "korupsi"),
        ("body", "korupsi"),
        ("title_exact", "dikorupsi"),
        ("body_exact", "dikorupsi"),
    ]
    assert [group.bonus for group in word.groups] == [False, True]


def test_a_query_without_words_has_no_scores() -> None:
    assert not parse("situs:kompas.com tanggal:2021 NOT korupsi", now=NOW).scored
    assert parse("situs:kompas.com korupsi", now=NOW).scored


@settings(max_examples=200)
@given(st.text("abAB019.,-‐'’@#/:éßＫ\u0301\u00ad\u200b", max_size=30))
@example("10.000-an @kpk #banjir Jum’at")
def test_a_word_of_a_text_is_sought_by_terms_of_the_text(word: str) -> None:
    """Documents and queries are analysed alike: whatever a text holds can be typed to find it."""
    document = invert(f"sebelum {word} sesudah")
    for text in (word, f"={word}" if word else "", f'"{word}"', f'~"{word}"'):
        for sought in leaves(parse(text, now=NOW).all):
            terms = sought.words if isinstance(sought, query.Phrase) else [sought.text]
            known = document.exact if sought.fieldname.endswith("_exact") else document.stem
            assert set(terms) <= known.keys(), (text, sought)
