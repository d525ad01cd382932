"""How do tests run the installed command, and what do they expect of it?"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from telusur.tests.support.processes import PATIENCE

TELUSUR = str(Path(sys.executable).with_name("telusur"))
PAGES = Path(str(files("telusur.corpora.samples"))) / "pages"
FOUND, NOTHING, ERROR = 0, 1, 2
OWN = ("TELUSUR_", "NO_COLOR", "FORCE_COLOR")
SURROUNDINGS = {key: value for key, value in os.environ.items() if not key.startswith(OWN)}
COLOUR = re.compile(r"\x1b\[[\d;]*m")
COMMANDS = (
    *("index", "search", "count", "show", "run", "info", "doctor", "extract", "stem", "config"),
    *("suggest", "optimize", "demo"),
)
HIT_KEYS = {
    *("rank", "score", "id", "url", "path", "title", "site", "section", "authors", "published"),
    *("snippet", "duplicates"),
}


def telusur(
    *arguments: str | Path,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    stdin: str | bytes = "",
    seconds: float = PATIENCE,
) -> subprocess.CompletedProcess[str]:
    """Run the installed command; none of the caller's own settings reach it."""
    done = subprocess.run(
        [TELUSUR, *map(str, arguments)],
        cwd=cwd or Path("/"),
        env=SURROUNDINGS | {"COLUMNS": "100"} | dict(env or {}),
        input=stdin if isinstance(stdin, bytes) else stdin.encode(),
        capture_output=True,
        timeout=seconds,
    )
    out, errors = done.stdout.decode(), done.stderr.decode()
    assert "Traceback" not in errors
    return subprocess.CompletedProcess(done.args, done.returncode, out, errors)


def fails(*arguments: str | Path, **how: object) -> str:
    """What a command says when it ends with status 2 and no data."""
    done = telusur(*arguments, **how)  # pyright: ignore[reportArgumentType]
    assert done.returncode == ERROR, done
    assert done.stdout == ""
    assert done.stderr
    return done.stderr
