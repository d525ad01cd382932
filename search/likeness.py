"""How easily is one word typed for another? Edits weighed by ear, keyboard and old spelling."""

from __future__ import annotations

from functools import cache
from typing import Final

from ..index.spellings import letters

# What an edit costs, in edits of the plainest kind. Relations matter, not the third digit: swaps,
# neighbouring keys and doubled letters are the commonest slips in every study of typing.
PLAIN: Final = 1.0
SWAPPED: Final = 0.7
NEIGHBOUR: Final = 0.8  # one key beside another
SOUND: Final = 0.5  # letters that Indonesians hear alike
DOUBLED: Final = 0.5  # a letter once or twice
WEAK: Final = 0.6  # h and e come and go: tahun, taun; terampil, trampil
OLD: Final = 0.3  # tj for c
FIRST: Final = 0.6  # more, for the first letter: it is seldom wrong

KEYS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")  # each row half a key to the right
SOUNDS: Final = ("fpv", "zsj", "ei", "ou", "td", "bp", "gk", "kq", "ck", "yi", "wu", "vw", "xs")


@cache
def replacing(one: str, other: str) -> float:
    """Return what it costs to take one letter for another."""
    if any(one in group and other in group for group in SOUNDS):
        return SOUND
    return NEIGHBOUR if other in neighbours(one) else PLAIN


@cache
def neighbours(key: str) -> frozenset[str]:
    """Return the keys beside one.

    >>> sorted(neighbours("s"))
    ['a', 'd', 'e', 'w', 'x', 'z']
    """
    for row, keys in enumerate(KEYS):
        if key in keys:
            at = keys.index(key)
            beside = {*keys[max(at - 1, 0) : at], *keys[at + 1 : at + 2]}
            above = KEYS[row - 1][at : at + 2] if row else ""
            below = KEYS[row + 1][max(at - 1, 0) : at + 1] if row + 1 < len(KEYS) else ""
            return frozenset(beside.union(above, below))
    return frozenset()


def adding(word: str, place: int) -> float:
    """Return what it costs that the letter at a place is there in one word and not in the other."""
    letter = word[place]
    if letter in word[max(place - 1, 0) : place] + word[place + 1 : place + 2]:
        return DOUBLED
    return WEAK if letter in "he" else PLAIN


def cost(typed: str, meant: str) -> float:
    """Return the least cost of the edits that make one word of the other.

    >>> cost("korpusi", "korupsi"), cost("resiko", "risiko"), cost("tjinta", "cinta")
    (0.7, 0.5, 0.3)
    """
    rows = [[0.0] * (len(meant) + 1) for _ in range(len(typed) + 1)]
    for i in range(len(typed) + 1):
        for j in range(len(meant) + 1):
            if i or j:
                rows[i][j] = _least(rows, typed, meant, i, j)
    first = FIRST if typed[:1] != meant[:1] and not _old(typed, meant) else 0.0
    return rows[-1][-1] + first


def _least(rows: list[list[float]], typed: str, meant: str, i: int, j: int) -> float:
    """Return the least cost between the first i letters of one word and the first j of another."""
    ways: list[float] = []
    if i:
        ways.append(rows[i - 1][j] + adding(typed, i - 1))
    if j:
        ways.append(rows[i][j - 1] + adding(meant, j - 1))
    if i and j:
        one, other = typed[i - 1], meant[j - 1]
        ways.append(rows[i - 1][j - 1] + (0.0 if one == other else replacing(one, other)))
        if i > 1 and j > 1 and (typed[i - 2], one) == (other, meant[j - 2]):
            ways.append(rows[i - 2][j - 2] + SWAPPED)
        for then, now in letters():
            if typed.endswith(then, 0, i) and meant.endswith(now, 0, j):
                ways.append(rows[i - len(then)][j - len(now)] + OLD)
    return min(ways)


def _old(typed: str, meant: str) -> bool:
    """Tell whether a word begins with the old letters of how the other begins."""
    return any(typed.startswith(then) and meant.startswith(now) for then, now in letters())
