"""Which short forms does a text explain? Komisi Pemberantasan Korupsi (KPK), and the like.

    Long Form (SHORT)     Korea Utara (Korut), Associated Press (AP News)
    SHORT (Long Form)     UMR (upah minimum regional)
    Long Form atau SHORT  daftar pencarian orang atau DPO

Each article keeps the pairs that it explains as terms of two hidden fields, short form first and
long form first: how many articles have a pair is the document frequency of its term, which
deletes, updates and merges keep exact.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import ClassVar, Final, NamedTuple

from .alignment import Word, ends, explained
from .folding import fold
from .naming import BETWEEN, key_of, links

OR: Final = " atau "
LONGEST: Final = 15  # letters of a short form: Kemendikbudristek has 17, and 7 mean it as a joke
NEAR: Final = 160  # characters before a bracket that are looked at: ten words
WORDINGS: Final = 8  # long forms of one short form that are looked for first
MEMO: Final = 1 << 15  # chunks, short forms and pairs kept, about 8 MB each

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_BRACKET = re.compile(r"\(([^()\n]{2,90})\)")
_SHORT = re.compile(r"[^\W\d_][^\W_]*(?:[ \-/&][^\W_]+){0,2}")
_CAPITALS = re.compile(r"[A-Z]{3,6}(?![^\W_])")
_STOP = re.compile(r"[.;:!?\"“”()\n\[\]]|,,")  # no long form goes across
_GLUE = frozenset("-‐‑/")
_EDITED = re.compile(r"[,\s-]+red\.?$", re.IGNORECASE)  # (upah minimum regional, red)


class Pair(NamedTuple):
    """A short form and its long form, as one article writes them."""

    short: str
    long: str


class Learnt(NamedTuple):
    r"""A pair, and the keys by which it is known.

    >>> learnt("KPK", "Komisi Pemberantasan Korupsi").terms
    ('kpk\tKPK\tKomisi Pemberantasan Korupsi', 'komisi pemberantasan korupsi\tKPK')
    """

    pair: Pair
    keys: tuple[str, str]

    @property
    def terms(self) -> tuple[str, str]:
        """The terms in the two fields: short form first, and long form first."""
        short, long = self.keys
        return BETWEEN.join((short, *self.pair)), BETWEEN.join((long, self.pair.short))


def pairs(text: str) -> list[Learnt]:
    """Return the pairs that a text explains, each by its keys once, as it is first written.

    >>> [one.pair for one in pairs("Ketua Komisi Pemberantasan Korupsi (KPK)")]
    [Pair(short='KPK', long='Komisi Pemberantasan Korupsi')]
    """
    found: dict[tuple[str, str], Learnt] = {}
    for one in _all(text):
        found.setdefault(one.keys, one)
    return list(found.values())


def _all(text: str) -> Iterator[Learnt]:
    if "(" in text:
        for match in _BRACKET.finditer(text):
            inside = match[1].strip()
            if inside[:1].isalpha():  # most of the others are dates
                found = _before(inside, text, match.start())
                if not found and " " in inside:
                    found = _inside(inside, text, match.start())
                if found:
                    yield found
    at = text.find(OR)
    while at >= 0:
        match = _CAPITALS.match(text, at + len(OR))
        if match and (found := _before(match[0], text, at)):
            yield found
        at = text.find(OR, at + len(OR))


class _Short(NamedTuple):
    """What may be a short form: its letters, folded; none where it cannot be one."""

    letters: str
    blend: bool
    several: bool  # words


@lru_cache(MEMO)
def _short(text: str) -> _Short:
    letters = fold("".join(filter(str.isalnum, text))) if _SHORT.fullmatch(text) else ""
    several = " " in text
    if not 2 <= len(letters) <= LONGEST or (several and text.islower()):
        return _Short("", False, False)
    return _Short(letters, not text.isupper(), several)


def _before(said: str, text: str, end: int) -> Learnt | None:
    """Return the pair of a short form and the words before it."""
    short = _short(said)
    start = max(0, end - NEAR)
    near = text[start:end].rstrip(" \xa0\"'”’") if short.letters else ""
    if not near:
        return None
    known = _known(said, near)
    if known:
        return known
    words = _words_before(near, short, cut=start > 0)
    if not words:
        return None
    shown = [one.word for one in words]
    size, cost = explained(short.letters, shown, blend=short.blend)
    if not size and short.several:  # AP News: a word more than the long form says
        size = _by_its_capitals(said, words)
    found = _learnt(said, words[-size:]) if size else None
    if found and not cost:
        _Memory.keep(said, found)
    return found


class _Memory:
    """The pairs of this process that cost nothing to explain, by short and long form."""

    plain: ClassVar[defaultdict[str, dict[str, Learnt]]] = defaultdict(dict)

    @classmethod
    def keep(cls, short: str, found: Learnt) -> None:
        """Remember a pair; of many short forms all are forgotten, of many long forms the others."""
        if len(cls.plain) > MEMO:
            cls.plain = defaultdict(dict)
        if len(cls.plain[short]) < WORDINGS:
            cls.plain[short].setdefault(found.pair.long, found)


def _known(short: str, near: str) -> Learnt | None:
    """Return a pair that was met before, and costs nothing.

    Then it is what would be found again: no other words cost less, and of those that cost as
    little they are the fewest, whatever stands before them.
    """
    for long, found in _Memory.plain.get(short, {}).items():
        if near.endswith(long) and near[-len(long) - 1 : -len(long)] == " ":
            return found
    return None


def _words_before(near: str, short: _Short, *, cut: bool) -> list[_Place]:
    """Return the last words of the sentence, as many as a short form may mean.

    None are returned where the last one cannot give its end.

    Args:
        near: the text before the short form.
        short: the short form.
        cut: whether the first word may be a part of one.

    """
    letters = short.letters
    words = _read(near[near.rfind(" ") + 1 :]).words
    if not short.several and words and not ends(letters, words[-1].word.text):
        return []
    most = len(letters) + len(letters) // 2 + 2
    chunks = near.rsplit(None, most)
    if cut or len(chunks) > most:
        del chunks[0]
    found: list[_Place] = []
    for chunk in reversed(chunks):
        words, stops = _read(chunk)
        found += words[::-1]
        if stops:
            break
    return found[::-1]


def _by_its_capitals(short: str, words: Sequence[_Place]) -> int:
    """Return how many words the capitals explain with which a short form of two words begins."""
    first, _, more = short.partition(" ")
    if " " in more or not first.isupper() or not more.istitle():
        return 0
    return explained(fold(first), [one.word for one in words], blend=False).size


def _inside(said: str, text: str, end: int) -> Learnt | None:
    """Return the pair of a word before a bracket and all that is inside."""
    before = text[max(0, end - 2 * LONGEST) : end].split()
    if not before:
        return None
    shown = before[-1].strip("\"'“”‘’,([")
    short, said = _short(shown), _EDITED.sub("", said.strip())
    if not short.letters or fold(said[0]) != short.letters[0] or _STOP.search(said):
        return None
    words = list(_words(said))
    size, _ = explained(short.letters, [one.word for one in words], blend=short.blend)
    return _learnt(shown, words) if size and size == len(words) else None


class _Place(NamedTuple):
    """A word, as it is written and with what follows it."""

    word: Word
    shown: str


class _Chunk(NamedTuple):
    """The words of what stands between two blanks; of one that stops, those after the stop."""

    words: tuple[_Place, ...]
    stops: bool


@lru_cache(MEMO)
def _read(chunk: str) -> _Chunk:
    if chunk.isalpha():
        word = fold(chunk)
        return _Chunk((_Place(Word(word, word in links()), chunk + " "),), False)
    stops = [match.end() for match in _STOP.finditer(chunk)]
    said = chunk[stops[-1] :] if stops else chunk
    return _Chunk(tuple(_words(said + " ")), bool(stops))


def _words(said: str) -> Iterator[_Place]:
    found = list(_WORD.finditer(said))
    ends = [match.start() for match in found[1:]] + [len(said)]
    glued = False
    for match, end in zip(found, ends, strict=False):
        text = fold(match[0])
        if text:
            yield _Place(Word(text, glued or text in links()), said[match.start() : end])
        glued = said[match.end() : end] in _GLUE


def _learnt(short: str, words: Sequence[_Place]) -> Learnt | None:
    return learnt(short, "".join([one.shown for one in words]).strip())


@lru_cache(MEMO)
def learnt(short: str, long: str) -> Learnt | None:
    """Return a pair with its keys; None where the long form is a list, or says the short one.

    >>> learnt("JB", "Jawa, Bali"), learnt("KPK", "Komisioner KPK")
    (None, None)
    """
    listed = long.rpartition(",")[2] if "," in long else ""
    if listed and not any(word in links() for word in listed.split()):
        return None  # Badan Meteorologi, Klimatologi, dan Geofisika is no list, for its "dan"
    keys = key_of(short), key_of(long)
    if not (long[-1].isalnum() and all(keys)) or keys[0] in keys[1].split():
        return None
    return Learnt(Pair(short, " ".join(long.split())), keys)
