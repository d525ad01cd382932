"""Does the command line keep its contract: formats, streams, exit codes?"""

from __future__ import annotations

import json
import os
import re
from importlib.metadata import version
from pathlib import Path

from telusur.corpora.settings import Ranking
from telusur.tests.support.archives import URL, captured, page, warc, zipped
from telusur.tests.support.command import (
    COMMANDS,
    ERROR,
    FOUND,
    NOTHING,
    PAGES,
    fails,
    telusur,
)

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


def test_index_names_what_it_skipped_with_the_reason_and_no_empty_brackets(tmp_path: Path) -> None:
    (tmp_path / "acak.html").write_bytes(b"\0\1\2" * 999)
    (tmp_path / "kosong.html").touch()
    done = telusur("index", tmp_path, "--list-skipped", cwd=tmp_path)
    assert f"{tmp_path / 'acak.html'}: binary\n" in done.stdout
    assert f"{tmp_path / 'kosong.html'}: empty (no bytes)\n" in done.stdout


def test_the_version_is_that_of_the_package() -> None:
    assert telusur("--version").stdout == f"telusur {version('telusur')}\n"


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
    missing = tmp_path / "tiada.tsv"
    said = fails("run", missing, cwd=small)
    assert said == f"telusur: cannot read {missing}: No such file or directory\n"


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
    assert all(line.endswith(": sound") for line in done.stdout.splitlines())
    findings = json.loads(telusur("doctor", "--json", cwd=small).stdout)
    assert all(one["problem"] is None for one in findings)


def test_doctor_names_damage_and_the_mend(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "a", "text": "gempa"}')
    telusur("index", "a.jsonl", cwd=tmp_path)
    segment = next((tmp_path / "telusur-index").glob("*.tls"))
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


def test_extract_takes_pages_out_of_a_file_of_many(tmp_path: Path) -> None:
    pages = {name: page(name) for name in ("satu.html", "dua.html")}
    archive, web = tmp_path / "arsip.zip", tmp_path / "arsip.warc.gz"
    archive.write_bytes(zipped(pages | {"x/tiga.jsonl": b'{"text": "a"}\n{"text": "b"}\n{\n'}))
    web.write_bytes(
        warc([captured(URL.format(number), page(f"Berita {number}")) for number in "12"])
    )

    def told(*names: str) -> list[str]:
        done = telusur("extract", *names)
        return [json.loads(line)["title"] for line in done.stdout.splitlines()]

    assert told(str(archive)) == ["satu.html", "dua.html", "", ""]
    assert told(f"{archive}!/dua.html") == ["dua.html"]
    assert told(f"{archive}!/x/tiga.jsonl", f"{archive}!/satu.html") == ["satu.html", "", ""]
    assert told(f"{web}!/{URL.format(2)}", f"{archive}!/dua.html") == ["Berita 2", "dua.html"]
    assert told(f"{web}!/{URL.format(2)}") == ["Berita 2"]
    assert told(f"{archive}!/tiada.html") == []
    assert "line 3" in telusur("extract", f"{archive}!/x/tiga.jsonl").stderr
    assert telusur("extract", f"{archive}!/dua.html").stderr == ""


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
