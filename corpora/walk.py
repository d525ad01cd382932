"""What stands where on this page? One walk over the tree, kept as arrays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .dom import Node, squeeze, visits

_NAMES = frozenset(("class", "id", "itemprop", "rel"))
_BORDER = "\x01"  # between two pieces of text; the parser lets no such character through


@dataclass(frozen=True, slots=True)
class Walk:
    """A page as it was when it was walked. An element is its number in document order.

    `nodes[i + 1 : ends[i]]` are the elements below `nodes[i]`; `own[i]` is the text directly in
    it, not squeezed; `parents` has -1 for the root; `named` has the elements with a class, id,
    itemprop or rel, and these names with a space between them. Holding the nodes also makes every
    later walk over the tree faster: lxml makes an object for each element that nobody holds.
    """

    nodes: list[Node]
    parents: list[int]
    ends: list[int]
    tags: list[str]
    own: list[str]
    tagged: dict[str, list[int]]
    named: list[tuple[int, str]]
    _flat: str
    _starts: list[int]
    _stops: list[int]

    def words(self, number: int) -> str:
        """The text below an element with single spaces, as `dom.words_of` of its node."""
        return squeeze(self._raw(number).replace(_BORDER, ""))

    def pieces(self, number: int) -> str:
        """The same with a space between any two elements, as `dom.pieces_of`."""
        return squeeze(self._raw(number).replace(_BORDER, " "))

    def room(self, number: int) -> int:
        """Characters of text below an element, blanks and borders included: never too few."""
        return self._stops[number] - self._starts[number]

    def of_tags(self, *tags: str) -> list[int]:
        """The elements of these tags in document order."""
        return sorted(number for tag in tags for number in self.tagged.get(tag, ()))

    def around(self, number: int) -> Iterator[int]:
        """An element and all those around it, the innermost first."""
        while number >= 0:
            yield number
            number = self.parents[number]

    def _raw(self, number: int) -> str:
        return self._flat[self._starts[number] : self._stops[number]]


def walk(root: Node) -> Walk:
    """Visit each element of a page once."""
    nodes: list[Node] = []
    parents: list[int] = []
    tags: list[str] = []
    own: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    stops: list[int] = []
    tagged: dict[str, list[int]] = {}
    named: list[tuple[int, str]] = []
    pieces: list[str] = []
    offset, open_elements = 0, [-1]
    for event, node in visits(root):
        if event == "start":
            number = len(nodes)
            nodes.append(node)
            parents.append(open_elements[-1])
            open_elements.append(number)
            starts.append(offset)
            ends.append(0)
            stops.append(0)
            tags.append(tag := node.tag)
            tagged.setdefault(tag, []).append(number)
            names = " ".join([value for name, value in node.items() if name in _NAMES])
            if names:
                named.append((number, names))
            text = node.text or ""
            own.append(text)
        else:
            number = open_elements.pop()
            ends[number] = len(nodes)
            stops[number] = offset
            text = node.tail or ""
            if text and number and not text.isspace():
                own[open_elements[-1]] += " " + text
        if text:
            pieces.append(text)
            offset += len(text) + 1
    return Walk(nodes, parents, ends, tags, own, tagged, named, _BORDER.join(pieces), starts, stops)
