"""How do I get the article out of plain text saved from a page?"""

from __future__ import annotations

from ..article import Article, Skipped
from ..extraction import Extraction
from ..plaintext import extract_text
from .parts import Page
from .saved import stamped


def read(page: Page, options: Extraction) -> Article | Skipped:
    """The article of the text; its encoding is sniffed, its leftovers of a page removed."""
    return stamped(extract_text(page.content, path=page.path, options=options), page.saved)
