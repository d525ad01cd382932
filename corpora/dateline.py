"""Where was this article written, as its first words say?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from .dom import Node, words_of
from .leftovers import PROSE
from .outlets import outlet_named
from .rules import any_of, load

LONGEST = 90  # characters of a dateline
LONGEST_PLACE = 40  # characters of the name of a place
SAMPLE = 300  # characters of a box that show how it begins
DASHES = ("-", "–", "—", ":")
LINES = 3  # lines at the start among which a dateline is sought: a subtitle may precede it
SHORTEST = 4  # letters of a name that only the text knows as a place
LEAST = 30  # characters of the sentence after a dateline that names no newsroom


@dataclass(frozen=True, slots=True)
class DatelineRules:
    """The names of data/datelines.yaml."""

    agencies: tuple[str, ...]
    alone: tuple[str, ...]
    small: frozenset[str]
    capitals: frozenset[str]
    places: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Dateline:
    """What the first words of a line say: the place, the newsroom or agency, and where they end."""

    place: str | None
    source: str | None
    end: int


RULES = load("datelines.yaml", DatelineRules)
_AGENCY = any_of(RULES.agencies)
_ALONE = any_of(RULES.alone)
_DOMAIN = re.compile(
    r"[a-z][\w-]*\s?\.\s?(?:com|co\s?\.\s?id|co|id|net|tv|news|org|info)"
    r"(?: (?:news|indonesia|tv))?(?!\w)|[a-z][\w-]{2,}\.[a-z]{2,7}(?!\w)",
    re.IGNORECASE,
)
# between the dateline and the sentence; a bare hyphen needs a space, or it joins two words
_DASH = re.compile(r"\s*(?:[-–—]{2,}|[–—]|- -)\s*[-:]?\s*|\s*[-:]\s+|\s+-\s*|:\s?-\s?")
_SPLIT = re.compile(r"\s*(?:[,()|]|\s-\s|\s[–—]\s)\s*")
_DATE = re.compile(
    r"(?:senin|selasa|rabu|kamis|jumat|jum'at|sabtu|minggu|ahad)?\s*\d{1,2}\s*[/.-]\s*\d{1,2}(?:\s*[/.-]\s*\d{2,4})?"
    r"|senin|selasa|rabu|kamis|jumat|sabtu|minggu|ahad",
    re.IGNORECASE,
)
_REPORTER = re.compile(
    r"^laporan (?:wartawan|reporter|kontributor|jurnalis)\b.{3,100}?"
    r"(?=(?-i:[A-Z][A-Z-]{3,}\.(?:COM|CO|ID|NET)\b))",
    re.IGNORECASE,
)
_START = re.compile(r"[\"“”'‘’«(\[]?[A-Z0-9]")
_AFTER_SITE = re.compile(
    r"([A-Z][A-Z' -]{2,40}?)\s*(?:\.\s+|[-–—]+\s+|,\s+(?=[A-Z]))(?=[\"“A-Z0-9])"
)
_IN_BRACKETS = re.compile(
    r"([^\W\d_][^\d,()]{2,40}?)(?:\s*,[^()]{1,30})?\s*\(([^()]{2,20})\)\s+(?=[\"“A-Z])"
)
_NO_PLACE = re.compile(r"(?:foto|video|berita|laporan|oleh|editor)\b|co\.", re.IGNORECASE)
_PREFIX = re.compile(r"(?:kab\.?|kabupaten|kota)\s+", re.IGNORECASE)
_NEAR = (
    r"(?i:di|ke|dari|kota|kabupaten|kab|warga|polres(?:ta|tabes)?|polsek|pemkot|pemkab|wilayah"
    r"|bupati|wali ?kota)"
)


def parted(text: str) -> tuple[str | None, str]:
    """The place that the dateline of a text names, and the text without the dateline.

    >>> parted("JAKARTA, KOMPAS.com - Hujan turun sejak dini hari.")
    ('Jakarta', 'Hujan turun sejak dini hari.')
    """
    lines = text.split("\n")
    for number, line in enumerate(lines[:LINES]):
        found = dateline_of(line, text=text) or _alone(line, lines[number + 1 :], text)
        if found is None and len(line) >= PROSE:
            break
        if found is None:
            continue
        lines[number] = line[found.end :]
        if found.place or lines[number]:  # else the newsroom has a line of its own
            return found.place, _joined(lines)
    return None, _joined(lines)


def _alone(line: str, following: list[str], text: str) -> Dateline | None:
    """The dateline that has a line of its own: "Jakarta -", and the sentence below it."""
    if not following or line[-1:] not in DASHES:
        return None
    found = dateline_of(f"{line} {following[0]}", text=text)
    return replace(found, end=len(line)) if found and found.end == len(line) + 1 else None


def _joined(lines: list[str]) -> str:
    return "\n".join(line for line in lines if line)


def place_of(box: Node) -> str | None:
    """The place before the paragraphs of a box, where no extractor finds it.

    Old templates write the dateline as bare text before the first paragraph.
    """
    found = dateline_of(words_of(box)[:SAMPLE], text="")
    return found.place if found else None


def dateline_of(line: str, *, text: str | None = None) -> Dateline | None:
    """The dateline at the start of a line; None if there is none.

    One that names no newsroom, as in "Jakarta - ", is only believed where the `text` is given that
    the line begins, and the place is known or spoken of in the text.
    """
    skipped = _REPORTER.match(line)
    start = skipped.end() if skipped else 0
    for dash in _DASH.finditer(line, start, start + LONGEST):
        head = line[start : dash.start()]
        parts = [part for part in _SPLIT.split(_spaced(head)) if part.strip(" .")]
        found = _signed(parts, line, dash.end())
        if found is None and text is not None:
            found = _bare(parts, line, dash, text)
        if found is not None:
            return found
    return _without_dash(line, start)


def _signed(parts: list[str], line: str, end: int) -> Dateline | None:
    """The dateline of parts that name a newsroom and nothing but places and dates besides."""
    sources = [part for part in parts if is_source(part)]
    places = [part for part in parts if not is_source(part) and not _DATE.fullmatch(part)]
    if not sources or len(places) > 3 or not all(map(is_place, places)):
        return None
    if not places and not (_DOMAIN.fullmatch(sources[0]) or _ALONE.fullmatch(sources[0])):
        return None
    if places:
        return Dateline(normal(places[0]), sources[0], end)
    further = _AFTER_SITE.match(line, end)  # KONTAN.CO.ID - JAKARTA. Harga beras turun.
    if further and is_place(further[1]):
        return Dateline(normal(further[1]), sources[0], further.end())
    return Dateline(None, sources[0], end)


def _bare(parts: list[str], line: str, dash: re.Match[str], text: str) -> Dateline | None:
    """The dateline of parts that are all places or dates, with a sentence after them."""
    places = [part for part in parts if not _DATE.fullmatch(part)]
    rest = line[dash.end() :]
    if not 1 <= len(places) <= 2 or not all(map(is_place, places)):
        return None
    if not _START.match(rest) or len(rest) < (PROSE if ":" in dash[0] else LEAST):
        return None
    # "JURNAL PAGI, Jakarta": a newsroom that we do not know, and a place that we do
    place = next(filter(is_known, places), places[0])
    if not place.isupper() and next(_known_at(rest), None):  # Jakarta - Bandung dapat ditempuh
        return None
    if not is_known(place) and (":" in dash[0] or not _is_spoken_of(place, text)):
        return None
    return Dateline(normal(place), None, dash.end())


def _is_spoken_of(place: str, text: str) -> bool:
    """Whether a name in capitals is that of a place in the text: "di Cikarang"."""
    if not place.isupper() or len(place) < SHORTEST:
        return False
    return bool(re.search(rf"\b{_NEAR} {re.escape(normal(place))}\b", text))


def _without_dash(line: str, start: int) -> Dateline | None:
    """The dateline of Liputan6.com, bold and without a dash, or one that is a whole line."""
    agency = _IN_BRACKETS.match(line, start)
    if agency and is_place(agency[1]) and _AGENCY.fullmatch(agency[2].strip()):
        return Dateline(normal(agency[1]), agency[2].strip(), agency.end())
    site = _DOMAIN.match(line, start)
    if site is None:
        return None
    comma = re.compile(r"\s*,\s*").match(line, site.end())
    if comma is None:
        return Dateline(None, site[0], len(line)) if site.end() == len(line) else None
    rest = line[comma.end() :]
    if is_place(rest):
        return Dateline(normal(rest), site[0], len(line))
    known = max(_known_at(rest), key=len, default=None)
    if known is None or not _START.match(rest[len(known) :].lstrip()):
        return None
    end = comma.end() + len(known)
    return Dateline(normal(known), site[0], end + len(line[end:]) - len(line[end:].lstrip()))


def is_source(part: str) -> bool:
    """Whether a part of a dateline names a newsroom or an agency."""
    return bool(
        _DOMAIN.fullmatch(part) or _AGENCY.fullmatch(part) or (outlet_named(part) and len(part) > 3)
    )


def is_place(part: str) -> bool:
    """Whether a part of a dateline is written like the name of a place."""
    words = part.replace("-", " ").split()
    if not words or len(part) > LONGEST_PLACE or len(words) > 5 or _NO_PLACE.match(part):
        return False
    if any(not re.fullmatch(r"[^\W\d_]['’\w]*\.?", word) for word in words):
        return False
    return words[0][0].isupper() and all(word[0].isupper() or word in RULES.small for word in words)


def is_known(name: str) -> bool:
    """Whether data/datelines.yaml knows the place.

    >>> is_known("JAKARTA"), is_known("Hujan")
    (True, False)
    """
    folded = " ".join(name.casefold().split())
    return folded in _places() or _PREFIX.sub("", folded) in _places()


def normal(place: str) -> str:
    """The name as it is written in a sentence.

    >>> normal("RIO DE JANEIRO"), normal("WASHINGTON DC"), normal("Jakarta")
    ('Rio de Janeiro', 'Washington DC', 'Jakarta')
    """
    if not place.isupper() or place in RULES.capitals:
        return place
    name = " ".join(_normal_word(word) for word in place.split())
    return name[0].upper() + name[1:]


def _normal_word(word: str) -> str:
    if word in RULES.capitals:
        return word
    if word.lower() in RULES.small:
        return word.lower()
    return "-".join(part.capitalize() for part in word.split("-"))


def _known_at(text: str) -> Iterator[str]:
    """The known places that `text` begins with."""
    words = re.match(r"(?:[^\W\d_][\w'’.-]*\s*){1,4}", text)
    end = 0
    for word in re.finditer(r"[\w'’-]+", words[0]) if words else ():
        end = word.end()
        if is_known(text[:end]):
            yield text[:end]


def _spaced(head: str) -> str:
    """The head with a comma after a domain where only a space was: "TRIBUNNEWS.COM JAKARTA"."""
    site = _DOMAIN.match(head)
    if site and head[site.end() :].startswith(" ") and is_place(head[site.end() :].strip()):
        return f"{site[0]}, {head[site.end() :].strip()}"
    return head


@cache
def _places() -> frozenset[str]:
    names = [name for group in RULES.places.values() for name in group]
    return frozenset(name.casefold() for name in [*RULES.places, *names])
