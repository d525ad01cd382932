"""Which people does a signature name? Without desks, firms, roles, degrees and addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from .agencies import agency_named
from .dom import squeeze
from .outlets import outlet_named
from .rules import any_of, load

LONGEST_BYLINE = 160  # characters; a longer element holds more than a byline
LONGEST_LIST = 500  # characters of a list of names; patterns stay fast
LONGEST_DESK = 60  # characters of a desk's signature
LONGEST_NAME = 6  # words
LONGEST_UNMARKED = 8  # words after "Oleh" without a colon; more are a sentence
ACRONYM = 4  # letters up to which a word in capitals is no name: BRI, PSSI
MOST = 12  # a page that names more people lists its newsroom


@dataclass(frozen=True, slots=True)
class AuthorRules:
    """The roles and exclusions of data/authors.yaml."""

    writers: tuple[str, ...]
    both: tuple[str, ...]
    editors: tuple[str, ...]
    others: tuple[str, ...]
    firsts: frozenset[str]
    prefixes: tuple[str, ...]
    titles: str
    degrees: str
    particles: frozenset[str]
    desks: tuple[str, ...]
    organizations: tuple[str, ...]
    nobody: tuple[str, ...]
    places: tuple[str, ...]
    editing: str
    elsewhere: str


@dataclass(frozen=True, slots=True)
class Roles:
    """What a credit line says: the text after each kind of role, "" where it has none."""

    writer: str = ""
    editor: str = ""
    source: str = ""


RULES = load("authors.yaml", AuthorRules)
_WRITERS, _BOTH, _EDITORS, _OTHERS = (
    any_of(patterns).pattern
    for patterns in (RULES.writers, RULES.both, RULES.editors, RULES.others)
)
_LABEL = re.compile(
    rf"(?<!\w)(?:(?P<both>{_BOTH})|(?P<writer>{_WRITERS})|(?P<editor>{_EDITORS})|(?P<other>{_OTHERS}))"
    r"\s*(?::|：|\|(?=\s*[A-Z]))\s*",
    re.I,
)
_BY = re.compile(r"^(?:ditulis oleh|written by|oleh|by)\s+(?P<names>(?-i:[A-Z]).*)", re.I)
_REPORT = re.compile(
    r"^\(?(?:laporan\s+)?(?:wartawan|kontributor|jurnalis|reporter)\s+(?P<names>(?-i:[A-Z])[^:]*,.*)",
    re.I,
)
_PREFIX = re.compile(
    rf"^(?:{any_of(RULES.prefixes).pattern})\s*[:：]?\s+(?:(?P<where>(?-i:[A-Z])[\w.]*"
    r"(?:\s+(?-i:[A-Z])[\w.]*){0,2})\s*,\s*)?(?=(?-i:[A-Z]))",
    re.I,
)
_ROLE = re.compile(rf"^(?:{_WRITERS}|{_EDITORS})\s*[:：]\s*", re.I)
_TITLES, _DEGREE = re.compile(RULES.titles), re.compile(RULES.degrees)
_DEGREES = re.compile(r"(?:\s+(?:[SM]\.[A-Z]\w{0,4}(?:\.\w{1,4})?|Ph\.?D)\.?)+$")
_DESK = any_of(RULES.desks + RULES.organizations)
_NOBODY = any_of(RULES.nobody)
_BETWEEN = re.compile(r"\s*(?:,|;|\||\n|\bdan\b|\band\b|\bserta\b|&|\+|/(?=\s*[A-Z]))\s*")
_MONTHS = (
    "jan(?:uari|uary)?|[fp]eb(?:ruari|ruary)?|mar(?:et|ch)?|apr(?:il)?|mei|may|jun[ie]?|jul[iy]?"
    "|a(?:gustus|ugust|gt|gu|ug)|sep(?:t(?:ember)?)?|o[kc]t(?:ober)?|no[vp](?:ember)?|de[sc](?:ember)?"
)
_AFTER = re.compile(  # what follows a name: " - detikNews", a date, a hint in brackets
    r"\s*\([^)]*\)?|\s+[-–—•·]\s*\S.*$|[-–—]\s+\S.*$"
    r"|[\s,|]*\b(?:diterbitkan|dipublikasikan|diperbarui|terbit|tayang|posted|published|updated)\b.*$"
    r"|[\s,|•·]*\b(?:senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|pada|on)\b\W*"
    rf"(?=.*\d).*$|[\s,|•·]*\b(?:{_MONTHS})\.?\s+\d.*$|\s+(?:in|di)\s+(?-i:[A-Z]).*$"
    r"|\s*\d.*$|\s*(?:[©…]|\bcopyright\b|\bhak cipta\b).*$",
    re.I,
)
_ADDRESS = re.compile(r"\S*@\S+")
_PICTURE = re.compile(r"^(?P<owner>[^/]{2,30}?)\s*/\s*\S")
_WORD = re.compile(r"[^\W\d_]['’`.\-\w]*\.?$")
_LETTERS = re.compile(r"[^\W\d_]+")


def people(signatures: Iterable[str]) -> tuple[str, ...]:
    """The names of people in `signatures`, each once, in order.

    >>> people(["Oleh: Dr. Ani Wijaya, M.Si., BUDI HARTONO", "Tim detikcom"])
    ('Ani Wijaya', 'Budi Hartono')
    """
    found: dict[str, str] = {}
    for text in signatures:
        for name in _named(text):
            found.setdefault(name.casefold(), name)
    return tuple(found.values()) if len(found) <= MOST else ()


def byline(line: str) -> tuple[str, ...]:
    """The people of a line that says of itself that it names the writer, else nobody."""
    return people([roles_in(line).writer])


def roles_in(line: str) -> Roles:
    """Who is named in which role in one credit line; nobody where the line is none.

    >>> roles_in("Rep: Ani Wijaya/ Red: Budi Hartono")
    Roles(writer='Ani Wijaya/', editor='Budi Hartono', source='')
    """
    line = line.strip(" ()[]*•")
    if len(line) > LONGEST_BYLINE:
        return Roles()
    told = _BY.match(line) or _REPORT.match(line)
    labels = list(_LABEL.finditer(line))
    if told and not (labels and labels[0].start() == 0):
        names = line[told.start("names") : labels[0].start() if labels else len(line)]
        is_name = len(_AFTER.sub("", names).split()) <= LONGEST_UNMARKED
        return Roles(writer=names if is_name else "", editor=_after(line, labels, "editor"))
    if not labels or labels[0].start():
        return Roles()
    source = next(filter(_is_source, labels), None)
    return Roles(
        writer=_after(line, labels, "writer"),
        editor=_after(line, labels, "editor"),
        source=_value(line, labels, source) if source else "",
    )


def desk_in(signatures: Iterable[str]) -> str | None:
    """The first signature that is an outlet, a desk or an office instead of a person.

    >>> desk_in(["Ani Wijaya", "Tim detikcom - detikNews"])
    'Tim detikcom'
    """
    return next(filter(None, map(_desk, signatures)), None)


def signers(names: Iterable[str]) -> tuple[tuple[str, ...], str | None]:
    """Whom a record names as its authors, as it names them; or the desk, if that is all it names.

    >>> signers(["Ani Wijaya", "Redaksi"]), signers(["Redaksi"]), signers(["Reuters"])
    ((('Ani Wijaya',), None), ((), 'Redaksi'), ((), None))
    """
    given = tuple(names)
    kept = tuple(name for name in given if people([name]) or not _is_no_person(name))
    return kept, None if kept else desk_in(given)


def _is_no_person(name: str) -> bool:
    return bool(desk_in([name]) or agency_named(name) or _NOBODY.search(name))


def _after(line: str, labels: list[re.Match[str]], kind: str) -> str:
    """What stands behind the labels of one kind, joined."""
    found = (_value(line, labels, label) for label in labels if label[kind] or label["both"])
    return ", ".join(filter(None, found))


def _is_source(label: re.Match[str]) -> bool:
    """Whether a label names the source of the text, and not that of a picture."""
    name = label[0].lower()
    return name.startswith(("sumber", "source")) and not re.search("foto|gambar", name)


def _value(line: str, labels: list[re.Match[str]], label: re.Match[str]) -> str:
    later = (other.start() for other in labels if other.start() >= label.end())
    return line[label.end() : next(later, len(line))].strip(" |,(")


@lru_cache(maxsize=4096)
def _named(signature: str) -> tuple[str, ...]:
    """The names in one signature. A page asks for the same ones again, and so does a whole site."""
    return tuple(_names(signature))


@lru_cache(maxsize=64)  # one page asks for the same signature several times
def _names(signature: str) -> tuple[str, ...]:
    return tuple(_each_name(signature))


def _each_name(signature: str) -> Iterator[str]:
    if len(signature) > LONGEST_LIST:
        return
    text = squeeze(_ADDRESS.sub(" ", signature))
    picture = _PICTURE.match(text)
    if picture and (outlet_named(picture["owner"]) or agency_named(picture["owner"])):
        return  # KOMPAS.com/ANI: the credit of a picture
    for part in _BETWEEN.split(_bare(text)):
        name = _bare(part)
        if name and not _DEGREE.fullmatch(name) and _is_person(name):
            yield _cased(name)


def _bare(text: str) -> str:
    text = _ROLE.sub("", text.strip(" :,.-–—|/\"'“”"))
    text = _AFTER.sub("", _TITLES.sub("", _PREFIX.sub("", text)))
    return _DEGREES.sub("", text).strip(" :,-–—|/\"'“”").removesuffix("..").strip()


def _desk(signature: str) -> str | None:
    if len(signature) > LONGEST_BYLINE or _PICTURE.match(signature) or _NOBODY.search(signature):
        return None
    text = squeeze(re.split(r"\s+[-–—|]\s+", _ROLE.sub("", signature.strip(" :,.-|")))[0])
    named = 2 < len(text) <= LONGEST_DESK and not agency_named(text)
    return text if named and (outlet_named(text) or _DESK.search(text)) else None


def _is_person(name: str) -> bool:
    words = name.split()
    return (
        len(words) <= LONGEST_NAME
        and len(name) > 2
        and _is_written_like_a_name(words)
        and outlet_named(name) is None
        and agency_named(name) is None
        and not _NOBODY.search(name)
        and not _DESK.search(name)
    )


def _is_written_like_a_name(words: list[str]) -> bool:
    """Each word begins with a capital, or all of several are small; initials alone are none."""
    if not all(map(_WORD.match, words)) or not any(len(word.strip(".")) > 2 for word in words):
        return False
    if len(words) == 1:
        return words[0][0].isupper() and not (words[0].isupper() and len(words[0]) <= ACRONYM)
    if all(word.islower() for word in words):
        return len(words) <= ACRONYM
    return all(word[0].isupper() or word.lower() in RULES.particles for word in words)


def _cased(name: str) -> str:
    """ANI and ani as Ani; other names, initials and particles as they are written."""
    if not (name.isupper() or name.islower()):
        return name
    words = (_cased_word(word) for word in name.split())
    return " ".join(words)


def _cased_word(word: str) -> str:
    if word.lower() in RULES.particles and word.islower():
        return word
    if len(word) <= 2 and word.isupper() and not re.search(r"[AEIOU]", word):
        return word  # initials: RR, M
    return re.sub(r"(?:^|(?<=[-.]))[^\W\d_][^\W\d_'’`]*(?:['’`][^\W\d_]+)?", _capital, word)


def _capital(match: re.Match[str]) -> str:
    return match[0][0].upper() + match[0][1:].lower()
