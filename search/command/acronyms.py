"""What does the command take and print that lists short forms?"""

from __future__ import annotations

import typer

from . import options as opt


def acronyms_command(
    word: opt.ShortForm = None,
    index: opt.IndexDir = None,
    config: opt.ConfigFile = None,
    as_json: opt.Json = False,
) -> None:
    """List short forms, what each stands for, and how many articles say so, between tabs."""
    from .shell import opened
    from .shortforms import lines, listed

    with opened(index, config) as (engine, _):
        found = listed(engine, word)
    if found or as_json:
        typer.echo(lines(found, as_json=as_json))
    raise typer.Exit(0 if found else 1)
