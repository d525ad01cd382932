"""What do the commands that look after an index do, and what do they report?"""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Any, NamedTuple

import numpy as np
import typer

from ...index.commits.opening import read_last
from ...index.commits.store import open_snapshot
from ...index.doctor import examine
from ...index.groups import read_groups
from ...index.interrupts import interruptible
from ...index.reader import Snapshot
from ...index.schema import UNDATED
from ...index.updates.job import optimize
from .indexing import INTERRUPTED
from .progress import busy
from .render import shown_date


def examine_and_report(folder: Path, *, as_json: bool) -> int:
    """Check an index, print what was found, return the exit status."""
    findings = list(examine(folder))
    if as_json:
        records = [
            {"checked": one.checked, "problem": one.problem, "mend": one.mend} for one in findings
        ]
        typer.echo(json.dumps(records, ensure_ascii=False))
    else:
        for one in findings:
            typer.echo(f"{one.checked}: {one.problem or 'sound'}")
            if one.mend:
                typer.echo(f"  {one.mend}")
    return 2 if any(one.problem and not one.harmless for one in findings) else 0


def optimize_and_report(folder: Path, *, as_json: bool) -> int:
    """Merge an index into one segment, print what that changed, return the exit status."""
    started = monotonic()
    before = _measured(folder)
    try:
        with busy("merging", lambda: _bytes(folder) - before.bytes), interruptible():
            optimize(folder)
    except KeyboardInterrupt:
        typer.echo("interrupted: the index is as it was", err=True)
        return INTERRUPTED
    after, seconds = _measured(folder), monotonic() - started
    if as_json:
        names = ("segments", "deleted", "bytes")
        told = {name: [getattr(one, name) for one in (before, after)] for name in names}
        typer.echo(json.dumps({"articles": after.articles, **told, "seconds": round(seconds, 2)}))
        return 0
    for name in ("segments", "deleted", "bytes"):
        typer.echo(f"{name:<8}  {getattr(before, name):>14,} -> {getattr(after, name):,}")
    noun = "article" if after.articles == 1 else "articles"
    typer.echo(f"{after.articles:,} {noun} in {folder} ({seconds:.1f} s)")
    return 0


class _Measured(NamedTuple):
    """How large an index is: segments, live and deleted articles, bytes on the disk."""

    articles: int
    segments: int
    deleted: int
    bytes: int


def _measured(folder: Path) -> _Measured:
    with open_snapshot(folder) as snapshot:
        deleted = snapshot.size - snapshot.count
        return _Measured(snapshot.count, snapshot.segments, deleted, _bytes(folder))


def _bytes(folder: Path) -> int:
    """Return what the files of an index take; some may go while we look."""
    sizes: list[int] = []
    for path in folder.iterdir():
        with suppress(FileNotFoundError):
            sizes.append(path.stat().st_size if path.is_file() else 0)
    return sum(sizes)


def describe_and_report(folder: Path, *, as_json: bool) -> None:
    """Print what an index holds."""
    facts = describe(folder)
    if as_json:
        typer.echo(json.dumps(facts, ensure_ascii=False))
        return
    for name, value in facts.items():
        typer.echo(f"{name:<12} {value:,}" if isinstance(value, int) else f"{name:<12} {value}")


def describe(folder: Path) -> dict[str, Any]:
    """Return what an index holds, by name.

    Raises:
        IndexMissing, IndexForeign, IndexCorrupt: the folder holds no index that we can read.

    """
    made = read_last(folder).made
    with open_snapshot(folder) as snapshot:
        dated = np.flatnonzero(snapshot.live & (snapshot.published != UNDATED))
        groups = read_groups(snapshot)
        moments, sites = snapshot.published[dated], snapshot.column("site").ordinals[snapshot.live]
        return {
            "index": str(folder),
            "articles": snapshot.count,
            "stories": snapshot.count - len(groups) + groups.count,
            "dated": len(dated),
            "first": _date(snapshot, dated[moments.argmin()]) if len(dated) else None,
            "last": _date(snapshot, dated[moments.argmax()]) if len(dated) else None,
            "outlets": len(np.unique(sites[sites > 0])),
            "words": len(snapshot.terms("body_exact")),
            "segments": snapshot.segments,
            "commits": snapshot.generation,
            "bytes": _bytes(folder),
            "format": made.format,
            "analysis": made.analysis,
            "created": made.created.isoformat(timespec="seconds"),
            "python": sys.version.split()[0],
        }


def _date(snapshot: Snapshot, doc: int) -> str | None:
    """Return when an article was published, in its own zone."""
    return shown_date(snapshot.stored(int(doc)).facts.published)
