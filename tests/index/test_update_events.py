"""What if the pipeline tells of faults half-way? Events by hand: no disk fails on request."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from pathlib import Path
from typing import Any

from telusur.corpora.article import Article, Reason, Skipped
from telusur.corpora.events import Done, Event, Found, Lost, Source, Task
from telusur.index.commits.store import writing
from telusur.index.updates.part import Part, Policy
from telusur.index.updates.summary import Summary
from telusur.index.updates.update import Update
from telusur.tests.support.updates import told


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
