"""How good are the defaults of the ranking? nDCG@10 on four development sets.

    .venv/bin/python benchmarks/ranking.py [--data DIR] [--k1 N] [--b N] [--exact N] [--stopword N]
        [--proximity N]

Each set is a folder with docs.jsonl.gz, queries.tsv (id<TAB>text) and qrels.txt (TREC); each is
indexed as any JSONL file is, and ranked by score alone, as `telusur run` does.
"""

from __future__ import annotations

import argparse
import math
import sys
import tempfile
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

import telusur
from telusur.corpora.settings import Ranking, Weights
from telusur.search.engine import Engine
from telusur.search.shell import read_topics

SETS = ("tydi", "facqa", "indosum", "headline")
# The best of BM25 (k1 1.2, b 0.75) over unstemmed words, Snowball and Sastrawi, as measured once.
PEERS = {"tydi": 0.724, "facqa": 0.842, "indosum": 0.961, "headline": 0.789}
DEPTH = 10

Judgements = dict[str, dict[str, int]]


def judgements(path: Path) -> Judgements:
    """Return the grade of each judged document, by query."""
    found: Judgements = defaultdict(dict)
    for line in path.read_text("utf-8").splitlines():
        query, _, document, grade = line.split()
        found[query][document] = int(grade)
    return found


def ndcg(ranked: list[str], grades: dict[str, int]) -> float:
    """Return nDCG with gains 2 ** grade - 1 (Burges et al. 2005)."""
    gains = [2 ** grades.get(document, 0) - 1 for document in ranked[:DEPTH]]
    ideal = sorted((2**grade - 1 for grade in grades.values()), reverse=True)[:DEPTH]
    return _discounted(gains) / _discounted(ideal)


def _discounted(gains: list[int]) -> float:
    return sum(gain / math.log2(place + 2) for place, gain in enumerate(gains))


def measure(folder: Path, ranking: Ranking) -> float:
    """Return the mean nDCG@10 of one set."""
    qrels = judgements(folder / "qrels.txt")
    now = datetime.now(UTC)
    with tempfile.TemporaryDirectory() as scratch:
        telusur.build(telusur.read(folder / "docs.jsonl.gz"), scratch)
        with Engine.open(Path(scratch), ranking=ranking) as engine:
            scores = [
                ndcg([one for one, _ in engine.rank(text, now=now, k=DEPTH)], qrels[query])
                for query, text in read_topics(folder / "queries.tsv")
                if query in qrels
            ]
    return sum(scores) / len(scores)


def main() -> int:
    default = Ranking()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--data", type=Path, default=Path(__file__).parents[1] / "../shared/data/ir"
    )
    parser.add_argument("--k1", type=float, default=default.k1)
    parser.add_argument("--b", type=float, default=default.b)
    parser.add_argument("--exact", type=float, default=default.weights.exact)
    parser.add_argument("--stopword", type=float, default=default.weights.stopword)
    parser.add_argument("--proximity", type=float, default=default.weights.proximity)
    given = parser.parse_args()
    if not given.data.is_dir():
        print(f"no test sets at {given.data}: nothing measured", file=sys.stderr)
        return 1
    weights = Weights(exact=given.exact, stopword=given.stopword, proximity=given.proximity)
    ranking = Ranking(k1=given.k1, b=given.b, weights=weights)
    print("| set | telusur | best peer | difference |\n|---|---|---|---|")
    for name in SETS:
        ours = measure(given.data / name, ranking)
        print(
            f"| {name} | {ours:.4f} | {PEERS[name]:.3f} | {ours - PEERS[name]:+.4f} |", flush=True
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
