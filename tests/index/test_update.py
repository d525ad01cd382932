"""Does an index follow its folders, and does it read only what it must?"""

from __future__ import annotations

import errno
import os
import random
import shutil
from collections import Counter
from collections.abc import Generator, Iterable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from telusur.corpora.article import Article, Reason, Skipped
from telusur.corpora.events import Done, Event, Found, Lost, Source, Task
from telusur.corpora.scan import PathMissing
from telusur.index.errors import IndexUnwritable
from telusur.index.part import Part, Policy
from telusur.index.store import writing
from telusur.index.summary import Summary
from telusur.index.update import Update

URL = "https://contoh.example/berita/{}"
SAMPLES = Path(str(files("telusur.corpora.samples"))) / "pages"
LISTING = (SAMPLES / "43-tag-kpk-suararakyat.html").read_text("utf-8")


def told(summary: Summary) -> dict[str, int]:
    """The counts that are not zero."""
    names = ("indexed", "updated", "unchanged", "removed", "merged")
    return {name: getattr(summary, name) for name in names if getattr(summary, name)}


# Pages


def test_new_pages_are_indexed_and_then_unchanged(desk: Any) -> None:
    for number in range(3):
        desk.page(f"{number}.html", f"Isi nomor {number}.")
    assert told(desk.run()) == {"indexed": 3}
    second = desk.run()
    assert told(second) == {"unchanged": 3}
    assert second.commits == 0
    assert desk.is_sound()


def test_a_page_added_later_is_the_only_one_read(desk: Any) -> None:
    desk.page("a.html", "Isi lama.")
    desk.run()
    desk.page("b.html", "Isi baru.")
    assert told(desk.run()) == {"indexed": 1, "unchanged": 1}
    assert desk.texts() == Counter(["Isi lama.", "Isi baru."])


def test_a_changed_page_replaces_its_article(desk: Any) -> None:
    desk.page("a.html", "Isi pertama.")
    desk.run()
    before = desk.only().id
    desk.page("a.html", "Isi kedua yang lebih panjang.", age=-5)
    assert told(desk.run()) == {"updated": 1}
    assert desk.only().id == before
    assert desk.texts() == Counter(["Isi kedua yang lebih panjang."])


def test_a_change_of_time_alone_is_enough_to_look(desk: Any) -> None:
    desk.page("a.html", "Isi satu.")
    desk.run()
    desk.page("a.html", "Isi dua.", age=-5)  # as many bytes as before
    assert told(desk.run()) == {"updated": 1}
    assert desk.texts() == Counter(["Isi dua."])


def test_a_change_of_size_alone_is_enough_to_look(desk: Any) -> None:
    desk.page("a.html", "Isi satu.")
    desk.run()
    desk.page("a.html", "Isi yang lain.")
    assert told(desk.run()) == {"updated": 1}


def test_a_touched_page_is_not_extracted_again(desk: Any) -> None:
    path = desk.page("a.html", "Isi.")
    desk.run()
    desk.touch(path, age=-60)
    second = desk.run()
    assert told(second) == {"unchanged": 1}
    assert second.commits == 1  # its new time is noted, so that the third run need not read it
    third = desk.run()
    assert told(third) == {"unchanged": 1}
    assert third.commits == 0


def test_a_vanished_page_leaves_the_index(desk: Any) -> None:
    desk.page("a.html", "Tetap.")
    gone = desk.page("b.html", "Hilang.")
    desk.run()
    gone.unlink()
    assert told(desk.run()) == {"unchanged": 1, "removed": 1}
    assert desk.texts() == Counter(["Tetap."])
    assert told(desk.run()) == {"unchanged": 1}
    assert desk.is_sound()


def test_keep_missing_keeps_it_until_a_run_without(desk: Any) -> None:
    desk.page("a.html", "Tetap.")
    gone = desk.page("b.html", "Hilang.")
    desk.run()
    gone.unlink()
    assert told(desk.run(keep_missing=True)) == {"unchanged": 1}
    assert len(desk.articles()) == 2
    assert told(desk.run()) == {"unchanged": 1, "removed": 1}
    assert len(desk.articles()) == 1


