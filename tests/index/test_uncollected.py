"""Is the collector of cycles at rest in a block, and afterwards as it was?"""

from __future__ import annotations

import gc
from collections.abc import Generator

import pytest
from telusur.index.uncollected import uncollected


@pytest.fixture(autouse=True)
def _as_before() -> Generator[None]:
    before = gc.isenabled()
    yield
    (gc.enable if before else gc.disable)()


def test_the_collector_rests_and_starts_again() -> None:
    gc.enable()
    with uncollected():
        assert not gc.isenabled()
        with uncollected():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_the_collector_starts_again_after_an_error() -> None:
    gc.enable()
    with pytest.raises(OSError, match="disk"), uncollected():
        raise OSError("disk")
    assert gc.isenabled()


def test_a_program_that_collects_by_itself_goes_on_to() -> None:
    gc.disable()
    with uncollected():
        pass
    assert not gc.isenabled()
