"""Does Whoosh's own test suite pass on our codec?

The source distribution of the installed release holds it; `make test` fetches it into build/, and
nothing of it is ours to keep. Every test that is left out is named here, with the reason.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree

import pytest

SUITE = Path(__file__).parent.parent.parent / "build/whoosh"
PLUGIN = "telusur.tests.support.whoosh_codec"
PASSED = 459

# Modules of the suite that make no segment: there is nothing in them for a codec.
ELSEWHERE = {
    "test_automata": "automata over words in memory",
    "test_bits": "sets of numbers in memory",
    "test_compound": "the container of the stock codec's files",
    "test_dateparse": "the parser of dates",
    "test_parsing": "the parser of queries",
    "test_stem": "stemmers",
    "test_tables": "hash tables of the stock codec",
}

ROUNDED = "expects lengths as the stock codec rounds them to one byte; ours are exact"
UNFIT = {
    "test_indexing.py::test_lengths": ROUNDED,
    "test_indexing.py::test_many_lengths": ROUNDED,
    "test_mpwriter.py::test_merge_multi": ROUNDED,
    "test_mpwriter.py::test_merge_serial": ROUNDED,
    "test_quality.py::test_max_field_length": ROUNDED,
    "test_quality.py::test_minmax_field_length": ROUNDED,
    "test_sorting.py::test_add_sortable": "writes a column into a file that the stock codec names",
}


@pytest.fixture(scope="module")
def suite() -> Path:
    if not SUITE.exists():
        pytest.skip("the tests of Whoosh are not here: `make build/whoosh` fetches them")
    return SUITE / "tests"


def modules(suite: Path) -> set[str]:
    return {path.stem for path in suite.glob("test_*.py")}


def test_the_suite_is_that_of_the_installed_release(suite: Path) -> None:
    told = re.search(r"^Version: (.+)$", (suite.parent / "PKG-INFO").read_text("utf-8"), re.M)
    assert told is not None
    assert told[1] == version("whoosh-reloaded")


def test_the_tests_of_whoosh_pass_on_our_codec(suite: Path, tmp_path: Path) -> None:
    assert ELSEWHERE.keys() <= modules(suite)
    chosen = sorted(modules(suite) - ELSEWHERE.keys())
    options = ["-p", "no:cacheprovider", "-p", PLUGIN, "-W", "ignore", "--tb=short"]
    command = [
        *[sys.executable, "-m", "pytest", "-c", os.devnull, f"--rootdir={suite}", *options],
        *[f"--junit-xml={tmp_path / 'result.xml'}", f"--basetemp={tmp_path / 'base'}"],
        *[f"--without={one}" for one in UNFIT],
        *[str(suite / f"{module}.py") for module in chosen],
    ]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    (told,) = ElementTree.parse(tmp_path / "result.xml").getroot()
    assert {one: told.get(one) for one in ("tests", "errors", "failures", "skipped")} == {
        "tests": str(PASSED),
        "errors": "0",
        "failures": "0",
        "skipped": "0",
    }
    assert f"{len(UNFIT)} deselected" in ran.stdout, "a name in UNFIT is of no test"
    segments = re.search(r"segments of arrays: (\d+)", ran.stdout)
    assert segments is not None
    assert int(segments[1]) > 500, "the tests did not run on our codec"
