"""Do pages become articles in order, and does a bad one cost itself only?"""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telusur.corpora.article import Reason, Skipped
from telusur.corpora.extraction import Extraction
from telusur.corpora.pipeline import (
    AHEAD,
    Done,
    Event,
    Found,
    Limits,
    Lost,
    Same,
    Source,
    Task,
    WorkersBroken,
    read_articles,
)
from telusur.tests.support.processes import PATIENCE, all_end, eventually

HERE = Path(__file__).parent
FOR_EVER = 600.0  # seconds: longer than a test waits for a worker to end
PAGE = """<!doctype html><html lang="id"><head><title>{0}</title>
<link rel="canonical" href="https://contoh.example/berita/{0}"></head><body><article><h1>{0}</h1>
<p>Pemerintah daerah menutup tiga ruas jalan setelah hujan deras mengguyur kota sejak malam. Petugas
mengalihkan kendaraan ke jalan lingkar dan meminta warga menunda perjalanan sampai air surut.</p>
<p>Kepala badan penanggulangan bencana mengatakan pompa air sudah dikerahkan ke lima kelurahan.
Warga yang mengungsi menerima makanan, selimut dan obat-obatan di balai kota sejak pagi hari.</p>
</article></body></html>"""


@pytest.fixture(autouse=True)
def _importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(HERE))


def task(path: Path, known: str | None = None) -> Task:
    return Task(Source(str(path), 0, 0), known)


def run(paths: list[Path], **kwargs: Any) -> list[Event]:
    kwargs = {"options": Extraction(), "workers": 0} | kwargs
    return list(read_articles(map(task, paths), **kwargs))


def unruly(folder: Path, names: list[str], **kwargs: Any) -> list[Event]:
    import unruly as module

    limits = Limits(page_seconds=2.0, worker_bytes=2_000_000_000)
    kwargs = {"limits": limits, "workers": 2, "reader": module.read} | kwargs
    return run([folder / f"{name}.html" for name in names], **kwargs)


def told(events: list[Event]) -> list[tuple[str, str]]:
    """What became of each file, in order."""
    pairs = [(Path(event.source.path).stem, event) for event in events]
    return [
        (name, event.skipped.reason if isinstance(event, Lost) else "found")
        for name, event in pairs
        if isinstance(event, Found | Lost)
    ]


def pages(folder: Path, count: int) -> list[Path]:
    paths = [folder / f"berita{number}.html" for number in range(count)]
    for path in paths:
        path.write_text(PAGE.format(path.stem), encoding="utf-8")
    return paths


def jsonl(path: Path, count: int) -> Path:
    lines = (json.dumps({"id": n, "text": f"kabar nomor {n}"}) for n in range(count))
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def ids(events: list[Event]) -> list[str]:
    return [event.article.id for event in events if isinstance(event, Found)]


def test_pages_in_processes_are_as_pages_here(tmp_path: Path) -> None:
    paths = pages(tmp_path, 20)
    here = run(paths)
    assert run(paths, workers=2) == here
    assert [type(event) for event in here] == [Found, Done] * 20
    assert [event.article.title for event in here if isinstance(event, Found)] == [
        path.stem for path in paths
    ]


def test_a_known_file_is_not_read_again(tmp_path: Path) -> None:
    path, records = pages(tmp_path, 1)[0], jsonl(tmp_path / "a.jsonl", 2)
    first = run([path, records])
    digests = [event.digest for event in first if isinstance(event, Done)]
    tasks = [task(path, digests[0]), task(records, digests[1])]
    again = list(read_articles(tasks, options=Extraction(), workers=0))
    assert again == [Same(item.source, item.known or "") for item in tasks]
    path.write_text(PAGE.format("lain"), encoding="utf-8")
    assert ids(list(read_articles(tasks[:1], options=Extraction(), workers=0)))


@pytest.mark.parametrize("workers", [0, 2])
def test_records_and_pages_keep_their_order(tmp_path: Path, workers: int) -> None:
    one, two = pages(tmp_path, 2)
    records = jsonl(tmp_path / "a.jsonl", 3)
    events = run([one, records, two], workers=workers)
    assert [event.source.path for event in events] == [str(one)] * 2 + [str(records)] * 4 + [
        str(two)
    ] * 2
    assert ids(events)[1:4] == ["0", "1", "2"]
    digests = {event.digest for event in events if isinstance(event, Found)}
    assert len(digests) == 5


