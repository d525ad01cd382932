"""Does an index survive kills within the making of a commit, a merge, an optimized segment?"""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import pytest
from telusur.corpora.article import Article
from telusur.index.commits.manifest import is_index
from telusur.index.commits.store import open_snapshot
from telusur.index.commits.sweeping import leftovers
from telusur.index.doctor import examine
from telusur.tests.support.killing import draw, kill_within, start
from telusur.tests.support.processes import PATIENCE

BATCH, RECORDS, KILLS, SEED = 20, 300, 12, 20_060_527


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sumber") / "arsip.jsonl"
    words = random.Random(SEED)
    with path.open("w") as file:
        for number in range(RECORDS):
            text = " ".join(f"kata{words.randrange(2000)}" for _ in range(300))
            file.write(json.dumps({"id": f"r{number:05}", "text": text}) + "\n")
    return path


def articles(folder: Path) -> dict[str, Article]:
    with open_snapshot(folder) as snapshot:
        return {article.id: article for article in snapshot.articles()}


def broken(folder: Path) -> list[str]:
    return [str(one.problem) for one in examine(folder) if one.problem and not one.harmless]


def test_a_kill_within_a_commit_or_a_merge_leaves_the_old_or_the_new_commit(
    records: Path, tmp_path: Path
) -> None:
    dice = random.Random(SEED)
    folder, runner = tmp_path / "indeks", tmp_path / "jalan.py"
    index = ["index", records, "--workers", "0", "--index", folder]
    held: dict[str, Article] = {}
    in_the_making = optimized = 0
    for kill in range(10 * KILLS):
        if kill >= KILLS and in_the_making > 2 and optimized:
            break
        if len(held) == RECORDS:  # the machine was late with the kills
            shutil.rmtree(folder)
            held = {}
        optimizing = len(held) > 0 and kill % 4 == 3
        instant = draw(dice, most=1 if optimizing else 2)
        command = ["optimize", "--index", folder] if optimizing else index
        kill_within(start(runner, BATCH, *command, fanout=3), folder, instant)
        if not is_index(folder):
            continue
        told = f"seed {SEED}, kill {kill}, {instant}"
        before, held = held, articles(folder)
        assert broken(folder) == [], told
        assert held.keys() == {f"r{number:05}" for number in range(len(held))}, told
        assert len(held) % BATCH == 0, told
        assert len(held) >= len(before), told
        assert before.items() <= held.items(), told
        if optimizing:
            assert held == before, told
            optimized += 1
        in_the_making += bool(leftovers(folder))
    assert in_the_making > 2, "the kills came at instants that say nothing"
    assert optimized
    out, errors = start(runner, BATCH, *index).communicate(timeout=PATIENCE)
    assert f"{RECORDS:,} articles in" in out, errors
    _, errors = start(runner, BATCH, "optimize", "--index", folder).communicate(timeout=PATIENCE)
    assert errors == ""
    with open_snapshot(folder) as snapshot:
        assert (snapshot.segments, snapshot.count) == (1, RECORDS)
    assert articles(folder).keys() >= held.keys()
    assert [one for one in examine(folder) if one.problem] == []
