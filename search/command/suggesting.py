"""What does `telusur suggest` take, call and print?"""

from __future__ import annotations

import json
from typing import Any

import typer

from ..answer import Suggestion
from . import options as opt

FORMAT = 1  # of the JSON; raised when a key changes its meaning


def suggest_command(
    text: opt.Text,
    index: opt.IndexDir = None,
    config: opt.ConfigFile = None,
    k: opt.Suggestions = 5,
    as_json: opt.Json = False,
) -> None:
    """Tell what may be meant by a query with rare words, likeliest first, one suggestion a line."""
    from .render import one_line
    from .shell import opened

    with opened(index, config) as (engine, _):
        found = engine.suggest(text, k=k)
    if as_json:
        typer.echo(json.dumps(_record(text, found), ensure_ascii=False))
    else:
        for one in found:
            typer.echo(one_line(one.text))
    raise typer.Exit(0 if found else 1)


def _record(text: str, found: list[Suggestion]) -> dict[str, Any]:
    from .render import utf8  # here: the command line starts without it

    return {
        "format": FORMAT,
        "text": utf8(text),
        "suggestions": [
            {
                "text": utf8(one.text),
                "score": round(one.score, 3),
                "corrections": [
                    {"typed": utf8(typed), "meant": meant, "articles": articles}
                    for typed, meant, articles in one.corrections
                ],
            }
            for one in found
        ],
    }
