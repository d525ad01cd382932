"""Which process reads a page, and what if it hangs or dies? The only file that knows pebble."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import resource
import signal
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, CancelledError, Future
from importlib import import_module
from multiprocessing import forkserver, resource_tracker
from threading import Lock, Thread
from typing import Any, ParamSpec, TypeVar

from pebble import ProcessExpired, ProcessPool

from .calls import Call, Calls
from .errors import TelusurError

P = ParamSpec("P")
T = TypeVar("T")
Work = tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]
Outcome = tuple[Any, Exception | None]

# Forkserver: our caller has threads (progress display, pebble's own), and a fork of a process
# with threads can hang for ever. Also, a fork would inherit a mapped index, which counts against
# the memory limit. A fresh interpreter for each worker ("spawn") costs 180 ms; the fork server
# imports the extraction library once, and then a worker costs 30 ms and shares its memory.
START_METHOD = "forkserver"
PRELOADED = ("telusur.corpora.readers.html", "telusur.corpora.readers.mhtml")
GRACE = 2.0  # seconds after which we end a worker that did not end by itself
ATTEMPTS = 3  # starts of a process that dies before it says what it is working on

_begun: Any  # in a worker: the number of the call that it has begun, in memory shared with us


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
        self._calls = Calls(count)
        self._workers = [_Worker(seconds, memory) for _ in range(count)]
        self._threads = [
            Thread(target=worker.serve, args=(self._calls,), name="telusur-worker", daemon=True)
            for worker in self._workers
        ]
        for thread in self._threads:
            thread.start()

    def submit(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Call the function in a worker. It must be importable there, its arguments pickled."""
        future: Future[T] = Future()
        self._calls.put(Call(function=function, args=args, kwargs=kwargs, future=future))
        return future

    def stop(self) -> None:
        """End all processes at once, whatever they do."""
        self._calls.close()
        for worker in self._workers:
            worker.stop()
        for worker in self._workers:
            worker.join()
        for thread in self._threads:
            thread.join()


class _Worker:
    """One process at a time, a few calls at a time.

    A pebble pool of several processes hands out calls ahead; when a process dies soon after it
    took one, such a pool may blame another call, or nobody until the time is over. With a pool
    of one, a death that has no name yet shows as BrokenExecutor, and the calls are tried again.
    Any other death costs the call that the process had noted as begun.
    """

    def __init__(self, seconds: float, memory: int) -> None:
        self._seconds, self._memory = seconds, memory
        self._context = multiprocessing.get_context(START_METHOD)
        self._begun = self._context.RawValue("i", 0)
        self._pool = self._new_pool()
        self._current: Future[Any] | None = None
        self._proven = False  # a process has come up and finished, or visibly failed, a call
        self._stopped = False
        self._lock = Lock()  # between the thread that calls and the one that stops

    def serve(self, calls: Calls) -> None:
        """Finish calls until there will be no more."""
        while taken := calls.take():
            # one that was put back runs already
            live = [call for call in taken if call.is_alone or _begins(call.future)]
            if not live:
                continue
            try:
                self._finish(live, calls)
            except (WorkersBroken, CancelledError) as error:
                for call in live:
                    call.future.set_exception(error)

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

    def _finish(self, live: list[Call], calls: Calls) -> None:
        """Give each future its result; after a mishap, all but the culprit wait again."""
        try:
            outcomes = self._outcomes(live)
        except (WorkersBroken, CancelledError):
            raise
        except (TimeoutError, WorkerDied) as error:
            live.pop(self._begun.value).future.set_exception(error)
            calls.put_back(live)
            return
        except Exception as error:  # what one of them gave cannot be sent
            if len(live) == 1:
                live.pop().future.set_exception(error)
            calls.put_back(live)
            return
        for call, (value, error) in zip(live, outcomes, strict=True):
            if error is None:
                call.future.set_result(value)
            else:
                call.future.set_exception(error)

    def _outcomes(self, live: list[Call]) -> list[Outcome]:
        """What the process makes of each call. Raises as Workers says, or CancelledError."""
        work = [(call.function, call.args, call.kwargs) for call in live]
        for _ in range(ATTEMPTS):
            future = self._schedule(work)
            try:
                outcomes = future.result()
            except BrokenExecutor:
                continue
            except ProcessExpired as error:
                self._proven = True
                if error.exitcode == -signal.SIGALRM:  # its own clock: the call took too long
                    raise TimeoutError from None
                raise WorkerDied(f"the worker ended with {_ending(error.exitcode)}") from None
            except Exception:
                self._proven = True
                raise
            self._proven = True
            return outcomes
        if self._proven:
            raise WorkerDied("the worker ended at once")
        raise WorkersBroken

    def _schedule(self, work: list[Work]) -> Future[list[Outcome]]:
        with self._lock:
            if self._stopped:
                raise CancelledError
            self._begun.value = 0
            try:
                self._renew_if_broken()
                self._current = self._pool.schedule(
                    _guarded, args=(self._seconds, work), timeout=self._seconds * len(work) + GRACE
                )
            except (RuntimeError, OSError) as error:  # among them: started by an unguarded script
                raise WorkersBroken from error
            return self._current

    def _renew_if_broken(self) -> None:
        if not self._pool.active:
            self._pool.stop()
            self._pool.join()
            self._pool = self._new_pool()

    def _new_pool(self) -> ProcessPool:
        self._context.set_forkserver_preload(list(PRELOADED))
        _start_server()
        return ProcessPool(
            max_workers=1,
            initializer=_prepare,
            initargs=(self._memory, self._begun),
            context=self._context,  # pyright: ignore[reportArgumentType] - the stub mixes in Windows
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


def _prepare(memory: int, begun: Any) -> None:
    """Set up a new worker: Ctrl-C is the parent's business, memory is limited."""
    global _begun
    _begun = begun
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


def _guarded(seconds: float, work: list[Work]) -> list[Outcome]:
    """The outcome of each call, each under an alarm clock of its own.

    The clock ends the process even where the parent, or all of Python, is too busy to do so.
    """
    outcomes: list[Outcome] = []
    for number, (function, args, kwargs) in enumerate(work):
        _begun.value = number
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            outcomes.append((function(*args, **kwargs), None))
        except Exception as error:  # kept for the future of the call
            outcomes.append((None, _portable(error)))
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    return outcomes


def _portable(error: Exception) -> Exception:
    """The error, or one that says the same and can be sent to another process."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


def _begins(future: Future[Any]) -> bool:
    """Whether the future still wants its result; from now on nobody can cancel it."""
    return future.set_running_or_notify_cancel()


def _ending(code: int) -> str:
    try:
        return signal.Signals(-code).name if code < 0 else f"exit code {code}"
    except ValueError:
        return f"signal {-code}"
