"""Which of the words before it does a short form stand for? Its letters, explained word by word.

Each word gives a *piece* of the short form: its first letter, or more of its letters in order.

    Komisi Pemberantasan Korupsi                    K P K
    Kementerian Keuangan                            KEMEN KEU
    Badan Meteorologi, Klimatologi, dan Geofisika   B M K G       a link is passed over
    Kepolisian Republik Indonesia                   POL R I       a root behind a prefix
    Pemilihan Kepala Daerah                         P-IL K-A DA   letters are left out

Whatever is not the plain case costs something. Of the runs of words that end where the short form
stands, the cheapest is its long form; of equally cheap ones that of initials, else the shortest.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

SKIP: Final = 2  # a word that gives nothing: Kepolisian NEGARA Republik Indonesia (Polri)
GAP: Final = 1  # letters left out inside a word: p-em-IL-ihan
ROOT: Final = 1  # a piece that begins behind a prefix: ke-POL-isian
TAIL: Final = 2  # a piece from further inside, of two letters or more in a row: a-GUNG
LONE: Final = 1  # in a blend, one letter for a whole word: kepolisian R-epublik
CUT: Final = 4  # letters of a short form that may be cut from one word; MA is not of Mahkamah
PREFIXES: Final = tuple("ke pe pem pen peng per ber ter me mem men di se".split())  # noqa: SIM905
MEMO: Final = 1 << 15  # pieces of words kept, about 5 MB
IMPOSSIBLE: Final = 1 << 10  # more than any explanation costs


class Word(NamedTuple):
    """A word before a short form, folded. A link, or what follows a hyphen, may give no piece."""

    text: str
    optional: bool


def limit(short: str, *, blend: bool) -> int:
    """Return what the explanation of a short form may cost at most.

    One word may be skipped for the four letters of BPJS, none for the two of AS.
    """
    return len(short) - 2 + 2 * blend


class Explanation(NamedTuple):
    """How many of the last words a short form stands for, 0 for none, and what that costs."""

    size: int
    cost: int


NONE: Final = Explanation(0, IMPOSSIBLE)


def explained(short: str, words: Sequence[Word], *, blend: bool) -> Explanation:
    """Return which of the last words a short form stands for.

    Args:
        short: its letters and digits, folded.
        words: those before it, in order.
        blend: whether it is made of syllables, as Kemenkeu is: then a lone letter costs.

    >>> words = [Word(one, False) for one in "ketua komisi pemberantasan korupsi".split()]
    >>> explained("kpk", words, blend=False)
    Explanation(size=3, cost=0)

    """
    if not words or not ends(short, words[-1].text):
        return NONE
    plain = 0 if blend else _initials(short, words)
    return Explanation(plain, 0) if plain else _cheapest(short, words, blend=blend)


def ends(short: str, word: str) -> bool:
    """Tell whether a word can give the end of a short form: the last one of the long form must.

    >>> ends("kemenkeu", "keuangan"), ends("persero", "perseroan"), ends("bekasi", "kabupaten")
    (True, False, False)
    """
    if _is_cut_from(short, word):
        return False
    if word[0] == short[-1] or (len(short) > 2 and short[-2:] in word):
        return True
    if (at := short.rfind(word[0], 1)) > 0 and _holds(word, short[at:]):
        return True
    last = len(short) - 1  # a root gives two letters at least
    begins = ((root, short.rfind(root[0], 1, last)) for root in _roots(word))
    return any(at > 0 and _holds(root, short[at:]) for root, at in begins)


def _is_cut_from(short: str, word: str) -> bool:
    """Tell whether a word gives no piece, for it has the whole: Persero of Perseroan."""
    return len(short) >= CUT and word.startswith(short)


def _holds(word: str, letters: str) -> bool:
    """Tell whether a word has some letters in order."""
    at = -1
    for letter in letters:
        at = word.find(letter, at + 1)
        if at < 0:
            return False
    return True


def _initials(short: str, words: Sequence[Word]) -> int:
    """Return how many words give their first letters, links at will: the most frequent case."""
    left = len(short)
    for count, word in enumerate(reversed(words), 1):
        if _is_cut_from(short, word.text):
            return 0
        if word.text[0] == short[left - 1]:
            left -= 1
            if not left:
                return 0 if word.optional or count == 1 else count
        elif not word.optional or count == 1:
            return 0
    return 0


def _cheapest(short: str, words: Sequence[Word], *, blend: bool) -> Explanation:
    """Add words from the last to the first; know what each rest of the short form costs by them."""
    rests = [IMPOSSIBLE] * len(short) + [0]
    best, found = limit(short, blend=blend) + 1, NONE
    for count, word in enumerate(reversed(words), 1):
        given = _given(short, word.text, rests, best, blend=blend)
        if count > 1 and not word.optional and given[0] < best:
            best, found = given[0], Explanation(count, given[0])
        skip = IMPOSSIBLE if count == 1 else 0 if word.optional else SKIP
        rests = [min(one, rest + skip) for one, rest in zip(given, rests, strict=True)]
        if min(rests) >= best:
            break
    return found


def _given(short: str, word: str, rests: Sequence[int], best: int, *, blend: bool) -> list[int]:
    """Return what each rest of a short form costs where a word gives its beginning."""
    costs = [IMPOSSIBLE] * len(rests)
    for start, end, cost in pieces(short, word):
        if rests[end] < best:
            lone = LONE if blend and end - start == 1 else 0
            costs[start] = min(costs[start], rests[end] + lone + cost)
    return costs


class Piece(NamedTuple):
    """Letters [start, end) of a short form that a word can give, and what that costs."""

    start: int
    end: int
    cost: int


@lru_cache(MEMO)
def pieces(short: str, word: str) -> tuple[Piece, ...]:
    """Return what a word can give of a short form, each piece at its least cost; never all of it.

    >>> pieces("polri", "indonesia")
    (Piece(start=4, end=5, cost=0),)
    """
    if _is_cut_from(short, word):
        return ()
    costs: dict[tuple[int, int], int] = {}
    for start in range(len(short)):
        for root, extra in ((word, 0), *((one, ROOT) for one in _roots(word))):
            if root[0] == short[start]:
                for size, gaps in enumerate(_gaps(root, short[start:]), 1):
                    if size > 1 or not extra:
                        _note(costs, (start, start + size), extra + gaps * GAP)
        end = start + 2
        while end <= len(short) and short[start:end] in word:
            _note(costs, (start, end), TAIL)
            end += 1
    return tuple(Piece(*at, cost) for at, cost in costs.items() if at != (0, len(short)))


def _note(costs: dict[tuple[int, int], int], at: tuple[int, int], cost: int) -> None:
    costs[at] = min(cost, costs.get(at, IMPOSSIBLE))


@lru_cache(MEMO)
def _roots(word: str) -> tuple[str, ...]:
    return tuple(word[len(one) :] for one in PREFIXES if word.startswith(one) and word != one)


def _gaps(word: str, letters: str) -> list[int]:
    """Return how often a word is left off at least, for the first letter, the first two, and on.

    The first letter is that of the word. The list ends where the word has no more of the letters.

    >>> _gaps("pemilihan", "pil")
    [0, 1, 1]
    """
    found = [0]
    reached = {1: 0}  # letters of the word read, and how often it was left off so far
    for letter in letters[1:]:
        further: dict[int, int] = {}
        for at, gaps in reached.items():
            place = word.find(letter, at)
            while place >= 0:
                left = gaps + (place > at)
                further[place + 1] = min(left, further.get(place + 1, left))
                place = word.find(letter, place + 1)
        if not further:
            break
        reached = further
        found.append(min(further.values()))
    return found
