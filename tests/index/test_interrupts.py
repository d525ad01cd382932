"""Does Ctrl-C wait until a change is whole, and no longer?"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import weakref
from contextlib import suppress

import pytest
from telusur.index.interrupts import interruptible, whole
from telusur.tests.support.processes import PATIENCE


def press() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def test_an_interrupt_waits_for_the_end_of_the_block() -> None:
    done: list[str] = []

    def act() -> None:
        with whole():
            press()
            done.append("still here")

    with pytest.raises(KeyboardInterrupt):
        act()
    assert done == ["still here"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_an_inner_block_leaves_it_to_the_outer_one() -> None:
    done: list[str] = []

    def act() -> None:
        with whole():
            with whole():
                press()
            done.append("still here")

    with pytest.raises(KeyboardInterrupt):
        act()
    assert done == ["still here"]


def test_an_error_of_the_block_is_not_lost() -> None:
    def act() -> None:
        with whole():
            press()
            raise ValueError("sebab")

    with pytest.raises(KeyboardInterrupt) as caught:
        act()
    assert isinstance(caught.value.__context__, ValueError)


def test_without_an_interrupt_nothing_happens() -> None:
    with whole():
        pass
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_other_threads_and_ignored_signals_are_left_alone() -> None:
    seen: list[object] = []

    def look() -> None:
        with whole():
            seen.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        look()
        press()
    finally:
        signal.signal(signal.SIGINT, before)
    assert seen == [signal.default_int_handler, signal.SIG_IGN]


def drop() -> None:
    """Press Ctrl-C where Python drops what is raised, as at the end of an import."""

    class Thing:
        pass

    thing = Thing()
    seen = weakref.ref(thing, lambda _: press())
    del thing
    assert seen() is None


drops = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@drops
def test_an_interrupt_that_is_dropped_comes_before_the_next_change() -> None:
    done: list[str] = []

    def act() -> None:
        with interruptible():
            drop()
            done.append("dropped")
            with whole():
                done.append("changed")

    with pytest.raises(KeyboardInterrupt):
        act()
    assert done == ["dropped"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@drops
def test_an_interrupt_that_is_dropped_comes_at_the_end_at_the_latest() -> None:
    with pytest.raises(KeyboardInterrupt), interruptible():
        drop()
    with interruptible(), whole():  # and not once more
        pass


def test_an_interrupt_behind_a_bare_except_comes_again() -> None:
    def act() -> None:
        with interruptible():
            with suppress(BaseException):
                press()
            with whole():
                raise AssertionError("it was lost")

    with pytest.raises(KeyboardInterrupt):
        act()


@pytest.mark.parametrize("error", [None, OSError("lain")])
def test_what_an_interrupt_makes_to_be_saved_is_saved(error: OSError | None) -> None:
    done: list[str] = []

    def save() -> None:
        with whole():
            done.append("saved")

    def act() -> None:
        with interruptible():
            try:
                try:
                    press()
                finally:
                    if error is not None:
                        raise error
            except BaseException:
                save()
                raise

    with pytest.raises(KeyboardInterrupt if error is None else OSError):
        act()
    assert done == ["saved"]


def test_an_interrupt_in_a_change_waits_as_ever() -> None:
    done: list[str] = []

    def act() -> None:
        with interruptible():
            with whole():
                press()
                done.append("whole")
            done.append("beyond")

    with pytest.raises(KeyboardInterrupt):
        act()
    assert done == ["whole"]


def test_an_ignored_signal_stays_ignored() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with interruptible():
            press()
            assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


TWICE = """
import os, signal, time
from telusur.index.interrupts import whole
with whole():
    os.kill(os.getpid(), signal.SIGINT)
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(600)
"""


def test_a_second_interrupt_ends_the_process_at_once() -> None:
    done = subprocess.run([sys.executable, "-c", TWICE], timeout=PATIENCE)
    assert done.returncode == -signal.SIGINT
