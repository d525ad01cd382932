"""How does a reference manager read an answer? As RIS, which Zotero and its kin import."""

from __future__ import annotations

from ...corpora.article import Article
from ..values import Results
from .render import one_line


def results_ris(results: Results) -> str:
    """Return the hits as RIS, which Zotero and its kin import."""
    return "\n".join(_ris(hit.facts) for hit in results.hits)


def _ris(article: Article) -> str:
    moment = article.published
    fields = [
        ("TY", "NEWS"),
        ("TI", article.title),
        *(("AU", author) for author in article.authors),
        ("PY", f"{moment:%Y}" if moment else None),
        ("DA", f"{moment:%Y/%m/%d}" if moment else None),
        ("T2", article.site),
        ("SE", article.section),
        ("UR", article.url),
        *(("KW", tag) for tag in article.tags),
        ("LA", article.language),
        ("ID", article.id),
        ("ER", ""),
    ]
    return "\n".join(f"{tag}  - {one_line(value)}" for tag, value in fields if value is not None)
