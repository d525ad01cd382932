"""How is a fact worked out when it is first asked for, and then kept?

As by functools.cached_property, whose lock in Python 3.11 takes a microsecond: a page of hits asks
dozens of times. Of two threads each may work it out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

Fact = TypeVar("Fact")


class once(Generic[Fact]):  # noqa: N801 - a decorator
    """A method as an attribute: called when that is first read, whose value takes its place."""

    def __init__(self, make: Callable[[Any], Fact]) -> None:
        self._make = make
        self._name = make.__name__
        self.__doc__ = make.__doc__

    def __get__(self, one: Any, _: type) -> Fact:
        fact = one.__dict__[self._name] = self._make(one)
        return fact