def test_a_vanished_folder_takes_all_its_pages(desk: Any) -> None:
    desk.page("a.html", "Tetap.")
    for number in range(3):
        desk.page(f"lama/{number}.html", f"Isi {number}.")
    desk.run()
    shutil.rmtree(desk.pages / "lama")
    assert told(desk.run()) == {"unchanged": 1, "removed": 3}


def test_only_what_lies_below_the_paths_named_can_vanish(desk: Any) -> None:
    one = desk.page("satu/a.html", "Satu.")
    two = desk.page("satu-lagi/b.html", "Dua.")  # the same beginning, another folder
    desk.run()
    two.unlink()
    assert told(desk.run(one.parent)) == {"unchanged": 1}
    assert len(desk.articles()) == 2


def test_an_empty_folder_empties_the_index(desk: Any) -> None:
    path = desk.page("a.html", "Isi.")
    desk.run()
    path.unlink()
    assert told(desk.run()) == {"removed": 1}
    assert desk.articles() == {}
    assert desk.is_sound()


def test_a_folder_that_is_missing_leaves_the_index_untouched(desk: Any) -> None:
    desk.page("a.html", "Isi.")
    desk.run()
    before = sorted((path.name, path.stat().st_mtime_ns) for path in desk.index.iterdir())
    with pytest.raises(PathMissing):
        desk.run(desk.pages, desk.pages / "tiada")
    assert sorted((path.name, path.stat().st_mtime_ns) for path in desk.index.iterdir()) == before


def test_a_missing_path_makes_no_index(desk: Any) -> None:
    with pytest.raises(PathMissing):
        desk.run(desk.pages / "tiada")
    assert not desk.index.exists()


# One article, several files


@pytest.mark.parametrize("names", [("a.html", "b.html"), ("b.html", "a.html")])
def test_the_newest_of_two_copies_wins_whatever_the_order(
    desk: Any, names: tuple[str, str]
) -> None:
    old, new = names
    desk.page(old, "Versi lama.", url=URL.format(1), age=100)
    desk.page(new, "Versi baru.", url=URL.format(1))
    assert told(desk.run()) == {"indexed": 1, "merged": 1}
    assert desk.texts() == Counter(["Versi baru."])
    assert [Path(path).name for path in desk.only().paths] == [new, old]
    assert told(desk.run()) == {"unchanged": 2}


@pytest.mark.parametrize("first", ["a.html", "b.html"])
def test_copies_found_in_two_runs_are_one_article(desk: Any, first: str) -> None:
    second = {"a.html": "b.html", "b.html": "a.html"}[first]
    desk.page(first, "Versi lama.", url=URL.format(1), age=100)
    desk.run()
    desk.page(second, "Versi baru.", url=URL.format(1))
    assert told(desk.run()) == {"unchanged": 1, "merged": 1}
    assert desk.articles() == desk.from_scratch()


def test_an_older_copy_found_later_adds_only_its_path(desk: Any) -> None:
    desk.page("a.html", "Versi baru.", url=URL.format(1))
    desk.run()
    desk.page("b.html", "Versi lama.", url=URL.format(1), age=100)
    desk.run()
    assert desk.texts() == Counter(["Versi baru."])
    assert desk.articles() == desk.from_scratch()


@pytest.mark.parametrize("gone", ["a.html", "b.html", "c.html"])
@pytest.mark.parametrize("ages", [(0, 1, 2), (2, 1, 0), (1, 0, 2), (0, 2, 1)])
def test_without_one_of_three_copies_the_newest_left_wins(
    desk: Any, gone: str, ages: tuple[int, int, int]
) -> None:
    for name, age in zip("abc", ages, strict=True):
        desk.page(f"{name}.html", f"Versi {name}.", url=URL.format(1), age=age)
    desk.run()
    (desk.pages / gone).unlink()
    desk.run()
    assert desk.articles() == desk.from_scratch()
    assert desk.is_sound()
    assert told(desk.run()) == {"unchanged": 2}


