"""What do the commands about words take, call and print? Stems, and where they come from."""

from __future__ import annotations

import sys

import typer

from . import options as opt

lexicon_app = typer.Typer(help="What the stemmer knows of words.", no_args_is_help=True)


def stem_command(
    words: opt.Words = None, explain: opt.ExplainStem = False, config: opt.ConfigFile = None
) -> None:
    """Print the stem of each word, after a tab."""
    from ...index.language.stemming import stem
    from .shell import settings

    settings(config)
    for word in words or (line.strip() for line in sys.stdin):
        if word and explain:
            from .words_explained import lines  # here: most want the stems alone

            for line in lines(word):
                typer.echo(line)
        elif word:
            typer.echo(f"{word}\t{stem(word)}")


@lexicon_app.command("build")
def lexicon_build_command(
    output: opt.LexiconFile,
    corpus: opt.Corpora = None,
    counts: opt.CountsFiles = None,
    least: opt.LeastCount = 2,
    config: opt.ConfigFile = None,
) -> None:
    """Make a lexicon of roots from the words of pages, JSONL files or lists of counts."""
    from .lexicons import build_and_report
    from .shell import settings

    build_and_report(settings(config), corpus or [], counts or [], output, least)


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command("stem")(stem_command)
    app.add_typer(lexicon_app, name="lexicon")


__all__ = ["register"]
