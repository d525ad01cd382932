"""Are documents found in both forms of a set as in a plain set of numbers?"""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from telusur.index.members import Bits, Members, Numbers, shared, smallest

SIZE = 200
sets = st.sets(st.integers(0, SIZE - 1))


def array(docs: set[int]) -> np.ndarray:
    return np.array(sorted(docs), np.int32)


def forms(docs: set[int]) -> list[Members]:
    return [Numbers(array(docs)), Bits(array(docs), SIZE)]


@given(sets, sets)
def test_each_form_finds_what_is_in_it_and_where(held: set[int], sought: set[int]) -> None:
    inside = [doc in held for doc in sorted(sought)]
    expected = [sorted(held).index(doc) for doc in sorted(sought & held)]
    for one in forms(held):
        assert one.docs.dtype == np.int32
        assert one.docs.tolist() == sorted(held)
        places, found = one.find(array(sought))
        assert found.tolist() == inside
        assert places[found].tolist() == expected


@given(st.lists(st.tuples(sets, st.booleans()), min_size=1, max_size=4))
def test_sets_of_any_forms_share_what_is_in_all(several: list[tuple[set[int], bool]]) -> None:
    found = shared([forms(docs)[packed] for docs, packed in several])
    assert found.tolist() == sorted(set.intersection(*(docs for docs, _ in several)))


def test_the_form_of_fewer_bytes_is_taken() -> None:
    few, many = np.arange(9, dtype=np.int32), np.arange(4000, dtype=np.int32)
    assert isinstance(smallest(few, 8000), Numbers)
    assert isinstance(smallest(many, 8000), Bits)
    assert smallest(many, 8000).nbytes < Numbers(many).nbytes
