"""Which words carry no topic of their own?"""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def stopwords() -> frozenset[str]:
    """Return the folded function words of Indonesian.

    >>> "yang" in stopwords()
    True
    """
    lines = files(f"{__package__}.data").joinpath("stopwords.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
