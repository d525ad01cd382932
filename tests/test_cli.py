"""Does the command line keep its contract: formats, streams, exit codes, start-up?"""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

import pytest
from telusur.corpora.settings import Ranking

TELUSUR = str(Path(sys.executable).with_name("telusur"))
PAGES = Path(str(files("telusur.corpora.samples"))) / "pages"
FOUND, NOTHING, ERROR = 0, 1, 2
OWN = ("TELUSUR_", "NO_COLOR", "FORCE_COLOR")
SURROUNDINGS = {key: value for key, value in os.environ.items() if not key.startswith(OWN)}
COLOUR = re.compile(r"\x1b\[[\d;]*m")
COMMANDS = (
    *("index", "search", "count", "show", "run", "info", "doctor", "extract", "stem", "config"),
    "demo",
)
HIT_KEYS = {
    *("rank", "score", "id", "url", "path", "title", "site", "section", "authors", "published"),
    *("snippet", "duplicates"),
}


def telusur(
    *arguments: str | Path,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    stdin: str | bytes = "",
) -> subprocess.CompletedProcess[str]:
    """Run the installed command; none of the caller's own settings reach it."""
    done = subprocess.run(
        [TELUSUR, *map(str, arguments)],
        cwd=cwd or Path("/"),
        env=SURROUNDINGS | {"COLUMNS": "100"} | dict(env or {}),
        input=stdin if isinstance(stdin, bytes) else stdin.encode(),
        capture_output=True,
        timeout=60,
    )
    out, errors = done.stdout.decode(), done.stderr.decode()
    assert "Traceback" not in errors
    return subprocess.CompletedProcess(done.args, done.returncode, out, errors)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the sample pages; tests only read it."""
    folder = tmp_path_factory.mktemp("cli") / "indeks"
    done = telusur("index", PAGES, "--index", folder)
    assert done.returncode == FOUND, done.stderr
    return folder


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two records and an index of them."""
    folder = tmp_path_factory.mktemp("kecil")
    lines = [
        {"id": "satu", "title": "Banjir <b>& \"longsor\"</b>", "text": "Banjir melanda desa.",
         "url": "https://contoh.example/1", "date": "2021-10-28", "author": ["Ani", "Budi"],
         "source": "Contoh", "category": "Daerah"},
        {"id": "dua tiga", "title": "Panen", "text": "Petani memanen padi;\tbaris, \"kutip\"."},
    ]  # fmt: skip
    (folder / "kabar.jsonl").write_text("\n".join(map(json.dumps, lines)))
    done = telusur("index", "kabar.jsonl", cwd=folder)
    assert done.returncode == FOUND, done.stderr
    return folder


def fails(*arguments: str | Path, **how: object) -> str:
    """What a command says when it ends with status 2 and no data."""
    done = telusur(*arguments, **how)  # pyright: ignore[reportArgumentType]
    assert done.returncode == ERROR, done
    assert done.stdout == ""
    assert done.stderr
    return done.stderr


# index


def test_index_reports_as_a_table(tmp_path: Path) -> None:
    done = telusur("index", PAGES, cwd=tmp_path)
    assert done.returncode == FOUND
    counts = dict(re.findall(r"^ *(\S.*?)  +([\d,]+)$", done.stdout, re.MULTILINE))
    assert counts["skipped"] == "4"
    assert counts["listing"] == "3"
    assert counts["error page"] == "1"
    assert int(counts["indexed"]) + int(counts["same article under a further path"]) == 40
    assert f"articles in {tmp_path / 'telusur-index'}" in done.stdout
    again = telusur("index", PAGES, cwd=tmp_path)
    assert re.search(r"^unchanged +40$", again.stdout, re.MULTILINE)


