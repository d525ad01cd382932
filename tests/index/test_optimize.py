"""Does optimizing leave one segment, the same answers, and the old index where it fails?"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from telusur.index.commits.store import generation, open_snapshot, writing
from telusur.index.errors import IndexMissing
from telusur.index.updates.job import build, optimize
from telusur.tests.support.command import fails, telusur
from telusur.tests.support.killing import start
from telusur.tests.support.processes import PATIENCE
from telusur.tests.support.store import article, commit, found, ids, problems


def texts(folder: Path) -> dict[str, str]:
    with open_snapshot(folder) as snapshot:
        return {one.id: one.text for one in snapshot.articles()}


def test_one_segment_is_left_with_the_same_articles(folder: Path) -> None:
    before = texts(folder)
    with open_snapshot(folder) as snapshot:
        assert snapshot.segments == 3
        assert snapshot.size > snapshot.count
    optimize(folder)
    with open_snapshot(folder) as snapshot:
        assert snapshot.segments == 1
        assert snapshot.size == snapshot.count == 4
        assert found(snapshot, "kabar") == ["n1", "n4", "n5"]
    assert texts(folder) == before
    assert problems(folder) == []


def test_what_is_optimized_is_left_alone(folder: Path) -> None:
    optimize(folder)
    before = generation(folder)
    optimize(folder)
    assert generation(folder) == before


def test_a_single_segment_is_rewritten_for_its_deleted_articles(tmp_path: Path) -> None:
    build([article(n) for n in range(9)], tmp_path / "i")
    commit(tmp_path / "i", removed=("n3",))
    optimize(tmp_path / "i")
    with open_snapshot(tmp_path / "i") as snapshot:
        assert (snapshot.segments, snapshot.size) == (1, 8)


def test_an_empty_index_can_be_optimized(tmp_path: Path) -> None:
    build([], tmp_path / "i")
    optimize(tmp_path / "i")
    assert ids(tmp_path / "i") == []


def test_where_there_is_no_index_none_is_made(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        optimize(tmp_path / "tiada")
    assert not (tmp_path / "tiada").exists()


# The command


def test_the_command_tells_what_it_changed(folder: Path) -> None:
    done = telusur("optimize", "--index", folder)
    assert done.returncode == 0
    assert done.stderr == ""
    rows = {line.split()[0]: line.split()[1:] for line in done.stdout.splitlines()[:-1]}
    assert rows["segments"] == ["3", "->", "1"]
    assert rows["deleted"] == ["2", "->", "0"]
    assert done.stdout.splitlines()[-1].startswith(f"4 articles in {folder}")
    assert problems(folder) == []
    assert telusur("search", "kabar", "--index", folder).returncode == 0


def test_the_command_as_json(folder: Path) -> None:
    told = json.loads(telusur("optimize", "--json", "--index", folder).stdout)
    size = sum(path.stat().st_size for path in folder.iterdir())
    assert (told["articles"], told["segments"], told["deleted"]) == (4, [3, 1], [2, 0])
    assert told["bytes"][0] > told["bytes"][1] == size


def test_without_an_index_it_ends_with_2(tmp_path: Path) -> None:
    assert "no index at" in fails("optimize", "--index", tmp_path / "tiada")
    assert not (tmp_path / "tiada").exists()


def test_while_another_process_writes_it_is_refused(folder: Path) -> None:
    with writing(folder):
        assert f"process {os.getpid()}" in fails("optimize", "--index", folder)
    assert len(texts(folder)) == 4


def test_ctrl_c_leaves_the_old_commit_and_no_remains(tmp_path: Path) -> None:
    for first in (0, 400, 800):
        commit(tmp_path / "i", *(article(first + n, f"kata{n}") for n in range(400)))
    before, held = generation(tmp_path / "i"), ids(tmp_path / "i")
    command = ["optimize", "--index", tmp_path / "i"]
    process = start(tmp_path / "jalan.py", 1, *command, ctrl_c=(".tls", 1))
    _, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130, errors
    assert errors == "interrupted: the index is as it was\n"
    assert generation(tmp_path / "i") == before
    assert ids(tmp_path / "i") == held
    assert problems(tmp_path / "i") == []
