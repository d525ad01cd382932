"""Do the commands about words do what they say, and do exceptions reach every command?"""

from __future__ import annotations

from pathlib import Path

import pytest
from telusur.tests.support.command import FOUND, NOTHING, fails, telusur

TEXT = "Petugas menggulung tikar. Tikar digulung, tergulung, dan penggulungannya lama.\n"


def test_a_word_has_one_stem_a_line() -> None:
    done = telusur("stem", "anak-anak", "Penyelidikan", "di-PHK-kan")
    assert done.stdout == "anak-anak\tanak\nPenyelidikan\tselidik\ndi-PHK-kan\tphk\n"


def test_explain_shows_the_analyses_best_first() -> None:
    lines = telusur("stem", "--explain", "dikurangi").stdout.splitlines()
    assert lines[0] == "dikurangi\tkurang"
    assert lines[1] == "  dikurangi:"
    assert lines[2].split(maxsplit=1)[1] == "di- + kurang + -i"
    scores = [int(line.split()[0]) for line in lines[2:] if line.startswith("    ")]
    assert len(scores) > 2


def test_explain_follows_a_root_that_is_taken_apart_itself() -> None:
    told = telusur("stem", "--explain", "KPK-nya", "pemerintahnya", "17").stdout
    assert "KPK-nya\tkpk" in told
    assert "stated to be" in told
    assert "17: not taken apart" in told


@pytest.mark.parametrize(
    "written",
    [
        "kecualian: bekasinya = bekas\n",
        "kecualian: |\n  bekasinya = bekas\n  medan = medan\n",
        "kecualian: [bekasinya = bekas]\n",
        "kecualian:\n  bekasinya: bekas\n",
    ],
)
def test_exceptions_of_the_settings_decide(tmp_path: Path, written: str) -> None:
    assert telusur("stem", "bekasinya").stdout == "bekasinya\tbekasi\n"
    (tmp_path / "telusur.yaml").write_text(written, "utf-8")
    assert telusur("stem", "bekasinya", cwd=tmp_path).stdout == "bekasinya\tbekas\n"


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("kecualian: bekasi\n", "line 1: kecualian: expected word = stem, got 'bekasi'"),
        ("kecualian:\n  bekasi: 7\n", "line 2: kecualian: expected a text, got '7'"),
        ("lexicon: 7\n", "line 1: lexicon"),
    ],
)
def test_exceptions_that_are_none_are_refused(tmp_path: Path, written: str, told: str) -> None:
    (tmp_path / "telusur.yaml").write_text(written, "utf-8")
    assert told in fails("stem", "bekasi", cwd=tmp_path)


def test_index_and_search_follow_the_exceptions(tmp_path: Path) -> None:
    (tmp_path / "halaman").mkdir()
    (tmp_path / "halaman/a.jsonl").write_text(
        '{"id": "1", "title": "Pelantikan", "text": "Bupati melantik camat baru di pendopo."}\n'
    )
    settings = tmp_path / "telusur.yaml"
    settings.write_text("kecualian: melantik = sumpah\n", "utf-8")
    assert telusur("index", "halaman", cwd=tmp_path).returncode == FOUND
    assert telusur("count", "isi:sumpah", cwd=tmp_path).stdout == "1\n"
    assert telusur("count", "isi:lantik", cwd=tmp_path).returncode == NOTHING
    settings.write_text("kecualian: melantik = janji\n", "utf-8")
    assert "another analyser" in fails("search", "sumpah", cwd=tmp_path)
    assert "kecualian" in fails("search", "sumpah", cwd=tmp_path)
    settings.unlink()
    assert "telusur index PAGES --rebuild" in fails("search", "sumpah", cwd=tmp_path)


def test_a_lexicon_is_built_from_pages_and_used(tmp_path: Path) -> None:
    page = "\n\n".join(["Menggulung tikar", *[TEXT.strip()] * 3])
    (tmp_path / "tikar.txt").write_text(page, "utf-8")
    (tmp_path / "kata.tsv").write_text("gulungan\t5\nbergulung\t3\t2\t0\n", "utf-8")
    counts = ("--counts", "kata.tsv", "-o", "kamus.bin")
    done = telusur("lexicon", "build", "tikar.txt", *counts, cwd=tmp_path)
    assert done.returncode == FOUND, done
    assert "written to kamus.bin" in done.stderr
    assert done.stdout == ""
    first = (tmp_path / "kamus.bin").read_bytes()
    telusur("lexicon", "build", "tikar.txt", *counts, cwd=tmp_path)
    assert (tmp_path / "kamus.bin").read_bytes() == first
    (tmp_path / "telusur.yaml").write_text("lexicon: kamus.bin\n", "utf-8")
    told = telusur("stem", "penggulungannya", cwd=tmp_path).stdout
    assert told == "penggulungannya\tgulung\n"


def test_a_lexicon_that_cannot_be_built_or_read_is_told(tmp_path: Path) -> None:
    assert "no pages and no counts named" in fails("lexicon", "build", "-o", "x", cwd=tmp_path)
    (tmp_path / "kata.tsv").write_text("kata\t1\n", "utf-8")
    build = ("lexicon", "build", "--counts", "kata.tsv", "-o", "x")
    assert "no word occurs 2 times" in fails(*build, cwd=tmp_path)
    (tmp_path / "telusur.yaml").write_text("lexicon: kata.tsv\n", "utf-8")
    assert "not a lexicon" in fails("stem", "kata", cwd=tmp_path)