def test_index_reports_as_json_and_names_what_it_skipped(tmp_path: Path) -> None:
    done = telusur("index", PAGES, "--json", "--list-skipped", cwd=tmp_path)
    report = json.loads(done.stdout)
    assert {"indexed", "updated", "unchanged", "removed", "skipped", "total"} <= report.keys()
    assert report["skipped"] == {"listing": 3, "error page": 1}
    assert report["total"] == report["indexed"]
    named = [Path(page["path"]).name[:2] for page in report["skipped_pages"]]
    assert named == ["41", "42", "43", "44"]
    assert {page["reason"] for page in report["skipped_pages"]} == {"listing", "error page"}


def test_index_of_nothing_ends_with_1(tmp_path: Path) -> None:
    (tmp_path / "kosong").mkdir()
    done = telusur("index", "kosong", cwd=tmp_path)
    assert done.returncode == NOTHING
    assert "0 articles" in done.stdout


def test_index_without_a_path_says_what_to_do(tmp_path: Path) -> None:
    assert "telusur index FOLDER" in fails("index", cwd=tmp_path)


def test_a_missing_path_leaves_the_index_untouched(small: Path) -> None:
    before = sorted((p.name, p.stat().st_mtime_ns) for p in (small / "telusur-index").iterdir())
    message = fails("index", "kabar.jsonl", "tiada", cwd=small)
    assert "no such file or folder" in message
    assert str(small / "tiada") in message or "tiada" in message
    after = sorted((p.name, p.stat().st_mtime_ns) for p in (small / "telusur-index").iterdir())
    assert after == before


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "surat.txt").write_text("x")
    assert "is not an index" in fails("index", PAGES, "--index", tmp_path)
    assert "is not an index" in fails("search", "x", "--index", tmp_path)


def test_paths_with_blanks_and_other_scripts(tmp_path: Path) -> None:
    folder = tmp_path / "berita  lama é ラジオ"
    folder.mkdir()
    (folder / "kabar 'satu'.jsonl").write_text('{"id": "a", "text": "gempa bumi"}')
    where = tmp_path / "indeks saya ü"
    assert telusur("index", folder, "--index", where).returncode == FOUND
    done = telusur("search", "gempa", "--index", where, "--json")
    (hit,) = json.loads(done.stdout)["hits"]
    assert hit["path"] == str(folder / "kabar 'satu'.jsonl")


