"""How do several segments become one?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..disk.columns import merge_columns
from ..disk.narrow import least_dtype
from ..disk.postings import FieldReader, Streams
from ..disk.prints import merge_prints
from ..disk.runs import Ints, gaps, slices, starts, summed, ungapped
from ..disk.sections import SectionWriter
from ..disk.texts import Live, copy_articles, live_runs
from ..schema import PUBLISHED, SETS, TEXTS
from .field_writing import FieldWriter
from .segment import IDS, SegmentFile

AT_ONCE: Final = 2_000_000  # occurrences in memory while merging: about 100 MB

Mask = NDArray[np.bool_]


class Source(NamedTuple):
    """A segment to merge, and which of its documents are live."""

    segment: SegmentFile
    live: Mask


def merge(path: Path, sources: Sequence[Source]) -> None:
    """Write one segment with the live documents of several, in their order.

    Postings pass through memory a range of terms at a time, articles as they lie.

    Raises:
        OSError: the disk is full or failing; the file is then of no use.

    """
    numbers = _new_numbers([source.live for source in sources])
    with SectionWriter(path) as out:
        for part, pair in TEXTS.items():
            for field in pair:
                _merge_field(out, field, sources, numbers, positions=True)
            lengths = np.concatenate([one.segment.lengths(part)[one.live] for one in sources])
            out.add(f"{part}.lengths", lengths, least_dtype(lengths))
        for label in SETS:
            _merge_field(out, label, sources, numbers, positions=False)
        out.add(PUBLISHED, (one.segment.published[one.live] for one in sources), "<i8")
        merge_columns(out, [(one.segment.sections, one.live) for one in sources])
        merge_prints(out, [(one.segment.sections, one.live) for one in sources])
        _copy_strings(out, IDS, sources)
        copy_articles(out, [Live(one.segment.sections, one.live) for one in sources])


class Numbers(NamedTuple):
    """Which numbers the documents of a segment get: those from `base` on, in order.

    `new` is the number of each from 0 on, -1 for a deleted one; None where none is deleted.
    """

    base: int
    new: Ints | None


def _new_numbers(live: Sequence[Mask]) -> list[Numbers]:
    found: list[Numbers] = []
    base = 0
    for mask in live:
        new = None if mask.all() else np.where(mask, np.cumsum(mask) - 1, -1)
        found.append(Numbers(base, new))
        base += int(mask.sum())
    return found


def _merge_field(
    out: SectionWriter,
    name: str,
    sources: Sequence[Source],
    numbers: Sequence[Numbers],
    *,
    positions: bool,
) -> None:
    readers = [source.segment.field(name) for source in sources]
    vocabularies = [reader.terms() for reader in readers]
    terms, ranks = _ranked(vocabularies)
    weights = np.zeros(len(terms), np.int64)
    for reader, ranked in zip(readers, ranks, strict=True):
        weights[ranked] += reader.cf
    writer = FieldWriter(name, positions=positions)
    for first, last in ranges(weights):
        parts = [
            _part(reader, ranked, number, (first, last), positions=positions)
            for reader, ranked, number in zip(readers, ranks, numbers, strict=True)
        ]
        told = _joined(parts, last - first)
        kept = np.flatnonzero(told.df)
        told = told._replace(df=told.df[kept], cf=told.cf[kept])
        writer.add_streams([terms[first + place] for place in kept.tolist()], told)
        for source in sources:
            source.segment.sections.release()  # what is merged is not needed again
    writer.finish(out)


def _ranked(vocabularies: Sequence[Sequence[bytes]]) -> tuple[list[bytes], list[Ints]]:
    """Return the terms of all, sorted, and by vocabulary the place of each of its terms there.

    Terms are numbered as they come: those of the first vocabulary, the new ones of the second, and
    so on. These are a few ascending runs, which Python sorts quickly.
    """
    numbers = defaultdict[bytes, int](count().__next__)
    found = [np.fromiter(map(numbers.__getitem__, one), np.int64, len(one)) for one in vocabularies]
    terms = sorted(numbers)
    place = np.empty(len(terms), np.int64)
    place[np.fromiter(map(numbers.__getitem__, terms), np.int64, len(terms))] = np.arange(
        len(terms)
    )
    return terms, [place[one] for one in found]


def ranges(weights: Ints) -> Iterator[tuple[int, int]]:
    """Yield ranges of terms with about `AT_ONCE` occurrences each."""
    ends = np.cumsum(weights)
    first = 0
    while first < len(weights):
        before = int(ends[first - 1]) if first else 0
        last = int(np.searchsorted(ends, before + AT_ONCE, side="right"))
        last = max(last, first + 1)
        yield first, last
        first = last


class _Part(NamedTuple):
    """What one segment has of a range of terms, as gaps: its terms by their place in the range."""

    terms: Ints
    base: int  # documents of the segments before
    told: Streams


def _part(
    reader: FieldReader, ranks: Ints, numbers: Numbers, within: tuple[int, int], *, positions: bool
) -> _Part:
    low, high = np.searchsorted(ranks, within).tolist()
    told = reader.streams(low, high, positions=positions)
    if numbers.new is not None:
        told = _living(told, numbers.new)
    kept = np.flatnonzero(told.df)
    told = told._replace(df=told.df[kept], cf=told.cf[kept])
    return _Part(ranks[low:high][kept] - within[0], numbers.base, told)


def _living(told: Streams, numbers: Ints) -> Streams:
    """Return the postings of live documents, given the new number of each; -1 for a deleted one."""
    docs = numbers[ungapped(told.gaps, told.df)]
    live = docs >= 0
    df = summed(live, told.df)
    freqs = told.freqs[live]
    places = told.places
    if len(places):
        places = places[np.repeat(live, told.freqs + 1)]
    return Streams(df, df + summed(freqs, df), gaps(docs[live], df), freqs, places)


def _joined(parts: Sequence[_Part], size: int) -> Streams:
    """Return the postings of several segments, given in order, by term.

    Nothing is sorted, and positions stay gaps: each segment's share of a term goes behind that of
    the one before, from whose last document its first gap is told anew.
    """
    df, cf, last = (np.zeros(size, np.int64) for _ in range(3))
    for part in parts:
        df[part.terms] += part.told.df
        cf[part.terms] += part.told.cf
    # of four bytes: a segment holds fewer documents, and a document fewer words
    postings, occurrences = int(df.sum()), sum(len(part.told.places) for part in parts)
    found = (np.empty(held, np.int32) for held in (postings, postings, occurrences))
    merged = Streams(df, cf, *found)
    posting, place = starts(df), starts(cf)
    for terms, base, told in parts:
        at = slices(posting[terms], told.df)
        merged.freqs[at] = told.freqs
        merged.gaps[at] = told.gaps
        merged.gaps[posting[terms]] += (base - last[terms]).astype(np.int32)
        last[terms] = base + summed(told.gaps, told.df)
        posting[terms] += told.df
        if len(told.places):
            merged.places[slices(place[terms], told.cf)] = told.places
            place[terms] += told.cf
    return merged


def _copy_strings(out: SectionWriter, name: str, sources: Sequence[Source]) -> None:
    def lengths() -> Iterator[Ints]:
        for source in sources:
            ends = source.segment.sections.array(f"{name}.ends").astype(np.int64)
            yield np.diff(ends, prepend=0)[source.live]

    def runs() -> Iterator[NDArray[np.uint8]]:
        for source in sources:
            edges = np.append(source.segment.sections.array(f"{name}.ends"), 0).astype(np.int64)
            for first, last in live_runs(source.live):
                start, end = edges[first - 1], edges[last - 1]  # the last edge is 0
                yield source.segment.sections.array(f"{name}.bytes", start, end)

    out.add(f"{name}.bytes", runs(), "<u1")
    out.add(f"{name}.ends", np.cumsum(np.concatenate([*lengths(), np.empty(0, np.int64)])), "<u8")
