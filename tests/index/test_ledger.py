"""Does the ledger remember what became of each file, commit by commit?"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telusur.index.commits.ledger import (
    MOST_FILES,
    SLACK,
    FileState,
    Ledger,
    Log,
    is_log,
    read_ledger,
)
from telusur.index.errors import IndexCorrupt

READ = FileState(size=10, mtime_ns=5, digest="d", rules="r", reason=None)


def write(ledger: Ledger, folder: Path, generation: int) -> tuple[Log, ...]:
    logs = ledger.write(folder, generation)
    ledger.committed()
    return logs


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def same(one: Ledger, other: Ledger) -> bool:
    return (one.files, one.owners) == (other.files, other.owners)


def test_a_state_is_read_back(tmp_path: Path) -> None:
    ledger = Ledger()
    ledger.give("/a.jsonl", "1", "x")
    ledger.give("/a.jsonl", "2", "y")
    ledger.give("/b.html", "1", "z")
    ledger.settle("/a.jsonl", READ)
    ledger.settle("/c.html", FileState(size=0, digest="e", rules="r", reason="empty"))
    lost = FileState(reason="empty", skipped={"malformed": 3, "empty": 1})
    ledger.settle("/d.jsonl", lost)
    ledger.settle("/e.html", FileState(reason="listing", skipped={}))
    back = read_ledger(tmp_path, write(ledger, tmp_path, 1))
    assert same(back, ledger)
    assert back.files["/a.jsonl"].items == {"1": "x", "2": "y"}
    assert back.files["/c.html"].skipped is None
    assert back.files["/d.jsonl"].skipped == {"malformed": 3, "empty": 1}
    assert back.files["/e.html"].skipped == {}
    assert back.files["/b.html"].size == -1  # half read
    assert back.owners == {"1": ("/a.jsonl", "/b.html"), "2": ("/a.jsonl",)}
    assert not back.changed


def test_each_commit_adds_a_file_of_its_changes(tmp_path: Path) -> None:
    ledger = Ledger()
    ledger.settle("/a", READ)
    one = write(ledger, tmp_path, 1)
    ledger.give("/a", "1", "x")
    two = write(ledger, tmp_path, 2)
    assert write(ledger, tmp_path, 3) == two  # nothing has changed
    ledger.drop("/a", "1")
    ledger.forget("/a")
    four = write(ledger, tmp_path, 4)
    assert names(tmp_path) == ["sources_1.jsonl", "sources_2.jsonl", "sources_4.jsonl"]
    assert [log.name for log in four] == names(tmp_path)
    assert len((tmp_path / "sources_2.jsonl").read_text().splitlines()) == 1
    assert [len(read_ledger(tmp_path, logs).files) for logs in (one, two, four)] == [1, 1, 0]
    assert read_ledger(tmp_path, two).owners == {"1": ("/a",)}
    assert read_ledger(tmp_path, four).owners == {}


def test_a_ledger_that_nothing_ever_changed_has_no_file(tmp_path: Path) -> None:
    assert write(Ledger(), tmp_path, 1) == ()
    assert names(tmp_path) == []
    assert read_ledger(tmp_path, ()).files == {}


def test_a_log_later_than_the_index_is_not_read(tmp_path: Path) -> None:
    ledger = Ledger()
    ledger.settle("/a", READ)
    logs = write(ledger, tmp_path, 1)
    ledger.settle("/b", READ)
    write(ledger, tmp_path, 2)  # and then the commit fails
    assert read_ledger(tmp_path, logs).files.keys() == {"/a"}
    assert [log.name for log in logs] == ["sources_1.jsonl"]
    assert names(tmp_path) == ["sources_1.jsonl", "sources_2.jsonl"]


def test_changes_stay_until_the_commit_is_a_fact(tmp_path: Path) -> None:
    ledger = Ledger()
    ledger.settle("/a", READ)
    ledger.write(tmp_path, 1)  # and then the commit fails
    assert ledger.changed
    assert ledger.logs == ()
    logs = write(ledger, tmp_path, 1)
    assert not ledger.changed
    assert read_ledger(tmp_path, logs).files.keys() == {"/a"}


def test_the_log_is_written_in_full_before_it_grows_too_long(tmp_path: Path) -> None:
    ledger = Ledger()
    for generation in range(1, 10):
        for number in range(SLACK // 4):
            ledger.settle(f"/{number}", FileState(size=generation))
        logs = write(ledger, tmp_path, generation)
        for path in list(tmp_path.iterdir()):
            assert is_log(path.name)
            if path.name not in {log.name for log in logs}:
                path.unlink()
        assert same(read_ledger(tmp_path, logs), ledger)
    assert len(names(tmp_path)) < 7
    lines = sum(len(path.read_text().splitlines()) for path in tmp_path.iterdir())
    assert lines < 2 * (SLACK + SLACK // 4)


def test_records_are_not_written_again_with_every_batch(tmp_path: Path) -> None:
    ledger, written = Ledger(), 0
    for generation in range(1, 12):  # one file of records, as a large JSONL file is
        for number in range(SLACK):
            ledger.give("/a.jsonl", f"{generation}-{number}", "x")
        name = write(ledger, tmp_path, generation)[-1].name
        written += len((tmp_path / name).read_text().splitlines())
    assert written == 11 * SLACK + 1  # a line for the file itself


def test_many_small_commits_do_not_pile_up_files(tmp_path: Path) -> None:
    ledger = Ledger()
    for generation in range(1, 3 * MOST_FILES):
        ledger.settle("/a", FileState(size=generation))
        assert len(write(ledger, tmp_path, generation)) <= MOST_FILES
        ledger = read_ledger(tmp_path, ledger.logs)


def test_odd_names_of_files_are_kept_to_the_byte(tmp_path: Path) -> None:
    odd = ["/caf\udce9.html", "/\udcff\udcfe", '/"\\\n\t\x01', "/ラジオ\U0001f600", "/ "]
    ledger = Ledger()
    for path in odd:
        ledger.give(path, "1", "x")
    assert list(read_ledger(tmp_path, write(ledger, tmp_path, 1)).files) == odd


def test_a_file_that_is_gone_or_cut_short_is_named(tmp_path: Path) -> None:
    ledger = Ledger()
    logs: tuple[Log, ...] = ()
    for generation in (1, 2, 3):
        ledger.settle("/a", FileState(size=generation))
        ledger.settle("/b", FileState(size=generation))
        logs = write(ledger, tmp_path, generation)
    for name in names(tmp_path):
        path, kept = tmp_path / name, (tmp_path / name).read_bytes()
        whole_line = kept[: kept.index(b"\n") + 1]
        for damaged in (None, whole_line, kept[:-5], b"", kept.replace(b'"/b"', b'"/c"')):
            path.unlink()
            if damaged is not None:
                path.write_bytes(damaged)
            with pytest.raises(IndexCorrupt, match=name):
                read_ledger(tmp_path, logs)
            path.write_bytes(kept)
    assert same(read_ledger(tmp_path, logs), ledger)


PATHS, IDS = st.sampled_from("pqrs"), st.sampled_from("123")
DIGESTS = st.sampled_from("xyz")
CHANGES = st.one_of(
    st.tuples(st.just("give"), PATHS, IDS, DIGESTS),
    st.tuples(st.just("drop"), PATHS, IDS),
    st.tuples(st.just("settle"), PATHS, st.builds(FileState, size=st.integers(0, 9))),
    st.tuples(st.just("gone"), PATHS),
    st.just(("commit",)),
)


@settings(max_examples=60)
@given(st.lists(CHANGES, max_size=40))
def test_whatever_changes_the_log_says_the_same(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[str, ...]]
) -> None:
    folder = tmp_path_factory.mktemp("x")
    ledger, generation = Ledger(), 1
    for what, *how in changes:
        if what == "commit":
            write(ledger, folder, generation)
            generation += 1
        elif what == "gone":
            for article_id in list(ledger.files.get(how[0], FileState()).items):
                ledger.drop(how[0], article_id)
            ledger.forget(how[0])
        else:
            getattr(ledger, what)(*how)
    back = read_ledger(folder, write(ledger, folder, generation))
    assert back.files == ledger.files
    held = {
        article_id: {path for path, state in ledger.files.items() if article_id in state.items}
        for article_id in "123"
    }
    for owners in (back.owners, ledger.owners):
        assert {i: set(paths) for i, paths in owners.items()} == {
            i: p for i, p in held.items() if p
        }
