"""Does doctor find what is wrong with an index, and nothing wrong with a sound one?"""

from __future__ import annotations

from pathlib import Path

import pytest
from telusur.corpora.article import Article
from telusur.index.commits.known import KnownIds
from telusur.index.commits.store import generation, writing
from telusur.index.doctor import Finding, examine

CHECKS = [
    "manifest",
    "checksums",
    "table of contents",
    "ledger",
    "articles",
    "terms",
    "lengths",
    "copies",
    "ledger and articles agree",
]


def article(number: int, text: str) -> Article:
    return Article(id=f"n{number}", title=f"Judul {number}", text=text, paths=(f"/{number}.html",))


def _none(*_: object) -> list[int]:
    return []


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "indeks"
    with writing(path) as writer:
        for number in range(3):
            writer.ledger.give(f"/{number}.html", f"n{number}", "d")
            writer.commit([article(number, "anak-anak bermain di taman, ke-17 kalinya " * 50)])
    return path


def wrong(folder: Path) -> list[Finding]:
    return [one for one in examine(folder) if one.problem]


def test_a_sound_index_passes_every_check(folder: Path) -> None:
    findings = list(examine(folder))
    assert [one.checked for one in findings] == CHECKS
    assert wrong(folder) == []


def test_looking_changes_nothing(folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.iterdir()}
    list(examine(folder))
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_remains_of_a_crash_are_harmless_and_the_next_run_sweeps_them(folder: Path) -> None:
    (folder / f"sources_{generation(folder) + 1}.jsonl").write_text("setengah bar")
    (folder / "MAIN_0a1b2c.tls").write_bytes(b"sisa")
    (folder / "MAIN_0a1b2c.trm").write_bytes(b"sisa")
    (found,) = wrong(folder)
    assert found.harmless
    assert found.problem == "3 files of a run that was cut off"
    with writing(folder):
        pass
    assert wrong(folder) == []


def test_an_article_that_only_the_ledger_knows_is_found(folder: Path) -> None:
    with writing(folder) as writer:
        writer.ledger.give("/hilang.html", "n9", "d")
        writer.commit([])
    (found,) = wrong(folder)
    assert found.checked == CHECKS[-1]
    assert found.problem == "/hilang.html gave the article n9, which is not in the index"
    assert "--rebuild" in str(found.mend)


def test_an_id_that_is_there_twice_is_found(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with writing(folder) as writer, monkeypatch.context() as patch:
        # no way through our own writer leads there: let it find nothing to delete
        patch.setattr(KnownIds, "documents", _none)
        writer.commit([article(1, "lagi")])
    assert "n1" in str(wrong(folder)[0].problem)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("place", [0.05, 0.3, 0.5, 0.7, 0.95])
def test_bytes_that_changed_are_found_or_do_no_harm(folder: Path, place: float) -> None:
    segment = max(folder.glob("*.tls"), key=lambda path: path.stat().st_size)
    content = bytearray(segment.read_bytes())
    start = int(len(content) * place)
    content[start : start + 16] = bytes(byte ^ 0xFF for byte in content[start : start + 16])
    segment.write_bytes(content)
    for one in wrong(folder):  # whatever it finds, it names it and says what to do
        assert one.mend


def test_the_ledger_of_another_index_is_found(folder: Path, tmp_path: Path) -> None:
    with writing(tmp_path / "lain") as writer:
        writer.ledger.give("/x.html", "x", "d")
        writer.commit([])
    (tmp_path / "lain" / "sources_1.jsonl").replace(folder / "sources_1.jsonl")
    (found,) = wrong(folder)
    assert str(folder / "sources_1.jsonl") in str(found.problem)
