r"""How are articles stored? In one piece, but a long text in blocks that can be read alone.

    article.bytes     blocks, each compressed on its own
    article.ends      where each block ends
    article.blocks    for each document, where its blocks end among all blocks

The first block of an article holds its facts, which are its JSON with an empty text, and a line
break; then its text, if that has no more than `BLOCK` characters. A longer text follows in blocks
cut at blanks, so that a passage of a text of 1 MB costs a few of them. The first block then ends
with the position of the first word of each: positions of postings lead to their blocks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...corpora.article import Article
from ..analysis import TOKEN, forms
from ..errors import IndexCorrupt
from ..once import once
from ..schema import decode, facts
from .deflate import squeeze, unsqueeze
from .sections import Sections, SectionWriter

BLOCK: Final = 1 << 13  # characters: unpacked in 25 us, and 2 % larger than four times as many
COPIED: Final = 1 << 22  # bytes copied at once when segments are merged
_JOINED: Final = 1 << 10  # blocks written at once: a megabyte or so
_BLANK = re.compile(r"\s")
_NUMBERS: Final = "<u4"


# Writing


def write_articles(out: SectionWriter, articles: Sequence[Article]) -> None:
    """Write the sections of some articles."""
    held: list[bytes] = []
    blocks: list[int] = []
    for article in articles:
        held += map(squeeze, _blocks(article))
        blocks.append(len(held))
    joined = (b"".join(held[start : start + _JOINED]) for start in range(0, len(held), _JOINED))
    content = (np.frombuffer(one, np.uint8) for one in joined)
    _write(out, np.fromiter(map(len, held), np.int64, len(held)), blocks, content)


def _write(
    out: SectionWriter, sizes: Any, blocks: Any, content: Iterator[NDArray[np.uint8]]
) -> None:
    out.add("article.bytes", content, "<u1")
    out.add("article.ends", np.cumsum(sizes, dtype=np.int64), "<u8")
    out.add("article.blocks", np.asarray(blocks, np.int64), _NUMBERS)


def _blocks(article: Article) -> list[bytes]:
    told = facts(article)
    if len(article.text) <= BLOCK:
        return [b"%b\n%b" % (told, article.text.encode())]
    blocks = list(_cut(article.text))
    lengths = [sum(map(positions_of, block.split())) for block in blocks[:-1]]
    firsts = np.cumsum([0, *lengths]).astype(_NUMBERS).tobytes()
    return [b"%b\n%b" % (told, firsts), *(block.encode() for block in blocks)]


def _cut(text: str) -> Iterator[str]:
    """Yield a text in pieces of at least `BLOCK` characters that end before a blank."""
    start = 0
    while len(text) - start > BLOCK:
        blank = _BLANK.search(text, start + BLOCK)
        if blank is None:
            break
        yield text[start : blank.start()]
        start = blank.start()
    yield text[start:]


@lru_cache(maxsize=1 << 16)
def positions_of(chunk: str) -> int:
    """Return how many positions a chunk takes: a piece of text without blanks.

    >>> [positions_of(chunk) for chunk in ["banjir,", "covid-19", "--"]]
    [1, 2, 0]
    """
    return sum(len(forms(token).parts) for token in TOKEN.findall(chunk))


# Reading


class Articles:
    """The articles of a segment."""

    def __init__(self, sections: Sections) -> None:
        self._sections = sections

    # Numbers that are looked up one by one: as plain integers of a view they come twice as fast.
    @once
    def _blocks(self) -> memoryview:
        return self._sections.view("article.blocks")

    @once
    def _ends(self) -> memoryview:
        return self._sections.view("article.ends")

    def stored(self, doc: int) -> Stored:
        """Return the article of a document, to be unpacked as far as it is asked for."""
        first = self._blocks[doc - 1] if doc else 0
        ends = self._ends[first : self._blocks[doc]].tolist()
        return Stored(self._sections, doc, [self._ends[first - 1] if first else 0, *ends])

    def close(self) -> None:
        """Let go of the views, so that the file can be closed."""
        vars(self).pop("_blocks", None)
        vars(self).pop("_ends", None)


class Stored:
    """One article as it is stored; what is not asked for is not unpacked.

    Raises:
        IndexCorrupt: at any question, if the bytes are damaged.

    """

    def __init__(self, sections: Sections, doc: int, ends: list[int]) -> None:
        self._sections = sections
        self._doc = doc
        self._ends = ends  # before its first block, and of each block

    def _unpacked(self, block: int) -> bytes:
        start, end = self._ends[block : block + 2]
        return unsqueeze(self._sections.bytes("article.bytes", start, end))

    @property
    def is_long(self) -> bool:
        """Whether the text is in blocks."""
        return len(self._ends) > 2

    @once
    def _head(self) -> tuple[bytes, bytes]:
        try:
            told, _, rest = self._unpacked(0).partition(b"\n")
        except ValueError as error:
            raise self._corrupt(error) from error
        return told, rest

    @once
    def facts(self) -> Article:
        """The article with an empty text: what a list of hits shows."""
        try:
            return decode(self._head[0])
        except ValueError as error:
            raise self._corrupt(error) from error

    @once
    def text(self) -> str:
        """The text."""
        if self.is_long:
            return "".join(self.block(place) for place in range(len(self.firsts)))
        try:
            return self._head[1].decode()
        except ValueError as error:
            raise self._corrupt(error) from error

    @once
    def article(self) -> Article:
        """The article."""
        try:
            whole = decode(self._head[0])
        except ValueError as error:
            raise self._corrupt(error) from error
        # a new object that nobody has seen; replace() would take as long as unpacking it
        object.__setattr__(whole, "text", self.text)
        return whole

    @once
    def firsts(self) -> list[int]:
        """The position of the first word of each block of a long text."""
        try:
            found = np.frombuffer(self._head[1], _NUMBERS).tolist()
        except ValueError as error:
            raise self._corrupt(error) from error
        if len(found) != len(self._ends) - 2:
            raise self._corrupt("its blocks are not as many as it says")
        return found

    def block(self, place: int) -> str:
        """Return a block of a long text; put together, they are the text."""
        try:
            return self._unpacked(place + 1).decode()
        except ValueError as error:
            raise self._corrupt(error) from error

    def _corrupt(self, why: object) -> IndexCorrupt:
        return IndexCorrupt(self._sections.path, f"article {self._doc}: {why}")


# Copying


class Live(NamedTuple):
    """A segment, and which of its documents are to be copied."""

    sections: Sections
    live: NDArray[np.bool_]


def copy_articles(out: SectionWriter, sources: Sequence[Live]) -> None:
    """Write the live articles of several segments as they are, without unpacking them."""
    sizes, counts, runs = [_NOTHING], [_NOTHING], list[tuple[Sections, int, int]]()
    for sections, live in sources:
        blocks = sections.array("article.blocks").astype(np.int64)
        ends = sections.array("article.ends").astype(np.int64)
        held = np.diff(blocks, prepend=0)
        counts.append(held[live])
        sizes.append(np.diff(ends, prepend=0)[np.repeat(live, held)])
        edges = np.concatenate([[0], ends])
        docs = np.concatenate([[0], blocks])
        runs += [(sections, int(edges[docs[a]]), int(edges[docs[b]])) for a, b in live_runs(live)]
    pieces = (piece for sections, first, last in runs for piece in _pieces(sections, first, last))
    _write(out, np.concatenate(sizes), np.cumsum(np.concatenate(counts)), pieces)


_NOTHING: Final = np.empty(0, np.int64)


def live_runs(live: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Yield each run [first, last) of live documents.

    >>> list(live_runs(np.array([True, True, False, True])))
    [(0, 2), (3, 4)]
    """
    edges = np.flatnonzero(np.diff(np.concatenate([[0], live.astype(np.int8), [0]])))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def _pieces(sections: Sections, first: int, last: int) -> Iterator[NDArray[np.uint8]]:
    for start in range(first, last, COPIED):
        yield sections.array("article.bytes", start, min(start + COPIED, last))
        sections.release()  # a copied page is not needed again
