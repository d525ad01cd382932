"""Do the word lists of the analysis agree, with themselves and with each other?"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from telusur.index.language.folding import fold
from telusur.index.language.stopwords import stopwords

ROOT = Path(__file__).parents[2]
DATA = ROOT / "index" / "language" / "data"
STEMS = ROOT / "tests" / "data" / "stems.tsv"
SAMPLE = ROOT / "docs" / "stemming-sample.tsv"
WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
TABLES = {"families.tsv": 3, "doublings.tsv": 2}
LISTS = ("names.txt", "compounds.txt")


def lines(path: Path) -> list[str]:
    return [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]


def rows(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in lines(path)]


def stems_of(path: Path) -> dict[str, str]:
    return {row[0]: row[1] for row in rows(path)}


def words(name: str) -> set[str]:
    return set(lines(DATA / name))


@pytest.mark.parametrize("path", [*map(DATA.joinpath, (*TABLES, *LISTS)), STEMS, SAMPLE])
def test_a_file_says_first_what_it_is(path: Path) -> None:
    assert path.read_text("utf-8").startswith("# ")
    assert path.read_bytes().endswith(b"\n")
    assert path.read_bytes().isascii()


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_sorted_folded_and_says_nothing_twice(name: str) -> None:
    found = lines(DATA / name)
    assert all(one < other for one, other in pairwise(found))
    assert all(re.fullmatch("[a-z]+", word) and fold(word) == word for word in found)


@pytest.mark.parametrize(("name", "width"), TABLES.items())
def test_a_table_is_sorted_and_complete(name: str, width: int) -> None:
    found = rows(DATA / name)
    assert {len(row) for row in found} == {width}
    assert all(one[0] < other[0] for one, other in pairwise(found))
    assert all(WORD.fullmatch(word) for row in found for word in row[:2])


def test_a_stem_of_a_parted_family_is_its_own_stem() -> None:
    families = stems_of(DATA / "families.tsv")
    assert not [stem for stem in families.values() if families.get(stem) != stem]


def test_the_evidence_tells_both_counts() -> None:
    unfit = [row for row in rows(DATA / "families.tsv") if not re.search(r"\([^()]+\d\)$", row[2])]
    assert not unfit


def test_stemming_the_stem_of_a_doubling_changes_nothing() -> None:
    doublings = stems_of(DATA / "doublings.tsv")
    families = stems_of(DATA / "families.tsv")
    both = doublings | families
    assert not [stem for stem in doublings.values() if both.get(stem, stem) != stem]
    assert not [stem for stem in doublings.values() if "-" in stem and stem not in doublings]
    assert all("-" in form for form in doublings)


def test_a_name_is_in_no_other_file_and_no_function_word() -> None:
    others = {*stems_of(DATA / "families.tsv"), *words("compounds.txt"), *stopwords()}
    assert not words("names.txt") & others


def test_the_names_of_the_issue_are_there() -> None:
    named = "bekasi bali medan berlin kediri bengkulu pekanbaru perancis persija senayan terawan"
    assert set(named.split()) <= words("names.txt")


@pytest.mark.parametrize("path", [STEMS, SAMPLE])
def test_the_forms_of_a_benchmark_are_whole_rows_said_once(path: Path) -> None:
    found = rows(path)
    assert {len(row) for row in found} == {3}
    assert max(Counter(row[0] for row in found).values()) == 1
    for form, stem, _ in found:
        assert WORD.fullmatch(form)
        assert all(WORD.fullmatch(one) for one in stem.split("|"))


@pytest.mark.parametrize("path", [STEMS, SAMPLE])
def test_the_benchmarks_choose_as_the_word_files_do(path: Path) -> None:
    chosen = {form: stem.split("|")[0] for form, stem in stems_of(path).items()}
    told = stems_of(DATA / "doublings.tsv") | stems_of(DATA / "families.tsv")
    whole = {word: word for word in words("names.txt") | words("compounds.txt")}
    for form, stem in (told | whole).items():
        assert chosen.get(form, stem) == stem


def test_the_sample_has_three_hundred_words_and_four_verdicts() -> None:
    found = rows(SAMPLE)
    assert len(found) == 300
    assert {row[2] for row in found} == {"root", "name", "derived", "parted"}
    whole = [row for row in found if row[2] in {"root", "name"}]
    assert all(row[0] in row[1].split("|") for row in whole)
    assert all(row[0] not in row[1].split("|") for row in found if row[2] == "derived")
    assert all("|" in row[1] for row in found if row[2] == "parted")


def test_the_forms_cover_every_kind_of_rule() -> None:
    groups = Counter(row[2] for row in rows(STEMS))
    assert len(rows(STEMS)) >= 600
    assert min(groups.values()) >= 10
