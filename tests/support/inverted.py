"""Which terms does one text give? Token by token, the slow way, beside segments/inversion.py."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from telusur.index.analysis import stems, tokens


class Inverted(NamedTuple):
    """The terms of one text, each with its positions, and the length of the text in positions."""

    exact: dict[str, list[int]]
    stem: dict[str, list[int]]
    length: int


def invert(text: str) -> Inverted:
    """Return the terms that the two chains below find, in one pass instead of two."""
    exact: defaultdict[str, list[int]] = defaultdict(list)
    stem: defaultdict[str, list[int]] = defaultdict(list)
    length = 0
    for position, _, found in tokens(text):
        for offset, (part, root) in enumerate(zip(found.parts, stems(found.parts), strict=True)):
            exact[part.text].append(position + offset)
            if root is not None:
                stem[root].append(position + offset)
        if found.whole is not None:
            exact[found.whole].append(position)
        length = position + len(found.parts)
    return Inverted(exact, stem, length)