def test_without_two_of_three_copies_the_last_one_wins(desk: Any) -> None:
    for name, age in zip("abc", (0, 1, 2), strict=True):
        desk.page(f"{name}.html", f"Versi {name}.", url=URL.format(1), age=age)
    desk.run()
    (desk.pages / "a.html").unlink()
    (desk.pages / "b.html").unlink()
    summary = desk.run()
    assert not summary.skipped
    assert desk.articles() == desk.from_scratch()
    assert desk.texts() == Counter(["Versi c."])


def test_a_copy_that_becomes_another_article_gives_its_place_back(desk: Any) -> None:
    desk.page("a.html", "Versi lama.", url=URL.format(1), age=100)
    desk.page("b.html", "Versi baru.", url=URL.format(1), age=50)
    desk.run()
    desk.page("b.html", "Kabar lain.", url=URL.format(2))
    desk.run()
    assert desk.texts() == Counter(["Versi lama.", "Kabar lain."])
    assert desk.articles() == desk.from_scratch()


@pytest.mark.parametrize("touched", ["a.html", "b.html"])
@pytest.mark.parametrize("age", [0, 200])
def test_touching_a_copy_can_change_which_one_wins(desk: Any, touched: str, age: int) -> None:
    desk.page("a.html", "Versi a.", url=URL.format(1), age=100)
    desk.page("b.html", "Versi b.", url=URL.format(1), age=50)
    desk.run()
    desk.touch(desk.pages / touched, age=age)
    desk.run()
    assert desk.articles() == desk.from_scratch()


def test_a_winner_saved_again_with_an_older_time_loses(desk: Any) -> None:
    desk.page("a.html", "Versi a.", url=URL.format(1), age=100)
    desk.page("b.html", "Versi b.", url=URL.format(1), age=50)
    desk.run()
    desk.page("b.html", "Versi b yang dipulihkan.", url=URL.format(1), age=300)
    desk.run()
    assert desk.texts() == Counter(["Versi a."])
    assert desk.articles() == desk.from_scratch()


@pytest.mark.parametrize("name", ["0.html", "z.html"])
@pytest.mark.parametrize("url", [None, URL.format(1)])
def test_a_renamed_page_keeps_its_article(desk: Any, name: str, url: str | None) -> None:
    path = desk.page("m.html", "Isi.", url=url)
    desk.run()
    path.rename(desk.pages / name)
    desk.run()
    assert desk.only().paths == (str(desk.pages / name),)
    assert desk.articles() == desk.from_scratch()


def test_two_pages_that_swap_names_are_read_again(desk: Any) -> None:
    one, two = desk.page("a.html", "Satu.", age=10), desk.page("b.html", "Dua yang panjang.", age=5)
    desk.run()
    one.rename(desk.pages / "c")
    two.rename(one)
    (desk.pages / "c").rename(two)
    desk.run()
    assert desk.articles() == desk.from_scratch()


# Pages that stop being articles


def test_a_page_that_becomes_a_listing_leaves_the_index(desk: Any) -> None:
    desk.page("a.html", "Isi.")
    desk.run()
    desk.write("a.html", LISTING, age=-5)
    summary = desk.run()
    assert told(summary) == {"removed": 1}
    assert summary.skipped == {Reason.LISTING: 1}
    assert desk.articles() == {}


def test_listings_come_and_go_with_the_option(desk: Any) -> None:
    desk.write("a.html", LISTING)
    assert desk.run().skipped == {Reason.LISTING: 1}
    assert desk.run().skipped == {Reason.LISTING: 1}  # told each time, read once
    assert told(desk.run(include_listings=True)) == {"indexed": 1}
    assert desk.only().kind == "listing"
    assert told(desk.run(include_listings=True)) == {"unchanged": 1}
    assert told(desk.run()) == {"removed": 1}
    assert desk.articles() == {}


