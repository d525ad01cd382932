"""Which fields does the index have, and what is each for?"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

import msgspec
from whoosh import fields
from whoosh.columns import NumericColumn

from ..corpora.article import Article
from .analysis import exact_chain, invert, stem_chain, tokens

UNDATED: Final = -(2**63)  # in the column `published`: an article without a date


class Pair(NamedTuple):
    """The two fields under which one part of an article is searched."""

    stem: str
    exact: str


# A word of the query is sought in both of a pair: stem finds, exact ranks higher.
TEXTS: Final = {
    "title": Pair("title", "title_exact"),
    "body": Pair("body", "body_exact"),
}
LABELS: Final = ("site", "author", "section", "tags")  # words of names, for filters
PUBLISHED: Final = "published"


def length_column(part: str) -> str:
    """Return the column that holds the exact length of a part, in positions.

    Whoosh keeps lengths too, but rounded to a byte: too coarse for exact scores.
    """
    return f"{part}_length"


class AnalysedText(fields.TEXT):
    """A text field that also takes terms with their positions, found before.

    Whoosh would run the analysis once for each of the two fields of a pair.
    """

    def index(self, value: Any, **kwargs: Any) -> Any:
        """Return (term, frequency, weight, encoded positions) for each term of a text."""
        if isinstance(value, str):
            return super().index(value, **kwargs)
        encode_positions = self.format.encode
        return [
            (term.encode(), len(places), float(len(places)), encode_positions(sorted(places)))
            for term, places in sorted(value.items())
        ]


def make_schema() -> fields.Schema:
    """Return the Whoosh schema of every index of ours."""
    schema = fields.Schema(
        id=fields.ID(unique=True, stored=True),
        url=fields.ID(),
        article=fields.STORED(),  # the whole article as JSON: read back without unpickling it
        published=fields.COLUMN(NumericColumn("q", default=UNDATED)),
    )
    for part, pair in TEXTS.items():
        schema.add(pair.stem, AnalysedText(analyzer=stem_chain(), phrase=True))
        schema.add(pair.exact, AnalysedText(analyzer=exact_chain(), phrase=True))
        schema.add(length_column(part), fields.COLUMN(NumericColumn("I", default=0)))
    for label in LABELS:
        schema.add(label, fields.KEYWORD(commas=False))
    return schema


def label_terms(values: tuple[str, ...]) -> list[str]:
    """Return the terms of a label: the words of each value, and its whole where it has one.

    >>> label_terms(("Kompas.com",))
    ['com', 'kompas', 'kompas.com']
    """
    found: set[str] = set()
    for value in values:
        for _, _, token in tokens(value):
            found.update(part.text for part in token.parts)
            if token.whole is not None:
                found.add(token.whole)
    return sorted(found)


def _hosts(url: str | None) -> set[str]:
    """Return the host of a URL and its parent domains: news.detik.com is also of detik.com."""
    try:
        labels = ((urlsplit(url).hostname or "") if url else "").split(".")
    except ValueError:  # "http://[tautan]"
        return set()
    return {".".join(labels[n:]) for n in range(len(labels) - 1)}


def timestamp(moment: datetime | None) -> int:
    """Return milliseconds since 1970 UTC, `UNDATED` for None.

    >>> timestamp(None) == UNDATED
    True
    """
    return UNDATED if moment is None else round(moment.timestamp() * 1000)


def document(article: Article) -> dict[str, Any]:
    """Return the values that Whoosh's writer takes for an article."""
    try:
        stored = encode(article)
    except UnicodeEncodeError:  # half an emoji, say
        article = _mended(article)
        stored = encode(article)
    texts = {"title": article.title, "body": article.text}
    values: dict[str, Any] = {
        "id": article.id,
        "article": stored,
        PUBLISHED: timestamp(article.published),
        "site": sorted({*label_terms((article.site or "",)), *_hosts(article.url)}),
        "author": label_terms(article.authors),
        "section": label_terms((article.section or "",)),
        "tags": label_terms(article.tags),
    }
    if article.url:
        values["url"] = article.url
    for part, pair in TEXTS.items():
        terms = invert(texts[part])
        values |= {
            pair.stem: terms.stem,
            pair.exact: terms.exact,
            length_column(part): terms.length,
        }
    return values


def _mended(article: Article) -> Article:
    """Return the article with lone surrogates replaced, which UTF-8 does not know."""
    told = json.dumps(msgspec.to_builtins(article), ensure_ascii=False)
    return decode(told.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode())


def encode(article: Article) -> bytes:
    """Return an article as UTF-8 JSON."""
    return msgspec.json.encode(article)


def decode(stored: bytes) -> Article:
    """Return the article that `encode` wrote.

    Raises:
        msgspec.DecodeError: the bytes are not an article.

    """
    return msgspec.json.decode(stored, type=Article)
