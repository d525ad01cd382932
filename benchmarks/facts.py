"""How often are title, time, outlet and language of an article right, and what does each cost?

Measured on the saved pages and news articles of ../shared/data and on the sample pages. The half
of it that shares no outlet with our rules is made here: each page is read again by a Telusur that
does not know its outlet.
"""

from __future__ import annotations

import gzip
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from unittest import mock
from zoneinfo import ZoneInfo

import yaml
from sheets import DATA, MISSING, ROOT, table
from telusur.corpora import dates, outlets, timing
from telusur.corpora.changes import dated
from telusur.corpora.encoding import decode
from telusur.corpora.language import language_of
from telusur.corpora.metadata import Metadata, read_metadata
from telusur.corpora.page import Page, read_page, texts
from telusur.corpora.visible import datelines

SAMPLES = ROOT / "corpora/samples"
MINUTE = timedelta(minutes=1)
# names that only one outlet gives to its date of publication
OWN_NAMES = {"detikcom": ("dtk:publishdate",), "CNN Indonesia": ("dtk:publishdate",)}


class Case(NamedTuple):
    """A page with what is right."""

    name: str
    content: bytes
    title: str
    published: datetime


def saved_pages() -> Iterator[Case]:
    for line in (DATA / "html/gold.jsonl").read_text("utf-8").splitlines():
        gold = json.loads(line)
        if gold["title"]:
            moment = datetime.fromtimestamp(gold["date"] / 1000, UTC)
            content = (DATA / "html" / gold["fixture"]).read_bytes()
            yield Case(gold["fixture"], content, gold["title"], moment)


def sample_pages() -> Iterator[Case]:
    for path in sorted((SAMPLES / "pages").glob("*.html")):
        gold = yaml.safe_load((SAMPLES / "expected" / f"{path.stem}.yaml").read_text("utf-8"))
        if gold["kind"] == "article" and gold["published"]:
            moment = gold["published"]
            moment = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
            yield Case(path.name, path.read_bytes(), gold["title"], moment)


def page_of(case: Case) -> Page:
    page = read_page(decode(case.content))
    assert page is not None
    return page


@contextmanager
def strangers(name: str | None) -> Iterator[None]:
    """A Telusur that has never heard of the outlet `name`."""
    known = tuple(one for one in outlets.all_outlets() if one.name != name)
    names = tuple(one for one in timing.PUBLISHED if one not in OWN_NAMES.get(name or "", ()))
    with (
        mock.patch.object(outlets, "all_outlets", return_value=known),
        mock.patch.object(timing, "PUBLISHED", names),
    ):
        outlets.forget()
        yield
    outlets.forget()


def is_right(found: datetime | None, gold: datetime) -> bool:
    return found is not None and abs(found.replace(second=0) - gold.replace(second=0)) < MINUTE


def facts(cases: list[Case]) -> list[list[str]]:
    rows: list[list[str]] = []
    for known in (True, False):
        titles = published = sites = 0
        for case in cases:
            read = read_metadata(page_of(case))
            if not known:
                with strangers(read.site):
                    read, usual = read_metadata(page_of(case)), read
                sites += read.site == usual.site
                told(case, read)
            titles += read.title == case.title
            published += is_right(read.published, case.published)
        rows.append(
            [
                "as shipped" if known else "without the outlet's own rules",
                f"{titles}/{len(cases)}",
                f"{published}/{len(cases)}",
                "" if known else f"{sites}/{len(cases)}",
            ]
        )
    return rows


def told(case: Case, read: Metadata) -> None:
    if read.title != case.title or not is_right(read.published, case.published):
        print(f"  {case.name}: {read.title!r}, {read.published}", file=sys.stderr)


SOURCES: dict[str, Callable[[Page, Metadata], datetime | None]] = {
    "JSON-LD datePublished": lambda page, _: first(texts(page.article().get("datePublished"))),
    "meta elements": lambda page, _: first(
        text for name in timing.PUBLISHED for text in page.all_meta(name)
    ),
    "marked times": lambda page, _: first(timing.marked(page)),
    "date below the headline": lambda page, read: seen(page, read, below=True),
    "date above the headline": lambda page, read: seen(page, read, below=False),
    "address": lambda _, read: dates.date_from_url(read.url) if read.url else None,
    "all together": lambda _, read: read.published,
}


