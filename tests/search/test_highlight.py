"""Does a passage show why its article was found, and nothing else?"""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from telusur.corpora.article import Article
from telusur.search.asked.query import parse
from telusur.search.command.render import pieces
from telusur.search.engine import Engine, Options
from telusur.search.snippets.highlight import marks
from telusur.search.snippets.marker import Mark, Marker, marker
from telusur.search.snippets.passages import WINDOW, Passage, passages
from telusur.tests.support.corpora import (
    NOW,
    WORDS,
    build_index,
    random_batches,
    random_query,
    random_word,
    survivors,
)
from telusur.tests.support.noise import texts

QUIET = "Cuaca cerah sepanjang hari, dan warga berjalan santai di taman kota yang teduh. "


def shown(passage: Passage) -> str:
    return "".join(f"[{piece}]" if marked else piece for piece, marked in pieces(passage))


def best(text: str, sought: Marker, *, window: int = WINDOW) -> Passage:
    [passage] = passages(text, sought, window=window)
    return passage


def wanted(text: str) -> Marker:
    """Return what a query without patterns marks."""
    return marker(parse(text, now=NOW).any, lambda pattern: pytest.fail(f"expanded {pattern}"))


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("korupsi", "Dikorupsi, korupsi, Mengkorupsi!", "[Dikorupsi], [korupsi], [Mengkorupsi]!"),
        ("dikorupsi", "Korupsi itu", "[Korupsi] itu"),
        ("=korupsi", "Dikorupsi, korupsi", "Dikorupsi, [korupsi]"),
        ("NOT korupsi banjir", "banjir korupsi", "[banjir] korupsi"),
        ("buku", "buku-bukunya", "[buku]-[bukunya]"),
        ('"korupsi kpk"', "korupsi. kpk korupsi", "[korupsi]. [kpk] korupsi"),
        ('"korupsi kpk"', "korupsi di kpk", "korupsi di kpk"),
        ('"korupsi kpk"~2', "korupsi di kpk", "[korupsi] di [kpk]"),
        ('"dikorupsi kpk"', "korupsi kpk", "korupsi kpk"),
        ('~"dikorupsi kpk"', "korupsi kpk", "[korupsi] [kpk]"),
        ('"a b c"~2', "a b b x c", "[a] b [b] x [c]"),  # the first b leads nowhere
        ("covid-19", "Covid-19 dan covid", "[Covid-19] dan covid"),
        ("=covid-19", "Covid-19 dan covid19", "[Covid-19] dan [covid19]"),
        ("covid19", "Covid-19", "[Covid-19]"),
        ("kompas.com", "di KOMPAS.com.", "di [KOMPAS.com]."),
        ("=@kpk", "oleh @KPK", "oleh @[KPK]"),
        ("jumat", "Jum’at", "[Jum’at]"),
        ("10000", "Rp10.000,-", "Rp[10.000],-"),
        ("isi:korupsi", "korupsi", "[korupsi]"),
        ("situs:kompas.com", "kompas.com", "kompas.com"),
    ],
)
def test_marks_what_was_found(query: str, text: str, marked: str) -> None:
    found = tuple(marks(text, wanted(query)))
    assert shown(Passage(text, found, True, True)) == marked


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("korup*", "[Korupsi] dan [koruptor] di korporasi? Covid-19."),
        ("korupt*", "Korupsi dan [koruptor] di korporasi? Covid-19."),
        ("kor?psi", "[Korupsi] dan koruptor di korporasi? Covid-19."),
        ("*tor", "Korupsi dan [koruptor] di korporasi? Covid-19."),
        ("korupsy~", "[Korupsi] dan koruptor di korporasi? Covid-19."),
        ("covid18~", "Korupsi dan koruptor di korporasi? [Covid-19]."),
        ("covid1*", "Korupsi dan koruptor di korporasi? [Covid-19]."),
    ],
)
def test_marks_what_a_pattern_stands_for(query: str, marked: str, tmp_path: Path) -> None:
    text = "Korupsi dan koruptor di korporasi? Covid-19."
    folder = build_index(tmp_path / "index", [([Article(id="a", title="", text=text)], [])])
    with Engine.open(folder) as engine:
        [hit] = engine.search(query, now=NOW).hits
    assert shown(hit.passage) == marked


