"""Which commands and options are there? Writes docs/cli.md from the declarations themselves.

Typer's own `--help` is laid out for a terminal: its lines depend on the width and the colours of
the day. This page takes the same words from the declarations, so that it is the same everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import typer
from telusur.search.cli import app

PAGE: Final = Path(__file__).with_name("cli.md")
HEAD: Final = """\
# The command line

This page is written by `make docs` from the commands themselves: change their help, not the page.
On a terminal, `telusur COMMAND --help` says the same.

* Results go to standard output; progress, messages and errors to standard error.
* Exit status: 0 found, 1 nothing found, 2 error, 130 interrupted by Ctrl-C.
* Without `--index`, the index is `$TELUSUR_INDEX`, else `index:` in telusur.yaml, else
  `./telusur-index`. Without `--config`, the settings are `$TELUSUR_CONFIG`, else telusur.yaml in
  this folder or the nearest one above it.
* Colours are used on a terminal only. `--no-color` or the variable `NO_COLOR` turns them off.
* `telusur --version` tells the version.
* A query that begins with a minus sign goes after `--`: `telusur search -- -40`.
"""


def reference() -> str:
    """Return the whole page."""
    group: Any = typer.main.get_command(app)  # Typer does not export the types of its commands
    commands = [one for one in _commands("telusur", group) if not one[1].hidden]
    contents = "\n".join(
        f"* [`{name}`](#{name.replace(' ', '-')}): {one.help}" for name, one in commands
    )
    sections = [_section(name, command) for name, command in commands]
    return "\n".join([HEAD, contents, "", *sections])


def _commands(name: str, group: Any) -> Iterator[tuple[str, Any]]:
    """Yield each command with the words that call it, those of groups in their place."""
    for command in group.commands.values():
        called = f"{name} {command.name}"
        if hasattr(command, "commands"):
            yield from _commands(called, command)
        else:
            yield called, command


def _section(name: str, command: Any) -> str:
    options = [param for param in command.params if param.param_type_name == "option"]
    arguments = [param for param in command.params if param.param_type_name == "argument"]
    usage = " ".join([name, *map(_placed, arguments), "[OPTIONS]"])
    lines = [f"## {name}", "", command.help, "", "```text", usage, "```", ""]
    if arguments:
        lines += ["| argument | meaning |", "|---|---|", *map(_argument_row, arguments), ""]
    for title, members in _panels(options):
        lines += [f"| {title} | meaning | default |", "|---|---|---|"]
        lines += [*map(_option_row, members), ""]
    return "\n".join(lines)


def _panels(options: list[Any]) -> Iterator[tuple[str, list[Any]]]:
    """Yield the options under the headings that `--help` gives them, in the order of `--help`."""

    def panel(option: Any) -> str:
        return option.rich_help_panel or ""

    order = list(dict.fromkeys(map(panel, options)))
    ranked = sorted(options, key=lambda option: order.index(panel(option)))
    for name, members in groupby(ranked, key=panel):
        yield name.lower() or "option", list(members)


def _placed(argument: Any) -> str:
    return argument.metavar or argument.name.upper()


def _argument_row(argument: Any) -> str:
    return f"| `{_placed(argument)}` | {_cell(argument.help)} |"


def _option_row(option: Any) -> str:
    names = ", ".join(f"`{name}{_value(option)}`" for name in option.opts)
    variable = f" Variable: `{option.envvar}`." if option.envvar else ""
    return f"| {names} | {_cell(option.help)}{variable} | {_default(option)} |"


def _value(option: Any) -> str:
    """Return what follows the name of an option on the command line."""
    if option.is_flag:
        return ""
    if isinstance(option.default, Enum):
        return " " + "/".join(member.value for member in type(option.default))
    return f" {option.metavar}"


def _default(option: Any) -> str:
    default = option.default
    if option.is_flag or default is None:
        return ""
    return f"`{default.value if isinstance(default, Enum) else default}`"


def _cell(text: str) -> str:
    return text.replace("|", r"\|").replace("<", "&lt;")


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")
