"""Which things can go wrong while a page is read? Asked for by the file's name.

A module of its own: worker processes import it by name.
"""

from __future__ import annotations

import os
import re
import signal
import time
from pathlib import Path

from telusur.corpora.article import Article
from telusur.corpora.events import Done, Event, Found, Task
from telusur.corpora.settings import Limits

FOR_EVER = 1000.0


def read(task: Task, _options: object, _limits: Limits) -> list[Event]:
    """An article named like the file, unless the name asks for a mishap."""
    path = Path(task.source.path)
    mishap = MISHAPS.get(path.stem.partition("-")[0])
    if mishap:
        path.with_suffix(".pid").write_text(str(os.getpid()))
        mishap()
    return [
        Found(task.source, Article(id=path.stem, title="", text=""), "d"),
        Done(task.source, "d"),
    ]


def _raise() -> None:
    raise ValueError("seperti diminta")


MISHAPS = {
    "hang": lambda: time.sleep(FOR_EVER),
    "spin": lambda: re.match(r"(a+)+$", "a" * 64 + "b"),  # in C: no Python signal handler runs
    "slow": lambda: time.sleep(0.3),
    "exit": lambda: os._exit(3),
    "kill": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "memory": lambda: bytearray(3_000_000_000),
    "raise": _raise,
}
