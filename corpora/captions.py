"""What stands below the pictures of an article, without those whom it credits?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from .dom import squeeze
from .leftovers import is_leftover
from .rules import load
from .walk import Walk

SHORTEST = 2  # words of a caption
LONGEST = 1500  # characters; what is longer is the article itself
NAMES = 8192  # different values of class and id that stay judged; a page has some hundred
LINE = 300  # characters of a line of the text that can be a caption


@dataclass(frozen=True, slots=True)
class CaptionRules:
    """The patterns of data/captions.yaml."""

    boxes: str
    elsewhere: str
    labels: str
    openings: str
    brackets: str
    marks: str
    credit: str


RULES = load("captions.yaml", CaptionRules)
_BOX = re.compile(rf"(?:^|[\s_-])(?:{RULES.boxes})(?=$|\s)", re.IGNORECASE)
_ELSEWHERE = re.compile(rf"(?:^|[\s_-])(?:{RULES.elsewhere})(?=$|[\s_-])", re.IGNORECASE)
_LABEL = re.compile(RULES.labels, re.IGNORECASE)
_OPENING = re.compile(RULES.openings, re.IGNORECASE)
_BRACKETS = re.compile(RULES.brackets, re.IGNORECASE)
_MARK = re.compile(rf"(?:(?<=[\s.!?(,;/–—-])|^)(?:{RULES.marks})$", re.IGNORECASE)
_CREDIT = re.compile(RULES.credit, re.IGNORECASE)
_AT_END = re.compile(rf"(?:{RULES.brackets})\W*$", re.IGNORECASE)
SPEECHLESS = frozenset(("a", "aside", "nav", "footer", "button", "script", "noscript"))


def captions_of(page: Walk) -> tuple[str, ...]:
    """The captions of a page without credits, in document order; each once.

    Figcaptions and what is named a caption, outside links and boxes of other stories. To be asked
    before `prune`, which takes them off the page.
    """
    named = {number for number, names in page.named if _is_box(names)}
    named.update(page.tagged.get("figcaption", ()))
    names_of = dict(page.named)
    texts: list[str] = []
    for number in sorted(named):
        above = list(page.around(number))
        if page.tags[number] == "img" or not named.isdisjoint(above[1:]):
            continue
        if any(_is_of_others(names_of.get(one, "")) for one in above):
            continue
        if SPEECHLESS.isdisjoint(page.tags[one] for one in above):
            texts.append(page.words(number))
    return distinct(uncredited(text) for text in texts if len(text) <= LONGEST)


def apart(lines: Iterable[str]) -> tuple[list[str], list[str]]:
    """The captions among the lines of a text, without credits, and the other lines.

    >>> apart(["Foto: Warga menonton banjir (Dok. Kabar/Ani)", "Banjir surut."])
    (['Warga menonton banjir'], ['Banjir surut.'])
    """
    captions, kept = list[str](), list[str]()
    for line in lines:
        (captions if is_caption(squeeze(line)) else kept).append(line)
    return [text for line in captions if (text := uncredited(line))], kept


def is_caption(line: str) -> bool:
    """Whether a line of a text stood below a picture: it says so, or it ends with a credit."""
    if len(line) > LINE:
        return False
    if _LABEL.match(line) or line.lower().startswith("(foto"):
        return True
    if _OPENING.match(line) and line[-1:] not in '.!?"”':
        return True
    return _ends_with_credit(line)


def uncredited(text: str) -> str:
    """A caption without its label and whom it credits; "" where nothing else is said.

    >>> uncredited("Foto: Pedagang beras di pasar induk (ANTARA FOTO/Ani Wijaya)")
    'Pedagang beras di pasar induk'
    >>> uncredited("Foto: Ani/Kabar")
    ''
    """
    text = squeeze(text)
    label = _LABEL.match(text)
    bare = text[label.end() :] if label else text
    bare = squeeze(_BRACKETS.sub(" ", bare))
    bare = squeeze(_MARK.sub("", bare)).strip(" -–—|/,;(").replace(" .", ".")
    if len(bare.split()) < SHORTEST or (label and _CREDIT.fullmatch(bare)):
        return ""
    if is_leftover(bare) and not _OPENING.match(bare):
        return ""
    return bare


def distinct(texts: Iterable[str]) -> tuple[str, ...]:
    """Each text once, in order, without empty ones."""
    return tuple(dict.fromkeys(text for text in texts if text))


def _ends_with_credit(line: str) -> bool:
    """Whether credits of a picture in brackets end the line, and not just an agency's name."""
    found = _AT_END.search(line)
    return found is not None and bool(
        re.search(r"\b(?:foto|photo|dok|doc|ilustrasi|istimewa|ist)\b", found[0], re.IGNORECASE)
    )


@lru_cache(NAMES)
def _is_box(names: str) -> bool:
    return bool(_BOX.search(names))


@lru_cache(NAMES)
def _is_of_others(names: str) -> bool:
    return bool(_ELSEWHERE.search(names))
