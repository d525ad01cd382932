"""How does Ctrl-C wait until a change is whole?"""

from __future__ import annotations

import signal
import threading
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def whole() -> Generator[None]:
    """Hold a Ctrl-C back until the end of the block, where KeyboardInterrupt is then raised.

    Python raises KeyboardInterrupt between any two instructions: between the ledger and the batch,
    say, which would lose an article for good. A second Ctrl-C ends the process at once, as a crash
    does; the index survives that by design. Does nothing outside the main thread, where no
    KeyboardInterrupt is raised, and where Ctrl-C is ignored already.
    """
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(before):
        yield
        return
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
