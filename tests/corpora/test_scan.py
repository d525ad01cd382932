"""Are the files that a user means found, in a stable order, whatever else lies around?"""

from __future__ import annotations

import inspect
import os
import socket
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telusur.corpora.article import Reason
from telusur.corpora.events import Lost, Source
from telusur.corpora.scan import PathMissing, scan


def make(root: Path, *names: str) -> Path:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("<html>")
    return root


def found(*roots: Path, **kwargs: Any) -> list[str]:
    """The paths of the files found, below the first root."""
    sources = [item for item in scan(roots, **kwargs) if isinstance(item, Source)]
    return [os.path.relpath(source.path, roots[0]) for source in sources]


def losses(root: Path) -> dict[str, tuple[Reason, str]]:
    items = [item for item in scan([root]) if isinstance(item, Lost)]
    return {Path(i.source.path).name: (i.skipped.reason, i.skipped.detail) for i in items}


def test_files_come_sorted_from_all_depths(tmp_path: Path) -> None:
    make(tmp_path, "b.html", "a/z.txt", "a/b/c.jsonl.gz", "c.mhtml", "tanpa-akhiran", "a.html")
    assert found(tmp_path) == [
        *("a/b/c.jsonl.gz", "a/z.txt", "a.html", "b.html", "c.mhtml", "tanpa-akhiran"),
    ]


def test_a_source_tells_size_and_time(tmp_path: Path) -> None:
    make(tmp_path, "a.html")
    os.utime(tmp_path / "a.html", ns=(1, 1_700_000_000_123_456_789))
    (source,) = scan([tmp_path], corpus="berita")
    assert source == Source(str(tmp_path / "a.html"), 6, 1_700_000_000_123_456_789, "berita")


def test_paths_are_absolute_and_plain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "x/a.html")
    monkeypatch.chdir(tmp_path)
    (source,) = scan([Path("x/../x/./a.html")])
    assert isinstance(source, Source)
    assert source.path == str(tmp_path / "x" / "a.html")


def test_hidden_files_and_folders_are_passed_over(tmp_path: Path) -> None:
    make(tmp_path, ".git/a.html", ".b.html", "c.html")
    assert found(tmp_path) == ["c.html"]
    assert found(tmp_path, include_hidden=True) == [".b.html", ".git/a.html", "c.html"]
    assert found(tmp_path / ".git") == ["a.html"]


def test_the_companion_folder_of_a_page_is_no_page(tmp_path: Path) -> None:
    make(tmp_path, "a.html", "a_files/iklan.html", "b_files/c.html")
    assert found(tmp_path) == ["a.html", "b_files/c.html"]


def test_an_index_of_ours_is_never_scanned(tmp_path: Path) -> None:
    make(tmp_path, "telusur-index/telusur.json", "telusur-index/a.html", "b.html")
    assert found(tmp_path) == ["b.html"]
    assert found(tmp_path / "telusur-index") == []


def test_files_that_are_no_pages_are_lost_unopened(tmp_path: Path) -> None:
    make(tmp_path, "a.jpg", "b.CSS", "c.tar.gz", "d.pdf")
    assert losses(tmp_path) == {
        "a.jpg": (Reason.UNSUPPORTED, "image"),
        "b.CSS": (Reason.UNSUPPORTED, "script or style"),
        "c.tar.gz": (Reason.UNSUPPORTED, "archive"),
        "d.pdf": (Reason.UNSUPPORTED, "document"),
    }


def test_special_files_are_lost_unopened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipa.html")
    monkeypatch.chdir(tmp_path)  # the name of a socket may have 100 bytes at most
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("soket.html")
        special = (Reason.UNSUPPORTED, "not a regular file")
        assert losses(tmp_path) == {"pipa.html": special, "soket.html": special}


def test_broken_links_are_lost(tmp_path: Path) -> None:
    (tmp_path / "a.html").symlink_to(tmp_path / "hilang.html")
    (tmp_path / "b.html").symlink_to(tmp_path / "b.html")
    assert {reason for reason, _ in losses(tmp_path).values()} == {Reason.UNREADABLE}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_without_permission_is_lost(tmp_path: Path) -> None:
    make(tmp_path, "x/a.html", "y/b.html")
    (tmp_path / "x").chmod(0)
    try:
        assert losses(tmp_path) == {"x": (Reason.UNREADABLE, "Permission denied")}
        assert found(tmp_path) == ["y/b.html"]
    finally:
        (tmp_path / "x").chmod(0o700)


