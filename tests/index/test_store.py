"""Is a commit whole, does a snapshot last, and is there one writer at a time?"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import tracemalloc
from collections.abc import Iterator
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from telusur.corpora.article import Article
from telusur.index.commits.store import generation, open_snapshot, writing
from telusur.index.commits.sweeping import leftovers
from telusur.index.errors import (
    IndexLocked,
)
from telusur.index.updates.job import build
from telusur.tests.support.store import (
    article,
    commit,
    found,
    ids,
    leaves_files_open,
    problems,
)

# Commits


def test_a_commit_adds_replaces_and_removes(folder: Path) -> None:
    assert ids(folder) == ["n1", "n2", "n4", "n5"]
    with open_snapshot(folder) as snapshot:
        assert snapshot.count == 4
        assert found(snapshot, "warta") == ["n2"]
        assert found(snapshot, "kabar") == ["n1", "n4", "n5"]
    assert problems(folder) == []


def test_one_id_twice_in_a_batch_is_one_article(tmp_path: Path) -> None:
    commit(tmp_path / "i", article(1, "lama"), article(1, "baru"))
    with open_snapshot(tmp_path / "i") as snapshot:
        assert found(snapshot, "baru") == ["n1"]
        assert found(snapshot, "lama") == []
        assert snapshot.count == 1


def test_an_id_both_removed_and_added_is_there(folder: Path) -> None:
    commit(folder, article(1, "baru"), removed=("n1", "tiada"))
    assert ids(folder) == ["n1", "n2", "n4", "n5"]


def test_a_commit_of_nothing_is_a_commit(folder: Path) -> None:
    before = generation(folder)
    commit(folder)
    assert generation(folder) == before + 1
    assert ids(folder) == ["n1", "n2", "n4", "n5"]


def test_an_index_without_articles_is_sound(tmp_path: Path) -> None:
    assert build([], tmp_path / "i") == 0
    assert ids(tmp_path / "i") == []
    assert problems(tmp_path / "i") == []


def test_taking_out_every_article_leaves_a_sound_index(folder: Path) -> None:
    commit(folder, removed=("n1", "n2", "n4", "n5"))
    assert ids(folder) == []
    assert problems(folder) == []
    commit(folder, article(9))
    assert ids(folder) == ["n9"]


def test_text_that_is_not_valid_unicode_can_be_stored(tmp_path: Path) -> None:
    odd = Article(id="a", title="\ud800judul", text="isi \udce9 dan \ud83d\ude00", url="x:\udcff")
    commit(tmp_path / "i", odd, article(1))
    with open_snapshot(tmp_path / "i") as snapshot:
        doc = snapshot.find("a")
        assert doc is not None
        kept = snapshot.article(doc)
    assert (kept.title, kept.text, kept.url) == (
        "\ufffdjudul",
        "isi \ufffd dan \U0001f600",
        "x:\ufffd",
    )


def test_whoosh_itself_opens_the_index(folder: Path) -> None:
    whoosh: Any = import_module("whoosh.index")
    terms: Any = import_module("whoosh.query")

    with closing(whoosh.open_dir(str(folder)).searcher()) as searcher:
        hits = searcher.search(terms.Term("body_exact", "kabar"), limit=None)
        assert sorted(hit["id"] for hit in hits) == ["n1", "n4", "n5"]


def test_a_new_index_in_the_place_of_another_is_not_swept(tmp_path: Path) -> None:
    path = tmp_path / "i"
    for round_ in range(4):
        for number in range(4):  # the same generations, other segments
            with writing(path, rebuild=number == 0) as writer:
                writer.commit([article(number, f"putaran{round_}")])
        assert ids(path) == ["n0", "n1", "n2", "n3"]
        assert problems(path) == []


def test_rebuilding_leaves_nothing_of_the_old_index(folder: Path) -> None:
    with writing(folder, rebuild=True) as writer:
        writer.commit([article(7)])
    assert ids(folder) == ["n7"]
    assert len([path for path in folder.iterdir() if path.suffix == ".tls"]) == 1
    assert list(folder.glob("sources_*")) == []


def test_only_files_of_ours_are_ever_swept(folder: Path) -> None:
    for name in ("catatan.new", "MAINAN.txt", "sources_lain.jsonl"):
        (folder / name).write_text("milik pengguna")
    for name in ("MAIN_abc.tls", "_MAIN_99.toc.1700000000.5", "sources_99.jsonl"):
        (folder / name).write_text("sisa")
    assert [path.name for path in leftovers(folder)] == [
        "MAIN_abc.tls",
        "_MAIN_99.toc.1700000000.5",
        "sources_99.jsonl",
    ]
    commit(folder, article(6))
    kept = {path.name for path in folder.iterdir()}
    assert {"catatan.new", "MAINAN.txt", "sources_lain.jsonl"} <= kept
    assert leftovers(folder) == []


# Readers


def test_a_snapshot_shows_its_commit_whatever_follows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "telusur.index.segments.tiers.FANOUT", 4
    )  # merges, and merges of merged ones
    path = tmp_path / "i"
    commit(path, *(article(n) for n in range(10)))
    with open_snapshot(path) as old, writing(path) as writer:
        before = [a.text for a in old.articles()], found(old, "kabar"), old.terms("body_exact")
        for number in range(40):
            writer.commit([article(number % 10, f"versi{number}")], [f"n{(number + 5) % 10}"])
            writer.merge()
        after = [a.text for a in old.articles()], found(old, "kabar"), old.terms("body_exact")
        assert after == before
        with open_snapshot(path) as new:
            assert found(new, "kabar") == []
            assert new.generation > old.generation + 40


def test_a_snapshot_outlives_every_file_of_it(folder: Path) -> None:
    with open_snapshot(folder) as snapshot:
        for path in folder.iterdir():
            path.unlink()
        assert {one.id for one in snapshot.articles()} == {"n1", "n2", "n4", "n5"}
        for field in ("title", "title_exact", "body", "body_exact", "id", "url", "site"):
            for term in snapshot.terms(field):
                docs = snapshot.read_postings(field, term).docs.tolist()
                if field.startswith(("title", "body")):
                    assert set(snapshot.places(field, term).docs.tolist()) == set(docs)
        assert len(snapshot.published) == snapshot.size
        for source in snapshot.sources:
            source.segment.sections.check()


def test_opening_an_index_copies_none_of_it(tmp_path: Path) -> None:
    words = (" ".join(f"kata{n * m % 4001}" for m in range(400)) for n in range(1, 200))
    build((article(n, text) for n, text in enumerate(words)), tmp_path / "i")
    size = sum(path.stat().st_size for path in (tmp_path / "i").iterdir())
    tracemalloc.start()
    try:
        with open_snapshot(tmp_path / "i") as snapshot:
            assert snapshot.find("n7") is not None
            peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert size > 500_000
    assert peak < size / 4


def test_a_merge_changes_nothing_but_the_segments(folder: Path) -> None:
    with open_snapshot(folder) as snapshot:
        before = found(snapshot, "kabar"), found(snapshot, "warta"), snapshot.segments
    with writing(folder) as writer, pytest.MonkeyPatch.context() as patch:
        patch.setattr("telusur.index.segments.tiers.FANOUT", 2)
        writer.ledger.give("/a.html", "n1", "d")  # of a batch that is still to be committed
        writer.merge()
    with open_snapshot(folder) as snapshot:
        assert (found(snapshot, "kabar"), found(snapshot, "warta")) == before[:2]
        assert snapshot.segments == 1 < before[2]
    with writing(folder) as writer:
        assert "/a.html" not in writer.ledger.files
    assert problems(folder) == []


@leaves_files_open
@pytest.mark.usefixtures("collected")
def test_readers_never_wait_and_never_fail_while_a_writer_commits(tmp_path: Path) -> None:
    path = tmp_path / "i"
    commit(path, article(0))
    stop = threading.Event()
    faults: list[BaseException] = []

    def read() -> None:
        try:
            while not stop.is_set():
                with open_snapshot(path) as snapshot:
                    numbers = sorted(int(a.id[1:]) for a in snapshot.articles())
                    assert numbers == list(range(len(numbers)))
        except BaseException as error:
            faults.append(error)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    try:
        with writing(path) as writer:
            for number in range(1, 25):
                writer.commit([article(number)])
    finally:
        stop.set()  # else a failure would never be told
        for reader in readers:
            reader.join()
    assert faults == []


# Two writers

HOLDER = """
import sys
from pathlib import Path
from telusur.index.commits.store import writing

