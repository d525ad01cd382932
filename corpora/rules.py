"""What does a file of rules in corpora/data say? Read once, validated against a type."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

import msgspec
import yaml

from . import data

Rules = TypeVar("Rules")
# the C loader is ten times as fast; not every build of pyyaml has it
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def load(name: str, kind: type[Rules]) -> Rules:
    """The rules of `corpora/data/NAME` as one value of type `kind`, the same object every time.

    Raises msgspec.ValidationError where the file and the type disagree: our own mistake.
    """
    text = files(data).joinpath(name).read_text(encoding="utf-8")
    return msgspec.convert(yaml.load(text, Loader=_LOADER), kind)  # noqa: S506 - both are safe


def any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """One case-insensitive pattern that matches where any of `patterns` does; none match nothing.

    >>> bool(any_of(("oleh", "penulis")).match("Penulis: Ani"))
    True
    """
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    return re.compile(joined or r"(?!)", re.IGNORECASE)
