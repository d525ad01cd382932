"""Where is the prose on this page, and is it one text or many teasers?"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from .dom import Node, make, select, squeeze, words_of

SENTENCE = 40  # characters from which a piece of text outside links counts as prose
HEADLINE = 4  # words from which the text of a link counts as a headline
CAPTION = 8  # words from which a caption is a sentence
# fmt: off
CONTAINERS = frozenset((
    "article", "aside", "body", "center", "dd", "div", "form", "li", "main", "section", "td", "th",
))
INLINE = frozenset((
    "a", "abbr", "acronym", "b", "big", "cite", "code", "em", "font", "i", "ins", "kbd", "label",
    "mark", "q", "s", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var",
))
# fmt: on
SPEECHLESS = frozenset(("a", "script", "style", "option", "button"))
BLOCKS = "./p | ./div | ./h2 | ./h3 | ./ul | ./table | ./figure | ./br | ./blockquote"


@dataclass(frozen=True, slots=True)
class Shape:
    """How text and links lie on a page. `longest`: characters of prose in the fullest box."""

    text: int
    longest: int
    headlines: int


def shape_of(root: Node) -> Shape:
    """Measure a page: an article is one long box, a listing many links with short teasers."""
    boxes: defaultdict[int, int] = defaultdict(int)
    alive: list[Node] = []  # an element's identity holds only while we hold the element
    for node in root.iter():
        length = _prose_length(node)
        if length:
            box = _container(node)
            alive.append(box)
            boxes[id(box)] += length
    links = {
        text
        for node in select(root, "//body//a")
        if len((text := words_of(node)).split()) >= HEADLINE
    }
    return Shape(
        text=len(words_of(root)), longest=max(boxes.values(), default=0), headlines=len(links)
    )


def captions(root: Node) -> list[str]:
    """Sentences below pictures, outside links and side boxes: what a photo page has to say."""
    found = select(root, "//figcaption[not(ancestor::a or ancestor::aside or ancestor::nav)]")
    texts = dict.fromkeys(words_of(node) for node in found)
    return [text for text in texts if len(text.split()) >= CAPTION]


def wrap_loose(root: Node) -> None:
    """Put bare text between the blocks of a box into paragraphs of its own.

    Newsrooms write the lead directly into a div and only the rest into p; extractors that look
    for p lose the lead.
    """
    for box in list(root.iter("div", "td", "article", "section")):
        if select(box, BLOCKS):
            _wrap_runs(box)


def _wrap_runs(box: Node) -> None:
    """Wrap each run that begins after a block, or at the start, and has a sentence of bare text."""
    runs: list[tuple[Node | None, list[Node]]] = [(None, [])]
    for child in box:
        if child.tag in INLINE:
            runs[-1][1].append(child)
        else:
            runs.append((child, []))
    for block, nodes in runs:
        start = (box.text if block is None else block.tail) or ""
        loose = start + "".join(node.tail or "" for node in nodes)
        if len(squeeze(loose)) >= SENTENCE:
            _wrap(box, block, nodes)


def _wrap(box: Node, block: Node | None, nodes: list[Node]) -> None:
    """Move the text after `block`, or at the start of `box`, and `nodes` into a new p."""
    paragraph = make("p")
    if block is None:
        paragraph.text, box.text = box.text, None
        box.insert(0, paragraph)
    else:
        paragraph.text, block.tail = block.tail, None
        box.insert(box.index(block) + 1, paragraph)
    for node in nodes:
        paragraph.append(node)


def _prose_length(node: Node) -> int:
    """Characters of the sentences directly in `node`, not in a link."""
    if node.tag in SPEECHLESS:
        return 0
    own = squeeze((node.text or "") + " ".join(child.tail or "" for child in node))
    return len(own) if len(own) >= SENTENCE else 0


def _container(node: Node) -> Node:
    """The nearest box around `node`, itself included."""
    while node.tag not in CONTAINERS:
        parent = node.getparent()
        if parent is None:
            break
        node = parent
    return node
