"""Which passage shows why an article matches?

Text is analysed once more with the chain of the index; a part of it is *marked* when its surface
form or stem is one that the query seeks, or when it stands inside a phrase of the query.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from whoosh import query

from ..index.analysis import MEMO, TOKEN, Span, forms, spans_of, stems
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
    terms: frozenset[str] = frozenset()  # all of them: what has none of these is passed over


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
    terms = {*surfaces, *stems, *(term for sequence, _, _ in phrases for term in sequence)}
    return Marker(surfaces, stems, tuple(dict.fromkeys(phrases)), stops, frozenset(terms))


def _is_stem(field: str) -> bool:
    return any(field == pair.stem for pair in TEXTS.values())


def marks(text: str, wanted: Marker) -> list[Mark]:
    """Return what is marked in a text, in order, without overlaps."""
    parts = _parts(text, wanted)
    found = [
        Mark(part.start, part.end, word)
        for part in parts.values()
        if (word := wanted.surfaces.get(part.surface) or wanted.stems.get(part.stem))
    ]
    found += [
        Mark(part.start, part.whole_end, word)
        for part in parts.values()
        if part.whole and (word := wanted.surfaces.get(part.whole))
    ]
    for terms, slop, by_stem in wanted.phrases:
        found += _phrase_marks(parts, terms, slop, by_stem=by_stem)
    return _without_overlaps(sorted(found, key=lambda mark: (mark.start, -mark.end)))


def _parts(text: str, wanted: Marker) -> dict[int, Span]:
    """Return the parts that may be marked, by position. Most tokens cost one look-up."""
    parts: dict[int, Span] = {}
    position = 0
    for match in TOKEN.finditer(text):
        count, terms = _told(match.group())
        if not wanted.terms.isdisjoint(terms):
            found = spans_of(forms(match.group()), match.start(), position)
            parts |= {span.position: span for span in found}
        position += count
    return parts


@lru_cache(maxsize=MEMO)
def _told(token: str) -> tuple[int, frozenset[str]]:
    """Return how many positions a token takes, and every term that it gives."""
    found = forms(token)
    terms = {part.text for part in found.parts} | {stem for stem in stems(found.parts) if stem}
    return len(found.parts), frozenset(terms | ({found.whole} if found.whole else set()))


def _phrase_marks(
    parts: Mapping[int, Span], terms: tuple[str, ...], slop: int, *, by_stem: bool
) -> list[Mark]:
    """Mark each chain of the terms in order, at most `slop` positions apart."""
    where: defaultdict[str, list[int]] = defaultdict(list)
    for position, part in parts.items():
        where[part.stem if by_stem else part.surface].append(position)
    shown = " ".join(terms)
    chain = _chained([where.get(term, []) for term in terms], slop)
    return [Mark(parts[place].start, parts[place].end, shown) for place in sorted(chain)]


def _chained(steps: Sequence[list[int]], slop: int) -> set[int]:
    """Return the places on chains that take one of each step, each at most `slop` after the last.

    Forwards it is found where chains can lead, backwards which places are on one to the end.
    """
    reached = steps[0]
    before: list[dict[int, int]] = []  # for each further step: place, and the one before it
    for places in steps[1:]:
        nearest = {place: bisect_left(reached, place) - 1 for place in places}
        before.append(
            {
                place: reached[last]
                for place, last in nearest.items()
                if last >= 0 and place - reached[last] <= slop
            }
        )
        reached = list(before[-1])
    found, ends = set(reached), set(reached)
    for step in reversed(before):
        ends = {step[place] for place in ends}
        found |= ends
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
    run = _best(found, wanted.stops, window)
    start = _start(text, run, window)
    end = max(_end(text, start, window), run[1])  # a comma after the run must not cut it
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
    if len(text) <= window:
        return 0
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
