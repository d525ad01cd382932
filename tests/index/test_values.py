"""Is a date, an amount or a percentage the same value in every spelling, and nothing else one?"""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telusur.corpora.article import Article
from telusur.index.commits.store import open_snapshot, writing
from telusur.index.language import spoken
from telusur.index.language.value_grammar import written
from telusur.index.language.value_words import meanings, telling
from telusur.index.language.values import kind_of, values
from telusur.index.segments.inversion import Vocabulary
from telusur.tests.support.effort import within
from telusur.tests.support.noise import texts

# Each line: a value, and spellings of it.
SAME = """
date:2021-08-17 | 17 Agustus 2021 | 17 agustus 2021 | 17 Agt 2021 | 17 Agt. 2021
date:2021-08-17 | 17-Agustus-2021 | 17 Aug 2021
date:2021-08-17 | 17/8/2021 | 17/08/2021 | 17-08-2021 | 17.8.2021 | 2021-08-17 | 2021/8/17
date:2021-08-17 | 17/8/21 | August 17, 2021
date:1945-08-17 | 17 Agustus 1945 | 17/08/1945
date:1999-01-02 | 2/1/99 | 2 Januari 1999 | 02 Jan 1999
date:2018-11-30 | 30 November 2018 | 30 Nopember 2018 | 30 Nov 2018
idr:15e8 | Rp 1.500.000.000 | Rp1.500.000.000 | Rp. 1.500.000.000,- | Rp1.500.000.000,00
idr:15e8 | Rp 1,5 miliar | Rp1,5 milyar
idr:15e8 | Rp 1,5 M | Rp1,5M | IDR 1,5 miliar | 1,5 miliar rupiah | Rp 1.500 juta
idr:15e8 | 1.500 juta rupiah | Rp 1,5 miliar rupiah
idr:15e11 | Rp1,5 T | Rp 1,5 triliun | Rp 1.500 miliar | 1,5 triliun rupiah
idr:15e11 | satu koma lima triliun rupiah
idr:500 | Rp500 | Rp 500 | 500 rupiah | lima ratus rupiah
idr:1234567 | Rp1.234.567 | Rp 1.234.567,00 | 1.234.567 rupiah
idr:25e5 | Rp 2 juta 500 ribu | Rp 2,5 juta | Rp 2.5 juta | Rp 2,5 jt | Rp2,5jt
usd:5e6 | US$ 5 juta | US$5 juta | USD 5 juta | 5 juta dolar AS | 5 juta dollar Amerika Serikat
usd:5e6 | US$5,000,000 | USD 5.000.000
sgd:1e4 | S$10.000 | SGD 10 ribu | sepuluh ribu dolar Singapura
eur:2.5 | € 2,5 | 2,5 euro | EUR 2.50
num:15e11 | 1,5 triliun | 1.5 triliun | 1.500 miliar | 1.500.000.000.000 | seribu lima ratus miliar
num:2e5 | 200 ribu | 200rb | 200.000 | 200000 | dua ratus ribu | 0,2 juta
num:12e5 | 1,2 juta | 1.200.000 | 1,200,000 | 1,200,000.00 | satu juta dua ratus ribu
num:12e5 | 1 juta 200 ribu
num:1500 | 1,500.00 | 1.500 | 1,5 ribu | seribu lima ratus
num:100 | 100 | seratus | satu ratus
num:1e6 | 1.000.000 | sejuta | satu juta | 1 juta
num:7e15 | 7 ribu triliun | tujuh ribu triliun | 7.000 triliun
pct:5 | 5 persen | 5% | 5 % | 5,0 % | 5.0% | 5,00 persen | lima persen | 5 prosen
pct:5.25 | 5,25 persen | 5.25% | lima koma dua lima persen
pct:0.5 | 0,5 % | nol koma lima persen
pct:100 | 100% | seratus persen
""".strip().splitlines()
SPELLINGS = [(value, one) for value, *ones in (line.split(" | ") for line in SAME) for one in ones]

