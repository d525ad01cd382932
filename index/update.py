"""What changed in these folders since the last time, and what must the index do about it?"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import Final, Protocol

from ..corpora.article import Article, Reason, Skipped
from ..corpora.events import Done, Event, Found, Lost, Same, Source, Task
from .ledger import FileState
from .store import Writer

BATCH_ARTICLES: Final = 1000  # a crash loses at most so many, or
BATCH_CHARACTERS: Final = 16_000_000  # so much text, or
BATCH_SECONDS: Final = 60.0  # so much time
KINDS: Final = {Reason.LISTING, Reason.ERROR_PAGE, Reason.COOKIE_WALL}


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How to treat what was seen before.

    Attributes:
        rules: fingerprint of the extraction; pages read under other rules are read again.
        keep_missing: keep the articles of files that are gone.
        include_listings: read again the pages that were skipped for being no article.
        retry: read again every page that was skipped.

    """

    rules: str
    keep_missing: bool = False
    include_listings: bool = False
    retry: bool = False


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


Reader = Callable[[Iterable[Task]], Generator[Event]]


class Update:
    """One run over some folders. Commits batch by batch; what is committed stays."""

    def __init__(
        self, writer: Writer, policy: Policy, observer: Observer, summary: Summary
    ) -> None:
        self.summary = summary
        self._writer = writer
        self._ledger = writer.ledger
        self._policy = policy
        self._observer = observer
        self._batch: dict[str, Article] = {}
        self._removed: set[str] = set()
        self._characters = 0
        self._last_commit = time.monotonic()
        self._seen: set[str] = set()  # ids that the file in hand gave
        self._reason: Reason | None = None  # why the file in hand gave nothing
        self._stale: list[str] = []  # files to read again: another copy of their article went

    def run(self, roots: Sequence[str], sources: Iterable[Source | Lost], read: Reader) -> None:
        """Bring the index up to date with the files below `roots`.

        Args:
            roots: absolute paths; what the ledger knows below them and `sources` lacks is gone.
            sources: the files that are there now, and what could not be looked at.
            read: the pipeline; turns tasks into events, in order.

        On KeyboardInterrupt the batch in hand is committed, then the interrupt goes on.

        """
        missing = {path for path in self._ledger.files if _below(path, roots)}
        try:
            self._read(read, self._tasks(sources, missing))
            if not self._policy.keep_missing:
                for path in sorted(missing):
                    self._vanish(path)
            while self._stale:
                stale, self._stale = self._stale, []
                self._read(read, self._tasks(_sources(stale), set()))
        finally:  # also when interrupted: what is extracted is not thrown away
            self.commit()

    def _read(self, read: Reader, tasks: Iterable[Task]) -> None:
        with closing(read(tasks)) as events:
            for event in events:
                self._take(event)

    def _take(self, event: Event) -> None:
        match event:
            case Found():
                self._found(event)
            case Lost():
                self._lost(event)
            case Same():
                self._same(event)
            case Done():
                self._done(event)

    # Before reading

    def _tasks(self, sources: Iterable[Source | Lost], missing: set[str]) -> Iterator[Task]:
        """Yield what must be read; count what need not be."""
        for source in sources:
            if isinstance(source, Lost):
                self._lost_on_the_way(source, missing)
                continue
            missing.discard(source.path)
            state = self._ledger.files.get(source.path)
            if state is None or self._must_read(source, state):
                known = state.digest if state and self._is_current(state) else None
                yield Task(source, known)
            else:
                self._count_again(source.path, state)

    def _must_read(self, source: Source, state: FileState) -> bool:
        same = (state.size, state.mtime_ns) == (source.size, source.mtime_ns)
        return not same or not self._is_current(state)

    def _is_current(self, state: FileState) -> bool:
        """Tell whether what we know of a file still holds, if its bytes are the same."""
        again = state.reason is not None and (
            self._policy.retry or (self._policy.include_listings and state.reason in KINDS)
        )
        return state.rules == self._policy.rules and not again

    def _lost_on_the_way(self, lost: Lost, missing: set[str]) -> None:
        if lost.skipped.reason is Reason.UNREADABLE:  # what lies below may well be there still
            below = {path for path in missing if _below(path, (lost.source.path,))}
            missing -= below
        self._skip(lost)

    def _count_again(self, path: str, state: FileState) -> None:
        if state.reason is not None:
            self._skip(Lost(_source(path, state), Skipped(Reason(state.reason), "as before")))
        self.summary.unchanged += len(state.items)
        self._file_done()

    # While reading

    def _found(self, event: Found) -> None:
        path, article = event.source.path, event.article
        self._seen.add(article.id)
        if self._is_known(path, article.id, event.digest):
            self.summary.unchanged += 1
            return
        owners = self._ledger.owners.get(article.id, ())
        self._count_found(path, owners)
        self._ledger.give(path, article.id, event.digest)
        others = [owner for owner in owners if owner != path]
        self._put(self._joined(event.source, article, others) if others else article)

    def _is_known(self, path: str, article_id: str, digest: str) -> bool:
        state = self._ledger.files.get(path)
        if state is None or state.items.get(article_id) != digest:
            return False
        return state.size < 0 or self._is_current(state)  # half read by a run that was interrupted

    def _count_found(self, path: str, owners: tuple[str, ...]) -> None:
        if not owners:
            self.summary.indexed += 1
        elif path in owners:
            self.summary.updated += 1
        else:
            self.summary.merged += 1

    def _joined(self, source: Source, article: Article, others: list[str]) -> Article:
        """Return one article for several files: the text of the file saved last, all paths."""
        other = self._batch.get(article.id) or self._writer.article(article.id)
        if other is None:
            return article
        mine, theirs = article.paths[0], other.paths[0] if other.paths else ""
        newest = max(others, key=self._age)
        is_newer = mine == theirs or (source.mtime_ns, source.path) > self._age(newest)
        winner = article if is_newer else other
        rest = sorted({*article.paths, *other.paths} - {winner.paths[0]})
        return replace(winner, paths=(winner.paths[0], *rest))

    def _age(self, path: str) -> tuple[int, str]:
        state = self._ledger.files.get(path)
        return (state.mtime_ns if state else -1, path)

    def _lost(self, event: Lost) -> None:
        self._skip(event)
        reason = event.skipped.reason
        if reason.is_verdict:
            self._reason = reason
        elif reason is not Reason.UNREADABLE:  # not tried again until the file changes
            self._settle(event.source, "", reason)

    def _same(self, event: Same) -> None:
        state = self._ledger.files[event.source.path]
        reason = Reason(state.reason) if state.reason else None
        self._settle(event.source, event.digest, reason)
        self._count_again(event.source.path, state)

    def _done(self, event: Done) -> None:
        path = event.source.path
        state = self._ledger.files.get(path, FileState())
        for article_id in sorted(set(state.items) - self._seen):
            self._drop(path, article_id)
        self._settle(event.source, event.digest, None if self._seen else self._reason)
        self._seen, self._reason = set(), None
        self._file_done()

    def _settle(self, source: Source, digest: str, reason: Reason | None) -> None:
        rules = self._policy.rules
        state = FileState(source.size, source.mtime_ns, digest, rules, reason and reason.value)
        self._ledger.settle(source.path, state)

    # Articles that go

    def _vanish(self, path: str) -> None:
        for article_id in sorted(self._ledger.files[path].items):
            self._drop(path, article_id)
        self._ledger.forget(path)

    def _drop(self, path: str, article_id: str) -> None:
        """Take a path from an article; an article without paths leaves the index."""
        self._ledger.drop(path, article_id)
        left = self._ledger.owners.get(article_id, ())
        if not left:
            self._batch.pop(article_id, None)
            self._removed.add(article_id)
            self.summary.removed += 1
            return
        article = self._batch.get(article_id) or self._writer.article(article_id)
        if article is not None and self._ledger.files.get(path) is not None:
            shown = _shown(path)
            if article.paths[:1] == (shown,):  # its text was that of the file that went
                self._reread(left[0], article_id)
            kept = tuple(other for other in article.paths if other != shown)
            self._put(replace(article, paths=kept))

    def _reread(self, path: str, article_id: str) -> None:
        self._ledger.give(path, article_id, "")
        self._ledger.settle(path, FileState())
        self._stale.append(path)

    # Batches

    def _put(self, article: Article) -> None:
        self._removed.discard(article.id)
        self._batch[article.id] = article
        self._characters += len(article.text)
        late = time.monotonic() - self._last_commit > BATCH_SECONDS
        if late or len(self._batch) >= BATCH_ARTICLES or self._characters >= BATCH_CHARACTERS:
            self.commit()

    def commit(self) -> None:
        """Commit the batch in hand, and what the ledger has learnt since the last one."""
        if self._batch or self._removed or self._ledger.changed:
            self._writer.commit(self._batch.values(), self._removed)
            self.summary.commits += 1
        self._batch, self._removed, self._characters = {}, set(), 0
        self._last_commit = time.monotonic()

    def _skip(self, lost: Lost) -> None:
        self.summary.skipped[lost.skipped.reason] += 1
        self._observer.skip(lost.source.path, lost.skipped)

    def _file_done(self) -> None:
        self.summary.files += 1
        self._observer.file(self.summary)


def _shown(path: str) -> str:
    """Return a path as articles hold it: bytes that are not UTF-8 replaced."""
    return os.fsencode(path).decode("utf-8", "replace")


def _below(path: str, roots: Sequence[str]) -> bool:
    return any(path == root or path.startswith(root.rstrip(os.sep) + os.sep) for root in roots)


def _source(path: str, state: FileState) -> Source:
    return Source(path, state.size, state.mtime_ns)


def _sources(paths: Iterable[str]) -> Iterator[Source | Lost]:
    for path in paths:
        try:
            status = os.stat(path)  # noqa: PTH116 - a string all the way, as in the ledger
            yield Source(path, status.st_size, status.st_mtime_ns)
        except OSError as error:
            skipped = Skipped(Reason.UNREADABLE, error.strerror or str(error))
            yield Lost(Source(path, 0, 0), skipped)
