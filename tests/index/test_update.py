"""Does an index follow its folders, and does it read only what it must?"""

from __future__ import annotations

import errno
import os
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from telusur.corpora.article import Article, Reason
from telusur.corpora.scan import PathMissing
from telusur.index.commits.store import open_snapshot, writing
from telusur.index.errors import IndexUnwritable
from telusur.tests.support.updates import LISTING, URL, told

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


def test_a_run_commits_before_it_merges_what_a_killed_one_left(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("telusur.index.segments.tiers.FANOUT", 2)
    for number in range(4):  # one commit each, as a run leaves them that never gets to merging
        with writing(desk.index) as writer:
            writer.commit([Article(id=str(number), title="", text="Isi.")])
    assert desk.run().commits == 0
    with open_snapshot(desk.index) as snapshot:
        assert snapshot.segments == 4
    desk.page("a.html", "Isi.")
    desk.run()
    with open_snapshot(desk.index) as snapshot:
        assert snapshot.segments == 1
        assert snapshot.generation == 6  # the batch came first, then the merge


def test_a_run_whose_commit_fails_says_so_and_the_next_completes_it(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = desk.page("a.html", "Hilang.")
    desk.records("b.jsonl", [{"id": 1, "text": "Satu."}, {"id": 2, "text": "Dua."}])
    desk.run()
    gone.unlink()
    desk.records("b.jsonl", [{"id": 2, "text": "Dua."}, {"id": 3, "text": "Tiga."}], age=-5)
    replace, failures = os.replace, [OSError(errno.ENOSPC, "No space left on device")]

    def full_once(old: Path, new: Path) -> None:
        if failures and Path(new).suffix == ".toc":  # the rename that makes a commit
            raise failures.pop()
        replace(old, new)

    monkeypatch.setattr(os, "replace", full_once)
    with pytest.raises(IndexUnwritable):
        desk.run()
    assert desk.texts() == Counter(["Hilang.", "Satu.", "Dua."])
    assert told(desk.run()) == {"indexed": 1, "unchanged": 1, "removed": 2}
    assert desk.articles() == desk.from_scratch()
    assert desk.is_sound()
