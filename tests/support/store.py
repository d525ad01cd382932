"""What do tests of the store share? A small index, and what it holds."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from telusur.corpora.article import Article
from telusur.index.doctor import examine
from telusur.index.reader import Snapshot
from telusur.index.store import open_snapshot, writing

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


def copy(folder: Path, target: Path) -> Path:
    return Path(shutil.copytree(folder, target))
