"""Why has a word this stem? Its analyses with what each is worth, as lines of text."""

from __future__ import annotations

from collections.abc import Iterator

from ...index.language.choice import Analysis
from ...index.language.folding import fold
from ...index.language.stemming import HYPHEN, Stemmer, default_stemmer

MOST = 12  # analyses shown of a word


def lines(word: str) -> Iterator[str]:
    """Yield how the stemmer of this process comes by the stem of a word."""
    stemmer = default_stemmer()
    folded = fold(word)
    yield f"{word}\t{stemmer.stem(folded) or word}"
    for part in filter(None, folded.split(HYPHEN)):
        yield from _steps(stemmer, part)


def _steps(stemmer: Stemmer, word: str) -> Iterator[str]:
    """Yield the analyses of a word, then those of the root found, to the stem."""
    stem = stemmer.stem(word)
    while True:
        told = stemmer.told(word)
        found = stemmer.analyses(word)
        if told is not None:
            yield f"  {word}: stated to be {told}"
        elif not found:
            yield f"  {word}: not taken apart"
        else:
            yield f"  {word}:"
            yield from map(_line, found[:MOST])
            if len(found) > MOST:
                yield f"    and {len(found) - MOST} more"
        following = told or (found[0].root if found else word)
        if following == word or word == stem:
            return
        word = following


def _line(one: Analysis) -> str:
    unknown = "" if one.known else "  (unknown root)"
    return f"    {one.score:>5}  {one.affixes}{unknown}"
