"""Does a commit survive a disk that fails or is full?"""

from __future__ import annotations

import builtins
import errno
import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from telusur.index.commits.storage import write_atomically
from telusur.index.commits.store import open_snapshot, writing
from telusur.index.doctor import examine
from telusur.index.errors import IndexForeign, IndexUnwritable
from telusur.index.updates.job import build, optimize
from telusur.tests.support.processes import PATIENCE
from telusur.tests.support.store import (
    RECORDS,
    article,
    commit,
    copy,
    disguise,
    ids,
    leaves_files_open,
    problems,
)


class Faults:
    """Lets the n-th call to the disk below a folder fail: opening, writing, fsync, rename."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
        self.calls, self.failing = 0, 0
        self._code = code
        self._folder = str(folder)
        self._open, self._os_open = builtins.open, os.open
        for module, name in ((os, "fsync"), (os, "replace"), (os, "rename"), (os, "mkdir")):
            monkeypatch.setattr(module, name, self._failing(getattr(module, name)))
        monkeypatch.setattr(builtins, "open", self._file)
        monkeypatch.setattr(io, "open", self._file)

    def count(self) -> None:
        self.calls += 1
        if self.calls == self.failing:
            raise OSError(self._code, os.strerror(self._code))

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


MENDS = {errno.ENOSPC: "free some space", errno.EIO: "check the disk"}


def next_commit(folder: Path) -> None:
    commit(folder, article(2, "baru"), article(6), removed=("n1",))


def with_fault(
    folder: Path, monkeypatch: pytest.MonkeyPatch, failing: int, act: Callable[[Path], None]
) -> tuple[int, bool]:
    """How many calls were made, and whether the one that failed was told as it should be.

    Every other call fails as on a full disk, the rest as on a broken one.
    """
    code = (errno.ENOSPC, errno.EIO)[failing % 2]
    with monkeypatch.context() as patch:
        faults = Faults(folder, patch, code)
        faults.failing = failing
        mend: str | None = None
        try:
            act(folder)
        except IndexUnwritable as error:
            mend = error.mend or ""
    assert mend is None or MENDS[code] in mend
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


def rebuild(folder: Path) -> None:
    with writing(folder, rebuild=True) as writer:
        for number in (7, 8):
            writer.ledger.give(RECORDS, f"n{number}", "")
            writer.commit([article(number)])
        writer.settle()


@leaves_files_open
@pytest.mark.usefixtures("collected")
@pytest.mark.parametrize("analysis", [None, "lain"])
def test_whichever_write_of_a_rebuild_fails_the_old_index_stays_and_the_next_completes(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, analysis: str | None
) -> None:
    old, new = ["n1", "n2", "n4", "n5"], ["n7", "n8"]
    if analysis is not None:  # of the index that is rebuilt
        disguise(folder, analysis=analysis)
        old = []
    calls, _ = with_fault(copy(folder, tmp_path / "ukur"), monkeypatch, 0, rebuild)
    failures = completed = 0
    every = max(1, calls // 25)
    for failing in sorted({*range(1, calls + 1, every), *range(calls - 12, calls + 1)}):
        path = copy(folder, tmp_path / f"uji{failing}")
        _, failed = with_fault(path, monkeypatch, failing, rebuild)
        failures += failed
        try:
            held = ids(path)
        except IndexForeign:
            held = []
        assert held in ((old, new) if failed else (new,)), failing
        completed += failed and held == new
        if held:
            broken = [one for one in examine(path) if one.problem and not one.harmless]
            assert broken == [], failing
        rebuild(path)
        assert ids(path) == new
        assert problems(path) == []
    assert failures > 20
    assert 0 < completed < 10, "only behind the rename does a failure undo nothing"


def merge_during(folder: Path) -> None:
    with pytest.MonkeyPatch.context() as patch, writing(folder) as writer:
        patch.setattr("telusur.index.segments.tiers.FANOUT", 2)
        writer.merge()


def merge_at_end(folder: Path) -> None:
    with writing(folder) as writer:
        writer.settle()


@leaves_files_open
@pytest.mark.usefixtures("collected")
@pytest.mark.parametrize("merge", [merge_during, merge_at_end, optimize])
def test_whichever_write_of_a_merge_fails_the_last_commit_stays(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, merge: Callable[[Path], None]
) -> None:
    calls, _ = with_fault(copy(folder, tmp_path / "ukur"), monkeypatch, 0, merge)
    failures = 0
    every = max(1, calls // 12)
    for failing in sorted({*range(1, calls + 1, every), *range(calls - 8, calls + 1)}):
        path = copy(folder, tmp_path / f"uji{failing}")
        _, failed = with_fault(path, monkeypatch, failing, merge)
        failures += failed
        assert ids(path) == ["n1", "n2", "n4", "n5"], failing
        assert problems(path) == [], "what could not be finished takes no space"
        merge(path)
        with open_snapshot(path) as snapshot:
            assert (snapshot.segments, snapshot.size) == (1, 4)
        assert problems(path) == []
    assert failures > 10


@leaves_files_open
@pytest.mark.usefixtures("collected")
def test_a_writer_goes_on_after_a_merge_that_failed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing(folder) as writer:
        with monkeypatch.context() as patch:
            faults = Faults(folder, patch, errno.ENOSPC)
            faults.failing = 9
            with pytest.raises(IndexUnwritable):
                writer.optimize()
        writer.commit([article(2, "lagi"), article(8)])
        writer.optimize()
    assert ids(folder) == ["n1", "n2", "n4", "n5", "n8"]
    assert problems(folder) == []


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from telusur.corpora.article import Article
from telusur.index.errors import IndexUnwritable
from telusur.index.updates.job import build, optimize

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
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
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
            faults = Faults(tmp_path, patch, errno.EIO)
            faults.failing = failing
            try:
                write_atomically(path, b"baru")
            except OSError:
                # the last call syncs the folder: by then the new name is there
                assert path.read_bytes() == (b"baru" if failing == faults.calls == 5 else b"lama")
        write_atomically(path, b"lama")
