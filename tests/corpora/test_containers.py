"""Is an article the same whatever it lies in, and does a container keep to its limits?"""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telusur.corpora.article import Article, Reason
from telusur.corpora.events import Done, Found, Lost, Same, Source, Task
from telusur.corpora.extraction import Extraction
from telusur.corpora.pipeline import read_articles
from telusur.corpora.reading import read_page
from telusur.corpora.scan import scan
from telusur.corpora.settings import Limits
from telusur.tests.support.archives import (
    DATE,
    URL,
    canonical,
    captured,
    events,
    mhtml,
    page,
    record,
    response,
    table,
    told,
    wacz,
    warc,
    zipped,
)
from telusur.tests.support.processes import PATIENCE

WORDS = st.sampled_from(
    [
        "jalan",
        "kota",
        "banjir",
        "warga",
        "hujan",
        "desa",
        "pasar",
        "sekolah",
        "sungai",
        "“air”",
        "kopi",
    ]
)
STORIES = st.lists(st.lists(WORDS, min_size=8, max_size=20).map(" ".join), max_size=4, unique=True)


def read(root: Path, **options: Any) -> list[Article]:
    tasks = [Task(source) for source in scan([root]) if isinstance(source, Source)]
    found = read_articles(tasks, options=Extraction(), **({"workers": 0} | options))
    return [one.article for one in found if isinstance(one, Found)]


def essence(articles: list[Article]) -> list[Article]:
    """The articles without what tells in which file, and when, they were saved."""
    return [
        replace(one, paths=(), extra={}, saved=None)
        for one in sorted(articles, key=lambda one: one.id)
    ]


def written(folder: Path, pages: dict[str, bytes]) -> dict[str, Path]:
    """The same pages in every kind of file that holds pages; each kind in a folder of its own."""
    urls = {name: URL.format(name) for name in pages}
    records = [captured(urls[name], content) for name, content in pages.items()]
    made = {
        "zip": {"a.zip": zipped({f"x/{name}.html": one for name, one in pages.items()})},
        "warc": {"a.warc": warc(records, packed=False)},
        "warc.gz": {"a.warc.gz": warc(records)},
        "one stream": {"a.warc.gz": gzip.compress(warc(records, packed=False))},
        "wacz": {"a.wacz": wacz(warc(records[:2]), warc(records[2:]))},
        "warc in zip": {"a.zip": zipped({"b/a.warc.gz": warc(records)})},
        "mhtml": {f"{name}.mhtml": mhtml(urls[name], one) for name, one in pages.items()},
        "html": {f"{name}.html": one for name, one in pages.items()},
        "html.gz": {f"{name}.html.gz": gzip.compress(one) for name, one in pages.items()},
    }
    for kind, files in made.items():
        (folder / kind).mkdir()
        for name, content in files.items():
            (folder / kind / name).write_bytes(content)
    return {kind: folder / kind for kind in made}


@settings(max_examples=12)
@given(STORIES)
def test_pages_give_the_same_articles_in_any_container(
    tmp_path_factory: pytest.TempPathFactory, stories: list[str]
) -> None:
    pages = {
        f"{number}": page(f"Judul {number}", text, head=canonical(URL.format(number)))
        for number, text in enumerate(stories)
    }
    kinds = written(tmp_path_factory.mktemp("x"), pages)
    plain = read(kinds["html"])
    assert len(plain) == len(stories)
    for kind, folder in kinds.items():
        assert essence(read(folder)) == essence(plain), kind


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.integers(0, 99).map(str),
            "title": WORDS,
            "text": st.lists(WORDS | st.sampled_from(["\n", '"', ",", ";"]), min_size=1).map(
                "".join
            ),
            "published": st.dates().map(str),
            "authors": st.lists(WORDS, max_size=2).map(", ".join),
            "catatan": WORDS,
        }
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=30)
@given(ROWS)
def test_records_give_the_same_articles_in_any_container(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("x")
    jsonl = "\n".join(map(json.dumps, rows)).encode()
    found: list[list[Article]] = []
    for name, content in {
        "a.jsonl": jsonl,
        "a.jsonl.gz": gzip.compress(jsonl),
        "a.csv": table(rows),
        "a.tsv.gz": gzip.compress(table(rows, delimiter="\t")),
        "b.csv": table(rows, delimiter=";"),
        "a.zip": zipped({"a.csv": table(rows)}),
    }.items():
        (folder / name).write_bytes(content)
        found.append(
            [
                replace(one, paths=(), extra={"catatan": one.extra["catatan"]})
                for one in read(folder / name)
            ]
        )
    assert all(one == other for one, other in pairwise(found))
    assert len(found[0]) == sum(bool(row["text"].strip()) for row in rows)


def test_pages_in_processes_are_as_pages_here(tmp_path: Path) -> None:
    pages = {f"{number}": page(f"Judul {number}") for number in range(25)}
    kinds = written(tmp_path, pages)
    for kind in ("zip", "warc.gz", "wacz"):
        assert read(kinds[kind], workers=2) == read(kinds[kind]), kind
    assert [one.title for one in read(tmp_path / "zip")] == [f"Judul {n}" for n in range(25)]


def test_a_known_container_is_not_read_again(tmp_path: Path) -> None:
    (path := tmp_path / "a.zip").write_bytes(zipped({"a.html": page(), "b.html": b""}))
    *_, done = events(path)
    assert isinstance(done, Done)
    again = read_articles(
        [Task(Source(str(path), 0, 0), done.digest)], options=Extraction(), workers=0
    )
    assert list(again) == [Same(Source(str(path), 0, 0), done.digest)]


def test_what_a_container_says_of_a_page_is_part_of_its_digest(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    digests: set[str] = set()
    for date in (DATE, "2022-01-01T00:00:00Z"):
        path.write_bytes(warc([captured(URL.format(1), page(), date)], packed=False))
        digests |= {one.digest for one in events(path) if isinstance(one, Found)}
    assert len(digests) == 2


# One bad page


def slow(*_: Any) -> None:
    raise AssertionError("a container is never sent away as a page")


def test_a_page_that_takes_too_long_costs_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    heavy = "<p>" + "<div><span>kata <b>lagi</b> " * 60_000
    path.write_bytes(zipped({"a.html": page("A"), "b.html": heavy, "c.html": page("C")}))
    task = Task(Source(str(path), 0, 0))
    limits = Limits(page_seconds=0.05)
    warm = Limits(page_seconds=60)
    reference = told(read_articles([task], options=Extraction(), limits=warm, workers=1))
    assert [reference[0], reference[-1]] == ["A", "C"]
    found = list(read_articles([task], options=Extraction(), limits=limits, workers=1))
    lost = [one for one in found if isinstance(one, Lost)]
    assert (Reason.TIMEOUT, "b.html: over 0.05 s") in [
        (one.skipped.reason, one.skipped.detail) for one in lost
    ]
    assert all(one.is_part for one in lost)
    assert isinstance(found[-1], Done)


def test_a_container_is_opened_here_and_never_sent_away(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"a.html": page("A")}))
    task = Task(Source(str(path), 0, 0))
    found = read_articles([task], options=Extraction(), workers=0, reader=slow)  # type: ignore[arg-type]
    assert told(found) == ["A"]


