"""Are articles found by the facts about them, by both names of a field and by options?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from telusur.corpora.article import Article
from telusur.index.updates.job import build
from telusur.search.engine import Engine, Filters, Options
from telusur.tests.support.corpora import NOW

ARTICLES = (
    Article(
        id="1",
        title="Banjir",
        text="Air naik.",
        authors=("Ani Lestari",),
        editors=("Budi Santoso",),
        agency="Antara",
        place="Palu, Sulawesi Tengah",
        captions=("Warga mengungsi (Foto: Dewi)", "Jalan yang terendam"),
    ),
    Article(id="2", title="Banjir", text="Air surut.", byline="Tim Redaksi", kind="video"),
    Article(id="3", title="Flood", text="Water.", agency="Reuters", language="en", place="Jakarta"),
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("indeks")
    build(ARTICLES, folder)
    with Engine.open(folder) as opened:
        yield opened


def found(engine: Engine, text: str, **filters: Any) -> set[str]:
    results = engine.search(text, now=NOW, options=Options(filters=Filters(**filters)))
    return {hit.article.id for hit in results.hits}


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("agency:antara", {"1"}),
        ("kantorberita:reuters", {"3"}),
        ("editor:budi", {"1"}),
        ('penyunting:"Budi Santoso"', {"1"}),
        ("editor:ani", set[str]()),
        ("place:palu", {"1"}),
        ('tempat:"Sulawesi Tengah"', {"1"}),
        ("language:en", {"3"}),
        ("bahasa:en", {"3"}),
        ("kind:video", {"2"}),
        ("jenis:article", {"1", "3"}),
        ("caption:mengungsi", {"1"}),
        ("keterangan:(terendam dewi)", {"1"}),
        ("mengungsi", set[str]()),  # captions take no part where they are not asked for
        ("author:ani", {"1"}),
        ("penulis:redaksi", {"2"}),  # who signed, be it a person or not
        ("banjir NOT kind:video", {"1"}),
        ("agency:ant*", {"1"}),
    ],
)
def test_fields_by_either_name(engine: Engine, query: str, ids: set[str]) -> None:
    assert found(engine, query) == ids


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ({"agency": "Antara"}, {"1"}),
        ({"place": "palu"}, {"1"}),
        ({"language": "en"}, {"3"}),
        ({"kind": "video"}, {"2"}),
        ({"kind": "video", "agency": "Antara"}, set[str]()),
    ],
)
def test_options_choose_as_fields_do(
    engine: Engine, filters: dict[str, str], ids: set[str]
) -> None:
    assert found(engine, "", **filters) == ids
