"""How often is a stem right, and how fast? Unstemmed, Snowball, Sastrawi and ours, side by side.

    make bench-stem
    .venv/bin/python benchmarks/stem.py [--half 0|1] [--sample 100] [--json FILE]
        [--check | --pin [--lower]] [--page]

A stem is right when it is one of the lemmas that a set has for the form. Forms are told apart:
*inflected*, where no lemma is the form itself, and *whole*, where one is. Times are those of
distinct words, each stemmer loaded anew.
"""

from __future__ import annotations

import gzip
import random
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import floors
from sheets import DATA, MISSING, ROOT, digest, half, options, progress, rewrite, save, table
from stemmers import OURS, PEERS, STEMMERS, Stem, remembering, versions

SETS = ("csui-train", "gsd-dev", "unimorph-dev")
VERDICTS = ROOT / "docs" / "stemming-sample.tsv"
RESULTS = ROOT / "build" / "stem.json"
COUNTS = DATA / "news" / "wordcounts.tsv.gz"
TIMED = 10_000
TURNS = 3
SEED = 17
LOADING = (
    "import time; from stemmers import STEMMERS; started = time.perf_counter(); "
    "STEMMERS['{}'].load()('membaca'); print(time.perf_counter() - started)"
)

WHOLE = {"root", "name"}  # verdicts on words that no stemmer may cut

Gold = dict[str, set[str]]


class Verdict(NamedTuple):
    """What a reader says of a word: the stems that are no mistake, and which kind of word it is."""

    form: str
    stems: set[str]
    kind: str


def gold(path: Path, only: int | None = None) -> Gold:
    """Return the lemmas of each form, of one half or of all."""
    found: Gold = defaultdict(set)
    for line in path.read_text("utf-8").splitlines():
        form, lemma, *_ = line.split("\t")
        if only is None or half(form) == only:
            found[form].add(lemma)
    return found


def shares(stem: Stem, known: Gold) -> dict[str, float | None]:
    """Return the share of right stems among inflected forms, and among the others."""
    right: dict[bool, list[bool]] = {True: [], False: []}
    for form, lemmas in known.items():
        right[form not in lemmas].append(stem(form) in lemmas)
    return {"inflected": _mean(right[True]), "whole": _mean(right[False])}


def _mean(values: list[bool]) -> float | None:
    return sum(values) / len(values) if values else None


def verdicts() -> list[Verdict]:
    """Return how a reader would stem frequent words of news."""
    lines = VERDICTS.read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]
    return [Verdict(form, set(stems.split("|")), kind) for form, stems, kind in rows]


def judged(stem: Stem, read: list[Verdict]) -> dict[str, int]:
    """Count what is wrong on the words read by hand."""
    wrong = [(one, found) for one in read if (found := stem(one.form)) not in one.stems]
    over = [one for one, _ in wrong if one.kind in WHOLE]
    under = [one for one, found in wrong if one.kind == "derived" and found == one.form]
    return {"over": len(over), "under": len(under), "other": len(wrong) - len(over) - len(under)}


def measured(name: str, sets: dict[str, Gold]) -> dict[str, Any]:
    """Return all shares of one stemmer, of the halves, too."""
    stem = remembering(STEMMERS[name].lemmas())
    found: dict[str, Any] = {}
    for title, known in sets.items():
        halves = [{form: known[form] for form in known if half(form) == part} for part in (0, 1)]
        found[title] = shares(stem, known)
        found[title]["halves"] = [shares(stem, one) for one in halves]
    found["news words"] = judged(STEMMERS[name].load(), verdicts())
    return found


def news_words() -> dict[str, list[str]]:
    """Return some distinct words of news, where their counts are there."""
    if not COUNTS.exists():
        return {}
    with gzip.open(COUNTS, "rt", encoding="utf-8") as lines:
        words = sorted(line.split("\t")[0] for line in lines)
    found = random.Random(SEED).sample(words, TIMED)
    return {f"{TIMED:,} words of news": found}


def rates(names: Iterable[str], words: list[str]) -> dict[str, float]:
    """Return distinct words a second, the best of a few turns; each time loaded anew."""
    best: dict[str, float] = {}
    for _ in range(TURNS):
        for name in names:
            stem = STEMMERS[name].load()
            stem("membaca")  # whatever is loaded late
            started = time.perf_counter()
            for word in words:
                stem(word)
            best[name] = max(best.get(name, 0), len(words) / (time.perf_counter() - started))
    return best


