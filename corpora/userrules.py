"""What may a user say is not the article, and is it said well?"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .checks import Checked, each, filled
from .selectors import parse_selector


def element(pattern: str) -> str | None:
    """What is wrong with a pattern of elements."""
    try:
        parse_selector(pattern)
    except ValueError as error:
        return f"{error}, got '{pattern[:40]}'"
    return None


def line_pattern(pattern: str) -> str | None:
    """What is wrong with a regular expression for lines.

    >>> line_pattern("(?:ha)+!"), line_pattern("(ha+)+")
    (None, "a repeated group that ends in a repetition can take for ever: '(ha+)+'")
    """
    try:
        # twice: it will stand beside others, where a name of a group may be used only once
        re.compile(f"(?:{pattern})|(?:{pattern})", re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as error:
        return f"not a regular expression ({error}): '{pattern[:40]}'"
    if re.search(r"(?<!\\)[*+}]\)(?:[*+]|\{\d*,\d*\})(?!\+)", pattern):
        return f"a repeated group that ends in a repetition can take for ever: '{pattern[:40]}'"
    if re.search(r"\\[1-9]", pattern):
        return f"a pattern cannot refer back to its groups: '{pattern[:40]}'"
    if not pattern.strip() or re.fullmatch(pattern, "", re.IGNORECASE):
        return f"matches a line without any text: '{pattern[:40]}'"
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletRules(Checked):
    """What is known of the pages of an outlet: see `selectors` for patterns of elements.

    `bodies` hold the article, `boxes` never any of it; `lines` are regular expressions of whole
    lines that do not belong to it, without regard to case.
    """

    domains: tuple[str, ...] = field(metadata={"check": filled})
    bodies: tuple[str, ...] = each(element)
    boxes: tuple[str, ...] = each(element)
    lines: tuple[str, ...] = each(line_pattern)


@dataclass(frozen=True, slots=True, kw_only=True)
class Boilerplate(Checked):
    """What the user says of pages: `boxes` and `lines` of any outlet, and rules of single ones."""

    boxes: tuple[str, ...] = each(element)
    lines: tuple[str, ...] = each(line_pattern)
    outlets: tuple[OutletRules, ...] = ()

    def __add__(self, other: Boilerplate) -> Boilerplate:
        """The rules of both."""
        return Boilerplate(
            boxes=self.boxes + other.boxes,
            lines=self.lines + other.lines,
            outlets=self.outlets + other.outlets,
        )


NO_RULES = Boilerplate()
