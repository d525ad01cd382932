"""Where is the prose on this page, and is it one text or many teasers?"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from .dom import Node, around, make, select, squeeze, words_of
from .walk import Walk

SENTENCE = 40  # characters from which a piece of text outside links counts as prose
HEADLINE = 4  # words from which the text of a link counts as a headline
CELL = 400  # characters from which a cell of a table is a place for prose, not a figure
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
ASIDE = frozenset(("a", "aside", "nav"))  # the captions in these belong to other stories
_ROWS = "./tr | ./tbody | ./tbody/tr | ./tr/td | ./tbody/tr/td"
BLOCKS = "./p | ./div | ./h2 | ./h3 | ./ul | ./table | ./figure | ./br | ./blockquote"


@dataclass(frozen=True, slots=True)
class Shape:
    """How text and links lie on a page. `box` is the element with most prose directly in it.

    `text` and `longest` count characters, of the page and of the prose in `box`; `headlines`
    counts distinct links whose text is long enough for a headline. `boxes` has all elements with
    prose directly in them, as numbers of the walk.
    """

    text: int
    headlines: int
    longest: int
    box: Node | None
    boxes: tuple[int, ...]
    fullest: int


def shape_of(page: Walk) -> Shape:
    """Measure a page: an article is one full box, a listing many links with short teasers."""
    prose: defaultdict[int, int] = defaultdict(int)
    for number, own in enumerate(page.own):
        if len(own) >= SENTENCE and page.tags[number] not in SPEECHLESS:
            length = len(squeeze(own))
            if length >= SENTENCE:
                prose[_container(page, number)] += length
    box = max(prose, key=lambda number: prose[number], default=None)
    return Shape(
        text=len(page.words(0)),
        headlines=len(headlines(page)),
        longest=prose[box] if box is not None else 0,
        box=page.nodes[box] if box is not None else None,
        boxes=tuple(prose),
        fullest=box or 0,
    )


def story(page: Walk, shape: Shape) -> int:
    """The element that holds both the fullest box and the headline before it; 0 if none does.

    Whatever lies outside it is no part of the article: menus, side boxes, other stories.
    """
    end = page.ends[shape.fullest]
    before = [number for number in page.tagged.get("h1", ()) if number < end]
    if not before or shape.box is None:
        return 0
    headline = before[-1]
    return next(
        outer for outer in page.around(shape.fullest) if outer <= headline < page.ends[outer]
    )


def narrowed(page: Walk, shape: Shape, top: int) -> int:
    """The smallest element around the fullest box in which all prose left below `top` lies."""
    if shape.box is None:
        return top
    root, end = page.nodes[0], page.ends[top]
    left = [box for box in shape.boxes if top <= box < end and root in around(page.nodes[box])]
    first, last = min(left), max(left)
    return next(
        outer for outer in page.around(shape.fullest) if outer <= first and last < page.ends[outer]
    )


def headlines(page: Walk) -> list[str]:
    """The distinct texts of links that are long enough for a headline, in document order."""
    texts = dict.fromkeys(map(page.words, page.tagged.get("a", ())))
    return [text for text in texts if text.count(" ") >= HEADLINE - 1]


def captions(page: Walk) -> list[str]:
    """Sentences below pictures, outside links and side boxes: what a photo page has to say."""
    texts = dict.fromkeys(
        page.words(number)
        for number in page.tagged.get("figcaption", ())
        if not any(page.tags[outer] in ASIDE for outer in page.around(number))
    )
    return [text for text in texts if text.count(" ") >= CAPTION - 1]


def paragraphs(box: Node) -> list[str]:
    """The texts of the blocks directly in a box that hold sentences."""
    return [text for child in box if len(text := words_of(child)) >= SENTENCE]


def flatten_tables(root: Node) -> None:
    """Turn tables that lay out a page into plain boxes; tables of figures stay.

    A layout table holds another table or a cell with as much text as a paragraph.
    """
    for table in list(root.iter("table")):
        cells = select(table, ".//td")
        if select(table, ".//table") or any(len(words_of(cell)) >= CELL for cell in cells):
            for node in select(table, f". | {_ROWS}"):
                node.tag = "div"


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


def _container(page: Walk, number: int) -> int:
    """The nearest box around an element, itself included; the root where there is none."""
    found = (outer for outer in page.around(number) if page.tags[outer] in CONTAINERS)
    return next(found, 0)
