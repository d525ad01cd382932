"""Are people told from desks, roles, degrees and addresses in every kind of signature?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telusur.corpora.authors import MOST, byline, desk_in, people, roles_in, signers


@pytest.mark.parametrize(
    ("signature", "expected"),
    [
        ("Ani Wijaya", ("Ani Wijaya",)),
        ("Suharyanto", ("Suharyanto",)),
        ("Oleh: Ani Wijaya, Budi Hartono", ("Ani Wijaya", "Budi Hartono")),
        ("Ani Wijaya dan Budi Hartono", ("Ani Wijaya", "Budi Hartono")),
        ("Ani Wijaya & Budi Hartono", ("Ani Wijaya", "Budi Hartono")),
        ("Ani Wijaya / Budi Hartono", ("Ani Wijaya", "Budi Hartono")),
        ("Ani Wijaya, ANI WIJAYA", ("Ani Wijaya",)),
        ("Ani Wijaya, CNN Indonesia", ("Ani Wijaya",)),
        ("Ani Wijaya - detikNews", ("Ani Wijaya",)),
        ("Ani Wijaya - Senin, 12 Mei 2023 10:00 WIB", ("Ani Wijaya",)),
        ("Ani Wijaya Diterbitkan 9 Maret 2016", ("Ani Wijaya",)),
        ("Ani Wijaya (ani@kabar.example)", ("Ani Wijaya",)),
        ("Ani Wijaya @aniwijaya", ("Ani Wijaya",)),
        ("Ani Wijaya, Jurnalis", ("Ani Wijaya",)),
        ("Ani Wijaya, Jakarta", ("Ani Wijaya",)),
        ("Kontributor Lhokseumawe, Masriadi", ("Masriadi",)),
        ("Laporan Wartawan Tribunnews.com, Ani Wijaya", ("Ani Wijaya",)),
        ("Wartawan Tribun Jabar, Ani Wijaya", ("Ani Wijaya",)),
        ("Prof. Dr. Ani Wijaya, S.H., M.Hum.", ("Ani Wijaya",)),
        ("dr. Ani Wijaya", ("Ani Wijaya",)),
        ("Ani Wijaya S.Pd", ("Ani Wijaya",)),
        ("KH Ali Ma'ruf", ("KH Ali Ma'ruf",)),
        ("ANI WIJAYA", ("Ani Wijaya",)),
        ("MASRIADI", ("Masriadi",)),
        ("M. RIZAL", ("M. Rizal",)),
        ("RR DEWI", ("RR Dewi",)),
        ("MUH. ALI MA'RUF", ("Muh. Ali Ma'ruf",)),
        ("Rr. Dewi Kartika", ("Rr. Dewi Kartika",)),
        ("ani wijaya", ("Ani Wijaya",)),
        ("Siti binti Ali", ("Siti binti Ali",)),
        ("Ni Luh Made Pertiwi F", ("Ni Luh Made Pertiwi F",)),
    ],
)
def test_people(signature: str, expected: tuple[str, ...]) -> None:
    assert people([signature]) == expected


@pytest.mark.parametrize(
    "signature",
    [
        *(
            "Redaksi",
            "Tim Redaksi",
            "Tim detikcom",
            "Tim detikcom - detikNews",
            "Newsroom",
            "admin",
        ),
        *("CNN Indonesia", "BBC News Indonesia", "Kompas Cyber Media", "Litbang Kompas"),
        *("Biro Pers Istana", "KlikDokter", "Pemeriksa Fakta Junior", "Deutsche Welle (DW)"),
        *("Kemendagri", "Sekretariat Presiden", "Jasa Marga", "Administrator"),
    ],
)
def test_desks_are_no_people(signature: str) -> None:
    assert people([signature]) == ()
    assert desk_in([signature]) == signature.removesuffix(" - detikNews")


@pytest.mark.parametrize(
    "signature",
    [
        *("", "-", "123", "@ani", "https://www.facebook.com/ani", "Web Design; Development"),
        *("Penulis tidak ditemukan", "null", "Share on Facebook", "Ikuti Kami", "BRI", "O"),
        *("KOMPAS.com/ANI WIJAYA", "Reuters", "Antara", "AFP", "Jakarta", "Nasional"),
        *("Harga beras naik lagi di pasar", "Editor", "Pilihan Editor"),
    ],
)
def test_what_signs_nothing_is_neither(signature: str) -> None:
    assert people([signature]) == ()
    assert desk_in([signature]) is None


@pytest.mark.parametrize(
    ("line", "writers", "editors"),
    [
        ("Penulis: Ani Wijaya | Editor: Budi", ("Ani Wijaya",), ("Budi",)),
        ("Rep: Muhyiddin/ Red: Ani Wijaya", ("Muhyiddin",), ("Ani Wijaya",)),
        ("Pewarta : Ani Editor: Budi H Copyright © KABAR 2023", ("Ani",), ("Budi H",)),
        ("(Reporter: Ani Wijaya, Editor: Budi)", ("Ani Wijaya",), ("Budi",)),
        ("Penulis: Kontributor Palu, Ani Editor : Budi Sumber: X", ("Ani",), ("Budi",)),
        ("Oleh Ani Wijaya pada 12 Mei 2020, 10:00 WIB", ("Ani Wijaya",), ()),
        ("By Ani Wijaya on 16 Feb 2016 at 09:09 WIB", ("Ani Wijaya",), ()),
        ("Kontributor Bandung, Ani Wijaya", ("Ani Wijaya",), ()),
        ("Editor: Cahya", (), ("Cahya",)),
        ("Penyunting: Cahya Dewi", (), ("Cahya Dewi",)),
        ("Oleh karena itu, harga turun.", (), ()),
        ("Oleh Budi Setiawan harga itu dinaikkan dua kali dalam sepekan", (), ()),
        ("Wartawan senior itu, kata dia, pulang", (), ()),
        ("Sumber foto: Ani Wijaya", (), ()),
        ("Menurut penulis: Ani Wijaya", (), ()),
    ],
)
def test_credit_lines(line: str, writers: tuple[str, ...], editors: tuple[str, ...]) -> None:
    roles = roles_in(line)
    assert (people([roles.writer]), people([roles.editor])) == (writers, editors)
    assert byline(line) == writers


def test_sources_are_kept_apart() -> None:
    assert roles_in("Editor: Budi Sumber: Antara").source == "Antara"
    assert roles_in("Sumber foto: Antara").source == ""


def test_a_list_of_the_newsroom_names_nobody() -> None:
    names = [f"Ani {chr(65 + place)}wijaya" for place in range(MOST + 1)]
    assert len(people(names[:MOST])) == MOST
    assert people(names) == ()


def test_records_keep_their_authors_as_they_name_them() -> None:
    assert signers(["ani wijaya", "R2"]) == (("ani wijaya", "R2"), None)
    assert signers(["Ani/Budi"]) == (("Ani/Budi",), None)
    assert signers(["Penulis tidak ditemukan"]) == ((), None)
    assert signers(["Tim detikcom", "REUTERS"]) == ((), "Tim detikcom")
    assert signers([]) == ((), None)


@given(st.lists(st.text("AaBbniu .,/-–:@()&'é0\nDdrRSM", max_size=60), max_size=4))
def test_names_are_stable_and_clean(signatures: list[str]) -> None:
    names = people(signatures)
    assert people(names) == names
    assert len(set(names)) == len(names)
    assert all(name == " ".join(name.split()) and name[0].isalpha() for name in names)
