"""Does a query for a date, an amount or a percentage find it in every spelling, and mark it?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from telusur.corpora.article import Article
from telusur.corpora.settings import Ranking, Weights
from telusur.search.asked.lexer import lex
from telusur.search.asked.query import parse
from telusur.search.asked.valued import with_values
from telusur.search.command.render import pieces
from telusur.search.engine import Engine, Options
from telusur.search.snippets.passages import Passage
from telusur.tests.support.corpora import NOW, build_index
from telusur.tests.support.shapes import shape

SPELLINGS = {
    "date": ["17 Agustus 2021", "17/8/2021", "17-08-2021", "2021-08-17", "17 Agt 2021", "17/08/21"],
    "money": [
        "Rp 1,5 miliar",
        "Rp1.500.000.000,-",
        "1.500 juta rupiah",
        "Rp1,5 M",
        "IDR 1,5 milyar",
    ],
    "dollars": ["US$ 5 juta", "5 juta dolar AS", "USD 5.000.000"],
    "number": ["200 ribu", "200.000", "dua ratus ribu", "0,2 juta"],
    "percentage": ["5 persen", "5%", "5,0 %", "lima persen"],
}
# The words of the values, but not side by side.
SCATTERED = (
    "Pada 17 kota di 2021 lewat Agustus, Agt 8 dan 08 persen; Rp USD IDR AS milyar miliar juta M "
    "rupiah dua ratus 200 ribu 1,5 lalu 5 dan 1500 lima US dolar 2021"
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    articles = [
        Article(id=f"{kind}-{n}", title="Laporan", text=f"Rapat itu menyebut {text}, kata warga.")
        for kind, texts in SPELLINGS.items()
        for n, text in enumerate(texts)
    ]
    articles.append(Article(id="headline", title="Rugi Rp1,5 M", text="Rapat itu singkat."))
    articles.append(Article(id="scattered", title="Laporan", text=SCATTERED))
    folder = build_index(tmp_path_factory.mktemp("values"), [(articles, [])])
    with Engine.open(folder) as engine:
        yield engine


def ids(engine: Engine, text: str, **how: object) -> list[str]:
    hits = engine.search(text, now=NOW, k=50, options=Options(**how)).hits  # pyright: ignore[reportArgumentType]
    return [hit.facts.id for hit in hits]


QUERIES = [(kind, text) for kind, texts in SPELLINGS.items() for text in texts]


@pytest.mark.parametrize(("kind", "text"), QUERIES)
def test_each_spelling_finds_every_other(engine: Engine, kind: str, text: str) -> None:
    found = ids(engine, text, mode="all")
    assert {f"{kind}-{n}" for n in range(len(SPELLINGS[kind]))} <= {*found}
    others = {one for one in found if not one.startswith((kind, "headline", "scattered"))}
    assert not others or (text == "5%" and others == {"dollars-0", "dollars-1"})  # the word 5
    assert set(found) <= set(ids(engine, text, mode="any"))
    assert engine.count(text, now=NOW) == len(found)


def shown(passage: Passage) -> str:
    return "".join(f"[{piece}]" if marked else piece for piece, marked in pieces(passage))


@pytest.mark.parametrize(("kind", "text"), QUERIES)
def test_each_spelling_is_marked_as_a_whole(engine: Engine, kind: str, text: str) -> None:
    hits = engine.search(text, now=NOW, k=50, options=Options(mode="all")).hits
    told = {hit.facts.id: shown(hit.passage) for hit in hits}
    for n, other in enumerate(SPELLINGS[kind]):
        name = other.removesuffix(",-")
        assert f"menyebut [{name}]" in told[f"{kind}-{n}"]


def test_a_number_finds_money_and_marks_the_number_only(engine: Engine) -> None:
    hits = engine.search("1,5 miliar", now=NOW, k=50, options=Options(mode="all")).hits
    told = {hit.facts.id: shown(hit.passage) for hit in hits}
    assert "menyebut Rp[1.500.000.000],-" in told["money-1"]
    assert "IDR [1,5 milyar]" in told["money-4"]
    assert [shown(hit.title) for hit in hits if hit.facts.id == "headline"] == ["Rugi Rp[1,5 M]"]


def test_another_spelling_is_worth_as_much_as_the_words(engine: Engine) -> None:
    """Of two texts of one length, the one that spells the date in words is not better.

    But for the lead: where a value stands is not known.
    """
    ranking = Ranking(weights=Weights(lead=0.0))
    with Engine(engine.snapshot, ranking=ranking) as level:
        hits = level.search("17 Agustus 2021", now=NOW, k=50, options=Options(mode="all")).hits
        scores = {hit.facts.id: hit.score for hit in hits}
    assert scores["date-0"] == scores["date-1"] == scores["date-4"]


def test_nearness_counts_in_another_spelling_as_well(engine: Engine) -> None:
    ranking = Ranking(weights=Weights(proximity=0.5, lead=0.0))
    with Engine(engine.snapshot, ranking=ranking) as near:
        hits = near.search("17 Agustus 2021", now=NOW, k=50, options=Options(mode="all")).hits
        scores = {hit.facts.id: hit.score for hit in hits}
    assert scores["date-1"] >= scores["date-0"] > 0


def test_a_sign_counts(engine: Engine) -> None:
    percents = [f"percentage-{n}" for n in range(4)]
    assert sorted(ids(engine, "5%", mode="any")[:4]) == percents


def test_the_parts_of_an_article_are_told_apart(engine: Engine) -> None:
    assert ids(engine, "judul:(Rp 1.500 juta)") == ["headline"]
    assert "headline" not in ids(engine, "isi:(Rp 1.500 juta)", mode="all")
    assert "headline" in ids(engine, "Rp 1.500 juta", mode="all")


@pytest.mark.parametrize("text", ["17/8/2021", "Rp 1.500 juta", "5%", "200 ribu OR 5 persen"])
def test_an_explanation_adds_up_to_the_score(engine: Engine, text: str) -> None:
    results = engine.search(text, now=NOW, k=50, options=Options(explain=True, mode="any"))
    assert results.hits
    for hit in results.hits:
        assert hit.explanation is not None
        assert hit.explanation.value == pytest.approx(hit.score)


def test_an_explanation_names_the_value(engine: Engine) -> None:
    from telusur.search.ranking.explain import explanation_lines

    told = engine.explain("17 Agustus 2021", "date-1", now=NOW)
    assert told is not None
    lines = "\n".join(explanation_lines(told))
    assert "named once, spelt in another way: date:2021-08-17" in lines
    assert "stem 17" in lines


# What names a value in a query


def meant(text: str) -> list[tuple[str, str]]:
    items = with_values(lex(text))
    return [(item.text, item.value.term) for item in items if item.value]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("rapat 17 Agustus 2021 di Solo", "17 Agustus 2021"),
        ("(17 Agustus 2021) OR merdeka", "17 Agustus 2021"),
        ("banjir AND 17 Agustus 2021", "17 Agustus 2021"),
        ("NOT 17/8/2021", "17/8/2021"),
        ("isi:17/8/2021", "17/8/2021"),
        ("17/8/2021^2", "17/8/2021"),
        ("17^2 Agustus^2 2021^2", "17 Agustus 2021"),
        ("5 % saja", "5 %"),
        ("korupsi Rp 1,5 triliun", "Rp 1,5 triliun"),
        ("tanggal:2021 dua ratus ribu", "dua ratus ribu"),
    ],
)
def test_plain_words_side_by_side_name_a_value(text: str, words: str) -> None:
    found = meant(text)
    assert [word for word, _ in found] == words.split()
    assert len({term for _, term in found}) == 1


@pytest.mark.parametrize(
    "text",
    [
        "17 Agustus",
        '"17 Agustus 2021"',
        "=17/8/2021",
        "=17 Agustus 2021",
        "17/8/2021~",
        "17/8/202?",
        "17 AND Agustus AND 2021",
        "17 (Agustus 2021)",
        "NOT 17 Agustus 2021",
        "judul:17 Agustus 2021",
        "17^2 Agustus 2021",
        "tanggal:17 Agustus 2021",
        "tanggal:17/8/2021",
        "situs:17/8/2021",
        "id:100",
        "5%-10%",
        "Solo,17/8/2021",
        "korupsi kpk",
    ],
)
def test_whatever_has_a_sign_names_none(text: str) -> None:
    assert [word for word, _ in meant(text) if word != "2021"] == []


def test_values_can_be_turned_off() -> None:
    on, off = parse("17/8/2021", now=NOW), parse("17/8/2021", now=NOW, values=False)
    assert shape(on.all) == shape(off.all) == "(17 & 8 & 2021)"
    assert on.all != off.all


def test_a_long_text_shows_where_it_names_a_value(tmp_path: Path) -> None:
    quiet = "kata lain. " * 9000
    text = f"{quiet} pada 17/8/2021 lalu. {quiet} 17 orang"
    folder = build_index(tmp_path, [([Article(id="a", title="", text=text)], [])])
    with Engine.open(folder) as engine:
        [hit] = engine.search("17 Agustus 2021", now=NOW).hits
        assert "pada [17/8/2021] lalu" in shown(hit.passage)


def test_a_text_of_a_book_still_has_a_passage(tmp_path: Path) -> None:
    quiet = "kata lain. " * 90_000
    text = f"{quiet} pada 17/8/2021 lalu. {quiet} 17 orang"
    folder = build_index(tmp_path, [([Article(id="a", title="", text=text)], [])])
    with Engine.open(folder) as engine:
        [hit] = engine.search("17 Agustus 2021", now=NOW).hits
        assert "[17" in shown(hit.passage)