def test_names_that_are_not_utf8(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9.jsonl"
    with open(path, "w") as file:
        file.write('{"id": "a", "text": "gempa bumi"}\n')
    done = telusur("index", tmp_path, "--index", tmp_path / "i")
    assert done.returncode == FOUND
    for form in ("--json", "--csv", "--ris", "--trec", "--strict"):
        assert telusur("search", "gempa", "--index", tmp_path / "i", form).returncode == FOUND
    assert telusur("show", "a", "--json", "--index", tmp_path / "i").returncode == FOUND
    assert telusur("extract", os.fsdecode(path)).returncode == FOUND


# search


def test_search_prints_plain_text_where_no_terminal_is(index: Path) -> None:
    done = telusur("search", "pemberantasan korupsi", "--index", index)
    assert done.returncode == FOUND
    assert done.stderr == ""
    assert "\x1b" not in done.stdout
    assert re.match(r"\d+ articles?.* \((under 1|\d+) ms\)\n\n  1\. ", done.stdout)
    assert re.search(r"\*(korupsi|Korupsi)\*", done.stdout)


def test_search_finds_nothing_with_1(index: Path) -> None:
    done = telusur("search", "xyzzyplugh", "--index", index)
    assert done.returncode == NOTHING
    assert done.stdout.startswith("nothing found (")
    assert done.stderr == ""


def test_search_json_has_the_keys_of_the_contract(index: Path) -> None:
    answer = json.loads(telusur("search", "gempa", "--index", index, "--json", "-k", "3").stdout)
    assert answer.keys() == {"format", "query", "total", "took_ms", "mode", "hits"}
    assert answer["format"] == 1
    assert answer["query"] == "gempa"
    assert answer["total"] >= len(answer["hits"]) == 3
    for rank, hit in enumerate(answer["hits"], 1):
        assert hit.keys() >= HIT_KEYS
        assert hit["rank"] == rank
        assert isinstance(hit["authors"], list)
        assert isinstance(hit["duplicates"], list)
    scores = [hit["score"] for hit in answer["hits"]]
    assert scores == sorted(scores, reverse=True)
    assert any("<mark>" in hit["snippet"] for hit in answer["hits"])


def test_nothing_found_as_json_is_still_an_object(index: Path) -> None:
    done = telusur("search", "xyzzyplugh", "--index", index, "--json")
    assert done.returncode == NOTHING
    answer = json.loads(done.stdout)
    assert (answer["total"], answer["hits"]) == (0, [])


def test_a_snippet_is_escaped_but_for_its_marks(small: Path) -> None:
    done = telusur("search", "judul:longsor banjir", "--json", cwd=small)
    (hit,) = json.loads(done.stdout)["hits"]
    assert hit["snippet"] == "<mark>Banjir</mark> melanda desa."
    assert hit["title"] == 'Banjir <b>& "longsor"</b>'


def test_search_csv(small: Path) -> None:
    done = telusur("search", "padi banjir", "--any", "--csv", cwd=small)
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert {row["id"] for row in rows} == {"satu", "dua tiga"}
    one = next(row for row in rows if row["id"] == "satu")
    assert one["authors"] == "Ani; Budi"
    assert one["title"] == 'Banjir <b>& "longsor"</b>'
    assert one["snippet"] == "Banjir melanda desa."


def test_search_ris(small: Path) -> None:
    lines = telusur("search", "banjir", "--ris", cwd=small).stdout.splitlines()
    assert lines[0] == "TY  - NEWS"
    assert lines[-1].rstrip() == "ER  -"
    assert {"AU  - Ani", "AU  - Budi", "PY  - 2021", "UR  - https://contoh.example/1"} <= {*lines}


def test_search_trec_has_six_columns(small: Path) -> None:
    lines = telusur("search", "padi banjir", "--any", "--trec", cwd=small).stdout.splitlines()
    assert [line.split()[:2] + line.split()[3:4] for line in lines] == [
        ["1", "Q0", "1"],
        ["1", "Q0", "2"],
    ]
    assert all(len(line.split()) == 6 and line.endswith(" telusur") for line in lines)


def test_pages_of_hits_follow_each_other(index: Path) -> None:
    def ids(*how: str) -> list[str]:
        done = telusur("search", "di", "--index", index, "--json", *how)
        return [hit["id"] for hit in json.loads(done.stdout)["hits"]]

    assert ids("-k", "6") == ids("-k", "3") + ids("-k", "3", "--page", "2")


def test_filters_and_order(index: Path) -> None:
    done = telusur(
        *("search", "", "--from", "2021", "--to", "2021-12-31", "--sort", "oldest"),
        *("--index", index, "--json", "-k", "100"),
    )
    dates = [hit["published"] for hit in json.loads(done.stdout)["hits"]]
    assert len(dates) > 1
    assert dates == sorted(dates)
    assert {date[:4] for date in dates} == {"2021"}
    done = telusur("search", "gempa", "--site", "Lintas", "--index", index, "--json")
    assert {hit["site"] for hit in json.loads(done.stdout)["hits"]} == {"Lintas"}


@pytest.mark.parametrize(
    "query", ['"tanpa akhir', "(((", "NOT", "judul:", "^", "~", "\x7f", "-", "a" * 50_000]
)
def test_no_query_gives_a_traceback(index: Path, query: str) -> None:
    assert telusur("search", query, "--index", index).returncode in (FOUND, NOTHING, ERROR)


def test_a_strict_query_error_names_the_column(index: Path) -> None:
    assert "column" in fails("search", "korupsi (kpk", "--strict", "--index", index)


@pytest.mark.parametrize(
    "options", [["-k", "-1"], ["--page", "0"], ["--sort", "acak"], ["--all", "--any"], ["--tiada"]]
)
def test_options_that_make_no_sense_end_with_2(index: Path, options: list[str]) -> None:
    fails("search", "x", "--index", index, *options)


@pytest.mark.parametrize(
    "command", [["search", "x"], ["count", "x"], ["show", "x"], ["info"], ["run", "/dev/null"]]
)
def test_without_an_index_each_command_says_what_to_do(tmp_path: Path, command: list[str]) -> None:
    message = fails(*command, cwd=tmp_path)
    assert f"no index at {tmp_path / 'telusur-index'}" in message
    assert "telusur index PAGES" in message


def test_output_cut_off_by_head_is_no_error(index: Path) -> None:
    command = f"'{TELUSUR}' search di --index '{index}' -k 40 --trec"
    script = f"for n in 1 2 3; do {command}; done | head -1"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=60)
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr == ""


