"""Which file speaks for an article that lies in several?

The one saved last gives the text (of two saved at once the one whose path sorts last), and `paths`
names it first. Where another file comes to be the newest, it is read again; the ledger notes that
with the digest `UNREAD`, so that a run after a crash does it too.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from ...corpora.article import Article
from ...corpora.events import Source
from ..commits.ledger import FileState, Ledger

UNREAD: Final = ""  # in place of an item's digest


class Copies:
    """Keeps articles and ledger in step; `stale` lists the files to read again."""

    def __init__(self, ledger: Ledger, article: Callable[[str], Article | None]) -> None:
        self.stale: set[str] = set()
        self._ledger = ledger
        self._article = article

    def joined(self, source: Source, article: Article, others: list[str]) -> Article:
        """Return one article for a file just read and others that hold it: the newest, all paths.

        `compare` must follow once the file is settled.
        """
        other = self._article(article.id)
        if other is None:
            return article
        is_newest = (source.mtime_ns, source.path) > max(map(self._age, others))
        is_own = other.paths[0] == shown(source.path)  # what the file said before is true no more
        winner = article if is_newest or is_own else other
        rest = {*article.paths, *other.paths} - {winner.paths[0]}
        return replace(winner, paths=(winner.paths[0], *sorted(rest)))

    def compare(self, path: str) -> None:
        """See to it that every article of a file has, or will have, the text of its newest file."""
        for article_id in self._ledger.files[path].items:
            owners = self._ledger.owners[article_id]
            if len(owners) > 1:
                self._compare(article_id, owners)

    def _compare(self, article_id: str, owners: tuple[str, ...]) -> None:
        digests = {owner: self._ledger.files[owner].items[article_id] for owner in owners}
        newest = max(owners, key=self._age)
        article = self._article(article_id)
        is_right = article is not None and article.paths[0] == shown(newest)
        if digests[newest] != UNREAD and not (is_right and UNREAD not in digests.values()):
            self.read_later(newest, article_id)

    def without(self, path: str, article_id: str) -> Article | None:
        """Take a path from an article; return what is left of it, None where nothing is."""
        was_unread = self._ledger.files[path].items[article_id] == UNREAD
        self._ledger.drop(path, article_id)
        left = self._ledger.owners.get(article_id)
        article = self._article(article_id) if left else None
        if not left or article is None:
            return None
        if was_unread or article.paths[0] == shown(path):  # its text is that of a file that went
            self.read_later(max(left, key=self._age), article_id)
        return replace(article, paths=tuple(one for one in article.paths if one != shown(path)))

    def read_later(self, path: str, article_id: str) -> None:
        """Note that an article is to be read again from a file."""
        state = self._ledger.files[path]
        self._ledger.give(path, article_id, UNREAD)
        self._ledger.settle(path, FileState(mtime_ns=state.mtime_ns, rules=state.rules))
        self.stale.add(path)

    def _age(self, path: str) -> tuple[int, str]:
        return (self._ledger.files[path].mtime_ns, path)


def shown(path: str) -> str:
    """Return a path as articles hold it: bytes that are not UTF-8 replaced."""
    return os.fsencode(path).decode("utf-8", "replace")
