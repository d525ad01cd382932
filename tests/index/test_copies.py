"""Which file speaks for an article that lies in several, whatever happens to them?"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from telusur.tests.support.updates import URL, told


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


@pytest.mark.parametrize("names", [("a.html", "b.html"), ("b.html", "a.html")])
def test_a_winner_saved_again_wins_with_its_new_text_where_both_are_older_than_before(
    desk: Any, names: tuple[str, str]
) -> None:
    new, old = names
    desk.page(new, "Versi baru.", url=URL.format(1), age=50)
    desk.page(old, "Versi lama.", url=URL.format(1), age=100)
    desk.run()
    desk.page(new, "Versi baru yang dipulihkan.", url=URL.format(1), age=200)
    desk.touch(desk.pages / old, age=300)
    desk.run()
    assert desk.texts() == Counter(["Versi baru yang dipulihkan."])
    assert desk.articles() == desk.from_scratch()
    assert told(desk.run()) == {"unchanged": 2}


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


@pytest.mark.parametrize(("ages", "updated"), [((-1, -2), 0), ((-1, -1), 0), ((-2, -1), 2)])
def test_touching_all_copies_changes_what_another_copy_says_and_nothing_else(
    desk: Any, ages: tuple[int, int], updated: int
) -> None:
    for name in ("a", "b"):
        desk.page(f"{name}.html", "Isi.", url=URL.format(1), age=9)
    for name, age in (("c", 9), ("d", 8)):
        desk.records(f"{name}.jsonl", [{"id": "x", "text": f"Kata {name}."}], age=age)
    desk.run()
    for name, age in zip(("a.html", "b.html", "c.jsonl", "d.jsonl"), ages * 2, strict=True):
        desk.touch(desk.pages / name, age=age)
    expected = {"unchanged": 4} | ({"updated": updated} if updated else {})
    assert told(desk.run()) == expected
    assert desk.articles() == desk.from_scratch()
    assert told(desk.run()) == {"unchanged": 4}
