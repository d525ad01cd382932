"""Is a lexicon on disk what was built, and is what was built what a corpus says?"""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telusur.corpora.errors import TelusurError
from telusur.index.errors import LexiconBroken
from telusur.index.language.lexicon import LISTS, MAGIC, Evidence, curated, load, pack, unpack
from telusur.index.language.lexicon_build import build, is_name
from telusur.index.language.morphology import rules
from telusur.index.language.stemming import Stemmer
from telusur.index.language.wordcounts import Count, count, counts_as_text, merged, read_counts

anything = settings(max_examples=100)
words = st.text("abkinu", min_size=1, max_size=8)
evidence = st.builds(Evidence, st.dictionaries(words, st.integers(-300, 300)), st.frozensets(words))

# Our own sentences: gulung is no root of the curated list here, and its derivations agree on it.
TIKAR = [
    "Ibu menggulung tikar, lalu tikar digulung lagi oleh adik di Wonosari.",
    "Gulungan tikar itu tergulung rapi; penggulungan makan waktu lama di Wonosari.",
    "Adik bergulung di tikar dari Wonosari, kata Bu Rini, dan tikar pun ikut bergulung.",
]


@anything
@given(evidence)
def test_a_lexicon_comes_back_as_it_was_packed(given: Evidence) -> None:
    content = pack(given)
    assert unpack(content, "x") == given
    assert pack(unpack(content, "x")) == content


@anything
@given(evidence, st.data())
def test_a_damaged_lexicon_is_told_by_name(given: Evidence, data: st.DataObject) -> None:
    content = pack(given)
    at = data.draw(st.integers(0, len(content) - 1))
    flipped = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
    for broken in (content[:at], flipped, content + b"x"):
        with pytest.raises(LexiconBroken, match="the lexicon kamus cannot be used") as caught:
            unpack(broken, "kamus")
        assert caught.value.mend


def test_a_lexicon_of_other_contents_is_told_by_name() -> None:
    squeezed = zlib.compress(b"bali\nbanyak\tmakan")
    content = MAGIC + zlib.crc32(squeezed).to_bytes(4, "little") + squeezed
    with pytest.raises(LexiconBroken, match="banyak"):
        unpack(content, "kamus")


def test_a_missing_lexicon_is_told_by_name(tmp_path: Path) -> None:
    with pytest.raises(LexiconBroken, match=r"tidak-ada\.bin"):
        load(tmp_path / "tidak-ada.bin")


def test_the_shipped_lexicon_is_small_and_whole() -> None:
    shipped = Path(__file__).parents[2] / "index/language/data/lexicon.bin"
    assert shipped.stat().st_size < 1_000_000
    found = load()
    assert found == load(shipped)
    assert found.scores["baca"] > 0
    assert len(found.digest) == 16


def test_each_word_of_the_lists_is_a_word() -> None:
    assert len(LISTS) == 6
    assert all(root.isascii() and root.isalpha() and root.islower() for root in curated())


def test_words_are_counted_with_their_capitals_inside_sentences() -> None:
    found = count(["Kami ke Bali, lalu Bali ramai. Bali itu di Jawa-Bali", "kami ke Bali"])
    assert found["bali"] == Count(4, 3, 3)
    assert found["kami"] == Count(2)
    assert found["jawa-bali"] == Count(1, 1, 1)
    assert next(iter(found)) == "bali"


def test_the_second_of_two_names_says_nothing() -> None:
    """In "Komisi Pemberantasan Korupsi" capitals are those of the whole."""
    assert count(["oleh Komisi Pemberantasan Korupsi"])["pemberantasan"] == Count(1, 0, 0)


def test_counts_are_read_as_they_are_written(tmp_path: Path) -> None:
    counts = count(TIKAR)
    plain, packed = tmp_path / "kata.tsv", tmp_path / "kata.tsv.gz"
    plain.write_text(counts_as_text(counts), "utf-8")
    packed.write_bytes(gzip.compress(counts_as_text(counts).encode()))
    assert read_counts(plain) == read_counts(packed) == counts
    assert merged([counts, counts])["tikar"] == Count(*(2 * one for one in counts["tikar"]))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"kata\tbanyak\n", "line 1"),
        (b"kata\t3\n\nkata\n", "line 3"),
        (b"kata\t1\t2\n", "line 1"),
        (b"\xff\t1\n", "cannot read"),
    ],
)
def test_what_is_no_count_is_refused(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "kata.tsv"
    path.write_bytes(content)
    with pytest.raises(TelusurError, match=told):
        read_counts(path)


def test_counts_cut_short_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "kata.tsv.gz"
    path.write_bytes(gzip.compress(b"kata\t1\n")[:-6])
    with pytest.raises(TelusurError, match="cannot read"):
        read_counts(path)


def test_a_root_is_worth_what_its_derivations_agree_on() -> None:
    found = build(count(TIKAR), ["tikar", "rapi"], rules())
    assert found.worth["gulung"] > 20
    assert "menggulung" not in found.worth
    assert build(count(TIKAR), ["rapi", "tikar"], rules()) == found


def test_a_word_nearly_always_with_a_capital_is_a_name() -> None:
    assert is_name(count(TIKAR)["wonosari"])
    assert not is_name(Count(9, 2, 2))
    assert not is_name(Count(99, 50, 40))


def test_a_lexicon_of_ones_own_makes_the_stems(tmp_path: Path) -> None:
    path = tmp_path / "kamus.bin"
    path.write_bytes(pack(build(count(TIKAR), curated(), rules())))
    own = Stemmer(load(path))
    assert own.stem("penggulungannya") == "gulung"
    assert own.name != Stemmer(load()).name
