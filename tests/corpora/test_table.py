"""Does each row of a table give its article, and a bad one cost itself only?"""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telusur.corpora.article import Article, Reason, Skipped
from telusur.corpora.events import Found
from telusur.corpora.extraction import DEFAULTS
from telusur.corpora.readers import rows as rows_reader
from telusur.corpora.readers import table as reader
from telusur.corpora.readers.parts import Fault, Record
from telusur.corpora.readers.table import DELIMITERS
from telusur.corpora.records import article_of
from telusur.corpora.settings import Limits
from telusur.tests.support.archives import events, stream, table


def parts(content: bytes | str, **limits: int) -> list[Record | Fault]:
    content = content if isinstance(content, bytes) else content.encode()
    return list(reader.read(stream(content, "/a.csv"), Limits(**limits)))


def values(content: bytes | str, **limits: int) -> list[Any]:
    """What each row says; for a fault its place and what is wrong."""
    return [
        one.value if isinstance(one, Record) else f"{one.place}: {one.skipped.detail}"
        for one in parts(content, **limits)
    ]


# What is read


def test_indonesian_headers_name_the_parts_of_an_article(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "Judul Berita;Isi;Tanggal Terbit;Penulis;Rubrik;Sumber;Tautan;Kata-Kunci;Catatan\n"
        '"Banjir; lagi";"Paragraf satu.\nDua.";3 Oktober 2021 09:30 WIB;Ani, Budi;Daerah;'
        "Harian Contoh;https://contoh.example/1;banjir, cuaca;salin\n"
    )
    found, _ = events(path)
    assert isinstance(found, Found)
    article = found.article
    assert article.title == "Banjir; lagi"
    assert article.text == "Paragraf satu.\nDua."
    assert str(article.published) == "2021-10-03 09:30:00+07:00"
    assert (article.authors, article.tags) == (("Ani", "Budi"), ("banjir", "cuaca"))
    assert (article.section, article.site) == ("Daerah", "Harian Contoh")
    assert article.url == "https://contoh.example/1"
    assert article.extra == {"Catatan": "salin"}
    assert article.paths == (str(path),)


@pytest.mark.parametrize("delimiter", DELIMITERS)
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("packed", [False, True])
def test_every_delimiter_is_found_out(delimiter: str, mark: bytes, packed: bool) -> None:
    rows = [{"id": "1", "title": "a, b; c | d\te", "text": 'Ia berkata "ya".\r\nLalu pergi.'}]
    content = mark + table(rows, delimiter=delimiter)
    assert values(gzip.compress(content) if packed else content) == rows


def test_a_reader_that_stops_early_leaves_nothing_open() -> None:
    content = "text\tjudul\nisi\té\n".encode("utf-16") * 2
    for packed in (content, gzip.compress(content)):
        found = reader.read(stream(packed), Limits())
        assert isinstance(next(found), Record)
        found.close()  # type: ignore[attr-defined]
    assert "no column" in values("judul\tx\nisi\té\n".encode("utf-16"))[0]


def test_excel_names_the_delimiter_itself() -> None:
    assert values("sep=;\r\ntext;a,b,c\r\nx;y\r\n") == [{"text": "x", "a,b,c": "y"}]


def test_encodings_are_told_apart_by_line() -> None:
    content = 'text\n"“Jum’at”"\n'.encode("cp1252") + "“Sabtu”\n".encode()
    assert values(content) == [{"text": "“Jum’at”"}, {"text": "“Sabtu”"}]
    assert values("text\tjudul\nisi\té\n".encode("utf-16")) == [{"text": "isi", "judul": "é"}]


def test_blank_rows_cells_and_nameless_columns_say_nothing() -> None:
    assert values(",text,url\n\n0,a,\n  \n,,\n1,b,x\n") == [
        {"text": "a"},
        {"text": "b", "url": "x"},
    ]


def test_a_second_column_of_a_name_is_kept() -> None:
    assert values("text,x,x,Text\na,b,c,d\n") == [
        {"text": "a", "x": "b", "x_2": "c", "text_2": "d"},
    ]


def test_the_header_is_part_of_what_a_row_says() -> None:
    (one,), (two,) = parts("text,a\nx,y\n"), parts("text,b\nx,y\n")
    assert isinstance(one, Record)
    assert isinstance(two, Record)
    assert one.content != two.content


def test_a_long_article_fits_into_a_field() -> None:
    before = csv.field_size_limit()
    assert values(f"text\n{'x ' * 400_000}\n") == [{"text": "x " * 400_000}]
    assert csv.field_size_limit() >= before


# What is wrong


