"""How is Telusur asked? As its users do: text in, text queries; both stem and exact fields."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from telusur.corpora.article import Article
from telusur.index.disk.sections import Sections
from telusur.search.engine import Engine, Filters, Options

from . import TOP, Answer, Document, Query

NAME = "Telusur"
VERSION = version("telusur")
SAMPLE = None
NOW = datetime(2020, 1, 1, tzinfo=UTC)
EACH = Options(copies=True)  # peers show each copy of a story, too


def article(one: Document) -> Article:
    return Article(
        id=f"{one.number:08d}",
        title=one.title,
        text=one.body,
        published=datetime.fromtimestamp(one.published, UTC),
    )


def build(documents: Iterable[Document], folder: Path, *, stored: bool) -> None:
    from telusur.index.updates.job import build as build_index  # here: who serves builds nothing

    assert stored  # articles are always stored: `unstored` tells what they take
    build_index(map(article, documents), folder)


def unstored(folder: Path) -> int:
    total = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    for path in folder.glob("*.tls"):
        sections = Sections(path)
        total -= sections.length("article.bytes") + 8 * sections.length("article.ends")
        total -= 4 * sections.length("article.blocks")
        sections.close()
    return total


def answers(folder: Path) -> dict[str, Answer]:
    engine = Engine.open(folder)

    def ranked(one: Query) -> int:
        return len(engine.rank(one.text, now=NOW, k=TOP))

    def found(one: Query, options: Options = EACH) -> int:
        return len(engine.search(one.text, now=NOW, k=TOP, options=options).hits)

    def every(one: Query) -> int:
        return len(engine.rank(" AND ".join(one.text.split()), now=NOW, k=TOP))

    def newest(one: Query) -> int:
        since, until = (_day(moment) for moment in (one.since, one.until))
        filters = Filters(since=since, until=until)
        return found(one, replace(EACH, mode="any", sort="newest", filters=filters))

    return {
        "words": ranked,
        "all words": every,
        "phrase": ranked,
        "prefix": ranked,
        "newest of 60 days": newest,
        "results page": found,
    }


def _day(moment: int) -> str:
    return datetime.fromtimestamp(moment, UTC).date().isoformat()
