"""Is what is suggested what was meant, and are right words left alone?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telusur.corpora.article import Article
from telusur.index.commits.store import writing
from telusur.search.engine import Engine
from telusur.search.errors import QueryError
from telusur.search.suggestions.spots import LONGEST
from telusur.search.suggestions.suggest import TRIED

NOW = datetime(2021, 10, 28, tzinfo=UTC)
TEXTS = {
    "Korupsi dana haji di Jakarta, presiden bicara kepada wartawan.": 30,
    "Presiden Sukarno memimpin sidang umum, pedagang di pasar senang.": 30,
    "Gempa bumi di Palu, warga bertanggung jawab.": 30,
    "Bumi hangus, kata Badan Meteorologi di Undang-undang baru.": 20,
    "Bulu tangkis indonesia menang, pemilu lancar yang aman.": 60,
    "Buku gambar dan buku tulis.": 40,
    "Cinta pertama, risiko terakhir.": 20,
    "Tidak ada resiko.": 1,
    "Pemilo sekali.": 1,
    "Pemilihan kepala desa, kereta cepat.": 25,
    "Kereta api dan rel.": 25,
}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("saran")
    build(folder)
    with Engine.open(folder) as opened:
        yield opened


def build(folder: Path) -> None:
    articles = [
        Article(id=f"{n}-{m}", title=text.partition(",")[0], text=text)
        for n, (text, count) in enumerate(TEXTS.items())
        for m in range(count)
    ]
    with writing(folder) as writer:
        writer.commit(articles, [])


def meant(engine: Engine, query: str) -> str | None:
    return engine.search(query, now=NOW, k=1).suggestion


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("korpusi", "korupsi"),
        ("Korpusi JAKRATA", "Korupsi JAKARTA"),
        ("presdien", "presiden"),
        ("vresiden", "presiden"),  # the first letter
        ("tjinta", "cinta"),  # old letters
        ("soekarno", "sukarno"),
        ("yg aman", "yang aman"),  # informal
        ("undnag-undang", "undang-undang"),
        ("dipasar", "di pasar"),  # a blank too few
        ("tanggungjawab", None),
        ("bertanggungjawab", "bertanggung jawab"),
        ("ke pada wartawan", "kepada wartawan"),  # one too many
        ("pemilo", "pemilu"),  # known, but rare beside the other
        (
            'judul:korupsu BUKAN "gempa bumu" situs:kompsa',
            'judul:korupsi BUKAN "gempa bumi" situs:kompsa',
        ),
        ("(korupsu ATAU gempaa) tanggal:Juni 2021", "(korupsi ATAU gempa) tanggal:Juni 2021"),
        ("korups* presdien~ korupsu^2", "korups* presdien~ korupsi^2"),
    ],
)
def test_what_was_meant_is_suggested(engine: Engine, query: str, wanted: str | None) -> None:
    assert meant(engine, query) == wanted


@pytest.mark.parametrize(
    "query",
    [
        "korupsi dana haji",
        "resiko",  # as many articles have it as need be: it is listed, and found with the other
        "kereta cepat",
        "di pasar",
        "xyzzyplugh",
        "qq",
        "penulis:jakrata",
        "2021 G20 10.000",
        "",
    ],
)
def test_right_words_are_left_alone(engine: Engine, query: str) -> None:
    assert meant(engine, query) is None


@pytest.mark.parametrize(
    ("query", "wanted"),
    [("gempa bumu", "gempa bumi"), ("bulu bumu", None), ("tulis buju", "tulis buku")],
)
def test_the_other_words_decide_between_near_ones(
    engine: Engine, query: str, wanted: str | None
) -> None:
    first = engine.suggest(query)[0].text
    assert first == wanted or wanted is None


def test_suggestions_come_likeliest_first_and_no_more_than_asked_for(engine: Engine) -> None:
    found = engine.suggest("bumu", k=10)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert len({one.text for one in found}) == len(found) > 1
    assert engine.suggest("bumu", k=1) == found[:1]
    assert found == engine.suggest("bumu", k=10)


def test_a_suggestion_tells_what_it_corrects(engine: Engine) -> None:
    (one,) = engine.suggest("Korpusi dana jakrata", k=1)
    assert one.text == "Korupsi dana jakarta"
    assert one.corrections == (("Korpusi", "korupsi", 30), ("jakrata", "jakarta", 30))


def test_what_is_suggested_finds_something(engine: Engine) -> None:
    for query in ("korpusi jakrata", "dipasar", "ke pada", "tjinta", "undnag-undang"):
        told = meant(engine, query)
        assert told is not None
        assert engine.count(told, now=NOW)


def test_only_the_first_page_asks(engine: Engine) -> None:
    assert engine.search("korupsu presiden", now=NOW, k=2, page=2).suggestion is None


def test_words_of_deleted_articles_are_not_suggested(tmp_path: Path) -> None:
    with writing(tmp_path) as writer:
        articles = [Article(id=str(n), title="", text=f"kabar {n}") for n in range(9)]
        writer.commit([*articles, Article(id="x", title="", text="kobar")], [])
        writer.commit([], ["x"])
    with Engine.open(tmp_path) as engine:
        assert [one.text for one in engine.suggest("kkbar")] == ["kabar"]


def test_no_more_words_than_some_are_corrected(engine: Engine) -> None:
    (one,) = engine.suggest(" ".join(["korpusi"] * (TRIED + 3)), k=1)
    assert len(one.corrections) == TRIED


def test_hostile_texts_are_borne(engine: Engine) -> None:
    for text in [
        "a" * 10_000,
        "korpusi " * 1250,
        "é" * LONGEST,
        "\x1b[31m\0",
        "\ud800korpusi",
        "字" * 9,
    ]:
        engine.suggest(text)
    with pytest.raises(QueryError, match="10,001 characters"):
        engine.suggest("a" * 10_001)


@settings(max_examples=150)
@given(st.text(max_size=40) | st.text("korupsi :\"()~^=*'-", max_size=40))
def test_any_text_may_be_asked_about(engine: Engine, text: str) -> None:
    for one in engine.suggest(text, k=3):
        assert one.text != text
        assert one.corrections
