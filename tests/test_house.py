"""Is the house in order? Directions, walls, names, sizes, and the page that tells of them."""

from __future__ import annotations

import ast
import doctest
import importlib
import re
import subprocess
import typing
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import NamedTuple

import pytest
import telusur
from telusur.search.command import options
from telusur.tests.support.modules import ROOT, load

FOLDERS = ("corpora", "index", "search")
MAY_IMPORT = {
    "corpora": {"corpora"},
    "index": {"corpora", "index"},
    "search": {"corpora", "index", "search"},
}
# Within a folder, each may import those before it.
INSIDE = {
    "index": ("language", "disk", "segments", "codec", "commits", "updates"),
    "search": ("asked", "ranking", "paging", "snippets", "suggestions", "command"),
}
# What compares articles with each other; pages are read without it.
ARRAYS = {"corpora/duplicates.py", "corpora/shingles.py", "corpora/sketches.py"}
DATA_FOLDERS = ("corpora/data", "index/language/data")

# Who may import which engine. Exact: a file that no longer needs one must leave the list.
WALLS = {
    "trafilatura": {"corpora/extract.py"},
    "fastwarc": {
        "corpora/readers/transfer.py",
        "corpora/readers/warc.py",
        "corpora/readers/warc_records.py",
    },
    "isal": {"index/disk/deflate.py"},
    "lxml": {"corpora/dom.py"},
    "pebble": {"corpora/workers.py"},
    "dateparser": {"corpora/dates.py"},
    "publicsuffixlist": {"corpora/outlets.py"},
    "yaml": {"corpora/config.py", "corpora/rules.py", "corpora/yamltree.py"},
    "rich": {"search/command/terminal.py", "search/command/progress.py"},
    "typer": {
        "search/cli.py",
        "search/command/words.py",
        "search/command/acronyms.py",
        "search/command/demo.py",
        "search/command/indexing.py",
        "search/command/lexicons.py",
        "search/command/options.py",
        "search/command/output.py",
        "search/command/suggesting.py",
        "search/command/upkeep.py",
    },
    "whoosh": {
        "index/analysis.py",
        "index/commits/commits.py",
        "index/codec/__init__.py",
        "index/codec/catalogue.py",
        "index/codec/columns.py",
        "index/codec/documents.py",
        "index/codec/field.py",
        "index/codec/matching.py",
        "index/codec/terms.py",
        "index/codec/values.py",
        "index/codec/writing.py",
        "index/schema.py",
        "index/commits/guard.py",
        "index/commits/store.py",
        "search/engine.py",
        "search/ranking/evaluate.py",
        "search/ranking/explain.py",
        "search/paging/finding.py",
        "search/ranking/lists.py",
        "search/snippets/marker.py",
        "search/ranking/patterns.py",
        "search/ranking/plan.py",
        "search/ranking/proximity.py",
        "search/asked/query.py",
        "search/ranking/rescore.py",
        "search/asked/tree.py",
        "search/values.py",
        "search/asked/words.py",
    },
}
LONGEST_FILE = 300
LONGEST_FUNCTION = 40


