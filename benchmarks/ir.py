"""How good is the ranking? nDCG@10 and R@100: ours beside BM25 over words and over stems.

    make bench-ir
    .venv/bin/python benchmarks/ir.py [--half 0|1] [--sets tydi,facqa,indosum,headline]
        [--k1 N] [--b N] [--exact N] [--stopword N] [--proximity N]
        [--check | --pin [--lower]] [--page] [--json FILE]

Each set is a folder with docs.jsonl.gz, queries.tsv (id<TAB>text) and qrels.txt (TREC). The peers
are plain BM25 (k1 1.2, b 0.75, Lucene's idf, by bm25s) over one field, of lower-cased runs of
letters and digits, unstemmed, by Snowball or by Sastrawi. We index the same JSONL as any other and
rank by score alone, as `telusur run` does. Ties go by id for everybody.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, NamedTuple

import floors
import numpy as np
from judging import luck, ndcg, recall
from runs import FILES, Run, Set, ours, test_set, theirs
from sheets import MISSING, ROOT, digest, half, options, progress, rewrite, save, table
from stemmers import OURS, PEERS, STEMMERS, remembering, versions
from telusur.corpora.settings import Ranking

SETS = ("tydi", "facqa", "indosum", "headline")
RESULTS = ROOT / "build" / "ir.json"
MEANS = ("ndcg", "recall", "halves")
WEIGHTS = ("exact", "stopword", "proximity")


class Scores(NamedTuple):
    """What each query of a set got, in the order of the queries."""

    ndcg: list[float]
    recall: list[float]


def scored(one: Set, run: Run) -> Scores:
    """Return the figures of each query."""
    told = [(run[query], one.grades[query]) for query, _ in one.topics]
    return Scores([ndcg(*each) for each in told], [recall(*each) for each in told])


def compared(sets: dict[str, Set], ranking: Ranking, names: Iterable[str]) -> dict[str, Any]:
    """Return the scores of everybody on every set, by name of the set and of the stemmer."""
    loaded = {name: remembering(STEMMERS[name].load()) for name in names if name != OURS}
    found: dict[str, dict[str, Scores]] = {}
    for title, one in sets.items():
        progress(f"{title}: {len(one.topics):,} queries")
        found[title] = {name: scored(one, theirs(one, stem)) for name, stem in loaded.items()}
        if OURS in names:
            found[title][OURS] = scored(one, ours(one, ranking))
    return found


def summary(found: dict[str, dict[str, Scores]], sets: dict[str, Set]) -> dict[str, Any]:
    """Return the means by set, of the halves, and the probability that a difference is luck."""
    told: dict[str, Any] = {
        title: {name: _means(sets[title], each) for name, each in of.items()}
        for title, of in found.items()
    }
    told["average"] = {
        name: {key: _average([told[title][name][key] for title in found]) for key in MEANS}
        for name in next(iter(found.values()))
    }
    for name in set(told["average"]) - {OURS}:
        for title, of in found.items():
            told[title][name]["luck"] = luck(_differences(of, name))
        told["average"][name]["luck"] = luck(_pooled(found, name))
    return told


def _means(one: Set, each: Scores) -> dict[str, Any]:
    parts = np.array([half(query) for query, _ in one.topics])
    values = np.array(each.ndcg)
    halves = [float(values[parts == part].mean()) for part in (0, 1) if part in parts]
    return {"ndcg": float(values.mean()), "recall": float(np.mean(each.recall)), "halves": halves}


def _average(values: list[Any]) -> Any:
    """Return the mean of numbers, or of lists of them place by place."""
    return np.mean(values, axis=0).tolist()


def _differences(of: dict[str, Scores], peer: str) -> Any:
    return np.subtract(of[OURS].ndcg, of[peer].ndcg)


def _pooled(found: dict[str, dict[str, Scores]], peer: str) -> Any:
    """Return differences that add up to that of the means over the sets: each set counts alike."""
    each = [_differences(of, peer) for of in found.values()]
    return np.concatenate([one / (len(one) * len(each)) for one in each])


def page(told: dict[str, Any]) -> str:
    """Return the tables: nDCG@10 with its halves and luck, then R@100."""
    names = [*PEERS, OURS]
    shown = [STEMMERS[name].shown for name in names]
    rows: list[list[str]] = []
    for title, of in told["sets"].items():
        best = max(of[name]["ndcg"] for name in PEERS)
        cells = [_beside_luck(of[name]) for name in names]
        rows.append([title, *cells, f"{of[OURS]['ndcg'] - best:+.4f}"])
        for part in (0, 1) if told["half"] is None else ():
            values = [of[name]["halves"][part] for name in names]
            ahead = f"{values[-1] - max(values[:-1]):+.4f}"
            rows.append([f"– half {part}", *[f"{value:.4f}" for value in values], ahead])
    recalls = [
        [title, *[f"{of[name]['recall']:.4f}" for name in names]]
        for title, of in told["sets"].items()
    ]
    first = table(["nDCG@10", *shown, "ours − best peer"], rows)
    return f"{first}\n\n{table(['R@100', *shown], recalls)}"


def _beside_luck(one: dict[str, Any]) -> str:
    if "luck" not in one:
        return f"{one['ndcg']:.4f}"
    return f"{one['ndcg']:.4f} (p {one['luck']:.4f})"


def pinned(told: dict[str, Any], digests: dict[str, str]) -> floors.Figures:
    """Return what floors are kept of."""
    return {
        title: {
            "data": digests[title],
            **{key: told[title][OURS][key] for key in ("ndcg", "recall")},
        }
        for title in digests
    }


def wanted(given: argparse.Namespace) -> Ranking:
    """Return the ranking to measure: the defaults, with what the options change."""
    default = Ranking()
    changed = {key: getattr(given, key) for key in WEIGHTS if getattr(given, key) is not None}
    told = {key: getattr(given, key) for key in ("k1", "b") if getattr(given, key) is not None}
    return replace(default, **told, weights=replace(default.weights, **changed))


def main() -> int:
    parser = options(__doc__ or "", "ir")
    parser.add_argument("--sets", default=",".join(SETS), help="with commas between")
    for key in ("k1", "b", *WEIGHTS):
        parser.add_argument(f"--{key}", type=float, help="in place of the default")
    given = parser.parse_args()
    folders = {title: given.data / title for title in given.sets.split(",")}
    if not all((folder / name).exists() for folder in folders.values() for name in FILES):
        progress(f"no test sets at {given.data}: nothing measured")
        return MISSING
    sets = {title: test_set(folder, given.half) for title, folder in folders.items()}
    digests = {t: digest(folder / name for name in FILES) for t, folder in folders.items()}
    found = compared(sets, wanted(given), [OURS] if given.check else [*PEERS, OURS])
    means = summary(found, sets)
    if not given.check:
        told = {"versions": versions(), "half": given.half, "sets": means}
        print(page(told))
        save(told, given.json or RESULTS)
        if given.page:
            rewrite("bench-ir", page(told))
    return floors.settle("ir", pinned(means, digests), given)


if __name__ == "__main__":
    sys.exit(main())
