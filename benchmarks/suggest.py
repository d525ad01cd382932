"""How fast and how good are suggestions? On misspelt words, seeded; no text is kept.

    .venv/bin/python benchmarks/suggest.py [--quality] [--speed] [--forms N] [--words N] [--seed N]

Quality: an index of four fifths of the development articles. One slip of the pen in a frequent
word, alone, or in one of two frequent words side by side in a title: how often is the right text
the first suggestion, or one of five, with the company of the other word and without? And how often
is a query told to mean something else that is right: four words of a title of the other fifth?

Speed: an index of 500,000 forms, those of news and halves of them put together anew. Misspelt
words one after another (warm), and each the first of a process that has opened the index (cold).
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import telusur
from corpus import Original, originals
from telusur.corpora.article import Article
from telusur.index.analysis import spans
from telusur.index.commits.store import open_snapshot
from telusur.index.language.spellings import letters
from telusur.index.language.stopwords import stopwords
from telusur.index.reader import Snapshot
from telusur.index.schema import TEXTS
from telusur.search.engine import Engine
from telusur.search.suggestions.company import Company
from telusur.search.suggestions.likeness import KEYS, neighbours
from telusur.search.suggestions.suggest import SURE, TOGETHER, Suggester

FREQUENT = 10  # articles of a word that is misspelt; what is in as many is itself a word
LEAST = 4  # letters of a word that is misspelt
COLD = 40  # words that are each the first of a process
SHOWN = 5
TOLD = 500  # made forms of an article
HEAD = """\
| | words | median ms | 99 of 100 | worst | on the processor: median | 99 of 100 | worst |
|---|---|---|---|---|---|---|---|"""
HELD = 5  # every fifth article is held back
Took = tuple[float, ...]
Pairs = list[tuple[str, str]]  # typed, meant
KINDS = {"swap": 25, "key": 25, "lose": 20, "double": 10, "add": 10, "old": 10}  # of 100 slips


# Misspelling


def misspelt(word: str, chance: random.Random) -> str:
    """Return a word with one slip: two letters swapped, a key beside, one lost, twice, put in."""
    at = chance.randrange(len(word))
    kind = chance.choices(list(KINDS), list(KINDS.values()))[0]
    if kind == "swap" and at + 1 < len(word):
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == "key":
        near = sorted(neighbours(word[at])) or [word[at]]
        return word[:at] + chance.choice(near) + word[at + 1 :]
    if kind == "lose":
        return word[:at] + word[at + 1 :]
    if kind == "double":
        return word[:at] + word[at] + word[at:]
    if kind == "old":
        return _old(word)
    return word[:at] + chance.choice("".join(KEYS)) + word[at:]


def _old(word: str) -> str:
    """Return a word as it was written before 1947."""
    for then, now in letters():
        word = word.replace(now, now.upper() if then == "j" else f"<{then}>")
    return word.replace("Y", "j").replace("<", "").replace(">", "")


def slip(word: str, company: Company, chance: random.Random) -> str | None:
    """Return a misspelling that is no frequent word itself, if three tries make one."""
    for _ in range(3):
        typed = misspelt(word, chance)
        if typed != word and company.articles(typed) < FREQUENT:
            return typed
    return None


# Corpora


def articles(sources: Iterable[Original]) -> Iterator[Article]:
    for number, one in enumerate(sources):
        title, text = " ".join(one.title), " ".join(one.sentences)
        yield Article(id=str(number), title=title, text=text)


def recombined(forms: Sequence[str], count: int, chance: random.Random) -> list[str]:
    """Return so many forms: those given, and front halves with other back halves."""
    made = dict.fromkeys(forms)
    while len(made) < count:
        front, back = chance.choices(forms, k=2)
        cut, rest = chance.randint(1, len(front)), chance.randrange(len(back))
        made.setdefault(front[:cut] + back[rest:])
    return list(made)


def frequent(snapshot: Snapshot) -> list[str]:
    company = Company(snapshot)
    terms = snapshot.terms(TEXTS["body"].exact)
    return [one for one in terms if is_frequent(one, company)]


def is_frequent(word: str, company: Company) -> bool:
    right = len(word) >= LEAST and word.isascii() and word.isalpha() and word not in stopwords()
    return right and company.articles(word) >= FREQUENT


# Quality


def accuracy(suggester: Suggester, queries: Pairs) -> tuple[float, float]:
    """Return how often what is meant is the first suggestion, and one of five."""
    first = among = 0
    for typed, meant in queries:
        found = [one.text for one in suggester.suggest(typed, k=SHOWN)]
        first += found[:1] == [meant]
        among += meant in found
    return first / len(queries), among / len(queries)


def single(
    words: Sequence[str], company: Company, count: int, chance: random.Random
) -> list[tuple[str, str]]:
    chosen = chance.sample(words, min(len(words), 2 * count))
    made = [(slip(word, company, chance), word) for word in chosen]
    return [(typed, word) for typed, word in made if typed][:count]


def double(
    titles: Iterable[Sequence[str]], company: Company, count: int, chance: random.Random
) -> list[tuple[str, str]]:
    """Return two words of titles, one of them misspelt."""
    pairs = {pair for title in titles for pair in pairwise(title)}
    right = sorted(pair for pair in pairs if all(is_frequent(one, company) for one in pair))
    found: Pairs = []
    for pair in chance.sample(right, min(len(right), 2 * count)):
        at = chance.randrange(2)
        typed = slip(pair[at], company, chance)
        if typed:
            wrong = (typed, pair[1]) if at == 0 else (pair[0], typed)
            found.append((" ".join(wrong), " ".join(pair)))
    return found[:count]


def quality(words: int, seed: int) -> None:
    name, sources = originals()
    chance = random.Random(seed)
    kept = [one for n, one in enumerate(sources) if n % HELD]
    held = [one for n, one in enumerate(sources) if not n % HELD]
    with tempfile.TemporaryDirectory() as folder:
        telusur.build(articles(kept), folder)
        with open_snapshot(Path(folder)) as snapshot:
            company = Company(snapshot)
            titles = [[one.surface for one in spans(" ".join(source.title))] for source in kept]
            tasks = {
                "one word": single(frequent(snapshot), company, words, chance),
                "two words of a title": double(titles, company, words, chance),
            }
            print(f"{len(kept):,} {name}, seed {seed}\n")
            print("| misspelt | queries | company | first | one of five |\n|---|---|---|---|---|")
            for task, queries in tasks.items():
                for together in (0.0, TOGETHER):
                    found = accuracy(Suggester(snapshot, together=together), queries)
                    told = " | ".join(f"{one:.3f}" for one in found)
                    print(f"| {task} | {len(queries):,} | {together} | {told} |", flush=True)
            right = [" ".join(one.title[:4]) for one in held][:words]
            suggester = Suggester(snapshot)
            alarms = [one for one in right if suggester.suggest(one, k=1, sure=SURE)]
            print(f"\n{len(alarms)} of {len(right):,} queries as titles have them were doubted")


# Speed


def speed(forms: int, words: int, seed: int) -> None:
    name, sources = originals()
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        known = sorted({s.surface for one in articles(sources) for s in spans(one.text)})
        plain = [one for one in known if one.isascii() and one.isalpha()]
        more = recombined(plain, max(0, forms - len(known) + len(plain)), chance)[len(plain) :]
        made = [
            Article(id=f"n{place}", title="", text=" ".join(more[place : place + TOLD]))
            for place in range(0, len(more), TOLD)
        ]
        telusur.build([*articles(sources), *made], folder)
        with open_snapshot(Path(folder)) as snapshot:
            company, suggester = Company(snapshot), Suggester(snapshot)
            total = len(snapshot.terms(TEXTS["body"].exact))
            queries = [typed for typed, _ in single(frequent(snapshot), company, words, chance)]
            print(
                f"{total:,} forms: {name}, recombined; {snapshot.segments} segments; seed {seed}\n"
            )
            print(HEAD)
            show("cold", [cold(folder, one) for one in queries[:COLD]])
            show("warm", [timed(suggester, one) for one in queries])


def show(what: str, took: Sequence[Took]) -> None:
    told: list[str] = []
    for one in zip(*took, strict=True):
        most = sorted(one)[int(len(one) * 0.99)]
        told += [f"{ms:.1f}" for ms in (statistics.median(one), most, max(one))]
    print(f"| {what} | {len(took):,} | {' | '.join(told)} |", flush=True)


def timed(suggester: Suggester, query: str) -> Took:
    """Return the milliseconds of a suggestion: by the clock, and on the processor."""
    started, worked = time.perf_counter(), time.process_time()
    suggester.suggest(query)
    worked = time.process_time() - worked
    return (time.perf_counter() - started) * 1000, worked * 1000


def cold(folder: str, query: str) -> Took:
    command = [sys.executable, __file__, "--first", query, folder]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return tuple(json.loads(done.stdout))


def first(folder: str, query: str) -> Took:
    """Return what the first suggestion takes, in an engine that has searched for something else."""
    with Engine.open(Path(folder)) as engine:
        engine.search("presiden", now=datetime.now(UTC))
        return timed(Suggester(engine.snapshot), query)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quality", action="store_true")
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--forms", type=int, default=500_000)
    parser.add_argument("--words", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=17)
    parser.add_argument("--first", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.first:
        query, folder = given.first
        print(json.dumps(first(folder, query)))
        return 0
    if given.quality or not given.speed:
        quality(given.words, given.seed)
    if given.speed or not given.quality:
        speed(given.forms, given.words, given.seed)
    return 0


if __name__ == "__main__":
    sys.exit(main())
