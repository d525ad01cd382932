"""Does a killed rebuild leave the old index or the new one, and do readers see only those?"""

from __future__ import annotations

import json
import os
import random
from pathlib import Path

import pytest
from telusur.corpora.article import Article
from telusur.index.commits.store import is_staged, open_snapshot, writing
from telusur.index.doctor import examine
from telusur.index.segments import tiers
from telusur.tests.support.killing import draw, kill_within, start
from telusur.tests.support.processes import PATIENCE
from telusur.tests.support.readers import reading

BATCH, RECORDS, SEED = 20, 200, 20_181_222
KILLS = int(os.environ.get("TELUSUR_KILLS", "12"))


def write(path: Path, version: int) -> dict[str, str]:
    """Write records of a version; return their texts."""
    words = random.Random(SEED + version)
    texts = {
        f"r{number:05}": f"versi{version} "
        + " ".join(f"kata{words.randrange(2000)}" for _ in range(200))
        for number in range(RECORDS)
    }
    lines = (json.dumps({"id": name, "text": text}) for name, text in texts.items())
    path.write_text("".join(f"{line}\n" for line in lines))
    return texts


def texts(folder: Path) -> dict[str, str]:
    with open_snapshot(folder) as snapshot:
        return {article.id: article.text for article in snapshot.articles()}


def test_a_killed_rebuild_leaves_the_old_or_the_new_index_and_goes_on(tmp_path: Path) -> None:
    dice = random.Random(SEED)
    records, folder, runner = tmp_path / "a.jsonl", tmp_path / "indeks", tmp_path / "jalan.py"
    command = ["index", records, "--workers", "0", "--index", folder]
    old = write(records, 0)
    start(runner, BATCH, *command).communicate(timeout=PATIENCE)
    assert texts(folder) == old
    version, new, staged = 1, write(records, 1), 0
    for kill in range(10 * KILLS):
        if kill >= KILLS and staged > KILLS // 4:
            break
        instant = draw(dice, most=4)
        killed = kill_within(start(runner, BATCH, *command, "--rebuild", fanout=3), folder, instant)
        told = f"seed {SEED}, kill {kill}, {instant}"
        held = texts(folder)
        assert [one for one in examine(folder) if one.problem and not one.harmless] == [], told
        assert held in (old, new), told
        if held == old:
            assert killed, told
            staged += is_staged(folder)
            continue
        version += 1
        old, new = new, write(records, version)
    assert staged > KILLS // 4, "the kills came at instants that say nothing"
    out, errors = start(runner, BATCH, *command, "--rebuild").communicate(timeout=PATIENCE)
    assert f"{RECORDS:,} articles in" in out, errors
    assert texts(folder) == new
    assert [one for one in examine(folder) if one.problem] == []


# Version n replaces all articles and has n of them more; an opening must show one version, whole.
ARTICLES, REBUILDS = 10, 10
SHOWN = f"""
from datetime import UTC, datetime

NOW, articles = datetime(2020, 1, 1, tzinfo=UTC), {ARTICLES}

def version_of(snapshot):
    (version,) = {{article.text for article in snapshot.articles()}}
    number = int(version.removeprefix("versi"))
    assert snapshot.count == articles + number, (version, snapshot.count)
    assert len(snapshot.postings("body_exact", version).docs) == articles + number
    return number

def check(engine):
    results = engine.search("versi*", now=NOW, k=100)
    (version,) = {{hit.article.text for hit in results.hits}}
    assert results.total == articles + int(version.removeprefix("versi")), version
"""


def articles_of(version: int) -> list[Article]:
    text = f"versi{version}"
    return [Article(id=f"n{n}", title="", text=text) for n in range(ARTICLES + version)]


def test_eight_readers_see_the_old_or_the_new_index_through_rebuilds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tiers, "FANOUT", 2)
    folder = tmp_path / "indeks"
    with writing(folder) as writer:
        writer.commit(articles_of(0))
    with reading(SHOWN, folder, REBUILDS):
        for version in range(1, REBUILDS + 1):
            with writing(folder, rebuild=True) as writer:
                articles = articles_of(version)
                for first in range(0, len(articles), 5):
                    writer.commit(articles[first : first + 5])
                    writer.merge()


def test_ctrl_c_in_a_rebuild_keeps_the_old_index_and_says_how_to_go_on(tmp_path: Path) -> None:
    records, folder, runner = tmp_path / "a.jsonl", tmp_path / "indeks", tmp_path / "jalan.py"
    command = ["index", records, "--workers", "0", "--index", folder, "--json"]
    old = write(records, 0)
    start(runner, 10**6, *command).communicate(timeout=PATIENCE)
    new = write(records, 1)
    process = start(runner, BATCH, *command, "--rebuild", ctrl_c=(".tls", 3))
    out, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130, errors
    assert "the index is as it was; run the same command to go on with the rebuild" in errors
    report = json.loads(out)
    assert report["total"] == RECORDS
    assert 0 < report["indexed"] < RECORDS
    assert texts(folder) == old
    out, errors = start(runner, BATCH, *command, "--rebuild").communicate(timeout=PATIENCE)
    again = json.loads(out)
    assert again["unchanged"] >= report["indexed"] - BATCH, errors
    assert again["unchanged"] + again["indexed"] == RECORDS
    assert texts(folder) == new