with writing(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def holder(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that is writing to the index."""
    command = [sys.executable, "-c", HOLDER, str(folder)]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, **pipes) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_second_writer_is_told_who_writes_and_since_when(
    folder: Path, holder: subprocess.Popen[str]
) -> None:
    since = json.loads((folder / "writer.json").read_text())["since"]
    with pytest.raises(IndexLocked) as error, writing(folder):
        pass
    assert f"process {holder.pid} on " in error.value.message
    assert f"since {since}" in error.value.message
    assert error.value.mend
    assert ids(folder) == ["n1", "n2", "n4", "n5"]  # readers need no lock


def test_a_second_writer_may_not_even_rebuild(folder: Path, holder: subprocess.Popen[str]) -> None:
    assert holder.poll() is None
    with pytest.raises(IndexLocked), writing(folder, rebuild=True):
        pass
    assert ids(folder) == ["n1", "n2", "n4", "n5"]


def test_the_lock_of_a_killed_writer_is_free(folder: Path, holder: subprocess.Popen[str]) -> None:
    holder.kill()
    holder.wait()
    assert (folder / "writer.json").exists()
    commit(folder, article(6))
    assert ids(folder) == ["n1", "n2", "n4", "n5", "n6"]
    assert not (folder / "writer.json").exists()


def test_a_second_writer_in_the_same_process_is_refused_as_well(folder: Path) -> None:
    with writing(folder), pytest.raises(IndexLocked), writing(folder):
        pass
