"""Which values of a setting are legal?"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import field, fields
from typing import Any

from .errors import TelusurError

Check = Callable[[Any], str | None]  # what is wrong with a value, or None


class IllegalSetting(TelusurError, ValueError):
    """A setting has a value that cannot be meant. `key` is its name, `item` a place in its list."""

    def __init__(self, key: str, problem: str, item: int | None = None) -> None:
        super().__init__(f"{key}: {problem}")
        self.key = key
        self.problem = problem
        self.item = item


def within(low: float, high: float = math.inf) -> Check:
    """A number from `low` to `high`, both legal; never NaN or infinite.

    >>> within(0, 1)(2)
    'expected a number from 0 to 1, got 2'
    """
    wanted = f"of at least {low:g}" if math.isinf(high) else f"from {low:g} to {high:g}"

    def check(value: object) -> str | None:
        if not isinstance(value, (int, float)):  # a word such as "auto": a matter of types
            return None
        legal = low <= value <= high and value < math.inf  # false for NaN
        got = str(value if isinstance(value, int) else f"{value:g}")
        return None if legal else f"expected a number {wanted}, got {got[:20]}"

    return check


def filled(value: object) -> str | None:
    """What is wrong with a text or list that must not be empty."""
    return None if value else "must not be empty"


def setting(default: Any, check: Check) -> Any:
    """A field with a default and a check of its value."""
    return field(default=default, metadata={"check": check})


def each(check: Check) -> Any:
    """A field that is a list, empty by default, with a check of each item."""
    return field(default=(), metadata={"each": check})


class Checked:
    """Runs the checks of each field when the value is made."""

    __slots__ = ()

    def __post_init__(self) -> None:
        for item in fields(self):  # pyright: ignore[reportArgumentType] - subclasses are dataclasses
            check, value = item.metadata.get("check"), getattr(self, item.name)
            # a default is legal by our own tests; checking it would cost imports at start-up
            problem = check(value) if check and value != item.default else None
            if problem:
                raise IllegalSetting(item.name, problem)
            for place, one in enumerate(value if "each" in item.metadata else ()):
                if problem := item.metadata["each"](one):
                    raise IllegalSetting(item.name, problem, place)
