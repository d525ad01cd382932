"""Are batches inverted as a loop over their tokens would do it, one after the other?"""

from __future__ import annotations

from collections import defaultdict

from hypothesis import example, given, settings
from hypothesis import strategies as st
from telusur.index.disk.runs import starts
from telusur.index.language.values import values
from telusur.index.segments.inversion import Vocabulary
from telusur.index.segments.termsort import Inverted
from telusur.tests.support import inverted, oracle
from telusur.tests.support.noise import junk

# Words that meet each rule; capitals often, so that headlines shout.
MANY = """
    kata Kata kata, "KATA" KPK, (KPK) kata KPK MPR DPR DPD KORUPSI PRESIDEN A AB www www. WWW,
    www.a.id ke17 Rp5000 rp usd1 2021, (2021) 10.000 covid-19 anak-anak di-PHK-kan Jum'at @KPK
    #BBM rapi.,Pria DPR.,MPR é”, １ ﬁ
"""
WORDS = [
    *MANY.split(),
    "KPK\0",
    "\ud800KPK",
    "a" * 130,
    "A" * 130 + "-b",
    "https://kabar.example/" + "x" * 200,
]
BLANKS = st.sampled_from([*" \n\t\x1c\x85\xa0\u2003\u3000", "  ", " ", " ", ""])
PIECES = st.tuples(st.sampled_from(WORDS) | junk, BLANKS)
texts = st.lists(PIECES, max_size=25).map(lambda pairs: "".join(map("".join, pairs)))

Postings = dict[str, list[tuple[int, list[int]]]]


def told(found: Inverted) -> Postings:
    """Return the postings of each term, as documents with their positions."""
    df, docs, freqs, positions = (column.tolist() for column in found.block)
    first = starts(found.block.freqs).tolist()
    pairs = [(docs[at], positions[first[at] : first[at] + freqs[at]]) for at in range(len(docs))]
    begins = starts(found.block.df).tolist()
    assert found.terms == sorted(set(found.terms))
    return {
        term.decode(): pairs[begin : begin + count]
        for term, begin, count in zip(found.terms, begins, df, strict=True)
    }


def expected(each: list[dict[str, list[int]]]) -> Postings:
    postings: Postings = defaultdict(list)
    for doc, terms in enumerate(each):
        for term, places in terms.items():
            postings[term].append((doc, sorted(places)))
    return dict(postings)


@settings(max_examples=200)
@given(st.lists(st.lists(texts, max_size=4), max_size=3))
@example([["KPK MPR DPR", "PRESIDEN KPK", "MPR"], ["KORUPSI DPR KPK. kata", "KPK"]])
@example([["www", "www."], ["WWW.,www"], [""], []])
def test_batches_are_inverted_as_by_a_loop(batches: list[list[str]]) -> None:
    vocabulary = Vocabulary()
    for batch in batches:
        found = vocabulary.invert(batch)
        slow = [inverted.invert(text) for text in batch]
        assert found.lengths.tolist() == [one.length for one in slow]
        assert told(found.exact) == expected([one.exact for one in slow])
        assert told(found.stem) == expected([one.stem for one in slow])
        assert told(found.capitals) == expected([oracle.capitals(text) for text in batch])
        assert found.values == [{one.term for one in values(text)} for text in batch]
