"""What does each command take, call and print? Parsing and exit codes; no logic.

Imports are inside the commands: `telusur --help` loads nothing but Typer, and a search loads
neither the extraction nor the worker processes.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import replace
from io import TextIOWrapper
from typing import TYPE_CHECKING

import typer

from ..corpora.errors import TelusurError
from .command import options as opt
from .command import words as cli_words
from .command.acronyms import acronyms_command
from .command.suggesting import suggest_command

if TYPE_CHECKING:
    from .values import Mode

app = typer.Typer(
    name="telusur",
    help="Full-text search for Indonesian news: index saved pages, find articles.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit status: 0 found, 1 nothing found, 2 error.",
)


def main() -> None:
    """Run the command line; turn an error into one line on standard error and status 2."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by the shell: >&-
            setattr(sys, name, open(os.devnull, "w"))  # noqa: SIM115 - until the process ends
    for stream in (sys.stdout, sys.stderr):  # names of files need not be valid text
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)  # 128 + SIGINT, as shells have it
    except OSError as error:
        print(f"telusur: {error.strerror or error}", file=sys.stderr)  # noqa: T201
        sys.exit(2)
    except TelusurError as error:
        mend = f"\n         {error.mend}" if error.mend else ""
        print(f"telusur: {error.message}{mend}", file=sys.stderr)  # noqa: T201
        sys.exit(2)


def _out(text: str) -> None:
    typer.echo(text)


@app.callback()
def before(version: opt.Version = False) -> None:
    """Take the options that stand before a command."""
    del version  # told as soon as it is read


@app.command("index")
def index_command(
    paths: opt.Paths = None,
    index: opt.IndexDir = None,
    config: opt.ConfigFile = None,
    keep_missing: opt.KeepMissing = False,
    include_listings: opt.IncludeListings = False,
    retry: opt.Retry = False,
    rebuild: opt.Rebuild = False,
    workers: opt.WorkerCount = None,
    memory: opt.Memory = None,
    list_skipped: opt.ListSkipped = False,
    as_json: opt.Json = False,
) -> None:
    """Index saved pages: only what is new or changed since the last time is read."""
    from ..index.updates.job import Job
    from .command.indexing import run_and_report
    from .command.shell import corpora_of, settings

    effective = settings(config, index=index, workers=workers, memory=memory)
    job = Job(
        corpora=corpora_of(effective, paths or []),
        folder=effective.index,
        config=effective,
        keep_missing=keep_missing,
        include_listings=include_listings,
        retry=retry,
        rebuild=rebuild,
    )
    raise typer.Exit(run_and_report(job, list_skipped=list_skipped, as_json=as_json))


@app.command("search")
@opt.with_filters
def search_command(
    query: opt.Query,
    index: opt.IndexDir = None,
    config: opt.ConfigFile = None,
    k: opt.Hits = 10,
    page: opt.Page = 1,
    filters: opt.Filtered = None,
    sort: opt.Sort = "relevance",
    collapse: opt.Collapse = None,
    after: opt.After = None,
    fragments: opt.Fragments = 1,
    timeout: opt.Timeout = None,
    all_words: opt.All = False,
    any_words: opt.Any = False,
    copies: opt.Copies = False,
    strict: opt.Strict = False,
    no_expand: opt.NoExpand = False,
    as_json: opt.Json = False,
    as_csv: opt.Csv = False,
    as_ris: opt.Ris = False,
    as_trec: opt.Trec = False,
    explain: opt.Explain = False,
    no_color: opt.NoColor = False,
) -> None:
    """Search: articles with all the words first, best first, matches highlighted, a story once."""
    from .command.output import form_of, write
    from .command.shell import now, opened
    from .values import Options

    form = form_of(as_json=as_json, as_csv=as_csv, as_ris=as_ris, as_trec=as_trec)
    how = Options(mode=_mode(all_words, any_words), sort=sort, strict=strict, filters=filters)
    how = replace(how, timeout_ms=timeout, expand=not no_expand, copies=copies or all_words)
    how = replace(how, collapse=collapse, explain=explain, fragments=fragments)
    with opened(index, config) as (engine, effective):
        results = engine.search(query, now=now(effective), k=k, page=page, after=after, options=how)
    raise typer.Exit(write(results, form, color=not no_color))


