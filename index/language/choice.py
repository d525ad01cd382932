"""Which analysis of a word is the likeliest? A sum of weights: of its root, of its affixes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from .morphology import (
    CONSONANTS,
    NO_ENDING,
    NO_OPENING,
    VOWELS,
    Ending,
    Opening,
    Rules,
)

# Tenths of a natural logarithm, as in data/affixes.tsv. Set on one half of the gold forms.
UNKNOWN: Final = (-400, -400, -150, -70, -30, -25)  # a root not in the lexicon, by its letters
WHOLE: Final = 6  # a word that the lexicon knows as a root, for being that and nothing else
MISMATCH: Final = -40  # a prefix and a suffix that do not go together
ALONE: Final = "-"  # no prefix, in the table of pairs
LONGEST: Final = 120  # letters of a word: longer ones are noise
SHORTEST: Final = 2  # letters of a root


class Analysis(NamedTuple):
    """One way to take a word apart, with what it is worth; more is likelier."""

    root: str
    score: int
    known: bool  # the lexicon has the root
    prefixes: tuple[str, ...] = ()  # or an infix
    suffix: str = ""
    enclitics: tuple[str, ...] = ()

    @property
    def affixes(self) -> str:
        """The affixes around the root, as grammars write them: di-per-...-kan-nya."""
        suffixes = (self.suffix, *self.enclitics)
        parts = (*self.prefixes, self.root, *suffixes)
        return " + ".join(part for part in parts if part)


class Chosen(NamedTuple):
    """What the likeliest analysis comes to."""

    root: str
    prefixes: tuple[str, ...]
    suffix: str


class _Open(NamedTuple):
    """An opening, laid out for the loop below."""

    cut: int
    restores: str
    before: str
    known: bool
    longest: int
    weights: tuple[int, ...]  # by the number of the suffix
    opening: Opening


class Chooser:
    """Finds the likeliest root of a word, given what each root is worth.

    `scores` is read at every call: who builds a lexicon may change it meanwhile.
    """

    def __init__(self, rules: Rules, scores: Mapping[str, int]) -> None:
        self.scores = scores
        self._numbers = _suffix_numbers(rules)
        self._unknown = (*UNKNOWN, *[UNKNOWN[-1]] * LONGEST)  # by the letters of a root
        self._infixed = dict(self._infixes(rules))
        self._echo = self._laid_out(rules.echo, rules)._replace(cut=2)
        self._openings = {
            surface: tuple(self._laid_out(one, rules) for one in openings)
            for surface, openings in rules.openings.items()
        }
        self._endings = rules.endings
        self._enclitics = {
            surface
            for surface, endings in rules.endings.items()
            if any(one.enclitics and not one.suffix for one in endings)
        }
        self._lengths = sorted({len(surface) for surface in self._enclitics})
        self._plain = self._laid_out(NO_OPENING, rules)

    def _laid_out(self, one: Opening, rules: Rules) -> _Open:
        weights: list[int] = []
        for suffix in self._numbers:
            fits = not suffix or not one.prefixes or suffix in one.takes
            names = one.prefixes or (ALONE,)
            pair = max(rules.pairs.get((name, suffix), 0) for name in names)
            weights.append(one.weight + pair + (0 if fits else MISMATCH))
        cut = len(one.surface)
        return _Open(cut, one.restores, one.before, one.known, one.longest, tuple(weights), one)

    def _infixes(self, rules: Rules) -> Iterator[tuple[str, _Open]]:
        """Yield an opening for each consonant with an infix behind it: gem of gemetar, a g."""
        for one in rules.infixes:
            laid_out = self._laid_out(one, rules)
            for letter in CONSONANTS:
                yield letter + one.surface, laid_out._replace(cut=3, restores=letter)

    def best(self, word: str) -> str:
        """Return the root of the likeliest analysis; the word itself if none is likelier."""
        return self.chosen(word).root

    def chosen(self, word: str) -> Chosen:
        """Return the likeliest analysis, the first of equals: the loop that stemming lives by."""
        worth, size, unknown = self.scores.get, len(word), self._unknown
        root, chain, closing = word, NO_OPENING, NO_ENDING
        top = worth(word)
        top = unknown[size] if top is None else top + WHOLE
        openings = self._opened(word)
        for ending in self._closed(word):
            surface, weight, known_only, suffix, _ = ending
            stop, number = size - len(surface), self._numbers[suffix]
            for cut, restores, _, known, longest, weights, opening in openings:
                candidate = restores + word[cut:stop]
                score = worth(candidate)
                if score is None:
                    if known_only or known:
                        continue
                    score = unknown[len(candidate)]
                score += weights[number] + weight
                if score > top and SHORTEST <= len(candidate) < longest:
                    root, top, chain, closing = candidate, score, opening, ending
        return Chosen(root, chain.prefixes, closing.suffix)

    def analyses(self, word: str) -> list[Analysis]:
        """Return all analyses of a word, it as its own root first. What `best` seeks, in full."""
        return [found for found in self._analyses(word) if found is not None]

    def _analyses(self, word: str) -> Iterator[Analysis | None]:
        openings = self._opened(word)
        for ending in self._closed(word):
            stop = len(word) - len(ending.surface)
            for one in openings:
                yield self._analysis(word, one, ending, stop)

    def _analysis(self, word: str, one: _Open, ending: Ending, stop: int) -> Analysis | None:
        root = one.restores + word[one.cut : stop]
        score = self.scores.get(root)
        known = score is not None
        if not known and (ending.known or one.known):
            return None
        if (one.cut or ending.surface) and not SHORTEST <= len(root) < one.longest:
            return None
        worth = score if score is not None else self._unknown[len(root)]
        if known and root == word:
            worth += WHOLE
        return Analysis(
            root,
            worth + one.weights[self._numbers[ending.suffix]] + ending.weight,
            known,
            one.opening.prefixes,
            ending.suffix,
            ending.enclitics,
        )

    def bare(self, word: str) -> Iterator[str]:
        """Yield a word without its enclitics, fewer taken off first."""
        for length in self._lengths:
            if word[-length:] in self._enclitics:
                yield word[:-length]

    def _opened(self, word: str) -> list[_Open]:
        found = [self._plain]
        table, last = self._openings, len(word) - SHORTEST + 1
        for length in range(1, last):
            openings = table.get(word[:length])
            if openings is None:
                break
            letter = word[length]
            found += [one for one in openings if letter in one.before]
        if word[1:2] == "e" and word[0] == word[2:3] and word[0] not in VOWELS:
            found.append(self._echo)
        if (infixed := self._infixed.get(word[:3])) is not None:
            found.append(infixed)
        return found

    def _closed(self, word: str) -> list[Ending]:
        found = [NO_ENDING]
        table, last = self._endings, len(word) - SHORTEST + 1
        for length in range(1, last):
            endings = table.get(word[-length:])
            if endings is None:
                break
            found += endings
        return found


def _suffix_numbers(rules: Rules) -> dict[str, int]:
    names = {"": 0}
    for endings in rules.endings.values():
        for ending in endings:
            names.setdefault(ending.suffix, len(names))
    return names
