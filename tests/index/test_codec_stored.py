"""Does a stored value come back as it was, type and all, or is it refused?"""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import IntEnum
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telusur.index.codec.stored import pack, pack_fields, tell, unpack
from telusur.index.errors import ValueUnstorable

ZONES = st.none() | st.just(UTC) | st.just(timezone(timedelta(hours=7)))
PLAIN = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(st.characters())  # half a character as well
    | st.binary()
    | st.dates()
    | st.times(timezones=ZONES)
    | st.datetimes(timezones=ZONES)
    | st.timedeltas()
    | st.decimals(allow_nan=False)
    | st.uuids()
)
HASHABLE = st.recursive(
    PLAIN, lambda inner: st.tuples(inner, inner) | st.frozensets(inner, max_size=3), max_leaves=3
)
VALUES = st.recursive(
    HASHABLE | st.sets(HASHABLE, max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.tuples(inner)
        | st.dictionaries(HASHABLE, inner, max_size=3)
    ),
    max_leaves=6,
)


def typed(value: Any) -> Any:
    """Return a value with the types of all its parts: 1, 1.0 and True are equal."""
    if isinstance(value, (list, tuple)):
        return type(value), [typed(one) for one in value]
    if isinstance(value, (set, frozenset)):
        return type(value), sorted(map(repr, map(typed, value)))
    if isinstance(value, dict):
        return type(value), [(typed(key), typed(one)) for key, one in value.items()]
    return type(value), value, getattr(value, "tzinfo", None)


@given(VALUES)
def test_a_value_comes_back_as_it_was(value: Any) -> None:
    assert typed(unpack(pack(tell(value)))) == typed(value)


@given(st.dictionaries(st.text(), VALUES, min_size=1, max_size=3))
def test_fields_come_back_as_they_were(value: dict[str, Any]) -> None:
    told = {name: tell(one) for name, one in value.items()}
    assert typed(unpack(pack_fields(told))) == typed(value)


def test_numbers_that_are_none_come_back() -> None:
    found = unpack(pack(tell([math.inf, -math.inf, math.nan, -0.0])))
    assert found[:2] == [math.inf, -math.inf]
    assert math.isnan(found[2])
    assert math.copysign(1, found[3]) == -1


class Kind(IntEnum):
    ONE = 1


@pytest.mark.parametrize(
    "value",
    [
        object(),
        threading.Lock(),
        PurePosixPath("a"),
        OrderedDict(a=1),
        Kind.ONE,
        1j,
        bytearray(b"a"),
        datetime(2021, 1, 1, tzinfo=ZoneInfo("Asia/Jakarta")),
        time(1, tzinfo=ZoneInfo("Asia/Jakarta")),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_value_that_is_more_than_we_can_tell_is_refused(value: Any) -> None:
    for holder in (value, [value], {"a": (1, value)}):
        with pytest.raises(ValueUnstorable, match="cannot be stored safely"):
            tell(holder)


def test_the_type_of_each_value_is_in_the_words() -> None:
    assert tell(("a", 1, 1.5, None)) == ["tuple", ["a", 1, 1.5, None]]
    assert tell(date(2021, 10, 3)) == ["date", "2021-10-03"]
    assert tell({b"a": Decimal("1.50")}) == ["dict", [[["bytes", "YQ=="], ["decimal", "1.50"]]]]
    assert tell(UUID(int=1)) == ["uuid", "00000000-0000-0000-0000-000000000001"]
