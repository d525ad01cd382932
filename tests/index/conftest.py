"""What do the tests of indexing stand on? A folder of pages and an index beside it."""

from __future__ import annotations

import gc
import json
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from telusur.corpora.article import Article, Skipped
from telusur.corpora.settings import Config, Corpus
from telusur.index.commits.store import open_snapshot
from telusur.index.doctor import examine
from telusur.index.updates.job import Job, run
from telusur.index.updates.summary import Summary
from telusur.tests.support.archives import page
from telusur.tests.support.store import article, commit

START = 1_700_000_000  # seconds; every file is given a time of its own


@dataclass
class Watcher:
    """An observer that remembers what it was told."""

    skipped: list[tuple[str, Skipped]] = field(default_factory=list[tuple[str, Skipped]])

    def file(self, summary: Summary) -> None:
        pass

    def skip(self, path: str, skipped: Skipped) -> None:
        self.skipped.append((path, skipped))


@dataclass
class Desk:
    """A folder of pages, an index, and what is done with them."""

    pages: Path
    index: Path
    watcher: Watcher = field(default_factory=Watcher)

    def page(
        self,
        name: str | bytes,
        text: str,
        *,
        url: str | None = None,
        title: str = "Banjir",
        age: float = 0,
    ) -> Path:
        """Write a saved page; `age` is in seconds before START."""
        link = f'<link rel="canonical" href="{url}">' if url else ""
        return self.write(name, page(title, text, head=link).decode(), age=age)

    def records(self, name: str, records: Sequence[dict[str, Any] | str], age: float = 0) -> Path:
        """Write a JSONL file; a string is a line as it stands."""
        lines = (one if isinstance(one, str) else json.dumps(one) for one in records)
        return self.write(name, "".join(f"{line}\n" for line in lines), age=age)

    def write(self, name: str | bytes, content: str, *, age: float = 0) -> Path:
        path = self.pages / os.fsdecode(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
        return self.touch(path, age=age)

    def touch(self, path: Path, *, age: float) -> Path:
        os.utime(path, (START - age, START - age))
        return path

    def corpus(self, *paths: Path, **rules: Any) -> Corpus:
        told: dict[str, Any] = {"name": "uji", "paths": paths or (self.pages,)}
        return Corpus(**told | rules)

    def run(
        self, *paths: Path, corpora: Sequence[Corpus] = (), workers: int = 0, **how: bool
    ) -> Summary:
        """Index the folder, or some paths, in this process; what was skipped is in `watcher`."""
        summary, self.watcher = Summary(), Watcher()
        config = Config(workers=workers)
        wanted = corpora or [self.corpus(*paths)]
        job = Job(corpora=wanted, folder=self.index, config=config, **how)
        run(job, self.watcher, summary)
        return summary

    def articles(self, index: Path | None = None) -> dict[str, Article]:
        with open_snapshot(index or self.index) as snapshot:
            return {article.id: article for article in snapshot.articles()}

    def texts(self) -> Counter[str]:
        """The second paragraph of each page, or the whole text of a record, counted."""
        found = (article.text.splitlines() for article in self.articles().values())
        return Counter(lines[1] if len(lines) > 1 else lines[0] for lines in found)

    def only(self) -> Article:
        (article,) = self.articles().values()
        return article

    def is_sound(self, index: Path | None = None) -> bool:
        findings = list(examine(index or self.index))
        return len(findings) == 9 and not any(one.problem for one in findings)

    def from_scratch(self, *, corpora: Sequence[Corpus] = (), **how: bool) -> dict[str, Article]:
        """What an index made at once of the folder as it is now would hold."""
        other = Desk(self.pages, self.index.with_name("scratch"))
        other.run(corpora=corpora, rebuild=True, **how)
        return other.articles()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    pages = tmp_path / "halaman"
    pages.mkdir()
    return Desk(pages, tmp_path / "indeks")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An index of three commits, with a replaced and a removed article."""
    path = tmp_path / "indeks"
    commit(path, article(1), article(2), article(3))
    commit(path, article(2, "warta"), article(4))
    commit(path, article(5), removed=("n3",))
    return path


@pytest.fixture
def collected() -> Iterator[None]:
    """Collects what a test leaves, so that its warnings are counted as its own."""
    yield
    gc.collect()
