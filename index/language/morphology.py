"""Which affixes may a word have been made with? The rules of data/affixes.tsv, ready for look-up.

Every chain of prefixes that may open a word (di-, memper-, diper-, berke-, ...) is worked out once,
with the changes of sound where they meet, and so is every ending (-nya, -kannya, -isasinyalah). A
word is then taken apart by two walks over its letters, from the front and from the back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple, TypeVar

VOWELS: Final = "aiueo"
CONSONANTS: Final = "bcdfghjklmnpqrstvwxyz"
DEEPEST: Final = 2  # prefixes taken off at once; a root that has more is taken apart again
ANY_LENGTH: Final = 99
MEETING: Final = -12  # tenths of a natural logarithm: each further prefix is less likely


class Opening(NamedTuple):
    """Prefixes that may open a word, written `surface` together, and what they do to the root.

    The root begins with `restores`, a letter that the prefix swallowed ("" for none); what is
    written after the prefixes begins with one of `before`. `known`: only before a root of the
    lexicon. `longest`: letters of the root. `takes`: the suffixes that it goes with.
    """

    surface: str
    restores: str
    before: str
    weight: int
    known: bool
    longest: int
    prefixes: tuple[str, ...]
    takes: frozenset[str]


class Ending(NamedTuple):
    """A suffix and enclitics that may close a word, written `surface` together."""

    surface: str
    weight: int
    known: bool
    suffix: str  # "" for none
    enclitics: tuple[str, ...]


class Rules(NamedTuple):
    """All that data/affixes.tsv says. The tables end a walk with KeyError or go on with ()."""

    openings: dict[str, tuple[Opening, ...]]
    endings: dict[str, tuple[Ending, ...]]
    pairs: dict[tuple[str, str], int]
    infixes: tuple[Opening, ...]
    echo: Opening  # the first sound of a root said twice: pepohonan, lelaki


Affix = TypeVar("Affix", Opening, Ending)

NO_OPENING: Final = Opening("", "", VOWELS + CONSONANTS, 0, False, ANY_LENGTH, (), frozenset())
NO_ENDING: Final = Ending("", 0, False, "", ())


@cache
def rules() -> Rules:
    """Return the affixes of Indonesian, compiled once in a process."""
    text = files(f"{__package__}.data").joinpath("affixes.tsv").read_text("utf-8")
    return compiled(text)


def compiled(text: str) -> Rules:
    """Return the rules that a table of affixes states, in the form of data/affixes.tsv."""
    rows: dict[str, list[list[str]]] = {}
    for line in text.splitlines():
        kind, *cells = line.split("\t")
        if line and not line.startswith("#"):
            rows.setdefault(kind, []).append(cells)
    takes = {name: frozenset(names.split()) for name, names in rows.get("takes", [])}
    inside = {name: frozenset(names.split()) for name, names in rows.get("inside", [])}
    prefixes = [_prefix(cells, takes) for cells in rows.get("prefix", [])]
    pairs = {(name, other): int(weight) for name, other, weight in rows.get("pair", [])}
    infixes = [_prefix([name, mark, "-", "*", told], takes) for name, mark, told in rows["infix"]]
    [(echo, told)] = rows["echo"]
    return Rules(
        _walkable(_chains(prefixes, inside)),
        _walkable(_endings(rows["suffix"], rows["enclitic"]), backwards=True),
        pairs,
        tuple(infixes),
        _prefix([echo, "", "-", "*", told], takes),
    )


def _weight(cell: str) -> tuple[int, bool, int]:
    """Read a weight such as 10, -4! or 2<5!."""
    number, _, longest = cell.rstrip("!").partition("<")
    return int(number), cell.endswith("!"), int(longest or ANY_LENGTH)


def _letters(cell: str) -> str:
    classes = {"*": VOWELS + CONSONANTS, "V": VOWELS, "C": CONSONANTS}
    return "".join(classes.get(letter, letter) for letter in cell)


def _prefix(cells: list[str], takes: dict[str, frozenset[str]]) -> Opening:
    name, surface, restores, before, told = cells
    weight, known, longest = _weight(told)
    swallowed = restores.replace("-", "")
    allowed = takes.get(name, frozenset())
    return Opening(surface, swallowed, _letters(before), weight, known, longest, (name,), allowed)


def _chains(prefixes: list[Opening], inside: dict[str, frozenset[str]]) -> Iterator[Opening]:
    """Yield each prefix, and each chain of prefixes that may follow one another."""
    level = prefixes
    yield from level
    for _ in range(DEEPEST - 1):
        level = [
            joined
            for outer in level
            for inner in prefixes
            if inner.prefixes[0] in inside.get(outer.prefixes[-1], ())
            and (joined := _joined(outer, inner)) is not None
        ]
        yield from level


def _joined(outer: Opening, inner: Opening) -> Opening | None:
    """Return two openings as one, or None where their sounds do not meet.

    meng- that swallowed a k, and ke-, make menge- (mengetahui).
    """
    written = inner.surface.removeprefix(outer.restores)
    swallowed = len(inner.surface) - len(written) == len(outer.restores)
    if not swallowed or not written or written[0] not in outer.before:
        return None
    return inner._replace(
        surface=outer.surface + written,
        weight=outer.weight + inner.weight + MEETING,
        known=outer.known or inner.known,
        prefixes=outer.prefixes + inner.prefixes,
        takes=outer.takes | inner.takes,
    )


def _endings(suffixes: list[list[str]], enclitics: list[list[str]]) -> Iterator[Ending]:
    """Yield suffix, possessive and particle in this order, each or none of them."""
    particles = [row for row in enclitics if row[0] in {"-lah", "-kah", "-tah", "-pun"}]
    owners = [row for row in enclitics if row not in particles]
    none = ["", "", "0"]
    for suffix, surface, told in [none, *suffixes]:
        for owner, its, its_weight in [none, *owners]:
            for particle, last, last_weight in [none, *particles]:
                written = surface + its + last
                weights = [_weight(one) for one in (told, its_weight, last_weight)]
                names = tuple(name for name in (owner, particle) if name)
                if written:
                    weight = sum(one for one, _, _ in weights)
                    known = any(one for _, one, _ in weights)
                    yield Ending(written, weight, known, suffix, names)


def _walkable(affixes: Iterable[Affix], *, backwards: bool = False) -> dict[str, tuple[Affix, ...]]:
    """Return affixes by how they are written; (), where a longer one begins (or ends) like it."""
    table: dict[str, tuple[Affix, ...]] = {}
    for affix in affixes:
        written = affix.surface
        for length in range(1, len(written)):
            table.setdefault(written[-length:] if backwards else written[:length], ())
        table[written] = (*table.get(written, ()), affix)
    return table


def joinable(parts: Sequence[str]) -> tuple[int, int]:
    """Return where the word lies among the parts of a hyphenated token, without affixes around it.

    >>> joinable(["di", "phk", "kan"]), joinable(["kpk", "nya"]), joinable(["anak", "anak"])
    ((1, 2), (0, 1), (0, 2))
    """
    first, last = 0, len(parts)
    if _opens(parts[0]) and parts[1:2] != parts[:1]:
        first = 1
    if last - first > 1 and _closes(parts[-1]):
        last -= 1
    return (first, last) if last > first else (0, len(parts))


def _opens(part: str) -> bool:
    return any(not one.restores for one in rules().openings.get(part, ()))


def _closes(part: str) -> bool:
    return any(not one.known for one in rules().endings.get(part, ()))
