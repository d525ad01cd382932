"""Which passage shows why an article matches?

Text is analysed once more with the chain of the index; a part of it is *marked* when its surface
form or stem is one that the query seeks, or when it stands inside a phrase of the query.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from whoosh import query

from ..index.analysis import Span, spans
from ..index.schema import TEXTS
from .query import walk
from .tree import Word

WINDOW: Final = 220  # characters of a snippet: about three lines of a terminal
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)]*\s+|\n+")


@dataclass(frozen=True, slots=True)
class Marker:
    """What to mark: each single form by the word of the query it stands for, and phrases."""

    surfaces: dict[str, str] = field(default_factory=dict[str, str])
    stems: dict[str, str] = field(default_factory=dict[str, str])
    phrases: tuple[tuple[tuple[str, ...], int, bool], ...] = ()  # terms, slop, by stem
    stops: frozenset[str] = frozenset()  # words that never make a passage better alone


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters [start, end) of the text that match `word` of the query."""

    start: int
    end: int
    word: str


def marker(tree: query.Query, expand: Callable[[query.Query], Iterable[str]]) -> Marker:
    """Return what a query marks; `expand` gives the terms that a pattern stands for."""
    surfaces: dict[str, str] = {}
    stems: dict[str, str] = {}
    phrases: list[tuple[tuple[str, ...], int, bool]] = []
    words = [node for node in walk(tree) if isinstance(node, Word)]
    for word in words:
        for leaf in (leaf for group in word.groups for leaf in group.leaves):
            sought = leaf.sought
            if isinstance(sought, query.Phrase):
                phrases.append((tuple(sought.words), sought.slop, _is_stem(sought.fieldname)))
            elif isinstance(sought, query.Term):
                (stems if _is_stem(sought.fieldname) else surfaces)[sought.text] = word.shown
            else:
                surfaces |= dict.fromkeys(expand(sought), word.shown)
    stops = frozenset(word.shown for word in words if word.stop)
    return Marker(surfaces, stems, tuple(dict.fromkeys(phrases)), stops)


def _is_stem(field: str) -> bool:
    return any(field == pair.stem for pair in TEXTS.values())


def marks(text: str, wanted: Marker) -> list[Mark]:
    """Return what is marked in a text, in order, without overlaps."""
    parts = list(spans(text))
    found = [
        Mark(part.start, part.end, word)
        for part in parts
        if (word := wanted.surfaces.get(part.surface) or wanted.stems.get(part.stem))
    ]
    for terms, slop, by_stem in wanted.phrases:
        found += _phrase_marks(parts, terms, slop, by_stem=by_stem)
    return _without_overlaps(sorted(found, key=lambda mark: (mark.start, -mark.end)))


def _phrase_marks(
    parts: Sequence[Span], terms: tuple[str, ...], slop: int, *, by_stem: bool
) -> list[Mark]:
    """Mark each chain of the terms in order, at most `slop` positions apart."""
    found: list[Mark] = []
    forms = [part.stem if by_stem else part.surface for part in parts]
    for first in (place for place, form in enumerate(forms) if form == terms[0]):
        chain = [first]
        for term in terms[1:]:
            reach = range(chain[-1] + 1, min(chain[-1] + slop + 1, len(forms)))
            following = next((place for place in reach if forms[place] == term), None)
            if following is None:
                break
            chain.append(following)
        if len(chain) == len(terms):
            shown = " ".join(terms)
            found += [Mark(parts[place].start, parts[place].end, shown) for place in chain]
    return found


def _without_overlaps(found: list[Mark]) -> list[Mark]:
    kept: list[Mark] = []
    for mark in found:
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return kept


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a text with its marks, counted from the start of the piece."""

    text: str
    marks: tuple[Mark, ...]
    starts_text: bool
    ends_text: bool


def best_passage(text: str, wanted: Marker, *, window: int = WINDOW) -> Passage:
    """Return the passage with the most distinct words of the query, then marks, then the first.

    It starts at the start of a sentence where one is near, else at a word.
    """
    found = marks(text, wanted)
    start = _start(text, _best(found, wanted.stops, window), window)
    end = _end(text, start, window)
    inside = tuple(
        Mark(mark.start - start, mark.end - start, mark.word)
        for mark in found
        if start <= mark.start and mark.end <= end
    )
    return Passage(text[start:end], inside, start == 0, end >= len(text.rstrip()))


def _best(found: list[Mark], stops: frozenset[str], window: int) -> tuple[int, int]:
    """Return first and last character of the best run of marks that fits into the window."""
    best, worth = (0, 0), (0, 0)
    last = 0
    for first, mark in enumerate(found):
        last = max(last, first)
        while last + 1 < len(found) and found[last + 1].end <= mark.start + window:
            last += 1
        run = found[first : last + 1]
        words = {one.word for one in run} - stops
        if (len(words), len(run)) > worth:
            best, worth = (mark.start, run[-1].end), (len(words), len(run))
    return best


def _start(text: str, run: tuple[int, int], window: int) -> int:
    """Return where to begin, so that the run is seen with what comes before it."""
    first, last = run
    earliest = max(0, last - window)
    if earliest == 0 and last <= window and not _SENTENCE_END.search(text, 0, first):
        return 0
    begins = [match.end() for match in _SENTENCE_END.finditer(text, earliest, first)]
    if begins:
        return begins[0] if first - begins[0] < window // 2 else begins[-1]
    if earliest == 0:
        return 0
    start = max(earliest, first - window // 3)
    blank = text.find(" ", start, first)
    return blank + 1 if blank >= 0 else first


def _end(text: str, start: int, window: int) -> int:
    if len(text) - start <= window:
        return len(text.rstrip())
    blank = text.rfind(" ", start, start + window)
    return blank if blank > start else start + window
