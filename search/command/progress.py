"""How far is an index run or a merge, and what was skipped?"""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
)
from rich.text import Text

from ...corpora.article import Skipped
from ...index.updates.summary import Summary


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


class _Written(ProgressColumn):
    """How many megabytes have been written so far, asked ten times a second."""

    def __init__(self, written: Callable[[], int]) -> None:
        super().__init__()
        self._written = written

    def render(self, task: Task) -> Text:  # noqa: ARG002 - its caller gives it
        """Return what to show."""
        return Text(f"{max(0, self._written()) / 1e6:,.0f} MB written")


@contextmanager
def busy(doing: str, written: Callable[[], int]) -> Generator[None]:
    """Show on standard error, where that is a terminal, that something long goes on."""
    if not sys.stderr.isatty():
        yield
        return
    columns = (SpinnerColumn(), TextColumn(doing), _Written(written), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        progress.add_task(doing, total=None)
        yield


@contextmanager
def display() -> Generator[Display]:
    """Show progress on standard error, where that is a terminal."""
    if not sys.stderr.isatty():
        yield Display(None)
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield Display(progress)
