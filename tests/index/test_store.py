"""Does a commit survive what disks, other processes and time can do to it?"""

from __future__ import annotations

import builtins
import errno
import gc
import io
import json
import os
import shutil
import subprocess
import sys
import threading
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from telusur.corpora.article import Article
from telusur.corpora.errors import TelusurError
from telusur.index.doctor import examine
from telusur.index.errors import (
    IndexCorrupt,
    IndexForeign,
    IndexLocked,
    IndexMissing,
    IndexUnwritable,
)
from telusur.index.job import build
from telusur.index.reader import Snapshot
from telusur.index.storage import write_atomically
from telusur.index.store import generation, leftovers, open_snapshot, writing

SEGMENTED = 3  # commits of the index that the tests below damage


# Whoosh leaves its files to the garbage collector where it fails.
leaves_files_open = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture
def collected() -> Iterator[None]:
    """Collects what a test leaves, so that its warnings are counted as its own."""
    yield
    gc.collect()


def article(number: int, text: str = "kabar") -> Article:
    return Article(id=f"n{number}", title=f"Judul {number}", text=f"{text} nomor {number}")


def commit(folder: Path, *articles: Article, removed: tuple[str, ...] = ()) -> None:
    with writing(folder) as writer:
        writer.commit(articles, removed)


def ids(folder: Path) -> list[str]:
    with open_snapshot(folder) as snapshot:
        return sorted(article.id for article in snapshot.articles())


def problems(folder: Path) -> list[str]:
    return [one.problem for one in examine(folder) if one.problem]


def found(snapshot: Snapshot, word: str) -> list[str]:
    docs = snapshot.read_postings("body_exact", word).docs.tolist()
    return sorted(snapshot.article(doc).id for doc in docs)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An index of three commits, with a replaced and a removed article."""
    path = tmp_path / "indeks"
    commit(path, article(1), article(2), article(3))
    commit(path, article(2, "warta"), article(4))
    commit(path, article(5), removed=("n3",))
    return path


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
    assert len([path for path in folder.iterdir() if path.suffix == ".seg"]) == 1
    assert [path.name for path in folder.glob("sources_*")] == ["sources_1.full.jsonl"]


def test_only_files_of_ours_are_ever_swept(folder: Path) -> None:
    for name in ("catatan.new", "MAINAN.txt", "sources_lain.jsonl"):
        (folder / name).write_text("milik pengguna")
    for name in ("MAIN_abc.seg", "_MAIN_99.toc.1700000000.5", "sources_99.jsonl"):
        (folder / name).write_text("sisa")
    assert [path.name for path in leftovers(folder)] == [
        "MAIN_abc.seg",
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
    monkeypatch.setattr("telusur.index.merging.FANOUT", 4)  # merges, and merges of merged ones
    path = tmp_path / "i"
    commit(path, *(article(n) for n in range(10)))
    with open_snapshot(path) as old, writing(path) as writer:
        before = [a.text for a in old.articles()], found(old, "kabar"), old.terms("body_exact")
        for number in range(40):
            writer.commit([article(number % 10, f"versi{number}")], [f"n{(number + 5) % 10}"])
            writer.merge()
        old.postings.cache_clear()
        after = [a.text for a in old.articles()], found(old, "kabar"), old.terms("body_exact")
        assert after == before
        with open_snapshot(path) as new:
            assert found(new, "kabar") == []
            assert new.generation > old.generation + 40


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
    assert size > 1_000_000
    assert peak < size / 4


def test_a_merge_changes_nothing_but_the_segments(folder: Path) -> None:
    with open_snapshot(folder) as snapshot:
        before = found(snapshot, "kabar"), found(snapshot, "warta"), snapshot.segments
    with writing(folder) as writer, pytest.MonkeyPatch.context() as patch:
        patch.setattr("telusur.index.merging.FANOUT", 2)
        writer.ledger.give("/a.html", "n1", "d")  # of a batch that is still to be committed
        writer.merge()
    with open_snapshot(folder) as snapshot:
        assert (found(snapshot, "kabar"), found(snapshot, "warta")) == before[:2]
        assert snapshot.segments == 1 < before[2]
    with writing(folder) as writer:
        assert writer.ledger.files == {}
    assert problems(folder) == []


@leaves_files_open
@pytest.mark.usefixtures("collected")
def test_whichever_write_of_a_merge_fails_the_last_commit_stays(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("telusur.index.merging.FANOUT", 2)

    def merge(path: Path) -> None:
        with writing(path) as writer:
            writer.merge()

    calls, _ = with_fault(copy(folder, tmp_path / "ukur"), monkeypatch, 0, merge)
    for failing in range(1, calls + 1, max(1, calls // 15)):
        path = copy(folder, tmp_path / f"uji{failing}")
        with_fault(path, monkeypatch, failing, merge)
        assert ids(path) == ["n1", "n2", "n4", "n5"]
        merge(path)
        assert ids(path) == ["n1", "n2", "n4", "n5"]
        assert problems(path) == []


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
    with writing(path) as writer:
        for number in range(1, 25):
            writer.commit([article(number)])
    stop.set()
    for reader in readers:
        reader.join()
    assert faults == []


# Two writers

HOLDER = """
import sys
from pathlib import Path
from telusur.index.store import writing

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


