"""Which lines are not the article? The rules are data, in data/leftovers.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .dates import is_dateline
from .dom import squeeze
from .outlets import plain
from .rules import any_of, load

SENTENCE = 40  # characters from which a line that ends like a sentence is one
PROSE = 120  # characters from which it is a paragraph
LONGEST = 500  # characters; leftovers are shorter, and patterns stay fast
ENDING = 320  # characters at the end of a line in which leftovers are sought
HEAD = 15  # lines at the start among which the headline may be repeated
DATELINE = 60  # characters of a date that may precede the headline on its line
REPEATED = 40  # characters from which a second copy of a line is a leftover
CUTS = 4  # leftovers at the end of one line


@dataclass(frozen=True, slots=True)
class LeftoverRules:
    """The patterns of data/leftovers.yaml, each under its name."""

    lines: dict[str, str]
    ends: dict[str, str]
    signatures: dict[str, str]
    pieces: dict[str, str]
    tails: tuple[str, ...]


def _named(patterns: Mapping[str, str]) -> re.Pattern[str]:
    return any_of(tuple(patterns.values()))


RULES = load("leftovers.yaml", LeftoverRules)
NONE = any_of(())
_LINE = _named(RULES.lines)
# one by one: each has a literal beginning, which is found fast; together they have none
_PIECES = tuple(re.compile(pattern, re.IGNORECASE) for pattern in RULES.pieces.values())
_TAIL = any_of(RULES.tails)
_OVER = re.compile(r"[.!?…;:\"”'’»)\]]")  # what ends a sentence before a leftover
_END = re.compile(rf"(?:{_named(RULES.ends).pattern})$", re.IGNORECASE)
_SIGNATURE = re.compile(rf"(?:{_named(RULES.signatures).pattern})$", re.IGNORECASE)
_BULLET = re.compile(r"^(?:[-*•·▪»]\s+|#{1,6}\s+)+")
_ENDING = re.compile(r"[.!?…:;\"”'’)]$")


def clean(
    lines: Iterable[str], *, title: str = "", rules: re.Pattern[str] = NONE, signed: bool = True
) -> str:
    """The paragraphs of the article among `lines`, joined by newlines.

    Drops the headline and what stands before it, leftovers of the page wherever they stand, a
    tail of links to other stories, second copies of a line, and whole lines that `rules` match; of
    a text that may be `signed`, the name at its end.
    """
    kept = _after_headline([_bare(line) for line in lines], title)
    kept = _before_tail([line for line in kept if line])
    bare = [_trimmed(line, rules) for line in kept if not is_leftover(line, rules)]
    bare = [line for line in bare if line]
    if bare and signed:
        bare[-1] = _trimmed(bare[-1], rules, last=True)
    return "\n".join(_once(line for line in bare if line))


def is_leftover(line: str, rules: re.Pattern[str] = NONE) -> bool:
    """Whether the whole line belongs to the page and not to the article.

    >>> is_leftover("Baca juga: Harga Beras Naik"), is_leftover("Harga beras naik lagi.")
    (True, False)
    """
    if len(line) > LONGEST:
        return False
    # "pada Selasa (24/9/2019)." is what a line break has left of a sentence
    is_date = is_dateline(line) and (line[-1].isalnum() or line[-1] == ")")
    return is_date or bool(_LINE.fullmatch(line) or rules.fullmatch(line))


def trim(line: str, *, last: bool = False) -> str:
    """The line without leftovers in it and at its end; of the `last` one, without a signature.

    >>> trim("Hujan reda. (abc/def)"), trim("Hujan reda. (Ani Wijaya)", last=True)
    ('Hujan reda.', 'Hujan reda.')
    """
    for piece in _PIECES:
        line = piece.sub(" ", line)
    line = squeeze(line)
    for _ in range(CUTS):
        found = _at_end(line, _END) or (_at_end(line, _SIGNATURE) if last else None)
        if found is None:
            break
        line = line[: found.start()].rstrip()
    return line


def _at_end(line: str, pattern: re.Pattern[str]) -> re.Match[str] | None:
    """The first leftover to the end of the line that begins it or follows a sentence."""
    start = max(len(line) - ENDING - 1, 0)
    found = pattern.match(line) if len(line) <= ENDING else None
    # asked only where a sentence is over: a tenth of the places
    after = (pattern.match(line, over.end()) for over in _OVER.finditer(line, start))
    return found or next(filter(None, after), None)


def _trimmed(line: str, rules: re.Pattern[str], *, last: bool = False) -> str:
    """The line, which is no leftover, without those in it; "" where what is left is one."""
    bare = trim(line, last=last)
    return bare if bare == line or (bare and not is_leftover(bare, rules)) else ""


def is_heading(line: str) -> bool:
    """Whether the line stands above links to other stories or comments."""
    return bool(_TAIL.fullmatch(line[:LONGEST]))


def is_sentence(line: str) -> bool:
    """Whether the line is a sentence rather than a heading, a name or a link."""
    return len(line) >= SENTENCE and bool(_ENDING.search(line))


def is_prose(line: str) -> bool:
    """Whether the line is a paragraph: a sentence too long for a teaser's headline."""
    return len(line) >= PROSE and is_sentence(line)


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
        is_headline = len(lines[place]) < longest and plain(lines[place]).endswith(wanted)
        if wanted and is_headline and not any(map(is_prose, lines[:place])):
            return lines[place + 1 :]
    return lines


def _before_tail(lines: list[str]) -> list[str]:
    """The lines before the first heading that is followed by no prose to the end."""
    last_prose = max((at for at, line in enumerate(lines) if is_prose(line)), default=0)
    for place in range(last_prose + 1, len(lines)):
        if is_heading(lines[place]):
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
