"""Does `telusur search` keep its contract: formats, terminals, pipes, start-up?"""

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
from pathlib import Path

import pytest
from telusur.tests.support.command import (
    COLOUR,
    ERROR,
    FOUND,
    HIT_KEYS,
    NOTHING,
    SURROUNDINGS,
    TELUSUR,
    fails,
    telusur,
)
from telusur.tests.support.processes import PATIENCE


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
    assert answer.keys() == {
        *("format", "query", "total", "took_ms", "mode", "suggestion", "hits", "next"),
    }
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


def test_search_shows_as_many_passages_as_asked_for(tmp_path: Path) -> None:
    quiet = "Cuaca cerah sepanjang hari di taman kota yang teduh. " * 9
    text = f"Banjir di Bogor. {quiet} Longsor di Garut. {quiet}"
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "a", "text": text}))
    telusur("index", "a.jsonl", cwd=tmp_path)
    found = ["search", "banjir longsor", "--fragments"]
    [hit] = json.loads(telusur(*found, "3", "--json", cwd=tmp_path).stdout)["hits"]
    assert "<mark>Banjir</mark> di Bogor." in hit["snippet"]
    assert " … <mark>Longsor</mark> di Garut." in hit["snippet"]
    assert "*Longsor* di Garut." in telusur(*found, "2", cwd=tmp_path).stdout
    assert "*Longsor*" not in telusur(*found, "1", cwd=tmp_path).stdout


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


def hits(index: Path, *how: str) -> dict[str, list[dict[str, object]]]:
    return json.loads(telusur("search", "gempa", "--index", index, "--json", *how).stdout)


def test_sites_in_order_and_one_hit_each(index: Path) -> None:
    sites = [hit["site"] for hit in hits(index, "--sort", "situs", "-k", "99")["hits"]]
    assert len(set(sites)) > 2
    assert sites == sorted(sites, key=lambda site: str(site).casefold())
    assert sites[::-1] == [hit["site"] for hit in hits(index, "--sort=-site", "-k", "99")["hits"]]
    answer = hits(index, "--collapse", "site", "-k", "99")
    found = {hit["site"]: hit["more"] for hit in answer["hits"]}
    assert found == {site: sites.count(site) - 1 for site in sites}
    assert answer["groups"] == len(found)
    assert (
        "and 1 more like it"
        in telusur("search", "gempa", "--collapse", "site", "--index", index).stdout
    )


def test_next_leads_from_page_to_page(index: Path) -> None:
    whole = hits(index, "-k", "99")
    assert "next" not in whole
    first = hits(index, "-k", "2")
    second = hits(index, "-k", "99", "--after", str(first["next"]))
    assert first["hits"] + second["hits"] == whole["hits"]
    assert "next" not in second
    assert "go on from" in fails("search", "gempa", "--index", index, "--after", "palsu")


def test_explain_shows_where_a_score_comes_from(index: Path) -> None:
    done = telusur("search", "gempa bumi", "--explain", "--index", index, "-k", "1")
    for word in ("word gempa", "stem gempa", "exact bumi", "idf", "saturation"):
        assert word in done.stdout
    assert "explain" in hits(index, "--explain")["hits"][0]
    assert "explain" not in hits(index)["hits"][0]


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


def in_shell(script: str) -> subprocess.CompletedProcess[str]:
    command = ["bash", "-c", script]
    return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)


def test_output_cut_off_by_head_is_no_error(index: Path) -> None:
    command = f"'{TELUSUR}' search di --index '{index}' -k 40 --trec"
    script = f"for n in 1 2 3; do {command}; done | head -1"
    done = in_shell(script)
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr == ""


def test_no_standard_output_at_all_is_no_error(index: Path) -> None:
    for command in (f"search gempa --index '{index}'", f"count gempa --index '{index}'", "config"):
        script = f"'{TELUSUR}' {command} >&-"
        done = subprocess.run(
            ["bash", "-c", script], capture_output=True, text=True, timeout=PATIENCE
        )
        assert (done.returncode, done.stderr) == (0, "")


def test_a_pipe_that_is_closed_already_is_no_error(index: Path) -> None:
    for command in (f"search di --index '{index}'", "config", "stem membaca"):
        script = f"'{TELUSUR}' {command} | true; echo ${{PIPESTATUS[0]}}"
        done = subprocess.run(
            ["bash", "-c", script], capture_output=True, text=True, timeout=PATIENCE
        )
        assert done.stderr == ""


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


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_lines_on_a_terminal_stand_below_each_other_and_an_address_is_in_one_piece(
    index: Path, columns: int
) -> None:
    search = ("search", "kenaikan harga bbm", "-k", "1", "--index", index)
    shown = COLOUR.sub("", on_terminal(*search, COLUMNS=str(columns))).splitlines()
    plain = telusur(*search).stdout.replace("*", "").splitlines()
    (address,) = [line for line in plain if "https://" in line]
    assert address in shown
    assert all(len(line) <= columns for line in shown if line != address)
    first, *others = shown[shown.index("") + 1 :]  # behind the heading
    assert all(line.startswith("     ") for line in others)
    assert " ".join([first, *others]).split() == " ".join(plain[2:]).split()


def test_json_on_a_terminal_has_no_colours(index: Path) -> None:
    assert "\x1b" not in on_terminal("search", "gempa", "--index", index, "--json")


# Start-up

MODULES = "import sys; from telusur.search.cli import main; sys.argv[0] = 'telusur'\n" + (
    "try: main()\nexcept SystemExit: print(*sorted(sys.modules), file=sys.stderr)"
)


def loaded(*arguments: str | Path) -> set[str]:
    """The top-level modules that a command has loaded at its end."""
    command = [sys.executable, "-c", MODULES, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, cwd="/")
    return {name.split(".")[0] for name in done.stderr.split()}


def test_help_loads_no_engine() -> None:
    modules = loaded("--help")
    assert "typer" in modules
    assert not modules & {"numpy", "whoosh", "trafilatura", "lxml", "pebble", "yaml", "msgspec"}


def test_search_loads_neither_the_extraction_nor_worker_processes(index: Path) -> None:
    modules = loaded("search", "gempa", "--index", index)
    assert {"numpy", "whoosh"} <= modules
    unneeded = {"trafilatura", "lxml", "pebble", "multiprocessing", "yaml", "justext", "fastwarc"}
    assert not modules & unneeded


def test_a_search_out_of_time_says_so(index: Path) -> None:
    done = telusur("search", "gempa", "--timeout", "0", "--index", index)
    assert (done.returncode, "time was up" in done.stdout) == (1, True)
    answer = json.loads(
        telusur("search", "gempa", "--timeout", "0", "--json", "--index", index).stdout
    )
    assert (answer["partial"], answer["hits"]) == (True, [])
    answer = json.loads(
        telusur("search", "gempa", "--timeout", "60000", "--json", "--index", index).stdout
    )
    assert "partial" not in answer
