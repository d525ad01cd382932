"""How does Ctrl-C wait until a change is whole, and is not lost?"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType

_pressed: list[FrameType | None] = []  # where, in this `interruptible` block


@contextmanager
def interruptible() -> Generator[None]:
    """Let Ctrl-C raise KeyboardInterrupt in the block, and raise it again where it was dropped.

    Python drops what is raised in the callback of a weak reference, and each import ends with
    one: the run would go on as if nothing had been pressed. So would it behind a bare `except`.
    Then the next `whole` raises it, or the end of the block. Does nothing outside of the main
    thread, and where Ctrl-C is ignored.
    """
    before = signal.getsignal(signal.SIGINT)
    if _elsewhere() or before is signal.SIG_IGN:
        yield
        return
    signal.signal(signal.SIGINT, _press)
    try:
        yield
        _raise_dropped()
    finally:
        signal.signal(signal.SIGINT, before)
        _pressed.clear()


def _press(_: int, frame: FrameType | None) -> None:
    _pressed.append(frame)
    raise KeyboardInterrupt


def _raise_dropped() -> None:
    """Raise KeyboardInterrupt if one was raised that is not on its way any more."""
    error = sys.exc_info()[1]
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__context__
    if _pressed and error is None:
        raise KeyboardInterrupt


def _elsewhere() -> bool:
    return threading.current_thread() is not threading.main_thread()


@contextmanager
def whole() -> Generator[None]:
    """Hold a Ctrl-C back until the end of the block, where KeyboardInterrupt is then raised.

    Python raises KeyboardInterrupt between any two instructions: between the ledger and the batch,
    say, which would lose an article for good. A second Ctrl-C ends the process at once, as a crash
    does; the index survives that by design. Does nothing outside the main thread, where no
    KeyboardInterrupt is raised, and where Ctrl-C is ignored already.
    """
    before = signal.getsignal(signal.SIGINT)
    if _elsewhere() or not callable(before):
        yield
        return
    _raise_dropped()
    held: list[FrameType | None] = []

    def hold(_: int, frame: FrameType | None) -> None:
        held.append(frame)
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    signal.signal(signal.SIGINT, hold)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if held:
            before(signal.SIGINT, held[0])