def loading(name: str) -> float:
    """Return seconds until the first stem in a new process, the best of a few."""
    command = [sys.executable, "-c", LOADING.format(name)]
    folder = Path(__file__).parent
    runs = [subprocess.check_output(command, cwd=folder) for _ in range(TURNS)]
    return min(map(float, runs))


def differences(known: Gold, count: int) -> list[tuple[str, str, str]]:
    """Return some forms on which gold and we differ: form, our stem, the lemmas."""
    stem = STEMMERS[OURS].lemmas()
    found = [
        (form, stem(form), " ".join(sorted(lemmas)))
        for form, lemmas in sorted(known.items())
        if stem(form) not in lemmas
    ]
    return random.Random(SEED).sample(found, min(count, len(found)))


def pinned(told: dict[str, Any], digests: dict[str, str]) -> floors.Figures:
    """Return what floors are kept of."""
    return {
        title: {"data": digests[title], **{k: told[title][k] for k in ("inflected", "whole")}}
        for title in digests
    }


def page(told: dict[str, Any]) -> str:
    """Return the tables."""
    names = list(told["stemmers"])
    head = ["", *[STEMMERS[name].shown for name in names]]
    rows: list[list[str]] = []
    for kind, label in (("inflected", "inflected"), ("whole", "gold leaves whole")):
        for title, sizes in told["sets"].items():
            if not sizes[kind]:
                continue
            found = [told["stemmers"][name][title] for name in names]
            what = f"{title}, {label} ({sizes[kind]:,})"
            rows.append([what, *[f"{one[kind]:.4f}" for one in found]])
            for part in (0, 1) if kind == "inflected" and told["half"] is None else ():
                cells = [f"{one['halves'][part][kind]:.4f}" for one in found]
                rows.append([f"– half {part}", *cells])
    rows += _news(told, names)
    for label, found in told["rates"].items():
        cells = [f"{found[name]:,.0f}" if name in found else "–" for name in names]
        rows.append([f"{label}, distinct words/s", *cells])
    rows.append(["first stem after, ms", *[f"{told['loading'][name] * 1e3:.1f}" for name in names]])
    return table(head, rows)


def _news(told: dict[str, Any], names: list[str]) -> list[list[str]]:
    found = [told["stemmers"][name]["news words"] for name in names]
    rows = {"over": "roots and names cut", "under": "left whole", "other": "another root"}
    return [
        [f"{told['news words']} news words: {label}", *[str(one[kind]) for one in found]]
        for kind, label in rows.items()
    ]


def compared(sets: dict[str, Gold], only: int | None) -> dict[str, Any]:
    """Return every figure of every stemmer."""
    names = [*PEERS, OURS]
    timed = [name for name in names if name != "none"]
    forms = sorted({form for known in sets.values() for form in known})
    words = {f"{len(forms):,} forms of the sets": forms, **news_words()}
    sizes = {
        title: {
            "inflected": sum(form not in lemmas for form, lemmas in known.items()),
            "whole": sum(form in lemmas for form, lemmas in known.items()),
        }
        for title, known in sets.items()
    }
    return {
        "versions": versions(),
        "half": only,
        "sets": sizes,
        "news words": len(verdicts()),
        "stemmers": {name: measured(name, sets) for name in names},
        "rates": {label: rates(timed, found) for label, found in words.items()},
        "loading": {name: loading(name) for name in names},
    }


def main() -> int:
    parser = options(__doc__ or "", "stem")
    parser.add_argument("--sample", type=int, metavar="N", help="print N differences to gold")
    given = parser.parse_args()
    paths = {title: given.data / f"{title}.tsv" for title in SETS}
    if not all(path.exists() for path in paths.values()):
        progress(f"no test sets at {given.data}: nothing measured")
        return MISSING
    sets = {title: gold(path, given.half) for title, path in paths.items()}
    digests = {title: digest([path]) for title, path in paths.items()}
    if given.sample:
        for title, known in sets.items():
            for one in differences(known, given.sample):
                print(title, *one, sep="\t")
        return 0
    if given.check:
        return floors.settle("stem", pinned(measured(OURS, sets), digests), given)
    told = compared(sets, given.half)
    print(page(told))
    save(told, given.json or RESULTS)
    if given.page:
        rewrite("bench-stem", page(told))
    return floors.settle("stem", pinned(told["stemmers"][OURS], digests), given)


if __name__ == "__main__":
    sys.exit(main())
