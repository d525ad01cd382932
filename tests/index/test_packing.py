"""Do packed numbers, narrow columns and dictionaries give back what was put in?"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from telusur.index.disk.dictionary import Dictionary, write_terms
from telusur.index.disk.narrow import Narrow, write_narrow
from telusur.index.disk.packing import (
    DTYPES,
    MIXED,
    PLANES,
    SPARSE,
    WORD8,
    WORD16,
    WORD32,
    ZERO,
    pack,
    pick,
    unpack,
)
from telusur.index.disk.sections import Sections, SectionWriter

quickly = settings(max_examples=150)
numbers = st.one_of(
    st.integers(0, 3),
    st.integers(0, 255),
    st.integers(0, 65_535),
    st.integers(0, 2**32 - 1),
)
runs = st.lists(st.lists(numbers, max_size=20), max_size=6)
sparse_runs = st.lists(
    st.lists(st.one_of(st.just(0), st.just(0), st.integers(0, 400)), max_size=40), max_size=6
)
GAPS, FREQS = (WORD8, WORD16, WORD32, MIXED), (ZERO, SPARSE, WORD32)


class Shelf:
    """Packed runs, read as from a file."""

    def __init__(self, given_runs: list[list[int]], forms: tuple[int, ...]) -> None:
        self.counts = np.array([len(run) for run in given_runs], np.int64)
        values = np.array([one for run in given_runs for one in run], np.int64)
        self.packed = pack(values, self.counts, forms)

    def plane(self, name: str, start: int, stop: int) -> NDArray[Any]:
        items = self.packed.planes[name]
        assert items.dtype == np.dtype(DTYPES[name])
        assert 0 <= start <= stop <= len(items)
        return items[start:stop]

    def first(self, run: int) -> dict[str, int]:
        return {plane: int(self.packed.sizes[plane][:run].sum()) for plane in PLANES}

    def unpacked(self, start: int, stop: int) -> list[int]:
        forms, counts = self.packed.forms[start:stop], self.counts[start:stop]
        return unpack(forms, counts, self.plane, self.first(start)).tolist()


@quickly
@given(st.one_of(st.tuples(runs, st.just(GAPS)), st.tuples(sparse_runs, st.just(FREQS))))
def test_runs_come_back_one_by_one_and_in_ranges(given_: tuple[Any, tuple[int, ...]]) -> None:
    given_runs, forms = given_
    shelf = Shelf(given_runs, forms)
    for start in range(len(given_runs)):
        for stop in range(start + 1, len(given_runs) + 1):
            expected = [one for run in given_runs[start:stop] for one in run]
            assert shelf.unpacked(start, stop) == expected
        run = given_runs[start]
        for step in (1, 3):
            where = np.arange(0, len(run), step)
            form = int(shelf.packed.forms[start])
            found = pick(form, where, len(run), shelf.plane, shelf.first(start))
            assert found.tolist() == run[::step]


def test_every_form_is_chosen_where_it_is_the_smallest() -> None:
    few_large = [1] * 30 + [300]
    shelf = Shelf([[3, 255], [300] * 8, [70_000], few_large], GAPS)
    assert shelf.packed.forms.tolist() == [WORD8, WORD16, WORD32, MIXED]
    shelf = Shelf([[0] * 9, [0] * 9 + [7], [0, 300]], FREQS)
    assert shelf.packed.forms.tolist() == [ZERO, SPARSE, WORD32]


@quickly
@given(st.lists(numbers, max_size=50), st.data())
def test_a_narrow_column_gives_any_slice(values: list[int], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(values)))
    stop = data.draw(st.integers(start, len(values)))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x"
        with SectionWriter(path) as out:
            write_narrow(out, "n", np.array(values, np.int64))
        column = Narrow(Sections(path), "n")
        assert column.count == len(values)
        assert column.slice(start, stop).tolist() == values[start:stop]


@quickly
@given(st.lists(st.binary(max_size=3), max_size=120, unique=True), st.lists(st.binary(max_size=3)))
def test_a_dictionary_finds_its_terms_and_no_others(
    known: list[bytes], others: list[bytes]
) -> None:
    known.sort()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x"
        with SectionWriter(path) as out:
            write_terms(out, "f", known)
        found = Dictionary(Sections(path), "f")
        assert found.terms() == known
        assert (
            found.terms(len(known) // 3, len(known) // 2)
            == known[len(known) // 3 : len(known) // 2]
        )
        for place, term in enumerate(known):
            assert found.find(term) == found.lower_bound(term) == place
        for term in others:
            assert found.lower_bound(term) == sum(one < term for one in known)
            assert (found.find(term) is not None) == (term in known)
