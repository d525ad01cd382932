"""What do random articles and queries look like? Few words, so that everything collides."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from telusur.corpora.article import Article
from telusur.corpora.settings import Ranking, Weights
from telusur.index.commits.store import writing
from telusur.search.asked.tree import Span
from whoosh import query

PAIRS = int(os.environ.get("TELUSUR_ORACLE", "2100"))  # of corpus and query, in the main test
FIRST = int(os.environ.get("TELUSUR_SEED", "1"))
Batch = tuple[Sequence[Article], Sequence[str]]  # a commit: articles, and ids to remove

NOW = datetime(2021, 10, 28, 12, tzinfo=UTC)
_VOCABULARY = (
    "korupsi dikorupsi pemberantasan berantas banjir kebanjiran undang-undang undang anak-anak "
    "anak kanak-kanak covid-19 covid ke-17 17 10.000 Jum'at jumat KOMPAS.com yang di dan dengan "
    "Rp2,3 Jakarta Jakarta/Bogor #banjir @kpk di-PHK-kan rapat repat korpusi 10% persen ribu"
)
# One date, one amount, one percentage in several spellings; and words that make up others.
_VALUES = (
    "17 Agustus 2021",
    "17/8/2021",
    "2021-08-17",
    "Rp 1,5 juta",
    "Rp1.500.000",
    "1,5 juta rupiah",
    "10 ribu",
    "sepuluh ribu",
    "10 persen",
)
WORDS = [*_VOCABULARY.split(), *_VALUES]
SITES = (None, "Kompas.com", "detikcom", "Suara Rakyat")
URLS = (None, "https://news.detik.com/{}", "https://www.kompas.com/{}", "http://contoh.test/{}")
NAMES = ("Budi Santoso", "Siti", "Budi", "Dewi Lestari")
SECTIONS = (None, "Nasional", "Ekonomi Bisnis", "nasional")
ENDS = (" ", " ", " ", " ", ", ", ". ", "\n", " - ")


def seeds(count: int) -> range:
    """Return so many seeds, more or fewer where TELUSUR_ORACLE asks for it."""
    return range(FIRST, FIRST + max(1, count * PAIRS // 2100))


def random_text(rng: random.Random, most: int) -> str:
    return "".join(rng.choice(WORDS) + rng.choice(ENDS) for _ in range(rng.randint(0, most)))


def random_article(rng: random.Random, article_id: str) -> Article:
    url = rng.choice(URLS)
    moment = NOW - timedelta(hours=rng.randint(0, 20_000))
    if rng.random() < 0.3:  # the first instant of a span, or of what comes after it
        moment = datetime(rng.choice([2020, 2021]), rng.choice([1, 4, 6, 7]), 1, tzinfo=UTC)
    return Article(
        id=article_id,
        title=random_text(rng, 5),
        text=random_text(rng, 30),
        url=url.format(article_id) if url else None,
        site=rng.choice(SITES),
        section=rng.choice(SECTIONS),
        authors=tuple(rng.sample(NAMES, rng.randint(0, 2))),
        tags=tuple(rng.sample(WORDS, rng.randint(0, 2))),
        published=moment if rng.random() < 0.9 else None,
    )


def random_batches(rng: random.Random) -> list[Batch]:
    """Return commits, each of articles and of ids to remove; later ones replace earlier ones."""
    names = [f"{rng.choice('abc')}{n}" for n in range(rng.randint(1, 45))]
    batches: list[Batch] = []
    earlier: list[Article] = []
    for number in range(rng.randint(1, 5)):
        # Few at a time after the first: a segment that is half deleted would be rewritten.
        most = len(names) // 4 if number else len(names)
        articles = [random_article(rng, one) for one in rng.sample(names, rng.randint(0, most))]
        if len(articles) > 1 and rng.random() < 0.7:  # two alike: a tie
            articles[1] = replace(articles[0], id=articles[1].id)
        for place in range(2, len(articles)):
            if earlier and rng.random() < 0.3:
                articles[place] = replace(articles[place], text=copied(rng, rng.choice(earlier)))
        earlier += articles
        gone = rng.sample(names, rng.randint(0, len(names) // 8))
        batches.append((articles, gone))
    return batches


def copied(rng: random.Random, article: Article) -> str:
    """Return a text as another outlet has it: as it is, cut, or with a few words of its own."""
    words = article.text.split()
    for _ in range(rng.randint(0, 2)):
        words.insert(rng.randint(0, len(words)), rng.choice(WORDS))
    return " ".join(words[: rng.choice([len(words), len(words), 3 * len(words) // 4])])


def survivors(batches: Iterable[Batch]) -> list[Article]:
    """Return the articles that are there after all commits."""
    alive: dict[str, Article] = {}
    for articles, gone in batches:
        for one in gone:
            alive.pop(one, None)
        alive |= {article.id: article for article in articles}
    return list(alive.values())


def build_index(folder: Path, batches: Iterable[Batch]) -> Path:
    with writing(folder) as writer:
        for articles, gone in batches:
            writer.commit(articles, gone)
    return folder


def random_ranking(rng: random.Random) -> Ranking:
    if rng.random() < 0.5:
        return Ranking()
    return Ranking(
        k1=rng.choice([0.0, 0.6, 1.2, 3.0]),
        b=rng.choice([0.0, 0.4, 0.75, 1.0]),
        recency_days=rng.choice([None, None, 3.0, 100.0]),
        weights=Weights(
            title=rng.choice([0.0, 1.0, 2.5]),
            body=rng.choice([0.0, 1.0, 1.5]),
            exact=rng.choice([0.0, 0.5, 1.0]),
            proximity=rng.choice([0.0, 0.05, 1.0]),
            lead=rng.choice([0.0, 0.5, 2.0]),
            stopword=rng.choice([0.0, 0.3, 1.0]),
        ),
    )


# Texts of queries

FIELDS = ("judul:", "title:", "isi:", "body:")
FILTERS = (
    "situs:kompas.com",
    "site:detik.com",
    'situs:"Suara Rakyat"',
    "situs:suara",
    "penulis:budi",
    'author:"Budi Santoso"',
    "penulis:b*",
    "rubrik:nasional",
    'section:"ekonomi bisnis"',
    "tag:covid-19",
    "tanggal:2021",
    "date:2020-06..2021-03",
    "tanggal:Juni 2021",
    'tanggal:"sejak Januari 2021"',
    "tanggal:..2020",
    "id:a1",
)


def random_word(rng: random.Random) -> str:
    word = rng.choice(WORDS)
    cut = rng.randint(1, len(word))
    shape = rng.randint(0, 11)
    if shape == 0:
        return f"={word}"
    if shape == 1:
        return f"{word[:cut]}*"
    if shape == 2:
        return f"{word[: cut - 1]}?{word[cut:]}*" if rng.random() < 0.5 else f"*{word[cut - 1 :]}"
    if shape == 3:
        return f"{word}~{rng.choice(['', '1', '2'])}"
    if shape in (4, 5):
        inner = " ".join(rng.choice(WORDS) for _ in range(rng.randint(1, 3)))
        sign, near = rng.choice(["", "", "=", "~"]), rng.choice(["", "", "~2", "~5"])
        return f'{sign}"{inner}"{near}'
    return word


def random_query(rng: random.Random, depth: int = 2) -> str:
    """Return a query of the whole language."""
    pieces: list[str] = []
    for _ in range(rng.randint(1, 3)):
        piece = random_word(rng)
        roll = rng.random()
        if depth and roll < 0.25:
            piece = f"({random_query(rng, depth - 1)})"
        elif roll < 0.35:
            piece = rng.choice(FILTERS)
        if roll < 0.5 and piece not in FILTERS:
            piece = rng.choice(FIELDS) + piece
        if rng.random() < 0.1 and not piece.startswith(("tanggal", "date")):
            piece += rng.choice(["^2", "^0.5"])
        if rng.random() < 0.12:
            piece = f"{rng.choice(['NOT', 'BUKAN'])} {piece}"
        pieces.append(piece)
    text = pieces[0]
    for piece in pieces[1:]:
        text += rng.choice([" ", " ", " ", " AND ", " DAN ", " OR ", " ATAU "]) + piece
    return text


# Trees of queries

_FOLDED = (
    "korupsi dikorupsi berantas banjir undang undang-undang anak covid 19 covid19 ke17 17 10000 "
    "jumat kompas.com kompas yang di dan 2,3 jakarta bogor #banjir di-phk-kan rapat absen"
)
TERMS = _FOLDED.split()


def random_leaf(rng: random.Random) -> query.Query:
    field = rng.choice(["title", "title_exact", "body", "body_exact"])
    boost = rng.choice([1.0, 1.0, 0.5, 3.0])
    term = rng.choice(TERMS)
    makers: list[Callable[[], Any]] = [
        lambda: query.Term(field, term, boost=boost),
        lambda: query.Term(field, term),
        lambda: query.Phrase(
            field, rng.choices(TERMS, k=rng.randint(2, 3)), slop=rng.randint(1, 4), boost=boost
        ),
        lambda: query.Prefix(field, term[: rng.randint(1, 3)], boost=boost),
        lambda: query.Wildcard(field, f"{term[:1]}*{term[-1:]}", boost=boost),
        lambda: query.Regex(field, f"[{term[0]}k].*", boost=boost),
        lambda: query.FuzzyTerm(
            field, term, maxdist=rng.randint(1, 2), prefixlength=rng.randint(0, 2), boost=boost
        ),
        lambda: query.Term("author", rng.choice(["budi", "siti"])),
        lambda: query.Prefix("site", "k"),
        lambda: Span(None, int((NOW - timedelta(days=rng.randint(0, 800))).timestamp() * 1000)),
        lambda: query.Every(boost=boost),
        lambda: query.NullQuery,
    ]
    return rng.choice(makers)()


def random_tree(rng: random.Random, depth: int = 3) -> query.Query:
    """Return a tree of Whoosh's nodes as no parser of ours would make it."""
    if depth == 0 or rng.random() < 0.25:
        return random_leaf(rng)
    boost = rng.choice([1.0, 1.0, 0.5, 2.0])

    def below() -> query.Query:
        return random_tree(rng, depth - 1)

    makers: list[Callable[[], Any]] = [
        lambda: query.And([below() for _ in range(rng.randint(1, 3))], boost=boost),
        lambda: query.Or([below() for _ in range(rng.randint(0, 3))], boost=boost),
        lambda: query.And([below(), query.Not(below())]),
        lambda: query.Not(below()),
        lambda: query.AndNot(below(), below()),
        lambda: query.AndMaybe(below(), below()),
        lambda: query.Require(below(), below()),
        lambda: query.ConstantScoreQuery(below(), score=rng.choice([0.0, 1.5])),
    ]
    return rng.choice(makers)()
