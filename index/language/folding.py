"""What do two spellings of one word have in common? Case, accents and apostrophes folded away."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

APOSTROPHES: Final = "'’‘ʼ`´"
_DROPPED = re.compile(rf"[{APOSTROPHES}\u00ad\u200b-\u200d\u2060\ufeff]")
_ENGLISH_GENITIVE = re.compile(rf"[{APOSTROPHES}][sS]$")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?")
_DECIMAL = re.compile(r"\d+[.,]\d+")


def fold(text: str) -> str:
    """Return the text in NFKC, lower case, without diacritics, apostrophes and invisibles.

    >>> fold("Qur’an"), fold("Éléonore"), fold("Trump's")
    ('quran', 'eleonore', 'trump')
    """
    if text.isascii() and text.isalnum():
        return text.lower()
    text = _ENGLISH_GENITIVE.sub("", unicodedata.normalize("NFKC", text)).casefold()
    decomposed = unicodedata.normalize("NFKD", _DROPPED.sub("", text))
    # NFKC turns some single characters into several words: blanks go too.
    return "".join(c for c in decomposed if not (unicodedata.combining(c) or c.isspace()))


def fold_number(text: str) -> str:
    """Return a number as Indonesians write it, without thousands marks, with a decimal comma.

    >>> fold_number("10.000"), fold_number("2.3"), fold_number("1.234,5"), fold_number("1,000,000")
    ('10000', '2,3', '1234,5', '1000000')
    """
    if _THOUSANDS.fullmatch(text):
        mark = min((text.find(m), m) for m in ".," if m in text)[1]
        return text.replace(mark, "").replace(".", ",")
    if _DECIMAL.fullmatch(text):
        return text.replace(".", ",")
    return text
