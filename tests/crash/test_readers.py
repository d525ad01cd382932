"""Do readers in other processes see whole commits only, while one writes and merges?"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from telusur.corpora.article import Article
from telusur.index import tiers
from telusur.index.store import writing

ARTICLES, COMMITS, READERS = 10, 60, 4

# Opens the index again and again until the last version is seen; every opening must show all
# articles, all of one version, and find them by a word of it.
READER = """
import sys
from pathlib import Path
from telusur.index.store import open_snapshot

folder, articles, last = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
print("ready", flush=True)
opened, versions = 0, set()
while last not in versions:
    with open_snapshot(folder) as snapshot:
        texts = [article.text for article in snapshot.articles()]
        assert len(texts) == articles, texts
        (version,) = set(texts)
        assert len(snapshot.postings("body_exact", version).docs) == articles
    versions.add(version)
    opened += 1
print(opened, len(versions))
"""


def version(number: int) -> list[Article]:
    return [Article(id=f"n{n}", title="", text=f"versi{number}") for n in range(ARTICLES)]


def test_readers_never_see_half_a_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tiers, "FANOUT", 2)  # merges between all commits
    folder = tmp_path / "index"
    with writing(folder) as writer:
        writer.commit(version(0))
        command = [sys.executable, "-c", READER, str(folder), str(ARTICLES), f"versi{COMMITS}"]
        readers = [
            subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            for _ in range(READERS)
        ]
        for reader in readers:
            assert reader.stdout is not None
            assert reader.stdout.readline() == "ready\n"
        for number in range(1, COMMITS + 1):
            writer.commit(version(number))
            writer.merge()
    for reader in readers:
        out, err = reader.communicate(timeout=60)
        assert reader.returncode == 0, err
        opened, versions = map(int, out.split())
        assert opened >= versions > 1