def test_a_pipe_that_is_closed_already_is_no_error(index: Path) -> None:
    for command in (f"search di --index '{index}'", "config", "stem membaca"):
        script = f"'{TELUSUR}' {command} | true; echo ${{PIPESTATUS[0]}}"
        done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=60)
        assert done.stderr == ""


# count, show, run, info, doctor


def test_count_prints_a_number(index: Path) -> None:
    done = telusur("count", "gempa", "--index", index)
    assert done.returncode == FOUND
    assert int(done.stdout) > 1
    none = telusur("count", "xyzzyplugh", "--index", index)
    assert (none.returncode, none.stdout) == (NOTHING, "0\n")


def test_show_prints_the_article_of_an_id_or_of_its_beginning(index: Path, small: Path) -> None:
    hit = json.loads(telusur("search", "gempa", "--index", index, "--json").stdout)["hits"][0]
    whole = telusur("show", hit["id"], "--index", index)
    assert whole.returncode == FOUND
    assert whole.stdout.startswith(hit["title"])
    assert telusur("show", hit["id"][:8], "--index", index).stdout == whole.stdout
    record = json.loads(telusur("show", hit["id"], "--index", index, "--json").stdout)
    assert record["id"] == hit["id"]
    assert record["text"]
    assert telusur("show", "dua tiga", cwd=small).stdout.startswith("Panen")


def test_show_of_an_unknown_id_ends_with_2(index: Path) -> None:
    assert "no article has the id" in fails("show", "tiada", "--index", index)


def test_run_prints_a_trec_run(small: Path, tmp_path: Path) -> None:
    topics = tmp_path / "topik.tsv"
    topics.write_text("q1\tbanjir padi\n\nq2\txyzzyplugh\nq3\tmemanen\n", encoding="utf-8")
    done = telusur("run", topics, "-k", "1", cwd=small)
    assert done.returncode == FOUND
    rows = [line.split(" ") for line in done.stdout.splitlines()]
    assert [row[0] for row in rows] == ["q1", "q3"]
    assert all(len(row) == 6 and row[1] == "Q0" and row[5] == "telusur" for row in rows)
    assert rows[1][2] == "dua_tiga"  # a run is split at blanks
    assert [row[3] for row in rows] == ["1", "1"]


def test_run_names_a_line_without_a_tab(small: Path, tmp_path: Path) -> None:
    topics = tmp_path / "topik.tsv"
    topics.write_text("q1 banjir\n")
    assert "line 1: no tab" in fails("run", topics, cwd=small)
    assert "cannot read" in fails("run", tmp_path / "tiada.tsv", cwd=small)


def test_info_tells_what_the_index_holds(small: Path) -> None:
    facts = json.loads(telusur("info", "--json", cwd=small).stdout)
    assert facts["articles"] == 2
    assert facts["dated"] == 1
    assert facts["first"] == "2021-10-28"
    assert facts["bytes"] > 0
    assert re.search(r"^articles +2$", telusur("info", cwd=small).stdout, re.MULTILINE)


