"""Which pages have been read, and what became of each?

The ledger lets the next run read only what is new or changed. It is a log: each commit writes one
file of JSON lines, `sources_<generation>.jsonl`, before the rename that makes the commit; files of
a later generation than the index are what a crash left behind, and are not read. A file named
`.full.jsonl` holds the whole state instead of changes, so that the log does not grow for ever.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .errors import IndexCorrupt

_NAME = re.compile(r"sources_(\d+)(\.full)?\.jsonl")
SLACK = 1000  # changes that may pile up beyond the number of files before a full state is written


@dataclass(slots=True)
class FileState:
    """What we know of one file: how it looked, and which articles it gave (id -> digest)."""

    size: int = -1
    mtime_ns: int = -1
    digest: str = ""
    rules: str = ""  # fingerprint of the extraction that read it
    reason: str | None = None  # why it gave nothing
    items: dict[str, str] = field(default_factory=dict[str, str])


class Ledger:
    """The state of every file seen, by path; changed in memory, logged with each commit."""

    def __init__(self) -> None:
        self.files: dict[str, FileState] = {}
        self.owners: dict[str, tuple[str, ...]] = {}  # article id -> the paths that hold it
        self._changes: list[dict[str, Any]] = []

    @property
    def changed(self) -> bool:
        """Whether anything is to be logged."""
        return bool(self._changes)

    def settle(self, path: str, state: FileState) -> None:
        """Note that a file was read to its end; its items are noted one by one."""
        kept = self.files.setdefault(path, FileState())
        kept.size, kept.mtime_ns, kept.digest = state.size, state.mtime_ns, state.digest
        kept.rules, kept.reason = state.rules, state.reason
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
        elif change["digest"] is None:
            self._release(path, change["id"])
        else:
            self._hold(path, change["id"], change["digest"])

    def _all(self) -> Iterator[dict[str, Any]]:
        for path, state in self.files.items():
            for article_id, digest in state.items.items():
                yield {"path": path, "id": article_id, "digest": digest}
            yield _settled(path, state)

    def write(self, folder: Path, generation: int) -> None:
        """Log the changes since the last commit, fsynced, under the generation to come."""
        logged = sum(1 for _ in _logs(folder, generation - 1))
        full = logged * len(self._changes) > len(self.files) + SLACK or logged == 0
        name = f"sources_{generation}{'.full' if full else ''}.jsonl"
        _write_lines(folder / name, self._all() if full else self._changes)

    def write_nothing(self, folder: Path, generation: int) -> None:
        """Log a commit that changes no article; what has changed since the last one is to come."""
        _write_lines(folder / f"sources_{generation}.jsonl", ())

    def committed(self) -> None:
        """Note that the commit of what was written is a fact."""
        self._changes = []


def _settled(path: str, state: FileState) -> dict[str, Any]:
    return {
        "path": path,
        "size": state.size,
        "mtime_ns": state.mtime_ns,
        "digest": state.digest,
        "rules": state.rules,
        "reason": state.reason,
    }


def _write_lines(path: Path, changes: Iterable[dict[str, Any]]) -> None:
    # ASCII JSON: names of files need not be valid UTF-8, and keep their odd bytes as \udcxx.
    with path.open("w", encoding="ascii") as file:
        for change in changes:
            file.write(json.dumps(change, separators=(",", ":")) + "\n")
        file.flush()
        os.fsync(file.fileno())


def _logs(folder: Path, generation: int) -> list[Path]:
    """Return the files that make up the state at a generation, oldest first."""
    found = sorted(
        (int(match[1]), bool(match[2]), path)
        for path in folder.glob("sources_*.jsonl")
        if (match := _NAME.fullmatch(path.name)) and int(match[1]) <= generation
    )
    starts = [place for place, (_, full, _) in enumerate(found) if full]
    return [path for _, _, path in found[starts[-1] if starts else 0 :]]


def read_ledger(folder: Path, generation: int) -> Ledger:
    """Return the state of the ledger at a generation of the index.

    Raises:
        IndexCorrupt: a file of the log is missing, or a line of it is damaged.

    """
    ledger = Ledger()
    logs = _logs(folder, generation)
    _check_gaps(folder, logs, generation)
    for path in logs:
        with path.open(encoding="ascii", errors="replace") as file:
            for number, line in enumerate(file, 1):
                try:
                    ledger._apply(json.loads(line))  # noqa: SLF001 - its own constructor
                except (ValueError, KeyError, TypeError) as error:
                    raise IndexCorrupt(path, f"line {number}: {error}") from error
    return ledger


def _check_gaps(folder: Path, logs: list[Path], generation: int) -> None:
    """Raise IndexCorrupt unless each commit, from the last full state on, has its file."""
    names = [path.name for path in logs]
    held = {int(name.split("_")[1].split(".")[0]) for name in names}
    start = min(held) if names and names[0].endswith(".full.jsonl") else 1
    for number in range(start, generation + 1):
        if number not in held:
            raise IndexCorrupt(folder / f"sources_{number}.jsonl", "the file is missing")


def stale_logs(folder: Path, generation: int) -> Iterator[Path]:
    """Yield the files of the log that the state at a generation does not need."""
    needed = set(_logs(folder, generation))
    for path in folder.glob("sources_*.jsonl"):
        if _NAME.fullmatch(path.name) and path not in needed:
            yield path
