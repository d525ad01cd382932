"""How does the command line make a lexicon? Words counted, roots weighed, what was found told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import typer

from ...corpora.config import boilerplate_of
from ...corpora.errors import TelusurError
from ...corpora.events import Found, Source, Task
from ...corpora.extraction import Extraction
from ...corpora.pipeline import read_articles
from ...corpora.scan import scan
from ...corpora.settings import Config
from ...index.commits.storage import write_atomically
from ...index.language.lexicon import Evidence, curated, pack
from ...index.language.lexicon_build import build
from ...index.language.morphology import rules
from ...index.language.wordcounts import Count, count, merged, read_counts


def build_and_report(
    config: Config, corpus: Sequence[Path], counts: Sequence[Path], output: Path, least: int
) -> None:
    """Write the lexicon of some corpora and files of counts, and tell what is in it.

    Raises:
        TelusurError: nothing is named, a file cannot be read, or no word occurs often enough.

    """
    if not corpus and not counts:
        mend = "telusur lexicon build FOLDER -o FILE, or --counts FILE"
        raise TelusurError("no pages and no counts named", mend=mend)
    known = merged([*map(read_counts, counts), count(texts(config, corpus))])
    frequent = {word: one for word, one in known.items() if one.total >= least}
    if not frequent:
        raise TelusurError(f"no word occurs {least} times", mend="name more pages, or --least 1")
    found = build(frequent, curated(), rules())
    content = pack(found)
    write_atomically(output, content)
    _report(frequent, found, output, len(content))


def texts(config: Config, corpus: Sequence[Path]) -> Iterator[str]:
    """Yield headline and text of every article in some files and folders, each apart."""
    tasks = (Task(source) for source in scan(corpus) if isinstance(source, Source))
    options = Extraction(timezone=config.timezone, boilerplate=boilerplate_of(config))
    events = read_articles(
        tasks, options=options, limits=config.limits, workers=config.worker_count
    )
    for event in events:
        if isinstance(event, Found):
            yield event.article.text


def _report(words: Mapping[str, Count], found: Evidence, output: Path, size: int) -> None:
    names = ("words", "roots", "names", "bytes")
    numbers = (len(words), len(found.worth), len(found.names), size)
    for name, number in zip(names, numbers, strict=True):
        typer.echo(f"{name:<6} {number:>10,}", err=True)
    typer.echo(f"written to {output}", err=True)
