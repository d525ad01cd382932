"""Does a file of sections give back what was written, and tell every byte that is wrong?"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from telusur.corpora.article import Article
from telusur.index.commits.store import open_snapshot
from telusur.index.disk import sections as sections_of
from telusur.index.disk.postings import Block, FieldReader
from telusur.index.disk.runs import ascending, gaps, starts, ungapped
from telusur.index.disk.sections import PAGE, Sections, SectionWriter
from telusur.index.errors import IndexCorrupt
from telusur.index.segments.field_writing import FieldWriter
from telusur.index.updates.job import build

TEXT = "Komisi Pemberantasan Korupsi memeriksa anak-anak perusahaan di Jakarta."


@pytest.fixture
def segment(tmp_path: Path) -> Path:
    articles = [Article(id=f"n{n}", title=f"Judul {n}", text=TEXT * n) for n in range(4)]
    build(articles, tmp_path / "index")
    return next((tmp_path / "index").glob("*.tls"))


def test_sections_longer_than_a_page_come_back(tmp_path: Path) -> None:
    numbers = np.arange(3 * PAGE, dtype=np.int64) * 7
    with SectionWriter(tmp_path / "x") as out:
        out.add("odd", np.arange(13), "<u1")
        out.add("pieces", (numbers[n : n + 1000] for n in range(0, len(numbers), 1000)), "<i8")
        out.add("none", np.empty(0), "<u4")
    sections = Sections(tmp_path / "x")
    assert sections.array("odd").tolist() == list(range(13))
    assert (sections.array("pieces") == numbers).all()
    assert sections.array("pieces", 70_000, 70_003).tolist() == [490_000, 490_007, 490_014]
    assert (sections.length("none"), sections.length("absent")) == (0, 0)
    sections.check()


def test_every_byte_that_changes_is_noticed(segment: Path) -> None:
    whole = segment.read_bytes()
    for place in range(len(whole)):
        changed = bytearray(whole)
        changed[place] ^= 1 << (place % 8)
        segment.write_bytes(changed)
        with pytest.raises(IndexCorrupt) as error:
            Sections(segment).check()
        assert str(segment) in error.value.message


def test_a_file_cut_anywhere_is_noticed_at_its_opening(segment: Path) -> None:
    whole = segment.read_bytes()
    for length in [*range(0, len(whole), len(whole) // 50), len(whole) - 1]:
        segment.write_bytes(whole[:length])
        with pytest.raises(IndexCorrupt):
            Sections(segment)


def test_a_longer_file_and_a_foreign_one_are_refused(segment: Path) -> None:
    whole = segment.read_bytes()
    for content in (whole + b"\0", b"x" * 10_000, whole[8:]):
        segment.write_bytes(content)
        with pytest.raises(IndexCorrupt):
            open_snapshot(segment.parent)


def test_every_byte_of_the_list_of_segments_counts(segment: Path) -> None:
    path = next(segment.parent.glob("segments_*.json"))
    whole = path.read_bytes()
    for place in range(len(whole)):
        changed = bytearray(whole)
        changed[place] ^= 1
        path.write_bytes(changed)
        with pytest.raises(IndexCorrupt):
            open_snapshot(segment.parent)


RUNS = st.lists(
    st.lists(st.integers(0, 15) | st.integers(0, 1 << 20), max_size=6).map(sorted),
    max_size=8,
)


@given(RUNS)
def test_gaps_are_undone(runs: list[list[int]]) -> None:
    values = np.array([value for run in runs for value in run], np.int64)
    counts = np.array([len(run) for run in runs], np.int64)
    assert ungapped(gaps(values, counts), counts).tolist() == values.tolist()
    assert ascending(values, counts) == all(len(set(run)) == len(run) for run in runs)
    assert starts(counts).tolist() == [sum(map(len, runs[:n])) for n in range(len(runs))]


def random_field(seed: int) -> tuple[list[bytes], Block]:
    """Return a field with terms of every width: few and many documents, near and far apart."""
    rng = np.random.default_rng(seed)
    terms = sorted({bytes(rng.integers(97, 123, rng.integers(1, 5), np.uint8)) for _ in range(60)})
    docs = [
        np.sort(rng.choice(10 ** rng.integers(2, 7), rng.integers(1, 40), replace=False))
        for _ in terms
    ]
    most = [int(rng.choice([2, 300, 70_000])) for _ in terms]
    freqs = [
        np.minimum(rng.integers(1, top, len(d)), 400) for top, d in zip(most, docs, strict=True)
    ]
    positions = [
        np.sort(rng.choice(90_000, freq, replace=False)) for one in freqs for freq in one.tolist()
    ]
    df = np.array([len(d) for d in docs])
    return terms, Block(df, *map(np.concatenate, (docs, freqs, positions)))


def cut(block: Block, terms: int, docs: int) -> tuple[Block, Block]:
    """Return a block as two: its first terms, with so many documents, and the others."""
    places = int(block.freqs[:docs].sum())
    return (
        Block(block.df[:terms], block.docs[:docs], block.freqs[:docs], block.positions[:places]),
        Block(block.df[terms:], block.docs[docs:], block.freqs[docs:], block.positions[places:]),
    )


@pytest.mark.parametrize("seed", range(8))
def test_a_field_comes_back_whole_and_term_by_term(seed: int, tmp_path: Path) -> None:
    terms, block = random_field(seed)
    writer = FieldWriter("x", positions=True)
    half = int(block.df[: len(terms) // 2].sum())
    for run, some in zip(cut(block, len(terms) // 2, half), (0, 1), strict=True):
        writer.add(terms[: len(terms) // 2] if not some else terms[len(terms) // 2 :], run)
    with SectionWriter(tmp_path / "x") as out:
        writer.finish(out)
    reader = FieldReader(Sections(tmp_path / "x"), "x")
    assert reader.terms() == terms
    whole = reader.block(0, len(terms), positions=True)
    assert all((mine == other).all() for mine, other in zip(whole, block, strict=True))
    first, occurrence = starts(block.df), starts(block.cf)
    for place, term in enumerate(terms):
        assert reader.find(term) == place
        run = slice(first[place], first[place] + block.df[place])
        docs, freqs = reader.postings(place)
        assert docs.tolist() == block.docs[run].tolist()
        assert freqs.tolist() == block.freqs[run].tolist()
        places = reader.block(place, place + 1, positions=True).positions
        last = occurrence[place] + block.cf[place]
        assert places.tolist() == block.positions[occurrence[place] : last].tolist()
        chosen = np.arange(seed % 2, len(docs), 3)
        runs = np.split(places, np.cumsum(freqs)[:-1])
        expected = [one for which in chosen.tolist() for one in runs[which].tolist()]
        assert reader.positions(place, chosen, freqs).tolist() == expected
        assert reader.firsts(place, freqs).tolist() == [run[0] for run in runs if len(run)]


def test_two_sections_of_one_name_are_refused(tmp_path: Path) -> None:
    with SectionWriter(tmp_path / "x") as out:
        out.add("a", np.arange(3), "<u1")
        with pytest.raises(ValueError, match="two sections are named a"):
            out.add("a", np.arange(4), "<u1")
    assert Sections(tmp_path / "x").array("a").tolist() == [0, 1, 2]


def test_memory_given_back_is_read_again(tmp_path: Path) -> None:
    numbers = np.arange(3 * PAGE)
    with SectionWriter(tmp_path / "x") as out:
        out.add("a", numbers, "<u4")
    sections = Sections(tmp_path / "x")
    before = sections.array("a")
    sections.release()
    assert (before == numbers).all()
    assert (sections.array("a") == numbers).all()


def test_what_stays_mapped_is_given_back_before_it_grows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sections_of, "RESIDENT", 3 * PAGE)
    released: list[Path] = []
    release = Sections.release
    monkeypatch.setattr(
        Sections, "release", lambda self: (released.append(self.path), release(self))[1]
    )
    numbers = np.arange(10 * PAGE // 4, dtype=np.uint32)
    paths = [tmp_path / "x", tmp_path / "y"]
    for path in paths:
        with SectionWriter(path) as out:
            out.add("a", numbers, "<u4")
    files = [Sections(path) for path in paths]

    def read(file: Sections, page: int) -> None:
        start = page * PAGE // 4
        assert file.array("a", start, start + 10).tolist() == list(range(start, start + 10))

    files[1].array("a")  # too much: nothing of earlier tests is counted any more
    read(files[0], 1)
    released.clear()
    for place in (1, 2, 2, 1):  # what is read again is not counted again
        read(files[0], place)
    read(files[1], 1)
    assert not released
    read(files[1], 2)  # the fourth page: those of the other file go as well
    assert set(paths) <= set(released)
    released.clear()
    read(files[1], 2)  # it alone is there
    read(files[0], 2)
    read(files[0], 1)
    assert not released
    read(files[1], 3)
    assert set(paths) <= set(released)


def test_a_closed_file_is_not_asked_to_give_memory_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = np.arange(10 * PAGE // 4, dtype=np.uint32)
    for name in "xy":
        with SectionWriter(tmp_path / name) as out:
            out.add("a", numbers, "<u4")
    closed, file = Sections(tmp_path / "x"), Sections(tmp_path / "y")
    assert closed.array("a", 0, 3).tolist() == [0, 1, 2]
    closed.close()
    monkeypatch.setattr(sections_of, "RESIDENT", PAGE)
    assert (file.array("a") == numbers).all()
    assert (file.array("a", 5 * PAGE // 4) == numbers[5 * PAGE // 4 :]).all()
