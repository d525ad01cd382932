"""Which number has each chunk of some texts? Texts cut at blanks, chunks looked up all at once.

A piece of texts is one array of bytes. A chunk of at most `WIDEST` bytes is read from it as two
words of 64 bits, filled up with a byte that no text has: they tell it exactly, and are looked up
in a hash table of arrays. Python sees a chunk only when it is new, or longer (one in a hundred).
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...corpora.shingles import AFTER_ONE, ENDS
from ..disk.runs import Ints
from .hashing import NONE, Numbers, Table, Words

PIECE: Final = 1 << 19  # bytes looked up at once: what is made of them stays in the cache
WORD: Final = 8  # bytes of a word
WIDEST: Final = 2 * WORD
# Behind the texts of a piece, so that words may be read from each place. The last byte is what
# stands before the first text: see `_behind`.
_END: Final = b" " * (WIDEST - 1) + b"\n"
# What str.split() cuts at, in UTF-8.
BLANKS: Final = b"\t\n\v\f\r\x1c\x1d\x1e\x1f "
WIDE_BLANKS: Final = (
    "\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
_IS_BLANK: Final = np.isin(np.arange(256), list(BLANKS))
_WIDE: Final = np.sort(
    np.array([int.from_bytes(one.encode(), "little") for one in WIDE_BLANKS], np.uint32)
)
_ENDS: Final = np.isin(np.arange(256), list(ENDS.encode()[: -len("“".encode())]))
_QUOTE: Final = "“".encode()  # the only one of several bytes
_LEAD: Final = 0xC2  # the least byte that begins a character of several bytes
_LEAD_OF_THREE: Final = 0xE0  # the least of those that begin three or more
_ONES: Final = 2**64 - 1
# What fills up the words of a chunk of so many bytes, with 255, which is no byte of UTF-8; one
# that is too long is nothing else.
_PARTLY: Final = [_ONES << (8 * held) & _ONES for held in range(WORD)]
_FILL_FIRST: Final = np.array([*_PARTLY, *[0] * (WORD + 1), _ONES], np.uint64)
_FILL_SECOND: Final = np.array([*[_ONES] * WORD, *_PARTLY, 0, _ONES], np.uint64)


class _Piece(NamedTuple):
    """Texts as one array of bytes, and where each chunk starts and how many bytes it has."""

    content: NDArray[np.uint8]
    starts: Ints
    lengths: Ints
    behind: NDArray[np.uint8]
    ends: Ints  # how many chunks there are up to the end of each text


class Numbered(NamedTuple):
    """The chunks of some texts, text after text, by their numbers."""

    chunks: Numbers
    behind: NDArray[np.uint8]  # whether signs before each end a sentence: AFTER_END, AFTER_ONE
    ends: Ints  # where the chunks of each text end


class Chunks:
    """Every distinct chunk seen, numbered as they came; `learn` is told the new ones in order."""

    def __init__(self, learn: Callable[[Sequence[str]], None]) -> None:
        self._learn = learn
        self._count = 0
        self._short = Table()
        self._long: dict[bytes, int] = {}

    def __len__(self) -> int:
        return self._count

    def numbered(self, texts: Iterable[str]) -> Numbered:
        """Return the number of each chunk, and where the chunks of each text end."""
        numbers, behind, ends = array("i"), array("B"), array("q")
        for encoded in _pieces(texts):
            piece = _cut(encoded)
            ends.frombytes((piece.ends + len(numbers)).tobytes())
            numbers.frombytes(self._looked_up(piece).tobytes())
            behind.frombytes(piece.behind.tobytes())
        return Numbered(
            np.frombuffer(numbers, np.int32),
            np.frombuffer(behind, np.uint8),
            np.frombuffer(ends, np.int64),
        )

    def _looked_up(self, piece: _Piece) -> Numbers:
        words = _words(piece)
        numbers = self._short.find(words)
        rest = np.flatnonzero(numbers == NONE)
        if not len(rest):
            return numbers
        before = self._count
        numbers[rest] = self._one_by_one(piece, rest)
        if self._count > before:
            new, first = np.unique(numbers[rest], return_index=True)
            at = rest[first[(new >= before) & (piece.lengths[rest[first]] <= WIDEST)]]
            self._short.add(Words(words.first[at], words.second[at]), numbers[at])
        return numbers

    def _one_by_one(self, piece: _Piece, places: Ints) -> Numbers:
        """Return the numbers of the chunks at some places, that are long or new."""
        text, new, fresh = piece.content.tobytes(), dict[bytes, int](), list[str]()
        found = array("i")
        starts, lengths = piece.starts[places], piece.lengths[places]
        for start, length in zip(starts.tolist(), lengths.tolist(), strict=True):
            chunk = text[start : start + length]
            known = new if length <= WIDEST else self._long
            number = known.get(chunk)
            if number is None:
                number = known[chunk] = self._count + len(fresh)
                fresh.append(chunk.decode("utf-8", "surrogatepass"))
            found.append(number)
        self._count += len(fresh)
        self._learn(fresh)
        return np.frombuffer(found, np.int32)


def _pieces(texts: Iterable[str]) -> Iterator[list[bytes]]:
    """Yield texts, encoded, some together; lone surrogates stay what they are."""
    held, size = list[bytes](), 0
    for text in texts:
        held.append(text.encode("utf-8", "surrogatepass"))
        size += len(held[-1])
        if size >= PIECE:
            yield held
            held, size = [], 0
    if held:
        yield held


def _cut(encoded: Sequence[bytes]) -> _Piece:
    written = np.frombuffer(b"\n".join([*encoded, _END]), np.uint8)
    content = _narrowed(written)
    blank = np.flatnonzero(content <= BLANKS[-1])
    blank = blank[_IS_BLANK[content[blank]]]
    before = np.concatenate([[-1], blank[:-1]])
    lengths = blank - before - 1
    there = lengths > 0
    starts, lengths = before[there] + 1, lengths[there]
    last = np.cumsum([len(one) + 1 for one in encoded])
    behind = _behind(written, starts)
    return _Piece(content, starts, lengths, behind, np.searchsorted(starts, last))


def _behind(written: NDArray[np.uint8], starts: Ints) -> NDArray[np.uint8]:
    """Tell of both signs before each chunk whether a sentence may end there, as it does at a line.

    A text begins behind a line; -1, before the first one, is the last byte.
    """
    before, one = starts - 1, starts - 2
    wide = np.flatnonzero(written[before] >= 0x80)
    one[wide] -= np.where(written[one[wide]] == _LEAD, 1, 2)  # blanks have two bytes, or three
    last = written.take(one, mode="wrap")
    found = _ENDS.take(last).view(np.uint8) * np.uint8(AFTER_ONE)
    at = np.flatnonzero(last == _QUOTE[-1])
    at = at[(written[one[at] - 1] == _QUOTE[1]) & (written[one[at] - 2] == _QUOTE[0])]
    found[at] = AFTER_ONE
    found |= _ENDS.take(written.take(before, mode="wrap")).view(np.uint8)
    return found


def _narrowed(content: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return bytes with each blank of several bytes as several blanks."""
    lead = np.flatnonzero(content >= _LEAD)
    if not len(lead):
        return content
    codes = np.ndarray(len(content) - 3, "<u4", content, strides=(1,))[lead]
    codes &= np.where(content[lead] < _LEAD_OF_THREE, 0xFFFF, 0xFFFFFF).astype(np.uint32)
    blank = lead[_WIDE.take(np.searchsorted(_WIDE, codes), mode="clip") == codes]
    if len(blank):
        content, longer = content.copy(), blank[content[blank] >= _LEAD_OF_THREE]
        content[blank] = content[blank + 1] = content[longer + 2] = BLANKS[-1]
    return content


def _words(piece: _Piece) -> Words:
    """Return the two words of each chunk; all ones for one that is longer than `WIDEST`."""
    content, starts, lengths = piece.content, piece.starts, np.minimum(piece.lengths, WIDEST + 1)
    at = np.ndarray(len(content) - WORD + 1, "<u8", content, strides=(1,))
    first, second = at[starts], at[starts + WORD]
    first |= _FILL_FIRST.take(lengths)
    second |= _FILL_SECOND.take(lengths)
    return Words(first, second)
