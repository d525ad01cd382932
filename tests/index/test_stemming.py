"""Is the stem of a word what a reader of news would look for?"""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from telusur.index.language.folding import fold
from telusur.index.language.lexicon import load
from telusur.index.language.stemming import MEMO, Stemmer, default_stemmer, stem
from telusur.tests.support.noise import texts

anything = settings(max_examples=500)
# Long and affixed at random: the letters of affixes come together often.
affixed = st.lists(
    st.sampled_from(
        [
            *("me", "mem", "meng", "per", "ber", "di", "ke", "se", "pe", "ter", "an", "kan", "i"),
            *("nya", "lah", "ajar", "tani", "oleh", "k", "rasa", "-", "1", "el", "em", "ku"),
        ]
    ),
    max_size=7,
).map("".join)

EVERYDAY = {
    "penyelidikan": "selidik",
    "berikan": "beri",
    "pergerakan": "gerak",
    "penarikan": "tarik",
    "memesan": "pesan",
    "kutukan": "kutuk",
    "bali": "bali",
    "bekasi": "bekasi",
    "dikurangi": "kurang",
    "menteri": "menteri",
    "pemberantasan": "berantas",
    "perbankan": "bank",
    "anak-anak": "anak",
    "sayur-mayur": "sayur",
    "tembak-menembak": "tembak",
    "berlari-larian": "lari",
    "henti-hentinya": "henti",
    "ke-17": "17",
    "di-PHK-kan": "phk",
    "KPK-nya": "kpk",
    "meng-upload": "upload",
    "dipertanggungjawabkan": "tanggungjawab",
    "menindaklanjuti": "tindaklanjut",
    "pemerintahnya": "pemerintah",
    "10.000": "10.000",
}


@pytest.mark.parametrize(("word", "root"), EVERYDAY.items())
def test_everyday_words_have_their_root(word: str, root: str) -> None:
    assert stem(word) == root


@anything
@given(texts | affixed)
@example("-")
@example("kiri-kanan")
@example("abu-abu")
def test_a_stem_is_never_empty_and_its_own_stem(text: str) -> None:
    word = fold(text)
    if not word:
        return
    found = default_stemmer().stem(word)
    assert found
    assert default_stemmer().stem(found) == found


@anything
@given(st.lists(affixed.filter(bool), max_size=5))
def test_the_parts_of_a_token_have_stems_and_the_first_has_one(parts: list[str]) -> None:
    found = default_stemmer().parts(parts)
    assert len(found) == len(parts)
    assert all(one is None or one for one in found)
    assert not found or found[0] is not None


@anything
@given(st.lists(affixed.filter(bool), max_size=9))
def test_many_words_have_the_stems_of_each(words: list[str]) -> None:
    assert default_stemmer().stems(words) == [Stemmer(LEXICON).stem(word) for word in words]


LEXICON = load()


def test_a_memo_that_is_full_forgets_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("telusur.index.language.stemming.MEMO", 2)
    small = Stemmer(LEXICON)
    assert small.stems(["membaca", "dibaca", "bacaan", "membaca"]) == ["baca"] * 4
    assert MEMO > 100_000


def test_exceptions_go_before_everything_and_hold_for_enclitics() -> None:
    own = Stemmer(LEXICON, {"Pemberantasan": "pemberantasan", "banyaknya": "jumlah"})
    assert own.stem("pemberantasan") == "pemberantasan"
    assert own.stem("pemberantasannya") == "pemberantasan"
    assert own.stem("banyaknya") == "jumlah"
    assert own.stem("memberantas") == "berantas"


def test_exceptions_that_go_round_have_one_stem() -> None:
    own = Stemmer(LEXICON, {"siang": "malam", "malam": "siang"})
    assert own.stem("siang") == own.stem("malam") == "malam"


def test_a_stemmer_with_exceptions_has_another_name() -> None:
    names = {
        Stemmer(LEXICON).name,
        Stemmer(LEXICON, {"a": "b"}).name,
        Stemmer(LEXICON, {"a": "c"}).name,
        Stemmer(load(families=False)).name,
    }
    assert len(names) == 4
    assert Stemmer(LEXICON, {}).name == Stemmer(LEXICON).name


def test_without_families_words_go_to_the_root_of_grammars() -> None:
    assert default_stemmer().stem("pemerintah") == "pemerintah"
    assert Stemmer(load(families=False)).stem("pemerintah") == "perintah"


def test_analyses_come_best_first_and_tell_their_affixes() -> None:
    first, second, *_ = default_stemmer().analyses("dikurangi")
    assert (first.root, first.affixes) == ("kurang", "di- + kurang + -i")
    assert first.score >= second.score
    assert default_stemmer().analyses("10.000") == []
