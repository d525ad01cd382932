"""Is arithmetic on runs what a loop over them gives?"""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from telusur.index.disk.runs import starts, starts_of


@given(st.lists(st.tuples(st.integers(0, 255), st.booleans()), max_size=300))
def test_the_starts_of_some_runs_are_those_among_all(runs: list[tuple[int, bool]]) -> None:
    counts = [count for count, _ in runs]
    lengths = np.array(counts, np.uint8)
    which = np.flatnonzero([asked for _, asked in runs])
    ends = [sum(counts[:n]) for n in range(len(counts))]
    assert starts(lengths).tolist() == ends
    assert starts_of(lengths, which).tolist() == [ends[n] for n in which.tolist()]
