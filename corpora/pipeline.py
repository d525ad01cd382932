"""How do many pages become articles fast, in order, and survive a bad one?"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import ParamSpec, Protocol, TypeVar

from .article import Reason, Skipped
from .events import Done, Event, Found, Lost, Same, Source, Task
from .extraction import DEFAULTS, Extraction
from .readers.parts import Page
from .readers.sniff import Kind
from .reading import container_kind, contents, lost_part, read_member, read_page
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
AHEAD = 24  # pages per worker under way: enough that a slow page keeps no other worker idle
IN_HAND = 64_000_000  # bytes of pages out of containers that may wait for workers

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
    Files of many articles are opened in this process; the pages in them go to the workers like
    any other, and records become articles here. `tasks` is consumed lazily: a bounded number of
    pages, and of bytes, is in memory at any time.

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
    """Keep up to `ahead` pages under way; tell of the first of them, then start another."""
    waiting: deque[_Started] = deque()
    in_hand = 0
    with closing(run.starts(tasks)) as starts:
        try:
            while True:
                while len(waiting) < ahead and (in_hand < IN_HAND or not waiting):
                    started = next(starts, None)
                    if started is None:
                        break
                    in_hand += started.size
                    waiting.append(started)
                if not waiting:
                    return
                first = waiting.popleft()
                in_hand -= first.size
                if first.event is not None:
                    yield first.event
                else:
                    yield from run.finish(first)
        finally:
            for started in waiting:
                if started.page is not None:
                    started.page.cancel()


@dataclass(frozen=True, slots=True)
class _Started:
    """A page under way, or an event that needs no worker.

    `place` is the name of the page in a container, `size` its bytes in our memory, and `captures`
    the time of the latest page of each article of that container so far.
    """

    source: Source
    page: Future[list[Event]] | None = None
    event: Event | None = None
    place: str | None = None
    size: int = 0
    captures: dict[str, datetime] | None = None

    def is_latest(self, event: Event) -> bool:
        """Whether no later capture of the same article was found in the container; note this one.

        Two addresses can lead to one article, which says its own.
        """
        saved = event.article.saved if isinstance(event, Found) else None
        if not isinstance(event, Found) or saved is None or self.captures is None:
            return True
        if saved < self.captures.get(event.article.id, saved):
            return False
        self.captures[event.article.id] = saved
        return True


@dataclass(frozen=True, slots=True)
class _Run:
    """What all files of one run have in common."""

    options: Extraction
    limits: Limits
    reader: PageReader
    executor: Executor

    def starts(self, tasks: Iterable[Task]) -> Generator[_Started]:
        """Send each page away, those in containers as well. Raises WorkersBroken."""
        for task in tasks:
            kind = container_kind(task.source.path)
            if kind is None:
                page = self._submit(self.reader, task, self.options, self.limits)
                yield _Started(task.source, page)
            else:
                yield from self._starts_within(task, kind)

    def _starts_within(self, task: Task, kind: Kind) -> Iterator[_Started]:
        source = task.source
        captures: dict[str, datetime] = {}
        for part in contents(task, kind, self.options, self.limits):
            if isinstance(part, Page):
                page = self._submit(read_member, source, part, self.options, self.limits)
                size = len(part.content)
                yield _Started(source, page, place=part.place, size=size, captures=captures)
            else:
                yield _Started(source, event=part)

    def _submit(
        self, function: Callable[P, list[Event]], /, *args: P.args, **kwargs: P.kwargs
    ) -> Future[list[Event]]:
        try:
            return self.executor.submit(function, *args, **kwargs)
        except BrokenExecutor as error:
            raise WorkersBroken from error

    def finish(self, started: _Started) -> Iterator[Event]:
        """The events of what was started, as soon as there are any. Raises WorkersBroken."""
        if started.page is None:
            return iter([])
        try:
            return filter(started.is_latest, started.page.result())
        except WorkersBroken:
            raise
        except BrokenExecutor as error:
            raise WorkersBroken from error
        except Exception as error:  # whatever befell the page is its loss alone
            if started.place is None:
                return iter([Lost(started.source, self._loss(error))])
            return iter([lost_part(started.source, started.place, self._loss(error))])

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
