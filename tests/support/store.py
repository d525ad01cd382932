"""What do tests of the store share? A small index, and what it holds."""

from __future__ import annotations

import json
import shutil
import zlib
from pathlib import Path

import pytest
from telusur.corpora.article import Article
from telusur.index.commits.store import open_snapshot, writing
from telusur.index.doctor import examine
from telusur.index.reader import Snapshot

# Whoosh leaves its files to the garbage collector where it fails.
leaves_files_open = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

RECORDS = "/arsip.jsonl"


def article(number: int, text: str = "kabar") -> Article:
    return Article(id=f"n{number}", title=f"Judul {number}", text=f"{text} nomor {number}")


def commit(folder: Path, *articles: Article, removed: tuple[str, ...] = ()) -> None:
    """Commit articles and what to take out, as a file of records gives and takes them."""
    with writing(folder) as writer:
        for one in articles:
            writer.ledger.give(RECORDS, one.id, one.text)
        for article_id in removed:
            writer.ledger.drop(RECORDS, article_id)
        writer.commit(articles, removed)


def ids(folder: Path) -> list[str]:
    with open_snapshot(folder) as snapshot:
        return sorted(article.id for article in snapshot.articles())


def problems(folder: Path) -> list[str]:
    return [one.problem for one in examine(folder) if one.problem]


def found(snapshot: Snapshot, word: str) -> list[str]:
    docs = snapshot.read_postings("body_exact", word).docs.tolist()
    return sorted(snapshot.article(doc).id for doc in docs)


def disguise(folder: Path, *, in_lists: bool = True, **told: object) -> None:
    """Let an index say that something else made it; lists of older releases do not say what."""
    manifest = folder / "telusur.json"
    made = json.loads(manifest.read_bytes()) | told
    manifest.write_text(json.dumps(made))
    for path in folder.glob("segments_*.json"):
        commit = json.loads(path.read_bytes().partition(b"\n")[2])
        if commit.pop("made", None) is None:
            continue
        content = json.dumps(commit | ({"made": made} if in_lists else {})).encode()
        path.write_bytes(b"%08x\n" % zlib.crc32(content) + content)


def copy(folder: Path, target: Path) -> Path:
    return Path(shutil.copytree(folder, target))
