"""Which roots do the words of a corpus speak for? Each is worth what its derivations agree on.

A word may be taken apart in many ways. At first every root is worth what is known without the
corpus: whether it is in the curated list, how often it occurs bare. Then, some times over: each
word goes to the root of its likeliest analysis, and a root is worth the more, the more different
affixes the words that went to it have (meN-, di-, peN-...-an, ber-). What agrees with nothing
fades; -i of Bekasi finds no other word with bekas.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import log
from typing import Final

from .choice import Chooser, Chosen
from .lexicon import CURATED, Evidence
from .morphology import Rules
from .wordcounts import Count

# What evidence is worth, in tenths of a natural logarithm. Set on one half of the gold forms.
BASE: Final = 0
KINDS: Final = 14  # for each e-fold of different affixes
BARE: Final = 2  # for each e-fold of occurrences without any
CURATED_SHORT: Final = (0, 0, -40, -20, -8)  # the same of those in the curated list
SHORT: Final = (-200, -200, -50, -25, -13)  # roots by their letters; longer ones lose nothing
NAME: Final = 30  # nearly always with a capital
ROUNDS: Final = 4
RARE: Final = 5  # occurrences of a root that has no derivations; fewer are no evidence
NAME_SHARE: Final = 0.95  # of the occurrences inside sentences
NAME_LEAST: Final = 3  # occurrences inside sentences; fewer say nothing
# First letters of roots that a prefix may hide: swallowed, or written once with its own.
HIDDEN: Final = {"meN-": "kpts", "peN-": "kpts", "ber-": "r", "per-": "r", "ter-": "r"}
ASCII: Final = frozenset("abcdefghijklmnopqrstuvwxyz")


def build(counts: Mapping[str, Count], curated: Iterable[str], rules: Rules) -> Evidence:
    """Return what each root is worth by these counts, besides being curated, and the names."""
    words = {word: one for word, one in counts.items() if len(word) > 1 and ASCII.issuperset(word)}
    names = frozenset(word for word, one in words.items() if is_name(one))
    known = frozenset(curated)
    scores = {
        word: _worth(word, one.total, 1, word in known, word in names)
        for word, one in words.items()
    }
    scores |= {word: _worth(word, 0, 1, True, False) for word in known - scores.keys()}
    for _ in range(ROUNDS):
        scores = _revised(words, names, known, Chooser(rules, scores))
    best = Chooser(rules, scores).best
    guarded = frozenset(name for name in names if best(name) != name)  # the others need no guard
    worth = {root: worth - CURATED * (root in known) for root, worth in scores.items()}
    return Evidence({root: one for root, one in worth.items() if one}, guarded)


def is_name(one: Count) -> bool:
    """Tell whether a word is written with a capital nearly always, where that says something."""
    return one.inside >= NAME_LEAST and one.capital >= NAME_SHARE * one.inside


def _worth(root: str, bare: int, kinds: int, curated: bool, name: bool) -> int:
    worth = BASE + KINDS * log(kinds) + BARE * log(1 + bare)
    if len(root) < len(SHORT):
        worth += (CURATED_SHORT if curated else SHORT)[len(root)]
    return round(worth) + CURATED * curated + NAME * name


def _revised(
    words: Mapping[str, Count], names: frozenset[str], known: frozenset[str], chooser: Chooser
) -> dict[str, int]:
    """Return the worth of roots after each word has gone to its likeliest root."""
    kinds: dict[str, set[tuple[str, ...]]] = {root: set() for root in known}
    for word in words:
        found = Chosen(word, (), "") if word in known else chooser.chosen(word)
        seen = kinds.setdefault(found.root, set())
        if not _is_guess(found):
            seen.add((*found.prefixes, found.suffix))
    return {
        root: _worth(root, bare, 1 + len(seen), root in known, root in names)
        for root, seen in kinds.items()
        if (bare := _bare(words.get(root), seen)) >= RARE or len(seen) > 1 or root in known
    }


def _is_guess(found: Chosen) -> bool:
    """Tell whether the first letter of the root is not seen: kurus in mengurus, which is of urus.

    Such words bear no witness; dikurus would.
    """
    return len(found.prefixes) == 1 and found.root[0] in HIDDEN.get(found.prefixes[0], "")


def _bare(one: Count | None, seen: set[tuple[str, ...]]) -> int:
    return one.total if one and ("",) in seen else 0
