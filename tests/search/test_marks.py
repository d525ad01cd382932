"""Are marks and passages those of a slow reader, who analyses every token?"""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from telusur.corpora.article import Article
from telusur.search.asked.query import parse
from telusur.search.engine import Engine, Options
from telusur.search.snippets import chunks
from telusur.search.snippets.highlight import marks
from telusur.search.snippets.marker import Mark, Marker, marker
from telusur.search.snippets.passages import Passage, best_run, passages, whole, with_title
from telusur.tests.support.corpora import (
    ENDS,
    NOW,
    WORDS,
    build_index,
    random_batches,
    random_query,
)
from telusur.tests.support.marks import slow_best, slow_marks
from telusur.tests.support.noise import texts

QUERIES = [
    "a b",
    '"a b"~3',
    '~"a b a"',
    "=b 0",
    "http 10.000 a-b",
    "www",
    "@a =#b a.b",
    "korupsi banjir undang-undang",
    '"korupsi banjir"~2 yang',
    '~"anak kanak"',
    "covid-19 =covid19 covid",
    "jumat quran",
]
FAMILY = ["Korupsi", "KORUPSI,", "mengorupsi", "dikorupsi-korupsi", "korupsikorupsi", "Bánjir"]
ODD = st.sampled_from(
    [*WORDS, "www.", "www.,", "Qur’an", "jum\u00adat", "é", "e\u0301", "a@b.id", *FAMILY]
)
BETWEEN = st.sampled_from([*ENDS, "\t", "\u00a0", "\u2028", "  ", "", "/", "'", "“"])
MIXED = st.lists(st.tuples(ODD, BETWEEN), max_size=40).map(
    lambda pairs: "".join(map("".join, pairs))
)


def wanted(text: str) -> Marker:
    return marker(parse(text, now=NOW).any, lambda pattern: pytest.fail(f"expanded {pattern}"))


@settings(max_examples=400)
@given(texts | MIXED, st.sampled_from(QUERIES))
@example("www., www. a", "www")
@example("buku-bukunya buku", '~"buku buku"')
def test_marks_are_those_of_the_oracle(text: str, query: str) -> None:
    sought = wanted(query)
    assert marks(text, sought) == slow_marks(text, sought)


@pytest.mark.parametrize("seed", range(3))
def test_marks_of_any_query_are_those_of_the_oracle(seed: int, tmp_path: Path) -> None:
    rng = random.Random(f"slow marks {seed}")
    with Engine.open(build_index(tmp_path / "index", random_batches(rng))) as engine:
        for _ in range(60):
            query = random_query(rng)
            sought = marker(parse(query, now=NOW).any, engine._evaluate.expand)
            for hit in engine.search(query, now=NOW, k=5).hits:
                assert list(hit.title.marks) == slow_marks(hit.facts.title, sought), query
                found = marks(hit.article.text, sought)
                assert found == slow_marks(hit.article.text, sought), query


SPACED = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9), st.sampled_from("abcs")))


@settings(max_examples=400)
@given(SPACED, st.sampled_from([1, 20, 60]))
def test_the_best_run_is_that_of_the_oracle(steps: list[tuple[int, int, str]], window: int) -> None:
    found: list[Mark] = []
    end = 0
    for blank, size, word in steps:
        found.append(Mark(end + blank, end + blank + size, word))
        end += blank + size
    run = best_run(found, frozenset("s"), window)
    words, count, start = slow_best(found, frozenset("s"), window)
    assert (run is None) == (not found)
    if run:
        assert (run.worth.words, run.worth.marks, -run.start) == (words, count, start)


@settings(max_examples=200)
@given(texts | MIXED, texts | MIXED, st.sampled_from(QUERIES), st.integers(1, 3))
@example("Banjir korupsi", "banjir. Korupsi banjir", '"korupsi banjir"', 1)
@example("Bantuan Rp 5", "juta rupiah", "Rp5 juta", 1)
@example("", "korupsi", "korupsi", 1)
@example("korupsi ", "", "korupsi", 1)
def test_a_title_and_its_text_are_marked_as_each_is_alone(
    title: str, text: str, query: str, fragments: int
) -> None:
    sought = wanted(query)
    heading, found = with_title(title, text, sought, fragments=fragments)
    assert heading == whole(title, slow_marks(title, sought))
    assert found == passages(text, sought, fragments=fragments)


# Several passages


