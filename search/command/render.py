"""How does an answer look? As terminal text, JSON, CSV or a TREC run."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from ...corpora.article import Article
from ..ranking.explain import explanation_lines, explanation_record
from ..snippets.hits import NO_COPIES, Copies, Hit
from ..snippets.marker import Mark
from ..snippets.passages import Passage
from ..values import Results
from .headline import heading, one_line, safe

FORMAT: Final = 1  # of the JSON; raised when a key changes its meaning
BETWEEN: Final = " … "  # two passages of one text
COLUMNS: Final = (
    "rank score id url path title site section authors published snippet".split()  # noqa: SIM905
)


def pieces(passage: Passage) -> Iterable[tuple[str, bool]]:
    """Yield the text of a passage in pieces, each with whether it is marked."""
    place = 0
    for mark in passage.marks:
        yield passage.text[place : mark.start], False
        yield passage.text[mark.start : mark.end], True
        place = mark.end
    yield passage.text[place:], False


def _joined(passage: Passage, plain: Callable[[str], str], marked: Callable[[str], str]) -> str:
    text = "".join(marked(piece) if mark else plain(piece) for piece, mark in pieces(passage))
    return " ".join(text.split())


def snippet_html(*passages: Passage) -> str:
    """Return passages as HTML: matches in <mark>, everything else escaped, dots where cut.

    >>> snippet_html(Passage("a <b> c", (Mark(3, 4, "b"),), True, False))
    'a &lt;<mark>b</mark>&gt; c …'
    """
    texts = [
        _joined(passage, html.escape, lambda piece: f"<mark>{html.escape(piece)}</mark>")
        for passage in passages
    ]
    return _dotted(texts, passages)


def _dotted(texts: Iterable[str], passages: Sequence[Passage]) -> str:
    before, after = dots(passages)
    return f"{before}{BETWEEN.join(texts)}{after}"


def hit_record(hit: Hit) -> dict[str, Any]:
    """Return a hit with the keys of the JSON."""
    article = hit.facts
    return {
        "rank": hit.rank,
        "score": round(hit.score, 6),
        "id": article.id,
        "url": article.url,
        "path": article.paths[0] if article.paths else None,
        "paths": list(article.paths),
        "title": article.title,
        "site": article.site,
        "section": article.section,
        "authors": list(article.authors),
        "published": _iso(article.published),
        "snippet": snippet_html(*hit.passages),
        "duplicates": list(hit.copies.ids),
    }


def shown_record(hit: Hit) -> dict[str, Any]:
    """Return a hit with the keys of the JSON, and those that only some searches have."""
    record = hit_record(hit)
    if hit.more is not None:
        record["more"] = hit.more
    if hit.explanation is not None:
        record["explain"] = explanation_record(hit.explanation)
    return record


def results_json(results: Results) -> str:
    """Return the answer as one JSON object."""
    answer: dict[str, Any] = {
        "format": FORMAT,
        "query": utf8(results.query),
        "total": results.total,
        "took_ms": round(results.took_ms, 3),
        "mode": results.mode,
        **({"partial": True} if results.partial else {}),
        "suggestion": utf8(results.suggestion) if results.suggestion else None,
        "hits": [shown_record(hit) for hit in results.hits],
    }
    if results.expansions:
        answer["expansions"] = [one._asdict() for one in results.expansions]
    if results.groups is not None:
        answer["groups"] = results.groups
    if (following := results.next) is not None:
        answer["next"] = following
    return json.dumps(answer, ensure_ascii=False)


def utf8(typed: str) -> str:
    """Return what was typed with half characters replaced, which UTF-8 does not know."""
    return typed.encode("utf-8", "replace").decode()


def article_record(article: Article) -> dict[str, Any]:
    """Return an article with the keys of `telusur extract`, and what else is known of it."""
    return {
        "path": article.paths[0] if article.paths else None,
        "kind": article.kind,
        "url": article.url,
        "title": article.title,
        "text": article.text,
        "published": _iso(article.published),
        "authors": list(article.authors),
        "site": article.site,
        "section": article.section,
        "id": article.id,
        "paths": list(article.paths),
        "modified": _iso(article.modified),
        "saved": _iso(article.saved),
        "editors": list(article.editors),
        "byline": article.byline,
        "agency": article.agency,
        "place": article.place,
        "captions": list(article.captions),
        "tags": list(article.tags),
        "language": article.language,
        "kind_reason": article.kind_reason,
        "pages": [sheet.number for sheet in article.pages],
        "extra": dict(article.extra),
    }


def results_csv(results: Results) -> str:
    """Return the hits as CSV (RFC 4180), with a header."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for record in map(hit_record, results.hits):
        record["authors"] = "; ".join(record["authors"])
        record["snippet"] = html.unescape(re.sub("</?mark>", "", record["snippet"]))
        writer.writerow([record[column] for column in COLUMNS])
    return out.getvalue().rstrip("\r\n")


