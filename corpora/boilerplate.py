"""Which lines and boxes are not the article? The rules are data, in data/boilerplate.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .dates import is_dateline
from .dom import Node, around, is_longer, select, squeeze, words_of
from .outlets import plain
from .rules import any_of, load

SENTENCE = 40  # characters from which a line that ends like a sentence is one
PROSE = 120  # characters from which it is a paragraph
LONGEST = 500  # characters; leftovers are shorter, and patterns stay fast
HEAD = 15  # lines at the start among which the headline may be repeated
DATELINE = 60  # characters of a date that may precede the headline on its line
REPEATED = 40  # characters from which a second copy of a line is a leftover


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
_PROTECTED = './/h1 | .//body | .//article | .//main | .//*[@itemprop="articleBody"]'
_BULLET = re.compile(r"^(?:[-*•·▪»]\s+|#{1,6}\s+)+")
_ENDING = re.compile(r"[.!?…:;\"”'’)]$")


def clean(lines: Iterable[str], *, title: str = "") -> str:
    """The paragraphs of the article among `lines`, joined by newlines.

    Drops the headline and what stands before it, leftovers of the page wherever they stand, a
    tail of links to other stories, and second copies of a line.
    """
    kept = _after_headline([_bare(line) for line in lines], title)
    kept = _before_tail([line for line in kept if line])
    bare = (squeeze(_PIECE.sub(" ", line)) for line in kept if not is_leftover(line))
    return "\n".join(_once(line for line in bare if line and not is_leftover(line)))


def is_leftover(line: str) -> bool:
    """Whether the whole line belongs to the page and not to the article.

    >>> is_leftover("Baca juga: Harga Beras Naik"), is_leftover("Harga beras naik lagi.")
    (True, False)
    """
    return len(line) <= LONGEST and (bool(_LINE.fullmatch(line)) or is_dateline(line))


def is_sentence(line: str) -> bool:
    """Whether the line is a sentence rather than a heading, a name or a link."""
    return len(line) >= SENTENCE and bool(_ENDING.search(line))


def is_prose(line: str) -> bool:
    """Whether the line is a paragraph: a sentence too long for a teaser's headline."""
    return len(line) >= PROSE and is_sentence(line)


def prune(root: Node, *, keep: Node | None = None, caption: int = 0) -> None:
    """Take boxes that are not the article off the page: shares, tags, related stories, pictures.

    A box that holds the headline, the declared body or `keep` stays, whatever its name. A picture
    goes with the text around it up to `caption` characters.
    """
    kept = {root, *around(keep)}
    for node in select(root, _PROTECTED):
        kept.update(around(node))
    boxes = [node for node in select(root, ".//*[@class or @id]") if _has_name(node)]
    boxes += filter(_is_headed, root.iter("div", "aside", "section", "ul"))
    boxes += [_picture_box(node, kept, caption) for node in select(root, ".//img")]
    for node in boxes:
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
    return bool(_CONTAINER.search(f"{node.get('class') or ''} {node.get('id') or ''}"))


def _is_headed(node: Node) -> bool:
    first = next(iter(node), None)
    return (
        first is not None
        and not squeeze(node.text)
        and bool(_TAIL.fullmatch(words_of(first)[:LONGEST]))
    )


def _bare(line: str) -> str:
    """The line without a bullet, or its cells where it is the row of a table."""
    line = squeeze(line)
    if line.startswith("|"):
        return squeeze(line.replace("\\|", " ").replace("|", " "))
    return _BULLET.sub("", line)


def _after_headline(lines: list[str], title: str) -> list[str]:
    """The lines after the last copy of the headline near the start, if only furniture precedes."""
    wanted, longest = plain(title), len(title) + DATELINE
    for place in range(min(HEAD, len(lines)) - 1, -1, -1):
        # old templates leave date and headline on one line
        is_headline = plain(lines[place]).endswith(wanted) and len(lines[place]) < longest
        if wanted and is_headline and not any(map(is_prose, lines[:place])):
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