@app.command("count")
@opt.with_filters
def count_command(
    query: opt.Query,
    index: opt.IndexDir = None,
    config: opt.ConfigFile = None,
    filters: opt.Filtered = None,
    any_words: opt.Any = False,
    strict: opt.Strict = False,
    no_expand: opt.NoExpand = False,
) -> None:
    """Count the articles that have all the words of a query."""
    from .command.shell import now, opened
    from .values import Options

    how = Options(mode=_mode(False, any_words), strict=strict, filters=filters)
    how = replace(how, expand=not no_expand)
    with opened(index, config) as (engine, effective):
        found = engine.count(query, now=now(effective), options=how)
    _out(str(found))
    raise typer.Exit(0 if found else 1)


@app.command("show")
def show_command(
    article_id: opt.ArticleId,
    index: opt.IndexDir = None,
    config: opt.ConfigFile = None,
    as_json: opt.Json = False,
) -> None:
    """Print a whole article, and which others tell the same story."""
    from .command.render import article_record, article_text
    from .command.shell import opened

    with opened(index, config) as (engine, _):
        article, copies = engine.show(article_id), engine.copies(article_id)
        told = article_text(article, copies)
    if as_json:
        record = article_record(article) | {"duplicates": list(copies.ids)}
        told = json.dumps(record, ensure_ascii=False)
    _out(told)


@app.command("run")
def run_command(
    topics: opt.Topics,
    index: opt.IndexDir = None,
    config: opt.ConfigFile = None,
    k: opt.HitsOfTopic = 1000,
    no_expand: opt.NoExpand = False,
) -> None:
    """Rank articles for many queries by score alone; print a TREC run."""
    from .command.render import run_lines
    from .command.shell import now, opened, read_topics

    failed = 0
    with opened(index, config) as (engine, effective):
        for query_id, text in read_topics(topics):
            try:
                ranked = engine.rank(text, now=now(effective), k=k, expand=not no_expand)
            except TelusurError as error:  # one bad topic costs only itself
                typer.echo(f"telusur: topic {query_id}: {error}", err=True)
                failed += 1
                continue
            for line in run_lines(query_id, ranked):
                _out(line)
    raise typer.Exit(2 if failed else 0)


@app.command("optimize")
def optimize_command(
    index: opt.IndexDir = None, config: opt.ConfigFile = None, as_json: opt.Json = False
) -> None:
    """Merge an index into one segment, without what is deleted: smaller, and faster to search."""
    from .command.shell import settings
    from .command.upkeep import optimize_and_report

    folder = settings(config, index=index).index
    raise typer.Exit(optimize_and_report(folder, as_json=as_json))


@app.command("info")
def info_command(
    index: opt.IndexDir = None, config: opt.ConfigFile = None, as_json: opt.Json = False
) -> None:
    """Tell what an index holds."""
    from .command.shell import settings
    from .command.upkeep import describe_and_report

    describe_and_report(settings(config, index=index).index, as_json=as_json)


@app.command("doctor")
def doctor_command(
    index: opt.IndexDir = None, config: opt.ConfigFile = None, as_json: opt.Json = False
) -> None:
    """Check an index, down to every posting, and say what to do."""
    from .command.shell import settings
    from .command.upkeep import examine_and_report

    folder = settings(config, index=index).index
    raise typer.Exit(examine_and_report(folder, as_json=as_json))


@app.command("extract")
def extract_command(files: opt.Files, config: opt.ConfigFile = None) -> None:
    """Print the article of each saved page as a line of JSON."""
    from .command.indexing import extracted
    from .command.render import article_record
    from .command.shell import settings

    found = 0
    for path, outcome in extracted(files, settings(config)):
        if isinstance(outcome, str):
            typer.echo(f"{path}: {outcome}", err=True)
            continue
        found += 1
        _out(json.dumps(article_record(outcome), ensure_ascii=False))
    raise typer.Exit(0 if found else 1)


app.command("acronyms")(acronyms_command)


app.command("suggest")(suggest_command)


@app.command("config")
def config_command(config: opt.ConfigFile = None, index: opt.IndexDir = None) -> None:
    """Print the settings in force, as a telusur.yaml."""
    from ..corpora.config import dump
    from .command.shell import settings

    _out(dump(settings(config, index=index)).rstrip())


@app.command("demo")
def demo_command() -> None:
    """Index the sample pages that come with Telusur and run three queries."""
    from .command.demo import run_demo

    raise typer.Exit(run_demo())


def _mode(all_words: bool, any_words: bool) -> Mode:
    if all_words and any_words:
        raise TelusurError("--all and --any exclude each other", mend="leave one of them out")
    return "all" if all_words else "any" if any_words else "auto"


cli_words.register(app)