def test_a_page_that_cannot_be_read_keeps_its_article(desk: Any) -> None:
    # Permissions do not bind root: a link whose target is away fails for everyone.
    target = desk.write("../luar.html", "x")
    desk.page("b.html", "Isi.").rename(target)
    (desk.pages / "a.html").symlink_to(target)
    desk.run()
    hidden = target.rename(target.with_suffix(".away"))
    summary = desk.run()
    assert summary.skipped == {Reason.UNREADABLE: 1}
    assert told(summary) == {}
    assert desk.texts() == Counter(["Isi."])
    hidden.rename(target)
    assert told(desk.run()) == {"unchanged": 1}


def test_a_folder_that_cannot_be_read_keeps_its_articles(desk: Any) -> None:
    away = desk.pages.with_name("disk")
    desk.page("../disk/dalam/a.html", "Isi.")
    (desk.pages / "disk").symlink_to(away)
    desk.run()
    assert len(desk.articles()) == 1
    away.rename(away.with_name("dilepas"))  # a disk that is not mounted today
    summary = desk.run()
    assert summary.skipped == {Reason.UNREADABLE: 1}
    assert len(desk.articles()) == 1


def test_a_page_replaced_by_a_folder_is_gone(desk: Any) -> None:
    path = desk.page("a.html", "Isi.")
    desk.run()
    path.unlink()
    desk.page("a.html/b.html", "Isi lain.")
    assert told(desk.run()) == {"indexed": 1, "removed": 1}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_page_without_permission_keeps_its_article(desk: Any) -> None:
    path = desk.page("a.html", "Isi.")
    desk.run()
    desk.touch(path, age=-5).chmod(0)
    assert desk.run().skipped == {Reason.UNREADABLE: 1}
    assert desk.texts() == Counter(["Isi."])


def test_retry_reads_what_was_skipped(desk: Any) -> None:
    desk.write("a.html", "")
    desk.write("b.html", LISTING)
    desk.run()
    assert {skipped.detail for _, skipped in desk.watcher.skipped} != {"as before"}
    desk.run()
    assert {skipped.detail for _, skipped in desk.watcher.skipped} == {"as before"}
    desk.run(retry=True)
    assert "as before" not in {skipped.detail for _, skipped in desk.watcher.skipped}


def test_rebuild_starts_anew(desk: Any) -> None:
    gone = desk.page("a.html", "Lama.")
    desk.run()
    gone.unlink()
    desk.page("b.html", "Baru.")
    assert told(desk.run(rebuild=True)) == {"indexed": 1}
    assert desk.texts() == Counter(["Baru."])
    assert desk.is_sound()


def test_other_rules_of_extraction_read_everything_again(desk: Any) -> None:
    desk.page("a.html", "Isi.")
    desk.records("b.jsonl", [{"id": "1", "text": "Catatan."}])
    desk.run(corpora=[desk.corpus(language="id")])
    assert told(desk.run(corpora=[desk.corpus(language="ms")])) == {"updated": 2}
    assert {article.language for article in desk.articles().values()} == {"ms"}
    assert told(desk.run(corpora=[desk.corpus(language="ms")])) == {"unchanged": 2}


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


# Odd places


def test_names_that_are_not_utf8_are_indexed_and_found_again(desk: Any) -> None:
    name = b"caf\xe9.html"
    path = desk.page(name, "Isi.")
    assert told(desk.run()) == {"indexed": 1}
    assert desk.only().paths == (str(desk.pages / "caf\ufffd.html"),)
    assert told(desk.run()) == {"unchanged": 1}
    path.unlink()
    assert told(desk.run()) == {"removed": 1}
    assert desk.is_sound()


def test_records_under_a_name_that_is_not_utf8(desk: Any) -> None:
    path = desk.page(b"caf\xe9.jsonl", "")
    path.write_text('{"id": "1", "text": "Catatan."}\n')
    assert told(desk.run()) == {"indexed": 1}
    assert told(desk.run()) == {"unchanged": 1}
    assert desk.is_sound()


def test_copies_under_names_that_are_not_utf8_share_their_article(desk: Any) -> None:
    desk.page(b"caf\xe9.html", "Versi lama.", url=URL.format(1), age=50)
    new = desk.page(b"z\xff.html", "Versi baru.", url=URL.format(1))
    desk.run()
    new.unlink()
    desk.run()
    assert desk.texts() == Counter(["Versi lama."])
    assert desk.articles() == desk.from_scratch()


