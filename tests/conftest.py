"""What do the tests of the command line share, and with what do all begin?"""

from __future__ import annotations

import json
import signal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from telusur.tests.support.command import FOUND, PAGES, telusur

# How long an example takes says more about the machine, and who else works on it, than about us.
settings.register_profile(
    "telusur", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("telusur")


def pytest_configure() -> None:
    """Let Ctrl-C have its effect: a shell lets what it starts in the background ignore it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the sample pages; tests only read it."""
    folder = tmp_path_factory.mktemp("cli") / "indeks"
    done = telusur("index", PAGES, "--index", folder)
    assert done.returncode == FOUND, done.stderr
    return folder


@pytest.fixture(scope="session")
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
