"""What does KPK stand for in this corpus, and how is it written there? Counts of articles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from .language.naming import BETWEEN, key_of
from .reader import Snapshot
from .schema import CAPITALS, LONG_FORMS, SHORT_FORMS, TEXTS

MEMO: Final = 1 << 12  # names kept with what is known of them: about 2 MB


class Meaning(NamedTuple):
    """A short form, what it stands for, and how many articles say so. Both as most write them."""

    short: str
    long: str
    articles: int


class Use(NamedTuple):
    """How many articles have a word, and how many of them as a word of capitals."""

    articles: int
    capitals: int


class Meanings:
    """What one commit of an index knows of short forms; safe among threads."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self.of = lru_cache(MEMO)(self._of)
        self.shorts = lru_cache(MEMO)(self._shorts)
        self.begins = lru_cache(MEMO)(self._begins)
        self.use = lru_cache(MEMO)(self._use)

    def _of(self, short: str) -> tuple[Meaning, ...]:
        """Return what a short form, given by its key, stands for; the most frequent first."""
        return tuple(_ranked(self._counted(SHORT_FORMS, short + BETWEEN)))

    def all(self) -> list[Meaning]:
        """Return every pair that some article explains; the most frequent first."""
        return _ranked(self._counted(SHORT_FORMS, ""))

    def _shorts(self, long: str) -> tuple[str, ...]:
        """Return the keys of the short forms of a long form, given by its key."""
        found = (term for term, _ in self._counted(LONG_FORMS, long + BETWEEN))
        return tuple(dict.fromkeys(key_of(term.split(BETWEEN)[1]) for term in found))

    def _begins(self, word: str) -> bool:
        """Tell whether a short or long form, known or once known, has this for its first word."""
        return any(
            reader.term(place).startswith((f"{word}{BETWEEN}".encode(), f"{word} ".encode()))
            for source in self._snapshot.sources
            for reader in map(source.segment.field, (SHORT_FORMS, LONG_FORMS))
            if (place := reader.lower_bound(f"{word}{BETWEEN}".encode())) < reader.count
        )

    def _use(self, word: str) -> Use:
        fields = [pair.exact for pair in TEXTS.values()], list(CAPITALS.values())
        return Use(*(len(self._articles(names, word)) for names in fields))

    def _articles(self, fields: Iterable[str], word: str) -> set[int]:
        found = (self._snapshot.postings(field, word).docs.tolist() for field in fields)
        return set[int]().union(*found)

    def _counted(self, field: str, prefix: str) -> Iterator[tuple[str, int]]:
        """Yield the terms with a prefix that some article has, and how many have each."""
        for term in sorted(set(self._snapshot.terms(field, prefix))):
            count = self._count(field, term)
            if count:
                yield term, count

    def _count(self, field: str, term: str) -> int:
        return len(self._snapshot.read_postings(field, term).docs)


def _ranked(found: Iterable[tuple[str, int]]) -> list[Meaning]:
    """Return pairs, each spelled as most articles spell it, the most frequent first."""
    spellings: defaultdict[tuple[str, str], list[tuple[int, str, str]]] = defaultdict(list)
    for term, count in found:
        short, shown, long = term.split(BETWEEN)
        spellings[short, key_of(long)].append((-count, shown, long))
    told = [
        Meaning(*min(same)[1:], -sum(count for count, _, _ in same)) for same in spellings.values()
    ]
    return sorted(told, key=lambda one: (-one.articles, one.short, one.long))
