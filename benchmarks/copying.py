"""How fast are the copies of many articles found, by us and by libraries? One run, one process.

copying.py write FILE N            articles with planted copies, as JSONL; prints what they are
copying.py run WHO FILE            read, sketch, group; prints seconds and memory as JSON
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import telusur
from measure import memory
from numpy.typing import NDArray
from perturbed import COPIES, LEAST, OWN, SEED, Maker, finished, sentences, stories
from telusur.corpora.duplicates import signatures
from telusur.index.disk.prints import Numbers, Prints, Signatures, text_number
from telusur.index.groups import voted
from telusur.index.segments.links import links

PLANTED = 10  # one article of so many is a copy of an earlier one
LONGEST = 60  # words of a sentence: longer ones are whole articles that were not taken apart
BATCH = 1000  # articles sketched at once
PERMUTATIONS = 128  # of the libraries
BANDS = 32  # of the libraries: two articles of Jaccard 0.5 share one with a chance of 0.87
_WORD = re.compile(r"\w+")


def write(path: Path, size: int) -> dict[str, int]:
    """Write articles whose sentences come from as many others, and copies of some of them.

    No two share more than a sentence or two, but for the copies, which are told apart by `story`.
    """
    chance = random.Random(SEED)
    found = [one for which in (0, 1) for one in stories(which)]
    parts = [sentences(one.text) for one in found]
    pool = sorted({part for one in parts for part in one if len(part.split()) <= LONGEST})
    lengths = [max(6, len(one)) for one in parts]
    maker = Maker(found)
    kept: list[tuple[int, str]] = []
    with path.open("w", encoding="utf-8") as file:
        for number in range(size):
            if number % PLANTED == PLANTED - 1:
                story, text = chance.choice(kept)
                text = _copied(maker, chance, text)
            else:
                story, text = number, "\n".join(chance.sample(pool, chance.choice(lengths)))
                kept = [*kept[-9_999:], (story, text)] if number % 7 == 0 else kept
            site = f"outlet{number % 60}.example"
            record = {"id": str(number), "text": text, "title": text[:60], "site": site}
            print(json.dumps({**record, "story": story}), file=file)
    return {"articles": size, "bytes": path.stat().st_size}


def _copied(maker: Maker, chance: random.Random, text: str) -> str:
    while True:
        kind = chance.choice([one for one in COPIES if one != "updated"])
        strength = chance.choice([one for one in COPIES[kind] if one < 0.5])
        copy, own = finished(getattr(maker, kind)(text, strength))
        if own >= OWN and len(copy.split()) >= LEAST:
            return copy


def _read(path: Path) -> Iterator[telusur.Article]:
    yield from telusur.read(path)


def _batches(path: Path) -> Iterator[list[telusur.Article]]:
    articles = _read(path)
    while batch := list(islice(articles, BATCH)):
        yield batch


def ours(path: Path) -> list[int]:
    numbers: list[int] = []
    told: list[Signatures] = []
    for batch in _batches(path):
        numbers += [text_number(one.text, one.site) for one in batch]
        told.append(signatures([one.text for one in batch], [one.site for one in batch]))
    return grouped(np.array(numbers, np.uint64), np.concatenate(told)).tolist()


def grouped(numbers: Numbers, told: Signatures) -> NDArray[np.int64]:
    """Return the group of each text, as an index has it that gets all of them in one commit."""
    found = links(Prints(numbers, told), [])
    texts, which = np.unique(numbers, return_inverse=True)
    return voted(len(texts), np.searchsorted(texts, found))[which]


def sketches(path: Path) -> list[int]:
    """Ours up to the signatures."""
    for batch in _batches(path):
        signatures([one.text for one in batch], [one.site for one in batch])
    return []


def reading(path: Path) -> list[int]:
    """The reading alone, which is nobody's."""
    for _ in _read(path):
        pass
    return []


def _shingles(text: str) -> list[str]:
    words = _WORD.findall(text.lower())
    return [" ".join(words[start : start + 3]) for start in range(max(1, len(words) - 2))]


def rensa(path: Path) -> list[int]:
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(0.5, PERMUTATIONS, BANDS)
    groups: list[int] = []
    for number, one in enumerate(_read(path)):
        sketch = RMinHash(PERMUTATIONS, SEED)
        sketch.update(_shingles(one.text))
        near = index.query(sketch)
        groups.append(min((groups[other] for other in near), default=number))
        index.insert(number, sketch)
    return groups


def datasketch(path: Path) -> list[int]:
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=0.5, num_perm=PERMUTATIONS)
    groups: list[int] = []
    for number, one in enumerate(_read(path)):
        sketch = MinHash(PERMUTATIONS)
        sketch.update_batch([shingle.encode() for shingle in _shingles(one.text)])
        near = index.query(sketch)
        groups.append(min((groups[other] for other in near), default=number))
        index.insert(number, sketch, check_duplication=False)
    return groups


WHO: dict[str, Callable[[Path], list[int]]] = {
    one.__name__: one for one in (ours, sketches, reading, rensa, datasketch)
}


def pairs(groups: Iterable[object]) -> int:
    _, counts = np.unique(np.array(list(groups)), axis=0, return_counts=True)
    return int((counts * (counts - 1) // 2).sum())


def run(who: str, path: Path) -> dict[str, float]:
    before = memory()["peak"]
    started = time.process_time()
    groups = WHO[who](path)
    seconds = time.process_time() - started
    told = {"seconds": seconds, "imports": before, "peak": memory()["peak"]}
    if not groups:
        return told
    with path.open(encoding="utf-8") as lines:
        truth = [json.loads(line)["story"] for line in lines]
    right, made, asked = pairs(zip(groups, truth, strict=True)), pairs(groups), pairs(truth)
    return {**told, "articles": len(groups), "precision": right / made, "recall": right / asked}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("task", choices=["write", "run"])
    parser.add_argument("values", nargs=2)
    given = parser.parse_args()
    first, second = given.values
    told = write(Path(first), int(second)) if given.task == "write" else run(first, Path(second))
    print(json.dumps(told))
    return 0


if __name__ == "__main__":
    sys.exit(main())
