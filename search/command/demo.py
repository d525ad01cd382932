"""How does it feel? The sample pages, indexed and searched."""

from __future__ import annotations

import sys
import tempfile
from contextlib import ExitStack
from importlib.resources import as_file, files
from pathlib import Path

import typer

from ...corpora.settings import Config, Corpus
from ...index.interrupts import interruptible
from ...index.updates.job import Job
from ..engine import Engine
from .indexing import run_and_report
from .render import results_text
from .shell import now
from .terminal import print_results

QUERIES = ("pemberantasan korupsi", '"gempa bumi" tsunami', "judul:vaksin tanggal:2021")


def run_demo() -> int:
    """Index the sample pages in a temporary folder, run three queries, return the exit status."""
    with interruptible(), ExitStack() as stack:
        pages = stack.enter_context(as_file(files("telusur.corpora.samples") / "pages"))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "telusur-index"
        config = Config(index=folder)
        typer.echo(f"$ telusur index {pages}")
        job = Job(corpora=[Corpus(name="samples", paths=(pages,))], folder=folder, config=config)
        status = run_and_report(job, list_skipped=False, as_json=False)
        with Engine.open(folder) as engine:
            for query in QUERIES:
                typer.echo(f"\n$ telusur search '{query}' -k 3")
                results = engine.search(query, now=now(config), k=3)
                if sys.stdout.isatty():
                    print_results(results, color=True)
                else:
                    typer.echo(results_text(results))
                status = status or (0 if results.total else 1)
    return status