def test_without_a_column_of_text_the_error_says_what_is_needed() -> None:
    (told,) = values("id,judul,tanggal\n1,a,b\n2,c,d\n")
    assert told.startswith("line 1: no column with a text: found id, judul, tanggal; ")
    assert "isi" in told
    (told,) = values("Banjir melanda, " * 30 + "\nlagi\n")
    assert "…" in told
    assert len(told) < 700


def test_nothing_gives_nothing() -> None:
    assert values("") == values("\n\n") == values("text\n") == []


def test_ragged_rows_are_told_by_line() -> None:
    content = 'judul,isi\na,"x\ny"\nb\nc,d,e\nf,g\n'
    assert values(content) == [
        {"judul": "a", "isi": "x\ny"},
        "line 4: 1 cells under a header of 2",
        "line 5: 3 cells under a header of 2",
        {"judul": "f", "isi": "g"},
    ]


def test_a_table_of_carriage_returns_alone_is_told_so() -> None:
    assert values("text,a\rx,y\r") == ["line 1: a carriage return seen in unquoted field"]


def test_a_quote_left_open_costs_its_row_only() -> None:
    content = 'judul,isi\na,b\n"c,d,e\nf,g\nh,i\n'
    assert values(content) == [
        {"judul": "a", "isi": "b"},
        "line 3: a quote is left open",
        {"judul": "f", "isi": "g"},
        {"judul": "h", "isi": "i"},
    ]


def test_a_quote_that_is_only_a_sign_stays_one() -> None:
    content = 'judul\tisi\n"Kata pengantar\tx\nLayar 5" dijual\ty\n'
    assert values(content) == [
        {"judul": '"Kata pengantar', "isi": "x"},
        {"judul": 'Layar 5" dijual', "isi": "y"},
    ]


def test_huge_fields_are_told_and_passed_over() -> None:
    content = "text,a\n" + "x" * 900 + '\n"' + "y\n" * 300 + '",\nz,b\n'
    found = values(content, line_bytes=500)
    assert found[0] == "line 2: longer than 500 bytes"
    assert found[1].startswith("line 3: a quote is left open")
    assert found[-1] == {"text": "z", "a": "b"}


def test_many_quotes_left_open_do_not_take_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows_reader, "REREAD", 3)
    content = "text,a\n" + ('"x,y,z\n' + "a,b\n" * 300) * 5
    found = parts(content, line_bytes=1000)
    assert "are lost as well" in str(found)
    assert 900 < len(found) < 1505  # three times nothing was lost but the row itself


def test_a_table_over_the_limit_ends_there() -> None:
    found = parts("text\n" + "x\n" * 1000, records_bytes=100)
    assert isinstance(found[-1], Fault)
    assert found[-1].skipped.reason is Reason.TOO_LARGE
    assert len(found) < 60


def test_a_truncated_gzip_gives_what_it_has() -> None:
    rows = [{"text": f"{number * 7919}"} for number in range(500)]
    found = parts(gzip.compress(table(rows))[:-100])
    assert len(found) > 10
    assert isinstance(found[-1], Fault)


CELL = st.text(
    st.characters(blacklist_categories=["Cs", "Cc"]) | st.sampled_from('",;\t|\n'), max_size=12
)


@given(st.lists(st.tuples(CELL, CELL), max_size=6), st.sampled_from(DELIMITERS))
def test_what_a_program_writes_is_read(pairs: list[tuple[str, str]], delimiter: str) -> None:
    rows = [{"text": one, "lain": two} for one, two in pairs]
    expected = [{key: cell for key, cell in row.items() if cell.strip()} for row in rows]
    content = table(rows, delimiter=delimiter) if rows else b"text,lain\n"
    assert values(content) == [row for row in expected if row]


@settings(max_examples=200)
@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_give_records_or_faults(content: bytes, with_header: bool) -> None:
    for one in parts((b"text,judul\n" if with_header else b"") + content, line_bytes=100):
        if isinstance(one, Record):
            made = article_of(one.value, path="/a.csv", options=DEFAULTS)
            assert isinstance(made, Article | Skipped)
            f"{made}".encode()  # fit for UTF-8


@given(st.text('ab,"\n', max_size=60))
def test_rows_that_are_whole_are_read_as_the_library_does(text: str) -> None:
    """The plain way to read a table, all of it at once, is the oracle where no quote stays open."""
    content = f"text,x\n{text}\n"
    try:
        plain = list(csv.reader(io.StringIO(content, newline=""), strict=True))
    except csv.Error:
        return
    expected = [row for row in plain[1:] if any(cell.strip() for cell in row) and len(row) == 2]
    found = [one.value for one in parts(content) if isinstance(one, Record)]
    assert found == [
        {key: cell for key, cell in zip(("text", "x"), row, strict=True) if cell.strip()}
        for row in expected
    ]