def test_doctor_finds_a_sound_index_sound(small: Path) -> None:
    done = telusur("doctor", cwd=small)
    assert done.returncode == FOUND
    assert done.stdout.count(": sound\n") == 6
    findings = json.loads(telusur("doctor", "--json", cwd=small).stdout)
    assert all(one["problem"] is None for one in findings)


def test_doctor_names_damage_and_the_mend(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "a", "text": "gempa"}')
    telusur("index", "a.jsonl", cwd=tmp_path)
    segment = next((tmp_path / "telusur-index").glob("*.seg"))
    segment.write_bytes(segment.read_bytes()[:100])
    done = telusur("doctor", cwd=tmp_path)
    assert done.returncode == ERROR
    assert f"--rebuild --index {tmp_path / 'telusur-index'}" in done.stdout
    assert "telusur doctor" in fails("search", "gempa", cwd=tmp_path)
    assert "--rebuild" in fails("index", "a.jsonl", cwd=tmp_path)
    mended = telusur("index", "a.jsonl", "--rebuild", cwd=tmp_path)
    assert mended.returncode == FOUND
    assert telusur("doctor", cwd=tmp_path).returncode == FOUND


def test_doctor_without_an_index_ends_with_2(tmp_path: Path) -> None:
    done = telusur("doctor", cwd=tmp_path)
    assert done.returncode == ERROR
    assert "no index at" in done.stdout


# extract, stem, config, demo


def test_extract_prints_a_line_of_json_for_each_page(tmp_path: Path) -> None:
    article, listing = PAGES / "30-bbm-2022-lintas.html", PAGES / "42-halaman-depan-lintas.html"
    done = telusur("extract", article, listing)
    assert done.returncode == FOUND
    one, two = map(json.loads, done.stdout.splitlines())
    keys = ("path", "kind", "url", "title", "text", "published", "authors", "site", "section")
    assert one.keys() >= set(keys)
    assert (one["path"], one["kind"], one["site"]) == (str(article), "article", "Lintas")
    assert (two["path"], two["kind"]) == (str(listing), "listing")
    (tmp_path / "kosong.html").touch()
    nothing = telusur("extract", tmp_path / "kosong.html")
    assert (nothing.returncode, nothing.stdout) == (NOTHING, "")
    assert "empty" in nothing.stderr
    fails("extract", tmp_path / "tiada.html")


def test_stem_takes_words_or_lines() -> None:
    done = telusur("stem", "membaca", "dibaca")
    assert done.returncode == FOUND
    assert done.stdout == "membaca\tbaca\ndibaca\tbaca\n"
    assert telusur("stem", stdin="membaca\n\n  dibaca \r\n").stdout == done.stdout
    assert telusur("stem", stdin=b"caf\xe9\n").returncode == FOUND


def test_config_prints_the_settings_in_force(tmp_path: Path) -> None:
    import yaml

    (tmp_path / "bawah").mkdir()
    (tmp_path / "telusur.yaml").write_text("workers: 3\nranking: {k1: 0.9}\nindex: i\n")
    told = yaml.safe_load(telusur("config", cwd=tmp_path / "bawah").stdout)
    ranking = {"k1": told["ranking"]["k1"], "b": told["ranking"]["b"]}
    assert (told["workers"], ranking) == (3, {"k1": 0.9, "b": Ranking().b})
    assert told["index"] == str(tmp_path / "i")
    (tmp_path / "telusur.yaml").write_text("worker: 3\n")
    message = fails("config", cwd=tmp_path)
    assert "line 1" in message
    assert "did you mean 'workers'?" in message


def test_option_over_environment_over_file_over_default(tmp_path: Path) -> None:
    def where(*options: str, **env: str) -> str:
        return fails("info", *options, cwd=tmp_path, env=env)

    assert str(tmp_path / "telusur-index") in where()
    (tmp_path / "telusur.yaml").write_text("index: dari-berkas\n")
    assert str(tmp_path / "dari-berkas") in where()
    assert str(tmp_path / "dari-env") in where(TELUSUR_INDEX="dari-env")
    assert str(tmp_path / "dari-opsi") in where("--index", "dari-opsi", TELUSUR_INDEX="dari-env")


