"""What do the commands that read pages do, and what do they report?"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from time import monotonic
from typing import Any

import typer

from ...corpora.article import Article
from ...corpora.config import boilerplate_of
from ...corpora.events import Found, Lost, Task
from ...corpora.extraction import Extraction
from ...corpora.pipeline import read_articles
from ...corpora.reading import MEMBER, container_kind
from ...corpora.scan import PathMissing, scan
from ...corpora.settings import Config
from ...index.commits.manifest import is_index
from ...index.commits.store import is_staged, open_snapshot
from ...index.errors import IndexFault
from ...index.interrupts import interruptible
from ...index.updates.job import Job, run
from ...index.updates.summary import Summary
from .progress import Display, display
from .render import safe

INTERRUPTED = 130  # 128 + SIGINT, as shells have it


def run_and_report(job: Job, *, list_skipped: bool, as_json: bool) -> int:
    """Run an index job, print its summary, return the exit status."""
    started = monotonic()
    summary = Summary()
    status = 0
    with display() as shown:
        try:
            with interruptible():
                run(job, shown, summary)
        except KeyboardInterrupt:
            status = INTERRUPTED
    total = _count(job.folder) if status != INTERRUPTED else _count_if_any(job.folder)
    report = _report(summary, total, monotonic() - started, shown if list_skipped else None)
    if as_json:
        typer.echo(json.dumps(report, ensure_ascii=False))
    else:
        _print_report(report, job.folder)
    if not total and not status:
        typer.echo(
            "no article found; see --list-skipped, or name a folder of saved pages", err=True
        )
    if status == INTERRUPTED:
        typer.echo(_interrupted(job), err=True)
    return status or (0 if total else 1)


def _count(folder: Path) -> int:
    with open_snapshot(folder) as snapshot:
        return snapshot.count


def _count_if_any(folder: Path) -> int:
    try:
        return _count(folder) if is_index(folder) else 0
    except IndexFault:  # the rebuild of what cannot be read was interrupted
        return 0


def _interrupted(job: Job) -> str:
    if not job.rebuild:
        return "interrupted: what was read is kept; run the same command to go on"
    if not is_index(job.folder) or not is_staged(job.folder):
        return "interrupted: no rebuild is left to go on with"
    return (
        "interrupted: the index is as it was; run the same command to go on with the rebuild,"
        " or leave out --rebuild to give it up"
    )


def _report(summary: Summary, total: int, seconds: float, listed: Display | None) -> dict[str, Any]:
    counts = asdict(summary)
    skipped = {reason.value: count for reason, count in sorted(summary.skipped.items())}
    report = {**counts, "skipped": skipped, "total": total, "seconds": round(seconds, 2)}
    if listed is not None:
        report["skipped_pages"] = [
            {"path": safe(path), "reason": skipped.reason.value, "detail": skipped.detail}
            for path, skipped in listed.skipped
        ]
    return report


def _print_report(report: dict[str, Any], folder: Path) -> None:
    rows = [(name, report[name]) for name in ("indexed", "updated", "unchanged", "removed")]
    if report["merged"]:
        rows.append(("same article under a further path", report["merged"]))
    rows.append(("skipped", sum(report["skipped"].values())))
    rows += [(f"  {reason}", count) for reason, count in report["skipped"].items()]
    width = max(len(name) for name, _ in rows)
    for name, count in rows:
        typer.echo(f"{name:<{width}}  {count:>8,}")
    for page in report.get("skipped_pages", []):
        typer.echo(f"{page['path']}: {_with_detail(page['reason'], safe(page['detail']))}")
    noun = "article" if report["total"] == 1 else "articles"
    typer.echo(f"{report['total']:,} {noun} in {folder} ({report['seconds']:.1f} s)")


def extracted(files: Sequence[Path], config: Config) -> Iterator[tuple[str, Article | str]]:
    """Yield each file with each of its articles, or with what is wrong, in order.

    A file may be named together with a page in it: arsip.zip!/halaman.html.
    """
    options = Extraction(
        include_listings=True, timezone=config.timezone, boilerplate=boilerplate_of(config)
    )
    tasks: list[Task] = []
    missing: PathMissing | None = None
    wanted: dict[str, list[str]] = {}  # of each file: names in it, "" for all
    for path in files:
        file, member = _parted(path.expanduser())
        try:
            sources = list(scan([file]))
        except PathMissing as error:  # costs only itself: told after the others
            missing = missing or error
            continue
        for source in sources:
            if isinstance(source, Lost):
                yield source.source.path, _why(source)
            else:
                if source.path not in wanted:
                    tasks.append(Task(source))
                wanted.setdefault(source.path, []).append(member)
    # One page is read here: starting a worker would take longer than the page.
    only = tasks[0].source.path if len(tasks) == 1 else None
    workers = 0 if only and container_kind(only) is None else config.worker_count
    for event in read_articles(tasks, options=options, limits=config.limits, workers=workers):
        if not isinstance(event, Found | Lost):
            continue
        if any(_is_of(event, member) for member in wanted[event.source.path]):
            yield event.source.path, event.article if isinstance(event, Found) else _why(event)
    if missing is not None:
        raise missing


def _parted(path: Path) -> tuple[Path, str]:
    """A file, and the name of what is wanted of it; empty for all of it."""
    file, sign, member = str(path).partition("!/")
    return (path, "") if not sign or path.exists() else (Path(file), member)


def _is_of(event: Found | Lost, member: str) -> bool:
    """Whether an event tells of a part of a file; a path knows no "//" of an address."""
    if isinstance(event, Lost):
        return event.skipped.detail.startswith(member)
    names = (event.article.extra.get(MEMBER), event.article.url)
    return not member or member in {str(Path(name)) for name in names if name}


def _why(lost: Lost) -> str:
    return _with_detail(lost.skipped.reason, lost.skipped.detail)


def _with_detail(reason: str, detail: str) -> str:
    return f"{reason} ({detail})" if detail else str(reason)
