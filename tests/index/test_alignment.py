"""Is the long form of a short form found, and where it begins?"""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from telusur.index.language.alignment import IMPOSSIBLE, Word, ends, explained, pieces
from telusur.index.language.naming import links
from telusur.tests.support.alignment import slow_cost, slow_explained


def words(text: str) -> list[Word]:
    return [Word(one, one in links()) for one in text.lower().split()]


def found(short: str, before: str) -> str:
    size = explained(short.lower(), words(before), blend=not short.isupper()).size
    return " ".join(before.split()[-size:]) if size else ""


@pytest.mark.parametrize(
    ("short", "before", "long"),
    [
        ("KPK", "mantan ketua Komisi Pemberantasan Korupsi", "Komisi Pemberantasan Korupsi"),
        ("BPJS", "di Badan Penyelenggara Jaminan Sosial", "Badan Penyelenggara Jaminan Sosial"),
        ("PPP", "Pimpinan Pusat Partai Persatuan Pembangunan", "Partai Persatuan Pembangunan"),
        ("APBN", "anggaran pendapatan belanja negara", "anggaran pendapatan belanja negara"),
        ("KLHK", "lingkungan hidup dan kehutanan", ""),
        ("LHK", "lingkungan hidup dan kehutanan", "lingkungan hidup dan kehutanan"),
        ("KDRT", "kekerasan dalam rumah tangga", "kekerasan dalam rumah tangga"),
        ("TPPO", "tindak pidana perdagangan orang", "tindak pidana perdagangan orang"),
        ("Korut", "dari Korea Utara", "Korea Utara"),
        ("Kemenkeu", "pegawai Kementerian Keuangan", "Kementerian Keuangan"),
        ("Pilkada", "pemilihan kepala daerah", "pemilihan kepala daerah"),
        ("Polri", "Kepolisian Republik Indonesia", "Kepolisian Republik Indonesia"),
        ("Polri", "Kepolisian Negara Republik Indonesia", "Kepolisian Negara Republik Indonesia"),
        ("Kejagung", "Kejaksaan Agung", "Kejaksaan Agung"),
        ("Bareskrim", "Kepala Badan Reserse Kriminal", "Badan Reserse Kriminal"),
        ("Jabodeta", "ke Jakarta Bogor Depok Tangerang", "Jakarta Bogor Depok Tangerang"),
        ("karhutla", "kebakaran hutan dan lahan", "kebakaran hutan dan lahan"),
        ("Jokowi", "Presiden Joko Widodo", "Joko Widodo"),
    ],
)  # fmt: skip
def test_a_short_form_stands_for_the_words_that_explain_it(
    short: str, before: str, long: str
) -> None:
    assert found(short, before) == long


@pytest.mark.parametrize(
    ("short", "before"),
    [
        ("KPK", "kata Febri di Jakarta"),
        ("Persero", "Perusahaan Perseroan"),
        ("Bekasi", "warga Kabupaten Bekasi"),
        ("AS", "Amerika untuk Kawasan Serikat Pekerja"),
        ("Jepang", "pemain asal Jepang Panjang"),
        ("evn", "kepada wartawan"),
        ("KPK", "korupsi"),
        ("KPK", ""),
    ],
)
def test_what_explains_nothing_stands_for_nothing(short: str, before: str) -> None:
    assert found(short, before) == ""


letters = st.text(alphabet="kepans", min_size=1, max_size=6)
short_forms = st.text(alphabet="kepans", min_size=2, max_size=5)


@given(short=short_forms, word=letters)
@example(short="polri", word="kepolisian")
@example(short="pilkada", word="pemilihan")
@example(short="keaman", word="pengaman")
def test_the_pieces_of_a_word_are_all_that_it_can_give(short: str, word: str) -> None:
    told = {(one.start, one.end): one.cost for one in pieces(short, word)}
    spans = ((a, b) for a in range(len(short)) for b in range(a + 1, len(short) + 1))
    costs = {(a, b): slow_cost(word, short[a:b]) for a, b in spans if (a, b) != (0, len(short))}
    can = {at: cost for at, cost in costs.items() if cost < IMPOSSIBLE}
    whole = len(short) > 3 and word.startswith(short)
    assert told == ({} if whole else can)
    assert ends(short, word) == any(end == len(short) for _, end in told)


@settings(max_examples=300)
@given(
    short=short_forms,
    before=st.lists(st.builds(Word, letters, st.booleans()), max_size=6),
    blend=st.booleans(),
)
@example("nnn", [Word("n", False), Word("n", False), Word("nn", False)], False)
def test_the_long_form_is_the_cheapest_of_all_ways_to_explain_the_letters(
    short: str, before: list[Word], blend: bool
) -> None:
    size, cost = slow_explained(short, before, blend=blend)
    told = explained(short, before, blend=blend)
    assert told.cost == min(cost, IMPOSSIBLE)
    if told.size != size:  # a shorter run costs as little, but is not one of initials
        assert not blend
        assert told.cost == 0
        assert short in initials(before[-told.size :])


def initials(run: list[Word]) -> set[str]:
    """Return what the first letters of some words spell, with any of the optional ones left out."""
    found = {""}
    for word in run:
        longer = {one + word.text[0] for one in found}
        found = found | longer if word.optional else longer
    return found
