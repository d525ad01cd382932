"""Do files of many pages keep to what they hold now, run after run?"""

from __future__ import annotations

import zipfile
from collections import Counter
from typing import Any

import pytest
from telusur.corpora.article import Article, Reason, Skipped
from telusur.corpora.events import Done, Found, Lost, Source
from telusur.index.commits.store import writing
from telusur.index.updates.part import Part, Policy
from telusur.index.updates.summary import Summary
from telusur.index.updates.update import Update
from telusur.tests.support.archives import URL, captured, page, wacz, warc, zipped
from telusur.tests.support.updates import LISTING, told

LATER = "2022-05-01T00:00:00Z"


def put(desk: Any, name: str, content: bytes, *, age: float = 0) -> None:
    path = desk.pages / name
    path.write_bytes(content)
    desk.touch(path, age=age)


def titles(desk: Any) -> Counter[str]:
    return Counter(article.title for article in desk.articles().values())


def story(name: str, text: str = "Warga menunggu kabar dari petugas di balai desa.") -> bytes:
    return page(name, text)


def test_pages_of_a_zip_added_changed_and_removed(desk: Any) -> None:
    put(desk, "a.zip", zipped({f"{name}.html": story(name) for name in "ABC"}))
    assert told(desk.run()) == {"indexed": 3}
    assert told(desk.run()) == {"unchanged": 3}
    changed = {"A.html": story("A"), "B.html": story("B baru"), "D.html": story("D")}
    put(desk, "a.zip", zipped(changed), age=-5)
    assert told(desk.run()) == {"indexed": 1, "updated": 1, "unchanged": 1, "removed": 1}
    assert titles(desk) == Counter(["A", "B baru", "D"])
    assert desk.articles() == desk.from_scratch()
    (desk.pages / "a.zip").unlink()
    assert told(desk.run()) == {"removed": 3}


def test_a_touched_container_is_the_same(desk: Any) -> None:
    content = zipped({"A.html": story("A"), "B.html": b""})
    put(desk, "a.zip", content)
    first = desk.run()
    assert first.skipped == {Reason.EMPTY: 1}
    put(desk, "a.zip", content, age=-5)
    again = desk.run()
    assert told(again) == {"unchanged": 1}
    assert again.skipped == {Reason.EMPTY: 1}


def test_listings_beside_articles_are_told_again_unless_they_are_wanted(desk: Any) -> None:
    listings = {f"{n}.html": LISTING.encode() + b"<!-- %d -->" % n for n in range(3)}
    put(desk, "a.zip", zipped({"A.html": story("A"), **listings, "kosong.html": b""}))
    first = desk.run()
    assert first.skipped == {Reason.LISTING: 3, Reason.EMPTY: 1}
    assert desk.run().skipped == first.skipped
    for _ in range(2):
        assert desk.run(include_listings=True).skipped == {Reason.EMPTY: 1}
    for _ in range(2):
        assert desk.run().skipped == first.skipped


def test_paths_are_those_of_files(desk: Any) -> None:
    put(desk, "a.zip", zipped({"x/A.html": story("A")}))
    put(desk, "b.warc.gz", warc([captured(URL.format("b"), story("B"))]))
    desk.run()
    found = {article.title: article for article in desk.articles().values()}
    assert found["A"].paths == (str(desk.pages / "a.zip"),)
    assert found["A"].extra == {"member": "x/A.html"}
    assert found["B"].paths == (str(desk.pages / "b.warc.gz"),)
    assert (found["B"].url, found["B"].extra) == (URL.format("b"), {})


@pytest.mark.parametrize("is_ordered", [True, False])
def test_the_latest_capture_stays_in_whatever_order(desk: Any, is_ordered: bool) -> None:
    captures = [
        captured(URL.format(1), story("Lama")),
        captured(URL.format(1), story("Baru"), LATER),
    ]
    put(desk, "a.wacz", wacz(*(warc([one]) for one in captures[:: 1 if is_ordered else -1])))
    desk.run()
    assert titles(desk) == Counter(["Baru"])
    assert desk.only().saved.isoformat() == "2022-05-01T00:00:00+00:00"


def test_a_page_in_a_container_and_in_a_file_is_one_article(desk: Any) -> None:
    url = URL.format(1)
    put(desk, "a.warc.gz", warc([captured(url, story("Arsip"))]), age=9)
    link = f'<link rel="canonical" href="{url}"></head>'.encode()
    put(desk, "b.html", story("Halaman").replace(b"</head>", link))
    desk.run()
    assert titles(desk) == Counter(["Halaman"])
    (desk.pages / "b.html").unlink()
    desk.run()
    assert titles(desk) == Counter(["Arsip"])
    assert desk.articles() == desk.from_scratch()


def test_a_page_that_a_worker_gives_up_costs_itself_only(desk: Any) -> None:
    """Its loss must not be taken for that of the file: the others would leave the index."""
    source = Source("/a.zip", 1, 1)
    articles = [Article(id=name, title=name, text=f"Isi {name}.") for name in "abc"]
    lost = Lost(source, Skipped(Reason.TIMEOUT, "b.html: over 20 s"), is_part=True)
    events = [
        Found(source, articles[0], "1"),
        lost,
        Found(source, articles[2], "3"),
        Done(source, "x"),
    ]
    part = Part(
        roots=["/a.zip"],
        sources=[source],
        policy=Policy(rules=""),
        read=lambda tasks: (event for _ in tasks for event in events),
    )
    summary = Summary()
    with writing(desk.index) as writer:
        Update(writer, desk.watcher, summary).run([part])
    assert (summary.indexed, summary.removed, summary.files) == (2, 0, 1)
    assert summary.skipped == {Reason.TIMEOUT: 1}
    assert sorted(desk.articles()) == ["a", "c"]


def test_a_listing_among_articles_does_not_have_the_file_read_in_each_run(desk: Any) -> None:
    def stored(title: str, broken: str = "{") -> bytes:
        members = {"A.html": story(title), "daftar.html": LISTING, "b.jsonl": broken}
        return zipped(members, method=zipfile.ZIP_STORED)

    put(desk, "a.zip", stored("Satu"))
    assert desk.run().skipped == {Reason.LISTING: 1, Reason.MALFORMED: 1}
    put(desk, "a.zip", stored("Dua!"))  # of the same size and time: not looked into
    assert told(desk.run()) == {"unchanged": 1}
    assert titles(desk) == Counter(["Satu"])
    put(desk, "a.zip", stored("Satu"), age=-5)  # only touched
    desk.run()
    put(desk, "a.zip", stored("Dua!"), age=-5)
    assert told(desk.run()) == {"unchanged": 1}
    assert titles(desk) == Counter(["Satu"])
    desk.run(include_listings=True)
    assert len(desk.articles()) == 2
    assert "Dua!" in titles(desk)
    desk.run()
    assert titles(desk) == Counter(["Dua!"])
    assert desk.articles() == desk.from_scratch()
