"""How many copies of an article are found, what is taken for one, and how fast?

    .venv/bin/python benchmarks/duplicates.py [--sizes 100000 ...] [--peers] [--page] [--json FILE]

Quality on pairs made from the development articles, see perturbed.py: what was tuned was tuned on
half 0, half 1 was kept aside. Speed on as many JSONL articles as asked, see copying.py; each run
is a process of its own, and time is that of its processor.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import matplotlib as mpl
import numpy as np
from copying import grouped
from matplotlib import pyplot as plt
from perturbed import COPIES, NEWS, Pair, copies, others, stories
from report import machine
from sheets import MISSING, options, progress, rewrite, save, table
from telusur.corpora.duplicates import alike, keys, signatures
from telusur.corpora.sketches import NO_KEY
from telusur.index.disk.prints import prints_of

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "duplicates.md"
CURVE = ROOT / "docs" / "duplicates.svg"
EACH = 400  # copies of each kind and strength
OTHERS = 1500  # of each kind, as far as there are
PEERS = ("rensa", "datasketch")
NAMES = {
    "cut": "cut: part cut off",
    "dropped": "sentences dropped",
    "reordered": "passages moved",
    "edited": "words edited",
    "framed": "framed: sentences of a lead of its own",
    "updated": "updated by its own outlet: words edited, a sentence added",
    "mixed": "all at once",
    "series": "a series of one outlet: other names and figures",
    "copied_series": "the same, by two outlets",
    "roundup": "a round-up with a third of it",
    "same day and section": "real: same day and section",
    "real series": "real: titles of one series",
    "same event": "real: one event, two outlets",
}


def judged(pairs: list[Pair]) -> tuple[list[bool], list[bool]]:
    """Return of each pair whether it would be looked at, and whether it is told to be the same."""
    ours = signatures([one.one for one in pairs], [one.outlets[0] for one in pairs])
    theirs = signatures([one.other for one in pairs], [one.outlets[1] for one in pairs])
    near = [
        bool((set(one) & set(other)) - {NO_KEY})
        for one, other in zip(keys(ours).tolist(), keys(theirs).tolist(), strict=True)
    ]
    return near, (alike(ours, theirs) & near).tolist()


def quality(which: int) -> dict[str, Any]:
    """Return what is found of each kind, and precision and recall of all of them."""
    found = stories(which)
    pairs = [*copies(found, EACH), *others(found, OTHERS)]
    near, told = judged(pairs)
    rows: dict[tuple[str, float], list[tuple[bool, bool]]] = {}
    for one, *facts in zip(pairs, near, told, strict=True):
        rows.setdefault((one.kind, one.strength), []).append((facts[0], facts[1]))
    same = np.array([one.same for one in pairs])
    yes = np.array(told)
    return {
        "articles": len(found),
        "copies": int(same.sum()),
        "others": int((~same).sum()),
        "recall": float(yes[same].mean()),
        "precision": float(same[yes].mean()),
        "kinds": [
            {
                "kind": kind,
                "strength": strength,
                "pairs": len(all_of),
                "near": float(np.mean([one for one, _ in all_of])),
                "told": float(np.mean([one for _, one in all_of])),
            }
            for (kind, strength), all_of in rows.items()
        ],
    }


def real() -> dict[str, int]:
    """Return which groups there are among the development articles."""
    found = sorted(stories(0) + stories(1), key=lambda one: (one.day, one.id))
    told = prints_of([one.text for one in found], [one.site for one in found])
    _, counts = np.unique(grouped(*told), return_counts=True)
    many = counts[counts > 1]
    return {
        "articles": len(found),
        "groups": len(many),
        "in groups": int(many.sum()),
        "largest": int(counts.max()),
    }


def speed(size: int, who: Iterable[str]) -> dict[str, Any]:
    """Return seconds and memory of each, on as many articles."""
    script = str(Path(__file__).with_name("copying.py"))
    with TemporaryDirectory() as folder:
        path = str(Path(folder) / "articles.jsonl")
        told = _run(script, "write", path, str(size))
        for one in who:
            progress(f"{size:,} articles: {one}")
            told[one] = _run(script, "run", one, path)
    return told


def _run(*command: str) -> Any:
    done = subprocess.run([sys.executable, *command], check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout)


def draw(halves: list[dict[str, Any]], path: Path) -> None:
    """Draw the recall of each kind of copies against how far they were moved."""
    mpl.rcParams["svg.hashsalt"] = "telusur"  # the same figures give the same file
    mpl.rcParams["svg.fonttype"] = "none"
    kinds = [kind for kind in COPIES if kind != "updated"]
    figure, axes = plt.subplots(1, len(kinds), figsize=(16, 3.2), layout="constrained", sharey=True)
    for axis, kind in zip(axes, kinds, strict=True):
        for number, half in enumerate(halves):
            points = [one for one in half["kinds"] if one["kind"] == kind]
            x = [one["strength"] for one in points]
            label = ["tuned on", "kept aside"][number]
            axis.plot(x, [one["told"] for one in points], marker="o", label=label)
        axis.axhline(0.97, color="grey", linewidth=0.8, linestyle=":")
        axis.set(title=NAMES[kind].partition(":")[0], ylim=(0.5, 1.02))
        axis.grid(alpha=0.3)
    axes[0].set(ylabel="recall")
    axes[0].legend(fontsize="small", loc="lower left")
    figure.savefig(path, metadata={"Date": None})


def accuracy(halves: list[dict[str, Any]]) -> str:
    head = ["", "pairs", "share a key", "told the same, half 0", "half 1, kept aside"]
    rows = [["all copies (recall)", *_overall(halves, "copies", "recall")]]
    rows += [["precision", *_overall(halves, "others", "precision")]]
    for first, second in zip(halves[0]["kinds"], halves[1]["kinds"], strict=True):
        strength = f", {first['strength']:g}" if first["kind"] in COPIES else ""
        rows.append(
            [
                NAMES[first["kind"]] + strength,
                f"{first['pairs'] + second['pairs']:,}",
                f"{(first['near'] + second['near']) / 2:.3f}",
                f"{first['told']:.3f}",
                f"{second['told']:.3f}",
            ]
        )
    return table(head, rows)


def _overall(halves: list[dict[str, Any]], count: str, what: str) -> list[str]:
    total = sum(one[count] for one in halves)
    return [f"{total:,}", "", *(f"**{one[what]:.4f}**" for one in halves)]


def speeds(sizes: list[dict[str, Any]]) -> str:
    head = ["", "articles", "articles/s", "without reading", "peak MB", "precision", "recall"]
    return table(head, [row for told in sizes for row in _speeds(told)])


def _speeds(told: dict[str, Any]) -> Iterator[list[str]]:
    count, reading = told["articles"], told["reading"]["seconds"]
    for who in ("sketches", "ours", *PEERS):
        if who not in told:
            continue
        one = told[who]
        right = [f"{one[what]:.3f}" if what in one else "" for what in ("precision", "recall")]
        yield [
            {"sketches": "ours, signatures alone", "ours": "ours, grouped"}.get(who, who),
            f"{count:,}",
            f"{count / one['seconds']:,.0f}",
            f"{count / (one['seconds'] - reading):,.0f}",
            f"{one['peak']:,.0f}",
            *right,
        ]


def main() -> int:
    parser = options(__doc__ or "", "news")
    parser.add_argument("--sizes", type=int, nargs="*", default=[100_000], help="articles")
    parser.add_argument("--peers", action="store_true", help="libraries, too, at the first size")
    given = parser.parse_args()
    if not NEWS.exists():
        progress(f"nothing to measure on: {NEWS} is missing")
        return MISSING
    halves = [quality(0), quality(1)]
    draw(halves, CURVE)
    found = real()
    mine = ("reading", "sketches", "ours")
    sizes = [
        speed(size, [*mine, *(PEERS if given.peers and not number else ())])
        for number, size in enumerate(given.sizes)
    ]
    groups = (
        f"Of the {found['articles']:,} development articles of 60 words or more, "
        f"{found['in groups']:,} are in {found['groups']:,} groups, the largest of "
        f"{found['largest']}."
    )
    pages = {"accuracy": accuracy(halves), "real": groups}
    if sizes:
        pages["speed"] = f"{machine()}.\n\n{speeds(sizes)}"
    for name, text in pages.items():
        print(text, end="\n\n")
        if given.page:
            rewrite(name, text, PAGE)
    if given.json:
        save({"halves": halves, "real": found, "sizes": sizes}, given.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
