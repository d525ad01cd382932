"""Which pages have been read, and what became of each?

The ledger lets the next run read only what is new or changed. It is a log: a commit that changes
it writes one file of JSON lines, `sources_<generation>.jsonl`, before the rename that makes the
commit. The list of segments names the files that make up the state, each with its size and
checksum: the first holds a whole state, the others changes. Once the changes are as many as a
whole state has lines, one is written, so that the log grows no larger than twice the state.
"""

from __future__ import annotations

import json
import os
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Final

import msgspec

from ..errors import IndexCorrupt

_NAME: Final = re.compile(r"sources_\d+\.jsonl")
SLACK: Final = 1000  # changes that may pile up beyond the lines of a whole state
MOST_FILES: Final = 64  # of one log: many small commits end in a whole state as well
_AT_ONCE: Final = 10_000  # lines that are written at a time
_encode = json.JSONEncoder(separators=(",", ":")).encode


class Log(msgspec.Struct, frozen=True):
    """A file of the log as a commit names it."""

    name: str
    bytes: int
    checksum: int  # CRC-32


@dataclass(slots=True)
class FileState:
    """What we know of one file: how it looked, and which articles it gave (id -> digest)."""

    size: int = -1
    mtime_ns: int = -1
    digest: str = ""
    rules: str = ""  # fingerprint of the extraction that read it
    reason: str | None = None  # why it gave nothing
    # how many parts of it gave nothing, by reason; None where an older release did not say
    skipped: dict[str, int] | None = None
    items: dict[str, str] = field(default_factory=dict[str, str])


class Ledger:
    """The state of every file seen, by path; changed in memory, logged with each commit."""

    def __init__(self) -> None:
        self.files: dict[str, FileState] = {}
        self.owners: dict[str, tuple[str, ...]] = {}  # article id -> the paths that hold it
        self.logs: tuple[Log, ...] = ()  # the files that hold the state of the last commit
        self._piled = 0  # changes in them beyond the whole state that the first one holds
        self._written = (self.logs, self._piled)  # what they will be after the next commit
        self._changes: list[dict[str, Any]] = []

    @property
    def changed(self) -> bool:
        """Whether anything is to be logged."""
        return bool(self._changes)

    def settle(self, path: str, state: FileState) -> None:
        """Note that a file was read to its end; its items are noted one by one."""
        kept = self.files.setdefault(path, FileState())
        kept.size, kept.mtime_ns, kept.digest = state.size, state.mtime_ns, state.digest
        kept.rules, kept.reason, kept.skipped = state.rules, state.reason, state.skipped
        self._changes.append(_settled(path, kept))

    def give(self, path: str, article_id: str, digest: str) -> None:
        """Note that a file gave an article."""
        self._hold(path, article_id, digest)
        self._changes.append({"path": path, "id": article_id, "digest": digest})

    def drop(self, path: str, article_id: str) -> None:
        """Note that a file does not hold an article any longer."""
        self._release(path, article_id)
        self._changes.append({"path": path, "id": article_id, "digest": None})

    def forget(self, path: str) -> None:
        """Note that a file is gone; its items must have been dropped before."""
        self.files.pop(path, None)
        self._changes.append({"path": path, "gone": True})

    def _hold(self, path: str, article_id: str, digest: str) -> None:
        self.files.setdefault(path, FileState()).items[article_id] = digest
        owners = self.owners.get(article_id, ())
        if path not in owners:
            self.owners[article_id] = (*owners, path)

    def _release(self, path: str, article_id: str) -> None:
        if path in self.files:
            self.files[path].items.pop(article_id, None)
        left = tuple(owner for owner in self.owners.get(article_id, ()) if owner != path)
        if left:
            self.owners[article_id] = left
        else:
            self.owners.pop(article_id, None)

    def _apply(self, change: dict[str, Any]) -> None:
        path = change["path"]
        if change.get("gone"):
            self.files.pop(path, None)
        elif "id" not in change:
            kept = self.files.setdefault(path, FileState())
            for name in ("size", "mtime_ns", "digest", "rules", "reason"):
                setattr(kept, name, change[name])
            kept.skipped = change.get("skipped")
        elif change["digest"] is None:
            self._release(path, change["id"])
        else:
            self._hold(path, change["id"], change["digest"])

    def _all(self) -> Iterator[dict[str, Any]]:
        for path, state in self.files.items():
            for article_id, digest in state.items.items():
                yield {"path": path, "id": article_id, "digest": digest}
            yield _settled(path, state)

    def write(self, folder: Path, generation: int) -> tuple[Log, ...]:
        """Log the changes since the last commit, fsynced; return the files of the state to come.

        Nothing is written where nothing has changed.
        """
        if not self._changes:
            return self.logs
        piled = self._piled + len(self._changes)
        too_long = piled > len(self.files) + len(self.owners) + SLACK
        full = not self.logs or too_long or len(self.logs) >= MOST_FILES
        path = folder / f"sources_{generation}.jsonl"
        log = _write_lines(path, self._all() if full else self._changes)
        self._written = ((log,), 0) if full else ((*self.logs, log), piled)
        return self._written[0]

    def committed(self) -> None:
        """Note that the commit of what was written is a fact."""
        self.logs, self._piled = self._written
        self._changes = []


def _settled(path: str, state: FileState) -> dict[str, Any]:
    told = {
        "path": path,
        "size": state.size,
        "mtime_ns": state.mtime_ns,
        "digest": state.digest,
        "rules": state.rules,
        "reason": state.reason,
    }
    return told if state.skipped is None else told | {"skipped": state.skipped}


def _write_lines(path: Path, changes: Iterable[dict[str, Any]]) -> Log:
    # ASCII JSON: names of files need not be valid UTF-8, and keep their odd bytes as \udcxx.
    size = checksum = 0
    lines = map(_encode, changes)
    with path.open("wb") as file:
        while some := list(islice(lines, _AT_ONCE)):
            content = ("\n".join(some) + "\n").encode("ascii")
            file.write(content)
            size += len(content)
            checksum = zlib.crc32(content, checksum)
        file.flush()
        os.fsync(file.fileno())
    return Log(path.name, size, checksum)


def read_ledger(folder: Path, logs: Sequence[Log]) -> Ledger:
    """Return the state of the ledger that the files of a commit hold.

    Raises:
        IndexCorrupt: a file of the log is missing or damaged.

    """
    ledger = Ledger()
    for place, log in enumerate(logs):
        path = folder / log.name
        try:
            for change in _changes(path, log):
                ledger._apply(change)  # noqa: SLF001 - its own constructor
                ledger._piled += place > 0  # noqa: SLF001
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise IndexCorrupt(path, f"a line of it: {error}") from error
    ledger.logs = tuple(logs)
    return ledger


def _changes(path: Path, log: Log) -> Iterator[dict[str, Any]]:
    """Yield what a file of the log holds, line by line; check it at its end."""
    size = checksum = 0
    try:
        with path.open("rb") as file:
            for line in file:
                size += len(line)
                checksum = zlib.crc32(line, checksum)
                yield _decode(line)
    except FileNotFoundError:
        raise IndexCorrupt(path, "the file is missing") from None
    if (size, checksum) != (log.bytes, log.checksum):
        raise IndexCorrupt(path, "it does not match the size and checksum that the commit says")


def _decode(line: bytes) -> dict[str, Any]:
    try:
        return msgspec.json.decode(line)  # four times as fast, but it knows no half characters
    except msgspec.DecodeError:
        return json.loads(line)


def is_log(name: str) -> bool:
    """Tell whether a file is named as a file of the log is."""
    return _NAME.fullmatch(name) is not None
