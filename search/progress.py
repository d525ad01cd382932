"""How far is an index run, and what did it skip?"""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from ..corpora.article import Skipped
from ..index.summary import Summary


class Display:
    """Shows how an index run goes; keeps what was skipped for the list at its end."""

    def __init__(self, progress: Progress | None) -> None:
        self.skipped: list[tuple[str, Skipped]] = []
        self._progress = progress
        self._task = progress.add_task("reading", total=None) if progress else None

    def file(self, summary: Summary) -> None:
        """Show the counts so far."""
        if self._progress is not None and self._task is not None:
            counts = f"{summary.files:,} files · {summary.indexed + summary.updated:,} articles"
            self._progress.update(self._task, description=counts)

    def skip(self, path: str, skipped: Skipped) -> None:
        """Keep what was skipped."""
        self.skipped.append((path, skipped))


@contextmanager
def display() -> Generator[Display]:
    """Show progress on standard error, where that is a terminal."""
    if not sys.stderr.isatty():
        yield Display(None)
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield Display(progress)
