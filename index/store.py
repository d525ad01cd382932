"""Which segments make up the index now, and how does a commit survive a crash?

The folder of an index holds

    telusur.json            the manifest: format and analyser
    _MAIN_<n>.toc           Whoosh's table of contents; the newest one IS the index
    MAIN_<id>.seg           a segment, immutable
    sources_<n>.jsonl       the ledger of pages read, one file a commit
    MAIN_WRITELOCK          locked by the writer; writer.json says by whom, since when

A commit writes segment and ledger aside, fsyncs them, and renames the new table of contents into
place. Until that rename the old generation is the index, after it the new one; whatever a crash
leaves besides is swept by the next writer.
"""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable, Generator, Iterable
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, EmptyIndexError, FileIndex
from whoosh.writing import SegmentWriter

from ..corpora.article import Article
from .errors import IndexCorrupt, IndexUnwritable
from .guard import OWNER, claim, clear_errors, locked, sign
from .ledger import Ledger, read_ledger, stale_logs
from .manifest import NAME as MANIFEST
from .manifest import is_index, read_manifest, write_manifest
from .merging import choose, tiered, unmerged
from .reader import Snapshot
from .schema import document, make_schema
from .storage import DurableStorage

MAIN: Final = "MAIN"  # Whoosh's default name, so that whoosh.index.open_dir() finds the index
TEMPORARY: Final = f"{MAIN}.tmp"
SORT_MEGABYTES: Final = 64  # Whoosh sorts postings in runs of this size


def generation(folder: Path) -> int:
    """Return the number of the last commit.

    Raises:
        IndexCorrupt: no table of contents is there.

    """
    found = TOC._latest_generation(FileStorage(str(folder)), MAIN)  # noqa: SLF001
    if found < 0:
        raise IndexCorrupt(folder, "the table of contents is missing")
    return found


def open_snapshot(folder: Path) -> Snapshot:
    """Open the last commit for reading; later commits do not change what the snapshot shows.

    Raises:
        IndexMissing, IndexForeign, IndexCorrupt: see `read_manifest`.

    """
    read_manifest(folder)
    # Without mmap: with it, Whoosh copies every segment into memory as it opens it.
    storage = FileStorage(str(folder), supports_mmap=False, readonly=True)
    for _ in range(3):  # a writer may sweep what we are about to open; Whoosh tries for 0.5 s, too
        try:
            return Snapshot(FileIndex(storage, indexname=MAIN).reader())
        except (FileNotFoundError, EmptyIndexError):
            continue
        except PermissionError as error:
            raise IndexUnwritable(f"cannot read {folder}: {error.strerror}") from error
        except Exception as error:  # Whoosh meets damage with whatever its parsing raises
            raise _damaged(folder, error) from error
    raise IndexCorrupt(folder, "a segment named by the table of contents is missing")


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
        storage = DurableStorage(folder)
        lock = storage.lock(f"{MAIN}_WRITELOCK")
        if not lock.acquire(blocking=False):
            raise locked(folder)
    try:
        with clear_errors(folder):
            sign(folder, _now())
            _prepare(folder, storage, rebuild=rebuild)
            writer = Writer(folder, storage)
        with closing(writer):
            yield writer
    finally:
        (folder / OWNER).unlink(missing_ok=True)
        lock.release()


class Writer:
    """The one writer of an index: commits batches, keeps the ledger."""

    def __init__(self, folder: Path, storage: DurableStorage) -> None:
        self.folder = folder
        self._storage = storage
        self.generation = generation(folder)
        self.ledger: Ledger = read_ledger(folder, self.generation)
        self._snapshot: Snapshot | None = None
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
        documents = {article.id: document(article) for article in articles}
        before = self.generation

        def add(writer: SegmentWriter) -> None:
            self._fill(writer, documents, {*removed, *documents})
            self.ledger.write(self.folder, before + 1)
            writer.commit(mergetype=unmerged)

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
        segments: list[Any] = _toc(self.folder, self.generation).segments

        def merge(writer: SegmentWriter) -> None:
            self.ledger.write_nothing(self.folder, self.generation + 1)
            writer.commit(mergetype=tiered)

        if choose([(segment.doc_count(), segment.deleted_count()) for segment in segments]):
            self._step(merge)

    def _step(self, act: Callable[[SegmentWriter], None]) -> None:
        """Go from one generation to the next."""
        with clear_errors(self.folder):
            try:
                index = FileIndex(self._storage, indexname=MAIN)
                act(SegmentWriter(index, _lk=False, limitmb=SORT_MEGABYTES))
            finally:
                # The segment begun is left to the sweep: Whoosh's own cancel() can raise as well.
                shutil.rmtree(self.folder / TEMPORARY, ignore_errors=True)
                # What fails after the rename, the last fsync or an interrupt, undoes nothing.
                if generation(self.folder) > self.generation:
                    self.close()
                    self.generation += 1
            self.sweep()
        # Whoosh's writers and readers hang in cycles with 30 MB of postings each: without this,
        # a dozen of them wait for the collector together.
        gc.collect()

    def _fill(
        self, writer: SegmentWriter, documents: dict[str, dict[str, Any]], replaced: set[str]
    ) -> None:
        for article_id in sorted(replaced):
            found = self.snapshot.find(article_id)
            if found is not None:
                writer.delete_document(found)
        for article_id in sorted(documents):
            writer.add_document(**documents[article_id])

    def sweep(self) -> None:
        """Delete what no commit needs: remains of a crash, and old logs."""
        for path in leftovers(self.folder):
            path.unlink(missing_ok=True)
        shutil.rmtree(self.folder / TEMPORARY, ignore_errors=True)


def leftovers(folder: Path) -> list[Path]:
    """Return the files of an index that are of no use to its last commit.

    Raises:
        IndexCorrupt: the table of contents is damaged.

    """
    last = generation(folder)
    segments = _segments(folder, last)
    stale = set(stale_logs(folder, last))

    def is_leftover(path: Path) -> bool:
        name = path.name
        if name.startswith(f"_{MAIN}_"):
            return name != f"_{MAIN}_{last}.toc"
        if name.startswith(f"{MAIN}_"):
            return name.split(".")[0] not in segments and path.is_file()
        return path in stale or name in (f"{MANIFEST}.new", f"{OWNER}.new")

    return sorted(filter(is_leftover, folder.iterdir()))


def _segments(folder: Path, last: int) -> frozenset[str]:
    """Return the names that belong to a generation: its segments and the lock."""
    segments = _toc(folder, last).segments
    return frozenset({f"{MAIN}_WRITELOCK", *(segment.segment_id() for segment in segments)})


def _toc(folder: Path, number: int) -> TOC:
    try:
        return TOC.read(FileStorage(str(folder)), MAIN, gen=number)
    except OSError:
        raise
    except Exception as error:  # unpickling damaged bytes raises anything
        raise _damaged(folder, error) from error


def _damaged(folder: Path, error: Exception) -> IndexCorrupt:
    return IndexCorrupt(folder, f"{type(error).__name__}: {error}")


def _now() -> datetime:
    return datetime.now(UTC)


def _prepare(folder: Path, storage: DurableStorage, *, rebuild: bool) -> None:
    # The manifest comes last in making and goes first in clearing: a folder with one is whole.
    if rebuild:
        (folder / MANIFEST).unlink(missing_ok=True)
    if not is_index(folder):
        for path in folder.glob("sources_*.jsonl"):
            path.unlink()
        TOC.create(storage, make_schema(), MAIN)
        write_manifest(folder, _now())
    read_manifest(folder)
