"""Telusur: full-text search for Indonesian news. The public API; everything else may change."""

from .corpora.article import Article
from .corpora.errors import TelusurError
from .search.api import (
    Hit,
    Index,
    NotAnArticle,
    Results,
    Suggestion,
    build,
    extract,
    open,  # noqa: A004 - telusur.open, as in gzip.open
    read,
    stem,
)

__all__ = [
    "Article",
    "Hit",
    "Index",
    "NotAnArticle",
    "Results",
    "Suggestion",
    "TelusurError",
    "build",
    "extract",
    "open",
    "read",
    "stem",
]
