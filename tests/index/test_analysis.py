"""Does a text give the terms that a reader of news would look for?"""

from __future__ import annotations

import os
import subprocess
import sys
from collections import defaultdict
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from telusur.index.analysis import (
    LONGEST,
    exact_chain,
    fingerprint,
    fold,
    fold_number,
    forms,
    spans,
    stem_chain,
    stems,
    tokens,
)
from telusur.index.language.stemming import stem
from telusur.index.language.stopwords import stopwords
from telusur.index.schema import label_terms
from telusur.index.segments.inversion import Vocabulary
from telusur.tests.support.inverted import invert
from telusur.tests.support.noise import texts

anything = settings(max_examples=300)

# text, parts, whole
TOKENS = [
    ("Korupsi", ["korupsi"], None),
    ("KOMPAS", ["kompas"], None),
    ("ＫＯＭＰＡＳ", ["kompas"], None),  # NFKC
    ("ﬁlm", ["film"], None),
    ("Éléonore", ["eleonore"], None),
    ("E\u0301le\u0301onore", ["eleonore"], None),
    ("Straße", ["strasse"], None),
    ("İstanbul", ["istanbul"], None),
    ("Jum'at", ["jumat"], None),
    ("Jum’at", ["jumat"], None),
    ("Jum`at", ["jumat"], None),
    ("Jum´at", ["jumat"], None),
    ("Qur’an", ["quran"], None),
    ("Trump's", ["trump"], None),
    ("Trump’S", ["trump"], None),
    ("20’an", ["20an"], None),
    ("3D's", ["3d"], None),
    ("7_Eleven", ["7_eleven"], None),
    ("\u00adwww.a", ["www", "a"], "www.a"),
    ("_garis_", ["garis"], None),
    ("kor\u00adup\u200bsi\ufeff", ["korupsi"], None),
    ("kanak-kanak", ["kanak", "kanak"], "kanak-kanak"),
    ("Undang-Undang", ["undang", "undang"], "undang-undang"),
    ("undang‑undang", ["undang", "undang"], "undang-undang"),  # a hyphen that does not break
    ("undang‐undang", ["undang", "undang"], "undang-undang"),
    ("ke-17", ["ke", "17"], "ke17"),
    ("Covid-19", ["covid", "19"], "covid19"),
    ("di-PHK-kan", ["di", "phk", "kan"], "di-phk-kan"),
    ("10.000", ["10000"], None),
    ("1.234.567", ["1234567"], None),
    ("1,000,000", ["1000000"], None),
    ("10.000,50", ["10000,50"], None),
    ("1,5", ["1,5"], None),
    ("1.5", ["1,5"], None),
    ("１０.０００", ["10000"], None),
    ("192.168.0.1", ["192.168.0.1"], None),
    ("2021-10-28", ["2021", "10", "28"], "2021-10-28"),
    ("10.000-20.000", ["10000", "20000"], "10.000-20.000"),
    ("redaksi@kompas.com", ["redaksi", "kompas", "com"], "redaksi@kompas.com"),
    ("https://www.detik.com/a/b?x=1", ["detik", "com"], "detik.com/a/b?x=1"),
    ("http://news.detik.com/", ["news", "detik", "com"], "news.detik.com"),
    ("www.tempo.co", ["tempo", "co"], "tempo.co"),
    ("@jokowi", ["jokowi"], "@jokowi"),
    ("#IndonesiaMaju", ["indonesiamaju"], "#indonesiamaju"),
    ("KOMPAS.com", ["kompas", "com"], "kompas.com"),
    ("Jawa-Bali", ["jawa", "bali"], "jawa-bali"),
]


@pytest.mark.parametrize(("token", "parts", "whole"), TOKENS)
def test_a_token_gives_its_parts_and_its_whole(
    token: str, parts: list[str], whole: str | None
) -> None:
    [(position, start, found)] = list(tokens(token))
    assert (position, start) == (0, 0)
    assert ([part.text for part in found.parts], found.whole) == (parts, whole)


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("Rp2,3 triliun", ["rp", "2,3", "triliun"]),
        ("Rp 10.000,50", ["rp", "10000,50"]),
        ("Rp. 5.000", ["rp", "5000"]),
        ("Rp.5.000,-", ["rp", "5000"]),
        ("US$100 juta", ["us", "100", "juta"]),
        ("Jakarta/Bogor", ["jakarta", "bogor"]),
        ("pukul 17.30 WIB.", ["pukul", "17,30", "wib"]),
        ("“Kata,” ujar 'dia'…", ["kata", "ujar", "dia"]),
        ("naik 10.000. Lalu", ["naik", "10000", "lalu"]),
        ("a\0b", ["a", "b"]),
        ("- ' … \u200b \u0301", []),
        ("", []),
    ],
)
def test_a_text_gives_its_words_in_order(text: str, surfaces: list[str]) -> None:
    assert [span.surface for span in spans(text)] == surfaces
    assert [span.position for span in spans(text)] == list(range(len(surfaces)))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("dikorupsi", {"korupsi": [0]}),
        ("buku-bukunya hilang", {"buku": [0], "hilang": [2]}),
        ("anak-anak", {"anak": [0]}),
        ("anak anak", {"anak": [0, 1]}),  # two words are no reduplication
        ("Covid-19", {"covid": [0], "19": [1]}),
        ("10.000 orang", {"10000": [0], "orang": [1]}),
    ],
)
def test_a_reduplication_counts_once_among_the_stems(
    text: str, found: dict[str, list[int]]
) -> None:
    assert invert(text).stem == found