@settings(max_examples=200)
@example("korupsikorupsi korupsi ", 1, 10)  # the text begins as the passage does, elsewhere
@given(MIXED, st.integers(1, 5), st.sampled_from([10, 40, 100]))
def test_several_passages_are_pieces_in_order_without_overlaps(
    text: str, fragments: int, window: int
) -> None:
    found = passages(
        text, wanted("korupsi banjir yang covid-19"), fragments=fragments, window=window
    )
    assert 1 <= len(found) <= fragments
    at = 0
    for passage in found:
        at = text.find(passage.text, at)
        assert at >= 0
        at += len(passage.text)
        assert passage.marks or len(found) == 1
    assert not found[0].starts_text or text.startswith(found[0].text)


def shown(found: tuple[Passage, ...]) -> list[set[str]]:
    return [{mark.word for mark in passage.marks} for passage in found]


def test_a_further_passage_shows_what_the_others_do_not() -> None:
    quiet = "Cuaca cerah sepanjang hari di taman kota yang teduh. " * 6
    text = (
        f"Banjir dan longsor. {quiet}Banjir longsor gempa. {quiet}Tsunami. {quiet}Banjir longsor."
    )
    sought = wanted("banjir longsor gempa tsunami")
    one, two = shown(passages(text, sought, fragments=2))
    assert (one, two) == ({"banjir", "longsor", "gempa"}, {"tsunami"})
    assert len(passages(text, sought, fragments=9)) == 4


def test_words_of_a_phrase_alone_are_not_marked() -> None:
    sought = wanted('"korupsi dana"')
    assert [mark.start for mark in marks("korupsi, korupsi dana, dana", sought)] == [9, 17]


def test_forgotten_chunks_are_learnt_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunks, "KNOWN", 3)
    sought = wanted("korupsi")
    for _ in range(3):
        assert len(marks("korupsi, dikorupsi: pada suatu hari korupsi", sought)) == 3
        assert len(marks("lain kali tidak ada apa pun", sought)) == 0


# Long texts


def long_text(rng: random.Random, size: int) -> str:
    rare = ["korupsi", "banjir", "covid-19", "Jum'at"]
    pieces: list[str] = []
    length = 0
    while length < size:
        word = (
            rng.choice(rare) if rng.random() < 0.002 else rng.choice(["kata", "lain", "yang", "--"])
        )
        pieces.append(word + rng.choice(ENDS))
        length += len(pieces[-1])
    return "".join(pieces)


LONG_QUERIES = [
    "korupsi",
    "korupsi banjir covid-19",
    '"covid 19" jumat',
    "yang",
    "yang banjir",
    "kor*",
]


@pytest.mark.parametrize("size", [7000, 30_000, 200_000])
def test_passages_of_long_texts_are_as_good_as_the_best(size: int, tmp_path: Path) -> None:
    rng = random.Random(f"long {size}")
    articles = [Article(id=str(n), title="", text=long_text(rng, size)) for n in range(3)]
    with Engine.open(build_index(tmp_path / "index", [(articles, [])])) as engine:
        for query in LONG_QUERIES:
            sought = marker(parse(query, now=NOW).any, engine._evaluate.expand)
            for hit in engine.search(query, now=NOW, options=Options(mode="any")).hits:
                [best] = passages(hit.article.text, sought)
                words = {mark.word for mark in best.marks} - sought.stops
                found = {mark.word for mark in hit.passage.marks} - sought.stops
                assert len(found) == len(words)
                assert hit.passage.marks
                assert hit.passage.text in hit.article.text


def test_several_passages_of_a_long_text_show_every_word(tmp_path: Path) -> None:
    quiet = "kata lain. " * 9000
    text = f"korupsi {quiet} banjir {quiet} gempa {quiet} tsunami"
    folder = build_index(tmp_path / "index", [([Article(id="a", title="", text=text)], [])])
    with Engine.open(folder) as engine:
        options = Options(fragments=4)
        [hit] = engine.search("korupsi banjir gempa tsunami", now=NOW, options=options).hits
    assert shown(hit.passages) == [{"korupsi"}, {"banjir"}, {"gempa"}, {"tsunami"}]
    assert [one.starts_text for one in hit.passages] == [True, False, False, False]
    assert [one.ends_text for one in hit.passages] == [False, False, False, True]


def test_a_long_text_without_marks_begins_at_its_beginning(tmp_path: Path) -> None:
    text = "kata lain. " * 20_000
    folder = build_index(tmp_path / "index", [([Article(id="a", title="gempa", text=text)], [])])
    with Engine.open(folder) as engine:
        [hit] = engine.search("gempa", now=NOW).hits
    assert hit.passage.starts_text
    assert not hit.passage.ends_text
    assert not hit.passage.marks
