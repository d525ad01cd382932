"""Which articles and queries is everybody measured on? News, recombined, seeded; no text is kept.

Beyond the articles there are, an article takes its sentences from two others and keeps their order,
so that document frequencies and lengths stay those of news. No new word arises: the vocabulary
of 100,000 such articles is that of the originals, which is easier for everybody than real news.
"""

from __future__ import annotations

import json
import random
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import telusur
from peers import Document, Query
from telusur.index.analysis import Span, spans, stems, tokens

ROOT = Path(__file__).parents[1]
NEWS = ROOT / "../shared/data/news/articles.jsonl.gz"
SAMPLES = ROOT / "corpora/samples/pages"
SEED = 17
QUERIES = 300
WINDOW = timedelta(days=60)  # of the date filter: about a twentieth of the articles
_BETWEEN = re.compile(r"(?<=[.!?])\s+|\n+")  # blanks never stand inside a token


@dataclass(frozen=True, slots=True)
class Original:
    """An article to take from."""

    title: list[str]
    sentences: list[str]
    published: datetime


@dataclass(frozen=True, slots=True)
class Written:
    """A corpus on disk, twice: as text, and as stems with blanks between them."""

    source: str
    articles: int
    text_bytes: int
    raw: Path
    stemmed: Path
    analysis: float  # articles/s of our analysis alone, on the originals


def originals() -> tuple[str, list[Original]]:
    """Return what there is to recombine, and what to call it."""
    source = NEWS if NEWS.exists() else SAMPLES
    name = "development articles" if NEWS.exists() else "sample pages (development data missing)"
    chance = random.Random(SEED)
    found = [
        Original(one.title.split(), _BETWEEN.split(one.text), one.published or _moment(chance))
        for one in telusur.read(source)
        if one.title and one.text
    ]
    chance.shuffle(found)
    return f"{len(found):,} {name}", found


def _moment(chance: random.Random) -> datetime:
    return datetime(2019, 1, 1, tzinfo=UTC) + timedelta(days=chance.randrange(730))


def recombined(found: list[Original], size: int) -> Iterator[Original]:
    """Yield the originals, then articles of the sentences and half titles of two of them."""
    yield from found[:size]
    chance = random.Random(SEED)
    for _ in range(size - len(found)):
        one, two = chance.sample(found, 2)
        pool = one.sentences + two.sentences
        places = sorted(chance.sample(range(len(pool)), len(one.sentences)))
        title = one.title[: len(one.title) // 2] + two.title[len(two.title) // 2 :]
        yield Original(title, [pool[place] for place in places], one.published)


@cache
def stemmed(text: str) -> str:
    """Return the stems of a sentence or title, each once analysed however often it is used."""
    return " ".join(one for _, _, found in tokens(text) for one in stems(found.parts) if one)


def write(folder: Path, size: int) -> Written:
    """Write a corpus of a size; both files hold the same articles in the same order."""
    source, found = originals()
    raw, analysed = folder / "raw.jsonl", folder / "stemmed.jsonl"
    count = 0
    with raw.open("w", encoding="utf-8") as plain, analysed.open("w", encoding="utf-8") as roots:
        for number, one in enumerate(recombined(found, size)):
            told = (number, int(one.published.timestamp()))
            title, body = " ".join(one.title), "\n".join(one.sentences)
            count += len(title.encode()) + len(body.encode())
            print(json.dumps([*told, title, body]), file=plain)
            body = " ".join(map(stemmed, one.sentences))
            print(json.dumps([*told, stemmed(title), body]), file=roots)
    return Written(source, size, count, raw, analysed, _rate(found[:2000]))


def _rate(found: list[Original]) -> float:
    started = time.perf_counter()
    for one in found:
        stemmed.__wrapped__(" ".join(one.title))
        stemmed.__wrapped__("\n".join(one.sentences))
    return len(found) / (time.perf_counter() - started)


def documents(path: Path) -> Iterator[Document]:
    """Read one of the two files."""
    with path.open(encoding="utf-8") as lines:
        yield from (Document(*json.loads(line)) for line in lines)


def queries(corpus: Path) -> dict[str, list[Query]]:
    """Return the sets of queries, drawn from the titles of a corpus as text."""
    chance = random.Random(SEED)
    read = [(one.title, one.published) for one in documents(corpus)]
    drawn = [chance.choice(read) for _ in range(QUERIES * 4)]
    titles = [(_plain(title), published) for title, published in drawn]
    titles = [(found, published) for found, published in titles if len(found) >= 4]
    words = [_query(_some(found, chance), published) for found, published in titles]
    adjacent = [_run(found, chance) for found, _ in titles]
    phrases = [_query(found, 0, shape='"{}"') for found in adjacent if found]
    roots = [max((one.stem for one in found), key=len)[:4] for found, _ in titles]
    whole = {
        "words": words,
        "all words": [one for one in words if len(one.stems) > 1],
        "phrase": phrases,
        "prefix": [Query(f"{one}*", (one,), 0, 0) for one in roots if len(one) == 4],
        "newest of 60 days": words,
        "results page": words,
    }
    return {name: found[:QUERIES] for name, found in whole.items()}


def _plain(title: str) -> list[Span]:
    return [one for one in spans(title) if len(one.surface) > 1 and one.surface.isalnum()]


def _some(title: list[Span], chance: random.Random) -> list[Span]:
    places = sorted(chance.sample(range(len(title)), chance.randint(1, 4)))
    return [title[place] for place in places]


def _run(title: list[Span], chance: random.Random) -> list[Span]:
    """Return two or three words side by side, or none if others stand between them."""
    length = chance.randint(2, 3)
    start = chance.randrange(len(title) - length + 1)
    found = title[start : start + length]
    return found if found[-1].position - found[0].position == length - 1 else []


def _query(found: list[Span], published: int, shape: str = "{}") -> Query:
    text = shape.format(" ".join(one.surface for one in found))
    half = int(WINDOW.total_seconds()) // 2
    return Query(text, tuple(one.stem for one in found), published - half, published + half)