def test_each_folder_is_visited_once_through_all_links(tmp_path: Path) -> None:
    make(tmp_path, "x/a.html", "y/b.html")
    (tmp_path / "x" / "atas").symlink_to(tmp_path)
    for number in range(20):
        (tmp_path / "x" / f"silang{number}").symlink_to(tmp_path / "y")
        (tmp_path / "y" / f"silang{number}").symlink_to(tmp_path / "x")
    assert found(tmp_path) == ["x/a.html", "x/silang0/b.html"]


def test_a_link_that_the_user_names_is_read(tmp_path: Path) -> None:
    make(tmp_path, "x/a.html")
    link = tmp_path / "b.html"
    link.symlink_to(tmp_path / "x" / "a.html")
    assert [one.path for one in scan([link]) if isinstance(one, Source)] == [str(link)]


def test_overlapping_roots_give_each_file_once(tmp_path: Path) -> None:
    make(tmp_path, "a.html", "x/b.html", "x/c.html")
    roots = [tmp_path, tmp_path / "x", tmp_path / "x" / "c.html", tmp_path]
    assert found(*roots) == ["a.html", "x/b.html", "x/c.html"]


def test_globs_choose(tmp_path: Path) -> None:
    make(tmp_path, "2021/a.html", "2021/b.txt", "2022/c.html", "draf/d.html")
    assert found(tmp_path, include=["*.html"], exclude=["draf"]) == ["2021/a.html", "2022/c.html"]
    assert found(tmp_path, include=["2021/*"]) == ["2021/a.html", "2021/b.txt"]
    assert found(tmp_path, exclude=["2021/", "*/c.html"]) == ["draf/d.html"]


def test_a_missing_root_is_an_error_at_the_call(tmp_path: Path) -> None:
    with pytest.raises(PathMissing, match="tiada") as caught:
        scan([tmp_path, tmp_path / "tiada"])
    assert caught.value.mend


def test_a_folder_that_vanishes_is_lost(tmp_path: Path) -> None:
    make(tmp_path, "a.html", "b/c.html")
    walk = scan([tmp_path])
    next(walk)
    (tmp_path / "b" / "c.html").unlink()
    (tmp_path / "b").rmdir()
    (lost,) = walk
    assert isinstance(lost, Lost)
    assert lost.skipped.reason is Reason.UNREADABLE


def test_deep_folders_do_not_exhaust_the_stack(tmp_path: Path) -> None:
    folder = tmp_path.joinpath(*["d"] * 400)  # deeper, and the standard library could not clean up
    folder.mkdir(parents=True)
    (folder / "a.html").write_text("<html>")
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack()) + 200)
    try:
        found = list(scan([tmp_path]))
    finally:
        sys.setrecursionlimit(limit)
    assert len(found) == 1


def test_names_that_are_no_utf8_are_found(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9.html"
    with open(path, "wb"):
        pass
    (source,) = scan([tmp_path])
    assert isinstance(source, Source)
    assert os.fsencode(source.path) == path


NAMES = st.lists(
    st.lists(st.sampled_from(["a", "b", "c_files", ".d"]), min_size=1, max_size=4), max_size=12
)


@settings(max_examples=50)
@given(NAMES)
def test_the_walk_is_the_sorted_list_of_files(
    tmp_path_factory: pytest.TempPathFactory, names: list[list[str]]
) -> None:
    root = tmp_path_factory.mktemp("x")
    make(root, *("/".join([*parts[:-1], f"{parts[-1]}.html"]) for parts in names))
    plain = sorted(path.relative_to(root).parts for path in root.rglob("*.html"))
    expected = ["/".join(parts) for parts in plain if not any(p.startswith(".") for p in parts)]
    assert found(root) == expected


def test_a_link_to_a_file_below_a_root_is_that_file(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    for folder in (inside, outside):
        folder.mkdir()
        (folder / "a.html").write_text("<html>")
    (inside / "link.html").symlink_to(inside / "a.html")
    (inside / "far.html").symlink_to(outside / "a.html")
    found = [Path(one.path).name for one in scan([inside]) if isinstance(one, Source)]
    assert found == ["a.html", "far.html"]
