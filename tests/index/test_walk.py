"""After any edits of a folder, is the index as one made at once?"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from telusur.index.commits.store import writing
from telusur.index.updates.batch import MEMORY
from telusur.tests.support.updates import LISTING, URL


class Walk:
    """Random edits of a folder, replayed by their seed."""

    def __init__(self, desk: Any, seed: int) -> None:
        self.desk, self.random = desk, random.Random(seed)
        self.moment = 10_000

    def edit(self) -> None:
        edits = (self.write_page, self.write_page, self.write_records, self.remove, self.touch)
        self.random.choice((*edits, self.rename, self.spoil))()

    def write_page(self) -> None:
        text = f"Isi {self.random.randrange(1000)} tentang banjir."
        url = self.random.choice([None, *(URL.format(n) for n in range(4))])
        self.desk.page(f"{self.random.choice('abcdef')}.html", text, url=url, age=self.age())

    def write_records(self) -> None:
        records: list[Any] = [
            {"id": self.random.choice("pqrstu"), "text": f"Kabar {self.random.randrange(1000)}."}
            for _ in range(self.random.randrange(6))
        ]
        if self.random.random() < 0.2:
            records.insert(0, "{rusak")
        self.desk.records(f"{self.random.choice('xyz')}.jsonl", records, age=self.age())

    def remove(self) -> None:
        if paths := self.paths():
            self.random.choice(paths).unlink()

    def touch(self) -> None:
        if paths := self.paths():
            self.desk.touch(self.random.choice(paths), age=self.age())

    def rename(self) -> None:
        if paths := self.paths():
            path = self.random.choice(paths)
            path.rename(path.with_name(self.random.choice("abcdefxyz") + path.suffix))

    def spoil(self) -> None:
        self.desk.write(
            f"{self.random.choice('abcdef')}.html",
            self.random.choice(["", LISTING]),
            age=self.age(),
        )

    def paths(self) -> list[Path]:
        return sorted(self.desk.pages.iterdir())

    def age(self) -> float:
        """Mostly newer than all before; now and then old, as a restored backup is."""
        self.moment -= 1
        return self.moment if self.random.random() < 0.8 else self.moment + 500


@pytest.mark.parametrize("seed", range(6))
def test_after_any_edits_the_index_is_as_one_made_at_once(
    desk: Any, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "telusur.index.updates.batch.BYTES_PER_ARTICLE", MEMORY // 3
    )  # commits in between, too
    walk = Walk(desk, seed)
    for step in range(8):
        for _ in range(walk.random.randrange(1, 6)):
            walk.edit()
        desk.run()
        assert desk.articles() == desk.from_scratch(), f"seed {seed}, step {step}"
        with writing(desk.index) as writer:
            held = {i: set(paths) for i, paths in writer.ledger.owners.items()}
        assert held == {a.id: set(a.paths) for a in desk.articles().values()}
        assert desk.run().commits == 0, "a second run finds nothing to do"
    assert desk.is_sound()