def test_a_page_that_became_a_container_is_told(tmp_path: Path) -> None:
    """Between the look at a file and its turn it can be replaced."""
    path = tmp_path / "a.html"
    path.write_bytes(zipped({"a.html": page()}))
    lost, done = read_page(Task(Source(str(path), 0, 0)), Extraction(), Limits())
    assert isinstance(lost, Lost)
    assert lost.skipped.reason is Reason.UNSUPPORTED
    assert isinstance(done, Done)


def test_a_container_that_cannot_be_read_is_tried_again(tmp_path: Path) -> None:
    (lost,) = events(tmp_path / "hilang.zip")
    assert isinstance(lost, Lost)
    assert lost.skipped.reason is Reason.UNREADABLE
    assert not lost.is_part


# Memory

MEASURE = """
import resource, sys
from pathlib import Path
from telusur.corpora.events import Source, Task
from telusur.corpora.extraction import Extraction
from telusur.corpora.reading import container_kind, contents
from telusur.corpora.settings import Limits
resource.setrlimit(resource.RLIMIT_AS, ({limit}, {limit}))
path = sys.argv[1]
parts = contents(Task(Source(path, 0, 0)), container_kind(path), Extraction(), Limits())
print(sum(1 for part in parts))
print(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])
"""
ROOM = 250_000_000  # bytes of addresses for a child process
LARGE = 260_000_000  # bytes unpacked: more than the child may have
RESIDENT = 200_000  # kB; three times the largest page, and the program


def measured(path: Path) -> tuple[int, int]:
    """How many parts a child process with little memory finds, and its largest size in kB."""
    script = MEASURE.format(limit=ROOM)
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, timeout=PATIENCE
    )
    assert done.returncode == 0, done.stderr
    count, size = map(int, done.stdout.split())
    return count, size


def large_warc(path: Path) -> int:
    """Pages between pictures, and a record that is longer than memory."""
    picture = record(response(bytes(9_000_000), headers={"Content-Type": "image/png"}))
    between = warc([picture])
    giant = record(response(b""), URL.format("raksasa"), length=LARGE).removesuffix(b"\r\n\r\n")
    with path.open("wb") as file:
        for number in range(12):
            file.write(warc([captured(URL.format(number), page())]) + between)
        with gzip.GzipFile(fileobj=file, mode="wb", compresslevel=1) as packed:
            packed.write(giant)
            for _ in range(LARGE // 1_000_000):
                packed.write(b" " * 1_000_000)
            packed.write(b"\r\n\r\n")
    return 12


def large_jsonl(path: Path) -> int:
    """Records of a megabyte, and a line that is longer than memory."""
    line = b'{"title": "x", "lain": "' + b"kata " * 200_000 + b'"}\n'
    with gzip.open(path, "wb", compresslevel=1) as file:
        for _ in range(100):
            file.write(line)
        for _ in range(LARGE // 1_000_000):
            file.write(b"x" * 1_000_000)
    return 100


def large_table(path: Path) -> int:
    """Rows of megabytes, and a quote that is left open."""
    lines = (b"baris " * 1000 + b"\n") * 300
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(b"judul,lain,text\n")
        for _ in range(20):
            file.write(b'x,"' + lines + b'",\n')
        file.write(b'"')
        for _ in range(LARGE // len(lines)):
            file.write(lines)
    return 20


def large_zip(path: Path) -> int:
    """Pages that are too large, and one that is not."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("a.html", page())
        for number in range(LARGE // 60_000_000):
            with archive.open(f"{number}.html", "w") as file:
                file.write(b"<html>")
                for _ in range(1000):
                    file.write(b"<p>" + os.urandom(6000).hex().encode()[:600] * 100)
    return 1


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells the size")
@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("a.warc.gz", large_warc),
        ("a.jsonl.gz", large_jsonl),
        ("a.csv.gz", large_table),
        ("a.zip", large_zip),
    ],
)
def test_memory_does_not_grow_with_the_container(tmp_path: Path, name: str, write: Any) -> None:
    path = tmp_path / name
    least = write(path)
    count, size = measured(path)
    assert count >= least
    assert size < RESIDENT
