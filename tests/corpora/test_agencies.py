"""Is the agency of an article told from those of its pictures and quotations?"""

from __future__ import annotations

import pytest
from telusur.corpora.agencies import agency_at, agency_in, agency_named, agency_of

BODY = ["Harga beras turun lagi di pasar induk.", "Pedagang senang.", "Pembeli juga."]


@pytest.mark.parametrize(
    ("last", "agency"),
    [
        ("Stok cukup. (Antara)", "Antara"),
        ("Stok cukup.(ANTARA)", "Antara"),
        ("Stok cukup [antara]", "Antara"),
        ("Stok cukup. (ant/rep)", "Antara"),
        ('"Cukup." (Ant/OL-3)', "Antara"),
        ("(AFP/ray)", "AFP"),
        ("Stok cukup. (AP/hoi)", "AP"),
        ("Stok cukup. (Sumber: AFP)", "AFP"),
        ("Stok cukup (Bloomberg)", "Bloomberg"),
        ("hp/ts (rtr, afp)", "Reuters"),
        ("Sumber: Antara", "Antara"),
        ("Sumber : Antara/Reuters", "Antara"),
        ("Source: Xinhua", "Xinhua"),
        # pictures, initials, abbreviations
        ("Warga antre. (REUTERS / Ani Wijaya)", None),
        ("Warga antre. (AFP PHOTO/Ani Wijaya)", None),
        ("Warga antre. (ANTARA FOTO/Ani Wijaya)", None),
        ("Stok cukup. (hoi/hoi)", None),
        ("Stok cukup. (ap)", None),
        ("Kata PT Angkasa Pura (AP).", None),
        ("Sumber: dokumen pribadi", None),
        ("Antara lain beras.", None),
    ],
)
def test_the_end_of_an_article(last: str, agency: str | None) -> None:
    assert agency_in([*BODY, last]) == agency


@pytest.mark.parametrize(
    ("first", "agency"),
    [
        ("LONDON (Reuters) - Harga minyak naik.", "Reuters"),
        ("Jakarta (ANTARA News) – Harga beras turun.", "Antara"),
        ("JAKARTA, (ANTARA) -- Harga beras turun.", "Antara"),
        ("Wamena ( ANTARA News ) - Harga beras turun.", "Antara"),
        ("Jakarta (BNPB) - Harga beras turun.", None),
        ("Warga antre beras (AFP) di pasar.", None),
        ("Jakarta, Kabar Kita - Harga beras turun.", None),
    ],
)
def test_the_dateline(first: str, agency: str | None) -> None:
    assert agency_in([first, *BODY * 3]) == agency


def test_signatures() -> None:
    assert agency_named("Kantor Berita Antara") == "Antara"
    assert agency_named("AFP/Ani Wijaya") == "AFP"
    assert agency_named("Deutsche Welle (DW)") is None
    assert agency_named("x" * 1000) is agency_named("") is None
    assert agency_at("https://jatim.antaranews.com/berita/1") == "Antara"
    assert agency_at("https://bukanantaranews.com/berita/1") is None
    assert agency_at(None) is None


def test_records_without_a_page() -> None:
    assert agency_of(["Reuters"], "Harga minyak naik.") == "Reuters"
    assert agency_of(["Ani Wijaya"], "Harga minyak naik.\n\nStok cukup. (Antara)\n") == "Antara"
    assert agency_of([], "") is None
