"""Is a folder that is no index, or a damaged one, refused by name and with the mend?"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path

import pytest
from telusur.corpora.errors import TelusurError
from telusur.index.commits.store import writing
from telusur.index.doctor import examine
from telusur.index.errors import (
    IndexCorrupt,
    IndexForeign,
    IndexMissing,
    IndexUnwritable,
)
from telusur.tests.support.store import (
    article,
    commit,
    disguise,
    ids,
    leaves_files_open,
    problems,
)


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


@pytest.mark.parametrize("says_so", [True, False], ids=["list says so", "manifest alone"])
@pytest.mark.parametrize(
    ("key", "value"), [("analysis", "lain"), ("format", 0), ("format", 1), ("format", 3)]
)
def test_an_index_of_another_format_or_analyser_is_refused_until_rebuilt(
    folder: Path, key: str, value: object, says_so: bool
) -> None:
    disguise(folder, in_lists=says_so, **{key: value})
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
@pytest.mark.parametrize("pattern", ["_MAIN_*.toc", "MAIN_*.tls", "segments_*.json"])
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
    next(folder.glob("MAIN_*.tls")).unlink()
    assert isinstance(refusal(folder), IndexCorrupt)


@pytest.mark.parametrize(
    "line", [b"{", b"[]\n", b"7\n", b"{}\n", b'{"path": "a"}\n', b"\xff\n", b'"path"\n', b"null\n"]
)
def test_a_damaged_line_of_the_ledger_is_named(folder: Path, line: bytes) -> None:
    path = sorted(folder.glob("sources_*.jsonl"))[0]
    path.write_bytes(b'{"path": "a", "gone": true}\n' + line)
    (problem,) = problems(folder)
    assert f"{path} is damaged: " in problem
    with pytest.raises(IndexCorrupt) as error, writing(folder):
        pass
    assert error.value.mend


@pytest.mark.parametrize("change", [lambda kept: kept[:-1], lambda kept: kept + b"x"])
def test_a_segment_of_another_length_is_named(
    folder: Path, change: Callable[[bytes], bytes]
) -> None:
    path = damaged(folder, "*.tls", change)
    error = refusal(folder)
    assert str(path) in error.message
    assert "the commit says" in error.message


def test_a_segment_of_another_index_is_named_even_if_it_is_as_long(tmp_path: Path) -> None:
    commit(tmp_path / "satu", article(1))
    (segment,) = (tmp_path / "satu").glob("*.tls")
    for number in range(2, 60):  # until one happens to be as long
        other = tmp_path / f"lain{number}"
        commit(other, article(number))
        (path,) = other.glob("*.tls")
        if path.stat().st_size == segment.stat().st_size:
            path.replace(segment)
            break
    error = refusal(tmp_path / "satu")
    assert error.message.startswith(f"{segment} is damaged: it is another segment")


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


class Bomb:
    def __reduce__(self) -> tuple[object, ...]:
        return pytest.fail, ("a pickle was loaded",)


def test_nothing_that_we_read_is_a_pickle(folder: Path) -> None:
    before = ids(folder)
    toc = next(folder.glob("_MAIN_*.toc"))
    toc.write_bytes(pickle.dumps(Bomb()))
    with pytest.raises(pytest.fail.Exception):  # the bomb works
        pickle.loads(toc.read_bytes())
    assert ids(folder) == before
    assert ["which Whoosh reads, is damaged" in problem for problem in problems(folder)] == [True]
    commit(folder, article(9))
    assert ids(folder) == sorted({*before, "n9"})