def test_an_index_inside_the_folder_is_not_read_as_pages(desk: Any) -> None:
    desk.index = desk.pages / "telusur-index"
    desk.page("a.html", "Isi.")
    assert told(desk.run()) == {"indexed": 1}
    again = desk.run()
    assert told(again) == {"unchanged": 1}
    assert not again.skipped


def test_blanks_and_letters_of_all_scripts_in_names(desk: Any) -> None:
    desk.page("berita  lama/ラジオ & 'kabar' é.html", "Isi.")
    assert told(desk.run()) == {"indexed": 1}
    assert told(desk.run()) == {"unchanged": 1}


# What the pipeline may tell: events by hand, since a disk does not fail on request


def source(name: str, mtime: int = 1) -> Source:
    return Source(f"/halaman/{name}", 10, mtime)


def found(name: str, number: int, digest: str = "d") -> Found:
    article = Article(id=str(number), title="", text=f"Kabar {number}.", paths=(source(name).path,))
    return Found(source(name), article, digest)


def update(index: Path, events: Sequence[Event], rules: str = "r") -> Summary:
    summary = Summary()

    def read(tasks: Iterable[Task]) -> Generator[Event]:
        paths = {task.source.path for task in tasks}
        yield from (event for event in events if event.source.path in paths)

    class Silent:
        def file(self, summary: Summary) -> None: ...

        def skip(self, path: str, skipped: Skipped) -> None: ...

    sources = list(dict.fromkeys(event.source for event in events))
    part = Part(roots=["/halaman"], sources=sources, policy=Policy(rules=rules), read=read)
    with writing(index) as writer:
        Update(writer, Silent(), summary).run([part])
    return summary


def test_records_of_a_file_that_fails_half_way_stay(desk: Any) -> None:
    first = found("a.jsonl", 1)
    update(desk.index, [first, found("a.jsonl", 2), Done(source("a.jsonl"), "x")])
    fails = Lost(source("a.jsonl", 2), Skipped(Reason.UNREADABLE, "input/output error"))
    again = Found(source("a.jsonl", 2), first.article, "d")
    update(desk.index, [again, fails, found("b.html", 3), Done(source("b.html"), "y")])
    assert set(desk.articles()) == {"1", "2", "3"}


def test_a_file_that_fails_half_way_says_nothing_about_the_next(desk: Any) -> None:
    update(desk.index, [found("b.html", 1), Done(source("b.html"), "x")])
    fails = Lost(source("a.jsonl"), Skipped(Reason.UNREADABLE, "input/output error"))
    # a.jsonl gives article 1 before it fails; b.html then stops holding article 1
    events = [
        found("a.jsonl", 1),
        fails,
        Lost(source("b.html", 2), Skipped(Reason.EMPTY)),
        Done(source("b.html", 2), "y"),
    ]
    update(desk.index, events)
    with writing(desk.index) as writer:
        assert writer.ledger.owners == {"1": ("/halaman/a.jsonl",)}
        assert writer.ledger.files["/halaman/b.html"].reason == Reason.EMPTY


def test_a_page_that_timed_out_keeps_its_article_and_is_not_tried_again(desk: Any) -> None:
    update(desk.index, [found("a.html", 1), Done(source("a.html"), "x")])
    late = Lost(source("a.html", 2), Skipped(Reason.TIMEOUT, "over 20 s"))
    assert update(desk.index, [late]).skipped == {Reason.TIMEOUT: 1}
    assert set(desk.articles()) == {"1"}
    again = update(desk.index, [late])
    assert again.skipped == {Reason.TIMEOUT: 1}
    assert again.commits == 0


