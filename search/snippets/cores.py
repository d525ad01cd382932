"""Where does a text hold one of some chunks? Found by the few letters that many of them share.

The chunks that give a stem are dozens: Tulis, menulis, "penulis,". Nearly all hold `ulis`, so one
scan of the text finds them, in half the time in which the text is cut and looked up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

SHORT: Final = 4  # letters of a term whose inner letters stand in too many other words
MOST: Final = 12  # scans: more of them cost more than to cut the text


def cores_of(term: str, chunks: Iterable[str]) -> frozenset[str]:
    """Return letters of which each of some chunks, which give a term, holds some.

    The first letter of a stem may be another case, or melt into a prefix: tulis, menulis.

    >>> sorted(cores_of("tulis", ["Menulis,", "Tulis", "TULISAN", "noelis"]))
    ['ULIS', 'noelis', 'ulis']
    """
    inner = term[1:]
    short = term, term.capitalize(), term.upper()
    usual = short if len(term) <= SHORT else (inner, inner.upper())
    # A chunk that holds none of them, spelt in another way, is looked for as it is.
    return frozenset(next((one for one in usual if one in chunk), chunk) for chunk in chunks)


def standing(text: str, cores: Iterable[str], sought: set[str]) -> dict[int, str]:
    """Return the chunks of a text that are sought, by where they begin.

    Args:
        text: the text.
        cores: each of the chunks sought holds one of them; none holds a blank.
        sought: the chunks.

    """
    found: dict[int, str] = {}
    for core in cores:
        at = text.find(core)
        while at >= 0:
            start = text.rfind(" ", 0, at) + 1
            end = text.find(" ", at)
            piece = text[start : end if end >= 0 else None]
            if piece in sought:
                found[start] = piece
            elif not piece.isprintable():  # as no other blank is
                found.update(one for one in _cut(piece, start) if one[1] in sought)
            at = text.find(core, start + len(piece))
    return found


def _cut(piece: str, start: int) -> Iterator[tuple[int, str]]:
    """Yield the chunks between blanks of any kind, and where they begin; `start` is the first."""
    at = 0
    for chunk in piece.split():
        at = piece.index(chunk, at)
        yield start + at, chunk
        at += len(chunk)
