"""Which settings are there, what are they by default, and which values are legal?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from .checks import Checked, each, filled, setting, within
from .userrules import element, line_pattern

DAY = 86_400.0  # seconds
PETABYTE = 10**15  # more than any limit is good for
# of the stemmer: word = stem as lines of a text, as a list of lines, or as a mapping
Exceptions = str | tuple[str, ...] | Mapping[str, str]


UNITS = {"": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9, "kib": 2**10, "mib": 2**20, "gib": 2**30}
LEAST_MEMORY = 16_000_000  # bytes


def in_bytes(size: int | str) -> int:
    """Return a size in bytes; raise ValueError for what is none.

    >>> in_bytes("512MB"), in_bytes("1.5 GB"), in_bytes("64MiB"), in_bytes(1000)
    (512000000, 1500000000, 67108864, 1000)
    """
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*", str(size).lower(), re.ASCII)
    if found is None or found[2] not in UNITS:
        raise ValueError("not a size")
    return round(float(found[1]) * UNITS[found[2]])


def enough_memory(size: object) -> str | None:
    """What is wrong with a size of memory."""
    if not isinstance(size, (int, str)):
        return None
    try:
        legal = LEAST_MEMORY <= in_bytes(size) <= PETABYTE
    except ValueError:
        legal = False
    return None if legal else f"expected a size of at least 16MB, such as 512MB, got '{size}'"


def time_zone(name: object) -> str | None:
    """What is wrong with the name of a time zone."""
    from zoneinfo import ZoneInfo  # 10 ms, and only a configuration file needs it

    try:
        ZoneInfo(str(name))
    except (ValueError, OSError, LookupError):  # ZoneInfoNotFoundError is a KeyError
        return f"expected a time zone such as Asia/Jakarta, got '{name}'"
    return None


def distinct_names(corpora: tuple[Corpus, ...]) -> str | None:
    """What is wrong with the names of several corpora."""
    names = [corpus.name for corpus in corpora]
    twice = next((name for name in names if names.count(name) > 1), None)
    return None if twice is None else f"two are called '{twice}'"


def readable_exceptions(value: Exceptions) -> str | None:
    """What is wrong with the exceptions of the stemmer."""
    wrong = next((line for line, *pair in _pairs(value) if not all(pair)), None)
    return None if wrong is None else f"expected word = stem, got '{wrong[:40]}'"


def _pairs(value: Exceptions) -> list[tuple[str, str, str]]:
    """Return each exception as written, its word, and its stem; either may be empty."""
    lines = value.splitlines() if isinstance(value, str) else value
    if isinstance(value, Mapping):
        lines = [f"{word} = {stem}" for word, stem in value.items()]
    parts = [(line, *line.partition("=")) for line in lines if line.strip()]
    return [(line, word.strip(), stem.strip()) for line, word, _, stem in parts]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits(Checked):
    """How much time and memory one page, and how much a file of many, may take."""

    page_seconds: float = setting(20.0, within(0.01, DAY))
    html_bytes: int = setting(5_000_000, within(1, PETABYTE))  # also of plain text
    file_bytes: int = setting(50_000_000, within(1, PETABYTE))  # a web archive, with its images
    line_bytes: int = setting(5_000_000, within(1, PETABYTE))  # a line of JSONL, a row of a table
    records_bytes: int = setting(50_000_000_000, within(1, PETABYTE))  # a file of many, unpacked
    unpack_ratio: int = setting(200, within(1, PETABYTE))  # unpacked bytes for each one in a zip
    worker_bytes: int = setting(2_000_000_000, within(200_000_000, PETABYTE))  # memory of each


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights(Checked):
    """What a match counts. The defaults were chosen on the development test sets.

    `title` and `body` weigh one occurrence there, before the saturation; `exact` is what the
    surface form adds, as a share of the score of the stem; `lead` is how many occurrences a word
    gains by standing at the very beginning, and half of that ten places on; `stopword` is what a
    function word counts, as a share of its own score; `proximity` is what two neighbours of the
    query earn by standing near to each other, as a share of a word's score; `expansion` is what
    another name of a word counts, KPK's long form, say, as a share of its own.
    """

    title: float = setting(2.0, within(0))
    body: float = setting(1.0, within(0))
    exact: float = setting(0.5, within(0))
    lead: float = setting(2.0, within(0))
    stopword: float = setting(0.4, within(0))
    proximity: float = setting(0.0, within(0))
    expansion: float = setting(0.7, within(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking(Checked):
    """The parameters of BM25F.

    `k1` is how slowly further occurrences of a term stop to count (0: presence alone counts);
    `b` is how much long articles are held back (0: not at all, 1: in full proportion);
    `recency_days` is after how many days a score has halved (None: never).
    """

    k1: float = setting(0.8, within(0))
    b: float = setting(0.6, within(0, 1))
    recency_days: float | None = setting(None, within(0.001, 1e6))
    weights: Weights = Weights()


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus(Checked):
    """A named set of files. Globs are matched as `scan` does. `boxes` and `lines`: Boilerplate."""

    name: str = field(metadata={"check": filled})
    paths: tuple[Path, ...] = field(metadata={"check": filled})
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    language: str = setting("auto", filled)  # auto: each article tells its own
    outlets: Mapping[str, str] = field(default_factory=dict[str, str])
    boxes: tuple[str, ...] = each(element)
    lines: tuple[str, ...] = each(line_pattern)


@dataclass(frozen=True, slots=True, kw_only=True)
class Config(Checked):
    """All settings. Paths from a file are absolute; the default index lies beside that file."""

    corpora: tuple[Corpus, ...] = setting((), distinct_names)
    index: Path = Path("telusur-index")
    workers: int | Literal["auto"] = setting("auto", within(0, 256))
    memory: int | str = setting("512MB", enough_memory)
    timezone: str = setting("Asia/Jakarta", time_zone)
    lexicon: Path | None = None
    kecualian: Exceptions = setting((), readable_exceptions)  # noqa: RUF009
    synonyms: Path | None = None  # a file of names to be sought together
    boilerplate: Path | None = None  # a file of rules: what is not the article
    limits: Limits = Limits()
    ranking: Ranking = Ranking()

    @property
    def exceptions(self) -> dict[str, str]:
        """The stem of each word that the stemmer is not to decide on."""
        return {word: stem for _, word, stem in _pairs(self.kecualian)}

    @property
    def worker_count(self) -> int | None:
        """The number of worker processes; None lets the machine decide."""
        return None if self.workers == "auto" else self.workers

    @property
    def memory_bytes(self) -> int:
        """What a batch may take, in bytes."""
        return in_bytes(self.memory)
