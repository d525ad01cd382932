"""Is a file of synonyms read, and a mistake in it named?"""

from __future__ import annotations

from pathlib import Path

import pytest
from telusur.search.asked.synonyms import MEND, SynonymFault, read_synonyms


def test_each_line_is_a_pair_that_goes_both_ways(tmp_path: Path) -> None:
    path = tmp_path / "sinonim.txt"
    path.write_text("# singkatan\n\nkpk = Komisi Antirasuah\nKPK=lembaga antikorupsi\n", "utf-8")
    synonyms = read_synonyms(path)
    assert [one.shown for one in synonyms.of("kpk")] == ["Komisi Antirasuah", "lembaga antikorupsi"]
    assert [one.key for one in synonyms.of("komisi antirasuah")] == ["kpk"]
    assert synonyms.of("antirasuah") == ()
    assert synonyms.begins == {"kpk", "komisi", "lembaga"}


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("kpk", "no = between two names"),
        ("kpk = a = b", "more than one ="),
        ("kpk =", "a name without a word"),
        ("= kpk", "a name without a word"),
        ("kpk = ?!", "a name without a word"),
        ("KPK = kpk", "both names are the same"),
    ],
)
def test_a_line_that_is_no_pair_is_named(line: str, problem: str, tmp_path: Path) -> None:
    path = tmp_path / "sinonim.txt"
    path.write_text(f"a = b\n{line}\n", "utf-8")
    with pytest.raises(SynonymFault) as raised:
        read_synonyms(path)
    assert raised.value.message == f"{path}, line 2: {problem}"
    assert raised.value.mend == MEND


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(SynonymFault, match=r"cannot read .*sinonim\.txt: No such file") as raised:
        read_synonyms(tmp_path / "sinonim.txt")
    assert raised.value.mend is None
    (tmp_path / "latin.txt").write_bytes(b"a = \xff\n")
    with pytest.raises(
        SynonymFault, match=r"cannot read .*latin\.txt: it is not in UTF-8"
    ) as raised:
        read_synonyms(tmp_path / "latin.txt")
    assert raised.value.mend == "save it as UTF-8"
