"""How is a writer ended within a commit or a merge, and not only somewhere in its run?

The killer watches the folder of the index for the files of a commit in the making, and sends
SIGKILL a random while after one of them has appeared. Ctrl-C is pressed in the run itself, as it
begins to write a file: from outside it could come too late.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Final, NamedTuple

# How the names of the files begin, in the order in which a commit writes them, and the seconds
# within which the next one follows, about: a segment takes longest, a merged one longer still.
FILES: Final = {"MAIN_": 0.15, "sources_": 0.02, "segments_": 0.02, "_MAIN_": 0.02}

# The command line as it is, but for batches small enough that many are committed, for merges
# between them, and for Ctrl-C.
RUNNER: Final = """
import os
import signal
import sys
import telusur.index.updates.batch
import telusur.index.segments.tiers
from telusur.search.start import main

def press(event, told):
    global left
    if event == "open" and (told[2] or 0) & os.O_CREAT:
        left -= str(told[0]).endswith(ends)
        if left == 0:
            left = -1
            os.kill(os.getpid(), signal.SIGINT)

if __name__ == "__main__":
    articles, fanout = int(sys.argv.pop(1)), int(sys.argv.pop(1))
    ends, left = sys.argv.pop(1), int(sys.argv.pop(1))
    if left:
        sys.addaudithook(press)
    telusur.index.updates.batch.BYTES_PER_ARTICLE = telusur.index.updates.batch.MEMORY // articles
    telusur.index.segments.tiers.FANOUT = fanout
    telusur.index.segments.tiers.SMALLEST = articles
    main()
"""


class Instant(NamedTuple):
    """When to kill: `delay` seconds after the `nth` file that begins so has appeared."""

    begins: str
    nth: int
    delay: float


def draw(dice: random.Random, most: int = 3) -> Instant:
    """Return a random instant within one of the first commits or merges of a run."""
    begins = dice.choice(list(FILES))
    return Instant(begins, dice.randrange(most), dice.random() * FILES[begins])


def start(
    runner: Path,
    articles: int,
    *arguments: Any,
    fanout: int = 4,
    ctrl_c: tuple[str, int] = ("", 0),
) -> subprocess.Popen[str]:
    """Start a command with batches of so many articles; `runner` is where to put its script.

    `ctrl_c` tells at which file Ctrl-C is pressed: how its name ends, and which of those it is.
    """
    runner.write_text(RUNNER)
    told = (articles, fanout, *ctrl_c, *arguments)
    return subprocess.Popen(
        [sys.executable, str(runner), *map(str, told)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def kill_within(process: subprocess.Popen[str], folder: Path, instant: Instant) -> bool:
    """Kill a process at an instant; return whether it came to that."""
    seen = _names(folder)
    left = instant.nth + 1
    while left and process.poll() is None:
        new = _names(folder) - seen
        left -= min(left, sum(name.startswith(instant.begins) for name in new))
        seen |= new
        time.sleep(0.0005)
    time.sleep(instant.delay)
    process.kill()
    process.communicate()
    return process.returncode < 0


def _names(folder: Path) -> set[str]:
    return set(os.listdir(folder)) if folder.is_dir() else set()  # noqa: PTH208
