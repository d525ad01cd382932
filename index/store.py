"""Which segments make up the index now, and how does a commit survive a crash?

The folder of an index holds

    telusur.json            the manifest: format and analyser
    _MAIN_<n>.toc           Whoosh's table of contents; the newest one makes its commit the index
    segments_<n>.json       the segments of that commit, and what is deleted in them
    MAIN_<id>.tls           a segment, immutable
    sources_<n>.jsonl       the ledger of pages read, one file a commit
    MAIN_WRITELOCK          locked by the writer; writer.json says by whom, since when

A commit writes segment, ledger and list aside, fsyncs them, and renames the new table of contents
into place. Until that rename the old generation is the index, after it the new one; whatever a
crash leaves besides is swept by the next writer. Readers map their files when they open a commit:
a file that is swept lives on until the last of them is done.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from whoosh.util import random_name
from whoosh.util.filelock import FileLock

from ..corpora.article import Article
from .commits import (
    LOCK,
    MAIN,
    Commit,
    entry,
    generation,
    list_name,
    read_commit,
    toc_name,
    write_commit,
)
from .errors import IndexCorrupt, IndexUnwritable
from .guard import OWNER, claim, clear_errors, locked, sign
from .inversion import Vocabulary
from .ledger import Ledger, read_ledger, stale_logs
from .manifest import NAME as MANIFEST
from .manifest import is_index, read_manifest, write_manifest
from .merging import Source, choose, merge
from .reader import Snapshot
from .schema import storable
from .segment import SUFFIX, SegmentFile, write_segment


def open_snapshot(folder: Path) -> Snapshot:
    """Open the last commit for reading; later commits do not change what the snapshot shows.

    Raises:
        IndexMissing, IndexForeign, IndexCorrupt: see `read_manifest`.

    """
    read_manifest(folder)
    while True:  # a writer may sweep the commit that we are about to open: then there is a newer
        number = generation(folder)
        try:
            return _opened(folder, read_commit(folder, number))
        except PermissionError as error:
            raise IndexUnwritable(f"cannot read {folder}: {error.strerror}") from error
        except IndexCorrupt:
            if number == generation(folder):
                raise


def _opened(folder: Path, commit: Commit) -> Snapshot:
    sources = [
        Source(SegmentFile(folder / f"{one.name}{SUFFIX}"), one.live()) for one in commit.segments
    ]
    for source in sources:
        if source.segment.size != len(source.live):
            raise IndexCorrupt(source.segment.path, "it is not as large as the commit says")
    return Snapshot(sources, commit.generation)


@contextmanager
def writing(folder: Path, *, rebuild: bool = False) -> Generator[Writer]:
    """Open an index for changes, alone; make it first where there is none.

    Args:
        folder: the folder of the index.
        rebuild: throw away what the index holds, whatever its format.

    Raises:
        IndexLocked: another process is writing; says who and since when.
        IndexForeign: the folder holds something else.
        IndexUnwritable: no permission, no space, a read-only disk.

    """
    with clear_errors(folder):
        claim(folder)
        lock = FileLock(str(folder / LOCK))
        if not lock.acquire(blocking=False):
            raise locked(folder)
    try:
        with clear_errors(folder):
            sign(folder, _now())
            _prepare(folder, rebuild=rebuild)
            writer = Writer(folder)
        with closing(writer):
            yield writer
    finally:
        (folder / OWNER).unlink(missing_ok=True)
        lock.release()


class Writer:
    """The one writer of an index: commits batches, keeps the ledger."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.generation = generation(folder)
        self.ledger: Ledger = read_ledger(folder, self.generation)
        self._snapshot: Snapshot | None = None
        self._vocabulary = Vocabulary()
        self._grown = True  # since the last merge, or maybe before a crash
        self.sweep()

    @property
    def snapshot(self) -> Snapshot:
        """The last commit, open for reading until the next one."""
        if self._snapshot is None:
            self._snapshot = open_snapshot(self.folder)
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

    def commit(self, articles: Iterable[Article], removed: Iterable[str] = ()) -> None:
        """Put articles in, in place of those with the same ids; take out others; all or nothing.

        `merge` may follow at any time; until then there is a segment more.

        Raises:
            IndexUnwritable: the disk is full or failing; the last commit is untouched.

        """
        added = {article.id: storable(article) for article in articles}
        before = self.generation

        def add() -> list[Source]:
            parts = self._without({*removed, *added})
            if added:
                parts.append(self._written([added[one] for one in sorted(added)]))
            self.ledger.write(self.folder, before + 1)
            return parts

        try:
            self._step(add)
        finally:
            if self.generation > before:
                self.ledger.committed()
        self._grown = True

    def merge(self) -> None:
        """Merge segments where that is worth it: a commit of its own, so that a crash costs none.

        Raises:
            IndexUnwritable: the disk is full or failing; the last commit is untouched.

        """
        if not self._grown:
            return
        self._grown = False
        parts = list(self.snapshot.sources)
        chosen = choose([(int(part.live.sum()), int((~part.live).sum())) for part in parts])

        def merge_chosen() -> list[Source]:
            path = self._new_path()
            merge(path, [parts[place] for place in sorted(chosen)])
            self.ledger.write_nothing(self.folder, self.generation + 1)
            rest = [part for place, part in enumerate(parts) if place not in chosen]
            return [*rest, _whole(path)]

        if chosen:
            self._step(merge_chosen)

    def _step(self, act: Callable[[], list[Source]]) -> None:
        """Go from one generation to the next, which holds the segments that `act` returns."""
        with clear_errors(self.folder):
            try:
                parts = [part for part in act() if part.live.any()]
                entries = tuple(entry(part.segment.path.stem, part.live) for part in parts)
                write_commit(self.folder, self.generation + 1, entries)
            finally:
                # What fails after the rename, the last fsync or an interrupt, undoes nothing.
                if generation(self.folder) > self.generation:
                    self.close()
                    self.generation += 1
            self.sweep()

    def _without(self, replaced: set[str]) -> list[Source]:
        """Return the segments of the last commit, less some articles."""
        live = self.snapshot.live.copy()
        for article_id in replaced:
            found = self.snapshot.find(article_id)
            if found is not None:
                live[found] = False
        bases = self.snapshot.bases
        return [
            Source(source.segment, live[first:last])
            for source, first, last in zip(self.snapshot.sources, bases, bases[1:], strict=False)
        ]

    def _written(self, articles: list[Article]) -> Source:
        if self._vocabulary.full:
            self._vocabulary = Vocabulary()
        path = self._new_path()
        write_segment(path, articles, self._vocabulary)
        return _whole(path)

    def _new_path(self) -> Path:
        return self.folder / f"{MAIN}_{random_name()}{SUFFIX}"

    def sweep(self) -> None:
        """Delete what no commit needs: remains of a crash, and old logs."""
        for path in leftovers(self.folder):
            path.unlink(missing_ok=True)