NOTHING = (
    """
17 | 2021 | 17 Agustus | Agustus 2021 | 17/8 | 31/2/2021 | 31 Februari 2021 | 17 Agustus 3021
17-08-21 | 32/1/2021
17-20 Agustus 2021 | 5-10 persen | 5–10% | 5 - 10 persen | Rp 5-10 juta | 20.000-30.000
20.000 - 30.000
3-1 | 10.30 WIB | 10:00 | 10.00-12.00 | Pasal 27 ayat 3 | UU 11/2020 | 021-1234-5678
0811-200-300 | 081200300400
1,500 | 1,500 juta | 0.500 | 12,345 persen | 1.23.456 | 1,23,456.00 | 1.500.00 | 007 | 2000
1945 | nomor 1500
US$ 5 M | 5 M | 10 T | Rp 5 juta dolar AS | Rp 5 persen | dua tiga ribu | lima enam persen
dua ribu juta ribu
ribu | juta | persen | Rp | dua | sepuluh | ratusan ribu | puluhan | dua ratus lima puluh | 250
Rp banyak | setengah juta
A100 | 500x | 500é | 17/8/2021a | https://a.id/2021/08/17/b | covid-19 | ke-17
١٠٠ | １００ | ५% | Ⅻ | ² | perſen 5 | 100² | 1.000.000.000.000.000.000.000
""".strip()
    .replace("\n", " | ")
    .split(" | ")
)


def named(text: str) -> list[str]:
    return [one.term for one in values(text)]


@pytest.mark.parametrize(("value", "spelling"), SPELLINGS)
def test_a_value_is_the_same_in_every_spelling(value: str, spelling: str) -> None:
    for text in (spelling, f"({spelling}),", f"Pada {spelling}.", f'"{spelling}" lalu'):
        found = values(text)
        assert found[0].term == value
        assert text[found[0].start : found[0].end].strip(".") == spelling.removesuffix(",-")
        assert all(one.term.startswith("num:") for one in found[1:])


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_ambiguous_or_small_names_nothing(text: str) -> None:
    assert named(text) == []


def test_each_end_of_a_range_that_has_its_unit_is_a_value() -> None:
    assert named("5%-10%") == ["pct:5", "pct:10"]
    assert named("Rp5 juta-Rp10 juta") == ["idr:5e6", "num:5e6", "idr:1e7", "num:1e7"]
    assert named("5 hingga 10 persen") == ["pct:10"]


def test_blanks_of_any_kind_part_the_words_of_a_value() -> None:
    text = "senilai Rp\u00a01,5 \n triliun\t."
    [money, number] = values(text)
    assert text[money.start : money.end] == "Rp\u00a01,5 \n triliun"
    assert text[number.start : number.end] == "1,5 \n triliun"


# Properties

COUNTS = st.integers(1, 10**15 - 1)


def grouped(count: int, mark: str) -> str:
    return f"{count:,}".replace(",", mark)


@given(COUNTS)
def test_a_number_is_the_same_in_words(count: int) -> None:
    assert spoken.number(spoken.in_words(count)) == count
    told = " ".join(spoken.in_words(count))
    short = told.replace("satu puluh", "sepuluh").replace("satu belas", "sebelas")
    for text in (told, short.replace("satu ratus", "seratus")):
        assert named(f"{text} rupiah")[0] == named(f"Rp {count}")[0]


@given(COUNTS)
def test_money_is_the_same_in_every_spelling(count: int) -> None:
    term = f"idr:{written(count * 10_000)}"
    mark = grouped(count, ".")
    spellings = [f"Rp{mark}", f"Rp {mark},00", f"rp. {count}", f"{mark} rupiah", f"IDR {mark},-"]
    for power, words in ((3, "ribu rb"), (6, "juta jt"), (9, "miliar M"), (12, "triliun T")):
        whole, rest = divmod(count, 10**power)
        if rest % 10 ** (power - 1) == 0:
            decimal = f"{grouped(whole, '.')},{rest // 10 ** (power - 1)}"
            spellings += [f"Rp{decimal} {word}" for word in words.split()]
    for text in spellings:
        assert named(text)[0] == term, text


@given(st.integers(0, 99_999), st.integers(0, 99))
def test_a_percentage_is_the_same_in_every_spelling(whole: int, hundredths: int) -> None:
    term = f"pct:{written(whole * 10_000 + hundredths * 100)}"
    for mark in ",.":
        for sign in ("%", " %", " persen"):
            assert named(f"{whole}{mark}{hundredths:02}{sign}") == [term]


