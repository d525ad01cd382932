"""In which form does an answer leave the command?"""

from __future__ import annotations

import sys
from enum import Enum

import typer

from ..values import Results
from . import render
from .ris import results_ris


class Form(Enum):
    """What `telusur search` can print."""

    SHOWN = "for people: in colour on a terminal, plain elsewhere"
    JSON = "--json"
    CSV = "--csv"
    RIS = "--ris"
    TREC = "--trec"


def form_of(*, as_json: bool, as_csv: bool, as_ris: bool, as_trec: bool) -> Form:
    """Return the form that the options ask for.

    Raises:
        typer.BadParameter: more than one is asked for.

    """
    asked = {Form.JSON: as_json, Form.CSV: as_csv, Form.RIS: as_ris, Form.TREC: as_trec}
    chosen = [form for form, wanted in asked.items() if wanted]
    if len(chosen) > 1:
        raise typer.BadParameter(f"{' and '.join(form.value for form in chosen)}: choose one")
    return chosen[0] if chosen else Form.SHOWN


def write(results: Results, form: Form, *, color: bool) -> int:
    """Print the answer on standard output; return the exit status."""
    status = 0 if results.total else 1
    if form is Form.SHOWN and sys.stdout.isatty():
        from .terminal import print_results  # here: rich costs 30 ms, and pipes do without

        print_results(results, color=color)
        return status
    renderers = {
        Form.SHOWN: render.results_text,
        Form.JSON: render.results_json,
        Form.CSV: render.results_csv,
        Form.RIS: results_ris,
        Form.TREC: render.results_trec,
    }
    typer.echo(renderers[form](results))
    return status
