"""What are the best articles for this query? Wires query, evaluation, ranking and snippets.

Values in, values out: no printing, no clock but the one passed in.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from whoosh import query

from ..corpora.article import Article
from ..corpora.settings import Ranking
from ..index.reader import Snapshot
from ..index.store import open_snapshot
from .errors import ArticleMissing, QueryError, quoted
from .evaluate import Evaluator
from .finding import Finder, Mode, Sort
from .hits import Hit, make_hit
from .lexer import Item, Kind
from .marker import Marker, marker
from .period import required_period
from .plan import Planner
from .query import Parsed, label, parse
from .tree import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What every hit must be, besides matching the query."""

    site: str | None = None
    author: str | None = None
    section: str | None = None
    since: str | None = None  # the command's --from
    until: str | None = None  # the command's --to

    def trees(self, now: datetime) -> list[query.Query]:
        """Return the filters as nodes of a query tree.

        Raises:
            QueryError: a date that is none.

        """
        labels = {"site": self.site, "author": self.author, "section": self.section}
        trees: list[query.Query] = [
            label(field, Item(kind=Kind.PHRASE, text=value, column=1))
            for field, value in labels.items()
            if value
        ]
        if self.since:
            start = required_period(self.since, now=now, option="--from")[0]
            trees.append(Span(start, None))
        if self.until:
            end = required_period(self.until, now=now, option="--to")[1]
            trees.append(Span(None, end))
        return trees


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to search."""

    mode: Mode = "auto"
    sort: Sort = "relevance"
    strict: bool = False
    timeout_ms: int | None = None  # then the search ends with what it has found
    filters: Filters = Filters()
    fragments: int = 1  # passages of a hit


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to a query: one page of hits.

    `total` counts all matches; `full` those with all the words. `mode` tells how they were
    found: "all", "any", or "all+partial" where partial matches follow the full ones. `partial`
    tells that time was up: there may be more, and better ones.
    """

    query: str
    total: int
    full: int
    took_ms: float
    mode: str
    hits: tuple[Hit, ...]
    partial: bool = False


class Engine:
    """Searches one snapshot of an index. A context manager."""

    def __init__(self, snapshot: Snapshot, *, ranking: Ranking | None = None) -> None:
        self.snapshot = snapshot
        self.ranking = ranking or Ranking()
        self._evaluate = Evaluator(snapshot, self.ranking)

    @classmethod
    def open(cls, folder: Path, *, ranking: Ranking | None = None) -> Self:
        """Open the last commit of an index.

        Raises:
            IndexMissing, IndexForeign, IndexCorrupt: the folder holds no index that we can read.

        """
        return cls(open_snapshot(folder), ranking=ranking)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the index."""
        self.snapshot.close()

    def search(
        self,
        text: str,
        *,
        now: datetime,
        k: int = 10,
        page: int = 1,
        options: Options | None = None,
    ) -> Results:
        """Return one page of the best articles for a query.

        Args:
            text: the query.
            now: the moment, with its zone, from which "kemarin" counts.
            k: hits on a page.
            page: which page, from 1.
            options: mode, order, strictness, filters, passages.

        Raises:
            QueryError: the query cannot be answered; names the column.

        """
        started = time.perf_counter()
        if k < 0 or page < 1:
            raise QueryError(f"page {page} of {k} hits", mend="pages count from 1, hits from 0")
        options = options or Options()
        parsed = self._parse(text, now, options)
        finder = Finder(self._evaluate, options.sort, timeout_ms=options.timeout_ms)
        found = finder.find(parsed, k * page, options.mode, page_size=k)
        first = k * (page - 1)
        shown = list(found.scores.items())[first : k * page]
        wanted = marker(parsed.any, self._evaluate.expand) if shown else Marker()
        hits = tuple(
            make_hit(self.snapshot, doc, wanted, options.fragments, (rank, score))
            for rank, (doc, score) in enumerate(shown, first + 1)
        )
        took = (time.perf_counter() - started) * 1000
        return Results(text, found.total, found.full, took, found.mode, hits, found.partial)

    def rank(self, text: str, *, now: datetime, k: int) -> list[tuple[str, float]]:
        """Return ids and scores of the k best articles by score alone, without reading them.

        Raises:
            QueryError: the query cannot be answered.

        """
        parsed = self._parse(text, now, Options(mode="any"))
        sort: Sort = "relevance" if parsed.scored else "newest"
        scores = Finder(self._evaluate, sort).ranked(parsed.any, k)
        return [(self.snapshot.id(doc), score) for doc, score in scores.items()]

    def count(self, text: str, *, now: datetime, options: Options | None = None) -> int:
        """Return how many articles match a query; with all its words, unless the mode is "any".

        Raises:
            QueryError: the query cannot be answered.

        """
        options = options or Options()
        parsed = self._parse(text, now, options)
        tree = parsed.any if options.mode == "any" else parsed.all
        return Planner(self._evaluate.begin()).count(tree)

    def show(self, article_id: str) -> Article:
        """Return the article with an id, or with the only id that starts so.

        Raises:
            ArticleMissing: no article has the id, or several ids start so.

        """
        doc = self.snapshot.find(article_id)
        if doc is None:
            near = self.snapshot.find_prefix(article_id, 2) if article_id else []
            if len(near) > 1:
                what = f"several ids begin with {quoted(article_id)}"
                raise ArticleMissing(what, mend=f"write more of it: {' or '.join(near)}, say")
            if not near:
                what = f"no article has the id {quoted(article_id)}"
                raise ArticleMissing(what, mend="telusur search shows the ids")
            doc = self.snapshot.find(near[0])
        assert doc is not None
        return self.snapshot.article(doc)

    def articles(self) -> Iterator[Article]:
        """Yield every article of the index."""
        return self.snapshot.articles()

    def _parse(self, text: str, now: datetime, options: Options) -> Parsed:
        parsed = parse(text, now=now, strict=options.strict)
        filters = options.filters.trees(now)
        if not filters:
            return parsed
        if not text.strip():  # filters alone: all that they let through
            return Parsed(query.And(filters), query.And(filters))
        return Parsed(query.And([parsed.all, *filters]), query.And([parsed.any, *filters]))
