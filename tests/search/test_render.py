"""Does every way to show an answer parse back, whatever a page put into it?"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from telusur.corpora.article import Article
from telusur.search.command.render import (
    COLUMNS,
    article_record,
    article_text,
    hit_record,
    results_csv,
    results_json,
    results_text,
    run_lines,
    safe,
    snippet_html,
)
from telusur.search.command.ris import results_ris
from telusur.search.command.terminal import print_results
from telusur.search.engine import Engine, Results
from telusur.search.snippets.marker import Mark
from telusur.search.snippets.passages import Passage
from telusur.tests.support.corpora import NOW, build_index
from telusur.tests.support.noise import texts

SEQUENCES = "\x1b]0;x\x07\x1b[31m\u202emoc.live\u2066\r\b\x9b2J"
EVIL = f'{SEQUENCES} <script>"a,b"</script> & <mark>; &lt;b&gt; '
ARTICLES = [
    Article(
        id="a b\n\x1b[31m",
        title=f"Korupsi {EVIL}\nbaris kedua",
        text=f"Kasus korupsi {EVIL}\n\n{EVIL} " * 3,
        url=f"https://contoh.test/{EVIL}",
        paths=(f"/simpanan/{EVIL}.html",),
        site=f"Outlet\n\x1b[2J{EVIL}",
        section=f"Rubrik {EVIL}",
        authors=(f"Budi, {EVIL}", "Siti\nER  - "),
        tags=("tag\nER  - ", EVIL),
        published=datetime(2021, 10, 28, 20, 47, tzinfo=UTC),
        language="id",
        extra={"kunci": EVIL},
    ),
    Article(id="=2+3", title="", text="korupsi"),
    Article(id="biasa", title="Korupsi dana desa", text="Dana desa dikorupsi.", site="Kompas.com"),
]


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    folder: Path = build_index(tmp_path_factory.mktemp("render") / "index", [(ARTICLES, [])])
    with Engine.open(folder) as engine:
        found = engine.search("korupsi", now=NOW)
    assert found.total == len(ARTICLES)
    return found


def one_line(text: str) -> str:
    return " ".join(safe(text).split())


class Reader(HTMLParser):
    """Reads a snippet as a browser would: texts, and whether each is marked."""

    def __init__(self, snippet: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, str]] = []
        self.text = ""
        self.marked = ""
        self.feed(snippet)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(("start", tag))
        assert not attrs

    def handle_endtag(self, tag: str) -> None:
        self.tags.append(("end", tag))

    def handle_data(self, data: str) -> None:
        self.text += data
        if self.tags and self.tags[-1][0] == "start":
            self.marked += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)


@st.composite
def passages(draw: st.DrawFn) -> Passage:
    """Draw a passage of junk with marks anywhere."""
    markup = st.sampled_from(["", "<mark>", "</mark>", "<!--", "&amp;", "<?x", "<"])
    text = draw(texts) + draw(markup)
    ends = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
    found = tuple(Mark(start, end, "x") for start, end in zip(ends[::2], ends[1::2], strict=False))
    return Passage(text, found, draw(st.booleans()), draw(st.booleans()))


@settings(max_examples=300)
@given(passages())
@example(Passage("a<script>b", (Mark(2, 8, "script"),), True, True))
@example(Passage("&amp;", (Mark(1, 4, "amp"),), False, False))
def test_a_snippet_has_no_markup_but_its_marks(passage: Passage) -> None:
    read = Reader(snippet_html(passage))
    assert read.tags == [("start", "mark"), ("end", "mark")] * len(passage.marks)
    before, after = "" if passage.starts_text else "… ", "" if passage.ends_text else " …"
    assert read.text.split() == f"{before}{passage.text}{after}".split()
    marked = "".join(passage.text[mark.start : mark.end] for mark in passage.marks)
    assert "".join(read.marked.split()) == "".join(marked.split())


def test_several_passages_have_dots_between_them() -> None:
    one = Passage("Banjir  di\nBogor,", (Mark(0, 6, "banjir"),), False, False)
    two = Passage("<longsor>", (Mark(1, 8, "longsor"),), False, True)
    assert snippet_html(one, two) == (
        "… <mark>Banjir</mark> di Bogor, … &lt;<mark>longsor</mark>&gt;"
    )


def test_json_holds_every_key_of_the_contract(results: Results) -> None:
    answer = json.loads(results_json(results))
    assert list(answer) == [*("format", "query", "total", "took_ms", "mode", "suggestion", "hits")]
    assert (answer["format"], answer["query"], answer["total"]) == (1, "korupsi", len(ARTICLES))
    contract = "rank score id url path title site section authors published snippet duplicates"
    for number, (record, hit) in enumerate(zip(answer["hits"], results.hits, strict=True), 1):
        assert set(contract.split()) <= set(record)
        assert record == hit_record(hit)
        assert record["rank"] == number
        assert record["title"] == hit.article.title  # data keeps what the page said
        assert "<script>" not in record["snippet"]


def test_json_answers_a_query_that_is_no_text() -> None:
    odd = Results("\ud800 korupsi", 0, 0, 0.5, "all", ())
    assert json.loads(results_json(odd))["query"] == "? korupsi"


def test_an_article_as_json_parses_back() -> None:
    for article in ARTICLES:
        record = json.loads(json.dumps(article_record(article), ensure_ascii=False))
        assert (record["id"], record["text"]) == (article.id, article.text)
        assert list(record)[:8] == [
            "path", "kind", "url", "title", "text", "published", "authors", "site",
        ]  # fmt: skip


def test_csv_parses_back(results: Results) -> None:
    header, *rows = csv.reader(io.StringIO(results_csv(results), newline=""))
    assert header == list(COLUMNS)
    for row, hit in zip(rows, results.hits, strict=True):
        record = dict(zip(header, row, strict=True))
        assert record["id"] == hit.article.id
        assert record["title"] == hit.article.title
        assert record["authors"] == "; ".join(hit.article.authors)
        assert record["published"] == (hit_record(hit)["published"] or "")
        assert record["snippet"] == Reader(snippet_html(hit.passage)).text


def test_csv_keeps_what_looks_like_a_mark(results: Results) -> None:
    assert "<mark>;" in results_csv(results)


def test_ris_parses_back(results: Results) -> None:
    lines = results_ris(results).split("\n")
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - [^\r\n]*", line) for line in lines)
    starts = [line for line in lines if line.startswith("TY")]
    ends = [line for line in lines if line.startswith("ER")]
    assert starts == ["TY  - NEWS"] * len(ARTICLES)
    assert ends == ["ER  - "] * len(ARTICLES)
    titles = [line[6:] for line in lines if line.startswith("TI")]
    assert titles == [one_line(hit.article.title) for hit in results.hits]
    authors = [line[6:] for line in lines if line.startswith("AU")]
    assert authors == [one_line(one) for hit in results.hits for one in hit.article.authors]


def test_a_run_has_six_columns(results: Results) -> None:
    ranked = [(hit.article.id, hit.score) for hit in results.hits]
    for number, line in enumerate(run_lines("q1", ranked), 1):
        query_id, q0, article_id, rank, score, system = line.split()
        assert (query_id, q0, rank, system) == ("q1", "Q0", str(number), "telusur")
        assert article_id
        assert float(score) == pytest.approx(ranked[number - 1][1], abs=1e-6)


def controls(text: str) -> set[str]:
    """Return what a terminal would obey instead of showing."""
    bidi = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    return {
        letter
        for letter in text
        if (unicodedata.category(letter) == "Cc" and letter != "\n")
        or unicodedata.bidirectional(letter) in bidi
    }


def test_plain_text_has_nothing_that_a_terminal_obeys(results: Results) -> None:
    shown = results_text(results)
    assert not controls(shown)
    # a page must not write lines that look like ours
    assert len([line for line in shown.split("\n") if line.startswith("     id ")]) == 3
    assert shown.startswith("3 articles (")
    assert "Korupsi*" not in shown.split("\n")[0]
    assert "*Korupsi* dana desa" in shown
    assert "(no title)" in shown


def test_the_terminal_gets_nothing_that_it_obeys(
    results: Results, capsys: pytest.CaptureFixture[str]
) -> None:
    print_results(results, color=False)
    shown = capsys.readouterr().out
    assert not controls(shown)
    assert "Korupsi dana desa" in shown


def test_a_shown_article_has_nothing_that_a_terminal_obeys() -> None:
    for article in ARTICLES:
        assert not controls(article_text(article))


@settings(max_examples=200)
@given(st.text())
def test_safe_text_has_nothing_that_a_terminal_obeys(text: str) -> None:
    assert controls(safe(text)) <= {"\t"}
    assert len(safe(text)) == len(text)
