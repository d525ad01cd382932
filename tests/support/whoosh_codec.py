"""What makes Whoosh's own tests run on our codec? A plugin for pytest that puts it in place.

It is given to pytest by its name, before any of those tests is imported, and tells at the end of
the run how many segments our codec was asked for.
"""

from __future__ import annotations

import os
from typing import Any

import pytest
import whoosh.codec
import whoosh.codec.whoosh3
from telusur.index.codec import ArrayCodec, ArraySegment


class CountingCodec(ArrayCodec):
    """Our codec, as the tests of Whoosh ask for the stock one: its options mean nothing here."""

    segments = 0

    def __init__(self, **_: Any) -> None:
        super().__init__()

    def new_segment(self, storage: Any, indexname: str) -> ArraySegment:
        CountingCodec.segments += 1
        return super().new_segment(storage, indexname)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--without", action="append", default=[], help="a test to leave out, exactly")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    without = set(config.getoption("--without"))
    left_out = [one for one in items if one.nodeid in without]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [one for one in items if one.nodeid not in without]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    terminalreporter.write_line(f"segments of arrays: {CountingCodec.segments}")


whoosh.codec.default_codec = CountingCodec
whoosh.codec.whoosh3.W3Codec = CountingCodec
os.fsync = lambda _: None  # what survives a power loss is tested elsewhere; here it only takes time
