"""Do the examples in the documentation show what the program does today?

A page of documentation is a session: its blocks run from top to bottom in one folder, in which
`halaman` holds the sample pages.

    ```console   lines after "$ " are typed into a shell; what follows is what it prints
    ```yaml      settings; a first line "# telusur.yaml" saves them under that name
    ```python    a doctest; names stay known from block to block

A line `...` in what is printed stands for any number of lines. Times differ from run to run, so
they are compared as if they were equal; the folder is shown as /home/sari.

`make docs` runs this file: it replaces what is shown, where the program prints something else.
The tests fail in the same places.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).parent.parent
SAMPLES: Final = ROOT / "corpora" / "samples" / "pages"
HOME: Final = "/home/sari"  # stands for the folder of the session
ANY_LINES: Final = "..."
PAGES: Final = [
    ROOT / "README.md",
    ROOT / "README.id.md",
    *sorted((ROOT / "docs").glob("*.md")),
]

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_VARYING = [
    (re.compile(r"\((?:under )?\d+ ms\)"), "(5 ms)"),
    (re.compile(r"\(\d+\.\d s\)"), "(1.5 s)"),
    (re.compile(r'"(took_ms|seconds)": [\d.]+'), r'"\1": 1.5'),
]


class Block(NamedTuple):
    """A fenced block of a page; characters [start, end) of the page are its text."""

    language: str
    text: str
    start: int
    end: int


class Command(NamedTuple):
    """What is typed after "$ ", and what the page says is printed."""

    typed: str
    shown: str


def blocks(page: str) -> list[Block]:
    """Return the fenced blocks of a page, in order."""
    return [
        Block(match[1], match[2], match.start(2), match.end(2)) for match in _BLOCK.finditer(page)
    ]


def commands(block: str) -> Iterator[Command]:
    r"""Yield the commands of a console block.

    >>> list(commands("$ echo a\na\n$ true\n"))
    [Command(typed='echo a', shown='a\n'), Command(typed='true', shown='')]
    """
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        typed, _, shown = part.partition("\n")
        yield Command(typed, shown)


def agree(shown: str, printed: str) -> bool:
    r"""Tell whether a page shows what was printed, times and left-out lines aside.

    >>> agree("1 article (3 ms)\n...\nend\n", "1 article (12 ms)\na\nb\nend\n")
    True
    """
    pattern = "".join(
        r"(?:.*\n)*" if line.rstrip() == ANY_LINES else re.escape(line)
        for line in _steady(shown).splitlines(keepends=True)
    )
    return re.fullmatch(pattern, _steady(printed)) is not None


def _steady(text: str) -> str:
    for pattern, constant in _VARYING:
        text = pattern.sub(constant, text)
    return text


def prepare(folder: Path) -> Path:
    """Lay the sample pages into a new folder below `folder`; return it."""
    home = folder / "sari"
    shutil.copytree(SAMPLES, home / "halaman")
    return home


def run(typed: str, home: Path) -> str:
    """Type a command into a shell in the folder of the session; return all that it prints."""
    environment = {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "HOME": str(home),
        "LC_ALL": "C.UTF-8",
    }
    done = subprocess.run(  # noqa: S603 - the commands are those of our own pages
        ["/bin/sh", "-c", typed],
        cwd=home,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=120,
        check=False,  # what went wrong is in what it prints
    )
    return done.stdout.replace(str(home), HOME)


def save_settings(block: str, home: Path) -> None:
    """Save a YAML block that says that it is the telusur.yaml of the session."""
    if block.startswith("# telusur.yaml"):
        (home / "telusur.yaml").write_text(block, "utf-8")


def renewed(page: str, home: Path) -> str:
    """Return a page with what its commands print today."""
    parts: list[str] = []
    place = 0
    for block in blocks(page):
        parts.append(page[place : block.start])
        parts.append(_renewed_block(block, home))
        place = block.end
    return "".join([*parts, page[place:]])


def _renewed_block(block: Block, home: Path) -> str:
    if block.language == "yaml":
        save_settings(block.text, home)
    if block.language != "console":
        return block.text
    parts: list[str] = []
    for command in commands(block.text):
        printed = run(command.typed, home)
        if "Traceback (most recent call last)" in printed:
            raise RuntimeError(f"$ {command.typed}\n{printed}")
        # which lines a page leaves out is for a person to say again
        keep = agree(command.shown, printed) or ANY_LINES in command.shown.splitlines()
        parts.append(f"$ {command.typed}\n{command.shown if keep else printed}")
    return "".join(parts)


def main() -> None:
    """Bring every page up to date."""
    for path in PAGES:
        page = path.read_text("utf-8")
        with tempfile.TemporaryDirectory() as folder:
            new = renewed(page, prepare(Path(folder)))
        if new != page:
            path.write_text(new, "utf-8")


if __name__ == "__main__":
    main()