def test_records_half_read_under_other_rules_are_read_again(desk: Any) -> None:
    halves = [found("a.jsonl", n) for n in (1, 2)]
    whole = [*halves, Done(source("a.jsonl"), "x")]
    assert told(update(desk.index, halves)) == {"indexed": 2}  # as if killed: no Done
    assert told(update(desk.index, halves)) == {"unchanged": 2}
    assert told(update(desk.index, whole, rules="lain")) == {"updated": 2}
    assert told(update(desk.index, whole, rules="lain")) == {"unchanged": 2}


def test_a_run_whose_commit_fails_says_so_and_the_next_completes_it(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = desk.page("a.html", "Hilang.")
    desk.records("b.jsonl", [{"id": 1, "text": "Satu."}, {"id": 2, "text": "Dua."}])
    desk.run()
    gone.unlink()
    desk.records("b.jsonl", [{"id": 2, "text": "Dua."}, {"id": 3, "text": "Tiga."}], age=-5)
    rename, failures = os.rename, [OSError(errno.ENOSPC, "No space left on device")]

    def full_once(old: str, new: str) -> None:
        if failures:
            raise failures.pop()
        rename(old, new)

    monkeypatch.setattr(os, "rename", full_once)
    with pytest.raises(IndexUnwritable):
        desk.run()
    assert desk.texts() == Counter(["Hilang.", "Satu.", "Dua."])
    assert told(desk.run()) == {"indexed": 1, "unchanged": 1, "removed": 2}
    assert desk.articles() == desk.from_scratch()
    assert desk.is_sound()


# Everything at once


class Walk:
    """Random edits of a folder, replayed by their seed."""

    def __init__(self, desk: Any, seed: int) -> None:
        self.desk, self.random = desk, random.Random(seed)
        self.moment = 10_000

    def edit(self) -> None:
        edits = (self.write_page, self.write_page, self.write_records, self.remove, self.touch)
        self.random.choice((*edits, self.rename, self.spoil))()

    def write_page(self) -> None:
        text = f"Isi {self.random.randrange(1000)} tentang banjir."
        url = self.random.choice([None, *(URL.format(n) for n in range(4))])
        self.desk.page(f"{self.random.choice('abcdef')}.html", text, url=url, age=self.age())

    def write_records(self) -> None:
        records: list[Any] = [
            {"id": self.random.choice("pqrstu"), "text": f"Kabar {self.random.randrange(1000)}."}
            for _ in range(self.random.randrange(6))
        ]
        if self.random.random() < 0.2:
            records.insert(0, "{rusak")
        self.desk.records(f"{self.random.choice('xyz')}.jsonl", records, age=self.age())

    def remove(self) -> None:
        if paths := self.paths():
            self.random.choice(paths).unlink()

    def touch(self) -> None:
        if paths := self.paths():
            self.desk.touch(self.random.choice(paths), age=self.age())

    def rename(self) -> None:
        if paths := self.paths():
            path = self.random.choice(paths)
            path.rename(path.with_name(self.random.choice("abcdefxyz") + path.suffix))

    def spoil(self) -> None:
        self.desk.write(
            f"{self.random.choice('abcdef')}.html",
            self.random.choice(["", LISTING]),
            age=self.age(),
        )

    def paths(self) -> list[Path]:
        return sorted(self.desk.pages.iterdir())

    def age(self) -> float:
        """Mostly newer than all before; now and then old, as a restored backup is."""
        self.moment -= 1
        return self.moment if self.random.random() < 0.8 else self.moment + 500


@pytest.mark.parametrize("seed", range(6))
def test_after_any_edits_the_index_is_as_one_made_at_once(
    desk: Any, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("telusur.index.update.BATCH_ARTICLES", 3)  # commits in between, too
    walk = Walk(desk, seed)
    for step in range(8):
        for _ in range(walk.random.randrange(1, 6)):
            walk.edit()
        desk.run()
        assert desk.articles() == desk.from_scratch(), f"seed {seed}, step {step}"
        with writing(desk.index) as writer:
            held = {i: set(paths) for i, paths in writer.ledger.owners.items()}
        assert held == {a.id: set(a.paths) for a in desk.articles().values()}
        assert desk.run().commits == 0, "a second run finds nothing to do"
    assert desk.is_sound()
