"""Does a job wire scan, extraction and update, with workers and without?"""

from __future__ import annotations

import gzip
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from telusur.corpora.article import Article, Reason
from telusur.corpora.config import load_config
from telusur.corpora.extraction import Extraction
from telusur.corpora.paging import by_address
from telusur.corpora.settings import Config, Corpus, Limits
from telusur.corpora.userrules import Boilerplate
from telusur.index.commits.store import open_snapshot
from telusur.index.updates import batch
from telusur.index.updates.job import Job, build, extraction, rules, run
from telusur.index.updates.summary import Summary

PROSE = (
    "Hujan deras yang turun sejak dini hari membuat sungai meluap dan merendam puluhan rumah warga "
    "di tiga desa, kata kepala badan penanggulangan bencana setempat."
)
SAMPLES = Path(str(files("telusur.corpora.samples"))) / "pages"


def test_the_samples_in_worker_processes_are_as_here(desk: Any, tmp_path: Path) -> None:
    here = desk.run(SAMPLES)
    found = desk.articles()
    assert here.skipped == {Reason.LISTING: 3, Reason.ERROR_PAGE: 1}
    assert here.indexed + here.merged == 40
    desk.index = tmp_path / "lain"
    assert desk.run(SAMPLES, workers=2) == here
    assert desk.articles() == found
    assert desk.is_sound()


def test_pages_and_records_packed_or_not(desk: Any) -> None:
    page = desk.page("a.html", "Isi halaman.")
    (desk.pages / "b.html.gz").write_bytes(gzip.compress(page.read_bytes()))
    (desk.pages / "c.jsonl.gz").write_bytes(gzip.compress(b'{"id": "c", "text": "Catatan."}\n'))
    desk.write("d.png", "bukan halaman")
    summary = desk.run()
    assert summary.indexed == 3
    assert summary.skipped == {Reason.UNSUPPORTED: 1}
    assert summary.files == 3


def test_what_the_corpus_says_reaches_the_articles(desk: Any) -> None:
    desk.page("a.html", "Isi.", url="https://warta.example/1")
    desk.run(corpora=[desk.corpus(language="ms", outlets={"warta.example": "Warta Kita"})])
    assert (desk.only().language, desk.only().site) == ("ms", "Warta Kita")


def test_limits_of_the_settings_hold(desk: Any) -> None:
    desk.page("a.html", "Isi.")
    summary = Summary()
    config = Config(workers=0, limits=Limits(html_bytes=100))
    run(Job(corpora=[desk.corpus()], folder=desk.index, config=config), desk.watcher, summary)
    assert summary.skipped == {Reason.TOO_LARGE: 1}


def test_corpora_of_a_settings_file(desk: Any) -> None:
    desk.page("satu/a.html", "Satu.")
    desk.page("satu/arsip/b.html", "Lama.")
    desk.records("dua/c.jsonl", [{"id": "c", "text": "Catatan."}])
    path = desk.write(
        "telusur.yaml",
        "corpora:\n- {name: satu, paths: [satu], exclude: [arsip]}\n"
        "- {name: dua, paths: [dua], language: ms}\n",
    )
    desk.run(corpora=load_config(path).corpora)
    languages = {Path(a.paths[0]).name: a.language for a in desk.articles().values()}
    assert languages == {"a.html": "id", "c.jsonl": "ms"}


def test_rules_change_with_what_changes_articles_and_with_nothing_else() -> None:
    base = extraction(Corpus(name="a", paths=(Path("/a"),)), Config())
    assert base == Extraction()
    assert rules(base) == rules(extraction(Corpus(name="b", paths=(Path("/b"),)), Config()))
    assert rules(base) == rules(Extraction(include_listings=True))
    others = [
        Extraction(language="ms"),
        Extraction(timezone="Asia/Jayapura"),
        Extraction(outlets={"a.example": "A"}),
        Extraction(boilerplate=Boilerplate(boxes=(".iklan",))),
        Extraction(boilerplate=Boilerplate(lines=("Iklan",))),
    ]
    assert len({rules(base), *map(rules, others)}) == 6
    one, other = {"a": "1", "b": "2"}, {"b": "2", "a": "1"}
    assert rules(Extraction(outlets=one)) == rules(Extraction(outlets=other))


def test_build_takes_articles_in_batches_and_replaces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "BYTES_PER_ARTICLE", batch.MEMORY // 10)
    articles = (Article(id=str(n % 20), title="", text=f"versi {n}") for n in range(35))
    assert build(articles, tmp_path / "i") == 35
    with open_snapshot(tmp_path / "i") as snapshot:
        texts = {article.id: article.text for article in snapshot.articles()}
        assert snapshot.generation >= 4
    assert texts == {str(n % 20): f"versi {n}" for n in range(15, 35)}
    assert build([Article(id="3", title="", text="baru")], tmp_path / "i") == 1
    with open_snapshot(tmp_path / "i") as snapshot:
        assert snapshot.count == 20


def test_a_fault_of_the_caller_keeps_the_batches_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "BYTES_PER_ARTICLE", batch.MEMORY // 10)

    def faulty() -> Any:
        yield from (Article(id=str(n), title="", text="x") for n in range(25))
        raise ValueError("sumber habis")

    with pytest.raises(ValueError, match="sumber habis"):
        build(faulty(), tmp_path / "i")
    with open_snapshot(tmp_path / "i") as snapshot:
        assert snapshot.count == 20


def test_articles_that_were_built_in_are_left_alone_by_runs(desk: Any) -> None:
    build([Article(id="dari-program", title="", text="Isi.")], desk.index)
    path = desk.page("a.html", "Isi.")
    desk.run()
    path.unlink()
    desk.run()
    assert list(desk.articles()) == ["dari-program"]


def test_a_rule_of_the_user_has_pages_read_again(desk: Any) -> None:
    desk.page("a.html", f"{PROSE}</p><p>Dukung jurnalisme warga</p><p>{PROSE.title()}")
    rules_file = desk.write("aturan.yaml", "")
    path = desk.write(
        "telusur.yaml", "boilerplate: aturan.yaml\ncorpora: [{name: a, paths: [.]}]\n"
    )

    def updated() -> int:
        summary = Summary()
        config = replace(load_config(path), workers=0)
        corpora = [desk.corpus()]
        run(Job(corpora=corpora, folder=desk.index, config=config), desk.watcher, summary)
        return summary.indexed + summary.updated

    assert updated() == 1
    assert "Dukung jurnalisme" in desk.only().text
    rules_file.write_text("lines: [Dukung jurnalisme .*]", encoding="utf-8")
    assert updated() == 1
    assert "Dukung" not in desk.only().text
    assert updated() == 0


def test_building_joins_pages_and_leaves_joined_ones_as_they_are(tmp_path: Path) -> None:
    url = "https://contoh.example/berita/banjir-di-kota-tua"
    pages = [
        by_address(Article(id=f"{n}", title="Banjir", text=f"Bagian {n}.", url=f"{url}?page={n}"))
        for n in (2, 1, 3)
    ]
    assert build(pages, tmp_path / "a") == 3
    with open_snapshot(tmp_path / "a") as snapshot:
        joined = list(snapshot.articles())
    assert [one.text for one in joined] == ["Bagian 1.\nBagian 2.\nBagian 3."]
    build(joined, tmp_path / "b")
    with open_snapshot(tmp_path / "b") as snapshot:
        assert list(snapshot.articles()) == joined
