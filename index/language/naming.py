"""By which words is a name known, however it is written? Folded, one blank between them."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from ..analysis import LONGEST, tokens

BETWEEN: Final = "\t"  # the parts of a term that holds several names
MEMO: Final = 1 << 15  # names whose keys are kept, about 8 MB


@lru_cache(MEMO)
def key_of(text: str) -> str:
    """Return the folded words of a name: by these it is known, however it is written.

    >>> key_of("Undang-Undang KPK")
    'undang undang kpk'
    """
    words = text.split()
    if len(text) < LONGEST and text.isascii() and all(map(str.isalpha, words)):
        return " ".join(words).lower()  # what the next line would say, in a tenth of its time
    return " ".join(part.text for _, _, forms in tokens(text) for part in forms.parts)


@cache
def links() -> frozenset[str]:
    """Return the function words that a short form may pass over, folded.

    >>> "dan" in links()
    True
    """
    lines = files(f"{__package__}.data").joinpath("links.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))
