"""What does a date, an amount or a percentage look like? A grammar over one run of chunks.

    amount   = [currency] quantity [percent | currency]
    quantity = number { scale } { number scale } | words
    date     = 17 Agustus 2021 | Agustus 17, 2021 | 17/8/2021 | 2021-08-17 | 17/8/21

Numbers are counted in ten-thousandths, so that arithmetic is exact.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from . import spoken
from .value_words import alternatives, meanings, numbers

FINEST: Final = 4  # decimals of a number: what has more stays as it is written
ONE: Final = 10**FINEST
ROUND: Final = 100 * ONE  # only multiples of it are commonly spelt in several ways
LARGEST: Final = 10**18 * ONE
CONTRADICTORY: Final = "?"  # Rp 5 juta dolar AS
YEARS: Final = range(1600, 2101)
CENTURY: Final = 50  # 17/8/49 is in 2049, 17/8/50 in 1950

# No value begins or ends inside a word, a number, a range (5-10 persen), a time or a score.
_START: Final = r"(?<!\w)(?<![0-9][.,:/\-–—])(?<![0-9] [-–—] )"
_NO_MORE: Final = r"(?![.,:/\-–—][0-9])"
_NUMBER: Final = (
    r"(?:[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]{1,4})?|[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,4})?"
    rf"|[0-9]{{1,15}}(?:[.,][0-9]{{1,4}})?)(?![0-9]){_NO_MORE}(?! [-–—] [0-9])"
)
_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12][0-9]|3[01])", r"(?:0?[1-9]|1[0-2])", r"[0-9]{4}"
_PARTS = re.compile(r"[0-9a-z]+")
_LETTERS = re.compile(r"[a-z]+")
_SMALL: Final = {capital: capital + 32 for capital in range(ord("A"), ord("Z") + 1)}
_SMALL_LETTER = re.compile(r"(?<![^\W\d_])[a-z](?!\w)")  # 5 m is no miliar
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?")
_ENGLISH = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3}(?:\.[0-9]+|(?:,[0-9]{3})+(?:\.[0-9]+)?))")
_PLAIN = re.compile(r"(?:0|[1-9][0-9]*)(?:[.,][0-9]+)?")
_UNCLEAR = re.compile(r"[0-9]{1,3}[.,][0-9]{3}")  # 1,500 is one and a half, or English


class Named(NamedTuple):
    """Characters [start, end) that name a value, and its term."""

    start: int
    end: int
    term: str


def read(run: str) -> tuple[Named, ...]:
    """Return the values of a run of chunks, joined by single blanks.

    An amount of money is followed by the bare number in it, where that may be spelt otherwise.

    >>> [one.term for one in read("Rp1,5 triliun dan lima persen")]
    ['idr:15e11', 'num:15e11', 'pct:5']
    """
    small = run.lower() if run.isascii() else run.translate(_SMALL)  # of the same length
    return tuple(one for match in _grammar().finditer(small) for one in _values(match, run))


@cache
def _grammar() -> re.Pattern[str]:
    """Return the pattern of all values; made when the first chunk asks for it, in 5 ms."""
    month = alternatives(meanings("month"))
    english = rf"(?P<english>{month}\.? {_DAY},? {_YEAR})"
    dates = [
        rf"(?P<worded>{_DAY}[ -]{month}\.?[ -]{_YEAR})",
        rf"(?P<numeric>{_DAY}(?P<mark>[/.-]){_MONTH}(?P=mark){_YEAR})",
        rf"(?P<iso>{_YEAR}(?P<sign>[/-]){_MONTH}(?P=sign){_DAY})",
        rf"(?P<short>{_DAY}/{_MONTH}/[0-9]{{2}})",
    ]
    word = alternatives([*numbers("digit"), *numbers("place"), *numbers("point"), *numbers("one")])
    said = rf"(?:{word}|{alternatives(meanings('scale'))})(?!\w)"
    digits = rf"{_NUMBER}(?: ?{_scale()}){{0,2}}+(?: {_NUMBER}(?: ?{_scale()}){{1,2}}+){{0,3}}"
    behind = rf" ?(?P<after>{alternatives(meanings('after'))})"
    percent = rf" ?(?P<percent>{alternatives(meanings('percent'))})"
    before = rf"(?P<before>{alternatives(meanings('before'))})\.? ?"
    spoken = rf"(?<!\w){said}(?: {said})*+"
    amount = rf"(?:{before})?(?:(?P<digits>{digits})|(?P<words>{spoken}))(?:{percent}|{behind})?"
    dated = rf"(?:(?=[0-9])(?:{'|'.join(dates)})|{english}){_NO_MORE}"
    return re.compile(rf"(?=[0-9a-z€£]){_START}(?:{dated}|{amount})(?!\w)")


def _scale() -> str:
    """Return the pattern of a power of ten beside digits."""
    words = alternatives([*meanings("scale"), *meanings("brief")])
    return rf"(?:{words}|[{''.join(meanings('letter')).lower()}])(?!\w)"


def _values(match: re.Match[str], run: str) -> Iterator[Named]:
    order = _ORDERS.get(str(match.lastgroup))
    if order is None:
        return _amount(match, run)
    term = _date(match[0], order)
    return iter([Named(*match.span(), term)] if term else [])


# Dates

# Where day, month and year stand in a date of each kind.
_ORDERS: Final = {
    "worded": (0, 1, 2),
    "english": (1, 0, 2),
    "numeric": (0, 1, 2),
    "iso": (2, 1, 0),
    "short": (0, 1, 2),
}


@lru_cache(1 << 12)
def _date(text: str, order: tuple[int, int, int]) -> str | None:
    parts = _PARTS.findall(text)
    day, month, year = (parts[place] for place in order)
    number = int(year)
    if len(year) == 2:
        number += 2000 if number < CENTURY else 1900
    try:
        named = date(number, int(meanings("month").get(month, month)), int(day))
    except ValueError:  # 31/2/2021
        return None
    return f"date:{named.isoformat()}" if number in YEARS else None


# Amounts


def _amount(match: re.Match[str], run: str) -> Iterator[Named]:
    currency = _currency(match)
    said = (match["words"] or "").split()
    if said:
        worth = spoken.scaled(said, FINEST)
    else:
        letters = currency == "idr" and not _SMALL_LETTER.search(run[slice(*match.span("digits"))])
        worth = _worth(match["digits"], letters=letters)
    if worth is None or worth >= LARGEST or currency == CONTRADICTORY:
        return
    if match["percent"]:
        if not currency:
            yield Named(*match.span(), f"pct:{written(worth)}")
        return
    if currency:
        yield Named(*match.span(), f"{currency}:{written(worth)}")
    if worth and worth % ROUND == 0 and (currency or not _is_year(match["digits"])):
        yield Named(*match.span("words" if said else "digits"), f"num:{written(worth)}")


def _is_year(digits: str | None) -> bool:
    """Tell whether this is like a year, or the number of a house or a law: four digits, no mark."""
    return digits is not None and digits.isdecimal() and len(digits) == len("2021")


def _currency(match: re.Match[str]) -> str | None:
    before, after = match["before"], match["after"]
    one = meanings("before")[before] if before else None
    other = meanings("after")[after] if after else None
    return CONTRADICTORY if one and other and one != other else one or other


@lru_cache(1 << 12)
def _worth(text: str, *, letters: bool) -> int | None:
    """Return the sum of numbers with falling powers of ten: 2 juta 500 ribu."""
    total, powers = 0, list[int]()
    for number, scales in _pairs(text):
        power = _power(scales, letters=letters)
        worth = _number(number)
        if power is None or worth is None:
            return None
        total += worth * 10**power
        powers.append(power)
    return total if all(one > other for one, other in pairwise(powers)) else None


def _pairs(text: str) -> Iterator[tuple[str, list[str]]]:
    for match in _pair().finditer(text):
        yield match[1], _LETTERS.findall(match[2])


@cache
def _pair() -> re.Pattern[str]:
    return re.compile(rf"({_NUMBER})((?: ?{_scale()})*)")


def _power(scales: list[str], *, letters: bool) -> int | None:
    """Return the power of ten that scales make together: ribu triliun, but not triliun ribu."""
    known = _powers(letters=letters)
    told = [known[one] for one in scales if one in known]
    return sum(told) if len(told) == len(scales) and told == sorted(set(told)) else None


@cache
def _powers(*, letters: bool) -> dict[str, int]:
    kinds = ("scale", "brief", "letter") if letters else ("scale", "brief")
    return {word.lower(): power for kind in kinds for word, power in numbers(kind).items()}


def _number(text: str) -> int | None:
    """Return ten-thousandths; None for what is written by no rule, or by two.

    >>> _number("1.500"), _number("1,5"), _number("1,500.25"), _number("1,500")
    (15000000, 15000, 15002500, None)
    """
    if _GROUPED.fullmatch(text):
        return _decimal(text.replace(".", "").replace(",", "."))
    if _ENGLISH.fullmatch(text):
        return _decimal(text.replace(",", ""))
    if not _PLAIN.fullmatch(text) or (_UNCLEAR.fullmatch(text) and not text.startswith("0,")):
        return None
    return _decimal(text.replace(",", "."))


def _decimal(text: str) -> int | None:
    whole, _, decimals = text.partition(".")
    return int(whole + decimals.ljust(FINEST, "0"))


@lru_cache(1 << 12)
def written(worth: int) -> str:
    """Return ten-thousandths in the one way that terms are written.

    >>> written(15_000), written(5_000_000), written(15 * 10**15)
    ('1.5', '500', '15e11')
    """
    whole, rest = divmod(worth, ONE)
    if rest:
        return f"{whole}.{rest:0{FINEST}}".rstrip("0")
    plain, digits = str(whole), str(whole).rstrip("0")
    return min(plain, f"{digits}e{len(plain) - len(digits)}", key=len)
