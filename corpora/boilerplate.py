"""Which boxes of a page are not the article? The rules are data, in data/boilerplate.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from .dom import Node, around, is_longer, select, squeeze, words_of
from .leftovers import LONGEST, PROSE, SENTENCE, is_heading
from .prose import HEADLINE, INLINE
from .rules import any_of, load
from .selectors import Matcher
from .templates import PageRules, page_rules

ELSEWHERE = 0.5  # of the prose in a declared body that may lie outside it
LINKED = 0.9  # of the text of a list that links to headlines make up, if it is one of stories
NAMES = 8192  # different values of class and id that stay judged; a page has some hundred


@dataclass(frozen=True, slots=True)
class BoilerplateRules:
    """The patterns of data/boilerplate.yaml."""

    containers: tuple[str, ...]
    bodies: tuple[str, ...]


RULES = load("boilerplate.yaml", BoilerplateRules)
GENERAL = page_rules()  # of a page whose outlet is unknown
_CONTAINER = re.compile(rf"(?:^|[\s_-])(?:{any_of(RULES.containers).pattern})(?=$|[\s_-])", re.I)
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
_BODY = Matcher(RULES.bodies)
_PROTECTED = ("h1", "body", "article", "main")
_NAMES = frozenset(("class", "id", "itemprop", "property", "data-qa-id", "data-e2e"))


def prune(
    root: Node, *, keep: Node | None = None, caption: int = 0, rules: PageRules = GENERAL
) -> None:
    """Take boxes that are not the article off the page: shares, tags, related stories, pictures.

    A box that holds the headline, the declared body or `keep` stays, whatever its name. A picture
    goes with the text around it up to `caption` characters. `rules` are those of the outlet and
    the user: what they name goes first, and where the body that they name, or that nearly all
    sites name, holds the prose of the page, all else goes as well.
    """
    kept = {root, *around(keep)}
    # plain loops: an expression with conditions on attributes takes three times as long
    named = [
        node for node in root.iter() if not _NAMES.isdisjoint(node.keys()) and node is not root
    ]
    for node in (*root.iter(*_PROTECTED), *filter(_is_declared, named)):
        kept.update(around(node))
    _drop(rules.boxes.find(named), {root, *around(keep)})
    _drop((node for node in named if _has_name(node) and not _is_woven(node)), kept)
    _drop(filter(_is_headed, list(root.iter("div", "aside", "section", "ul"))), kept)
    _drop(filter(_is_list_of_stories, list(root.iter("ul", "ol"))), kept)
    _drop([_picture_box(node, kept, caption) for node in list(root.iter("img"))], kept)
    _isolate(_bodies(root, named, rules, keep), kept)


def _drop(nodes: Iterable[Node], kept: set[Node]) -> None:
    for node in nodes:
        if node not in kept and node.getparent() is not None:
            node.drop_tree()


def _picture_box(picture: Node, kept: set[Node], longest: int) -> Node:
    """The largest element around a picture with no more text than a caption."""
    box = picture
    for node in around(picture):
        if node in kept or is_longer(node, 0 if node.tag == "p" else longest):
            break
        box = node
    return box


def _has_name(node: Node) -> bool:
    return _is_name(f"{node.get('class') or ''} {node.get('id') or ''}")


@lru_cache(NAMES)
def _is_name(names: str) -> bool:
    """Whether the class and id of an element say that it holds no part of the article."""
    return bool(_CONTAINER.search(_HUMP.sub("-", names)))


def _is_woven(node: Node) -> bool:
    """Whether the node is a word or a link in a sentence, which would lose it."""
    if node.tag not in INLINE:
        return False
    block = next((one for one in around(node) if one.tag not in INLINE), node)
    return len(words_of(block)) - len(words_of(node)) >= SENTENCE


def _is_headed(node: Node) -> bool:
    """Whether the box begins with a heading such as "Berita Terkait"."""
    first = next(iter(node), None)
    return first is not None and not squeeze(node.text) and is_heading(words_of(first)[:LONGEST])


def _is_list_of_stories(node: Node) -> bool:
    """Whether the list consists of links to headlines."""
    links = [words_of(link) for link in select(node, ".//a")]
    linked = sum(len(link) for link in links if len(link.split()) >= HEADLINE)
    return len(links) > 1 and linked > 0 and linked >= LINKED * len(words_of(node))


def _is_declared(node: Node) -> bool:
    return node.get("itemprop") == "articleBody"


def _bodies(root: Node, named: list[Node], rules: PageRules, keep: Node | None) -> list[Node]:
    """The outermost elements that are named as holding the article; none that cannot be right."""
    if keep is None:
        return []
    left = set(root.iter())
    named = [node for node in named if node in left]
    for matcher in (rules.bodies, _BODY):
        found = list(matcher.find(named))
        bodies = [node for node in found if found and not _is_inside(node, found)]
        if bodies and _holds_prose(root, set(bodies), keep):
            return bodies
    return []


def _is_inside(node: Node, others: list[Node]) -> bool:
    above = set(around(node.getparent()))
    return not above.isdisjoint(others)


def _holds_prose(root: Node, bodies: set[Node], keep: Node) -> bool:
    """Whether the fullest box lies in the bodies, or they in it, and little prose elsewhere."""
    if bodies.isdisjoint(around(keep)) and not all(keep in around(body) for body in bodies):
        return False
    inside = sum(len(words_of(body)) for body in bodies)
    outside = sum(
        len(words_of(node))
        for node in root.iter("p")
        if is_longer(node, PROSE) and bodies.isdisjoint(around(node))
    )
    return inside > PROSE and outside <= ELSEWHERE * inside


def _isolate(bodies: list[Node], kept: set[Node]) -> None:
    """Take what lies beside the bodies off the page, but for the headline."""
    if not bodies:
        return
    path = {node for body in bodies for node in around(body)}
    _drop(list(_beside(path, set(bodies))), {node for node in kept if _has_headline(node)})


def _beside(path: set[Node], bodies: set[Node]) -> Iterator[Node]:
    for node in path - bodies:
        if node.tag not in ("html", "head"):
            yield from (child for child in node if child not in path)


def _has_headline(node: Node) -> bool:
    return node.tag == "h1" or bool(select(node, ".//h1"))