def test_the_corpora_of_the_settings_are_indexed(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "a", "text": "gempa"}')
    (tmp_path / "telusur.yaml").write_text("corpora: [{name: uji, paths: [a.jsonl]}]\n")
    assert telusur("index", cwd=tmp_path).returncode == FOUND
    assert telusur("count", "gempa", cwd=tmp_path).stdout == "1\n"


def test_demo_runs_anywhere_and_leaves_nothing(tmp_path: Path) -> None:
    done = telusur("demo", cwd=tmp_path)
    assert done.returncode == FOUND, done.stderr
    assert done.stdout.count("$ telusur search") == 3
    assert "nothing found" not in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_help_names_every_command_and_its_exit_status() -> None:
    done = telusur("--help")
    assert done.returncode == FOUND
    for command in COMMANDS:
        assert re.search(rf"\b{command}\b", done.stdout)
        assert telusur(command, "-h").returncode == FOUND
    assert "0 found, 1 nothing found, 2 error" in " ".join(done.stdout.split())
    assert telusur("tiada").returncode == ERROR
    assert telusur().returncode == ERROR


# A terminal


def on_terminal(*arguments: str | Path, **env: str) -> str:
    """What a command writes on a terminal."""
    ours, theirs = pty.openpty()
    surroundings = SURROUNDINGS | {"TERM": "xterm-256color", "COLUMNS": "100"} | env
    with subprocess.Popen(
        [TELUSUR, *map(str, arguments)], stdout=theirs, stderr=theirs, env=surroundings
    ) as process:
        os.close(theirs)
        told = b"".join(iter(lambda: _read(ours), b""))
        os.close(ours)
    assert process.returncode == FOUND, told
    return told.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65_536)
    except OSError as error:
        if error.errno != errno.EIO:  # how Linux tells that nobody writes any longer
            raise
        return b""


def test_a_terminal_gets_colours_unless_they_are_unwanted(index: Path) -> None:
    search = ("search", "pemberantasan korupsi", "--index", index)
    coloured = on_terminal(*search)
    assert re.search(r"\x1b\[[\d;]*33m[Kk]orupsi", coloured)
    for plain in (on_terminal(*search, "--no-color"), on_terminal(*search, NO_COLOR="1")):
        assert set(COLOUR.findall(plain)) <= {"\x1b[0m", "\x1b[1m", "\x1b[2m"}  # bold, dim
        assert re.sub(r"\d+ ms", "", COLOUR.sub("", plain)) == re.sub(
            r"\d+ ms", "", COLOUR.sub("", coloured)
        )


def test_json_on_a_terminal_has_no_colours(index: Path) -> None:
    assert "\x1b" not in on_terminal("search", "gempa", "--index", index, "--json")


# Start-up

MODULES = "import sys; from telusur.search.cli import main; sys.argv[0] = 'telusur'\n" + (
    "try: main()\nexcept SystemExit: print(*sorted(sys.modules), file=sys.stderr)"
)


def loaded(*arguments: str | Path) -> set[str]:
    """The top-level modules that a command has loaded at its end."""
    command = [sys.executable, "-c", MODULES, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, cwd="/")
    return {name.split(".")[0] for name in done.stderr.split()}


def test_help_loads_no_engine() -> None:
    modules = loaded("--help")
    assert "typer" in modules
    assert not modules & {"numpy", "whoosh", "trafilatura", "lxml", "pebble", "yaml", "msgspec"}


def test_search_loads_neither_the_extraction_nor_worker_processes(index: Path) -> None:
    modules = loaded("search", "gempa", "--index", index)
    assert {"numpy", "whoosh"} <= modules
    assert not modules & {"trafilatura", "lxml", "pebble", "multiprocessing", "yaml", "justext"}
