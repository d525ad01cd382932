"""Are the lists of roots and of loans well formed, and do they hold roots and nothing else?"""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

DATA = files("telusur.index.language.data")

LOOK_DERIVED = """
arisan bajingan bangku bosan cekatan durian empunya gadungan jaman kalian kanan kasihan kemudian
komedian lahan lebaran makalah makan mapan masalah maupun pakan pelan pelikan peran rambutan
ringan risalah selatan selokan serakah setan sopan tingkah topan tungku
"""  # a suffix on another listed root, it seems, and roots all the same

FREE = """
nilai pantai mulai jalan makan bukan tahan tanya punya sekolah jumlah masalah kamu laku ilmu saku
himpun maupun perang pesan menteri materi dikte kesan selasa berita bahan halaman pangan sepeda
kecil dinas dingin merah mesin penting pecah peran benar belum terang teman tetap akses bank kasus
program organisasi agama yang dengan sembilan miliar
"""  # occur bare; an end or a start that only looks like an affix, loans, function words

BOUND = """
juang temu henti tawar selenggara kunjung anjur imbau selidik berantas cantum tanggulang
"""  # hardly ever occur but under affixes

OTHERS = """
gerakan pemerintah bantuan pendidikan pilihan penyelidikan berikan pergerakan penarikan memesan
kutukan dikurangi pemberantasan perbankan modernisasi globalisasi makanan tulisan bangunan
permainan perusahaan kesehatan keamanan beragam berjalan terbesar tersangka penduduk petani
antas gera rang bekasi jakarta surabaya indonesia jokowi
"""  # derived forms, what a careless stemmer leaves of them, names


def lines(name: str) -> list[str]:
    """Return the lines of a data file without its comments."""
    text = DATA.joinpath(name).read_text("utf-8")
    assert text.startswith("#")
    assert text.endswith("\n")
    return [line for line in text.splitlines() if not line.startswith("#")]


ROOTS = lines("roots.txt")
LOANS = dict(line.split("\t") for line in lines("loans.tsv"))


@pytest.mark.parametrize("words", [ROOTS, list(LOANS)], ids=["roots", "loans"])
def test_a_list_is_sorted_unique_and_lower_case(words: list[str]) -> None:
    assert words == sorted(set(words))
    assert all(re.fullmatch("[a-z]{2,}", word) for word in words)


def test_the_roots_are_thousands() -> None:
    assert 7_000 <= len(ROOTS) <= 15_000


def test_a_loan_leads_to_a_root_in_one_step() -> None:
    known = set(ROOTS)
    assert set(LOANS.values()) <= known
    assert not known & set(LOANS)


@pytest.mark.parametrize("word", (FREE + BOUND).split())
def test_a_root_is_listed(word: str) -> None:
    assert word in ROOTS


@pytest.mark.parametrize("word", OTHERS.split())
def test_a_derived_form_a_false_root_or_a_name_is_not_listed(word: str) -> None:
    assert word not in ROOTS


@pytest.mark.parametrize("suffix", ["nya", "lah", "kah", "pun", "ku", "mu", "an", "kan"])
def test_no_root_is_another_root_with_a_suffix(suffix: str) -> None:
    found = {word.removesuffix(suffix) for word in ROOTS if word.endswith(suffix)}
    known = {word for word in ROOTS if len(word) > 2}
    assert {word + suffix for word in found & known} <= set(LOOK_DERIVED.split())