# A disk that fails


class Faults:
    """Lets the n-th call to the disk below a folder fail: opening, writing, fsync, rename."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.calls, self.failing = 0, 0
        self._folder = str(folder)
        self._open, self._os_open = builtins.open, os.open
        for module, name in ((os, "fsync"), (os, "replace"), (os, "rename"), (os, "mkdir")):
            monkeypatch.setattr(module, name, self._failing(getattr(module, name)))
        monkeypatch.setattr(builtins, "open", self._file)
        monkeypatch.setattr(io, "open", self._file)

    def count(self) -> None:
        self.calls += 1
        if self.calls == self.failing:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def _failing(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def failing(*args: Any, **kwargs: Any) -> Any:
            self.count()
            return call(*args, **kwargs)

        return failing

    def _file(self, path: Any, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
        if "w" not in mode or not str(path).startswith(self._folder):
            return self._open(path, mode, *args, **kwargs)
        self.count()
        file = self._open(path, mode, *args, **kwargs)
        return Failing(file, self.count)


class Failing:
    """A file whose writes can fail."""

    def __init__(self, file: Any, count: Callable[[], None]) -> None:
        self._file, self._count = file, count

    def write(self, content: Any) -> int:
        self._count()
        return self._file.write(content)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def __enter__(self) -> Failing:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


def next_commit(folder: Path) -> None:
    commit(folder, article(2, "baru"), article(6), removed=("n1",))


def with_fault(
    folder: Path, monkeypatch: pytest.MonkeyPatch, failing: int, act: Callable[[Path], None]
) -> tuple[int, bool]:
    """How many calls were made, and whether the one that failed was told as it should be."""
    with monkeypatch.context() as patch:
        faults = Faults(folder, patch)
        faults.failing = failing
        mend: str | None = None
        try:
            act(folder)
        except IndexUnwritable as error:
            mend = error.mend or ""
    assert mend is None or "free some space" in mend
    return faults.calls, mend is not None


@leaves_files_open
@pytest.mark.usefixtures("collected")
def test_whichever_write_fails_the_last_commit_stays_and_the_next_completes(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls, _ = with_fault(copy(folder, tmp_path / "ukur"), monkeypatch, 0, next_commit)
    assert calls > 40
    every = max(1, calls // 20)  # writes of postings are many and alike
    old, new = ["n1", "n2", "n4", "n5"], ["n2", "n4", "n5", "n6"]
    failures = 0
    for failing in sorted({*range(1, calls + 1, every), *range(calls - 12, calls + 1)}):
        path = copy(folder, tmp_path / f"uji{failing}")
        _, failed = with_fault(path, monkeypatch, failing, next_commit)
        failures += failed
        assert ids(path) in ((old, new) if failed else (new,)), failing
        broken = [one for one in examine(path) if one.problem and not one.harmless]
        assert broken == [], failing
        next_commit(path)
        assert ids(path) == new
        assert problems(path) == []
    assert failures > 20


def copy(folder: Path, target: Path) -> Path:
    return Path(shutil.copytree(folder, target))


@leaves_files_open
@pytest.mark.usefixtures("collected")
def test_whichever_write_fails_while_an_index_is_made_the_next_run_makes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def make(path: Path) -> None:
        build([article(1)], path)

    calls, _ = with_fault(tmp_path / "ukur", monkeypatch, 0, make)
    for failing in range(1, calls + 1, max(1, calls // 25)):
        path = tmp_path / f"i{failing}"
        with_fault(path, monkeypatch, failing, make)
        make(path)
        assert ids(path) == ["n1"]
        assert problems(path) == []


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from telusur.corpora.article import Article
from telusur.index.errors import IndexUnwritable
from telusur.index.job import build

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # then writing fails with EFBIG
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
texts = (" ".join(f"kata{n}x{m}" for m in range(300)) for n in range(50))
try:
    build((Article(id=f"x{n}", title="t", text=text) for n, text in enumerate(texts)),
          Path(sys.argv[1]))
except IndexUnwritable as error:
    print(error)
    sys.exit(2)
"""


