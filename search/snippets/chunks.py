"""Which pieces of a text hold a term? Chunks between blanks, each analysed once in a process.

No token crosses a blank, so what a chunk gives does not depend on its neighbours. The chunks of
an article are a set; so are those that give a term: what the two share is found without a loop.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from ...index.analysis import LONGEST, TOKEN, Span, forms, plain_word, read_forms, spans_of, stems
from ...index.language.stemming import default_stemmer
from ...index.language.stopwords import stopwords
from .cores import MOST, cores_of, standing

KNOWN: Final = 1 << 17  # chunks kept, about 25 MB with their stems: then all are forgotten
TEXTS: Final = 1 << 15  # texts known to hold no new chunk, 2 MB: then these are forgotten
PARTED: Final = 1 << 12  # chunks whose parts are kept, a megabyte: each was marked in some text
MANY: Final = 64  # terms: more of them, of a pattern, cost more than to look at every chunk
TELLING: Final = 3  # letters of a function word that does not stand inside half of all words


class _Sought(NamedTuple):
    """What gives any of some terms, while so many chunks are known; without cores if too many."""

    terms: frozenset[str]
    known: int
    chunks: set[str]
    cores: frozenset[str] | None


class Chunks:
    """Chunks met so far: their positions, and which of them give a stem or a whole.

    Threads may share it: a chunk is known to all only when everything about it is.
    """

    def __init__(self) -> None:
        self.positions: dict[str, int] = {}  # how many each takes
        # Lists, not sets: three stems in four have a chunk or two, and a set takes 216 bytes.
        self._giving: dict[str, list[str]] = {}
        # By their hash of 64 bits: to look up each of 200 chunks takes a third of all marking, and
        # whoever pages, or refines a query, sees the same articles again.
        self._texts: set[int] = set()
        self._cores: dict[str, tuple[int, frozenset[str]]] = {}  # and for how many chunks
        self._last = _Sought(frozenset(), 0, set(), None)  # a query asks for ten articles

    def learn(self, chunks: Iterable[str]) -> None:
        """Analyse some chunks."""
        stem = default_stemmer().stem
        for chunk in chunks:
            word = plain_word(chunk)
            if word is not None:
                self._giving.setdefault(stem(word.lower()[:LONGEST]), []).append(chunk)
                self.positions[chunk] = 1
            else:
                self._learn_odd(chunk)

    def _learn_odd(self, chunk: str) -> None:
        positions, given, stem = 0, set[str](), default_stemmer().stem
        for token in TOKEN.findall(chunk):
            found = read_forms(token)  # `forms` would keep it, too
            positions += len(found.parts)
            given.update(stem(part.text) for part in found.parts)
            if len(found.parts) > 1:  # a part of di-PHK-kan is sought by its own stem, too
                given.update(filter(None, stems(found.parts)))
            if found.whole is not None:
                given.add(found.whole)
        for term in given:
            self._giving.setdefault(term, []).append(chunk)
        self.positions[chunk] = positions

    def standing(self, terms: frozenset[str], text: str) -> dict[int, str] | None:
        """Return the chunks of a text that give any of some stems or wholes, by their places.

        None where there are so many of them that `giving` costs less.
        """
        sought = self._sought_by(terms, text)
        return None if sought.cores is None else standing(text, sought.cores, sought.chunks)

    def giving(self, terms: frozenset[str], text: str) -> set[str]:
        """Return the chunks of a text that give any of some stems or wholes; perhaps more."""
        sought, chunks = self._sought_by(terms, text), text.split()
        # The few that give a term are looked for among all: half the time of a set of all chunks.
        return set(chunks) if len(terms) > MANY else sought.chunks.intersection(chunks)

    def _sought_by(self, terms: frozenset[str], text: str) -> _Sought:
        """Return what to look for in a text, whose chunks are learnt."""
        name = hash(text)
        if name not in self._texts:
            self.learn(set(text.split()).difference(self.positions))
            if len(self._texts) >= TEXTS:
                self._texts.clear()
            self._texts.add(name)
        last, known = self._last, len(self.positions)
        if last.terms is not terms or last.known != known:
            last = self._last = self._sought(terms, known)
        return last

    def _sought(self, terms: frozenset[str], known: int) -> _Sought:
        if len(terms) > MANY:
            return _Sought(terms, known, set(), None)
        giving = {term: self._giving[term] for term in terms if term in self._giving}
        chunks = set[str]().union(*giving.values())
        short = any(len(term) < TELLING and term in stopwords() for term in giving)
        cores = frozenset[str]()
        for term, held in giving.items():
            if short or len(cores) > MOST:
                return _Sought(terms, known, chunks, None)
            cores |= self._cores_of(term, held)
        return _Sought(terms, known, chunks, cores if len(cores) <= MOST else None)

    def _cores_of(self, term: str, giving: list[str]) -> frozenset[str]:
        size = len(giving)  # it only grows
        known = self._cores.get(term)
        if known is None or known[0] != size:
            known = self._cores[term] = size, cores_of(term, tuple(giving))
        return known[1]


class _Memory:
    """The chunks of this process."""

    chunks = Chunks()


def known() -> Chunks:
    """Return the chunks of this process; whoever holds them may go on when they are forgotten."""
    if len(_Memory.chunks.positions) > KNOWN:
        _Memory.chunks = Chunks()
    return _Memory.chunks


@lru_cache(PARTED)
def parts_of(chunk: str) -> tuple[Span, ...]:
    """Return the parts of a chunk, with characters and positions counted from its start."""
    parts: list[Span] = []
    position = 0
    for match in TOKEN.finditer(chunk):
        found = forms(match.group())
        parts += spans_of(found, match.start(), position)
        position += len(found.parts)
    return tuple(parts)


def occurrences(text: str, chunk: str) -> list[int]:
    """Return where a chunk stands in a text, between blanks.

    >>> occurrences("di sana di dini di", "di")
    [0, 8, 16]
    """
    found: list[int] = []
    at, size, last = text.find(chunk), len(chunk), len(text)
    while at >= 0:
        after = at + size
        if (after == last or text[after].isspace()) and (at == 0 or text[at - 1].isspace()):
            found.append(at)
        at = text.find(chunk, after)
    return found
