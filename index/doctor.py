"""Is this index whole, and if not, what is to be done?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ..corpora.errors import TelusurError
from .errors import IndexCorrupt
from .ledger import read_ledger
from .manifest import read_manifest
from .reader import Snapshot
from .schema import LABELS, TEXTS, length_column
from .store import generation, leftovers, open_snapshot

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was checked. `problem` is None where all is well."""

    checked: str
    problem: str | None = None
    mend: str | None = None
    harmless: bool = False


def examine(folder: Path) -> Iterator[Finding]:
    """Check an index from its manifest down to every posting and every article.

    Reads all of it once: about as long as indexing a tenth of the articles takes.
    """
    rebuild = f"make it again: telusur index PAGES --rebuild --index {folder}"
    checks: list[tuple[str, Callable[[], str | None]]] = [
        ("manifest", lambda: _quietly(lambda: read_manifest(folder))),
        ("ledger", lambda: _quietly(lambda: read_ledger(folder, generation(folder)))),
        ("articles", lambda: _with_snapshot(folder, _articles)),
        ("terms", lambda: _with_snapshot(folder, _terms)),
        ("lengths", lambda: _with_snapshot(folder, _lengths)),
        ("ledger and articles agree", lambda: _with_snapshot(folder, _agreement(folder))),
    ]
    for name, check in checks:
        try:
            problem = check()
        except TelusurError as error:
            mend = None if isinstance(error, IndexCorrupt) else error.mend
            yield Finding(name, error.message, mend or rebuild)
            return
        except Exception as error:
            yield Finding(name, f"{type(error).__name__}: {error}", rebuild)
            return
        yield Finding(name, problem, rebuild if problem else None)
    if left := leftovers(folder):
        what = f"{len(left)} files of a run that was cut off"
        yield Finding("leftovers", what, "none needed: the next index run sweeps them", True)


def _quietly(check: Callable[[], Any]) -> None:
    check()


def _with_snapshot(folder: Path, check: Callable[[Snapshot], str | None]) -> str | None:
    with open_snapshot(folder) as snapshot:
        return check(snapshot)


def _articles(snapshot: Snapshot) -> str | None:
    ids: set[str] = set()
    for doc in np.flatnonzero(snapshot.live).tolist():
        article = snapshot.article(doc)
        if article.id in ids:
            return f"two articles have the id {article.id}"
        if snapshot.find(article.id) != doc:
            return f"the article {article.id} is not found by its id"
        ids.add(article.id)
    return None


def _terms(snapshot: Snapshot) -> str | None:
    fields = [*(name for pair in TEXTS.values() for name in pair), *LABELS, "id", "url"]
    for field in fields:
        for term in snapshot.terms(field):
            docs, freqs = snapshot.read_postings(field, term)
            if len(docs) and (docs[0] < 0 or docs[-1] >= snapshot.size):
                return f"{field}:{term} names a document that is not there"
            if (np.diff(docs) <= 0).any() or (freqs <= 0).any():
                return f"the postings of {field}:{term} are out of order"
    return None


def _lengths(snapshot: Snapshot) -> str | None:
    for part, pair in TEXTS.items():
        total = sum(
            int(snapshot.read_postings(pair.stem, term).freqs.sum())
            for term in snapshot.terms(pair.stem)
        )
        # every stem has a position; the echo of a reduplication has one without a stem
        if total > int(snapshot.lengths(part)[snapshot.live].sum()):
            return f"the column {length_column(part)} is too small for its postings"
    return None


def _agreement(folder: Path) -> Callable[[Snapshot], str | None]:
    def check(snapshot: Snapshot) -> str | None:
        ledger = read_ledger(folder, snapshot.generation)
        for article_id, paths in ledger.owners.items():
            if snapshot.find(article_id) is None:
                return f"{paths[0]} gave the article {article_id}, which is not in the index"
        return None

    return check
