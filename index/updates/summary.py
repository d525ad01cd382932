"""What did an index run do, and who wants to know?"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Protocol

from ...corpora.article import Reason, Skipped


@dataclass(slots=True)
class Summary:
    """What a run did, counted in articles (records of a JSONL file count one each)."""

    indexed: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    merged: int = 0  # found under a further path: one article, several paths
    skipped: Counter[Reason] = field(default_factory=Counter[Reason])
    files: int = 0
    commits: int = 0


class Observer(Protocol):
    """Who wants to know how the run goes."""

    def file(self, summary: Summary) -> None:
        """One more file is dealt with."""
        ...

    def skip(self, path: str, skipped: Skipped) -> None:
        """A page, or a record of a file, gave nothing."""
        ...
