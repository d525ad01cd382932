"""What are the best articles for this query? Wires query, evaluation, ranking and snippets.

Values in, values out: no printing, no clock but the one passed in.
"""

from __future__ import annotations

from ..index import lean as lean  # first: it loads Whoosh, without what nothing here needs

# isort: split
import time
from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

from whoosh import query

from ..corpora.article import Article
from ..corpora.settings import Ranking
from ..index.commits.store import open_snapshot
from ..index.language.naming import key_of
from ..index.meanings import Meaning, Meanings
from ..index.reader import Snapshot
from .answer import Suggestion
from .asked.expansion import Expander
from .asked.query import Parsed, parse
from .asked.synonyms import Synonyms
from .errors import ArticleMissing, QueryError, quoted
from .paging.arrange import Shown
from .paging.cursor import Cursor, read_cursor, search_digest
from .paging.finding import Finder
from .paging.page import Asked, Found, has_moved, next_page
from .paging.quick import find_quickly, is_quick
from .paging.whole import find_whole, stages
from .ranking.evaluate import Evaluator
from .ranking.explain import Explanation
from .ranking.plan import Planner
from .snippets.hits import Copies, Hit, Place, copies_of, make_hit
from .snippets.marker import Marker, marker
from .suggestions.suggest import SURE, Suggester
from .values import Filters, Mode, Options, Results


