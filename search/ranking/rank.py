"""What is a match worth? BM25F over the parts of an article, by stem and by exact form."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

DAY: Final = 86_400_000  # milliseconds
OLDEST: Final = (
    10.0  # half-lives: a thousandth of the score, so that relevance still orders the old
)
BEGINNING: Final = 10.0  # places after which the beginning of a text counts half
Floats = NDArray[np.float64]


def idf(matching: int, articles: int) -> float:
    """Return the weight of a term by its rarity: ln(1 + (N - df + 0.5) / (df + 0.5)).

    Source: Robertson & Zaragoza 2009, equation 3.3 (+1 keeps it positive, as in Lucene).

    >>> round(idf(1, 1), 4), round(idf(1, 1000), 4)
    (0.2877, 6.5033)
    """
    return float(np.log1p((articles - matching + 0.5) / (matching + 0.5)))


def discount(lengths: Floats, average: float, b: float) -> Floats:
    """Return what divides a frequency, so that it is as in a part of average length."""
    return 1.0 - b + b * lengths / average


def leading(firsts: NDArray[np.integer], lead: float) -> Floats:
    """Return the occurrences that a word gains by its first place: lead / (1 + place / 10).

    News begins with what it is about. Places count from 0; see decision 0015.

    >>> leading(np.array([0, 10, 90]), 2.0).tolist()
    [2.0, 1.0, 0.2]
    """
    return lead / (1.0 + firsts / BEGINNING)


def saturated(weights: Floats, k1: float) -> Floats:
    """Return the share of a term's idf that its weighted frequency earns, at most k1 + 1.

    No weight earns nothing, even where k1 is 0 and any other weight earns all.
    """
    if k1 > 0.0:
        return weights * (k1 + 1.0) / (weights + k1)
    earned = np.zeros_like(weights)
    return np.divide(weights * (k1 + 1.0), weights + k1, out=earned, where=weights > 0)


def recency(moments: NDArray[np.int64], now: int, half_life: float) -> Floats:
    """Return the share of its score that each article keeps: 0.5 ** (age / half_life).

    Nothing is taken for older than `OLDEST` half-lives, and what has no date for just as old; an
    article of the future is new.

    Args:
        moments: when each was published, in milliseconds since 1970 UTC, or UNDATED.
        now: the moment from which ages count, likewise.
        half_life: in days.

    >>> day, undated = 86_400_000, -(2**63)
    >>> recency(np.array([100 * day, 70 * day, undated]), 100 * day, 30.0).round(4).tolist()
    [1.0, 0.5, 0.001]

    """
    lives = (float(now) - moments.astype(float)) / (DAY * half_life)
    return 0.5 ** np.clip(lives, 0.0, OLDEST)
