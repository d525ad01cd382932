"""How do several segments become one?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .columns import merge_columns
from .narrow import least_dtype
from .postings import Block, FieldReader, FieldWriter
from .prints import merge_prints
from .runs import Ints, starts
from .schema import PUBLISHED, SETS, TEXTS
from .sections import SectionWriter
from .segment import IDS, SegmentFile
from .texts import Live, copy_articles, live_runs

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


def _new_numbers(live: Sequence[Mask]) -> list[Ints]:
    """Return the new number of each document of each segment; -1 for a deleted one."""
    found: list[Ints] = []
    base = 0
    for mask in live:
        found.append(np.where(mask, base + np.cumsum(mask) - 1, -1))
        base += int(mask.sum())
    return found


def _merge_field(
    out: SectionWriter,
    name: str,
    sources: Sequence[Source],
    numbers: Sequence[Ints],
    *,
    positions: bool,
) -> None:
    readers = [source.segment.field(name) for source in sources]
    vocabularies = [reader.terms() for reader in readers]
    terms = sorted(set[bytes]().union(*vocabularies))
    rank = {term: place for place, term in enumerate(terms)}
    ranks = [np.array([rank[term] for term in known], np.int64) for known in vocabularies]
    weights = np.zeros(len(terms), np.int64)
    for reader, ranked in zip(readers, ranks, strict=True):
        weights[ranked] += reader.cf
    writer = FieldWriter(name, positions=positions)
    for first, last in ranges(weights):
        pieces = [
            _piece(reader, ranked, number, (first, last), positions=positions)
            for reader, ranked, number in zip(readers, ranks, numbers, strict=True)
        ]
        block = _joined(pieces, last - first)
        kept = np.flatnonzero(block.df)
        writer.add(
            [terms[first + place] for place in kept.tolist()], block._replace(df=block.df[kept])
        )
        for source in sources:
            source.segment.sections.release()  # what is merged is not needed again
    writer.finish(out)


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


class _Piece(NamedTuple):
    """Live postings of one segment for a range of terms: term within the range, and the rest."""

    terms: Ints
    docs: Ints
    freqs: Ints
    positions: Ints


def _piece(
    reader: FieldReader, ranks: Ints, numbers: Ints, within: tuple[int, int], *, positions: bool
) -> _Piece:
    low, high = np.searchsorted(ranks, within).tolist()
    block = reader.block(low, high, positions=positions)
    docs = numbers[block.docs] if len(block.docs) else block.docs
    live = docs >= 0
    places = block.positions[np.repeat(live, block.freqs)] if positions else block.positions
    terms = np.repeat(ranks[low:high] - within[0], block.df)
    return _Piece(terms[live], docs[live], block.freqs[live], places)


def _joined(pieces: Sequence[_Piece], count: int) -> Block:
    """Return the postings of several segments, given in order, by term."""
    terms, docs, freqs, positions = map(np.concatenate, zip(*pieces, strict=True))
    order = np.argsort(terms, kind="stable")  # documents of later segments are greater
    if len(positions):
        lengths = freqs[order]
        moved = np.repeat(starts(freqs)[order] - starts(lengths), lengths)
        positions = positions[moved + np.arange(len(positions))]
    return Block(np.bincount(terms, minlength=count), docs[order], freqs[order], positions)


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
