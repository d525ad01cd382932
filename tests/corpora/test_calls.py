"""Do calls go to workers in order, a few together, and none that was near a mishap with others?"""

from __future__ import annotations

from concurrent.futures import CancelledError, Future
from threading import Thread
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telusur.corpora.calls import TOGETHER, Call, Calls


def call(number: int) -> Call:
    return Call(function=abs, args=(number,), kwargs={}, future=Future())


def numbers(calls: list[Call]) -> list[Any]:
    return [item.args[0] for item in calls]


@given(st.integers(1, 100), st.integers(1, 5))
def test_calls_are_taken_in_order_and_shared(count: int, takers: int) -> None:
    calls = Calls(takers)
    for number in range(count):
        calls.put(call(number))
    taken: list[Any] = []
    while len(taken) < count:
        batch = calls.take()
        assert 1 <= len(batch) <= TOGETHER
        assert (len(batch) - 1) * takers <= count - len(taken)
        taken += numbers(batch)
    assert taken == list(range(count))


def test_what_was_near_a_mishap_goes_first_and_alone() -> None:
    calls = Calls(1)
    for number in range(6):
        calls.put(call(number))
    taken = calls.take()
    assert numbers(taken) == [0, 1, 2, 3, 4, 5]
    calls.put(call(6))
    calls.put(call(7))
    calls.put_back(taken[1:3])
    assert [numbers(calls.take()) for _ in range(3)] == [[1], [2], [6, 7]]


def test_closing_cancels_what_waits_and_what_comes_later() -> None:
    calls = Calls(1)
    waiting, late, back = call(1), call(2), call(3)
    calls.put(waiting)
    back.future.set_running_or_notify_cancel()
    calls.close()
    calls.put(late)
    calls.put_back([back])
    assert calls.take() == []
    assert waiting.future.cancelled()
    assert late.future.cancelled()
    with pytest.raises(CancelledError):
        back.future.result(timeout=0)


def test_a_taker_waits_until_there_is_something() -> None:
    calls = Calls(1)
    got: list[list[Call]] = []
    takers = [Thread(target=lambda: got.append(calls.take())) for _ in range(2)]
    for taker in takers:
        taker.start()
    calls.put(call(1))
    calls.close()
    for taker in takers:
        taker.join()
    assert sorted(map(len, got)) in ([0, 0], [0, 1])
