"""What is a match worth? BM25F over the parts of an article, by stem and by exact form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """Every weight of the score. The defaults were chosen on the development test sets.

    Attributes:
        k1: how slowly further occurrences of a term stop to count; 0 counts presence alone.
        b: how much long articles are held back; 0 not at all, 1 in full proportion.
        weights: how much one occurrence in a part counts before the saturation.
        exact: what the exact form adds, as a share of the score of the stem.
        stopword: what a function word counts, as a share of its score.
    """

    k1: float = 1.2
    b: float = 0.75
    weights: Mapping[str, float] = field(
        default_factory=lambda: MappingProxyType({"title": 2.0, "body": 1.0})
    )
    exact: float = 0.5
    stopword: float = 0.3


def idf(matching: int, articles: int) -> float:
    """Return the weight of a term by its rarity: ln(1 + (N - df + 0.5) / (df + 0.5)).

    Source: Robertson & Zaragoza 2009, equation 3.3 (+1 keeps it positive, as in Lucene).

    >>> round(idf(1, 1), 4), round(idf(1, 1000), 4)
    (0.2877, 6.5023)
    """
    return float(np.log1p((articles - matching + 0.5) / (matching + 0.5)))


def normalised(freqs: Floats, lengths: Floats, average: float, b: float) -> Floats:
    """Return frequencies as they would be in a part of average length."""
    return freqs / (1.0 - b + b * lengths / average)


def saturated(weights: Floats, k1: float) -> Floats:
    """Return the share of a term's idf that its weighted frequency earns, below k1 + 1."""
    return weights * (k1 + 1.0) / (weights + k1)