@given(st.dates(date(1600, 1, 1), date(2100, 12, 31)))
def test_a_day_is_the_same_in_every_spelling(day: date) -> None:
    one, two, year = day.day, day.month, day.year
    spellings = [f"{one}{mark}{two}{mark}{year}" for mark in "/.-"]
    spellings += [f"{one:02}{mark}{two:02}{mark}{year}" for mark in "/.-"]
    spellings += [f"{year}-{two:02}-{one:02}", f"{year}/{two}/{one}"]
    months = [word for word, month in meanings("month").items() if int(month) == two]
    for month in months:
        spellings += [f"{one} {month} {year}", f"{one:02} {month.title()} {year}"]
    if 1950 <= year < 2050:
        spellings.append(f"{one}/{two}/{year % 100:02}")
    assert {term for text in spellings for term in named(text)} == {f"date:{day.isoformat()}"}


@given(COUNTS.map(lambda count: count * 10_000) | st.integers(0, 10**19 - 1))
def test_what_is_written_is_short_and_exact(worth: int) -> None:
    told = written(worth)
    mantissa, _, power = told.partition("e")
    whole, _, decimals = mantissa.partition(".")
    again = int(whole + decimals.ljust(4, "0")) * 10 ** int(power or 0)
    assert again == worth
    assert "." in told or len(told) <= len(str(worth // 10_000))


# Batches

PIECES = st.sampled_from(
    [one for _, one in SPELLINGS] + NOTHING + [*telling(), "dan", "–", "-", "US$", "(1)"]
)
MIXED = st.lists(st.tuples(PIECES, st.sampled_from([" ", " ", "\n", ", ", ". ", "", "-"])))
JOINED = MIXED.map(lambda pairs: "".join(map("".join, pairs)))


def of_batch(batch: list[str]) -> list[set[str]]:
    return Vocabulary().invert(batch).values


@settings(max_examples=300)
@given(st.lists(JOINED | texts, max_size=5))
def test_a_batch_has_the_values_of_its_texts(batch: list[str]) -> None:
    assert of_batch(batch) == [set(named(text)) for text in batch]


@settings(max_examples=300)
@given(JOINED | texts)
def test_only_chunks_of_some_kind_make_up_values(text: str) -> None:
    for start, end, _ in values(text):
        assert all(kind_of(chunk) for chunk in text[start:end].split()[1:-1])
        assert 0 <= start < end <= len(text)
    assert named(" ".join(text.split())) == named(text)


def test_a_value_does_not_reach_from_one_text_into_the_next() -> None:
    assert of_batch(["17 Agustus", "2021 Rp", "5 juta"]) == [set(), set(), {"num:5e6"}]


@pytest.mark.parametrize(
    "text",
    [
        "9" * 10_000,
        "1." * 5_000,
        "1.000" * 5_000,
        ".000" * 5_000,
        "1 " * 20_000,
        "dua " * 20_000,
        "dua ratus ribu " * 5_000,
        "Rp " * 10_000,
        "5 juta " * 5_000,
        "17/8/" * 5_000,
        "1 - " * 5_000,
        "-" * 20_000,
        "%" * 20_000,
        "Rp" + "0" * 10_000 + " juta",
        "1 " + "ribu " * 10_000,
        "nol koma " + "lima " * 10_000 + "persen",
    ],
    ids=lambda text: text[:12],
)
def test_hostile_texts_take_no_time(text: str) -> None:
    with within(2.0):
        found = [set(named(text))]
        assert of_batch([text]) == found


def test_lone_surrogates_and_nulls_are_no_values() -> None:
    assert named("\ud800 5 \0 persen 5 \ud800persen") == []


# The index


def test_values_survive_deletes_and_merges(tmp_path: Path) -> None:
    rng = random.Random(7)
    alive: dict[str, str] = {}
    with writing(tmp_path / "index") as writer:
        for _ in range(6):
            batch = {f"a{rng.randint(0, 30)}": rng.choice(SPELLINGS)[1] for _ in range(12)}
            gone = rng.sample(sorted(alive), min(len(alive), 3))
            writer.commit(
                [Article(id=one, title=text, text="x") for one, text in batch.items()], gone
            )
            alive = {one: text for one, text in alive.items() if one not in gone} | batch
        expected = {
            term: sorted(one for one, text in alive.items() if term in named(text))
            for term in {value for value, _ in SPELLINGS}
        }
        assert found(tmp_path / "index", expected) == expected
        writer.optimize()
    assert found(tmp_path / "index", expected) == expected


def found(folder: Path, terms: dict[str, list[str]]) -> dict[str, list[str]]:
    with open_snapshot(folder) as snapshot:
        docs = {term: snapshot.postings("title_value", term).docs.tolist() for term in terms}
        return {term: sorted(map(snapshot.id, ones)) for term, ones in docs.items()}
