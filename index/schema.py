"""Which fields does the index have, and what is each for?"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields as fields_of
from datetime import datetime
from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import urlsplit

import msgspec
from whoosh import fields
from whoosh.columns import NumericColumn

from ..corpora.article import Article
from .analysis import exact_chain, stem_chain, tokens

_FACTS: Final = tuple((one.name, one.default) for one in fields_of(Article) if one.name != "text")
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
# The dates, amounts and percentages that a part names, however they are spelt: see `values`.
VALUES: Final = {"title": "title_value", "body": "body_value"}
# Words of names, for filters. What stands below pictures is one of them: it tells which articles
# have a picture of somebody, and takes no part in ranking.
LABELS: Final = (
    *("site", "author", "section", "tags"),
    *("agency", "editor", "place", "language", "kind", "caption"),
)
PUBLISHED: Final = "published"
# What nobody asks for by name: the words in capitals of each part, and what short forms stand for.
CAPITALS: Final = {"title": "title_capitals", "body": "body_capitals"}
SHORT_FORMS: Final = "short_form"  # see `acronyms.terms`
LONG_FORMS: Final = "long_form"
# Fields without positions: sets of terms, one set for each article.
SETS: Final = (
    *(*LABELS, "id", "url"),
    *(*CAPITALS.values(), *VALUES.values(), SHORT_FORMS, LONG_FORMS),
)


def make_schema() -> fields.Schema:
    """Return the Whoosh schema of every index of ours."""
    schema = fields.Schema(
        id=fields.ID(unique=True, stored=True),
        url=fields.ID(),
        article=fields.STORED(),  # the whole article as JSON: read back without unpickling it
        published=fields.COLUMN(NumericColumn("q", default=UNDATED)),
    )
    for pair in TEXTS.values():
        schema.add(pair.stem, fields.TEXT(analyzer=stem_chain(), phrase=True))
        schema.add(pair.exact, fields.TEXT(analyzer=exact_chain(), phrase=True))
    for label in (*LABELS, *CAPITALS.values(), *VALUES.values(), SHORT_FORMS, LONG_FORMS):
        schema.add(label, fields.KEYWORD(commas=label in (SHORT_FORMS, LONG_FORMS)))
    return schema


@lru_cache(maxsize=1 << 12)  # outlets, sections and authors are few beside their articles
def label_terms(values: tuple[str, ...]) -> tuple[str, ...]:
    """Return the terms of a label: the words of each value, and its whole where it has one.

    >>> label_terms(("Kompas.com",))
    ('com', 'kompas', 'kompas.com')
    """
    found: set[str] = set()
    for value in values:
        for _, _, token in tokens(value):
            found.update(part.text for part in token.parts)
            if token.whole is not None:
                found.add(token.whole)
    return tuple(sorted(found))


@lru_cache(maxsize=1 << 12)
def _site_terms(site: str | None, origin: str) -> tuple[str, ...]:
    return tuple(sorted({*label_terms((site or "",)), *_hosts(origin)}))


def _origin(url: str | None) -> str:
    """Return a URL without its path: thousands of articles share it.

    >>> _origin("https://news.detik.com/berita/d-1/banjir")
    'https://news.detik.com'
    """
    return "/".join(url.split("/", 3)[:3]) if url else ""


def _hosts(origin: str) -> set[str]:
    """Return the host of a URL and its parent domains: news.detik.com is also of detik.com."""
    try:
        labels = (urlsplit(origin).hostname or "").split(".")
    except ValueError:  # "http://[tautan]"
        return set()
    return {".".join(labels[n:]) for n in range(len(labels) - 1)}


def timestamp(moment: datetime | None) -> int:
    """Return milliseconds since 1970 UTC, `UNDATED` for None.

    >>> timestamp(None) == UNDATED
    True
    """
    return UNDATED if moment is None else round(moment.timestamp() * 1000)


_VALUES: Final[dict[str, Callable[[Article], Sequence[str]]]] = {
    "site": lambda one: _site_terms(one.site, _origin(one.url)),
    "author": lambda one: label_terms((*one.authors, one.byline or "")),
    "section": lambda one: label_terms((one.section or "",)),
    "tags": lambda one: label_terms(one.tags),
    "agency": lambda one: label_terms((one.agency or "",)),
    "editor": lambda one: label_terms(one.editors),
    "place": lambda one: label_terms((one.place or "",)),
    "language": lambda one: label_terms((one.language or "",)),
    "kind": lambda one: label_terms((one.kind,)),
    # each is another one: remembering them would cost the others their place
    "caption": lambda one: label_terms.__wrapped__(one.captions) if one.captions else (),
    "id": lambda one: (one.id,),
    "url": lambda one: (one.url,) if one.url else (),
}


def label_values(label: str, articles: Iterable[Article]) -> list[Sequence[str]]:
    """Return the terms of a label, of the ids or of the URLs: of each article, each once."""
    return [*map(_VALUES[label], articles)]


def storable(article: Article) -> Article:
    """Return the article with what UTF-8 does not know, half an emoji, say, replaced."""
    try:
        encoded(article)
    except UnicodeEncodeError:
        return _mended(article)
    return article


def _mended(article: Article) -> Article:
    """Return the article with lone surrogates replaced, which UTF-8 does not know."""
    told = json.dumps(msgspec.to_builtins(article), ensure_ascii=False)
    return decode(told.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode())


def encoded(article: Article) -> bytes:
    """Return an article as UTF-8 JSON."""
    return msgspec.json.encode(article)


def facts(article: Article) -> bytes:
    """Return an article as UTF-8 JSON, with an empty text and without what is as by default.

    The JSON has no line break.
    """
    told: dict[str, object] = {"text": ""}
    for name, default in _FACTS:
        value = getattr(article, name)
        if value != default and value != {}:
            told[name] = value
    return msgspec.json.encode(told)


_DECODER: Final = msgspec.json.Decoder(Article)


def decode(stored: bytes) -> Article:
    """Return the article that `encoded` gave.

    Raises:
        msgspec.DecodeError: the bytes are not an article.

    """
    return _DECODER.decode(stored)
