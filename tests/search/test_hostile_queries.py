"""Does every query get an answer or a clear error within a second?"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telusur.corpora.article import Article
from telusur.search.engine import Engine, Filters, Options
from telusur.search.errors import ArticleMissing, QueryError
from telusur.tests.support.corpora import NOW, build_index
from telusur.tests.support.effort import within
from telusur.tests.support.noise import queries
from telusur.tests.support.processes import PATIENCE

SECONDS = 1.0
TELUSUR = [sys.executable, "-c", "from telusur.search.cli import main; main()"]

# What the texts hold makes the queries below as dear as they can be.
ARTICLES = [
    Article(
        id=f"a{n}",
        title=f"Korupsi {n}",
        text="di " * 150 + "a" * 90 + " ab-a-b aa aab " * 20 + f"Korupsi dana desa ke-{n}.",
        url=f"https://news.contoh.test/{n}",
        site="Contoh",
        authors=("Budi Santoso",),
    )
    for n in range(20)
]

HOSTILE = {
    "empty": "",
    "blank": " \t\n\u3000",
    "NUL": "\0",
    "NUL in a word": "kor\0upsi",
    "NOT x 5000": "NOT " * 5000,
    "NOT x 2400": "NOT " * 2400,
    "NOT x 2400 and a word": "NOT " * 2400 + "korupsi",
    "AND x 2000": "AND " * 2000,
    "a OR x 1600": "a OR " * 1600,
    "a megabyte of (": "(" * 1_000_000,
    "a megabyte of ()": "()" * 500_000,
    "a megabyte of quotes": '"' * 1_000_000,
    "9,999 (": "(" * 9_999,
    "9,998 ()": "()" * 4_999,
    "9,999 )": ")" * 9_999,
    "9,999 quotes": '"' * 9_999,
    "100,000 letters": "a" * 100_000,
    "10,000 letters": "a" * 10_000,
    "50 deep": "(" * 50 + "korupsi" + ")" * 50,
    "49 deep": "(" * 49 + "korupsi" + ")" * 49,
    "51 deep": "(" * 51 + "korupsi" + ")" * 51,
    "50 deep with fields and NOT": "NOT judul:(" * 50 + "korupsi" + ")" * 50,
    "right to left": "\u202ekorupsi\u202c \u200f\u2067dana\u2069",
    "a lone surrogate": "\ud800",
    "lone surrogates everywhere": 'a\udcff =\udcff \udcff* a\udcff? \udcff~ "\udcff" situs:\udcff*',
    "surrogates in filters": "id:\udcff url:\udcff situs:\udcff penulis:\udcff? tanggal:2021",
    "* x 1000": "*" * 1_000,
    "a? x 3000": "a?" * 3_000,
    "a* x 3000": "a*" * 3_000,
    "?* x 4000": "?*" * 4_000,
    "*a*a…b": "*a" * 20 + "b",
    "*a*a…b x 400": ("*a" * 10 + "b ") * 400,
    "* a thousand times": "* " * 1_000,
    "a* a thousand times": "a* " * 1_000,
    "?? a thousand times": "?a " * 1_000,
    "a~2 a thousand times": "aa~2 " * 1_000,
    "5,000 phrases": '"di di" ' * 5_000,
    "1,200 phrases": '"di di" ' * 1_200,
    "490 phrases": '"di di" ' * 490,
    "a phrase of 3,300 words": '"' + "di " * 3_300 + '"',
    "a phrase of 990 words": '"' + "di " * 990 + '"',
    "a phrase of 290 words, far apart": '"' + "di " * 290 + '"~999',
    "a token of 4,000 parts": "a-b-" * 2_400,
    "a token of 900 parts": "a-b-" * 450,
    "1,000 words": " ".join(f"w{n}" for n in range(1_000)),
    "only signs": '~^=~^= ^^ ~~ == =~""~9^9 ^9999 ~99',
    "huge boosts": "korupsi^9999.9999 dana^0 (desa)^9999",
    "combining marks": "a" + "\u0301" * 9_000,
    "ligatures that grow": "\ufdfa" * 5_000,
    "dates": "tanggal:0000 tanggal:9999-99-99",
    "a date of 9,000 digits": "tanggal:" + "9" * 9_000,
    "dots": "tanggal:" + "." * 9_000,
    "colons": ":" * 9_999,
    "fields of fields": "judul:isi:situs:korupsi",
    "addresses": "https://" * 1_000,
    "e-mail": "a@" * 4_999,
    "numbers": "1.000." * 1_600,
    "emoji": "👩‍👩‍👧‍👦" * 1_000,
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_index(tmp_path_factory.mktemp("hostile") / "index", [(ARTICLES, [])])


@pytest.fixture(scope="module")
def engine(folder: Path) -> Iterator[Engine]:
    with Engine.open(folder) as opened:
        yield opened


def ask(engine: Engine, text: str, options: Options) -> int | None:
    """Return how many articles were found, None for a query error; fail when it takes long."""
    found, message = None, ""
    with within(SECONDS):
        try:
            found = engine.search(text, now=NOW, options=options).total
        except QueryError as error:
            message = str(error)
    assert len(message) < 300  # it names what is wrong, it does not repeat a megabyte
    return found


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_query_is_answered_or_refused_within_a_second(engine: Engine, text: str) -> None:
    ask(engine, text, Options())


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_strict_and_any_are_no_slower(engine: Engine, text: str) -> None:
    ask(engine, text, Options(strict=True, mode="any"))


@pytest.mark.parametrize("depth", [1, 49, 50])
def test_brackets_up_to_the_limit_change_nothing(engine: Engine, depth: int) -> None:
    assert ask(engine, "(" * depth + "korupsi" + ")" * depth, Options()) == len(ARTICLES)


@pytest.mark.parametrize("text", ["\ud800", "a\udcff", "\0", "", "a" * 100_000, "a\n"])
def test_a_hostile_id_is_missing(engine: Engine, text: str) -> None:
    with pytest.raises(ArticleMissing):
        engine.show(text)


@pytest.mark.parametrize("text", ["\ud800", "\0", "*", '"', "(" * 1000, "a" * 20_000, "?" * 20_000])
def test_a_hostile_filter_is_answered_or_refused(engine: Engine, text: str) -> None:
    for filters in (Filters(site=text), Filters(author=text), Filters(section=text)):
        assert ask(engine, "korupsi", Options(filters=filters)) == 0
    assert ask(engine, "korupsi", Options(filters=Filters(since=text))) is None


@settings(max_examples=300)
@given(text=queries, strict=st.booleans())
def test_any_text_is_answered_or_refused(engine: Engine, text: str, strict: bool) -> None:
    ask(engine, text, Options(strict=strict))


# The command line


def telusur(*arguments: str | bytes, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "COLUMNS": "100"}
    return subprocess.run(
        [*TELUSUR, *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("search", "korupsi"), 0),
        (("search", "absen"), 1),
        (("search", "NOT " * 5000), 2),
        (("search", "--strict", '"korupsi'), 2),
        (("search", "--json", b"\xff\xfe korupsi"), 0),
        (("search", b"\xed\xa0\x80"), 1),
        (("search", "\u202ekorupsi \x1b[31m"), 0),
        (("search", "(" * 60_000), 2),
        (("search", "korupsi", "--site", b"\xff"), 1),
        (("search", "korupsi", "--from", b"\xff"), 2),
        (("count", "*a" * 20 + "b"), 1),
        (("show", b"\xff"), 2),
    ],
)
def test_the_command_ends_with_a_status_and_never_a_traceback(
    folder: Path, arguments: tuple[str | bytes, ...], status: int
) -> None:
    ended = telusur(*arguments, "--index", str(folder), cwd=folder.parent)
    assert b"Traceback" not in ended.stderr
    assert ended.returncode == status, ended.stderr.decode("utf-8", "replace")
    assert bool(ended.stderr) == (status == 2)
    assert b"\x1b" not in ended.stdout
    ended.stdout.decode("utf-8")


def test_a_file_of_hostile_topics_is_ranked(folder: Path) -> None:
    names = ["right to left", "49 deep", "only signs", "huge boosts", "fields of fields"]
    topics = [f"{name.replace(' ', '-')}\t{HOSTILE[name]}" for name in names]
    path = folder.parent / "topics.tsv"
    path.write_text("\n".join([*topics, "q99\tkorupsi"]), "utf-8")
    ended = telusur("run", str(path), "--index", str(folder), cwd=folder.parent)
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert ended.stdout.count(b"q99 Q0 a") == len(ARTICLES)
