"""Is a fact worked out when it is first asked for, and never again?"""

from __future__ import annotations

from telusur.index.once import once


class Counter:
    def __init__(self) -> None:
        self.calls = 0

    @once
    def fact(self) -> int:
        """Return how often it was worked out."""
        self.calls += 1
        return self.calls


def test_a_fact_is_worked_out_when_it_is_first_asked_for() -> None:
    counter, other = Counter(), Counter()
    assert counter.calls == 0
    assert [counter.fact, counter.fact, other.fact] == [1, 1, 1]
    assert (counter.calls, vars(counter)["fact"]) == (1, 1)


def test_it_says_what_the_method_says() -> None:
    assert vars(Counter)["fact"].__doc__ == "Return how often it was worked out."
