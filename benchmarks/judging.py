"""How good is a ranking, and could the difference between two be luck?"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

TOP = 10  # of nDCG
DEPTH = 100  # of recall
ROUNDS = 10_000
SEED = 17

Judgements = dict[str, dict[str, int]]


def judgements(path: Path) -> Judgements:
    """Return the grade of each judged document, by query."""
    found: Judgements = defaultdict(dict)
    for line in path.read_text("utf-8").splitlines():
        query, _, document, grade = line.split()
        found[query][document] = int(grade)
    return found


def ndcg(ranked: Sequence[str], grades: dict[str, int]) -> float:
    """Return nDCG@10 with gains 2 ** grade - 1 (Burges et al. 2005)."""
    gains = [2 ** grades.get(document, 0) - 1 for document in ranked[:TOP]]
    ideal = sorted((2**grade - 1 for grade in grades.values()), reverse=True)[:TOP]
    return _discounted(gains) / _discounted(ideal)


def _discounted(gains: list[int]) -> float:
    return sum(gain / math.log2(place + 2) for place, gain in enumerate(gains))


def recall(ranked: Sequence[str], grades: dict[str, int]) -> float:
    """Return the share of the relevant documents among the first hundred."""
    relevant = {document for document, grade in grades.items() if grade > 0}
    return len(relevant.intersection(ranked[:DEPTH])) / len(relevant)


def luck(differences: NDArray[np.float64]) -> float:
    """Return how probable so large a sum of paired differences is, were their signs random.

    Two-sided randomisation test, 10,000 seeded rounds; the rounds include the one that was
    measured, so no probability is 0. For the mean over several sets, give each difference divided
    by the size of its set.

    Source: Smucker, Allan & Carterette 2007, "A comparison of statistical significance tests for
    information retrieval evaluation", section 3.2.
    """
    chance = np.random.default_rng(SEED)
    told = differences[differences != 0]  # what is equal has no sign to change
    least = abs(float(told.sum())) - 1e-12
    reached = 0
    for _ in range(ROUNDS // 100):
        signs = chance.integers(0, 2, (100, len(told))) * 2 - 1
        reached += int((np.abs(signs @ told) >= least).sum())
    return (reached + 1) / (ROUNDS + 1)
