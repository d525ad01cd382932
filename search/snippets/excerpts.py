"""Which pieces of a long text are worth reading? Chosen by positions alone, before any is unpacked.

Where the words of the query stand is known from the postings: the places with most of them are
found first, then their blocks are read, and the passages of these chosen exactly.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ...index.disk.texts import Stored
from ...index.schema import TEXTS
from .chunks import MANY
from .highlight import marks
from .marker import Mark, Marker, Sequence
from .passages import WINDOW, Excerpt, Gap, Passage, chosen, whole, with_title

WHOLE: Final = 8  # blocks: shorter texts are read whole, in 1 ms, and their passages are exact
NAMING: Final = 32  # blocks, where the query names a value: postings do not tell the places of it
SPARE: Final = 1  # blocks read beyond the passages asked for: positions only tell about how long
SHORT: Final = 5  # characters of a short word and its blank: so many words fit into a window
MARGIN: Final = 2 * WINDOW  # characters read before and after a block: a sentence may reach across

Ints = NDArray[np.int64]
Places = Callable[[str, str], Ints]  # field, term -> positions


def stored_passages(
    stored: Stored, wanted: Marker, places: Places, *, fragments: int = 1
) -> tuple[Passage, tuple[Passage, ...]]:
    """Return the title of an article, marked, and its passages: see `passages.chosen`.

    Of a text of more than `WHOLE` or `NAMING` blocks only the most promising blocks are read. So a
    passage as good as the best is shown, save where positions mislead about its length; and a
    pattern that stands for many terms has such a text read whole.
    """
    title = stored.facts.title
    patterned = len(wanted.surfaces) > MANY
    most = NAMING if wanted.values else WHOLE
    if not stored.is_long or len(stored.firsts) <= most or patterned:
        return with_title(title, stored.text, wanted, fragments=fragments)
    found = chosen(excerpt(stored, wanted, places, fragments), wanted.stops, fragments=fragments)
    return whole(title, marks(title, wanted)), found


def excerpt(stored: Stored, wanted: Marker, places: Places, fragments: int) -> Excerpt:
    """Return the pieces of a long text that hold its best passages."""
    firsts = np.array(stored.firsts)
    blocks = _blocks(_spots(wanted, places), firsts, fragments + SPARE)
    pieces = [_piece(stored, first, last) for first, last in _neighbours(sorted(blocks))]
    found: list[Mark] = []
    gaps: list[Gap] = []
    start = 0
    for text in pieces:
        found += [Mark(start + a, start + b, word) for a, b, word in marks(text, wanted)]
        gaps.append(Gap(start, start + len(text)))
        start += len(text)
    ends = max(blocks) == len(firsts) - 1
    return Excerpt("".join(pieces), found, tuple(gaps), min(blocks) == 0, ends)


def _spots(wanted: Marker, places: Places) -> dict[str, Ints]:
    """Return where each word of the query stands; function words only where no other does."""
    found = _places(wanted, places)
    telling = {word: own for word, own in found.items() if word not in wanted.stops and len(own)}
    return telling or found


def _places(wanted: Marker, places: Places) -> dict[str, Ints]:
    body = TEXTS["body"]
    found: defaultdict[str, list[Ints]] = defaultdict(list)
    for stem, word in wanted.stems.items():
        found[word].append(places(body.stem, stem))
    for form, word in (wanted.surfaces | wanted.capitals).items():
        # also where its stem is sought: the di of di-PHK-kan has that of the whole
        found[word].append(places(body.exact, form))
    for one in wanted.phrases:
        field = body.stem if one.by_stem else body.exact
        found[one.shown].append(_phrase_ends([places(field, term) for term in one.terms], one))
    return {word: _each_once(held) for word, held in found.items()}


def _each_once(held: list[Ints]) -> Ints:
    """Return the places of several ascending arrays, each once, ascending."""
    if len(held) == 1:
        return held[0]
    both = np.sort(np.concatenate(held), kind="stable")  # runs are merged in no time
    return both[np.diff(both, prepend=-1) > 0]


def _phrase_ends(steps: list[Ints], phrase: Sequence) -> Ints:
    """Return the last places of a phrase: in a block, where it begins is found exactly."""
    reached = steps[0]
    for places in steps[1:]:
        if not len(reached):
            return reached
        last = np.searchsorted(reached, places) - 1
        near = (last >= 0) & (places - reached[last] <= phrase.slop)
        reached = places[near]
    return reached


def _blocks(spots: dict[str, Ints], firsts: Ints, most: int) -> set[int]:
    """Return the blocks with the places that hold most words of the query in a window."""
    places = np.sort(np.concatenate([np.empty(0, np.int64), *spots.values()]), kind="stable")
    if not len(places):
        return {0}
    last = places + WINDOW // SHORT
    words = np.zeros(len(places), np.int64)
    for own in spots.values():
        words += np.searchsorted(own, last, "right") > np.searchsorted(own, places)
    count = np.searchsorted(places, last, "right") - np.arange(len(places))
    edges = np.searchsorted(places, firsts)
    held = np.flatnonzero(np.diff(edges, append=len(places)))
    worth = np.maximum.reduceat(words * len(places) + count, edges[held])
    best = set[int](held[np.argsort(-worth, kind="stable")][:most].tolist())
    if most > 1 + SPARE:  # several passages: each word is to be seen in one
        best.update(*(_block_of(firsts, own[:1]).tolist() for own in spots.values()))
    return best


def _block_of(firsts: Ints, places: Ints) -> Ints:
    return np.searchsorted(firsts, places, "right") - 1


def _neighbours(held: list[int]) -> Iterator[tuple[int, int]]:
    """Yield each run [first, last] of successive numbers.

    >>> list(_neighbours([0, 1, 4]))
    [(0, 1), (4, 4)]
    """
    edges = [0, *(at for at, (a, b) in enumerate(pairwise(held), 1) if b > a + 1), len(held)]
    yield from ((held[a], held[b - 1]) for a, b in pairwise(edges))


def _piece(stored: Stored, first: int, last: int) -> str:
    """Return some successive blocks, and as much of their neighbours as a passage may need."""
    text = "".join(map(stored.block, range(first, last + 1)))
    if first:
        before = stored.block(first - 1)
        blank = before.rfind(" ", 0, max(0, len(before) - MARGIN))
        text = before[max(blank, 0) :] + text
    if last + 1 < len(stored.firsts):
        after = stored.block(last + 1)
        blank = after.find(" ", MARGIN)
        text += after[: blank if blank >= 0 else None]
    return text
