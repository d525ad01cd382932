"""How do I get the article out of plain text saved from a page?"""

from __future__ import annotations

from ..article import Article, Skipped
from ..extraction import Extraction
from ..plaintext import extract_text


def read(content: bytes, path: str, options: Extraction) -> Article | Skipped:
    """The article of the text; its encoding is sniffed, its leftovers of a page removed."""
    return extract_text(content, path=path, options=options)
