"""Do short forms and their long forms find each other, where they should and only there?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from telusur.corpora.article import Article
from telusur.index.meanings import Meanings
from telusur.search.asked.expansion import Expander, runs
from telusur.search.asked.lexer import lex
from telusur.search.asked.query import parse
from telusur.search.asked.synonyms import Synonyms
from telusur.search.command.render import results_json, results_text, snippet_html
from telusur.search.command.shortforms import lines, listed
from telusur.search.engine import Engine
from telusur.search.values import Options
from telusur.tests.support.corpora import NOW, build_index
from telusur.tests.support.oracle import Oracle

TEXTS = {
    "both": "Ketua Komisi Pemberantasan Korupsi (KPK) bicara di Jakarta.",
    "short": "Penyidik KPK menahan bupati.",
    "long": "Gedung Komisi Pemberantasan Korupsi dijaga polisi.",
    "scattered": "Korupsi di komisi daerah dan pemberantasan hama.",
    "blend": "Pegawai Kementerian Keuangan (Kemenkeu) libur.",
    "kemenkeu": "Kata Kemenkeu, pajak naik.",
    "country": "Presiden Amerika Serikat (AS) tiba.",
    "us": "Dolar AS menguat.",
    "states": "Bank sentral Amerika Serikat diam.",
    "axle": "Mobil itu patah as roda belakang.",
    "axles": "Bengkel mengganti as dan kopling.",
    "un1": "Sidang Perserikatan Bangsa-Bangsa (PBB) dibuka.",
    "un2": "Perserikatan Bangsa-Bangsa (PBB) prihatin.",
    "party": "Ketua Partai Bulan Bintang (PBB) mundur.",
    "even1": "Kawasan Berikat (KB) dibangun.",
    "even2": "Keluarga Berencana (KB) berhasil.",
    "quiet": "Warga di desa panen.",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    articles = [Article(id=one, title="", text=text) for one, text in TEXTS.items()]
    return build_index(tmp_path_factory.mktemp("singkatan") / "indeks", [(articles, [])])


@pytest.fixture(scope="module")
def engine(folder: Path) -> Iterator[Engine]:
    with Engine.open(folder) as engine:
        yield engine


def found(engine: Engine, text: str, **how: bool) -> set[str]:
    results = engine.search(text, now=NOW, k=50, options=Options(mode="all", **how))
    return {hit.facts.id for hit in results.hits}


def also(engine: Engine, text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [tuple(one) for one in engine.search(text, now=NOW).expansions]


KPK = {"both", "short", "long"}
COUNTRY = {"country", "us", "states"}


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("KPK", KPK),
        ("kpk", KPK),
        ("komisi pemberantasan korupsi", {*KPK, "scattered"}),
        ("kemenkeu", {"blend", "kemenkeu"}),
        ("Kementerian Keuangan", {"blend", "kemenkeu"}),
        ("AS", COUNTRY),
        ("amerika serikat", COUNTRY),
        ("as", {"country", "us", "axle", "axles"}),
        ("PBB", {"un1", "un2", "party"}),
        ("perserikatan bangsa-bangsa", {"un1", "un2", "party"}),
        ("perserikatan bangsa bangsa", {"un1", "un2", "party"}),
        ("partai bulan bintang", {"party"}),
        ("KB", {"even1", "even2"}),
        ("di", {"both", "scattered", "quiet"}),
        ("kpk bupati", {"short"}),
        ("KPK AND polisi", {"long"}),
        ("kpk OR kemenkeu", {*KPK, "blend", "kemenkeu"}),
        ("(kpk) polisi", {"long"}),
        ("isi:kpk", KPK),
        ("isi:(kpk polisi)", {"long"}),
        ("judul:kpk", set()),
        ("=kpk", {"both", "short"}),
        ('"kpk"', {"both", "short"}),
        ('"komisi pemberantasan korupsi"', {"both", "long"}),
        ("kpk*", {"both", "short"}),
        ("gedung NOT kpk", {"long"}),
        ("gedung NOT (kpk)", {"long"}),
        ("gedung NOT NOT kpk", {"long"}),
        ("NOT (gedung kpk)", set(TEXTS)),
        ("situs:kpk", set()),
    ],
)
def test_a_query_finds_the_other_name_as_well(engine: Engine, text: str, ids: set[str]) -> None:
    assert found(engine, text) == ids


def test_without_expansion_words_are_sought_as_they_are_written(engine: Engine) -> None:
    assert found(engine, "kpk", expand=False) == {"both", "short"}
    assert found(engine, "AS", expand=False) == {"country", "us", "axle", "axles"}
    options = Options(mode="all", expand=False)
    assert engine.count("kpk", now=NOW, options=options) == 2
    assert engine.count("kpk", now=NOW) == 3
    assert {one for one, _ in engine.rank("kpk", now=NOW, k=9)} == KPK
    assert {one for one, _ in engine.rank("kpk", now=NOW, k=9, expand=False)} == KPK - {"long"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("kpk", [("kpk", ("Komisi Pemberantasan Korupsi",))]),
        ("Komisi Pemberantasan Korupsi", [("Komisi Pemberantasan Korupsi", ("KPK",))]),
        ("PBB", [("PBB", ("Perserikatan Bangsa-Bangsa",))]),
        ("partai PBB", [("PBB", ("Partai Bulan Bintang",))]),
        ("KB keluarga", [("KB", ("Keluarga Berencana",))]),
        ("partai bulan bintang", []),
        ("KB", []),
        ("as", []),
        ("situs:kpk isi:(x NOT kpk)", []),
        ("kpk kpk", [("kpk", ("Komisi Pemberantasan Korupsi",))]),
        ("KPK MENAHAN BUPATI AS", [("KPK", ("Komisi Pemberantasan Korupsi",))]),
    ],
)
def test_the_answer_names_what_was_sought_as_well(
    engine: Engine, text: str, names: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert also(engine, text) == names


def test_the_header_names_it_and_the_json_has_one_key_more(engine: Engine) -> None:
    results = engine.search("kpk", now=NOW)
    assert results_text(results).splitlines()[0].endswith("), also: Komisi Pemberantasan Korupsi")
    told, plain = (json.loads(results_json(engine.search(one, now=NOW))) for one in ("kpk", "desa"))
    assert told["expansions"] == [{"words": "kpk", "also": ["Komisi Pemberantasan Korupsi"]}]
    assert set(told) - set(plain) == {"expansions"}
    assert [set(hit) for hit in told["hits"]] == [set(plain["hits"][0])] * 3


def test_the_typed_form_ranks_before_the_other_name(engine: Engine) -> None:
    best = [hit.facts.id for hit in engine.search("kpk", now=NOW).hits]
    assert best[-1] == "long"


def test_the_other_name_is_marked_and_capitals_are_marked_alone(engine: Engine) -> None:
    marked = {
        hit.facts.id: snippet_html(*hit.passages) for hit in engine.search("AS", now=NOW).hits
    }
    assert marked["states"] == "Bank sentral <mark>Amerika</mark> <mark>Serikat</mark> diam."
    assert marked["us"] == "Dolar <mark>AS</mark> menguat."


@pytest.mark.parametrize("text", ["kpk", "komisi pemberantasan korupsi", "AS dolar", "PBB OR kpk"])
def test_scores_are_those_of_the_oracle_and_explained(engine: Engine, text: str) -> None:
    articles = list(engine.articles())
    expander = Expander(Meanings(engine.snapshot), Synonyms())
    tree = parse(text, now=NOW, expander=expander).any
    expected = Oracle(articles, engine.ranking).order(tree)
    ranked = engine.rank(text, now=NOW, k=50)
    assert [one for one, _ in ranked] == [one for one, _ in expected]
    for (article_id, score), (_, other) in zip(ranked, expected, strict=True):
        assert score == pytest.approx(other, abs=1e-5)
        told = engine.explain(text, article_id, now=NOW, options=Options(mode="any"))
        assert told is not None
        assert told.value == pytest.approx(score, abs=1e-5)


def test_synonyms_of_the_user_go_both_ways(folder: Path) -> None:
    synonyms = Synonyms([("komisi antirasuah", "KPK"), ("as roda", "kopling")])
    with Engine.open(folder, synonyms=synonyms) as engine:
        assert found(engine, "komisi antirasuah") == {"both", "short"}
        assert found(engine, "kopling") == {"axle", "axles"}
        assert also(engine, "kpk")[0][1] == ("komisi antirasuah", "Komisi Pemberantasan Korupsi")
        assert found(engine, "komisi antirasuah", expand=False) == set()
        assert lines(listed(engine, "kopling")) == "as roda\tkopling\t0"


def test_runs_are_words_side_by_side_that_nothing_bars() -> None:
    items = lex('a b "c" d =e f* g NOT h i (j k) situs:l situs:(m n) isi:o p~ q NOT (r s) t')
    shown = [[items[at].text for at in run] for run in runs(items)]
    assert shown == [["a", "b"], ["d"], ["g"], ["i"], ["j", "k"], ["o"], ["q"], ["t"]]


def test_short_forms_are_listed_with_their_counts(engine: Engine) -> None:
    assert lines(listed(engine, "pbb")) == (
        "PBB\tPerserikatan Bangsa-Bangsa\t2\nPBB\tPartai Bulan Bintang\t1"
    )
    assert lines(listed(engine, "Komisi Pemberantasan Korupsi")) == (
        "KPK\tKomisi Pemberantasan Korupsi\t1"
    )
    told = json.loads(lines(listed(engine, "pbb"), as_json=True))["acronyms"]
    assert [one["sought"] for one in told] == [True, False]
    assert len(listed(engine)) == 7
    assert [one.sought for one in listed(engine, "kb")] == [False, False]
    assert listed(engine, "xyz") == []
