"""Does the Python API keep its contract?"""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from datetime import datetime
from importlib.resources import files
from pathlib import Path

import pytest
import telusur
from telusur import Article, TelusurError

PAGES = Path(str(files("telusur.corpora.samples"))) / "pages"
HIT_KEYS = [
    *("rank", "score", "id", "url", "path", "paths", "title", "site", "section", "authors"),
    *("published", "snippet", "duplicates"),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of three articles, built from Python."""
    folder = tmp_path_factory.mktemp("api") / "indeks"
    articles = [
        Article(
            id="a",
            title="Banjir di Jawa Barat",
            text="Banjir merendam Jawa Barat.",
            url="https://contoh.example/a",
            site="Contoh",
            section="Daerah",
            authors=("Ani", "Budi"),
            published=datetime.fromisoformat("2021-10-28T20:47:00+07:00"),
            paths=("/berkas/a.html",),
        ),
        Article(id="b", title="Panen", text="Petani memanen padi sebelum banjir.", site="Lain"),
        Article(id="c", title="Gempa", text="Gempa <5 SR> & susulan."),
    ]
    assert telusur.build(articles, folder) == 3
    return folder


def test_all_is_sorted_and_everything_in_it_is_there() -> None:
    assert telusur.__all__ == sorted(telusur.__all__)
    assert all(getattr(telusur, name) is not None for name in telusur.__all__)
    public = {
        name
        for name, value in vars(telusur).items()
        if not name.startswith("_") and type(value).__name__ != "module"
    }
    assert public == set(telusur.__all__)


def test_the_package_says_that_it_is_typed() -> None:
    assert (files("telusur") / "py.typed").is_file()


def test_importing_it_loads_no_engine() -> None:
    script = "import sys, telusur; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd="/")
    loaded = {name.split(".")[0] for name in done.stdout.split()}
    assert "telusur" in loaded
    unwanted = {"numpy", "whoosh", "trafilatura", "lxml", "pebble", "msgspec", "yaml", "typer"}
    assert not loaded & unwanted


def test_search_as_in_the_documentation(index: Path) -> None:
    with telusur.open(str(index)) as opened:
        hits = list(opened.search('banjir "Jawa Barat"', k=10))
    assert [hit.id for hit in hits] == ["a", "b"]
    assert hits[0].snippet == "<mark>Banjir</mark> merendam <mark>Jawa</mark> <mark>Barat</mark>."


def test_a_hit_has_the_keys_of_the_json_as_attributes_and_items(index: Path) -> None:
    with telusur.open(index) as opened:
        (hit,) = opened.search("merendam")
    assert list(hit) == HIT_KEYS
    assert len(hit) == len(HIT_KEYS)
    assert all(hit[key] == getattr(hit, key) for key in HIT_KEYS)
    assert (hit.rank, hit["url"], hit.path) == (1, "https://contoh.example/a", "/berkas/a.html")
    assert (hit.site, hit.section, hit.authors) == ("Contoh", "Daerah", ["Ani", "Budi"])
    assert hit.published == "2021-10-28T20:47:00+07:00"
    assert hit.duplicates == []
    assert "rank" in hit
    assert "tiada" not in hit
    with pytest.raises(KeyError):
        hit["tiada"]
    with pytest.raises(dataclasses.FrozenInstanceError):
        hit.rank = 2  # pyright: ignore[reportAttributeAccessIssue]


def test_hits_are_those_of_the_command_line(index: Path) -> None:
    command = [Path(sys.executable).with_name("telusur"), "search", "banjir", "--json"]
    done = subprocess.run([*command, "--index", index], capture_output=True, text=True)
    with telusur.open(index) as opened:
        results = opened.search("banjir")
    assert [dict(hit) for hit in results] == json.loads(done.stdout)["hits"]
    assert (results.query, results.total, len(results), results.mode) == ("banjir", 2, 2, "all")
    assert results.took_ms >= 0


def test_options_of_search(index: Path) -> None:
    with telusur.open(index) as opened:

        def ids(query: str, **how: object) -> list[str]:
            return [hit.id for hit in opened.search(query, **how)]  # pyright: ignore[reportArgumentType]

        assert ids("banjir", k=1) == ["a"]
        assert ids("banjir", k=1, page=2) == ["b"]
        assert ids("banjir", site="Lain") == ["b"]
        assert ids("banjir", author="Budi", section="daerah", since="2021", until="2021") == ["a"]
        assert ids("banjir", until="2020") == []
        assert ids("banjir gempa", mode="all") == []
        assert sorted(ids("banjir gempa", mode="any")) == ["a", "b", "c"]
        assert ids("banjir", sort="newest") == ["a", "b"]
        assert ids("banjir", sort="-site") == ["b", "a"]
        first = opened.search("banjir", k=1, collapse="situs", explain=True)
        assert (first.groups, first.hits[0].more) == (2, 0)
        assert list(first.hits[0]) == [*HIT_KEYS, "more", "explain"]
        assert first.hits[0].explain
        assert first.hits[0].explain["value"] == pytest.approx(first.hits[0].score, abs=1e-6)
        assert ids("banjir", k=1, collapse="situs", explain=True, after=first.next) == ["b"]
        with pytest.raises(TelusurError):
            opened.search("(banjir", strict=True)


def test_an_index_counts_shows_and_iterates(index: Path) -> None:
    with telusur.open(index) as opened:
        assert len(opened) == 3
        assert [article.id for article in opened] == ["a", "b", "c"]
        assert opened.count("banjir") == 2
        shown = opened.show("a")
        assert isinstance(shown, Article)
        assert shown.authors == ("Ani", "Budi")
        assert shown.published == datetime.fromisoformat("2021-10-28T20:47:00+07:00")
        with pytest.raises(TelusurError):
            opened.show("tiada")


def test_an_article_survives_the_index_whole(tmp_path: Path) -> None:
    article = Article(
        id="x y/z",
        title="Judul\u2028 \U0001f600",
        text="Satu.\nDua\ttiga.",
        modified=datetime.fromisoformat("2021-01-01T00:00:00.123456+00:00"),
        tags=("a", "b c"),
        language="ms",
        kind="listing",
        extra={"nilai": 1.5, "daftar": [1, None, {"a": "b"}], "ya": True},
    )
    telusur.build([article], tmp_path / "i")
    with telusur.open(tmp_path / "i") as opened:
        assert list(opened) == [article]


def test_read_yields_the_articles_of_pages_records_and_folders(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "a", "text": "Satu."}\n{rusak\n')
    page = PAGES / "30-bbm-2022-lintas.html"
    (tmp_path / "b.html").write_bytes(page.read_bytes())
    (tmp_path / "c.html").write_bytes((PAGES / "43-tag-kpk-suararakyat.html").read_bytes())
    found = list(telusur.read(tmp_path))
    assert [Path(article.paths[0]).name for article in found] == ["a.jsonl", "b.html"]
    assert [article.id for article in telusur.read(str(tmp_path / "a.jsonl"))] == ["a"]
    with pytest.raises(TelusurError):
        telusur.read(tmp_path / "tiada")


def test_extract_takes_text_and_bytes() -> None:
    page = PAGES / "30-bbm-2022-lintas.html"
    article = telusur.extract(page.read_bytes())
    assert article == telusur.extract(page.read_text("utf-8"))
    assert article.site == "Lintas"
    assert article.text
    named = telusur.extract("<p>Isi berita yang pendek.</p>", url="https://www.detik.com/a")
    assert named.url == "https://www.detik.com/a"
    with pytest.raises(telusur.NotAnArticle, match="listing"):
        telusur.extract((PAGES / "43-tag-kpk-suararakyat.html").read_bytes())
    with pytest.raises(telusur.NotAnArticle):
        telusur.extract(b"")


def test_read_and_build_make_what_the_command_makes(tmp_path: Path) -> None:
    telusur.build(telusur.read(PAGES), tmp_path / "i")
    command = [Path(sys.executable).with_name("telusur"), "index", PAGES]
    subprocess.run([*command, "--index", tmp_path / "j"], capture_output=True, check=True)
    with telusur.open(tmp_path / "i") as one, telusur.open(tmp_path / "j") as other:
        texts = [{article.id: article.text for article in opened} for opened in (one, other)]
    assert texts[0].keys() == texts[1].keys()


def test_stem() -> None:
    assert telusur.stem("membaca") == "baca"


def test_errors_are_of_one_family_and_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(TelusurError) as error:
        telusur.open(tmp_path / "tiada")
    assert error.value.mend
    (tmp_path / "surat").write_text("x")
    with pytest.raises(TelusurError):
        telusur.build([], tmp_path)


def test_building_at_the_place_of_a_deleted_index(tmp_path: Path) -> None:
    import shutil

    for text in ("satu", "dua", "tiga"):
        telusur.build([Article(id="a", title="", text=text)], tmp_path / "i")
        with telusur.open(tmp_path / "i") as opened:
            assert [article.text for article in opened] == [text]
        shutil.rmtree(tmp_path / "i")


def test_an_open_index_stays_as_it_was(tmp_path: Path) -> None:
    telusur.build([Article(id="a", title="", text="lama")], tmp_path / "i")
    with telusur.open(tmp_path / "i") as opened:
        telusur.build([Article(id="a", title="", text="baru")], tmp_path / "i")
        assert [opened.count("lama"), opened.count("baru")] == [1, 0]


def test_an_option_that_is_none_is_refused(tmp_path: Path) -> None:
    telusur.build([Article(id="a", title="", text="banjir")], tmp_path / "indeks")
    with telusur.open(tmp_path / "indeks") as index, pytest.raises(TypeError, match="sortt"):
        index.search("banjir", sortt="newest")
