"""What can we ask of a parsed page? lxml behind a small typed surface."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice
from typing import Any, Protocol, cast

from lxml import (  # pyright: ignore[reportMissingTypeStubs]
    etree,  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType]
    html,
)

_lxml, _html = cast(Any, etree), cast(Any, html)
# The lookup of lxml.html asks a Python function for each element that is touched: 12 % of all
# extraction time. One class for every element is what trafilatura and we need.
_LOOKUP = _lxml.ElementDefaultClassLookup(element=_html.HtmlElement)
# No character of a page: the parser would stop at a NUL, and XML holds none of these.
_CONTROLS = bytes((*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F))
_NONCHARACTERS = ("\ufffe", "\uffff")
DEEPEST = 250  # nested elements: at 256 the parser gives up, and what follows is lost
LEVELS = 60  # of them that are kept in a page that nests deeper
LONGEST_TAG = 1 << 16  # characters; in a longer one, the parser compares each attribute with all
MOST_ATTRIBUTES = 1000
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)[^<>]*>")
_NAME = re.compile(r"<[a-zA-Z][\w:-]*")
_ATTRIBUTE = re.compile(r"""[^\s=>"'/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]*))?""")
# Elements that end by themselves where another one begins, or that hold nothing.
_FLAT = frozenset(
    (
        *("p", "li", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "option", "area"),
        *("base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track"),
        *("wbr", "html", "head", "body"),
    )
)


class Node(Protocol):
    """An element of a page: the part of lxml's element that we use. Legal until its page dies."""

    tag: str
    text: str | None
    tail: str | None

    @property
    def attrib(self) -> Mapping[str, str]:
        """Name and value of each attribute."""
        ...

    def get(self, name: str, /) -> str | None:
        """The value of an attribute; None if it has none of that name."""
        ...

    def keys(self) -> list[str]:
        """The name of each attribute, in document order."""
        ...

    def items(self) -> list[tuple[str, str]]:
        """Name and value of each attribute, in document order."""
        ...

    def getparent(self) -> Node | None:
        """The element around this one; None for the root."""
        ...

    def iter(self, *tags: str) -> Iterator[Node]:
        """Itself and all below it in document order, of these tags if any are given."""
        ...

    def text_content(self) -> str:
        """All text below, as written."""
        ...

    def itertext(self) -> Iterator[str]:
        """Each piece of text below, in document order."""
        ...

    def append(self, node: Node, /) -> None:
        """Move `node` with its tail to the end of this element."""
        ...

    def insert(self, index: int, node: Node, /) -> None:
        """Move `node` with its tail to a place among the children."""
        ...

    def index(self, node: Node, /) -> int:
        """The place of a child."""
        ...

    def drop_tree(self) -> None:
        """Take this element and all below it off the page; its tail stays."""
        ...

    def __iter__(self) -> Iterator[Node]: ...

    def __len__(self) -> int: ...


def parse(text: str) -> Node | None:
    """The page as a tree without comments; None where there is no element at all.

    The parser stops at 256 nested elements, which protects every walk that follows; a page that
    nests deeper is flattened, and parsed again.
    """
    for character in _NONCHARACTERS:
        text = text.replace(character, "")
    text = _without_absurd_tags(text)
    root = _parsed(text)
    if root is None or _depth_of_end(root) < DEEPEST:
        return root
    return _parsed(flattened(text))


def _parsed(text: str) -> Node | None:
    parser = _lxml.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False
    )
    parser.set_element_class_lookup(_LOOKUP)
    # In UTF-8 no byte below 128 is part of another character.
    content = text.encode("utf-8", "replace").translate(None, _CONTROLS)
    try:
        return cast("Node | None", _lxml.fromstring(content, parser))
    except (_lxml.ParserError, _lxml.XMLSyntaxError):
        return None


def _depth_of_end(root: Node) -> int:
    """How many elements hold the last one: where the parser gave up, if it did."""
    depth, node = 0, root
    while len(node):
        node = cast(Node, cast(Any, node)[-1])
        depth += 1
    return depth


def flattened(text: str) -> str:
    """A page without the tags that nest deeper than `LEVELS`; the text within them stays.

    >>> flattened("<i>" * 61 + "Banjir" + "</i>" * 61) == "<i>" * 60 + " Banjir " + "</i>" * 60
    True
    """
    depth = 0

    def keep(match: re.Match[str]) -> str:
        nonlocal depth
        if match[2].lower() in _FLAT or match[0].endswith("/>"):
            return match[0]
        within = depth if match[1] else depth + 1
        depth = max(0, depth - 1) if match[1] else depth + 1
        return match[0] if within <= LEVELS else " "

    return _TAG.sub(keep, text)


def _without_absurd_tags(text: str) -> str:
    """A page in which tags with thousands of attributes have none."""
    place, step = 0, LONGEST_TAG // 2
    while place + step < len(text):
        end = text.find(">", place, place + step)
        place += step
        if end >= 0:
            continue
        start, end = text.rfind("<", 0, place), text.find(">", place)
        end = len(text) if end < 0 else end
        is_open = start >= 0 and text.find(">", start, place) < 0  # else it is a script, say
        match = _NAME.match(text, start) if is_open else None
        attributes = islice(_ATTRIBUTE.finditer(text, start, end), MOST_ATTRIBUTES)
        if match and sum(1 for _ in attributes) == MOST_ATTRIBUTES:
            text = text[: match.end()] + text[end:]
            place = match.end()
        else:
            place = max(place, end)
    return text


def select(node: Node, path: str) -> list[Node]:
    """The elements that an XPath expression finds from `node`, in document order."""
    return _compiled(path)(node)


def strip(root: Node, *tags: str) -> None:
    """Take all elements of these tags off the page; the text after them stays."""
    _lxml.strip_elements(root, *tags, with_tail=False)


def make(tag: str) -> Node:
    """A new element that belongs to no page yet."""
    return cast(Node, _html.Element(tag))


def wrapped(node: Node, tag: str) -> Node:
    """A new element of this tag in the place of `node`, with nothing in it but `node`."""
    box, parent = make(tag), node.getparent()
    assert parent is not None  # a root has no place
    parent.insert(parent.index(node), box)
    box.append(node)
    box.tail, node.tail = node.tail, None
    return box


def around(node: Node | None) -> Iterator[Node]:
    """An element and all those around it, the innermost first; nothing around None."""
    while node is not None:
        yield node
        node = node.getparent()


def text_of(node: Node) -> str:
    """The text below `node` as written."""
    # half the time of text_content(), which is an XPath expression
    return _lxml.tostring(node, method="text", encoding="unicode", with_tail=False)


def words_of(node: Node) -> str:
    """The text below `node` with single spaces."""
    return squeeze(text_of(node))


def pieces_of(node: Node) -> str:
    """The text below `node` with a space between any two elements, also within a word."""
    return squeeze(" ".join(node.itertext()))


def is_longer(node: Node, limit: int) -> bool:
    """Whether there are more than `limit` visible characters below `node`; stops counting there."""
    length = 0
    for piece in node.itertext():
        length += len(squeeze(piece))
        if length > limit:
            return True
    return False


def has_more(root: Node, limit: int) -> bool:
    """Whether a page has more than `limit` elements."""
    return cast(float, _compiled("count(.//*)")(root)) > limit


def squeeze(text: str | None) -> str:
    """`text` with every run of white space, also no-break spaces, made one space; "" for None."""
    return " ".join(text.split()) if text else ""


@cache
def _compiled(path: str) -> Any:
    return _lxml.XPath(path)
