"""Which analysis of a word is the likeliest? A sum of weights: of its root, of its affixes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from .morphology import (
    NO_ENDING,
    NO_OPENING,
    VOWELS,
    Ending,
    Opening,
    Rules,
)

# Tenths of a natural logarithm, as in data/affixes.tsv. Set on one half of the gold forms.
UNKNOWN: Final = (-400, -400, -150, -70, -35, -25)  # a root not in the lexicon, by its letters
WHOLE: Final = 6  # a word that the lexicon knows as a root, for being that and nothing else
MISMATCH: Final = -40  # a prefix and a suffix that do not go together
ALONE: Final = "-"  # no prefix, in the table of pairs
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
        infixes = (self._laid_out(one, rules) for one in rules.infixes)
        self._infixes = [one._replace(cut=one.cut + 1) for one in infixes]
        self._inner = {one.opening.surface[0] for one in self._infixes} | {"e"}
        echo = self._laid_out(rules.echo, rules)
        self._echo = echo._replace(cut=2)
        self._openings = {
            surface: tuple(self._laid_out(one, rules) for one in openings)
            for surface, openings in rules.openings.items()
        }
        self._endings = rules.endings
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

    def best(self, word: str) -> str:
        """Return the root of the likeliest analysis; the word itself if none is likelier."""
        return self.chosen(word).root

    def chosen(self, word: str) -> Chosen:
        """Return the likeliest analysis, the first of equals: the loop that stemming lives by."""
        scores, size = self.scores, len(word)
        root, opening, closing = word, self._plain, NO_ENDING
        top = scores.get(word)
        top = _unknown(word) if top is None else top + WHOLE
        openings = self._opened(word)
        for ending in self._closed(word):
            surface, weight, known_only, suffix, _ = ending
            stop, number = size - len(surface), self._numbers[suffix]
            for one in openings:
                candidate = one.restores + word[one.cut : stop]
                score = scores.get(candidate)
                if score is None:
                    if known_only or one.known:
                        continue
                    score = _unknown(candidate)
                score += one.weights[number] + weight
                if score > top and SHORTEST <= len(candidate) < one.longest:
                    root, top, opening, closing = candidate, score, one, ending
        return Chosen(root, opening.opening.prefixes, closing.suffix)

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
        worth = score if score is not None else _unknown(root)
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
        for ending in self._closed(word):
            if ending.enclitics and not ending.suffix:
                yield word[: -len(ending.surface)]

    def _opened(self, word: str) -> list[_Open]:
        found = [self._plain]
        table, last = self._openings, len(word) - SHORTEST + 1
        for length in range(1, last):
            openings = table.get(word[:length])
            if openings is None:
                break
            letter = word[length]
            found += [one for one in openings if letter in one.before]
        if word[1:2] in self._inner:
            found += self._inside(word)
        return found

    def _inside(self, word: str) -> Iterator[_Open]:
        """Yield what the first letters may be besides prefixes: an infix, a sound said twice."""
        if word[0] == word[2:3] and word[0] not in VOWELS:
            yield self._echo
        if word[0] not in VOWELS:
            for one in self._infixes:
                if word.startswith(one.opening.surface, 1):
                    yield one._replace(restores=word[0])

    def _closed(self, word: str) -> list[Ending]:
        found = [NO_ENDING]
        table, last = self._endings, len(word) - SHORTEST + 1
        for length in range(1, last):
            endings = table.get(word[-length:])
            if endings is None:
                break
            found += endings
        return found


def _unknown(root: str) -> int:
    return UNKNOWN[min(len(root), len(UNKNOWN) - 1)]


def _suffix_numbers(rules: Rules) -> dict[str, int]:
    names = {"": 0}
    for endings in rules.endings.values():
        for ending in endings:
            names.setdefault(ending.suffix, len(names))
    return names