class Engine:
    """Searches one snapshot of an index. A context manager."""

    def __init__(
        self,
        snapshot: Snapshot,
        *,
        ranking: Ranking | None = None,
        synonyms: Synonyms | None = None,
    ) -> None:
        self.snapshot = snapshot
        self.meanings = Meanings(snapshot)
        self.synonyms = synonyms or Synonyms()
        self._expander = Expander(self.meanings, self.synonyms)
        self.ranking = ranking or Ranking()
        self._evaluate = Evaluator(snapshot, self.ranking)

    @classmethod
    def open(
        cls, folder: Path, *, ranking: Ranking | None = None, synonyms: Synonyms | None = None
    ) -> Self:
        """Open the last commit of an index.

        Raises:
            IndexMissing, IndexForeign, IndexCorrupt: the folder holds no index that we can read.

        """
        return cls(open_snapshot(folder), ranking=ranking, synonyms=synonyms)

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
        after: str | None = None,
        options: Options | None = None,
    ) -> Results:
        """Return one page of the best articles for a query.

        Args:
            text: the query.
            now: the moment, with its zone, from which "kemarin" and the age of articles count.
            k: hits on a page.
            page: which page, from 1.
            after: `Results.next` of the page before, in place of a number.
            options: mode, order, strictness, filters, passages.

        Raises:
            QueryError: the query cannot be answered; names the column.

        """
        started = time.perf_counter()
        if k < 0 or page < 1:
            raise QueryError(f"page {page} of {k} hits", mend="pages count from 1, hits from 0")
        options = options or Options()
        asked = Asked(self._parse(text, now, options), options, now, k)
        what = asked.what(text)
        cursor = read_cursor(after, search_digest(*what)) if after else None
        found = self._find(asked, cursor.shown if cursor else k * (page - 1), cursor)
        wanted = marker(asked.parsed.any, self._evaluate.expand) if found.shown else Marker()
        ranked = enumerate(found.shown, found.first + 1)
        hits = tuple(self._hit(n, one, found, wanted, options.fragments) for n, one in ranked)
        meant = self._meant(text, found)
        following = next_page(self.snapshot, what, found, cursor)
        took = (time.perf_counter() - started) * 1000
        told = (text, found.total, found.full, took, found.mode, hits, found.groups, following)
        return Results(*told, found.partial, asked.parsed.expansions, meant)

    def suggest(self, text: str, *, k: int = 5) -> list[Suggestion]:
        """Return up to k queries that may be meant by one with odd words, likeliest first.

        Raises:
            QueryError: the query is too long.

        """
        return self._suggester.suggest(text, k=k)

    @cached_property
    def _suggester(self) -> Suggester:
        return Suggester(self.snapshot)

    def _meant(self, text: str, found: Found) -> str | None:
        """Return what may be meant by a query; the first page asks, where there was time."""
        if found.first or found.partial:
            return None
        likely = self._suggester.suggest(text, k=1, sure=SURE)
        return likely[0].text if likely else None

    def rank(
        self, text: str, *, now: datetime, k: int, expand: bool = True
    ) -> list[tuple[str, float]]:
        """Return ids and scores of the k best articles by score alone, without reading them.

        Raises:
            QueryError: the query cannot be answered.

        """
        loose = Options(mode="any", expand=expand, copies=True)
        asked = Asked(self._parse(text, now, loose), loose, now, k)
        if is_quick(asked, self.ranking, None, self.snapshot.generation):
            scores = Finder(self._evaluate, asked.order).ranked(asked.parsed.any, k)
        else:
            shown = find_whole(self._evaluate, asked, 0).shown
            scores = {one.doc: one.score for one in shown}
        return [(self.snapshot.id(doc), score) for doc, score in scores.items()]

    def explain(
        self, text: str, article_id: str, *, now: datetime, options: Options | None = None
    ) -> Explanation | None:
        """Return how the score of an article comes about; None where it does not match.

        The article is named as for `show`; the rest is as for `search`.

        Raises:
            QueryError: the query cannot be answered.
            ArticleMissing: no article has the id, or several ids start so.

        """
        options = options or Options()
        doc = self._doc(article_id)
        asked = Asked(self._parse(text, now, options), options, now, 1)
        for scored in stages(self._evaluate, asked, follow=True).scored:
            told = asked.rescorer(self._evaluate).explain(scored, doc)
            if told is not None:
                return told
        return None

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
        return self.snapshot.article(self._doc(article_id))

    def copies(self, article_id: str) -> Copies:
        """Return the other articles of the story of one, named as for `show`.

        Raises:
            ArticleMissing: no article has the id, or several ids start so.

        """
        return copies_of(self.snapshot, self._evaluate.groups, self._doc(article_id))

    def _doc(self, article_id: str) -> int:
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
        return doc

    def is_sought(self, meaning: Meaning) -> bool:
        """Tell whether a query for a short form, typed as it is written, seeks a long form, too."""
        return meaning in self._expander.meant(key_of(meaning.short), meaning.short)

    def articles(self) -> Iterator[Article]:
        """Yield every article of the index."""
        return self.snapshot.articles()

    def _parse(self, text: str, now: datetime, options: Options) -> Parsed:
        expander = self._expander if options.expand else None
        how = {"strict": options.strict, "values": options.expand}
        parsed = parse(text, now=now, expander=expander, **how)
        filters = options.filters.trees(now)
        if not filters:
            return parsed
        if not text.strip():  # filters alone: all that they let through
            return Parsed(query.And(filters), query.And(filters))
        every, some = (query.And([tree, *filters]) for tree in (parsed.all, parsed.any))
        return Parsed(every, some, parsed.expansions)

    def _find(self, asked: Asked, first: int, cursor: Cursor | None = None) -> Found:
        """Find one page of hits, after the first ones or after a cursor."""
        if is_quick(asked, self.ranking, cursor, self.snapshot.generation):
            found = find_quickly(self._evaluate, asked, first, cursor)
            if not (cursor and has_moved(self.snapshot, cursor, found.earlier)):
                return found
        return find_whole(self._evaluate, asked, first, cursor)

    def _hit(self, rank: int, shown: Shown, found: Found, wanted: Marker, fragments: int) -> Hit:
        told = None
        if found.rescorer:
            told = found.rescorer.explain(found.scored[shown.partial], shown.doc)
        more = shown.more if found.view.column else None
        place = Place(shown.doc, rank, shown.score, more, told)
        return make_hit(self.snapshot, place, wanted, fragments, self._evaluate.groups)


__all__ = ["Engine", "Filters", "Hit", "Mode", "Options", "Results"]
