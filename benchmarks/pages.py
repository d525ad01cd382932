"""Which pages are extracted, and what should come out of them?"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from sheets import DATA, ROOT

SAMPLES = ROOT / "corpora" / "samples"
SAVED = DATA / "html"
ZONE = ZoneInfo("Asia/Jakarta")  # where a day is counted


@dataclass(frozen=True, slots=True)
class Page:
    """A saved page; `text` is None where it holds no article."""

    path: Path
    content: bytes
    text: str | None
    title: str | None
    published: datetime | None


@dataclass(frozen=True, slots=True)
class Told:
    """What an extractor made of a page; `text` is "" where it found none."""

    text: str
    title: str | None = None
    day: str | None = None
    published: datetime | None = None


def sets() -> dict[str, list[Page]]:
    """Return the pages that ship, and the saved ones of real outlets where they lie beside us."""
    found = {"shipped pages": list(_shipped())}
    if (SAVED / "gold.jsonl").exists():
        found["saved pages"] = list(_saved())
    return found


def _shipped() -> Iterator[Page]:
    for path in sorted((SAMPLES / "pages").glob("*.html")):
        gold: dict[str, Any] = yaml.safe_load(
            (SAMPLES / "expected" / f"{path.stem}.yaml").read_text("utf-8")
        )
        published = gold.get("published")
        if isinstance(published, str):
            published = datetime.fromisoformat(published)
        yield Page(path, path.read_bytes(), gold.get("text"), gold.get("title"), published)


def _saved() -> Iterator[Page]:
    lines = (SAVED / "gold.jsonl").read_text("utf-8").splitlines()
    golds = {gold["fixture"]: gold for gold in map(json.loads, lines)}
    for path in sorted(SAVED.glob("*.html")):
        gold = golds.get(path.name)
        if gold is None:
            yield Page(path, path.read_bytes(), None, None, None)
            continue
        published = datetime.fromtimestamp(gold["date"] / 1000, UTC)
        yield Page(path, path.read_bytes(), gold["content"], gold["title"], published)


def day(moment: datetime | None) -> str | None:
    """Return the day in Jakarta."""
    return moment and moment.astimezone(ZONE).date().isoformat()


def minute(moment: datetime | None) -> datetime | None:
    """Return the moment without its seconds, which pages do not show."""
    return moment and moment.astimezone(UTC).replace(second=0, microsecond=0)


def f1(text: str, gold: str) -> float:
    """Return the token F1 of a text: words without regard to case and order."""
    mine, theirs = (Counter(re.findall(r"\w+", each.lower())) for each in (text, gold))
    return 2 * (mine & theirs).total() / max(mine.total() + theirs.total(), 1)


def quality(pages: list[Page], told: list[Told]) -> dict[str, Any]:
    """Return the mean F1, and how many titles, days and minutes are right, of the articles.

    `fronts` counts the other pages of which no article was made.
    """
    pairs = list(zip(pages, told, strict=True))
    articles = [(page, one) for page, one in pairs if page.text is not None]
    scores = [f1(one.text, page.text or "") for page, one in articles]
    return {
        "articles": len(articles),
        "f1": sum(scores) / len(scores),
        "lowest": min(scores),
        "titles": sum(one.title == page.title for page, one in articles),
        "days": sum(one.day == day(page.published) for page, one in articles),
        "minutes": sum(minute(one.published) == minute(page.published) for page, one in articles),
        "others": len(pairs) - len(articles),
        "fronts": sum(not one.text for page, one in pairs if page.text is None),
    }
