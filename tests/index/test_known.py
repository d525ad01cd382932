"""Are the documents of many ids found, whichever way a segment is asked?"""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from telusur.index.commits import known as module
from telusur.index.commits.known import KnownIds
from telusur.index.commits.store import open_snapshot, writing
from telusur.index.updates.job import build
from telusur.tests.support.store import article, commit, ids


@pytest.mark.parametrize("seek", [0, 10**9])
def test_both_ways_find_the_same(
    tmp_path: Path, seek: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SEEK", seek)
    build([article(n) for n in range(0, 300, 3)], tmp_path / "i")
    dice = random.Random(7)
    with open_snapshot(tmp_path / "i") as snapshot:
        segment, known = snapshot.sources[0].segment, KnownIds()
        for _ in range(20):
            asked = [f"n{n}" for n in dice.sample(range(300), dice.randrange(40))] + ["", "\ud800"]
            held = [one for one in asked if snapshot.find(one) is not None]
            assert [segment.id(doc) for doc in known.documents(segment, asked)] == held


def test_an_id_that_only_seems_known_is_not_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_within", lambda wanted, _: wanted == wanted)
    build([article(1), article(2)], tmp_path / "i")
    with open_snapshot(tmp_path / "i") as snapshot:
        segment, known = snapshot.sources[0].segment, KnownIds()
        assert known.documents(segment, [f"n{n}" for n in range(9)]) == [0, 1]


def test_what_a_writer_has_merged_is_still_known(tmp_path: Path) -> None:
    commit(tmp_path / "i", article(9))  # by an earlier writer
    with writing(tmp_path / "i") as writer:
        for number in range(4):
            writer.commit([article(number)])
        writer.optimize()
        writer.commit([article(2, "baru"), article(9, "baru"), article(5)], removed=["n0"])
        writer.optimize()
        writer.commit([article(5, "lagi")])
    assert ids(tmp_path / "i") == ["n1", "n2", "n3", "n5", "n9"]
