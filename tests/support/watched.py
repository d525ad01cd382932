"""When did a worker begin with a page, and when did it end? A reader that leaves notes of it.

A module of its own: worker processes import it by name.
"""

from __future__ import annotations

import json
import os
import resource
import time
from pathlib import Path
from typing import NamedTuple

from telusur.corpora.events import Event, Task
from telusur.corpora.extraction import Extraction
from telusur.corpora.reading import read_page
from telusur.corpora.settings import Limits


class Note(NamedTuple):
    """What a worker told of a page; `ended` and `memory` only if it came so far."""

    pid: int
    began: float  # on the clock of the machine, which all processes share
    ended: float | None
    memory: int  # bytes at most until then


def read(task: Task, options: Extraction, limits: Limits) -> list[Event]:
    """Read a page as ever."""
    note, pid, began = Path(f"{task.source.path}.note"), os.getpid(), time.monotonic()
    note.write_text(json.dumps([pid, began, None, 0]))
    try:
        return read_page(task, options, limits)
    finally:
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        note.write_text(json.dumps([pid, began, time.monotonic(), memory]))


def notes(folder: Path) -> dict[str, Note]:
    """What is noted so far, by the name of the page."""
    found: dict[str, Note] = {}
    for path in folder.glob("*.note"):
        if text := path.read_text():  # else it is being written
            found[path.stem] = Note(*json.loads(text))
    return found