def first(candidates: Any) -> datetime | None:
    return next(filter(None, map(dates.parse_date, candidates)), None)


def seen(page: Page, read: Metadata, *, below: bool) -> datetime | None:
    lines = datelines(page, read.title)
    return next((one.published for one in lines if one.published and one.below is below), None)


def sources(cases: list[Case]) -> list[list[str]]:
    rows: list[list[str]] = []
    for name, find in SOURCES.items():
        said = minute = day = 0
        for case in cases:
            page = page_of(case)
            moment = find(page, read_metadata(page))
            said += moment is not None
            minute += is_right(moment, case.published)
            day += moment is not None and moment.date() == local(case.published).date()
        rows.append([name, str(said), str(day), str(minute)])
    return rows + [without(name, cases) for name in TAKEN]


# What is put in the place of each source to see how the others do without it.
TAKEN: dict[str, tuple[str, Any]] = {
    "all but what is declared and marked": ("_stated", []),
    "all but what is visible": ("datelines", []),
    "all but the address": ("date_from_url", None),
}


def without(name: str, cases: list[Case]) -> list[str]:
    function, instead = TAKEN[name]
    with mock.patch.object(timing, function, return_value=instead):
        found = [read_metadata(page_of(case)).published for case in cases]
    pairs = list(zip(found, (case.published for case in cases), strict=True))
    said = [(moment, gold) for moment, gold in pairs if moment]
    days = sum(moment.date() == local(gold).date() for moment, gold in said)
    return [name, str(len(said)), str(days), str(sum(is_right(*pair) for pair in said))]


def local(moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(dates.DEFAULT_TIMEZONE))


def articles() -> list[dict[str, Any]]:
    with gzip.open(DATA / "news/articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def agreement(records: list[dict[str, Any]]) -> list[list[str]]:
    counts: Counter[str] = Counter()
    for record in records:
        address = dates.date_from_url(record["url"])
        written = dates.parse_date(record.get("date") or "")
        published, _ = dated(record.get("date") or "", record["url"])
        counts["without a date, dated by the address"] += not written and published is not None
        if address and written and published:
            counts["with a date and a day in the address"] += 1
            counts["same day as written"] += written.date() == address.date()
            counts["same day as read"] += published.date() == address.date()
            counts["within a day as written"] += dates.is_same_day(written, address)
            counts["within a day as read"] += dates.is_same_day(published, address)
    return [[name, f"{count:,}"] for name, count in counts.items()]


def languages(records: list[dict[str, Any]]) -> list[list[str]]:
    rows: list[list[str]] = []
    whole = [record["text"] for record in records if len(record["text"] or "") >= 200]
    for length in (200, 400, 1000, 3000):
        start = time.process_time()
        found = Counter(language_of(text[:length], "id") for text in whole)
        spent = (time.process_time() - start) / len(whole) * 1000
        others = ", ".join(f"{code} {count}" for code, count in found.most_common() if code != "id")
        share = f"{found['id'] / len(whole):.4f}"
        rows.append([f"first {length} characters", share, others, f"{spent:.3f}"])
    return rows


def cost(cases: list[Case]) -> list[list[str]]:
    best: dict[str, float] = {}
    for _ in range(5):
        pages = [page_of(case) for case in cases]
        start = time.process_time()
        for page in pages:
            read_metadata(page)
        spent = (time.process_time() - start) / len(cases) * 1000
        best["all facts of a page"] = min(best.get("all facts of a page", spent), spent)
    return [[name, f"{spent:.2f}"] for name, spent in best.items()]


def main() -> int:
    if not (DATA / "html").exists():
        print(f"there is nothing to measure at {DATA}", file=sys.stderr)
        return MISSING
    pages, samples, records = list(saved_pages()), list(sample_pages()), articles()
    for name, cases in (("saved pages", pages), ("sample pages", samples)):
        print(f"\n{name}: facts\n")
        print(table(["", "titles", "minutes", "outlet named alike"], facts(cases)))
        print(f"\n{name}: each source of dates alone, of {len(cases)}\n")
        print(table(["source", "says", "day", "minute"], sources(cases)))
    print("\nnews articles: their dates and addresses\n")
    print(table(["", "articles"], agreement(records)))
    print("\nnews articles: language\n")
    print(table(["", "Indonesian", "others", "ms each"], languages(records)))
    print("\ncost\n")
    print(table(["", "ms"], cost(pages + samples)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
