"""Where is the prose on this page, and is it one text or many teasers?"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from .dom import Node, around, make, select, squeeze, words_of
from .leftovers import is_leftover
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
SPEECHLESS = frozenset(("a", "button", "h1", "option", "script", "style", "title"))
ASIDE = frozenset(("a", "aside", "nav"))  # the captions in these belong to other stories
_ROWS = "./tr | ./tbody | ./tbody/tr | ./tr/td | ./tbody/tr/td"
BLOCKS = "./p | ./div | ./h2 | ./h3 | ./ul | ./table | ./figure | ./br | ./blockquote"


@dataclass(frozen=True, slots=True)
class Shape:
    """How text and links lie on a page. `box` is the element with most prose directly in it.

    `text` is whether there is any; `longest` counts the characters of prose in `box`; `headlines`
    counts distinct links whose text is long enough for a headline, and `links` has them. As
    numbers of the walk: `fullest` is `box`, and `prose` has the elements with a sentence directly
    in them.
    """

    text: bool
    headlines: int
    links: tuple[str, ...]
    longest: int
    box: Node | None
    fullest: int
    prose: tuple[int, ...]


def shape_of(page: Walk) -> Shape:
    """Measure a page: an article is one full box, a listing many links with short teasers."""
    prose: defaultdict[int, int] = defaultdict(int)
    found: list[int] = []
    for number, own in enumerate(page.own):
        if (length := len(own)) < SENTENCE:
            continue
        if SPEECHLESS.isdisjoint(page.tags[outer] for outer in page.around(number)):
            prose[_container(page, number)] += length
            found.append(number)
    links = tuple(headlines(page))
    box = max(prose, key=lambda number: prose[number], default=None)
    return Shape(
        text=any(page.own),
        headlines=len(links),
        links=links,
        longest=prose[box] if box is not None else 0,
        box=page.nodes[box] if box is not None else None,
        fullest=box or 0,
        prose=tuple(found),
    )


def story(page: Walk, shape: Shape, title: str) -> int:
    """The element that holds both the fullest box and the headline before it; 0 if none does.

    Whatever lies outside it is no part of the article: menus, side boxes, other stories. The
    headline is the last h1, or where there is none, what says nothing but `title`.
    """
    end = page.ends[shape.fullest]
    headings = page.tagged.get("h1") or [
        number
        for number, own in enumerate(page.own)
        if own == title and title and page.tags[number] != "title"
    ]
    before = [number for number in headings if number < end]
    return _around_both(page, shape.fullest, before[-1], before[-1]) if before else 0


def narrowed(page: Walk, shape: Shape, top: int) -> int:
    """The smallest element around the fullest box in which all prose left below `top` lies.

    Leftovers of the page, such as its copyright, are no prose.
    """
    first, last = shape.fullest, page.ends[shape.fullest] - 1
    root = page.nodes[0]
    for number in shape.prose:
        if first <= number <= last or not top <= number < page.ends[top]:
            continue
        if root in around(page.nodes[number]) and not is_leftover(page.own[number]):
            first, last = min(first, number), max(last, number)
    return _around_both(page, shape.fullest, first, last) if shape.prose else top


def _around_both(page: Walk, number: int, first: int, last: int) -> int:
    """The smallest element around `number` in which `first` and `last` lie, too."""
    return next(
        outer for outer in page.around(number) if outer <= first and last < page.ends[outer]
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
