"""Does an index survive a power loss that takes with it whatever was not fsynced?"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from telusur.index.analysis import fingerprint
from telusur.index.commits.manifest import read_manifest
from telusur.index.commits.store import writing
from telusur.index.doctor import examine
from telusur.index.errors import IndexForeign
from telusur.index.updates.job import optimize
from telusur.tests.support.power import Disk, followed
from telusur.tests.support.store import RECORDS, article, commit, copy, ids


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "indeks"
    commit(place, *(article(n) for n in range(6)))
    commit(place, article(6), article(7), removed=("n3",))
    return place


def change(folder: Path) -> None:
    commit(folder, article(2, "baru"), article(9), removed=("n1",))


def merge(folder: Path) -> None:
    optimize(folder)


def rebuild(folder: Path) -> None:
    with writing(folder, rebuild=True) as writer:
        for number in (7, 9):
            writer.ledger.give(RECORDS, f"n{number}", "")
            writer.commit([article(number, "baru")])
        writer.optimize()


def remains(folder: Path, scratch: Path, act: Callable[[Path], None]) -> list[tuple[str, Path]]:
    """Return each state that a power loss could leave, in the order of time, and its kind."""
    seen: set[frozenset[tuple[str, bytes]]] = set()

    def moment(disk: Disk) -> None:
        for kind, files in list(disk.states()):
            key = frozenset(files.items())
            if key in seen:
                continue
            seen.add(key)
            place = scratch / str(len(seen))
            place.mkdir()
            for name, content in files.items():
                (place / name).write_bytes(content)
            states.append((kind, place))

    states: list[tuple[str, Path]] = []
    with followed(folder, moment):
        act(folder)
    return states


def broken(folder: Path) -> list[str]:
    return [str(one.problem) for one in examine(folder) if one.problem and not one.harmless]


def survivors(
    folder: Path, scratch: Path, act: Callable[[Path], None]
) -> list[tuple[str, list[str], list[str]]]:
    """Return what each state holds that a power loss could leave, and what is wrong with it."""
    states = remains(folder, scratch, act)
    return [(kind, ids(place), broken(place)) for kind, place in states]


@pytest.mark.parametrize("act", [change, merge, rebuild])
def test_a_power_loss_leaves_the_old_or_the_new_commit(
    act: Callable[[Path], None], folder: Path, tmp_path: Path
) -> None:
    before = ids(folder)
    done = copy(folder, tmp_path / "ganti")
    act(done)
    (tmp_path / "sisa").mkdir()
    found = survivors(folder, tmp_path / "sisa", act)
    assert {kind for kind, _, _ in found} == {"strict", "eager"}
    assert len(found) > 10
    held = [one for _, one, _ in found]
    assert held[0] == before
    assert held[-1] == ids(done)
    assert all(one in (before, ids(done)) for one in held)
    for kind, _, told in found:
        assert told == [], kind


def held(folder: Path) -> list[str] | None:
    """What an index holds for the analyser of now; None if another one made it."""
    try:
        return ids(folder)
    except IndexForeign:
        return None


def test_a_power_loss_in_a_rebuild_by_another_analyser_never_mixes_the_two(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = ids(folder)
    old = fingerprint()
    monkeypatch.setattr("telusur.index.commits.manifest.fingerprint", lambda: "lain")
    (tmp_path / "sisa").mkdir()
    places = [place for _, place in remains(folder, tmp_path / "sisa", rebuild)]
    with_new = [held(place) for place in places]
    sound = [broken(place) == [] for place in places]
    monkeypatch.setattr("telusur.index.commits.manifest.fingerprint", lambda: old)
    with_old = [held(place) for place in places]
    assert set(map(str, with_new)) == {"None", "['n7', 'n9']"}
    assert set(map(str, with_old)) == {"None", str(before)}
    for one, other, is_sound in zip(with_new, with_old, sound, strict=True):
        assert (one is None) != (other is None), "one of the two reads it, and one only"
        assert is_sound == (one is not None)
    lagging = [place for place in places if held(place) is None]
    assert any(read_manifest(place).analysis == old for place in lagging)


def test_what_was_not_fsynced_is_missed(folder: Path) -> None:
    """The simulation itself: bytes without an fsync are gone, names without one may be."""
    with followed(folder, lambda _: None) as disk:
        (folder / "baru").write_bytes(b"isi")
        states = dict(disk.states())
        assert "baru" not in states["strict"]
        assert states["eager"]["baru"] == b""
        handle = os.open(folder / "baru", os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)
        assert "baru" not in dict(disk.states())["strict"]
        assert dict(disk.states())["eager"]["baru"] == b"isi"
        handle = os.open(folder, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)
        assert dict(disk.states())["strict"]["baru"] == b"isi"


def test_the_folder_of_a_new_index_is_fsynced_in_those_above(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: set[int] = set()
    fsync = os.fsync

    def noted(handle: int) -> None:
        synced.add(os.fstat(handle).st_ino)
        fsync(handle)

    monkeypatch.setattr(os, "fsync", noted)
    commit(tmp_path / "arsip" / "indeks", article(1))
    for folder in (tmp_path, tmp_path / "arsip", tmp_path / "arsip" / "indeks"):
        assert folder.stat().st_ino in synced
