"""How is SQLite's FTS5 asked? One virtual table in the standard library; `bm25`, `snippet()`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from . import TOP, Answer, Document, Query

NAME = "SQLite FTS5"
VERSION = sqlite3.sqlite_version
SAMPLE = None
# A stem may hold a comma or a full stop (2,3): both belong to it.
TOKENIZER = "tokenize=\"unicode61 remove_diacritics 0 tokenchars ',.'\""


def build(documents: Iterable[Document], folder: Path, *, stored: bool) -> None:
    folder.mkdir()
    base = sqlite3.connect(folder / "base")
    columns = "title, body, published UNINDEXED" + ("" if stored else ", content=''")
    base.execute(f"CREATE VIRTUAL TABLE news USING fts5({columns}, {TOKENIZER})")
    rows = ((one.number, one.title, one.body, one.published) for one in documents)
    base.executemany("INSERT INTO news(rowid, title, body, published) VALUES (?, ?, ?, ?)", rows)
    base.commit()
    base.close()


def unstored(folder: Path) -> None:  # noqa: ARG001
    return None


def answers(folder: Path) -> dict[str, Answer]:
    base = sqlite3.connect(folder / "base")
    ranked = f"SELECT rowid FROM news WHERE news MATCH ? ORDER BY rank LIMIT {TOP}"
    shown = (
        "SELECT rowid, title, published, snippet(news, 1, '<mark>', '</mark>', '…', 32) "
        f"FROM news WHERE news MATCH ? ORDER BY rank LIMIT {TOP}"
    )
    dated = (
        "SELECT rowid, title, published, snippet(news, 1, '<mark>', '</mark>', '…', 32) FROM news "
        "WHERE news MATCH ? AND published BETWEEN ? AND ? "
        f"ORDER BY published DESC LIMIT {TOP}"
    )

    def asked(sql: str, *values: object) -> int:
        return len(base.execute(sql, values).fetchall())

    return {
        "words": lambda one: asked(ranked, _joined(one, " OR ")),
        "all words": lambda one: asked(ranked, _joined(one, " AND ")),
        "phrase": lambda one: asked(ranked, f'"{" ".join(one.stems)}"'),
        "prefix": lambda one: asked(ranked, f'"{one.stems[0]}"*'),
        "newest of 60 days": lambda one: asked(dated, _joined(one, " OR "), one.since, one.until),
        "results page": lambda one: asked(shown, _joined(one, " OR ")),
    }


def _joined(one: Query, operator: str) -> str:
    return operator.join(f'"{stem}"' for stem in one.stems)
