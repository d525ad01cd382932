"""How do many pages become articles fast, in order, and survive a bad one?"""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, ParamSpec, Protocol, TypeVar

from .article import Reason, Skipped
from .errors import TelusurError
from .events import Done, Event, Found, Lost, Same, Source, Task
from .reading import holds_records, read_page, read_records
from .settings import Limits

if TYPE_CHECKING:
    from .extract import Extraction

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

AHEAD = 8  # files per worker under way: enough that a slow page keeps no other worker idle
ATTEMPTS = 3  # calls of a page whose process dies each time

P = ParamSpec("P")
T = TypeVar("T")
PageReader = Callable[[Task, "Extraction", Limits], list[Event]]


class WorkersBroken(TelusurError):
    """No worker process can be started."""

    def __init__(self) -> None:
        super().__init__(
            "the worker processes cannot be started",
            mend='use workers: 0, or guard your script with if __name__ == "__main__":',
        )


class Executor(Protocol):
    """What runs a call elsewhere: a `concurrent.futures.Executor`, a cluster's client, Workers."""

    def submit(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Start the call; its result or its exception will be in the future."""
        ...


def read_articles(
    tasks: Iterable[Task],
    *,
    options: Extraction,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    workers: int | None = None,
    executor: Executor | None = None,
    reader: PageReader = read_page,
) -> Iterator[Event]:
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
    from .workers import Workers, usable_cores  # lazy: pebble, which no other way needs

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


@dataclass(slots=True)
class _Run:
    """What all files of one run have in common. `proven`: a page has come back from elsewhere."""

    options: Extraction
    limits: Limits
    reader: PageReader
    executor: Executor
    proven: bool = False

    def start(self, task: Task) -> _Started:
        """Send a page away; leave records alone."""
        return _Started(task, None if holds_records(task.source.path) else self._submit(task))

    def finish(self, started: _Started) -> Iterator[Event]:
        """The events of a file that was started, as soon as there are any."""
        task, page = started.task, started.page
        if page is None:
            return read_records(task, self.options, self.limits)
        try:
            events = iter(self._result(task, page))
        except WorkersBroken:
            raise
        except Exception as error:  # whatever befell the page is its loss alone
            return iter([Lost(task.source, self._loss(error))])
        self.proven = True
        return events

    def _result(self, task: Task, page: Future[list[Event]]) -> list[Event]:
        """The events of the page, after another try or two if its process died.

        The report of a death may name the wrong page when this process is busy, and where all
        workers go down, the innocent go with them.
        """
        for _ in range(ATTEMPTS - 1):
            try:
                return page.result()
            except Exception as error:  # judged by the caller if it comes again
                if not _is_death(error):
                    raise
            page = self._submit(task)
        return page.result()

    def _submit(self, task: Task) -> Future[list[Event]]:
        try:
            return self.executor.submit(self.reader, task, self.options, self.limits)
        except BrokenExecutor as error:  # one that does not mend itself, as Workers do
            raise WorkersBroken from error

    def _loss(self, error: Exception) -> Skipped:
        if isinstance(error, BrokenExecutor):
            if not self.proven:
                raise WorkersBroken from error
            return Skipped(Reason.CRASHED, "all workers ended with this page")
        self.proven = True
        if isinstance(error, TimeoutError):
            return Skipped(Reason.TIMEOUT, f"over {self.limits.page_seconds:g} s")
        if isinstance(error, MemoryError):
            return Skipped(Reason.CRASHED, "needed more memory than a worker may have")
        if _is_death(error):
            return Skipped(Reason.CRASHED, f"the worker ended with {_ending(error)}")
        return Skipped(Reason.CRASHED, f"{type(error).__name__}: {error}")


def _is_death(error: Exception) -> bool:
    """Whether a process died: of this call if the executor knows its exit code, or all of them."""
    return isinstance(error, BrokenExecutor) or isinstance(getattr(error, "exitcode", None), int)


def _ending(error: Exception) -> str:
    code = int(getattr(error, "exitcode", 0))
    try:
        return signal.Signals(-code).name if code < 0 else f"exit code {code}"
    except ValueError:
        return f"signal {-code}"


class _Here:
    """Runs each call at once, in this process."""

    def submit(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = Future()
        try:
            future.set_result(function(*args, **kwargs))
        except Exception as error:  # kept in the future, as by any executor
            future.set_exception(error)
        return future
