"""Which process reads a page, and what if it hangs or dies? The only file that knows pebble."""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
from collections.abc import Callable
from concurrent.futures import Future
from importlib import import_module
from typing import Any, ParamSpec, TypeVar

from pebble import ProcessPool

P = ParamSpec("P")
T = TypeVar("T")

# Forkserver: our caller has threads (progress display, pebble's own), and a fork of a process
# with threads can hang for ever. Also, a fork would inherit a mapped index, which counts against
# the memory limit. A fresh interpreter for each worker ("spawn") costs 180 ms; the fork server
# imports the extraction library once, and then a worker costs 30 ms and shares its memory.
START_METHOD = "forkserver"
PRELOADED = ("telusur.corpora.readers.html", "telusur.corpora.readers.mhtml")
GRACE = (
    5.0  # seconds after its time limit when a worker ends by itself: then nobody is left to end it
)


class Workers:
    """Processes with a limit on the time of each call and on memory: an executor for bad pages.

    A call that takes too long raises TimeoutError in its future, one whose process dies raises
    ProcessExpired; both cost that call only. Starts no process before the first call.

    Now and then a process dies so soon that pebble cannot tell with which call; then it gives up
    all calls under way with BrokenExecutor, and the next call gets new processes.
    """

    def __init__(self, count: int, *, seconds: float, memory: int) -> None:
        self._count, self._seconds, self._memory = count, seconds, memory
        self._pool = self._new_pool()

    def submit(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Call the function in a worker. It must be importable there, its arguments pickled."""
        call = (self._seconds, function, args, kwargs)
        try:
            return self._pool.schedule(_guarded, args=call, timeout=self._seconds)
        except RuntimeError:  # "The Pool is not active"
            self.stop()
            self._pool = self._new_pool()
        return self._pool.schedule(_guarded, args=call, timeout=self._seconds)

    def stop(self) -> None:
        """End all processes at once, whatever they do."""
        self._pool.stop()
        self._pool.join()

    def _new_pool(self) -> ProcessPool:
        context = multiprocessing.get_context(START_METHOD)
        context.set_forkserver_preload(list(PRELOADED))
        return ProcessPool(
            max_workers=self._count,
            initializer=_prepare,
            initargs=(self._memory,),
            context=context,  # pyright: ignore[reportArgumentType] - the stub mixes in Windows
        )


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


def _guarded(
    seconds: float, function: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> T:
    """The function's result, under an alarm clock: were the parent killed, no orphan would stay."""
    signal.setitimer(signal.ITIMER_REAL, seconds + GRACE)
    try:
        return function(*args, **kwargs)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def usable_cores() -> int:
    """How many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS
        return os.cpu_count() or 1
