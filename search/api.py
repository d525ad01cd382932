"""How do Python programs search, build and read?

Imports are inside the functions: `import telusur` loads neither the engine nor the extraction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, Unpack
from zoneinfo import ZoneInfo

from ..corpora.article import Article
from ..corpora.errors import TelusurError
from .answer import Hit, Results, Suggestion
from .asking import SearchOptions

if TYPE_CHECKING:
    from os import PathLike

    from .engine import Engine

TIMEZONE = "Asia/Jakarta"  # in which "kemarin" of a query begins


class NotAnArticle(TelusurError):
    """A page holds no article: the reason is in the message."""


class Index:
    """An index open for searching, as its last commit was. Use it in a `with` statement."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __len__(self) -> int:
        """How many articles there are."""
        return self._engine.snapshot.count

    def __iter__(self) -> Iterator[Article]:
        """Every article."""
        return self._engine.articles()

    def close(self) -> None:
        """Let go of the files."""
        self._engine.close()

    def search(
        self,
        query: str,
        *,
        k: int = 10,
        page: int = 1,
        after: str | None = None,
        **how: Unpack[SearchOptions],
    ) -> Results:
        """Return the best articles for a query.

        Args:
            query: words, "phrases" and the rest of the query language.
            k: hits on a page.
            page: which page, from 1.
            after: in place of a page, `next` of the results before, for the same query and options.
            how: see `SearchOptions`.

        Raises:
            TelusurError: the query cannot be answered.

        """
        from .command.render import shown_record
        from .values import Filters, Options

        told: dict[str, Any] = {**how}
        filters = Filters(**{one.name: told.pop(one.name, None) for one in fields(Filters)})
        options = Options(**told, filters=filters)
        found = self._engine.search(query, now=_now(), k=k, page=page, after=after, options=options)
        hits = tuple(Hit(**shown_record(hit)) for hit in found.hits)
        facts = (found.query, found.total, found.took_ms, found.mode, hits)
        return Results(
            *facts,
            groups=found.groups,
            next=found.next,
            partial=found.partial,
            expansions=dict(found.expansions),
            suggestion=found.suggestion,
        )

    def suggest(self, text: str, *, k: int = 5) -> list[Suggestion]:
        """Return up to k queries that may be meant, where words of this one are rare.

        Raises:
            TelusurError: the text is too long.

        """
        return self._engine.suggest(text, k=k)

    def count(self, query: str, *, expand: bool = True) -> int:
        """Return how many articles have all the words of a query; `expand` as in a search."""
        from .values import Options

        return self._engine.count(query, now=_now(), options=Options(expand=expand))

    def show(self, article_id: str) -> Article:
        """Return the article with an id.

        Raises:
            TelusurError: there is none.

        """
        return self._engine.show(article_id)


def open(  # noqa: A001 - telusur.open, as in gzip.open
    path: str | PathLike[str], *, synonyms: str | PathLike[str] | None = None
) -> Index:
    """Open an index for searching; `synonyms` is a file of names to be sought together.

    Raises:
        TelusurError: the folder holds no index that we can read; the file is wrong.

    """
    from .asked.synonyms import read_synonyms
    from .engine import Engine

    listed = read_synonyms(Path(synonyms)) if synonyms is not None else None
    return Index(Engine.open(Path(path), synonyms=listed))


def build(articles: Iterable[Article], path: str | PathLike[str]) -> int:
    """Put articles into an index, made where there is none; return how many there were.

    An article with the id of an earlier one takes its place.

    Raises:
        TelusurError: the index cannot be written.

    """
    from ..index.updates.job import build as build_index

    return build_index(articles, Path(path))


def read(path: str | PathLike[str]) -> Iterator[Article]:
    """Yield the articles of a saved page, of a file of many, or of a folder of them, in order.

    What is not an article is passed over. Pages are read in this process, one after the other.

    Raises:
        TelusurError: the path does not exist.

    """
    from ..corpora.events import Found, Source, Task
    from ..corpora.extraction import Extraction
    from ..corpora.pipeline import read_articles
    from ..corpora.scan import scan

    sources = scan([Path(path)])
    tasks = (Task(source) for source in sources if isinstance(source, Source))
    events = read_articles(tasks, options=Extraction(), workers=0)
    return (event.article for event in events if isinstance(event, Found))


def extract(html: str | bytes, *, url: str | None = None, saved: datetime | None = None) -> Article:
    """Return the article of an HTML page found at `url` and saved at a moment with a time zone.

    Raises:
        NotAnArticle: a listing, an error page, no text.

    """
    from ..corpora.extract import extract_html

    found = extract_html(html, url=url, saved=saved)
    if isinstance(found, Article):
        return found
    raise NotAnArticle(f"{found.reason}: {found.detail}" if found.detail else found.reason.value)


def stem(word: str) -> str:
    """Return the stem of a word.

    >>> stem("membaca")
    'baca'
    """
    from ..index.language.stemming import stem as stem_word

    return stem_word(word)


def _now() -> datetime:
    return datetime.now(ZoneInfo(TIMEZONE))


__all__ = [
    "Hit",
    "Index",
    "NotAnArticle",
    "Results",
    "Suggestion",
    "build",
    "extract",
    "open",
    "read",
    "stem",
]
