"""Does Whoosh load without what it has no use for, and does nobody else miss it?"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

LOADED = "import sys, telusur.search.engine; print(*sys.modules)"
LATER = """
import telusur.search.engine
import asyncio, urllib.request
from whoosh import compat, reading
print(asyncio.run(asyncio.sleep(0, 7)), hasattr(urllib.request, "Request"))
print(compat.urlretrieve(sys.argv[1], sys.argv[2])[0] == sys.argv[2])

class Holder:
    @reading.cached_property
    def value(self): return 5

print(Holder().value)
"""


def told(program: str, *values: str) -> list[str]:
    command = [sys.executable, "-c", program, *values]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, encoding="utf-8")
    return done.stdout.split()


def test_a_search_loads_no_asyncio_and_nothing_of_networks() -> None:
    loaded = told(LOADED)
    assert "whoosh.reading" in loaded
    assert not {"asyncio", "ssl", "http.client", "urllib.request"}.intersection(loaded)


@pytest.mark.parametrize("first", ["", "import asyncio, urllib.request\n"])
def test_who_asks_for_them_later_or_before_gets_them(first: str, tmp_path: Path) -> None:
    source, target = tmp_path / "from.txt", tmp_path / "to.txt"
    source.write_text("isi", "utf-8")
    found = told("import sys\n" + first + LATER, source.as_uri(), str(target))
    assert found == ["7", "True", "True", "5"]
    assert target.read_text("utf-8") == "isi"
