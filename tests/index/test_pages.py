"""Do the pages of an article make one, whatever comes, changes or goes, and in which order?"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telusur.corpora.article import Article, Sheet, Skipped, make_id
from telusur.corpora.events import Done, Event, Found, Same, Source, Task
from telusur.corpora.paging import name_of
from telusur.index.commits.store import open_snapshot, writing
from telusur.index.doctor import examine
from telusur.index.updates.pages import join, named, split
from telusur.index.updates.part import Part, Policy
from telusur.index.updates.summary import Summary
from telusur.index.updates.update import Update
from telusur.tests.support.updates import told

LONG = "Kalimat panjang {} yang tidak ditulis dua kali oleh siapa pun di redaksi."
LINES = ["Banjir", "Ringkas", "Baca", *(LONG.format(n) for n in "abcdefgh")]
TITLES = ["Banjir", "Banjir ", "Gempa", ""]

lines = st.lists(st.sampled_from(LINES), min_size=1, max_size=6)


@st.composite
def pages(draw: st.DrawFn, of: str = "x") -> Article:
    """A page of an article, as the pipeline gives it; number 1 says nothing of pages."""
    number = draw(st.integers(0, 3))
    sheet = Sheet(number=number, of=of, linked=draw(st.booleans()))
    return Article(
        id=of if number < 2 else make_id(name_of(sheet)),
        title=draw(st.sampled_from(TITLES)),
        text="\n".join(draw(lines)),
        url=f"https://contoh.example/{of}?page={number}",
        authors=draw(st.sampled_from([(), ("Ani",), ("Budi",)])),
        published=draw(st.sampled_from([None, datetime(2021, 3, 4, 5, tzinfo=UTC)])),
        captions=tuple(draw(st.lists(st.sampled_from("pqr"), max_size=2))),
        pages=() if number == 1 else (sheet,),
    )


@given(st.lists(pages(), min_size=1, max_size=5, unique_by=lambda page: named(page).id))
def test_taking_apart_undoes_joining(found: list[Article]) -> None:
    found = [replace(named(page), paths=(f"/{n}",)) for n, page in enumerate(found)]
    assert split(join(found)) == found


def sheet(number: int, *texts: str, **facts: Any) -> Article:
    found = Sheet(number=number, of="x")
    name = name_of(found) if number != 1 else "x"
    told: dict[str, Any] = {
        "title": "Banjir",
        "text": "\n".join(texts),
        "paths": (f"/{number}",),
    } | facts
    return Article(id=name, pages=(found,) if number != 1 else (), **told)


def test_pages_are_joined_in_their_order_with_what_each_says_first() -> None:
    lead, one, two, three = (LONG.format(n) for n in "abcd")
    first = sheet(1, lead, one, captions=("Foto satu",), authors=("Ani",))
    second = sheet(2, "Banjir", lead, two, captions=("Foto dua",), authors=("Budi",), place="Palu")
    whole = join([first, second, sheet(3, lead, three)])
    assert whole.text == "\n".join([lead, one, two, three])
    assert whole.captions == ("Foto satu", "Foto dua")
    assert (whole.id, whole.authors, whole.place) == ("x", ("Ani",), "Palu")
    assert whole.paths == ("/1", "/2", "/3")
    assert [one.number for one in whole.pages] == [1, 2, 3]


def test_short_lines_may_be_said_again_within_a_page() -> None:
    answer = '"Ya," katanya.'
    texts = [LONG.format(n) for n in "abc"]
    whole = join([sheet(1, texts[0], answer), sheet(2, texts[1], answer, texts[2])])
    assert whole.text.split("\n") == [texts[0], answer, texts[1], answer, texts[2]]


def test_the_whole_on_one_page_needs_no_other() -> None:
    texts = [LONG.format(n) for n in "abcd"]
    whole = join([sheet(0, *texts), sheet(1, *texts[:2]), sheet(2, "Banjir", *texts[2:])])
    assert whole.text.split("\n") == texts
    assert whole.paths == ("/0", "/1", "/2")


# Runs of indexing


@dataclass(frozen=True)
class File:
    """A file as it lies on disk: when it was changed, and the pages that it holds."""

    changed: int
    pages: tuple[Article, ...]


files = st.builds(
    File,
    st.integers(1, 3),
    st.lists(
        st.sampled_from("xy").flatmap(pages), max_size=3, unique_by=lambda page: named(page).id
    ).map(tuple),
)
folders = st.dictionaries(st.sampled_from("abcde"), files, max_size=5)


class Silent:
    def file(self, summary: Summary) -> None: ...

    def skip(self, path: str, skipped: Skipped) -> None: ...


def lay(at: Path, folder: Mapping[str, File]) -> None:
    shutil.rmtree(at, ignore_errors=True)
    at.mkdir()
    for name, file in folder.items():
        (at / name).write_text(repr(file.pages))
        os.utime(at / name, (file.changed, file.changed))


def index(
    at: Path, pages: Path, folder: Mapping[str, File], order: Iterable[str], memory: int
) -> Summary:
    """One run over the folder as it is; small batches commit after each article."""

    def read(tasks: Iterable[Task]) -> Generator[Event]:
        for task in tasks:
            file = folder[Path(task.source.path).name]
            digest = make_id(repr(file.pages))
            if task.known == digest:
                yield Same(task.source, digest)
                continue
            for page in file.pages:
                yield Found(task.source, page, make_id(repr(page)))
            yield Done(task.source, digest)

    def look(name: str) -> Source:
        status = (pages / name).stat()
        return Source(str(pages / name), status.st_size, status.st_mtime_ns)

    summary = Summary()
    policy = Policy(rules="r")
    part = Part(roots=[str(pages)], sources=map(look, order), policy=policy, read=read)
    with writing(at) as writer:
        Update(writer, Silent(), summary, memory).run([part])
    return summary


def held(at: Path) -> dict[str, Article]:
    with open_snapshot(at) as snapshot:
        return {article.id: article for article in snapshot.articles()}


@settings(max_examples=25)
@given(
    st.lists(st.tuples(folders, st.randoms(), st.sampled_from([1, 10**9])), min_size=1, max_size=3)
)
def test_any_runs_end_as_one_run_does(runs: list[tuple[dict[str, File], Any, int]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        at, lies = Path(name) / "indeks", Path(name) / "halaman"
        for folder, dice, memory in runs:
            lay(lies, folder)
            index(at, lies, folder, dice.sample(sorted(folder), len(folder)), memory)
        folder = runs[-1][0]
        index(at.with_name("baru"), lies, folder, sorted(folder), 10**9)
        assert held(at) == held(at.with_name("baru"))
        assert [one for one in examine(at) if one.problem] == []
        assert index(at, lies, folder, sorted(folder), 10**9).commits == 0


# Saved pages

BOX = '<div class="paging">Halaman: {}</div></article>'
ADDRESS = "https://contoh.example/berita/banjir-di-kota-tua"


def save(desk: Any, number: int, text: str, *, url: str | None = None, of: int = 3) -> Path:
    links = [
        f'<a href="{ADDRESS}?page={one}">{one}</a>' if one != number else f"<b>{one}</b>"
        for one in range(1, of + 1)
    ]
    path: Path = desk.page(f"{number}.html", text, url=url or f"{ADDRESS}?page={number}")
    page = path.read_text().replace("</article>", BOX.format(" ".join(links)))
    return desk.write(path.name, page, age=number)


def test_saved_pages_become_one_article_with_the_address_of_the_first(desk: Any) -> None:
    for number in (1, 2, 3):
        save(desk, number, f"Bagian {number}.")
    assert told(desk.run()) == {"indexed": 1, "merged": 2}
    article = desk.only()
    assert article.id == make_id(ADDRESS.removeprefix("https://"))
    assert article.url == f"{ADDRESS}?page=1"
    assert [Path(path).name for path in article.paths] == ["1.html", "2.html", "3.html"]
    assert article.text.count("Bagian") == 3
    assert article.text.count("Pemerintah daerah menutup") == 1  # the same on each page
    assert told(desk.run()) == {"unchanged": 3}
    assert desk.is_sound()


@pytest.mark.parametrize("gone", [1, 2, 3])
def test_a_page_that_goes_takes_its_lines_along(desk: Any, gone: int) -> None:
    paths = {number: save(desk, number, f"Bagian {number}.") for number in (1, 2, 3)}
    desk.run()
    paths[gone].unlink()
    desk.run()
    assert f"Bagian {gone}." not in desk.only().text
    assert desk.articles() == desk.from_scratch()


def test_a_page_that_comes_later_joins(desk: Any) -> None:
    save(desk, 2, "Bagian 2.")
    desk.run()
    was = desk.only().id
    save(desk, 1, "Bagian 1.")
    assert told(desk.run()) == {"unchanged": 1, "merged": 1}
    assert desk.only().id == was
    assert desk.articles() == desk.from_scratch()
    save(desk, 2, "Bagian kedua, dibetulkan.")
    assert told(desk.run()) == {"unchanged": 1, "updated": 1}
    assert desk.articles() == desk.from_scratch()


def test_pages_that_all_name_the_first_as_canonical_are_told_by_their_numbers(desk: Any) -> None:
    for number in (1, 2, 3):
        save(desk, number, f"Bagian {number}.", url=ADDRESS)
    desk.run()
    assert [one.number for one in desk.only().pages] == [1, 2, 3]
    assert desk.only().text.count("Bagian") == 3


def test_one_address_with_two_titles_is_two_articles(desk: Any) -> None:
    desk.page("1.html", "Bagian 1.", url=ADDRESS, title="Banjir di kota tua surut")
    desk.page("2.html", "Bagian 2.", url=f"{ADDRESS}?page=2", title="Gempa guncang pesisir selatan")
    assert told(desk.run()) == {"indexed": 2}
    first = make_id(ADDRESS.removeprefix("https://"))
    assert desk.articles()[first].title == "Banjir di kota tua surut"
    (desk.pages / "1.html").unlink()
    assert told(desk.run()) == {"unchanged": 1, "removed": 1}
    assert desk.articles() == desk.from_scratch()


def test_records_join_by_their_addresses_unless_they_have_ids(desk: Any) -> None:
    told_of = [{"url": f"{ADDRESS}?page={n}", "title": "Banjir", "text": f"B {n}."} for n in (1, 2)]
    desk.records("a.jsonl", told_of)
    assert told(desk.run()) == {"indexed": 1, "merged": 1}
    assert desk.only().text == "B 1.\nB 2."
    desk.records("a.jsonl", [one | {"id": f"r{n}"} for n, one in enumerate(told_of)], age=-5)
    desk.run()
    assert set(desk.articles()) == {"r0", "r1"}
