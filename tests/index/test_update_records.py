"""Do files of records, several corpora and overlapping roots keep to what they hold?"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from telusur.corpora.article import Reason
from telusur.tests.support.updates import told

# Records


def test_records_added_changed_and_removed(desk: Any) -> None:
    desk.records("a.jsonl", [{"id": n, "text": f"Kabar {n}."} for n in range(4)])
    assert told(desk.run()) == {"indexed": 4}
    kept = [{"id": 0, "text": "Kabar 0."}, {"id": 2, "text": "Kabar 2."}]
    desk.records("a.jsonl", [*kept, {"id": 3, "text": "Lain."}, {"id": 9, "text": "Baru."}], age=-5)
    assert told(desk.run()) == {"indexed": 1, "updated": 1, "unchanged": 2, "removed": 1}
    assert desk.texts() == Counter(["Kabar 0.", "Kabar 2.", "Lain.", "Baru."])
    assert desk.articles() == desk.from_scratch()


def test_the_last_of_the_records_with_one_id_counts(desk: Any) -> None:
    desk.records("a.jsonl", [{"id": "x", "text": f"Versi {n}."} for n in range(3)])
    desk.run()
    assert desk.texts() == Counter(["Versi 2."])
    desk.records("a.jsonl", [{"id": "x", "text": f"Versi {n}."} for n in (2, 1, 0)], age=-5)
    desk.run()
    assert desk.texts() == Counter(["Versi 0."])
    assert desk.articles() == desk.from_scratch()


def test_one_id_in_two_files_of_records_is_one_article(desk: Any) -> None:
    desk.records("a.jsonl", [{"id": "x", "text": "Lama."}, {"id": "y", "text": "Y."}], age=9)
    newer = desk.records("b.jsonl", [{"id": "x", "text": "Baru."}])
    desk.run()
    assert desk.texts() == Counter(["Baru.", "Y."])
    newer.unlink()
    desk.run()
    assert desk.texts() == Counter(["Lama.", "Y."])
    assert desk.articles() == desk.from_scratch()
    assert told(desk.run()) == {"unchanged": 2}


def test_broken_lines_cost_themselves_only(desk: Any) -> None:
    desk.records("a.jsonl", ['{"id": 1, "text": "Satu."}', "{rusak", '{"id": 2, "text": "Dua."}'])
    summary = desk.run()
    assert told(summary) == {"indexed": 2}
    assert summary.skipped == {Reason.MALFORMED: 1}
    desk.records("a.jsonl", ['{"id": 1, "text": "Satu."}', "{", '{"id": 2, "text": "Du'], age=-5)
    assert told(desk.run()) == {"unchanged": 1, "removed": 1}


def test_a_record_may_say_anything_about_itself(desk: Any) -> None:
    odd: list[Any] = [
        {"text": "Satu.", "url": "http://[rusak"},
        {"text": "Dua.", "url": "x" * 70_000, "title": "t" * 70_000, "id": "i" * 70_000},
        {"text": "Tiga.", "date": "0001-01-01", "tags": ["", " ", "\ud800"], "id": "\udc00"},
        {"text": "Empat. " * 3, "author": [None, {"a": 1}], "source": "\u0000", "lain": [[[]]]},
        {"text": "Lima.", "date": "9999-12-31T23:59:59-12:00", "section": "/" * 1000},
    ]
    desk.records("a.jsonl", odd)
    assert told(desk.run()) == {"indexed": 5}
    assert desk.is_sound()


def test_a_file_of_records_that_vanishes_takes_them_all(desk: Any) -> None:
    path = desk.records("a.jsonl", [{"id": n, "text": f"Kabar {n}."} for n in range(50)])
    desk.run()
    path.unlink()
    assert told(desk.run()) == {"removed": 50}
    assert desk.is_sound()


# Several corpora, several roots


def test_two_corpora_over_one_folder_keep_each_others_pages(desk: Any) -> None:
    desk.page("a.html", "Halaman.")
    desk.records("b.jsonl", [{"id": "1", "text": "Catatan."}])
    corpora = [
        desk.corpus(name="halaman", include=("*.html",)),
        desk.corpus(name="catatan", include=("*.jsonl",)),
    ]
    assert told(desk.run(corpora=corpora)) == {"indexed": 2}
    second = desk.run(corpora=corpora)
    assert told(second) == {"unchanged": 2}
    assert second.commits == 0


def test_a_page_in_two_corpora_is_read_once_by_the_rules_of_the_first(desk: Any) -> None:
    desk.page("a.html", "Isi.")
    inner = desk.page("melayu/b.html", "Isi lain.").parent
    corpora = [
        desk.corpus(inner, name="melayu", language="ms"),
        desk.corpus(name="semua", language="id"),
    ]
    for expected in ({"indexed": 2}, {"unchanged": 2}):
        assert told(desk.run(corpora=corpora)) == expected
        found = {Path(a.paths[0]).name: a.language for a in desk.articles().values()}
        assert found == {"a.html": "id", "b.html": "ms"}


def test_overlapping_roots_count_each_page_once(desk: Any) -> None:
    desk.page("a.html", "Luar.")
    inner = desk.page("dalam/b.html", "Dalam.").parent
    assert told(desk.run(desk.pages, inner, desk.pages)) == {"indexed": 2}
    assert told(desk.run(inner, desk.pages)) == {"unchanged": 2}
    corpora = [desk.corpus(desk.pages), desk.corpus(inner)]
    assert told(desk.run(corpora=corpora)) == {"unchanged": 2}


def test_a_page_that_no_corpus_includes_any_longer_leaves(desk: Any) -> None:
    desk.page("a.html", "Satu.")
    desk.page("b.html", "Dua.")
    desk.run()
    assert told(desk.run(corpora=[desk.corpus(exclude=("b.*",))])) == {"unchanged": 1, "removed": 1}


def test_a_broken_record_is_told_again_and_read_again_when_asked(desk: Any) -> None:
    desk.records("a.jsonl", ["{broken", {"id": 1, "text": "Satu."}])
    assert desk.run().skipped == {Reason.MALFORMED: 1}
    again = desk.run()
    assert (told(again), again.skipped) == ({"unchanged": 1}, {Reason.MALFORMED: 1})
    assert desk.watcher.skipped[0][1].detail == "as before"
    retried = desk.run(retry=True)
    assert retried.skipped == {Reason.MALFORMED: 1}
    assert "line 1" in desk.watcher.skipped[0][1].detail
    assert desk.texts() == Counter(["Satu."])


BROKEN = ["{broken", '{"id": 1, "text": "Satu."}', "{", '{"id": 2}', "[]", '{"id": 3, "text": ""}']


def test_all_broken_records_are_told_again(desk: Any) -> None:
    desk.records("a.jsonl", BROKEN)
    desk.records("b.jsonl", ['{"id": 9, "text": "Sembilan."}', "{"])
    first = desk.run()
    assert first.skipped == {Reason.MALFORMED: 4, Reason.EMPTY: 2}
    again = desk.run()
    assert again.skipped == first.skipped
    assert {(Path(path).name, one.reason, one.detail) for path, one in desk.watcher.skipped} == {
        ("a.jsonl", Reason.MALFORMED, "as before, 3 times"),
        ("a.jsonl", Reason.EMPTY, "as before, 2 times"),
        ("b.jsonl", Reason.MALFORMED, "as before"),
    }
    desk.touch(desk.pages / "a.jsonl", age=-5)  # looked into, and the same
    for _ in range(2):
        assert desk.run().skipped == first.skipped
    desk.records("a.jsonl", BROKEN[1:], age=-7)
    for _ in range(2):
        assert desk.run().skipped == {Reason.MALFORMED: 3, Reason.EMPTY: 2}
    desk.records("a.jsonl", BROKEN[1:2], age=-9)
    for _ in range(2):
        assert desk.run().skipped == {Reason.MALFORMED: 1}


def test_broken_records_of_a_file_that_is_read_twice_in_a_run_count_once(desk: Any) -> None:
    desk.records("a.jsonl", [*BROKEN, '{"id": "x", "text": "Lama."}'], age=9)
    newer = desk.records("b.jsonl", ['{"id": "x", "text": "Baru."}'])
    first = desk.run()
    newer.unlink()
    again = desk.run()
    assert desk.texts() == Counter(["Satu.", "Lama."])
    assert again.skipped == first.skipped == {Reason.MALFORMED: 3, Reason.EMPTY: 2}
    assert desk.run().skipped == first.skipped


def test_a_ledger_of_before_tells_one_record_a_file(desk: Any, monkeypatch: Any) -> None:
    desk.records("a.jsonl", BROKEN)
    with monkeypatch.context() as before:
        before.setattr("telusur.index.updates.update.dict", lambda _: None, raising=False)
        desk.run()
    assert sum(desk.run().skipped.values()) == 1
    assert sum(desk.run(retry=True).skipped.values()) == 5
    assert sum(desk.run().skipped.values()) == 5
