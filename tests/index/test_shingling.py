"""Are the words of texts, put together from their chunks, those that are read from the texts?"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from telusur.corpora import shingles
from telusur.corpora.duplicates import signatures
from telusur.corpora.shingles import LONGEST, Words
from telusur.index.segments import shingling
from telusur.index.segments.chunks import BLANKS, WIDE_BLANKS
from telusur.index.segments.inversion import Vocabulary
from telusur.tests.support.noise import junk

# What stands before a capital, at a line, in a sentence, behind one, and in marks.
SIGNS = st.sampled_from(
    ['"', "“", "”", "(", "-", ".", "!", "?", ":", "", "a.", "\0", "é", "1", "😀"]
)
WORDS = st.sampled_from(["Budi", "besar", "1.463", "9/10", "É", "ß", "A", "\ud83d", "\ude00", ""])
GAPS = st.sampled_from([*BLANKS.decode(), *WIDE_BLANKS, " ", " ", "  ", "\n\n", ""])
odd_texts = st.lists(st.one_of(SIGNS, WORDS, GAPS, junk), max_size=30).map("".join)


def joined(batches: Iterable[Words]) -> tuple[list[int], list[int], list[bool]]:
    counts, hashes, marked = list[int](), list[int](), list[bool]()
    for batch in batches:
        expected = np.repeat(np.arange(len(batch.counts)), batch.counts)
        assert batch.texts.tolist() == expected.tolist()
        counts += batch.counts.tolist()
        hashes += batch.hashes.tolist()
        marked += batch.marked.tolist()
    return counts, hashes, marked


def check(vocabulary: Vocabulary, texts: Sequence[str]) -> None:
    assert joined(vocabulary.invert(texts).words) == joined(shingles.words(texts))


@settings(max_examples=300)
@given(st.lists(st.lists(odd_texts, max_size=4), max_size=3))
def test_words_of_chunks_are_those_of_the_texts(batches: list[list[str]]) -> None:
    vocabulary = Vocabulary()
    for texts in batches:
        check(vocabulary, texts)


def test_many_texts_are_told_batch_by_batch() -> None:
    rng = random.Random(4)
    known = [*(f"Nama{n}" for n in range(99)), *(f"kata-{n}.000" for n in range(99)), "“Ia", "Ada."]
    sizes = [*rng.choices(range(500), k=300), *[0] * (shingles.TEXTS + 9), shingling.BATCH + 1, 5]
    texts = ["".join(one + rng.choice(" \n") for one in rng.choices(known, k=n)) for n in sizes]
    found = Vocabulary().invert(texts)
    batches = list(found.words)
    assert len(batches) > 4
    assert joined(batches) == joined(shingles.words(texts))
    rows = signatures(texts, ["Warta"] * len(texts), iter(batches))
    assert rows.tobytes() == signatures(texts, ["Warta"] * len(texts)).tobytes()


def test_of_very_long_texts_and_chunks_no_more_is_read() -> None:
    long = "Budi pergi. " * (LONGEST // 12 + 9)
    check(Vocabulary(), ["Budi", long, "x" * (LONGEST - 1) + "Y z", "y" * (LONGEST + 7), "Ia Ani"])
