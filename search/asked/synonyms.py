"""Which names does the user want to be sought together? A file of lines `kpk = komisi …`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

from ...corpora.errors import TelusurError, unreadable
from ...index.language.naming import key_of

MEND: Final = "write kpk = komisi pemberantasan korupsi, one pair a line"


class SynonymFault(TelusurError):
    """A file of synonyms cannot be used: which line, and what would be right."""


class Synonym(NamedTuple):
    """A name: its folded words, and how the user writes it."""

    key: str
    shown: str


class Synonyms:
    """Names that stand for each other, both ways.

    >>> [one.shown for one in Synonyms([("KPK", "Komisi Antirasuah")]).of("komisi antirasuah")]
    ['KPK']
    """

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self.pairs = tuple(pairs)
        self._others: defaultdict[str, list[Synonym]] = defaultdict(list)
        for one, other in self.pairs:
            for left, right in ((one, other), (other, one)):
                self._others[key_of(left)].append(Synonym(key_of(right), right))
        self.begins = frozenset(key.partition(" ")[0] for key in self._others)

    def of(self, key: str) -> tuple[Synonym, ...]:
        """Return the other names of a name, given by its key."""
        return tuple(self._others.get(key, ()))


def read_synonyms(path: Path) -> Synonyms:
    """Return the synonyms of a file of UTF-8 text; a line that begins with # is a remark.

    Raises:
        SynonymFault: the file cannot be read, or a line is no pair.

    """
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        mend = "save it as UTF-8" if isinstance(error, UnicodeDecodeError) else None
        raise SynonymFault(unreadable(path, error), mend=mend) from error
    numbered = ((number, line.strip()) for number, line in enumerate(lines, 1))
    return Synonyms(
        _pair(path, number, line) for number, line in numbered if line and line[0] != "#"
    )


def _pair(path: Path, number: int, line: str) -> tuple[str, str]:
    place = f"{path}, line {number}"
    sides = [side.strip() for side in line.split("=")]
    if len(sides) != 2:
        problem = "no = between two names" if len(sides) < 2 else "more than one ="
        raise SynonymFault(f"{place}: {problem}", mend=MEND)
    one, other = sides
    for side in sides:
        if not key_of(side):
            raise SynonymFault(f"{place}: a name without a word", mend=MEND)
    if key_of(one) == key_of(other):
        raise SynonymFault(f"{place}: both names are the same", mend=MEND)
    return one, other
