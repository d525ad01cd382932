"""Which lines and boxes are not the article? The rules are data, in data/boilerplate.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .dates import is_dateline
from .dom import Node, select, squeeze, words_of
from .outlets import plain
from .rules import any_of, load

PROSE = 120  # characters from which a line that ends like a sentence is prose
LONGEST = 500  # characters; leftovers are shorter, and patterns stay fast
HEAD = 15  # lines at the start among which the headline may be repeated
REPEATED = 40  # characters from which a second copy of a line is a leftover
KEPT = 0.4  # share of the page's text above which a box is no side box, whatever its name


@dataclass(frozen=True, slots=True)
class BoilerplateRules:
    """The patterns of data/boilerplate.yaml."""

    containers: tuple[str, ...]
    lines: tuple[str, ...]
    pieces: tuple[str, ...]
    tails: tuple[str, ...]


RULES = load("boilerplate.yaml", BoilerplateRules)
_CONTAINER = re.compile(rf"(?:^|[\s_-])(?:{any_of(RULES.containers).pattern})(?=$|[\s_-])", re.I)
_LINE = any_of(RULES.lines)
_PIECE = any_of(RULES.pieces)
_TAIL = any_of(RULES.tails)
_BULLET = re.compile(r"^(?:[-*•·▪»]\s+|#{1,6}\s+)+")
_ENDING = re.compile(r"[.!?…:;\"”'’)]$")


def clean(lines: Iterable[str], *, title: str = "") -> str:
    """The paragraphs of the article among `lines`, joined by newlines.

    Drops the headline and what stands before it, leftovers of the page wherever they stand, a
    tail of links to other stories, and second copies of a line.
    """
    kept = _after_headline([_BULLET.sub("", squeeze(line)) for line in lines], title)
    kept = _before_tail([line for line in kept if line])
    bare = (squeeze(_PIECE.sub(" ", line)) for line in kept if not is_leftover(line))
    return "\n".join(_once(line for line in bare if line and not is_leftover(line)))


def is_leftover(line: str) -> bool:
    """Whether the whole line belongs to the page and not to the article.

    >>> is_leftover("Baca juga: Harga Beras Naik"), is_leftover("Harga beras naik lagi.")
    (True, False)
    """
    return len(line) <= LONGEST and (bool(_LINE.fullmatch(line)) or is_dateline(line))


def is_prose(line: str) -> bool:
    """Whether the line is a paragraph of an article rather than a heading or a link."""
    return len(line) >= PROSE and bool(_ENDING.search(line))


def prune(root: Node) -> None:
    """Take boxes that are not the article off the page: shares, tags, related stories, captions.

    A box that holds the headline, the declared body or a large part of the text stays.
    """
    total = len(words_of(root))
    for node in select(root, "//body//*[@class or @id]"):
        names = f"{node.get('class') or ''} {node.get('id') or ''}"
        if _CONTAINER.search(names) and _is_side_box(node, total):
            node.drop_tree()


def _is_side_box(node: Node, total: int) -> bool:
    if node.tag in ("body", "article", "main") or node.getparent() is None:
        return False
    if select(node, './/h1 | .//*[@itemprop="articleBody"] | self::*[@itemprop="articleBody"]'):
        return False
    return len(words_of(node)) < KEPT * total


def _after_headline(lines: list[str], title: str) -> list[str]:
    """The lines after the last copy of the headline near the start, if only furniture precedes."""
    wanted = plain(title)
    for place in range(min(HEAD, len(lines)) - 1, -1, -1):
        is_headline = wanted and plain(lines[place]) == wanted
        if is_headline and not any(map(is_prose, lines[:place])):
            return lines[place + 1 :]
    return lines


def _before_tail(lines: list[str]) -> list[str]:
    """The lines before the first heading that is followed by no prose to the end."""
    last_prose = max((at for at, line in enumerate(lines) if is_prose(line)), default=0)
    for place in range(last_prose + 1, len(lines)):
        if _TAIL.fullmatch(lines[place]):
            return lines[:place]
    return lines


def _once(lines: Iterable[str]) -> list[str]:
    seen: set[str] = set()
    kept: list[str] = []
    for line in lines:
        if len(line) < REPEATED or line not in seen:
            kept.append(line)
        seen.add(line)
    return kept
