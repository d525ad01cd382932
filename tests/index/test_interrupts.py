"""Does Ctrl-C wait until a change is whole, and no longer?"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading

import pytest
from telusur.index.interrupts import whole


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


TWICE = """
import os, signal, time
from telusur.index.interrupts import whole
with whole():
    os.kill(os.getpid(), signal.SIGINT)
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(30)
"""


def test_a_second_interrupt_ends_the_process_at_once() -> None:
    done = subprocess.run([sys.executable, "-c", TWICE], timeout=20)
    assert done.returncode == -signal.SIGINT