@pytest.mark.parametrize("limit", [2_000, 20_000, 100_000])
def test_files_that_cannot_grow_leave_the_last_commit(folder: Path, limit: int) -> None:
    command = [sys.executable, "-W", "ignore", "-c", FULL_DISK, str(folder), str(limit)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert str(folder) in done.stdout
    assert ids(folder) == ["n1", "n2", "n4", "n5"]
    commit(folder, article(6))
    assert ids(folder) == ["n1", "n2", "n4", "n5", "n6"]
    assert problems(folder) == []


def test_a_file_is_replaced_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "berkas"
    write_atomically(path, b"lama")
    for failing in range(1, 6):
        with monkeypatch.context() as patch:
            faults = Faults(tmp_path, patch)
            faults.failing = failing
            try:
                write_atomically(path, b"baru")
            except OSError:
                # the last call syncs the folder: by then the new name is there
                assert path.read_bytes() == (b"baru" if failing == faults.calls == 5 else b"lama")
        write_atomically(path, b"lama")


# Folders that are something else, or damaged


def damaged(folder: Path, pattern: str, change: Callable[[bytes], bytes]) -> Path:
    path = next(folder.glob(pattern))
    path.write_bytes(change(path.read_bytes()))
    return path


def refusal(folder: Path) -> TelusurError:
    """The error of a reader and of doctor, which must agree."""
    with pytest.raises(TelusurError) as error:
        ids(folder)
    findings = list(examine(folder))
    assert findings[-1].problem == error.value.message
    assert findings[-1].mend
    assert not findings[-1].harmless
    return error.value


def test_no_folder_and_an_empty_folder_are_no_index(tmp_path: Path) -> None:
    assert isinstance(refusal(tmp_path / "tiada"), IndexMissing)
    (tmp_path / "kosong").mkdir()
    assert isinstance(refusal(tmp_path / "kosong"), IndexMissing)
    commit(tmp_path / "kosong", article(1))  # an empty folder may become one
    assert ids(tmp_path / "kosong") == ["n1"]


@pytest.mark.parametrize("rebuild", [False, True])
def test_a_folder_with_other_files_is_never_written_to(tmp_path: Path, rebuild: bool) -> None:
    (tmp_path / "skripsi.txt").write_text("berharga")
    assert isinstance(refusal(tmp_path), IndexForeign)
    with pytest.raises(IndexForeign), writing(tmp_path, rebuild=rebuild):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["skripsi.txt"]


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "berkas"
    path.write_text("x")
    assert isinstance(refusal(path), IndexForeign)
    with pytest.raises(IndexUnwritable) as error, writing(path):
        pass
    assert error.value.mend
    with pytest.raises(IndexUnwritable), writing(path / "bawah"):
        pass


@pytest.mark.parametrize(("key", "value"), [("analysis", "lain"), ("format", 0), ("format", 2)])
def test_an_index_of_another_format_or_analyser_is_refused_until_rebuilt(
    folder: Path, key: str, value: object
) -> None:
    manifest = folder / "telusur.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {key: value}))
    error = refusal(folder)
    assert isinstance(error, IndexForeign)
    assert "--rebuild" in str(error.mend)
    with pytest.raises(IndexForeign), writing(folder):
        pass
    with writing(folder, rebuild=True) as writer:
        writer.commit([article(1)])
    assert ids(folder) == ["n1"]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"format": "satu"}', b"\xff\xfe"])
