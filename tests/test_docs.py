"""Does the documentation tell the truth? Its examples run; its lists are complete."""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
import tomllib
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
import telusur
from telusur.corpora.article import Reason
from telusur.corpora.config import load_config
from telusur.corpora.settings import Config
from telusur.search.asked.lexer import FIELDS, OPERATORS
from telusur.tests.support.modules import ROOT, load

examples = load("docs/examples.py")
generate_cli = load("docs/generate_cli.py")

INDONESIAN = ROOT / "README.id.md"  # has the examples of README.md
PAGES: list[Path] = [path for path in examples.PAGES if path != INDONESIAN]
ALL_PAGES = sorted(
    path
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    if not any(part.startswith(".") for part in path.relative_to(ROOT).parts)
)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def page(path: str) -> str:
    return (ROOT / path).read_text("utf-8")


def rows(text: str) -> list[list[str]]:
    """The rows of all tables of a page, without their heads."""
    found: list[list[str]] = []
    inside = False
    for line in text.splitlines():
        inside = line.startswith("|---") or (inside and line.startswith("|"))
        if inside and not line.startswith("|---"):
            found.append([cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]])
    return found


def code(cell: str) -> str:
    return cell.strip("`").replace(r"\|", "|")


# Examples


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_the_examples_of_a_page_show_what_the_program_does(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = examples.prepare(tmp_path)
    monkeypatch.chdir(home)
    names: dict[str, Any] = {}
    for block in examples.blocks(path.read_text("utf-8")):
        match block.language:
            case "console":
                run_commands(block.text, home)
            case "yaml":
                load_settings(block.text, home)
            case "python":
                run_doctest(block.text, names, name(path))
            case other:
                assert other in {"sh", "text", "json"}, f"a block in {other!r} is never checked"


def run_commands(block: str, home: Path) -> None:
    for command in examples.commands(block):
        printed = examples.run(command.typed, home)
        assert examples.agree(command.shown, printed), (
            f"$ {command.typed}\n{printed}\n(make docs takes it over)"
        )


def load_settings(block: str, home: Path) -> None:
    examples.save_settings(block, home)
    trial = home / "trial.yaml"
    trial.write_text(block, "utf-8")
    load_config(trial)
    trial.unlink()


def run_doctest(block: str, names: dict[str, Any], where: str) -> None:
    test = doctest.DocTestParser().get_doctest(block, names, where, where, 0)
    assert test.examples, "a Python block without >>> is never run"
    report: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    runner.run(test, out=report.append, clear_globs=False)
    names.update(test.globs)
    assert not runner.failures, "".join(report)


def test_an_example_that_shows_something_else_is_noticed(tmp_path: Path) -> None:
    printed = examples.run("echo satu; echo dua", tmp_path)
    assert examples.agree("satu\ndua\n", printed)
    assert examples.agree("...\ndua\n", printed)
    assert not examples.agree("satu\n", printed)
    assert not examples.agree("satu\ntiga\n", printed)


def test_make_docs_takes_over_what_the_program_prints(tmp_path: Path) -> None:
    stale = "```console\n$ echo satu\nnol\n```\n"
    assert examples.renewed(stale, tmp_path) == "```console\n$ echo satu\nsatu\n```\n"


# Queries


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("samples") / "telusur-index"
    telusur.build(telusur.read(examples.SAMPLES), folder)
    return folder


def counted(path: str) -> list[tuple[str, int]]:
    """The queries of the tables whose last column is a number."""
    found = [row for row in rows(page(path)) if row[0].startswith("`") and row[-1].isdigit()]
    return [(code(row[0]), int(row[-1])) for row in found]


@pytest.mark.parametrize("path", ["README.md", "README.id.md", "docs/query-language.md"])
def test_each_query_in_a_table_finds_as_many_articles_as_it_says(path: str, samples: Path) -> None:
    stated = counted(path)
    assert len(stated) >= 8
    with telusur.open(samples) as index:
        found = {query: index.count(query) for query, _ in stated}
    assert found == dict(stated)


def test_the_query_language_names_every_field_and_operator() -> None:
    text = page("docs/query-language.md")
    missing = [one for one in FIELDS if f"`{one}:" not in text]
    missing += [one for one in OPERATORS if not re.search(rf"`[^`\n]*\b{one}\b[^`\n]*`", text)]
    assert not missing


# Lists


def test_the_page_of_commands_is_current() -> None:
    assert page("docs/cli.md") == generate_cli.reference(), "run: make docs"


def test_the_page_of_commands_does_not_depend_on_the_terminal() -> None:
    path = str(ROOT / "docs/generate_cli.py")
    script = f"import runpy; print(runpy.run_path({path!r})['reference']())"
    told = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={"COLUMNS": columns, "TERM": term, "LC_ALL": "C.UTF-8", **colours},
            capture_output=True,
            encoding="utf-8",
            check=True,
        ).stdout
        for columns, term, colours in [
            ("20", "dumb", {"NO_COLOR": "1"}),
            ("300", "xterm-256color", {"FORCE_COLOR": "1"}),
        ]
    }
    assert told == {page("docs/cli.md") + "\n"}


