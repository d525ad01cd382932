"""How often is each word written, and how often with a capital inside a sentence?

As a file: one word a line, in the order of their counts, then of the alphabet:

    form<TAB>count<TAB>inside<TAB>capital

`inside` is how often the word follows one in lower case, in one sentence with it: there a capital
says that the word is a name. The last two may be missing: they are unknown then.
"""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from ...corpora.errors import TelusurError, unreadable
from .folding import fold

_WORD: Final = re.compile(r"(\s?,?\s)?([^\W\d_]+(?:-[^\W\d_]+)*)")


class Count(NamedTuple):
    """What is known of one word."""

    total: int
    inside: int = 0
    capital: int = 0


def count(texts: Iterable[str]) -> dict[str, Count]:
    """Return the counts of the folded words of some texts, hyphenated ones whole."""
    total: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for text in texts:
        for word, follows in _words(text):
            folded = fold(word)
            total[folded] += 1
            if follows:
                inside[folded] += 1
                capital[folded] += word[0].isupper()
    return {word: Count(total[word], inside[word], capital[word]) for word in _ordered(total)}


def _words(text: str) -> Iterator[tuple[str, bool]]:
    """Yield each word, and whether it follows one in lower case without more than a comma."""
    last, lower = -1, False
    for match in _WORD.finditer(text):
        gap, word = match.groups()
        yield word, lower and gap is not None and match.start() == last
        last, lower = match.end(), word[0].islower()


def _ordered(total: Mapping[str, int]) -> list[str]:
    return sorted(total, key=lambda word: (-total[word], word))


def merged(several: Iterable[Mapping[str, Count]]) -> dict[str, Count]:
    """Return the sums of several counts."""
    found: dict[str, Count] = {}
    for counts in several:
        for word, one in counts.items():
            before = found.get(word, Count(0))
            found[word] = Count(*(a + b for a, b in zip(before, one, strict=True)))
    order = _ordered({word: one.total for word, one in found.items()})
    return {word: found[word] for word in order}


def read_counts(path: Path) -> dict[str, Count]:
    """Return the counts that a file states, packed with gzip or not.

    Raises:
        TelusurError: the file cannot be read, or a line is none of these.

    """
    try:
        content = path.read_bytes()
        text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8-sig")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise TelusurError(unreadable(path, error)) from error
    found: dict[str, Count] = {}
    for number, line in enumerate(text.splitlines(), 1):
        word, *numbers = line.split("\t")
        if not line.strip():
            continue
        if len(numbers) not in {1, 3} or not all(one.isdecimal() for one in numbers):
            mend = "write form<TAB>count, or form<TAB>count<TAB>inside<TAB>capital"
            raise TelusurError(f"{path}, line {number}: no counts of a word", mend=mend)
        found[fold(word)] = Count(*map(int, numbers))
    return found


def counts_as_text(counts: Mapping[str, Count]) -> str:
    """Return the file that states these counts."""
    return "".join(
        f"{word}\t{one.total}\t{one.inside}\t{one.capital}\n" for word, one in counts.items()
    )
