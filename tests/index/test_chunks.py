"""Do chunks have numbers as from a dictionary of what str.split() gives, however odd the text?"""

from __future__ import annotations

import random
import sys

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from telusur.index.segments.chunks import BLANKS, PIECE, WIDE_BLANKS, Chunks
from telusur.index.segments.hashing import NONE, Table, Words
from telusur.tests.support.noise import junk

# Around the widths of words; NULs and what fills words up must tell nothing.
LENGTHS = st.sampled_from([1, 2, 7, 8, 9, 15, 16, 17, 18, 24, 300])
EDGES = st.builds(
    lambda sign, length, end: sign * length + end,
    st.sampled_from([*"aé\0\x08\x1b\x7f", "\xff", "”", "😀", "\ud800", "\udfff"]),
    LENGTHS,
    st.sampled_from(["", "\0", "a", "\xff", "\u2010", "\u200b", "\udc80"]),
)
GAPS = st.sampled_from([*BLANKS.decode(), *WIDE_BLANKS, "  ", "\n\n", ""])
odd_texts = st.lists(st.one_of(EDGES, GAPS, junk), max_size=30).map("".join)


class Shelf:
    """Chunks, and the strings that they tell of."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.chunks = Chunks(self.told.extend)

    def cut(self, texts: list[str]) -> list[list[str]]:
        numbers, _, ends = self.chunks.numbered(texts)
        assert len(self.chunks) == len(self.told) == len(set(self.told))
        assert ends.tolist() == np.cumsum([len(text.split()) for text in texts]).tolist()
        found = [self.told[number] for number in numbers.tolist()]
        starts = [0, *ends.tolist()]
        return [found[starts[at] : starts[at + 1]] for at in range(len(texts))]


def test_blanks_are_what_python_cuts_at() -> None:
    blanks = {chr(code) for code in range(sys.maxunicode + 1) if chr(code).isspace()}
    assert blanks == {*BLANKS.decode(), *WIDE_BLANKS}


@settings(max_examples=300)
@given(st.lists(st.lists(odd_texts, max_size=4), max_size=4))
def test_chunks_are_those_of_a_plain_split(batches: list[list[str]]) -> None:
    shelf = Shelf()
    for batch in batches:
        assert shelf.cut(batch) == [text.split() for text in batch]


def test_many_texts_are_looked_up_piece_by_piece() -> None:
    rng = random.Random(3)
    words = ["".join(rng.choices("abé\0”", k=rng.randint(1, 20))) for _ in range(3000)]
    texts = [" ".join(rng.choices(words, k=1200)) for _ in range(200)]
    texts[7] = texts[8] = ""
    assert sum(map(len, texts)) > 3 * PIECE
    shelf = Shelf()
    assert shelf.cut(texts) == [text.split() for text in texts]
    assert shelf.cut(texts[::-1]) == [text.split() for text in texts[::-1]]


WORD = st.integers(0, 3) | st.integers(0, 2**64 - 1)
KEYS = st.tuples(WORD, WORD).filter(lambda key: key != (2**64 - 1, 2**64 - 1))


def words(keys: list[tuple[int, int]]) -> Words:
    pairs = np.array(keys, np.uint64).reshape(-1, 2)
    return Words(pairs[:, 0].copy(), pairs[:, 1].copy())


def check(
    table: Table, batches: list[list[tuple[int, int]]], strangers: list[tuple[int, int]]
) -> None:
    known = dict[tuple[int, int], int]()
    for batch in batches:
        new = [key for key in dict.fromkeys(batch) if key not in known]
        numbers = range(len(known), len(known) + len(new))
        table.add(words(new), np.array(numbers, np.int32))
        known.update(zip(new, numbers, strict=True))
        asked = [*strangers, *known, *batch]
        assert table.find(words(asked)).tolist() == [known.get(key, NONE) for key in asked]


@given(st.lists(st.lists(KEYS, max_size=40), max_size=4), st.lists(KEYS, max_size=9))
def test_a_table_finds_what_was_added(
    batches: list[list[tuple[int, int]]], strangers: list[tuple[int, int]]
) -> None:
    check(Table(), batches, strangers)


def test_a_table_grows() -> None:
    rng = random.Random(5)
    batches = [[(rng.getrandbits(64), rng.getrandbits(3)) for _ in range(700)] for _ in range(9)]
    check(Table(), batches, [(rng.getrandbits(64), 9) for _ in range(99)])


def test_keys_that_want_one_slot_are_told_apart() -> None:
    table = Table()
    inverse = pow(int(table.factors[0]), -1, 2**64)
    alike = [(hashed * inverse % 2**64, 0) for hashed in range(300)]  # high bits of none are set
    check(table, [alike[:100], alike[100:200]], alike[200:])
