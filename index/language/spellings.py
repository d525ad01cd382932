"""Which other spellings does a word have? Old ones, variants and informal forms, from a list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import combinations

from .stopwords import stopwords

# Kinds of pairs of which either form finds the other; an informal form only finds the written word.
BOTH_WAYS = frozenset({"old", "variant"})


def spellings(word: str) -> tuple[str, ...]:
    """Return the other spellings of a folded word, sorted; none for most words.

    A function word has none: it brings no articles that matter.

    >>> spellings("soekarno"), spellings("sukarno"), spellings("yg"), spellings("yang")
    (('sukarno',), ('soekarno',), ('yang',), ())
    """
    return _pairs().get(word, ())


def modern(word: str) -> tuple[str, ...]:
    """Return what a word may be in today's letters, where it is written in old ones.

    Each rule of data/letters.tsv is applied or left out, because some letters are also today's.
    The list of spellings goes first. Nothing says whether there is such a word.

    >>> modern("tjinta"), modern("bandoengnja")
    (('cinta', 'tyinta'), ('bandoengnya', 'bandungnja', 'bandungnya'))
    """
    used = [rule for rule in letters() if rule[0] in word]
    made = {
        _rewritten(word, chosen)
        for count in range(1, len(used) + 1)
        for chosen in combinations(used, count)
    }
    listed = spellings(word)
    return listed + tuple(sorted(made - {word, *listed}))


def _rewritten(word: str, rules: tuple[tuple[str, str], ...]) -> str:
    """Return a word with each rule applied from left to right, once: what is new stays."""
    place, written = 0, ""
    while place < len(word):
        old, new = next(
            (rule for rule in rules if word.startswith(rule[0], place)), (word[place], word[place])
        )
        written += new
        place += len(old)
    return written


@cache
def letters() -> tuple[tuple[str, str], ...]:
    """Return what stood for today's letters, and what stands now, longer ones first."""
    return tuple((old, new) for old, new in _rows("letters.tsv"))


@cache
def _pairs() -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    for kind, spelling, today in _rows("spellings.tsv"):
        found[spelling].add(today)
        if kind in BOTH_WAYS and today not in stopwords():
            found[today].add(spelling)
    return {word: tuple(sorted(others)) for word, others in found.items()}


def _rows(name: str) -> Iterator[list[str]]:
    lines = files(f"{__package__}.data").joinpath(name).read_text("utf-8").splitlines()
    return (line.split("\t") for line in lines if line and not line.startswith("#"))
