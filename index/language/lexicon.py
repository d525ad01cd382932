"""Which roots does the stemmer know, what is each worth, and which words have a stem of their own?

Evidence from a corpus lies packed in one file, made by `telusur lexicon build`:

    magic "TELLEX" and the version, 8 bytes
    CRC-32 of the rest, 4 bytes, little-endian
    DEFLATE of: names, blank between, LF; then for each worth: worth, TAB, its roots, LF

What was chosen by hand lies in plain files of index/language/data, read over it: they may be
corrected without the corpus.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from ..errors import LexiconBroken

MAGIC: Final = b"TELLEX\x00\x01"
_SUM: Final = struct.Struct("<I")
SHIPPED: Final = "lexicon.bin"
LISTS: Final = (
    *("roots.txt", "compounds.txt", "names.txt"),
    *("families.tsv", "loans.tsv", "doublings.tsv"),
)
# What the hand-made lists say, in tenths of a natural logarithm; set with those of choice.py.
CURATED: Final = 45  # a root of roots.txt
NAMED: Final = 40  # a name of names.txt, as the root of another word: keindonesiaan


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a corpus says: the worth of each root, and the words that are names in it."""

    worth: dict[str, int]
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All that the stemmer knows of single words.

    `scores` is the worth of each root; `whole` are roots and names that are
    never taken apart; `stated` is the stem of each word
    whose meaning has parted from that of its root, or whose root is hidden by a foreign suffix,
    also before enclitics (pemerintahnya);
    `doublings` the stem of words said twice, where the rule for those misleads (sayur-mayur);
    `digest` tells one lexicon from another.
    """

    scores: Mapping[str, int] = field(repr=False)
    whole: frozenset[str] = field(repr=False)
    stated: Mapping[str, str] = field(repr=False)
    doublings: Mapping[str, str] = field(repr=False)
    digest: str


def pack(evidence: Evidence) -> bytes:
    """Return the file that holds the evidence of a corpus; the same for the same evidence."""
    by_worth: dict[int, list[str]] = {}
    for root, worth in sorted(evidence.worth.items()):
        by_worth.setdefault(worth, []).append(root)
    lines = [f"{worth}\t{' '.join(roots)}" for worth, roots in sorted(by_worth.items())]
    text = "\n".join([" ".join(sorted(evidence.names)), *lines])
    squeezed = zlib.compress(text.encode(), 9)  # once for ever: small before quick
    return MAGIC + _SUM.pack(zlib.crc32(squeezed)) + squeezed


def unpack(content: bytes, source: str | Path) -> Evidence:
    """Return the evidence that `pack` was given.

    Raises:
        LexiconBroken: the content is no such file, or a byte of it is wrong.

    """
    head = len(MAGIC) + _SUM.size
    if content[: len(MAGIC)] != MAGIC:
        raise LexiconBroken(source, "not a lexicon, or one of another version")
    squeezed = content[head:]
    if len(content) < head or _SUM.unpack(content[len(MAGIC) : head])[0] != zlib.crc32(squeezed):
        raise LexiconBroken(source, "its checksum is wrong")
    try:
        names, *lines = zlib.decompress(squeezed).decode().split("\n")
        worth: dict[str, int] = {}
        for line in lines:
            number, _, roots = line.partition("\t")
            worth.update(dict.fromkeys(roots.split(" "), int(number)))
    except (zlib.error, ValueError) as error:  # UnicodeDecodeError is a ValueError
        raise LexiconBroken(source, str(error)) from error
    return Evidence(worth, frozenset(names.split()))


def load(path: Path | None = None, *, families: bool = True) -> Lexicon:
    """Return the lexicon of an evidence file, or of the one shipped, and of the hand-made lists.

    `families` False: words whose meaning has parted from that of their root (pemerintah, perintah)
    are taken apart all the same, as the lemmas of treebanks are.

    Raises:
        LexiconBroken: the file is damaged or missing.

    """
    content = _read(path or _data(SHIPPED))
    texts = [_data(name).read_text("utf-8") for name in LISTS]
    told = b"\0".join([bytes([families]), content, *(text.encode() for text in texts)])
    digest = blake2b(told, digest_size=8).hexdigest()
    evidence = unpack(content, str(path or SHIPPED))
    return _joined(evidence, dict(zip(LISTS, texts, strict=True)), digest, families=families)


def _joined(
    evidence: Evidence, texts: Mapping[str, str], digest: str, *, families: bool
) -> Lexicon:
    roots = [*_lines(texts["roots.txt"]), *_lines(texts["compounds.txt"])]
    names = _lines(texts["names.txt"])
    parted, doublings = _pairs(texts["families.tsv"]), _pairs(texts["doublings.tsv"])
    loans = _pairs(texts["loans.tsv"])
    if not families:
        parted, loans = {}, {}
        doublings = {word: stem for word, stem in doublings.items() if "-" not in stem}
    scores = evidence.worth  # ours alone: nobody else has what was unpacked here
    for root in roots:
        scores[root] = scores.get(root, 0) + CURATED
    for name in (*names, *parted.values()):
        scores[name] = max(scores.get(name, 0), NAMED)
    whole = evidence.names.union(names, roots)
    return Lexicon(scores, whole, loans | parted, doublings, digest)


def curated() -> list[str]:
    """Return the roots chosen by hand."""
    texts = [_data(name).read_text("utf-8") for name in ("roots.txt", "compounds.txt")]
    return [root for text in texts for root in _lines(text)]


def _data(name: str) -> Traversable:
    return files(f"{__package__}.data").joinpath(name)


def _read(source: Path | Traversable) -> bytes:
    try:
        return source.read_bytes()
    except OSError as error:
        raise LexiconBroken(str(source), error.strerror or str(error)) from error


def _lines(text: str) -> list[str]:
    """Return the words of a list, one a line; a line that begins with # is a comment."""
    return [line for line in text.split("\n") if line and line[0] != "#"]


def _pairs(text: str) -> dict[str, str]:
    """Return the first two columns of a table."""
    rows = (line.split("\t") for line in _lines(text))
    return {row[0]: row[1] for row in rows}
