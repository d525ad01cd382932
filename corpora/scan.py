"""Which files are there to read?"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path, PurePath

from .article import Reason, Skipped
from .errors import TelusurError
from .events import Lost, Source
from .readers.companions import is_companion
from .readers.sniff import unsupported

INDEX_MARK = "telusur.json"  # a folder with this file is an index of ours


class PathMissing(TelusurError):
    """A path that the user named leads nowhere."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"no such file or folder: {path}", mend="check the spelling of the path")


def scan(
    roots: Sequence[Path],
    *,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    include_hidden: bool = False,
    corpus: str | None = None,
) -> Iterator[Source | Lost]:
    """The files below `roots` that may hold articles, by name within each folder.

    Lazy: at most one folder's names per level are in memory. Each folder is visited once,
    however many links lead to it, and a link to a file below a root is that file. Hidden files,
    the companion folder of a saved page and indexes of ours are passed over in silence; whatever
    else cannot be read is `Lost`. A root that lies inside another one is walked in its own turn
    only.

    A glob is matched against the path below its root and against the bare name; `*` crosses
    folders. `include` (all files, if empty) speaks of files, `exclude` of files and folders.

    Raises PathMissing, at the call, for a root that does not exist.
    """
    tops = tuple(dict.fromkeys(os.path.abspath(root) for root in roots))  # noqa: PTH100 - no "~", no links
    for top in tops:
        if not os.path.exists(top):  # noqa: PTH110 - strings all the way: 200,000 of them
            raise PathMissing(Path(top))
    wanted = _Wanted(frozenset(tops), tuple(include), tuple(exclude), include_hidden)
    walk = _Walk(wanted, corpus)
    return (found for top in tops for found in walk.below(top))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Which of the names in a folder the user wants to see."""

    roots: frozenset[str]
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    hidden: bool

    def children(self, folder: str, root: str, names: list[str]) -> list[str]:
        """The paths in `folder` worth a look, sorted."""
        here = set(names)
        if INDEX_MARK in here:
            return []
        paths = (os.path.join(folder, name) for name in sorted(names) if self._named(name, here))  # noqa: PTH118
        return [path for path in paths if path not in self.roots and not self._excluded(path, root)]

    def _named(self, name: str, here: set[str]) -> bool:
        if name.startswith(".") and not self.hidden:
            return False
        return not is_companion(name, here)

    def _excluded(self, path: str, root: str) -> bool:
        return bool(self.exclude) and _matches(path, root, self.exclude)

    def included(self, path: str, root: str) -> bool:
        """Whether the file is one of those asked for."""
        return not self.include or _matches(path, root, self.include)


@dataclass(frozen=True, slots=True)
class _Walk:
    """One walk over all roots; remembers the folders it has been in, not the files."""

    wanted: _Wanted
    corpus: str | None
    visited: set[tuple[int, int]] = field(default_factory=set[tuple[int, int]])

    def below(self, root: str) -> Iterator[Source | Lost]:
        """Depth first with a stack of our own: a thousand nested folders are legal."""
        levels = [iter([root])]
        while levels:
            path = next(levels[-1], None)
            if path is None:
                levels.pop()
                continue
            try:
                found = self._look(path, root)
            except OSError as error:
                found = self._lost(path, Reason.UNREADABLE, error.strerror or str(error))
            if isinstance(found, list):
                levels.append(iter(found))
            elif found is not None:
                yield found

    def _look(self, path: str, root: str) -> Source | Lost | list[str] | None:
        """What lies at `path`: a file, a loss, a folder's children, or nothing of interest."""
        status = os.stat(path)  # noqa: PTH116
        if stat.S_ISDIR(status.st_mode):
            return self._enter(path, root, (status.st_dev, status.st_ino))
        if not self.wanted.included(path, root):
            return None
        if not stat.S_ISREG(status.st_mode):  # opening a pipe would wait for its writer
            return self._lost(path, Reason.UNSUPPORTED, "not a regular file")
        if os.path.islink(path) and self._is_seen_elsewhere(path):  # noqa: PTH114
            return None
        group = unsupported(path)
        if group is not None:
            return self._lost(path, Reason.UNSUPPORTED, group)
        return Source(path, status.st_size, status.st_mtime_ns, self.corpus)

    def _is_seen_elsewhere(self, link: str) -> bool:
        """Whether a link to a file leads to one below a root: that one is looked at by itself."""
        if link in self.wanted.roots:  # named by the user
            return False
        target = os.path.realpath(link)
        roots = (os.path.realpath(root).rstrip(os.sep) for root in self.wanted.roots)
        return any(target == root or target.startswith(root + os.sep) for root in roots)

    def _enter(self, folder: str, root: str, identity: tuple[int, int]) -> list[str]:
        if identity in self.visited:
            return []
        self.visited.add(identity)
        return self.wanted.children(folder, root, os.listdir(folder))  # noqa: PTH208

    def _lost(self, path: str, reason: Reason, detail: str) -> Lost:
        return Lost(Source(path, 0, 0, self.corpus), Skipped(reason, detail))


def _matches(path: str, root: str, globs: tuple[str, ...]) -> bool:
    name = os.path.basename(path)  # noqa: PTH119
    below = name if path == root else PurePath(os.path.relpath(path, root)).as_posix()
    return any(
        fnmatchcase(below, glob) or fnmatchcase(name, glob)
        for glob in (glob.rstrip("/") for glob in globs)
    )