def test_each_mishap_costs_one_page(tmp_path: Path) -> None:
    names = ["a", "hang", "b", "exit", "c", "kill", "memory", "d", "raise", "spin", "e", "f"]
    assert told(unruly(tmp_path, names)) == [
        ("a", "found"),
        ("hang", Reason.TIMEOUT),
        ("b", "found"),
        ("exit", Reason.CRASHED),
        ("c", "found"),
        ("kill", Reason.CRASHED),
        ("memory", Reason.CRASHED),
        ("d", "found"),
        ("raise", Reason.CRASHED),
        ("spin", Reason.TIMEOUT),
        ("e", "found"),
        ("f", "found"),
    ]


def test_a_loss_says_what_happened(tmp_path: Path) -> None:
    events = unruly(tmp_path, ["hang", "exit", "kill", "memory", "raise"])
    assert [event.skipped.detail for event in events if isinstance(event, Lost)] == [
        "over 2 s",
        "the worker ended with exit code 3",
        "the worker ended with SIGKILL",
        "needed more memory than a worker may have",
        "ValueError: seperti diminta",
    ]


def test_order_is_kept_when_the_first_page_is_slow(tmp_path: Path) -> None:
    names = ["slow-1", "a", "b", "slow-2", "c", "slow-3", "d"]
    assert [name for name, _ in told(unruly(tmp_path, names))] == names


@pytest.mark.parametrize("workers", [0, 2])
def test_tasks_are_consumed_as_they_are_needed(tmp_path: Path, workers: int) -> None:
    import unruly as module

    taken = 0

    def endless() -> Iterator[Task]:
        nonlocal taken
        while True:
            taken += 1
            yield task(tmp_path / f"{taken}.html")

    events = read_articles(endless(), options=Extraction(), workers=workers, reader=module.read)
    with closing(events):  # type: ignore[type-var]
        told_of = [next(events) for _ in range(100)]
    assert len(told_of) == 100
    assert taken <= 50 + max(1, AHEAD * workers)


def test_any_executor_will_do(tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as threads:
        events = unruly(tmp_path, ["a", "raise", "b"], executor=threads)
    assert told(events) == [("a", "found"), ("raise", Reason.CRASHED), ("b", "found")]


@pytest.mark.parametrize("mishap", ["hang", "spin"])
def test_closing_early_ends_the_workers_at_once(tmp_path: Path, mishap: str) -> None:
    import unruly as module

    paths = [tmp_path / "a.html", tmp_path / f"{mishap}.html"]
    limits = Limits(page_seconds=FOR_EVER)
    events = read_articles(
        map(task, paths), options=Extraction(), limits=limits, workers=2, reader=module.read
    )
    next(events)
    pid = int(eventually((tmp_path / f"{mishap}.pid").read_text))
    started = time.monotonic()
    events.close()  # type: ignore[attr-defined]
    assert time.monotonic() - started < 2
    assert all_end(pid)


ORPHANS = """
import sys
from telusur.corpora.pipeline import Limits, Source, Task, read_articles
from telusur.corpora.extraction import Extraction
sys.path.insert(0, {here!r})
import unruly

if __name__ == "__main__":
    tasks = [Task(Source({page!r}, 0, 0))]
    limits = Limits(page_seconds=0.5 if {killed} else {for_ever})
    list(read_articles(tasks, options=Extraction(), limits=limits, workers=1, reader=unruly.read))
"""


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT])
def test_no_orphan_outlives_its_parent(tmp_path: Path, end: signal.Signals) -> None:
    page, script = tmp_path / "spin.html", tmp_path / "parent.py"
    killed = end is signal.SIGKILL
    script.write_text(
        ORPHANS.format(here=str(HERE), page=str(page), killed=killed, for_ever=FOR_EVER)
    )
    with subprocess.Popen([sys.executable, str(script)], stderr=subprocess.PIPE) as parent:
        pid = int(eventually(page.with_suffix(".pid").read_text))
        parent.send_signal(end)
        assert all_end(pid)
        errors = parent.communicate()[1]
    if not killed:
        assert errors.decode().strip().endswith("KeyboardInterrupt")


