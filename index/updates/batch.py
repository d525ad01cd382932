"""When are the articles in hand enough for a commit?

Large batches make few segments, which are fast to write and to search; what bounds them is the
memory that their inversion needs, and how much work a crash may cost.
"""

from __future__ import annotations

import time
from typing import Final

from ...corpora.article import Article
from .pages import Change

MEMORY: Final = 512_000_000  # bytes, unless the user says otherwise
SECONDS: Final = 60.0  # of work that a crash may cost
# What a process needs at most while a batch is made and inverted. Measured, anonymous memory less
# the 65 MB of an idle process: 276 MB for 15.6 M characters of the development articles (18 each),
# 655 MB for 51 M recombined ones (13 each; more of them are stored in one byte).
BYTES_PER_CHARACTER: Final = 20
BYTES_PER_ARTICLE: Final = 4_000  # objects, labels, and the article as it is stored


class Batch:
    """What the next commit will do: articles to put in, by id, and ids to take out."""

    def __init__(self, memory: int = MEMORY) -> None:
        self.articles: dict[str, Article] = {}
        self.removed: set[str] = set()
        self._memory = memory
        self._needed = 0
        self._started = time.monotonic()

    @property
    def is_full(self) -> bool:
        """Whether it is time to commit."""
        late = time.monotonic() - self._started > SECONDS
        return late or self._needed >= self._memory

    def put(self, article: Article) -> None:
        """Put an article in, in place of one with the same id."""
        self._take(article.id)
        self.removed.discard(article.id)
        self.articles[article.id] = article
        self._needed += _needed(article)

    def take(self, change: Change) -> None:
        """Do what a page that came or went makes of its family."""
        for article_id in change.removed:
            self.remove(article_id)
        for article in change.put:
            self.put(article)

    def remove(self, article_id: str) -> None:
        """Take an article out, here and from the index."""
        self._take(article_id)
        self.removed.add(article_id)

    def _take(self, article_id: str) -> None:
        earlier = self.articles.pop(article_id, None)
        if earlier is not None:
            self._needed -= _needed(earlier)


def _needed(article: Article) -> int:
    return BYTES_PER_ARTICLE + BYTES_PER_CHARACTER * (len(article.title) + len(article.text))