@cache
def modules() -> list[Path]:
    return sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def dotted(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(["telusur", *(part for part in parts if part != "__init__")])


def question(path: Path) -> str:
    return (ast.get_docstring(tree(path)) or "").partition("\n")[0]


def tracked() -> list[Path]:
    """The files that are in git or about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a checkout: git cannot tell which files are ours")
    paths = [ROOT / path for path in listed.stdout.decode().split("\0") if path]
    return [path for path in paths if path.is_file()]


# Directions and walls


class Import(NamedTuple):
    module: str  # "telusur.corpora.article" for ours, else as written
    relative: bool
    line: int


def imports(path: Path) -> Iterator[Import]:
    package = ".".join(["telusur", *path.relative_to(ROOT).parent.parts]).split(".")
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, False, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield Import(node.module or "", False, node.lineno)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1]
            for alias in node.names:
                full = [*above, *(node.module or alias.name).split(".")]
                yield Import(".".join(full), True, node.lineno)


@pytest.mark.parametrize("path", modules(), ids=name)
def test_imports_go_one_way(path: Path) -> None:
    folder = path.relative_to(ROOT).parts[0]
    ours = [one for one in imports(path) if one.module.split(".")[0] in {"telusur", *FOLDERS}]
    assert all(one.relative for one in ours), "between our folders, imports are relative"
    wrong = [one for one in ours if one.module.split(".")[1] not in MAY_IMPORT[folder]]
    assert not wrong


@pytest.mark.parametrize("folder", INSIDE)
def test_the_folders_inside_build_on_those_before(folder: str) -> None:
    order = INSIDE[folder]
    assert set(order) == {path.parent.name for path in (ROOT / folder).glob("*/__init__.py")}
    for path in modules():
        where = path.relative_to(ROOT).parts
        if where[0] != folder or where[1] not in order:
            continue
        needed = [one.module.split(".")[2:] for one in imports(path)]
        inside = {one[0] for one in needed if one and one[0] in order}
        assert inside <= set(order[: order.index(where[1]) + 1]), name(path)


def test_no_two_files_need_each_other() -> None:
    needs = {dotted(path): {one.module for one in imports(path)} for path in modules()}
    assert list(TopologicalSorter(needs).static_order()), "raises CycleError and names the circle"


@pytest.mark.parametrize("engine", WALLS)
def test_an_engine_is_imported_behind_its_wall_only(engine: str) -> None:
    found = {
        name(path)
        for path in modules()
        if any(one.module.split(".")[0] == engine for one in imports(path))
    }
    assert found == WALLS[engine]


def test_extraction_needs_no_arrays() -> None:
    found = [
        name(path)
        for path in modules()
        if name(path).startswith("corpora/")
        and name(path) not in ARRAYS
        and any(one.module.split(".")[0] == "numpy" for one in imports(path))
    ]
    assert not found


def test_type_stubs_cover_only_what_has_no_types() -> None:
    stubs = {path.name.split(".")[0] for path in (ROOT / "typings").iterdir()}
    assert stubs == {"whoosh"}


# Names and words


@pytest.mark.parametrize("path", [ROOT / "__init__.py", *modules()], ids=name)
def test_a_list_of_public_names_is_sorted_and_true(path: Path) -> None:
    module = importlib.import_module(dotted(path))
    public = getattr(module, "__all__", [])
    assert list(public) == sorted(public, key=rank)
    assert not [one for one in public if not hasattr(module, one)]


def rank(public: str) -> tuple[int, str]:
    """CONSTANTS, then Classes, then functions, as ruff sorts them."""
    return (0 if public.isupper() else 1 if public[0].isupper() else 2), public


def test_the_package_has_a_list_of_public_names() -> None:
    assert telusur.__all__


@pytest.mark.parametrize("path", modules(), ids=name)
def test_a_module_begins_with_the_question_that_it_answers(path: Path) -> None:
    first_sentence = re.match(r".*?[.?!](?= |$)", question(path))
    assert first_sentence is not None
    assert first_sentence[0].endswith("?")


@pytest.mark.parametrize("path", modules(), ids=name)
def test_only_the_command_line_prints(path: Path) -> None:
    calls = [node.func for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
    printing = [one for one in calls if isinstance(one, ast.Name) and one.id == "print"]
    assert name(path) == "search/cli.py" or not printing


def test_every_option_of_the_commands_has_its_help() -> None:
    declared = {
        one: typing.get_args(value)[1]
        for one, value in vars(options).items()
        if typing.get_origin(value) is typing.Annotated
    }
    assert len(declared) > 20
    assert not [one for one, option in declared.items() if not option.help]


def test_no_file_names_a_path_of_one_machine() -> None:
    # put together here, so that this file itself does not name them
    private = re.compile("|".join(f"/{folder}/" for folder in ("work", "root", "Users", "mnt")))
    wrong = {}
    for path in tracked():
        found = private.search(path.read_bytes().decode("utf-8", "replace"))
        if found:
            wrong[name(path)] = found[0]
    assert not wrong


# Sizes


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Each function of a module, with its lines; the signature and the docstring count."""
    for node in ast.walk(tree(path)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            assert node.end_lineno is not None
            yield node.name, node.end_lineno - node.lineno + 1


def test_no_file_and_no_function_is_too_long() -> None:
    found: dict[str, int] = {}
    for path in modules():
        sizes = {f"{name(path)} {one}": lines for one, lines in functions(path)}
        found |= {one: lines for one, lines in sizes.items() if lines > LONGEST_FUNCTION}
        lines = len(path.read_text("utf-8").splitlines())
        if lines > LONGEST_FILE:
            found[name(path)] = lines
    assert found == {}


# Doctests


def has_doctest(path: Path) -> bool:
    return ">>> " in path.read_text("utf-8")


@pytest.mark.parametrize("path", [path for path in modules() if has_doctest(path)], ids=name)
def test_the_examples_of_a_module_run(path: Path) -> None:
    result = doctest.testmod(importlib.import_module(dotted(path)))
    assert result.attempted
    assert not result.failed


def test_the_examples_of_the_documentation_tool_run() -> None:
    result = doctest.testmod(load("docs/examples.py"))
    assert result.attempted
    assert not result.failed


# ARCHITECTURE.md


def architecture() -> dict[str, str]:
    """Each path of ARCHITECTURE.md with its question; a folder ends in a slash."""
    found: dict[str, str] = {}
    folder = ""
    for line in (ROOT / "ARCHITECTURE.md").read_text("utf-8").splitlines():
        if heading := re.match(r"#+ `([\w./]+/)` (.+)$", line):
            folder = heading[1]
            found[folder] = heading[2]
        elif row := re.match(r"\| `([\w./]+)` \| (.+) \|$", line):
            found[folder + row[1]] = row[2]
    return found


def test_the_architecture_names_every_file_with_its_question() -> None:
    told = architecture()
    actual = {name(path).removesuffix("__init__.py"): question(path) for path in modules()}
    wrong = {one: asked for one, asked in actual.items() if told.get(one) != asked}
    assert not wrong, "these lines belong into ARCHITECTURE.md"


def test_the_architecture_names_every_file_of_rules() -> None:
    told = architecture()
    data = [path for folder in DATA_FOLDERS for path in (ROOT / folder).glob("*.*")]
    wanted = [name(path) for path in data if path.suffix in {".yaml", ".txt", ".tsv"}]
    assert not [one for one in wanted if one not in told]


def test_the_architecture_names_nothing_that_is_not_there() -> None:
    told = architecture()
    assert not [one for one in told if not (ROOT / one).exists()]
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    paths = {one for one in re.findall(r"`([\w./-]+)`", text) if "/" in one}
    assert not [one for one in paths if not (ROOT / one).exists()]