def results_trec(results: Results) -> str:
    """Return the hits as a TREC run of one query, named 1."""
    ranked = ((hit.facts.id, hit.score) for hit in results.hits)
    return "\n".join(run_lines("1", ranked))


def run_lines(query_id: str, ranked: Iterable[tuple[str, float]]) -> Iterable[str]:
    """Yield a TREC run: query, Q0, document, rank, score, name of the system."""
    for rank, (article_id, score) in enumerate(ranked, 1):
        # A run is split at blanks: an id must not have any.
        yield f"{query_id} Q0 {'_'.join(article_id.split())} {rank} {score:.6f} telusur"


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def shown_date(moment: datetime | None) -> str | None:
    """Return a date as results show it; without a clock where it is midnight, mostly unknown.

    >>> shown_date(datetime(2021, 10, 28, 20, 47)), shown_date(datetime(2021, 10, 28))
    ('2021-10-28 20:47', '2021-10-28')
    """
    if moment is None:
        return None
    day = f"{moment:%Y-%m-%d}"
    return day if (moment.hour, moment.minute) == (0, 0) else f"{day} {moment:%H:%M}"


def about(article: Article) -> str:
    """Return outlet, date, section and authors in a line."""
    facts = [
        article.site,
        shown_date(article.published),
        article.section,
        ", ".join(article.authors) or None,
    ]
    return " · ".join(one_line(fact) for fact in facts if fact)


def results_text(results: Results) -> str:
    """Return the answer as plain text, matches between asterisks: for pipes and pagers."""
    blocks = list(map(one_line, heading(results)))
    for hit in results.hits:
        lines = [
            f"{hit.rank:>3}. {_plain(hit.title) or '(no title)'}",
            about(hit.facts),
            where(hit.facts),
            named(hit.facts),
            _dotted(map(_plain, hit.passages), hit.passages),
        ]
        lines += extras(hit)
        blocks.append("\n     ".join(line for line in lines if line))
    return "\n\n".join(blocks)


def extras(hit: Hit) -> list[str]:
    """Return who has the story of a hit, too; for how many it stands, how its score comes."""
    lines = [also(hit.copies)] if hit.copies.count else []
    lines += [f"and {hit.more:,} more like it"] if hit.more else []
    if hit.explanation is not None:
        lines += [safe(re.sub(r"\s", " ", line)) for line in explanation_lines(hit.explanation)]
    return lines


def also(copies: Copies) -> str:
    """Return who else has a story, in a line."""
    names = dict.fromkeys(map(one_line, copies.named))
    left = copies.count - len(copies.named)
    return f"also: {', '.join(names)}{f' and {left:,} more' if left else ''}"


def where(article: Article) -> str:
    """Return the address of an article, or the file that holds it."""
    return one_line(article.url or (article.paths[0] if article.paths else ""))


def named(article: Article) -> str:
    """Return the id of an article, as `telusur show` takes it."""
    return f"id {one_line(article.id)}"


def _plain(passage: Passage) -> str:
    return _joined(passage, safe, lambda piece: f"*{safe(piece)}*")


def dots(passages: Sequence[Passage]) -> tuple[str, str]:
    """Return what stands before and after passages that are cut out of a text."""
    starts, ends = passages[0].starts_text, passages[-1].ends_text
    return "" if starts else "… ", "" if ends else " …"


def article_text(article: Article, copies: Copies = NO_COPIES) -> str:
    """Return a whole article as plain text, with the ids of those that tell the same story."""
    paragraphs = "\n\n".join(line for line in article.text.splitlines() if line.strip())
    head = [article.title, about(article), where(article)]
    if copies.count:
        head += [also(copies), *(f"  id {one_line(one)}" for one in copies.ids)]
    return safe("\n".join(line for line in head if line)) + "\n\n" + safe(paragraphs)


__all__ = [
    "BETWEEN",
    "COLUMNS",
    "FORMAT",
    "Mark",
    "about",
    "also",
    "article_record",
    "article_text",
    "dots",
    "extras",
    "hit_record",
    "named",
    "one_line",
    "pieces",
    "results_csv",
    "results_json",
    "results_text",
    "results_trec",
    "run_lines",
    "safe",
    "shown_date",
    "shown_record",
    "snippet_html",
    "utf8",
    "where",
]
