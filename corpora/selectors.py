"""Which elements of a page does a pattern such as div.iklan-* mean?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # settings check patterns without loading the parser of pages
    from .dom import Node

_NAME = r"[\w*-]+"
_PART = re.compile(
    rf"\.(?P<class>{_NAME})|#(?P<id>{_NAME})|\[(?P<key>[\w:-]+)(?:=[\"']?(?P<value>[^\]\"']*)[\"']?)?\]"
)
_TAG = re.compile(r"[a-z][a-z0-9]*|\*?", re.IGNORECASE)
MEND = 'expected a pattern such as div, .kotak, #iklan-*, div.iklan or [data-jenis="terkait"]'


@dataclass(frozen=True, slots=True)
class Selector:
    """The conditions that one element must meet; "*" in a name stands for any characters.

    `classes` must all be there; an attribute with the value None must only be there.
    """

    tag: str = ""
    classes: tuple[str, ...] = ()
    id: str = ""
    attributes: tuple[tuple[str, str | None], ...] = ()

    def matches(self, node: Node, classes: Iterable[str]) -> bool:
        """Whether `node`, with these class names in lower case, is meant."""
        if self.tag and node.tag != self.tag:
            return False
        if self.id and not fnmatchcase((node.get("id") or "").lower(), self.id):
            return False
        for wanted in self.classes:
            if not any(fnmatchcase(one, wanted) for one in classes):
                return False
        return all(_has(node, key, wanted) for key, wanted in self.attributes)


def parse_selector(pattern: str) -> Selector:
    """The conditions in `pattern`. Raises ValueError for what is no pattern.

    >>> parse_selector("div.iklan.besar").classes
    ('iklan', 'besar')
    """
    found = _TAG.match(pattern.strip())
    tag = found[0] if found else ""
    rest = pattern.strip()[len(tag) :]
    parts = list(_PART.finditer(rest))
    if "".join(part[0] for part in parts) != rest or not (tag.strip("*") or parts):
        raise ValueError(MEND)
    return Selector(
        tag=tag.lower().strip("*"),
        classes=tuple(part["class"].lower() for part in parts if part["class"]),
        id=next((part["id"].lower() for part in parts if part["id"]), ""),
        attributes=tuple(
            (part["key"].lower(), part["value"] and part["value"].lower())
            for part in parts
            if part["key"]
        ),
    )


class Matcher:
    """Finds the elements that any of several patterns means, in one walk over the page."""

    def __init__(self, patterns: Iterable[str]) -> None:
        selectors = [parse_selector(pattern) for pattern in patterns]
        # nearly all patterns are one bare class or value: those are looked up, not tried one by one
        self._names = frozenset(one.classes[0] for one in selectors if _is_bare(one))
        valued = [one for one in selectors if _is_valued(one)]
        self._values = tuple(pair for one in valued for pair in one.attributes)
        self._others = tuple(one for one in selectors if not _is_bare(one) and one not in valued)

    def __bool__(self) -> bool:
        """Whether there is any pattern."""
        return bool(self._names or self._values or self._others)

    def find(self, nodes: Iterable[Node]) -> Iterator[Node]:
        """Those among `nodes` that are meant."""
        return (node for node in nodes if self.matches(node)) if self else iter(())

    def matches(self, node: Node) -> bool:
        """Whether any of the patterns means `node`."""
        classes = (node.get("class") or "").lower().split()
        if not self._names.isdisjoint(classes):
            return True
        for key, wanted in self._values:
            if (value := node.get(key)) and value.lower() == wanted:
                return True
        if not self._others:
            return False
        return any(one.matches(node, classes) for one in self._others)


def _is_bare(selector: Selector) -> bool:
    return selector == Selector(classes=selector.classes[:1]) and "*" not in selector.classes[0]


def _is_valued(selector: Selector) -> bool:
    """Whether the pattern asks for one attribute with one value, spelt out."""
    value = selector.attributes[0][1] if len(selector.attributes) == 1 else None
    alone = selector == Selector(attributes=selector.attributes)
    return bool(alone and value) and not any(mark in (value or "") for mark in "*?[")


def _has(node: Node, key: str, wanted: str | None) -> bool:
    value = node.get(key)
    return value is not None and (wanted is None or fnmatchcase(value.lower(), wanted))
