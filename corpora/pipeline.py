"""How do many pages become articles fast, in order, and survive a bad one?"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future
from dataclasses import dataclass
from itertools import islice
from typing import ParamSpec, Protocol, TypeVar

from .article import Reason, Skipped
from .events import Done, Event, Found, Lost, Same, Source, Task
from .extraction import DEFAULTS, Extraction
from .reading import holds_records, read_page, read_records
from .settings import Limits
from .workers import WorkerDied, Workers, WorkersBroken, usable_cores

__all__ = [
    "Done",
    "Event",
    "Executor",
    "Found",
    "Limits",
    "Lost",
    "PageReader",
    "Same",
    "Source",
    "Task",
    "WorkersBroken",
    "read_articles",
]

LIMITS = Limits()
AHEAD = 24  # files per worker under way: enough that a slow page keeps no other worker idle

P = ParamSpec("P")
T = TypeVar("T")
PageReader = Callable[[Task, Extraction, Limits], list[Event]]


class Executor(Protocol):
    """What runs a call elsewhere: a `concurrent.futures.Executor`, a cluster's client, Workers."""

    def submit(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Start the call; its result or its exception will be in the future."""
        ...


def read_articles(
    tasks: Iterable[Task],
    *,
    options: Extraction = DEFAULTS,
    limits: Limits = LIMITS,
    workers: int | None = None,
    executor: Executor | None = None,
    reader: PageReader = read_page,
) -> Generator[Event]:
    """What becomes of each file, in the order of `tasks`.

    Pages are read in `workers` processes (None: one per core; 0: in this process, without
    limits of time and memory), or by the `executor` given, which then keeps its own limits.
    JSONL files are read in this process when their turn comes, while pages behind them are
    under way. `tasks` is consumed lazily: a bounded number of files is in memory at any time.

    Close the iterator (`contextlib.closing`) to end the workers early. Raises WorkersBroken.
    """
    if executor is not None:
        run = _Run(options, limits, reader, executor)
        yield from _in_order(tasks, run, AHEAD * (workers or 1))
    elif workers == 0:
        yield from _in_order(tasks, _Run(options, limits, reader, _Here()), 1)
    else:
        yield from _in_processes(tasks, options, limits, reader, workers)


def _in_processes(
    tasks: Iterable[Task],
    options: Extraction,
    limits: Limits,
    reader: PageReader,
    workers: int | None,
) -> Iterator[Event]:
    count = workers or usable_cores()
    pool = Workers(count, seconds=limits.page_seconds, memory=limits.worker_bytes)
    try:
        yield from _in_order(tasks, _Run(options, limits, reader, pool), AHEAD * count)
    finally:
        pool.stop()


def _in_order(tasks: Iterable[Task], run: _Run, ahead: int) -> Iterator[Event]:
    """Keep up to `ahead` files under way; tell of the first of them, then start another."""
    waiting: deque[_Started] = deque()
    tasks = iter(tasks)
    try:
        while True:
            waiting.extend(map(run.start, islice(tasks, ahead - len(waiting))))
            if not waiting:
                return
            yield from run.finish(waiting.popleft())
    finally:
        for started in waiting:
            if started.page is not None:
                started.page.cancel()


@dataclass(frozen=True, slots=True)
class _Started:
    """A file under way; `page` is None for a file of records, which waits for its turn."""

    task: Task
    page: Future[list[Event]] | None


@dataclass(frozen=True, slots=True)
class _Run:
    """What all files of one run have in common."""

    options: Extraction
    limits: Limits
    reader: PageReader
    executor: Executor

    def start(self, task: Task) -> _Started:
        """Send a page away; leave records alone. Raises WorkersBroken."""
        if holds_records(task.source.path):
            return _Started(task, None)
        try:
            page = self.executor.submit(self.reader, task, self.options, self.limits)
        except BrokenExecutor as error:
            raise WorkersBroken from error
        return _Started(task, page)

    def finish(self, started: _Started) -> Iterator[Event]:
        """The events of a file that was started, as soon as there are any. Raises WorkersBroken."""
        task, page = started.task, started.page
        if page is None:
            return read_records(task, self.options, self.limits)
        try:
            return iter(page.result())
        except WorkersBroken:
            raise
        except BrokenExecutor as error:
            raise WorkersBroken from error
        except Exception as error:  # whatever befell the page is its loss alone
            return iter([Lost(task.source, self._loss(error))])

    def _loss(self, error: Exception) -> Skipped:
        if isinstance(error, TimeoutError):
            return Skipped(Reason.TIMEOUT, f"over {self.limits.page_seconds:g} s")
        if isinstance(error, MemoryError):
            return Skipped(Reason.CRASHED, "needed more memory than a worker may have")
        if isinstance(error, WorkerDied):
            return Skipped(Reason.CRASHED, str(error))
        return Skipped(Reason.CRASHED, f"{type(error).__name__}: {error}")


class _Here:
    """Runs each call at once, in this process."""

    def submit(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = Future()
        try:
            future.set_result(function(*args, **kwargs))
        except Exception as error:  # kept in the future, as by any executor
            future.set_exception(error)
        return future
