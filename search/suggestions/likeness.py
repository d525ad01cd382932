"""How easily is one word typed for another? Edits weighed by ear, keyboard and old spelling."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

from ...index.language.spellings import letters

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


def adding(word: str) -> float:
    """Return what it costs that the last letter of a beginning is not in the other word."""
    if word[-2:-1] == word[-1]:
        return DOUBLED
    return WEAK if word[-1] in "he" else PLAIN


def cost(typed: str, meant: str) -> float:
    """Return the least cost of the edits that make one word of the other.

    >>> cost("korpusi", "korupsi"), cost("resiko", "risiko"), cost("tjinta", "cinta")
    (0.7, 0.5, 0.3)
    """
    first = FIRST if typed[:1] != meant[:1] and not _begins_old(typed, meant) else 0.0
    start, end = _alike(typed, meant)
    return first + _cost(typed[start : len(typed) - end], meant[start : len(meant) - end])


def _alike(one: str, other: str) -> tuple[int, int]:
    """Return how many letters need no look at the start and the end of two words.

    The last of the same letters at each side is looked at: it may be doubled, or half of tj.
    """
    both = min(len(one), len(other))
    start = next((n for n in range(both) if one[n] != other[n]), both)
    left = both - start
    end = next((n for n in range(left) if one[-1 - n] != other[-1 - n]), left)
    return max(start - 1, 0), max(end - 1, 0)


def _cost(typed: str, meant: str) -> float:
    rules = [(then, now) for then, now in letters() if then in typed and now in meant]
    rows = [[0.0] * (len(meant) + 1) for _ in range(len(typed) + 1)]
    for i in range(len(typed) + 1):
        for j in range(len(meant) + 1):
            if i or j:
                rows[i][j] = min(_ways(rows, typed[:i], meant[:j], rules))
    return rows[-1][-1]


def _ways(
    rows: list[list[float]], typed: str, meant: str, rules: list[tuple[str, str]]
) -> Iterator[float]:
    """Yield what it costs to make one beginning of the other, by what happens at its end."""
    i, j = len(typed), len(meant)
    if i:
        yield rows[i - 1][j] + adding(typed)
    if j:
        yield rows[i][j - 1] + adding(meant)
    if i and j:
        same = typed[-1] == meant[-1]
        yield rows[i - 1][j - 1] + (0.0 if same else replacing(typed[-1], meant[-1]))
    if i > 1 and j > 1 and typed[-2:] == meant[-1] + meant[-2]:
        yield rows[i - 2][j - 2] + SWAPPED
    for then, now in rules:
        if typed.endswith(then) and meant.endswith(now):
            yield rows[i - len(then)][j - len(now)] + OLD


def _begins_old(typed: str, meant: str) -> bool:
    """Tell whether a word begins with the old letters of how the other begins."""
    return any(typed.startswith(then) and meant.startswith(now) for then, now in letters())