def test_a_damaged_manifest_is_named(folder: Path, content: bytes) -> None:
    path = damaged(folder, "telusur.json", lambda _: content)
    error = refusal(folder)
    assert isinstance(error, IndexCorrupt)
    assert str(path) in error.message
    with pytest.raises(IndexCorrupt), writing(folder):
        pass


def half(content: bytes) -> bytes:
    return content[: len(content) // 2]


def nothing(_: bytes) -> bytes:
    return b""


def zeros(content: bytes) -> bytes:
    return bytes(len(content))


@leaves_files_open
@pytest.mark.usefixtures("collected")
@pytest.mark.parametrize("change", [half, nothing, zeros])
@pytest.mark.parametrize("pattern", ["_MAIN_*.toc", "MAIN_*.seg"])
def test_a_damaged_file_of_the_index_is_named(
    folder: Path, pattern: str, change: Callable[[bytes], bytes]
) -> None:
    damaged(folder, pattern, change)
    findings = [one for one in examine(folder) if one.problem]
    assert findings
    assert findings[0].mend


def test_a_table_of_contents_that_is_gone_is_named(folder: Path) -> None:
    next(folder.glob("_MAIN_*.toc")).unlink()
    with pytest.raises(IndexCorrupt):
        ids(folder)
    with pytest.raises(IndexCorrupt), writing(folder):
        pass
    assert problems(folder)


@leaves_files_open
@pytest.mark.usefixtures("collected")
def test_a_segment_that_is_gone_is_named(folder: Path) -> None:
    next(folder.glob("MAIN_*.seg")).unlink()
    assert isinstance(refusal(folder), IndexCorrupt)


@pytest.mark.parametrize(
    "line", [b"{", b"[]\n", b"7\n", b"{}\n", b'{"path": "a"}\n', b"\xff\n", b'"path"\n', b"null\n"]
)
def test_a_damaged_line_of_the_ledger_is_named(folder: Path, line: bytes) -> None:
    path = sorted(folder.glob("sources_*.jsonl"))[0]
    path.write_bytes(b'{"path": "a", "gone": true}\n' + line)
    (problem,) = problems(folder)
    assert f"{path} is damaged: line 2" in problem
    with pytest.raises(IndexCorrupt) as error, writing(folder):
        pass
    assert error.value.mend


def test_a_log_that_is_gone_is_named(folder: Path) -> None:
    sorted(folder.glob("sources_*.jsonl"))[1].unlink()
    (problem,) = problems(folder)
    assert "sources_2" in problem


@leaves_files_open
@pytest.mark.usefixtures("collected")
def test_damage_is_mended_by_a_rebuild(folder: Path) -> None:
    damaged(folder, "_MAIN_*.toc", half)
    damaged(folder, "sources_1*", nothing)
    with writing(folder, rebuild=True) as writer:
        writer.commit([article(1)])
    assert ids(folder) == ["n1"]
    assert problems(folder) == []


def test_an_index_on_a_read_only_disk_can_be_searched(folder: Path) -> None:
    before = sorted((path.name, path.stat().st_mtime_ns) for path in folder.iterdir())
    assert ids(folder) == ["n1", "n2", "n4", "n5"]
    assert problems(folder) == []
    assert sorted((path.name, path.stat().st_mtime_ns) for path in folder.iterdir()) == before
