"""Which process reads a page, and what if it hangs or dies? The only file that knows pebble."""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, CancelledError, Future, ThreadPoolExecutor
from importlib import import_module
from multiprocessing import forkserver, resource_tracker
from queue import SimpleQueue
from threading import Lock
from typing import Any, ParamSpec, TypeVar

from pebble import ProcessExpired, ProcessPool

from .errors import TelusurError

P = ParamSpec("P")
T = TypeVar("T")

# Forkserver: our caller has threads (progress display, pebble's own), and a fork of a process
# with threads can hang for ever. Also, a fork would inherit a mapped index, which counts against
# the memory limit. A fresh interpreter for each worker ("spawn") costs 180 ms; the fork server
# imports the extraction library once, and then a worker costs 30 ms and shares its memory.
START_METHOD = "forkserver"
PRELOADED = ("telusur.corpora.readers.html", "telusur.corpora.readers.mhtml")
GRACE = 2.0  # seconds over its time when a worker ends by itself: nobody is left to end it
ATTEMPTS = 3  # starts of a process that dies before it says what it is working on


class WorkersBroken(TelusurError):
    """No worker process can be started."""

    def __init__(self) -> None:
        super().__init__(
            "the worker processes cannot be started",
            mend='use workers: 0, or guard your script with if __name__ == "__main__":',
        )


class WorkerDied(TelusurError):
    """The process ended during the call."""


class Workers:
    """Processes with a limit on memory and on the time of each call: an executor for bad pages.

    A call that takes too long raises TimeoutError in its future, one whose process dies raises
    WorkerDied; both cost that call only. WorkersBroken means that no process came up at all.
    """

    def __init__(self, count: int, *, seconds: float, memory: int) -> None:
        self._workers = [_Worker(seconds, memory) for _ in range(count)]
        self._idle: SimpleQueue[_Worker] = SimpleQueue()
        for worker in self._workers:
            self._idle.put(worker)
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="telusur-worker")

    def submit(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Call the function in a worker. It must be importable there, its arguments pickled."""
        return self._threads.submit(self._call, function, args, kwargs)

    def stop(self) -> None:
        """End all processes at once, whatever they do."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in self._workers:
            worker.stop()
        for worker in self._workers:
            worker.join()
        self._threads.shutdown()

    def _call(self, function: Callable[..., T], args: Any, kwargs: Any) -> T:
        worker = self._idle.get()
        try:
            return worker.call(function, args, kwargs)
        finally:
            self._idle.put(worker)


class _Worker:
    """One process at a time, one call at a time.

    A pebble pool of several processes hands out calls ahead; when a process dies soon after it
    took one, such a pool may blame another call, or nobody until the time is over. With a pool
    of one, a death that has no name yet shows as BrokenExecutor, and the call is tried again.
    """

    def __init__(self, seconds: float, memory: int) -> None:
        self._seconds, self._memory = seconds, memory
        self._pool = self._new_pool()
        self._current: Future[Any] | None = None
        self._proven = False  # a process has come up and finished, or visibly failed, a call
        self._stopped = False
        self._lock = Lock()  # between the thread that calls and the one that stops

    def call(self, function: Callable[..., T], args: Any, kwargs: Any) -> T:
        """The function's result from the process. Raises as Workers says, or CancelledError."""
        for _ in range(ATTEMPTS):
            future = self._schedule((self._seconds, function, args, kwargs))
            try:
                result = future.result()
            except BrokenExecutor:
                continue
            except ProcessExpired as error:
                self._proven = True
                if error.exitcode == -signal.SIGALRM:  # we were too busy to end it in time
                    raise TimeoutError from None
                raise WorkerDied(f"the worker ended with {_ending(error.exitcode)}") from None
            except Exception:
                self._proven = True
                raise
            self._proven = True
            return result
        if self._proven:
            raise WorkerDied("the worker ended at once")
        raise WorkersBroken

    def stop(self) -> None:
        """Begin to end the process; whoever waits for its call gets CancelledError."""
        with self._lock:
            self._stopped = True
            if self._current:
                self._current.cancel()
            self._pool.stop()

    def join(self) -> None:
        """Wait for the end that `stop` began."""
        self._pool.join()

    def _schedule(self, call: tuple[Any, ...]) -> Future[Any]:
        with self._lock:
            if self._stopped:
                raise CancelledError
            try:
                self._renew_if_broken()
                self._current = self._pool.schedule(_guarded, args=call, timeout=self._seconds)
            except (RuntimeError, OSError) as error:  # among them: started by an unguarded script
                raise WorkersBroken from error
            return self._current

    def _renew_if_broken(self) -> None:
        if not self._pool.active:
            self._pool.stop()
            self._pool.join()
            self._pool = self._new_pool()

    def _new_pool(self) -> ProcessPool:
        context = multiprocessing.get_context(START_METHOD)
        context.set_forkserver_preload(list(PRELOADED))
        _start_server()
        return ProcessPool(
            max_workers=1,
            initializer=_prepare,
            initargs=(self._memory,),
            context=context,  # pyright: ignore[reportArgumentType] - the stub mixes in Windows
        )


def _start_server() -> None:
    """Start the fork server, if none runs, deaf to Ctrl-C from its first instruction on.

    It ignores Ctrl-C by itself, but only once it is up: before, it would die with a traceback.
    """
    resource_tracker.ensure_running()  # first: it unblocks the signal when it starts
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def usable_cores() -> int:
    """How many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS
        return os.cpu_count() or 1


def _prepare(memory: int) -> None:
    """Set up a new worker: Ctrl-C is the parent's business, memory is limited."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Pebble's handler is Python, which a loop in C never gets to run; the default ends it at once.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (_at_most(memory, hard), hard))
    for name in PRELOADED:  # already there, unless the fork server did not find them
        import_module(name)


def _at_most(memory: int, hard: int) -> int:
    return memory if hard == resource.RLIM_INFINITY else min(memory, hard)


def _guarded(seconds: float, function: Callable[..., T], args: Any, kwargs: Any) -> T:
    """The function's result, under an alarm clock: no orphan outlives a parent that was killed."""
    signal.setitimer(signal.ITIMER_REAL, seconds + GRACE)
    try:
        return function(*args, **kwargs)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _ending(code: int) -> str:
    try:
        return signal.Signals(-code).name if code < 0 else f"exit code {code}"
    except ValueError:
        return f"signal {-code}"