def _whole(path: Path) -> Source:
    segment = SegmentFile(path)
    return Source(segment, np.ones(segment.size, bool))


def leftovers(folder: Path) -> list[Path]:
    """Return the files of an index that are of no use to its last commit.

    Raises:
        IndexCorrupt: the list of segments is damaged.

    """
    last = generation(folder)
    needed = {f"{one.name}{SUFFIX}" for one in read_commit(folder, last).segments}
    needed |= {toc_name(last), list_name(last), LOCK}
    stale = set(stale_logs(folder, last))
    ours = (f"{MAIN}_", f"_{MAIN}_", "segments_")
    return [
        path
        for path in sorted(folder.iterdir())
        if path in stale
        or path.name in (f"{MANIFEST}.new", f"{OWNER}.new")
        or (path.name.startswith(ours) and path.name not in needed)
    ]


def _now() -> datetime:
    return datetime.now(UTC)


def _prepare(folder: Path, *, rebuild: bool) -> None:
    # The manifest comes last in making and goes first in clearing: a folder with one is whole.
    if rebuild:
        (folder / MANIFEST).unlink(missing_ok=True)
    if not is_index(folder):
        for pattern in (f"_{MAIN}_*", "segments_*.json", "sources_*.jsonl"):
            for path in folder.glob(pattern):
                path.unlink()
        write_commit(folder, 0, ())
        write_manifest(folder, _now())
    read_manifest(folder)


__all__ = ["Writer", "generation", "leftovers", "open_snapshot", "writing"]
