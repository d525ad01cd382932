"""What stands where on this page? One walk over the tree, kept as arrays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .dom import Node, pieces_of, words_of

_NAMES = frozenset(("class", "id", "itemprop", "rel"))


@dataclass(frozen=True, slots=True)
class Walk:
    """A page as it was when it was walked. An element is its number in document order.

    `nodes[i + 1 : ends[i]]` are the elements below `nodes[i]`; `own[i]` is the text directly in
    it with single spaces; `parents` has -1 for the root; `tagged` has the elements of each tag,
    `named` those with a class, id, itemprop or rel, and these names with a space between them.
    Holding the nodes also makes every later walk over the tree faster: lxml makes an object for
    each element that nobody holds.
    """

    nodes: list[Node]
    parents: list[int]
    ends: list[int]
    tags: list[str]
    own: list[str]
    tagged: dict[str, list[int]]
    named: list[tuple[int, str]]

    def words(self, number: int) -> str:
        """The text below an element with single spaces, as it is now where it holds elements."""
        if self.ends[number] == number + 1:
            return self.own[number]
        return words_of(self.nodes[number])

    def pieces(self, number: int) -> str:
        """The same with a space between any two elements, also within a word."""
        return pieces_of(self.nodes[number])

    def below(self, number: int) -> int:
        """How many elements there are below an element."""
        return self.ends[number] - number - 1

    def of_tags(self, *tags: str) -> list[int]:
        """The elements of these tags in document order."""
        return sorted(number for tag in tags for number in self.tagged.get(tag, ()))

    def around(self, number: int) -> Iterator[int]:
        """An element and all those around it, the innermost first."""
        while number >= 0:
            yield number
            number = self.parents[number]


def walk(root: Node) -> Walk:
    """Look at each element of a page once, in simple loops: this is 5 % of all extraction time."""
    nodes = list(root.iter())
    place: dict[Node | None, int] = {node: number for number, node in enumerate(nodes)}
    parents = [place.get(node.getparent(), -1) for node in nodes]
    tags = [node.tag for node in nodes]
    tagged: dict[str, list[int]] = {}
    for number, tag in enumerate(tags):
        tagged.setdefault(tag, []).append(number)
    return Walk(nodes, parents, _ends(parents), tags, _own(nodes, parents), tagged, _named(nodes))


def _ends(parents: list[int]) -> list[int]:
    ends = list(range(1, len(parents) + 1))
    for number in range(len(parents) - 1, 0, -1):
        parent = parents[number]
        if ends[number] > ends[parent]:
            ends[parent] = ends[number]
    return ends


def _own(nodes: list[Node], parents: list[int]) -> list[str]:
    """The text directly in each element, its pieces separated by a space."""
    own = [node.text or "" for node in nodes]
    for number, node in enumerate(nodes):
        tail = node.tail
        if tail and number and not tail.isspace():
            own[parents[number]] += " " + tail
    return [" ".join(text.split()) if text else "" for text in own]


def _named(nodes: list[Node]) -> list[tuple[int, str]]:
    named: list[tuple[int, str]] = []
    for number, node in enumerate(nodes):
        names = ""
        for name, value in node.items():
            if name in _NAMES:
                names = f"{names} {value}" if names else value
        if names:
            named.append((number, names))
    return named
