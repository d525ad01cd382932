"""Does each document keep its value through commits, deletes and merges?"""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from telusur.corpora.article import Article
from telusur.index.commits.store import open_snapshot, writing
from telusur.index.disk.columns import COLUMNS, merge_columns, read_column, write_columns
from telusur.index.disk.sections import Sections, SectionWriter
from telusur.index.errors import IndexCorrupt
from telusur.tests.support.corpora import build_index, random_batches, survivors

SITES = st.lists(st.sampled_from([None, "", "a", "b", "ä", "\U0001f600", "kompas.com"]), max_size=9)


def article(number: int, site: str | None = None) -> Article:
    return Article(id=f"n{number}", title="", text="kata", site=site)


def written(path: Path, sites: list[str | None]) -> Sections:
    with SectionWriter(path) as out:
        write_columns(out, [article(number, site) for number, site in enumerate(sites)])
    return Sections(path)


@given(SITES, SITES, st.integers(0, 2**18 - 1))
def test_values_come_back_and_merge(
    tmp_path_factory: pytest.TempPathFactory,
    first: list[str | None],
    second: list[str | None],
    bits: int,
) -> None:
    folder = tmp_path_factory.mktemp("columns")
    live = [bool(bits >> place & 1) for place in range(len(first) + len(second))]
    masks = np.array(live[: len(first)], bool), np.array(live[len(first) :], bool)
    parts = [written(folder / "a", first), written(folder / "b", second)]
    for part, sites in zip(parts, (first, second), strict=True):
        column = read_column(part, "site")
        assert [column.value(doc) for doc in range(len(sites))] == [one or None for one in sites]
    with SectionWriter(folder / "c") as out:
        merge_columns(out, list(zip(parts, masks, strict=True)))
    merged = Sections(folder / "c")
    column = read_column(merged, "site")
    expected = [one or None for one, kept in zip(first + second, live, strict=True) if kept]
    assert [column.value(doc) for doc in range(len(expected))] == expected
    assert column.values == sorted({one for one in expected if one is not None})
    for file in (*parts, merged):
        file.close()


@pytest.mark.parametrize(("count", "width"), [(255, 1), (256, 2), (65_536, 4)])
def test_an_ordinal_is_as_small_as_it_can_be(tmp_path: Path, count: int, width: int) -> None:
    sections = written(tmp_path / "a", [f"{number:06}" for number in range(count)])
    column = read_column(sections, "site")
    assert column.ordinals.dtype.itemsize == width
    assert column.ordinals.tolist() == list(range(1, count + 1))


def test_a_segment_without_columns_is_refused(tmp_path: Path) -> None:
    with SectionWriter(tmp_path / "a"):
        pass
    with pytest.raises(IndexCorrupt, match="no column site"):
        read_column(Sections(tmp_path / "a"), "site")


@pytest.mark.parametrize("seed", range(5))
def test_every_document_of_a_snapshot_has_its_value(seed: int, tmp_path: Path) -> None:
    batches = random_batches(random.Random(f"columns {seed}"))
    folder = build_index(tmp_path / "i", batches)
    for merged in (False, True):
        if merged:
            with writing(folder) as writer:
                writer.optimize()
        with open_snapshot(folder) as snapshot:
            docs = np.flatnonzero(snapshot.live).tolist()
            found = {snapshot.id(doc): doc for doc in docs}
            for name, value_of in COLUMNS.items():
                column = snapshot.column(name)
                assert len(column.ordinals) == snapshot.size
                for one in survivors(batches):
                    assert column.value(found[one.id]) == value_of(one)
