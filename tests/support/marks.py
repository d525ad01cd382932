"""What is marked, and which passage is best, slowly and obviously? Every token is analysed."""

from __future__ import annotations

from itertools import combinations

from telusur.index.analysis import Span, spans
from telusur.index.language.values import values
from telusur.search.snippets.marker import Mark, Marker, Sequence


def slow_marks(text: str, wanted: Marker) -> list[Mark]:
    parts = list(spans(text))
    found: list[Mark] = []
    for part in parts:
        word = wanted.surfaces.get(part.surface) or wanted.stems.get(part.stem)
        if not word and text[part.start : part.end].isupper():
            word = wanted.capitals.get(part.surface)
        if word:
            found.append(Mark(part.start, part.end, word))
        if part.whole and (word := wanted.surfaces.get(part.whole)):
            found.append(Mark(part.start, part.whole_end, word))
    for sequence in wanted.phrases:
        found += phrase_marks(parts, sequence)
    named = [Mark(*one) for one in values(text) if one.term in wanted.values]
    words = {word for mark in named for word in wanted.values[mark.word]}
    found = [
        mark
        for mark in found
        if mark.word not in words
        and not any(mark.start < one.end and one.start < mark.end for one in named)
    ]
    found += named
    kept: list[Mark] = []
    for mark in sorted(found, key=lambda mark: (mark.start, -mark.end)):
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return kept


def phrase_marks(parts: list[Span], sequence: Sequence) -> list[Mark]:
    """Mark the parts on every chain of the terms: from each end, back over the nearest places."""
    places = [
        [part for part in parts if term == (part.stem if sequence.by_stem else part.surface)]
        for term in sequence.terms
    ]
    found: set[Span] = set()
    for end in places[-1]:
        for chain in chains(places[:-1], end, sequence.slop):
            found |= {*chain}
    return [Mark(part.start, part.end, sequence.shown) for part in found]


def chains(places: list[list[Span]], end: Span, slop: int) -> list[list[Span]]:
    """Return the chain to an end that goes back to the nearest place of each term; or none."""
    if not places:
        return [[end]]
    before = [
        part
        for part in places[-1]
        if part.position < end.position and chains(places[:-1], part, slop)
    ]
    if not before or end.position - before[-1].position > slop:
        return []
    return [[*chain, end] for chain in chains(places[:-1], before[-1], slop)]


def slow_best(found: list[Mark], stops: frozenset[str], window: int) -> tuple[int, int, int]:
    """Return words, marks and, negated, the first character of the best run in a window."""
    runs = [(one, one) for one in found] + list(combinations(found, 2))
    worths = [(0, 0, 0)]
    for first, last in runs:
        inside = [mark for mark in found if first.start <= mark.start and mark.end <= last.end]
        if first is last or last.end - first.start <= window:
            worths.append((len({one.word for one in inside} - stops), len(inside), -first.start))
    return max(worths)
