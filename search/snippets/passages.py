"""Which passages of a text show why an article matches?

The best one holds the most distinct words of the query, then the most marks, then it is the first.
Function words count as marks only: alone they make no passage better.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final, NamedTuple

from .highlight import marks
from .marker import Mark, Marker

WINDOW: Final = 220  # characters of a snippet: about three lines of a terminal
_TEXT_END = re.compile(r"\s*\Z")
# A stop and blanks, or line breaks: begun by one set, it is sought in half the time of two choices.
_SENTENCE_END = re.compile(r"[.!?…\n](?:(?<=\n)\n*|(?<!\n)[\"'”’)]*\s+)")


class Passage(NamedTuple):
    """A piece of a text with its marks, counted from the start of the piece."""

    text: str
    marks: tuple[Mark, ...]
    starts_text: bool
    ends_text: bool


class Gap(NamedTuple):
    """Characters [start, end) of a text that no passage has taken yet."""

    start: int
    end: int


class Excerpt(NamedTuple):
    """A text or pieces of one, joined: `gaps` are the pieces. No passage reaches across them."""

    text: str
    marks: list[Mark]
    gaps: tuple[Gap, ...]
    starts_text: bool = True
    ends_text: bool = True


class Worth(NamedTuple):
    """What a run is worth: its words that no other passage shows, all its words, its marks."""

    fresh: int
    words: int
    marks: int


class Run(NamedTuple):
    """Marks that fit into a window: where the first begins, where the last ends."""

    worth: Worth
    start: int
    end: int


def passages(
    text: str, wanted: Marker, *, fragments: int = 1, window: int = WINDOW
) -> tuple[Passage, ...]:
    """Return the passages of a whole text: see `chosen`."""
    excerpt = Excerpt(text, marks(text, wanted), (Gap(0, len(text)),))
    return chosen(excerpt, wanted.stops, fragments=fragments, window=window)


def with_title(
    title: str, text: str, wanted: Marker, *, fragments: int = 1
) -> tuple[Passage, tuple[Passage, ...]]:
    """Return a title as a passage, and the passages of a whole text: see `chosen`."""
    if wanted.phrases or wanted.values:  # which may not reach from one into the other
        return whole(title, marks(title, wanted)), passages(text, wanted, fragments=fragments)
    both, start = f"{title} {text}", len(title) + 1  # marked together in two thirds of the time
    found = marks(both, wanted)
    cut = bisect_left(found, (start,))
    excerpt = Excerpt(both, found[cut:], (Gap(start, len(both)),))
    return whole(title, found[:cut]), chosen(excerpt, wanted.stops, fragments=fragments)


def whole(text: str, found: Sequence[Mark]) -> Passage:
    """Return a passage that is all of a text."""
    return Passage(text, tuple(found), True, True)


def chosen(
    excerpt: Excerpt, stops: frozenset[str], *, fragments: int = 1, window: int = WINDOW
) -> tuple[Passage, ...]:
    """Return up to so many passages, in the order of the text, which do not overlap.

    The first one chosen is the best; each further one shows the most words that no other does.
    Without a mark it is the beginning of the text. Each starts at the start of a sentence where
    one is near, else at a word.
    """
    taken: list[Gap] = []
    gaps: Sequence[Gap] = excerpt.gaps
    shown = frozenset[str]()
    while best := _best_of(excerpt.marks, gaps, stops, window, shown):
        run, gap = best
        new = _around(excerpt.text, run, gap, window)
        taken.append(new)
        if len(taken) >= fragments:
            break
        shown |= {mark.word for mark in inside(excerpt.marks, new)}
        rest = [one for one in gaps if one != gap]
        gaps = sorted([*rest, Gap(gap.start, new.start), Gap(new.end, gap.end)])
    if not taken:
        start, end = excerpt.gaps[0]
        taken.append(Gap(start, _end(excerpt.text, start, end, window)))
    return tuple([_passage(excerpt, gap) for gap in sorted(taken)])


def _best_of(
    found: Sequence[Mark],
    gaps: Sequence[Gap],
    stops: frozenset[str],
    window: int,
    shown: frozenset[str],
) -> tuple[Run, Gap] | None:
    """Return the best run of all gaps, in their order, and its gap; the first of several."""
    best: tuple[Run, Gap] | None = None
    for gap in gaps:
        run = best_run(inside(found, gap), stops, window, shown)
        if run and (best is None or run.worth > best[0].worth):
            best = run, gap
    return best


def _passage(excerpt: Excerpt, gap: Gap) -> Passage:
    start, end = gap
    shown = [
        Mark(first - start, last - start, word)
        for first, last, word in excerpt.marks
        if start <= first and last <= end
    ]
    starts = excerpt.starts_text and start == excerpt.gaps[0].start
    ends = excerpt.ends_text and _TEXT_END.match(excerpt.text, end) is not None
    return Passage(excerpt.text[start:end], tuple(shown), starts, ends)


def inside(found: Sequence[Mark], gap: Gap) -> Sequence[Mark]:
    """Return the marks that lie in a gap."""
    start, end = gap
    if not found or (start <= found[0].start and found[-1].end <= end):
        return found
    return [mark for mark in found if start <= mark.start and mark.end <= end]


def best_run(
    found: Sequence[Mark], stops: frozenset[str], window: int, shown: frozenset[str] = frozenset()
) -> Run | None:
    """Return the run of marks that is worth most, the first of several; None without a mark."""
    best: tuple[int, int] | None = None
    most = (-1, 0, 0)
    held: dict[str, int] = {}
    size = len(found)
    fresh = words = last = 0  # words of the marks from `first` to before `last`
    for first, (start, _, leaving) in enumerate(found):
        before, most_end = last, start + window
        while last < size:
            _, end, word = found[last]
            if end > most_end and last > first:
                break
            count = held[word] = held.get(word, 0) + 1
            if count == 1 and word not in stops:
                words += 1
                fresh += word not in shown
            last += 1
        if last > before and (fresh, words, last - first) > most:  # else only worse than before
            most = (fresh, words, last - first)
            best = start, found[last - 1][1]
        if last == size:
            break  # nothing can come in any more
        held[leaving] -= 1
        if not held[leaving] and leaving not in stops:
            words -= 1
            fresh -= leaving not in shown
    return best and Run(Worth(*most), *best)


# Where a passage begins and ends


def _around(text: str, run: Run, gap: Gap, window: int) -> Gap:
    """Return what is shown around a run: what comes before it, as far as that helps."""
    start = _start(text, run, gap, window)
    end = _end(text, start, gap.end, window)
    return Gap(start, max(end, run.end))  # a comma after the run must not cut it


def _start(text: str, run: Run, gap: Gap, window: int) -> int:
    first, last = run.start, run.end
    if gap.end - gap.start <= window:
        return gap.start
    earliest = max(gap.start, last - window)
    begins = [match.end() for match in _SENTENCE_END.finditer(text, earliest, first)]
    if begins:
        return begins[0] if first - begins[0] < window // 2 else begins[-1]
    if earliest == gap.start:
        return gap.start
    start = max(earliest, first - window // 3)
    blank = text.find(" ", start, first)
    return blank + 1 if blank >= 0 else first


def _end(text: str, start: int, most: int, window: int) -> int:
    if most - start <= window:
        return start + len(text[start:most].rstrip())
    blank = text.rfind(" ", start, start + window)
    return blank if blank > start else start + window