def test_a_script_without_a_guard_is_told_so(tmp_path: Path) -> None:
    script = tmp_path / "unguarded.py"
    text = ORPHANS.format(here=str(HERE), page="a", killed=1, for_ever=FOR_EVER)
    script.write_text(text.replace("if __name__ ==", "if"))
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, timeout=PATIENCE
    )
    assert done.returncode == 1
    assert str(WorkersBroken()) in done.stderr


def test_an_executor_that_broke_down_is_an_error(tmp_path: Path) -> None:
    from concurrent.futures.process import BrokenProcessPool

    class Broken:
        def submit(self, *_: object) -> Any:
            raise BrokenProcessPool("mati")

    with pytest.raises(WorkersBroken):
        unruly(tmp_path, ["a"], executor=Broken())


def test_a_file_that_vanished_is_unreadable(tmp_path: Path) -> None:
    events = run([tmp_path / "hilang.html", tmp_path / "hilang.jsonl"])
    assert told(events) == [("hilang", Reason.UNREADABLE)] * 2
    assert not any(isinstance(event, Done) for event in events)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_unreadable(tmp_path: Path) -> None:
    path = pages(tmp_path, 1)[0]
    path.chmod(0)
    assert told(run([path])) == [(path.stem, Reason.UNREADABLE)]


def lost(path: Path, content: bytes, **limits: int) -> Skipped:
    path.write_bytes(content)
    first, *rest = run([path], limits=Limits(**limits))
    assert isinstance(first, Lost)
    assert [type(event) for event in rest] == [Done]
    return first.skipped


def test_files_that_hold_no_page(tmp_path: Path) -> None:
    page = PAGE.format("x").encode()
    assert lost(tmp_path / "a.html", b"").reason is Reason.EMPTY
    assert lost(tmp_path / "b.html", b"\x89PNG\r\n\x1a\n" + bytes(100)).reason is Reason.BINARY
    assert lost(tmp_path / "c.html", page, html_bytes=100).reason is Reason.TOO_LARGE
    assert lost(tmp_path / "d.mhtml", page, file_bytes=100).reason is Reason.TOO_LARGE
    assert lost(tmp_path / "e.html.gz", gzip.compress(page)[:-30]).reason is Reason.MALFORMED
    bomb = gzip.compress(bytes(20_000_000))
    assert lost(tmp_path / "f.html.gz", bomb, file_bytes=1_000_000).reason is Reason.TOO_LARGE
    assert lost(tmp_path / "catatan", b"beli beras").reason is Reason.UNSUPPORTED


def test_compressed_pages_are_known_by_their_content(tmp_path: Path) -> None:
    path = tmp_path / "x.html"
    path.write_bytes(gzip.compress(PAGE.format("x").encode()))
    assert len(ids(run([path]))) == 1


def test_a_page_named_jsonl_is_a_page(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text(PAGE.format("x"))
    assert [type(event) for event in run([path])] == [Found, Done]


def test_bad_lines_are_lost_by_number(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "satu"}\n{broken\n[]\n\n{"title": "tanpa isi"}\n{"text": "dua"}')
    events = run([path])
    details = [event.skipped.detail for event in events if isinstance(event, Lost)]
    assert [detail.split(":")[0] for detail in details] == ["line 2", "line 3", "line 5"]
    assert len(ids(events)) == 2
    assert isinstance(events[-1], Done)


@settings(max_examples=20)
@given(st.lists(st.sampled_from(["a", "raise", "slow"]), max_size=12))
def test_any_mixture_is_told_in_order(
    tmp_path_factory: pytest.TempPathFactory, kinds: list[str]
) -> None:
    names = [f"{kind}-{number}" for number, kind in enumerate(kinds)]
    with ThreadPoolExecutor(4) as threads:
        events = unruly(tmp_path_factory.mktemp("x"), names, executor=threads)
    assert [name for name, _ in told(events)] == names
