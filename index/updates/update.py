"""What changed in these folders since the last time, and what must the index do about it?"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace

from ...corpora.article import Article, Reason, Skipped
from ...corpora.events import Done, Event, Found, Lost, Same, Source, Task
from ..commits.ledger import FileState
from ..commits.store import Writer
from ..errors import IndexFault
from ..interrupts import whole
from .batch import MEMORY, Batch
from .copies import Copies, shown
from .pages import Change, Families, named
from .part import KINDS, Part, Policy, losses
from .summary import Observer, Summary


class Update:
    """One run over some folders. Commits batch by batch; what is committed stays."""

    def __init__(
        self, writer: Writer, observer: Observer, summary: Summary, memory: int = MEMORY
    ) -> None:
        self.summary = summary
        self._writer = writer
        self._ledger = writer.ledger
        self._families = Families(writer.ledger.owners, self._stored)
        self._copies = Copies(writer.ledger, self._families.page)
        self._observer = observer
        self._policy = Policy(rules="")
        self._memory = memory
        self._batch = Batch(memory)
        self._hand: Source | None = None  # the file whose events are coming
        self._seen: set[str] = set()  # ids that it gave
        # why it, or a record of it, gave nothing; or what else than an article it gave
        self._reason: Reason | None = None
        self._losses = Counter[str]()  # how many parts of it gave nothing, by reason
        self._listed = False  # whether it is, or holds, a listing that was given or skipped
        self._claimed: dict[str, Part] = {}  # what was looked at in this run, by path
        self._again = False  # whether files are read a second time, and were counted before

    def run(self, parts: Sequence[Part], *, keep_missing: bool = False) -> None:
        """Bring the index up to date. A file that is in two parts belongs to the first.

        A rebuilt index holds what is in the parts, and nothing else, even if a rebuild of other
        folders was cut off before.

        On KeyboardInterrupt the batch in hand is committed, then the interrupt goes on.
        """
        roots = [root for part in parts for root in part.roots]
        anew = self._writer.rebuilding
        missing = {path for path in self._ledger.files if anew or _below(path, roots)}
        try:
            for part in parts:
                self._read(part, self._unclaimed(part, missing))
            for path in () if keep_missing and not anew else sorted(missing):
                with whole():
                    self._vanish(path)
                self._merge()
            self._again = True
            while self._copies.stale:
                self._read_stale(parts)
        except IndexFault:  # a commit failed: another one would fail as well, or tear the index
            raise
        except BaseException:
            self.commit()  # what is extracted is not thrown away
            raise
        self.commit()
        if self.summary.commits or anew:
            self._writer.settle()

    def _read(self, part: Part, sources: Iterable[Source | Lost]) -> None:
        self._policy = part.policy
        with closing(part.read(self._tasks(sources))) as events:
            for event in events:
                with whole():
                    self._take(event)
                self._merge()  # outside: it can take long, and Ctrl-C costs nothing there

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

    def _read_stale(self, parts: Sequence[Part]) -> None:
        stale = sorted(self._copies.stale & self._ledger.files.keys())  # the others are gone, too
        self._copies.stale.clear()
        for part in parts:
            own = [path for path in stale if self._claimed.get(path, parts[0]) is part]
            if own:
                self._read(part, map(_look, own))

    # Before reading

    def _unclaimed(self, part: Part, missing: set[str]) -> Iterator[Source | Lost]:
        """Yield the sources that no earlier part had; note that they are not missing."""
        for source in part.sources:
            path = source.source.path if isinstance(source, Lost) else source.path
            if path in self._claimed:
                continue
            self._claimed[path] = part
            if isinstance(source, Source):
                missing.discard(path)
            elif source.skipped.reason is Reason.UNREADABLE:  # what lies below may be there still
                missing -= {other for other in missing if _below(other, (path,))}
            yield source

    def _tasks(self, sources: Iterable[Source | Lost]) -> Iterator[Task]:
        """Yield what must be read; count what need not be."""
        for source in sources:
            if isinstance(source, Lost):
                self._skip(source)
                continue
            state = self._ledger.files.get(source.path)
            if state is None or self._policy.must_read(source, state):
                known = state.digest if state and self._policy.is_current(state) else None
                yield Task(source, known)
            else:
                self._count_again(source, state)

    # While reading

    def _found(self, event: Found) -> None:
        path = event.source.path
        article = replace(named(event.article), paths=(shown(path),))
        self._hand = event.source
        self._seen.add(article.id)
        if article.kind in KINDS:
            self._reason, self._listed = Reason(article.kind), True
        state = self._ledger.files.get(path)
        if state and state.items.get(article.id) == event.digest and self._policy.is_current(state):
            self._count_unchanged(1)
            return
        owners = self._ledger.owners.get(article.id, ())
        self._ledger.give(path, article.id, event.digest)
        others = [owner for owner in owners if owner != path]
        if others:
            article = self._copies.joined(event.source, article, others)
        change = self._families.put(article)
        if self._again and self._is_known(change):
            return
        self._count_found(path, owners, joins=len(change.put[0].pages) > 1)
        self._change(change)

    def _lost(self, event: Lost) -> None:
        self._skip(event)
        reason = event.skipped.reason
        self._losses[reason.value] += 1
        if reason.is_verdict or event.is_part:  # the rest of the file, or its end, is to come
            self._reason = reason
            self._listed |= event.is_part and reason in KINDS
            return
        if reason is not Reason.UNREADABLE:  # not tried again until the file changes
            self._settle(event.source, "", reason)
        self._finish()

    def _same(self, event: Same) -> None:
        source = event.source
        state = self._ledger.files[source.path]
        seen = replace(state, size=source.size, mtime_ns=source.mtime_ns, digest=event.digest)
        self._ledger.settle(source.path, seen)
        self._copies.compare(source.path)
        self._count_again(source, state)

    def _done(self, event: Done) -> None:
        path = event.source.path
        state = self._ledger.files.get(path, FileState())
        for article_id in sorted(set(state.items) - self._seen):
            self._drop(path, article_id)
        # the reason is that of a record, maybe, among good ones
        self._settle(event.source, event.digest, self._reason)
        self._finish()

    def _settle(self, source: Source, digest: str, reason: Reason | None) -> None:
        rules = self._policy.rules_with_listings if self._listed else self._policy.rules
        state = FileState(source.size, source.mtime_ns, digest, rules)
        if reason is not None:
            state.reason, state.skipped = reason.value, dict(self._losses)
        self._ledger.settle(source.path, state)
        self._copies.compare(source.path)

    def _finish(self) -> None:
        self._hand, self._seen, self._reason, self._listed = None, set(), None, False
        self._losses.clear()
        self._file_done()

    # Articles that go

    def _vanish(self, path: str) -> None:
        state = self._ledger.files[path]
        if len(state.items) > 1:  # a commit may come in between: the file is not whole from here on
            self._ledger.settle(path, FileState(mtime_ns=state.mtime_ns, rules=state.rules))
        for article_id in sorted(state.items):
            self._drop(path, article_id)
        self._ledger.forget(path)

    def _drop(self, path: str, article_id: str) -> None:
        """Take a path from an article; an article without paths leaves the index."""
        left = self._copies.without(path, article_id)
        change = self._families.put(left) if left else self._families.remove(article_id)
        self.summary.removed += len(change.removed)
        self._change(change)

    # Batches

    def _stored(self, article_id: str) -> Article | None:
        if article_id in self._batch.removed:
            return None
        return self._batch.articles.get(article_id) or self._writer.article(article_id)

    def _is_known(self, change: Change) -> bool:
        """Whether what was read once more is what the index, or the batch, holds already."""
        return not change.removed and all(self._stored(one.id) == one for one in change.put)

    def _change(self, change: Change) -> None:
        self._batch.take(change)
        if change.put and self._batch.is_full:
            self.commit()

    def commit(self) -> None:
        """Commit the batch in hand, and what the ledger has learnt since the last one.

        Raises:
            IndexUnwritable: the disk is full or failing; the last commit is untouched.

        """
        hand = self._hand
        if hand and self._ledger.files[hand.path].size < 0:  # a new file, half read
            half = FileState(mtime_ns=hand.mtime_ns, rules=self._policy.rules)
            self._ledger.settle(hand.path, half)
        batch = self._batch
        if batch.articles or batch.removed or self._ledger.changed:
            with whole():
                self._writer.commit(batch.articles.values(), batch.removed)
            self.summary.commits += 1
        self._batch = Batch(self._memory)

    def _merge(self) -> None:
        """Merge segments; not before the first commit, so that a run killed early still gets on."""
        if self.summary.commits:
            self._writer.merge()

    # Counts

    def _count_found(self, path: str, owners: tuple[str, ...], *, joins: bool) -> None:
        if path in owners:
            self.summary.updated += 1
        elif not owners and not joins:
            self.summary.indexed += 1
        else:
            self.summary.merged += 1

    def _count_again(self, source: Source, state: FileState) -> None:
        for reason, times in losses(state).items():
            told = "as before" if times == 1 else f"as before, {times:,} times"
            self._skip(Lost(source, Skipped(Reason(reason), told)), times)
        self._count_unchanged(len(state.items))
        self._file_done()

    def _count_unchanged(self, articles: int) -> None:
        if not self._again:
            self.summary.unchanged += articles

    def _skip(self, lost: Lost, times: int = 1) -> None:
        if self._again and lost.skipped.reason.is_verdict:
            return  # told when the file was looked at first
        self.summary.skipped[lost.skipped.reason] += times
        self._observer.skip(lost.source.path, lost.skipped)

    def _file_done(self) -> None:
        if not self._again:
            self.summary.files += 1
            self._observer.file(self.summary)


def _below(path: str, roots: Sequence[str]) -> bool:
    return any(path == root or path.startswith(root.rstrip(os.sep) + os.sep) for root in roots)


def _look(path: str) -> Source | Lost:
    try:
        status = os.stat(path)  # noqa: PTH116 - a string all the way, as in the ledger
        return Source(path, status.st_size, status.st_mtime_ns)
    except OSError as error:
        skipped = Skipped(Reason.UNREADABLE, error.strerror or str(error))
        return Lost(Source(path, 0, 0), skipped)