def test_the_echo_of_a_reduplication_is_shown_with_the_stem_before_it() -> None:
    assert [span.stem for span in spans("buku-bukunya lama")] == ["buku", "buku", "lama"]


@pytest.mark.parametrize("word", ["korupsi", "10000", "2,3", "covid19", "ibu", "a", "di-phk-kan"])
def test_no_stem_is_empty(word: str) -> None:
    assert stem(word)


def test_a_number_is_its_own_stem() -> None:
    assert [stem(number) for number in ("10000", "2,3", "17")] == ["10000", "2,3", "17"]


def test_stop_words_are_folded_words() -> None:
    assert {"yang", "di", "dan"} <= stopwords()
    assert all(fold(word) == word for word in stopwords())
    assert "korupsi" not in stopwords()


def test_a_label_is_found_by_its_words_and_as_a_whole() -> None:
    assert list(label_terms(("Kompas.com", "Suara Rakyat"))) == [
        "com", "kompas", "kompas.com", "rakyat", "suara",
    ]  # fmt: skip


@anything
@given(texts)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@anything
@given(st.integers(0, 10**12))
def test_thousands_marks_change_no_number(number: int) -> None:
    indonesian, english = f"{number:,}".replace(",", "."), f"{number:,}"
    assert fold_number(indonesian) == str(number)
    if number >= 10**6:  # 1,234 alone is one and a bit
        assert fold_number(english) == str(number)
    assert fold_number(f"{indonesian},5") == f"{number},5"


@anything
@given(texts)
@example("https://de\ud800tik.com/x \ud800abc")
@example("a" * 150 + "-b")
def test_any_text_gives_places_inside_itself(text: str) -> None:
    last = 0
    for number, span in enumerate(spans(text)):
        assert span.position == number
        assert last <= span.start < span.end <= len(text)
        assert span.end <= span.whole_end <= len(text)
        assert span.surface
        assert span.stem
        raw = fold_number(fold(text[span.start : span.end]).strip("_"))
        assert raw[:LONGEST] == span.surface
        last = span.end


@anything
@given(texts)
@example("https://de\ud800tik.com")
def test_every_term_can_be_stored(text: str) -> None:
    found = invert(text)
    for term in (*found.exact, *found.stem):
        assert 0 < len(term.encode()) <= 4 * LONGEST
        assert not any(letter.isspace() for letter in term)


@anything
@given(texts)
@example("Undang-undang Covid-19 di KOMPAS.com, @kpk #banjir")
@example("a" * 150 + "-b")
def test_inverting_finds_what_the_two_chains_find(text: str) -> None:
    found = invert(text)
    assert found.exact == collected(exact_chain(), text)
    assert found.stem == collected(stem_chain(), text)
    assert found.length == len(list(spans(text)))


def collected(chain: Any, text: str) -> dict[str, list[int]]:
    terms: defaultdict[str, list[int]] = defaultdict(list)
    for token in chain(text, positions=True, chars=True):
        assert 0 <= token.startchar < token.endchar <= len(text)
        terms[token.text].append(token.pos)
    assert all(places == sorted(set(places)) for places in terms.values())
    return terms


@anything
@given(texts, texts)
def test_a_word_gives_the_same_terms_wherever_it_stands(before: str, after: str) -> None:
    """A query is analysed alone, a document in a text: both must give the same."""
    alone = forms("Covid-19")
    within = [found for _, _, found in tokens(f"{before} \n Covid-19 \n {after}")]
    assert alone in within
    assert stems(alone.parts) == ("covid", "19")


def test_the_fingerprint_is_the_same_in_every_process() -> None:
    code = "from telusur.index.analysis import fingerprint; print(fingerprint())"
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert told == {fingerprint()}


@settings(max_examples=50)
@example(["www.,", "WWW. kata", "(www.a)"])
@given(st.lists(texts, max_size=4))
def test_a_batch_gives_the_terms_that_each_text_gives(batch: list[str]) -> None:
    found = Vocabulary().invert(batch)
    expected = [invert(text) for text in batch]
    assert found.lengths.tolist() == [one.length for one in expected]
    for fast, slow in ((found.exact, "exact"), (found.stem, "stem")):
        names = sorted({term for one in expected for term in getattr(one, slow)})
        assert fast.terms == [name.encode() for name in names]
        places = [
            place
            for name in names
            for one in expected
            for place in sorted(getattr(one, slow).get(name, []))
        ]
        assert fast.block.positions.tolist() == places
