"""What is the root of this word? The likeliest of its analyses, by rules and a lexicon."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Final

from .choice import LONGEST, Analysis, Chooser
from .folding import fold
from .lexicon import NAMED, Lexicon, load
from .morphology import joinable, rules

VERSION: Final = 1  # raise it whenever the same lexicon would give other stems
MEMO: Final = 1 << 18  # distinct words kept, about 40 MB: then all are forgotten
SHORTEST: Final = 4  # letters of a word that is taken apart
HYPHEN: Final = "-"
NUMBER: Final = re.compile(r"^(?:ke)?(\d+)(?:an|nya)?$")  # ke17, 2000an
CLOSING: Final = frozenset({"ah", "un", "ku", "mu", "ya"})  # how enclitics end


class Stemmer:
    """Maps folded surface forms to stems, given a lexicon and a user's exceptions to it.

    Deterministic; never empty; the stem of a stem is itself.
    """

    def __init__(self, lexicon: Lexicon, exceptions: Mapping[str, str] | None = None) -> None:
        own = {fold(word): fold(root) for word, root in (exceptions or {}).items()}
        told = repr(sorted(own.items())).encode()
        own = {root: root for root in own.values()} | own  # what the user names is a root
        self.name = f"telusur/{VERSION}/{lexicon.digest}"
        if own:
            self.name += f"/{blake2b(told, digest_size=8).hexdigest()}"
        self._whole = lexicon.whole
        self._stated = {**lexicon.stated, **own}
        self._doublings = lexicon.doublings
        scores = lexicon.scores
        if own:
            scores = {**scores, **dict.fromkeys(own.values(), NAMED)}
        self._chooser = Chooser(rules(), scores)
        self._memo: dict[str, str] = {}

    def stem(self, word: str) -> str:
        """Return the stem of a folded word; never empty; a number is its own stem."""
        found = self._memo.get(word)
        if found is None:
            if len(self._memo) >= MEMO:
                self._memo.clear()
            found = self._memo[word] = self._found(word)
        return found

    def stems(self, words: Iterable[str]) -> list[str]:
        """Return the stem of each of many folded words."""
        return list(map(self.stem, words))

    def analyses(self, word: str) -> list[Analysis]:
        """Return all analyses of a folded word, the likeliest first."""
        if not _is_plain(word):
            return []
        return sorted(self._chooser.analyses(word), key=lambda one: -one.score)

    def told(self, word: str) -> str | None:
        """Return the stem that a list or the user states for a folded word, or None."""
        told = self._stated.get(word)
        return word if told is None and word in self._whole else told

    def parts(self, parts: Sequence[str]) -> tuple[str | None, ...]:
        """Return the stem of each part of a hyphenated token, None where it says nothing new.

        What is said twice counts once (anak-anak, sayur-mayur), and affixes beside a hyphen
        count nothing (di-PHK-kan, ke-17): then the first part has the stem of the whole.
        """
        if len(parts) <= 1:
            return tuple(map(self.stem, parts))
        first, last = joinable(parts)
        core = parts[first:last]
        found = self._core(core)
        return (*found, *[None] * (len(parts) - len(core)))

    def _core(self, core: Sequence[str]) -> list[str | None]:
        found = [self.stem(part) for part in core]
        if len(core) > 1 and (root := self._doubled(core, found)) is not None:
            return [root, *[None] * (len(core) - 1)]
        return [
            None if place and found[place - 1] == one else one for place, one in enumerate(found)
        ]

    def _doubled(self, core: Sequence[str], stems: Sequence[str]) -> str | None:
        """Return the stem that the list of doublings states for a token, with enclitics or not."""
        bare = [*core[:-1], next(self._chooser.bare(core[-1]), core[-1])]
        for parts in (core, bare, stems):
            joined = HYPHEN.join(parts)
            root = self._stated.get(joined) or self._doublings.get(joined)
            if root is not None:
                return root if HYPHEN in root else self.stem(root)
        return None

    def _found(self, word: str) -> str:
        seen = {word: None}  # in order, to be the same from wherever it is entered
        while True:
            root = self._step(word)
            if root == word:
                return word
            if root in seen:
                return min(seen)
            seen[root] = None
            word = root

    def _hyphenated(self, word: str) -> str:
        parts = [part for part in word.split(HYPHEN) if part]
        return HYPHEN.join(filter(None, self.parts(parts))) if parts else word

    def _step(self, word: str) -> str:
        told = self.told(word)
        if told is not None:
            return told
        if HYPHEN in word:
            return self._hyphenated(word)
        if not _is_plain(word):
            return NUMBER.sub(r"\1", word)
        if word[-2:] in CLOSING and word not in self._chooser.scores:
            for bare in self._chooser.bare(word):
                if bare in self._stated:
                    return self._stated[bare]
                if bare in self._whole and len(bare) >= SHORTEST and word.endswith("nya"):
                    return bare
        return self._chooser.best(word)


def _is_plain(word: str) -> bool:
    return SHORTEST <= len(word) <= LONGEST and word.isascii() and word.isalpha()


class _Process:
    """What the stemmer of this process is made of."""

    lexicon: Path | None = None
    exceptions: Mapping[str, str] | None = None


def use(*, lexicon: Path | None = None, exceptions: Mapping[str, str] | None = None) -> None:
    """Choose what the stemmer of this process is made of; it is loaded when it is first needed.

    Raises:
        LexiconBroken: at that time, if the file is damaged or missing.

    """
    _Process.lexicon, _Process.exceptions = lexicon, dict(exceptions or {})
    default_stemmer.cache_clear()


@cache
def default_stemmer() -> Stemmer:
    """Return the one stemmer of this process."""
    return Stemmer(load(_Process.lexicon), _Process.exceptions)


def stem(word: str) -> str:
    """Return the stem of one word, upper or lower case.

    >>> stem("membaca"), stem("anak-anak"), stem("di-PHK-kan"), stem("Bekasi")
    ('baca', 'anak', 'phk', 'bekasi')
    """
    return default_stemmer().stem(fold(word)) or word