def test_the_page_of_commands_explains_every_command_and_option() -> None:
    text = page("docs/cli.md")
    sections = set(re.findall(r"^## telusur (\w+)(?: \w+)?$", text, re.MULTILINE))
    assert sections == set(generate_cli.typer.main.get_command(generate_cli.app).commands)
    assert "None" not in text


def settings_below(kind: type, above: str = "") -> dict[str, Any]:
    """Every key of telusur.yaml with its default."""
    found: dict[str, Any] = {}
    hints = get_type_hints(kind)
    for item in fields(kind):
        key, hint = above + item.name, hints[item.name]
        inner = [one for one in get_args(hint) if is_dataclass(one)]
        if is_dataclass(hint):
            found |= settings_below(hint, f"{key}.")
        elif inner:
            found |= settings_below(inner[0], f"{key}[].")
        else:
            found[key] = item.default
    return found


def test_the_page_of_settings_lists_every_key_with_its_default() -> None:
    told = {code(key): code(default) for key, default, _ in rows(page("docs/configuration.md"))}
    actual = settings_below(Config)
    assert list(told) == list(actual)
    for key, default in actual.items():
        plain = str(default)
        known = plain if isinstance(default, (str, int, float, Path)) else None
        assert known is None or told[key].replace(",", "") in {plain, plain.removesuffix(".0")}, key


def test_the_page_of_runs_lists_every_reason_for_skipping() -> None:
    told = {code(row[0]): row for row in rows(page("docs/incremental.md")) if len(row) == 4}
    assert list(told) == [reason.value for reason in Reason]
    for reason in Reason:
        assert ("leaves" in told[reason.value][2]) is reason.is_verdict, reason


def test_the_page_of_python_names_everything_public() -> None:
    text = page("docs/python.md")
    assert not [one for one in telusur.__all__ if one not in text]


def test_the_change_log_speaks_of_this_release() -> None:
    version = tomllib.loads(page("pyproject.toml"))["project"]["version"]
    assert f"\n## {version}" in page("CHANGELOG.md")


# Pages


def test_both_readmes_show_the_same_examples() -> None:
    def shown(path: str) -> list[tuple[str, str]]:
        found = examples.blocks(page(path))
        return [(one.language, one.text) for one in found if one.language != "sh"]

    assert shown("README.md") == shown(INDONESIAN.name)


@pytest.mark.parametrize("path", ALL_PAGES, ids=name)
def test_the_links_of_a_page_lead_somewhere(path: Path) -> None:
    text = re.sub(r"```.*?```", "", path.read_text("utf-8"), flags=re.DOTALL)
    links = re.findall(r"\]\(([^)\s]+)\)", text)
    near = [link for link in links if not re.match(r"[a-z]+:", link)]
    assert not [link for link in near if not leads_somewhere(path, link)]


def leads_somewhere(path: Path, link: str) -> bool:
    file, _, anchor = link.partition("#")
    target = path.parent / file if file else path
    if not target.exists():
        return False
    headings = re.findall(r"^#+ (.+)$", target.read_text("utf-8"), re.MULTILINE) if anchor else []
    return not anchor or anchor in {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings
    }


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_the_make_targets_that_a_page_names_exist(path: Path) -> None:
    targets = set(re.findall(r"^(\w+):", page("Makefile"), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z]+)`", path.read_text("utf-8"))) <= targets


@pytest.mark.parametrize("path", sorted((ROOT / "docs/decisions").glob("*.md")), ids=name)
def test_a_decision_tells_its_context_choice_and_cost(path: Path) -> None:
    text = path.read_text("utf-8")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Choice", "Cost"]
    assert text.startswith(f"# {path.stem[:4]} ")
    assert len(text.splitlines()) <= 60
