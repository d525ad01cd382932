"""What is marked in a text?

A part of the text is marked when its surface form or stem is one that the query seeks, or when it
stands inside a phrase of the query. Where it names a value of the query, the whole name is marked,
and the words of that value are not marked elsewhere.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Sequence as List
from operator import itemgetter

from ...index.analysis import Span
from ...index.language.values import values
from .chunks import Chunks, known, occurrences, parts_of
from .marker import Mark, Marker, Sequence

_START = itemgetter(0)


def marks(text: str, wanted: Marker) -> list[Mark]:
    """Return what is marked in a text, in order, without overlaps."""
    chunks = known()
    found = _standing(text, wanted, chunks)
    marked: list[Mark] = []
    for at, chunk in found:
        inside = wanted.met.get(chunk)  # nearly always there: a call would take as long as it all
        for start, end, word in _inside(chunk, wanted) if inside is None else inside:
            marked.append(Mark(at + start, at + end, word))
    if wanted.phrases and found:
        parts = _parts(text, [one for one in found if _in_phrase(one[1], wanted)], chunks)
        for sequence in wanted.phrases:
            marked += _phrase(parts, sequence)
    if wanted.values:
        marked = _with_values(text, marked, wanted)
    return _without_overlaps(marked)


def _standing(text: str, wanted: Marker, chunks: Chunks) -> List[tuple[int, str]]:
    """Return the chunks of a text in which anything is marked, with their places; perhaps more."""
    found = chunks.standing(wanted.keys, text)
    if found is not None:
        return [*found.items()]
    return [
        (at, chunk)
        for chunk in chunks.giving(wanted.keys, text)
        if _inside(chunk, wanted) or _in_phrase(chunk, wanted)
        for at in occurrences(text, chunk)
    ]


def _inside(chunk: str, wanted: Marker) -> tuple[Mark, ...]:
    """Return what a chunk gives that is marked wherever it stands, from the start of the chunk."""
    inside = wanted.met.get(chunk)
    if inside is None:
        inside = wanted.met[chunk] = tuple(_single(chunk, wanted))
    return inside


def _single(chunk: str, wanted: Marker) -> Iterator[Mark]:
    """Yield what `_inside` keeps."""
    for part in parts_of(chunk):
        word = wanted.surfaces.get(part.surface) or wanted.stems.get(part.stem)
        if not word and chunk[part.start : part.end].isupper():
            word = wanted.capitals.get(part.surface)
        if word:
            yield Mark(part.start, part.end, word)
        if part.whole and (word := wanted.surfaces.get(part.whole)):
            yield Mark(part.start, part.whole_end, word)


def _without_overlaps(found: list[Mark]) -> list[Mark]:
    """Return the marks by place; of those that overlap the first, of those the longest."""
    found.sort(key=_START)
    kept: list[Mark] = []
    start = end = 0
    for mark in found:
        if mark[0] >= end:
            kept.append(mark)
        elif mark[0] == start and mark[1] > end:
            kept[-1] = mark
        else:
            continue
        start, end = mark[0], mark[1]
    return kept


# Values


def _with_values(text: str, marked: list[Mark], wanted: Marker) -> list[Mark]:
    """Return the marks with the names of values in place of the words of these."""
    named = [Mark(start, end, term) for start, end, term in values(text, wanted.values)]
    if not named:
        return marked
    words = {word for mark in named for word in wanted.values[mark.word]}
    starts = [mark.start for mark in named]

    def kept(mark: Mark) -> bool:
        before = bisect_left(starts, mark.end) - 1  # the last name that begins before its end
        return mark.word not in words and (before < 0 or named[before].end <= mark.start)

    return [*filter(kept, marked), *named]


# Phrases


def _in_phrase(chunk: str, wanted: Marker) -> bool:
    terms = wanted.in_phrases
    if not terms:
        return False
    return any(part.surface in terms or part.stem in terms for part in parts_of(chunk))


def _parts(text: str, held: Iterable[tuple[int, str]], chunks: Chunks) -> dict[int, Span]:
    """Return the parts of some chunks of a text, which come with their places, by position."""
    parts: dict[int, Span] = {}
    before, position = 0, 0
    for at, chunk in sorted(held, key=_START):
        position += sum(map(chunks.positions.__getitem__, text[before:at].split()))
        for part in parts_of(chunk):
            place = position + part.position
            parts[place] = part._replace(position=place, start=at + part.start, end=at + part.end)
        before = at
    return parts


def _phrase(parts: Mapping[int, Span], sequence: Sequence) -> list[Mark]:
    """Mark each chain of the terms in order, at most `slop` positions apart."""
    where: defaultdict[str, list[int]] = defaultdict(list)
    for position, part in parts.items():
        where[part.stem if sequence.by_stem else part.surface].append(position)
    chain = chained([where.get(term, []) for term in sequence.terms], sequence.slop)
    return [Mark(parts[place].start, parts[place].end, sequence.shown) for place in sorted(chain)]


def chained(steps: List[list[int]], slop: int) -> set[int]:
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
