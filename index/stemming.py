"""What is the root of this word?"""

from __future__ import annotations

from functools import lru_cache
from typing import Protocol

from .folding import fold

MEMO = 1 << 17  # distinct words kept per process: news of a year has about 100,000


class WordStemmer(Protocol):
    """Maps a folded surface form to its stem."""

    name: str

    def stem(self, word: str) -> str:
        """Return the stem of a folded word; never empty; a number is its own stem."""
        ...


class Snowball:
    """The Indonesian algorithm of Snowball (Tala 2003): affixes stripped by rule, no lexicon."""

    def __init__(self) -> None:
        import Stemmer  # here, because only analysis needs the extension module

        self.name = f"snowball-indonesian/{Stemmer.version()}"
        # Its own cache is off: lru_cache below does the same job in one place.
        self._algorithm = Stemmer.Stemmer("indonesian", 0)

    def stem(self, word: str) -> str:
        """Return the stem, or the word itself where stripping would leave nothing."""
        if not word.isalpha():
            return word
        return self._algorithm.stemWord(word) or word


@lru_cache(maxsize=1)
def default_stemmer() -> WordStemmer:
    """Return the one stemmer of this process."""
    return Snowball()


@lru_cache(maxsize=MEMO)
def stem(word: str) -> str:
    """Return the stem of one word, upper or lower case.

    >>> stem("membaca")
    'baca'
    """
    return default_stemmer().stem(fold(word))