@settings(max_examples=200)
@given(texts, st.sampled_from(["a b", '"a b"~3', '~"a b a"', "=b 0", "http 10.000"]))
@example("https://a\ud800b.a", "=b 0")
def test_marks_lie_inside_the_text_in_order_without_overlaps(text: str, query: str) -> None:
    end = 0
    for mark in marks(text, wanted(query)):
        assert end <= mark.start < mark.end <= len(text)
        end = mark.end


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_found_is_marked(seed: int, tmp_path: Path) -> None:
    rng = random.Random(f"marks {seed}")
    batches = random_batches(rng)
    with Engine.open(build_index(tmp_path / "index", batches)) as engine:
        found = 0
        for _ in range(150):
            query = rng.choice(["", "judul:", "isi:"]) + random_word(rng)
            for hit in engine.search(query, now=NOW, k=99, options=Options(mode="all")).hits:
                found += 1
                if parse(query, now=NOW).scored:
                    assert hit.title.marks or hit.passage.marks, (seed, query, hit.article)
        assert found > 100 or len(survivors(batches)) < 5


@pytest.mark.parametrize("seed", range(3))
def test_every_passage_is_a_piece_of_its_text(seed: int, tmp_path: Path) -> None:
    rng = random.Random(f"passages {seed}")
    with Engine.open(build_index(tmp_path / "index", random_batches(rng))) as engine:
        for _ in range(60):
            for hit in engine.search(random_query(rng), now=NOW, k=5).hits:
                assert hit.passage.text in hit.article.text
                assert len(hit.passage.text) <= WINDOW
                assert hit.title.text == hit.article.title
                if hit.passage.starts_text:
                    assert hit.article.text.startswith(hit.passage.text)
                if hit.passage.ends_text:
                    assert hit.article.text.rstrip().endswith(hit.passage.text)


SENTENCES = st.lists(
    st.one_of(st.sampled_from(WORDS), st.sampled_from(["korupsi.", "banjir,", "yang", "Hm. Ya!"])),
    max_size=150,
).map(" ".join)


def distinct(found: list[Mark], stops: frozenset[str]) -> int:
    return len({mark.word for mark in found} - stops)


@settings(max_examples=200)
@given(SENTENCES, st.sampled_from([40, 100, 220]))
def test_no_window_shows_more_words_than_the_passage(text: str, window: int) -> None:
    sought = wanted('korupsi banjir yang "anak anak" covid-19')
    passage = best(text, sought, window=window)
    found = marks(text, sought)
    windows = [
        [mark for mark in found if first.start <= mark.start and mark.end <= first.start + window]
        for first in found
    ]
    most = max((distinct(inside, sought.stops) for inside in windows), default=0)
    assert len(passage.text) <= window
    assert passage.text in text
    assert distinct(list(passage.marks), sought.stops) == most


@settings(max_examples=200)
@given(texts, st.integers(1, 50))
def test_any_text_has_a_passage(text: str, window: int) -> None:
    sought = wanted("a b http 10.000")
    passage = best(text, sought, window=window)
    assert passage.text in text
    for mark in passage.marks:
        assert 0 <= mark.start < mark.end <= len(passage.text)


def test_function_words_do_not_win_a_passage() -> None:
    text = "Yang di mana, dan yang di sana. " * 10 + QUIET * 4 + "Ada korupsi. " + QUIET * 4
    passage = best(text, wanted("yang di korupsi"))
    assert "[korupsi]" in shown(passage)


def test_function_words_alone_are_shown() -> None:
    passage = best(QUIET * 8 + "Untuk apa?", wanted("untuk"))
    assert "[Untuk] apa?" in shown(passage)


def test_the_passage_with_the_most_distinct_words_wins() -> None:
    text = "Banjir, banjir, banjir. " + QUIET * 4 + "Korupsi dana banjir. " + QUIET * 4
    assert "[Korupsi] dana [banjir]" in shown(best(text, wanted("banjir korupsi")))


def test_a_passage_starts_with_its_sentence() -> None:
    text = QUIET * 5 + "Kemarin terjadi banjir besar. " + QUIET * 5
    passage = best(text, wanted("banjir"))
    assert shown(passage).startswith(("Kemarin terjadi [banjir]", "Cuaca"))
    assert (passage.starts_text, passage.ends_text) == (False, False)


def test_a_passage_in_a_text_without_sentences_starts_at_a_word() -> None:
    text = "kata " * 200 + "banjir " + "lain " * 200
    passage = best(text, wanted("banjir"))
    assert "[banjir]" in shown(passage)
    assert passage.text.startswith("kata ")


def test_a_comma_at_the_end_of_the_window_hides_no_word() -> None:
    text = "banjir " + "x" * 40 + " korupsi, lalu"
    passage = best(text, wanted("banjir korupsi"), window=len("banjir " + "x" * 40 + " korupsi"))
    assert shown(passage).endswith("[korupsi]")


def test_without_a_mark_the_text_begins() -> None:
    passage = best(QUIET * 8, wanted("korupsi"))
    assert passage.starts_text
    assert not passage.marks
    assert best("", wanted("korupsi")) == Passage("", (), True, True)
