"""Which segments make up the index now, and how does a commit survive a crash?

The folder of an index holds

    telusur.json            the manifest: format and analyser
    _MAIN_<n>.toc           Whoosh's table of contents; the newest one makes its commit the index
    segments_<n>.json       the segments of that commit, what is deleted in them, its ledger
    MAIN_<id>.tls           a segment, immutable
    sources_<n>.jsonl       the ledger of pages read, as far as commit n changed it
    _MAIN_<n>.rebuild       a commit of a rebuild, which lies beside the index until it is whole
    MAIN_WRITELOCK          locked by the writer; writer.json says by whom, since when

A commit writes segment, ledger and list aside, fsyncs them, and renames the new table of contents
into place. Until that rename the old generation is the index, after it the new one; whatever a
crash leaves besides is swept by the next writer. Readers see `opening`, rebuilds `rebuilding`.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np
from whoosh.util import random_name

from ...corpora.article import Article
from ..errors import IndexFault
from ..interrupts import whole
from ..reader import Snapshot
from ..schema import storable
from ..segments.inversion import Vocabulary
from ..segments.merging import Source, merge
from ..segments.segment import SUFFIX, SegmentFile, write_segment
from ..segments.tiers import Size, at_end, during
from ..uncollected import uncollected
from .commits import MAIN, PUBLISHED, STAGED, Commit, entry, generation, newest, stamp, write_commit
from .guard import alone, clear_errors
from .known import KnownIds
from .ledger import Ledger, Log, read_ledger
from .opening import open_commit, open_snapshot
from .rebuilding import Start, begin, go_on, is_staged, make, put_in_place
from .sweeping import needed, unneeded


@contextmanager
def writing(folder: Path, *, rebuild: bool = False) -> Generator[Writer]:
    """Open an index for changes, alone; make it first where there is none.

    Args:
        folder: the folder of the index.
        rebuild: make it anew beside what the index holds, whatever its format, and put it in the
            place of that when the block has ended well. One that was cut off is gone on with.

    Raises:
        IndexLocked: another process is writing; says who and since when.
        IndexForeign: the folder holds something else.
        IndexUnwritable: no permission, no space, a read-only disk.

    """
    now = datetime.now(UTC)
    with alone(folder, now):
        with clear_errors(folder):
            make(folder, now)
            writer = Writer(folder, begin(folder, now) if rebuild else go_on(folder))
        with closing(writer):
            yield writer
            writer.publish()


class Writer:
    """The one writer of an index: commits batches, keeps the ledger, merges segments."""

    def __init__(self, folder: Path, start: Start) -> None:
        self.folder = folder
        self._commit, self._made, self._form, self._kept = start
        self.ledger: Ledger = read_ledger(folder, self._commit.ledger)
        self._stamps = {one.name: one.stamp for one in self._commit.segments}
        self._snapshot: Snapshot | None = None
        self._vocabulary = Vocabulary()
        self._known = KnownIds()
        self._grown = True  # since the last merge, or maybe before a crash
        self.sweep()

    @property
    def generation(self) -> int:
        """The number of the last commit."""
        return self._commit.generation

    @property
    def rebuilding(self) -> bool:
        """Whether commits lie beside the index until `publish`."""
        return self._form == STAGED

    @property
    def snapshot(self) -> Snapshot:
        """The last commit, open for reading until the next one."""
        if self._snapshot is None:
            self._snapshot = open_commit(self.folder, self._commit)
        return self._snapshot

    def close(self) -> None:
        """Let go of the last commit."""
        if self._snapshot is not None:
            self._snapshot.close()
            self._snapshot = None

    def article(self, article_id: str) -> Article | None:
        """Return an article as the last commit holds it."""
        found = self.snapshot.find(article_id)
        return None if found is None else self.snapshot.article(found)

    # Changes

    def commit(self, articles: Iterable[Article], removed: Iterable[str] = ()) -> None:
        """Put articles in, in place of those with the same ids; take out others; all or nothing.

        `merge` may follow at any time; until then there is a segment more.

        Raises:
            IndexUnwritable: the disk is full or failing; the last commit is untouched.

        """
        added = {article.id: storable(article) for article in articles}
        before = self.generation

        def add() -> _Next:
            parts = self._without([*{*removed, *added}])
            if added:
                parts.append(self._written([added[one] for one in sorted(added)], parts))
            return _Next(parts, self.ledger.write(self.folder, before + 1))

        try:
            self._step(add)
        finally:
            if self.generation > before:
                self.ledger.committed()
        self._grown = True

    def _without(self, replaced: list[str]) -> list[Source]:
        """Return the segments of the last commit, less some articles."""
        found: list[Source] = []
        for segment, live in self.snapshot.sources:
            left = live.copy()
            left[self._known.documents(segment, replaced)] = False
            found.append(Source(segment, left))
        return found

    def _written(self, articles: list[Article], others: Sequence[Source]) -> Source:
        from ..segments.links import links  # here: a search links nothing

        if self._vocabulary.full:
            self._vocabulary = Vocabulary()
        path = self._new_path()
        places = [(one.segment.sections, one.live) for one in others]
        with uncollected():
            write_segment(path, articles, self._vocabulary, lambda prints: links(prints, places))
        written = self._whole(path)
        self._known.note(written.segment, (one.id for one in articles))
        return written

    # Merges: each is a commit of its own, so that a crash costs no article

    def merge(self) -> None:
        """Merge segments where there are too many: see `tiers.during`.

        Raises:
            IndexUnwritable: the disk is full or failing; the last commit is untouched.

        """
        if self._grown:
            self._grown = False
            self._merge(during(self._sizes()))

    def settle(self) -> None:
        """Merge segments at the end of a run: see `tiers.at_end`.

        Raises:
            IndexUnwritable: the disk is full or failing; the last commit is untouched.

        """
        self._merge(at_end(self._sizes()))
        self._grown = False

    def optimize(self) -> None:
        """Merge all segments into one without deleted articles, unless that is what there is.

        Raises:
            IndexUnwritable: the disk is full or failing; the last commit is untouched.

        """
        sizes = self._sizes()
        if len(sizes) > 1 or any(size.deleted for size in sizes):
            self._merge(range(len(sizes)))

    def _sizes(self) -> list[Size]:
        masks = [part.live for part in self.snapshot.sources]
        return [Size(int(live.sum()), int((~live).sum())) for live in masks]

    def _merge(self, chosen: Sequence[int]) -> None:
        """Merge the segments at some places into one."""
        parts = list(self.snapshot.sources)

        def merge_chosen() -> _Next:
            path, old = self._new_path(), [parts[place] for place in chosen]
            merge(path, old)
            merged = self._whole(path)
            self._known.note_merged(merged.segment, [part.segment for part in old])
            rest = [part for place, part in enumerate(parts) if place not in chosen]
            return _Next([*rest, merged], self.ledger.logs)

        if chosen:
            self._step(merge_chosen)

    # Steps

    def _step(self, act: Callable[[], _Next]) -> None:
        """Go from one generation to the next, which is made of what `act` returns."""
        with clear_errors(self.folder):
            try:
                to_come = act()
                with whole():
                    self._publish(to_come)
            except BaseException:
                with suppress(OSError, IndexFault):  # a full disk needs the space at once
                    self.sweep()
                raise
            self.sweep()

    def _publish(self, to_come: _Next) -> None:
        parts = [part for part in to_come.parts if part.live.any()]
        names = [part.segment.path.stem for part in parts]
        entries = tuple(
            entry(name, part.live, self._stamps[name])
            for name, part in zip(names, parts, strict=True)
        )
        commit = Commit(self.generation + 1, entries, to_come.ledger, made=self._made)
        try:
            write_commit(self.folder, commit, self._form)
        finally:
            # What fails after the rename, the last fsync, undoes nothing.
            if newest(self.folder, self._form) == commit.generation:
                self.close()
                self._commit = commit

    def publish(self) -> None:
        """Put a rebuilt index in the place of the old one. Does nothing where none is rebuilt.

        Raises:
            IndexUnwritable: the disk is failing; the old index is untouched, or the new one is it.

        """
        if not self.rebuilding:
            return
        if newest(self.folder, STAGED) != self.generation:  # there was nothing to commit
            self.commit(())
        with clear_errors(self.folder):
            with whole():
                put_in_place(self.folder, self.generation, self._made)
            self._form, self._kept = PUBLISHED, frozenset[str]()
            self.sweep()

    def _whole(self, path: Path) -> Source:
        self._stamps[path.stem] = stamp(path)
        segment = SegmentFile(path)
        return Source(segment, np.ones(segment.size, bool))

    def _new_path(self) -> Path:
        return self.folder / f"{MAIN}_{random_name()}{SUFFIX}"

    def sweep(self) -> None:
        """Delete what no commit needs: remains of a crash, and old logs."""
        kept = needed(self._commit, self._form) | self._kept
        for path in unneeded(self.folder, kept):
            path.unlink(missing_ok=True)


class _Next(NamedTuple):
    """What the next commit is made of."""

    parts: list[Source]
    ledger: tuple[Log, ...]


__all__ = ["Writer", "generation", "is_staged", "open_snapshot", "writing"]
