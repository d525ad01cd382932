"""Which number do these words name? Read leniently, and believed if writing it gives the words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import takewhile
from typing import Final

from .value_words import numbers

TEEN: Final = 11  # how the table writes "belas": no place, it adds ten
MOST: Final = 36  # words of a number: no newsroom writes longer ones
TOO_LARGE: Final = 10**18


def number(words: Sequence[str]) -> int | None:
    """Return the number that Indonesian words name; None where they name none.

    >>> number(["dua", "ratus", "lima", "puluh", "ribu"]), number(["seribu"])
    (250000, 1000)
    >>> number(["dua", "tiga", "ribu"]) is None  # two or three thousand
    True
    """
    if len(words) > MOST:
        return None
    plain = [one for word in words for one in _without_se().get(word, (word,))]
    found = _evaluated(plain)
    if not 0 < found < TOO_LARGE:
        return None
    usual = [_usual().get(word, word) for word in plain]
    return found if usual in (in_words(found), _in_units(found, usual[-1])) else None


def _in_units(count: int, unit: str) -> list[str]:
    """Return a number in words as so many of a unit: seribu lima ratus miliar."""
    power = numbers("scale").get(unit, 0)
    return [*in_words(count // 10**power), unit] if power else []


def scaled(words: Sequence[str], decimals: int) -> int | None:
    """Return the number that words name, in units of so many decimals: dua koma lima juta.

    >>> scaled(["dua", "koma", "lima", "juta"], 4), scaled(["dua", "ratus"], 4)
    (25000000000, 2000000)
    """
    at = next((place for place, word in enumerate(words) if word in numbers("point")), None)
    if at is None:
        named = number(words)
        return None if named is None else named * 10**decimals
    whole = 0 if [*words[:at]] == [_digit(0)] else number(words[:at])
    digits = [*takewhile(numbers("digit").__contains__, words[at + 1 :])]
    powers = [numbers("scale").get(word, 0) for word in words[at + 1 + len(digits) :]]
    if whole is None or not 0 < len(digits) <= decimals or powers != [one for one in powers if one]:
        return None
    behind = "".join(str(numbers("digit")[word]) for word in digits)
    return (whole * 10**decimals + int(behind.ljust(decimals, "0"))) * 10 ** sum(powers)


def in_words(count: int) -> list[str]:
    """Return a number in words, with "satu" for "se-"; nothing for 0.

    >>> " ".join(in_words(2_015)), " ".join(in_words(7 * 10**15))
    ('dua ribu lima belas', 'tujuh ribu triliun')
    """
    for word, power in _scales():
        many, rest = divmod(count, 10**power)
        if many:
            return [*in_words(many), word, *in_words(rest)]
    hundreds, rest = divmod(count, 100)
    found = [_digit(hundreds), "ratus"] if hundreds else []
    return found + _below_hundred(rest)


def _below_hundred(count: int) -> list[str]:
    if 10 < count < 20:
        return [_digit(count - 10), "belas"]
    tens, ones = divmod(count, 10)
    return ([_digit(tens), "puluh"] if tens else []) + ([_digit(ones)] if ones else [])


def _evaluated(words: Sequence[str]) -> int:
    """Return what plain words add up to, in whatever order they stand."""
    digits, places, powers = numbers("digit"), numbers("place"), numbers("scale")
    total = below = unit = highest = 0  # the number, what is below a thousand, the last digit
    for word in words:
        if word in digits:
            unit = digits[word]
            continue
        if word in places:
            below += unit + 10 if places[word] == TEEN else unit * places[word]
        else:
            power = powers[word]
            above = power > highest  # seven thousand billion: a billion of all before it
            raised = total + below + unit if above else below + unit
            total = raised * 10**power if above else total + raised * 10**power
            highest, below = max(highest, power), 0
        unit = 0
    return total + below + unit


@cache
def _without_se() -> dict[str, tuple[str, str]]:
    """Return "satu" and the place or scale of each word that begins with "se"."""
    named = {worth: word for word, worth in numbers("place").items()}
    named |= {10**power: word for word, power in _scales()}
    return {word: (_digit(1), named[worth]) for word, worth in numbers("one").items()}


@cache
def _usual() -> dict[str, str]:
    """Return for each word of a scale the one that numbers are written with: milyar, miliar."""
    first = {power: word for word, power in _scales()}
    return {word: first[power] for word, power in numbers("scale").items()}


@cache
def _scales() -> tuple[tuple[str, int], ...]:
    """Return the usual word of each power of a thousand, the highest first."""
    first: dict[int, str] = {}
    for word, power in numbers("scale").items():
        first.setdefault(power, word)
    return tuple((word, power) for power, word in sorted(first.items(), reverse=True))


@cache
def _digits() -> dict[int, str]:
    return {worth: word for word, worth in numbers("digit").items()}


def _digit(worth: int) -> str:
    return _digits()[worth]
