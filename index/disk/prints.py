"""What is kept of each text, so that its copies are found? A number, a signature, and links.

    group.scheme       what tells how the signatures were made from other ways
    group.signatures   the signature of each text, see `corpora/duplicates`
    group.texts        the numbers of the texts, ascending: equal ones of one outlet are equal
    group.docs         the document of each number
    group.links        pairs of numbers, the smaller one first: these texts tell the same story,
                       or several documents have this one; a document here has one of the two

A segment made before there were any has none of these: its articles stand alone.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...corpora.shingles import Words
from .narrow import least_dtype
from .sections import Sections, SectionWriter

ALONE: Final = 0  # in place of a number: of no text, or of one that was never numbered
_BLANKS: Final = b" \t\r\n"
CHUNK: Final = 1 << 15  # signatures in memory at once: 4 MB

Numbers = NDArray[np.uint64]  # of texts
Links = NDArray[np.uint64]  # shape (links, 2)
Signatures = NDArray[np.uint8]
Mask = NDArray[np.bool_]

NO_LINKS: Final[Links] = np.empty((0, 2), np.uint64)


class Prints(NamedTuple):
    """The number and the signature of each of some texts."""

    numbers: Numbers
    signatures: Signatures


def prints_of(
    texts: Sequence[str], outlets: Sequence[str | None], told: Iterator[Words] | None = None
) -> Prints:
    """Return what is kept of texts, given who published each, and their words if they are known."""
    from ...corpora.duplicates import signatures  # here: a search compares no texts

    numbers = [text_number(*one) for one in zip(texts, outlets, strict=True)]
    return Prints(np.array(numbers, np.uint64), signatures(texts, outlets, told))


def text_number(text: str, outlet: str | None = None) -> int:
    r"""Return 64 bits that tell a text of an outlet from others, whatever its blanks and capitals.

    >>> text_number("Banjir  besar\n") == text_number("banjir besar")
    True
    """
    folded = text.lower().encode("utf-8", "surrogatepass").translate(None, _BLANKS)
    if not folded:
        return ALONE
    folded += b"\n" + (outlet or "").encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(folded, digest_size=8).digest(), "little") or 1


@lru_cache(maxsize=1)
def scheme() -> int:
    """Return what tells signatures of today from those made in other ways: that of an example."""
    from ...corpora.duplicates import signatures  # here: as above

    example = signatures([" ".join(f"kata{number}" for number in range(99))])
    return zlib.crc32(example.tobytes())


def write_prints(out: SectionWriter, prints: Prints, links: Links) -> None:
    """Write what is kept of the texts of documents, in their order."""
    out.add("group.signatures", prints.signatures.reshape(-1), "<u1")
    _write_rest(out, prints.numbers, links)


def merge_prints(out: SectionWriter, parts: Sequence[tuple[Sections, Mask]]) -> None:
    """Write what is kept of the texts of the live documents of several segments, in their order.

    A link goes with the last document that has a text of it.
    """
    numbers = np.concatenate([read_numbers(one, len(live))[live] for one, live in parts])
    chunks = (chunk for one, live in parts for _, chunk in read_signatures(one, live))
    out.add("group.signatures", (chunk.reshape(-1) for chunk in chunks), "<u1")
    links = ordered(np.concatenate([read_links(one) for one, _ in parts]))
    if not all(live.all() for _, live in parts):
        links = links[np.isin(links, numbers).any(axis=1)]
    _write_rest(out, numbers, links)


def ordered(links: Links) -> Links:
    """Return links in order, each once: what np.unique does by rows, in a tenth of its time."""
    found = links[np.lexsort(links.T[::-1])]
    return found[np.diff(found, axis=0, prepend=~found[:1]).any(axis=1)]


def _write_rest(out: SectionWriter, numbers: Numbers, links: Links) -> None:
    order = np.argsort(numbers, kind="stable")
    out.add("group.scheme", np.array([scheme()]), "<u4")
    out.add("group.texts", numbers[order], "<u8")
    out.add("group.docs", order, least_dtype(order))
    out.add("group.links", links.reshape(-1), "<u8")


def read_numbers(sections: Sections, size: int) -> Numbers:
    """Return the number of the text of each document of a segment, deleted ones included."""
    found = np.full(size, ALONE, np.uint64)
    if "group.texts" in sections:
        found[sections.array("group.docs")] = sections.array("group.texts")
    return found


def read_signatures(sections: Sections, live: Mask) -> Iterator[tuple[slice, Signatures]]:
    """Yield the signatures of the live documents of a segment, and between which places they are.

    Signatures of another scheme, or of none, are zeros: like no other.
    """
    from ...corpora.duplicates import SIGNATURE_BYTES  # here: as above

    known = "group.scheme" in sections and int(sections.array("group.scheme")[0]) == scheme()
    for start in range(0, len(live), CHUNK):
        here = live[start : start + CHUNK]
        found = np.zeros((len(here), SIGNATURE_BYTES), np.uint8)
        if known:
            span = start * SIGNATURE_BYTES, (start + len(here)) * SIGNATURE_BYTES
            found = sections.array("group.signatures", *span).reshape(-1, SIGNATURE_BYTES)
        yield slice(start, start + len(here)), found[here]


def read_links(sections: Sections) -> Links:
    """Return the links of a segment."""
    if "group.links" not in sections:
        return NO_LINKS
    return sections.array("group.links").reshape(-1, 2)


def documents(sections: Sections, wanted: Numbers) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the documents whose text has one of some numbers, and which one, by place.

    Deleted ones are among them; `wanted` is ascending, without `ALONE`.
    """
    if "group.texts" not in sections:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    texts = sections.array("group.texts")
    first = np.searchsorted(texts, wanted)
    counts = np.searchsorted(texts, wanted, side="right") - first
    which = np.repeat(np.arange(len(wanted)), counts)
    rows = np.arange(len(which)) + np.repeat(first - np.cumsum(counts) + counts, counts)
    return sections.array("group.docs")[rows].astype(np.int64), which
