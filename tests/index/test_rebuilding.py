"""Does the old index serve until the new one is whole, and does a rebuild that stopped go on?"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from telusur.corpora.article import Skipped
from telusur.corpora.settings import Config
from telusur.index.commits import rebuilding
from telusur.index.commits.manifest import read_manifest
from telusur.index.commits.store import generation, is_staged, open_snapshot, writing
from telusur.index.commits.sweeping import leftovers
from telusur.index.doctor import examine
from telusur.index.errors import IndexForeign, IndexUnwritable
from telusur.index.updates.job import Job, build, optimize, run
from telusur.index.updates.summary import Summary
from telusur.tests.support.store import article, commit, disguise, ids, problems
from telusur.tests.support.updates import told


class Cut(Exception):
    """A rebuild is cut off."""


@dataclass
class StopAfter:
    """An observer that presses Ctrl-C when so many files are dealt with."""

    files: int

    def file(self, summary: Summary) -> None:
        if summary.files == self.files:
            raise KeyboardInterrupt

    def skip(self, path: str, skipped: Skipped) -> None:
        pass


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def cut_off(folder: Path, *numbers: int) -> None:
    """Rebuild an index with some articles, but not to the end."""
    with suppress(Cut), writing(folder, rebuild=True) as writer:
        for number in numbers:
            writer.ledger.give("/arsip.jsonl", f"n{number}", "")
            writer.commit([article(number)])
        raise Cut


def rebuild(folder: Path, *numbers: int) -> None:
    with writing(folder, rebuild=True) as writer:
        writer.commit([article(number) for number in numbers])


def interrupted(desk: Any, files: int, *paths: Path) -> Summary:
    summary = Summary()
    corpora = [desk.corpus(*paths)]
    job = Job(corpora=corpora, folder=desk.index, config=Config(workers=0), rebuild=True)
    with pytest.raises(KeyboardInterrupt):
        run(job, StopAfter(files), summary)
    return summary


def flip(path: Path) -> None:
    """Change a byte of the first page: that is found when it is touched."""
    content = bytearray(path.read_bytes())
    content[40] ^= 1
    path.write_bytes(content)


# The old index


def test_the_old_index_serves_until_the_new_one_is_whole(folder: Path) -> None:
    before, old = generation(folder), contents(folder)
    with writing(folder, rebuild=True) as writer:
        for number in range(7, 10):
            writer.commit([article(number)])
            writer.optimize()
            assert ids(folder) == ["n1", "n2", "n4", "n5"]
            assert generation(folder) == before
        assert old.items() <= contents(folder).items()
    assert ids(folder) == ["n7", "n8", "n9"]
    assert generation(folder) > before
    assert problems(folder) == []


def test_a_rebuild_that_fails_leaves_the_old_index(folder: Path) -> None:
    old = contents(folder)
    cut_off(folder, 7, 8)
    assert ids(folder) == ["n1", "n2", "n4", "n5"]
    assert old.items() <= contents(folder).items()
    assert is_staged(folder)
    (finding,) = [one for one in examine(folder) if one.problem]
    assert (finding.checked, finding.harmless) == ("leftovers", True)
    assert "--rebuild goes on with it" in str(finding.mend)


def test_a_rebuild_without_articles_empties_the_index(folder: Path) -> None:
    with writing(folder, rebuild=True):
        pass
    assert ids(folder) == problems(folder) == list(folder.glob("*.tls")) == []


def test_a_rebuild_where_there_is_no_index_makes_one(tmp_path: Path) -> None:
    rebuild(tmp_path / "i", 1)
    assert ids(tmp_path / "i") == ["n1"]
    assert problems(tmp_path / "i") == []


@pytest.mark.parametrize("in_lists", [True, False])
@pytest.mark.parametrize("other", [{"format": 1}, {"format": 3}, {"analysis": "lain"}])
def test_an_index_of_another_make_is_not_touched_before_the_new_one_is_whole(
    folder: Path, other: dict[str, object], in_lists: bool
) -> None:
    disguise(folder, in_lists=in_lists, **other)
    old = contents(folder)
    cut_off(folder, 7, 8)
    assert old.items() <= contents(folder).items()
    with pytest.raises(IndexForeign, match="--rebuild"):
        ids(folder)
    with writing(folder, rebuild=True) as writer:
        assert sorted(one.id for one in writer.snapshot.articles()) == ["n7", "n8"]
        writer.commit([article(9)])
        assert old.items() <= contents(folder).items()
    assert ids(folder) == ["n7", "n8", "n9"]
    assert leftovers(folder) == []
    assert problems(folder) == []


def lose_table(folder: Path) -> None:
    next(folder.glob("_MAIN_*.toc")).unlink()


def spoil_list(folder: Path) -> None:
    next(folder.glob("segments_*.json")).write_bytes(b"{}")


def spoil_manifest(folder: Path) -> None:
    (folder / "telusur.json").write_bytes(b"{")


@pytest.mark.parametrize("harm", [lose_table, spoil_list, spoil_manifest])
def test_a_damaged_index_is_not_touched_before_the_new_one_is_whole(
    folder: Path, harm: Callable[[Path], None]
) -> None:
    harm(folder)
    old = contents(folder)
    cut_off(folder, 7)
    assert old.items() <= contents(folder).items()
    rebuild(folder, 8)
    assert ids(folder) == ["n7", "n8"]
    assert problems(folder) == []


def test_an_index_with_a_damaged_segment_serves_what_can_be_read(folder: Path) -> None:
    flip(next(folder.glob("*.tls")))
    cut_off(folder, 7)
    with open_snapshot(folder) as snapshot:
        assert snapshot.count == 4


# Going on


def test_a_rebuild_goes_on_where_one_was_interrupted(desk: Any) -> None:
    for number in range(6):
        desk.page(f"{number}.html", f"Isi {number}.")
    desk.run()
    held = desk.articles()
    assert told(interrupted(desk, 3)) == {"indexed": 3}
    assert desk.articles() == held
    desk.page("1.html", "Isi baru.", age=-9)  # read before, changed meanwhile
    (desk.pages / "2.html").unlink()
    again = told(desk.run(rebuild=True))
    assert again == {"indexed": 3, "updated": 1, "unchanged": 1, "removed": 1}
    assert desk.articles() == desk.from_scratch()
    assert desk.is_sound()


def test_it_goes_on_after_several_interruptions(desk: Any) -> None:
    for number in range(9):
        desk.page(f"{number}.html", f"Isi {number}.")
    for files in (2, 5, 7):
        interrupted(desk, files)
    assert desk.articles() == {}
    assert told(desk.run(rebuild=True)) == {"indexed": 2, "unchanged": 7}
    assert desk.articles() == desk.from_scratch()
    assert len(list(desk.index.glob("*.tls"))) == 1, "merged as at the end of any run"


@pytest.mark.parametrize("keep_missing", [True, False])
def test_nothing_stays_of_a_rebuild_of_other_folders(desk: Any, keep_missing: bool) -> None:
    for name in ("satu/a.html", "satu/b.html", "dua/c.html"):
        desk.page(name, f"Isi {name}.")
    desk.run()
    interrupted(desk, 2, desk.pages / "satu")
    assert is_staged(desk.index)
    desk.run(desk.pages / "dua", rebuild=True, keep_missing=keep_missing)
    assert [Path(a.paths[0]).name for a in desk.articles().values()] == ["c.html"]
    assert desk.is_sound()


def build_nothing(folder: Path) -> None:
    build([], folder)


@pytest.mark.parametrize("act", [commit, build_nothing, optimize])
def test_any_other_change_gives_a_rebuild_up(folder: Path, act: Callable[[Path], None]) -> None:
    cut_off(folder, 7, 8)
    act(folder)
    assert ids(folder) == ["n1", "n2", "n4", "n5"]
    assert not is_staged(folder)
    assert problems(folder) == []


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-9])


@pytest.mark.parametrize(
    ("pattern", "harm"),
    [
        ("*.tls", os.remove),
        ("*.tls", cut_short),
        ("*.tls", flip),
        ("segments_*.json", cut_short),
        ("sources_*.jsonl", os.remove),
        ("sources_*.jsonl", cut_short),
    ],
)
def test_a_damaged_rebuild_begins_anew(
    folder: Path, pattern: str, harm: Callable[[Path], None]
) -> None:
    old = contents(folder)
    cut_off(folder, 7)
    (path,) = [path for path in folder.glob(pattern) if path.name not in old]
    harm(path)
    with writing(folder, rebuild=True) as writer:
        assert list(writer.snapshot.articles()) == []
        assert writer.ledger.files == {}
        writer.commit([article(8)])
        assert old.items() <= contents(folder).items()
    assert ids(folder) == ["n8"]
    assert problems(folder) == []


def test_a_rebuild_under_another_analyser_begins_anew(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut_off(folder, 7)
    monkeypatch.setattr("telusur.index.commits.manifest.fingerprint", lambda: "lain")
    rebuild(folder, 8)
    assert ids(folder) == ["n8"]
    assert read_manifest(folder).analysis == "lain"
    assert problems(folder) == []


# The instant of the change


def test_a_crash_before_the_manifest_follows_leaves_the_new_index(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = read_manifest(folder)

    def fail(*_: object) -> None:
        raise OSError(5, "rusak")

    with monkeypatch.context() as patch:
        patch.setattr("telusur.index.commits.manifest.fingerprint", lambda: "lain")
        with patch.context() as crash:
            crash.setattr(rebuilding, "write_manifest", fail)
            with pytest.raises(IndexUnwritable):
                rebuild(folder, 7)
        assert read_manifest(folder) == old
        assert ids(folder) == ["n7"]
    with pytest.raises(IndexForeign, match="another analyser"):
        ids(folder)  # with the analyser of the old one, which would find wrong terms
    monkeypatch.setattr("telusur.index.commits.manifest.fingerprint", lambda: "lain")
    commit(folder, article(8))
    assert ids(folder) == ["n7", "n8"]
    assert read_manifest(folder).analysis == "lain"
    assert problems(folder) == []


def test_a_snapshot_of_the_old_index_outlives_a_rebuild(folder: Path) -> None:
    with open_snapshot(folder) as old:
        rebuild(folder, 7)
        assert sorted(one.id for one in old.articles()) == ["n1", "n2", "n4", "n5"]
        for source in old.sources:
            source.segment.sections.check()
