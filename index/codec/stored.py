"""How are stored fields kept so that reading them runs no code? JSON, with tags where it is poor.

Text, numbers, truth values and None stand for themselves; anything else is a pair of a tag and what
makes the value, `["date", "2021-10-03"]`. Whoosh pickles instead, and opening a pickle of a
stranger can run whatever the stranger likes.
"""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any, Final, NamedTuple, cast
from uuid import UUID

from ..disk.deflate import squeeze, unsqueeze
from ..errors import ValueUnstorable

_PLAIN: Final = (str, int, bool, type(None))


class _Tag(NamedTuple):
    """How one type is told, and made again."""

    name: str
    tell: Callable[[Any], Any]
    make: Callable[[Any], Any]


def _items(values: Any) -> list[Any]:
    return [tell(one) for one in values]


def _values(told: Any) -> list[Any]:
    return [_made(one) for one in told]


def _base64(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _moment(value: datetime | time) -> list[Any]:
    if value.tzinfo is not None and type(value.tzinfo) is not timezone:
        raise ValueUnstorable(type(value.tzinfo))  # a named zone is more than its offset
    return [value.isoformat(), value.fold]


def _as_datetime(told: list[Any]) -> datetime:
    moment, fold = told
    return datetime.fromisoformat(moment).replace(fold=fold)


def _as_time(told: list[Any]) -> time:
    moment, fold = told
    return time.fromisoformat(moment).replace(fold=fold)


def _span(value: timedelta) -> list[int]:
    return [value.days, value.seconds, value.microseconds]


def _as_span(told: list[int]) -> timedelta:
    days, seconds, microseconds = told
    return timedelta(days, seconds, microseconds)


def _as_tuple(told: Any) -> tuple[Any, ...]:
    return tuple(_values(told))


def _as_set(told: Any) -> set[Any]:
    return set(_values(told))


def _as_frozenset(told: Any) -> frozenset[Any]:
    return frozenset(_values(told))


def _pairs(value: dict[Any, Any]) -> list[Any]:
    return [[tell(key), tell(one)] for key, one in value.items()]


def _as_dict(told: list[Any]) -> dict[Any, Any]:
    return {_made(key): _made(one) for key, one in told}


_TAGS: Final[Mapping[type, _Tag]] = {
    float: _Tag("float", repr, float),  # not finite: JSON has no word for it
    bytes: _Tag("bytes", _base64, base64.b64decode),
    datetime: _Tag("datetime", _moment, _as_datetime),
    date: _Tag("date", date.isoformat, date.fromisoformat),
    time: _Tag("time", _moment, _as_time),
    timedelta: _Tag("timedelta", _span, _as_span),
    Decimal: _Tag("decimal", str, Decimal),
    UUID: _Tag("uuid", str, UUID),
    list: _Tag("list", _items, _values),
    tuple: _Tag("tuple", _items, _as_tuple),
    set: _Tag("set", _items, _as_set),
    frozenset: _Tag("frozenset", _items, _as_frozenset),
    dict: _Tag("dict", _pairs, _as_dict),
}
_BY_NAME: Final = {tag.name: tag for tag in _TAGS.values()}


def tell(value: Any) -> Any:
    """Return a value in words of JSON.

    Raises:
        ValueUnstorable: it holds something that is neither text, a number, a truth value, None,
            bytes, a date, a time or a span of time, a decimal, a UUID, nor a list, tuple, set or
            dict of them.

    """
    kind = cast(type[Any], type(value))  # exactly: a subclass may be more than what it derives from
    if kind in _PLAIN or (kind is float and math.isfinite(value)):
        return value
    if kind not in _TAGS:
        raise ValueUnstorable(kind)
    return [_TAGS[kind].name, _TAGS[kind].tell(value)]


def _made(told: Any) -> Any:
    if type(told) is list:
        name, content = cast(list[Any], told)
        return _BY_NAME[name].make(content)
    return told


def pack(told: Any) -> bytes:
    r"""Return what `tell` told as bytes.

    >>> unpack(pack(tell({"when": datetime(2021, 10, 3), "tags": ("a", b"\0")})))
    {'when': datetime.datetime(2021, 10, 3, 0, 0), 'tags': ('a', b'\x00')}
    """
    return squeeze(json.dumps(told, allow_nan=False).encode())


def pack_fields(told: Mapping[str, Any]) -> bytes:
    """Return the bytes of fields, each of which `tell` told, as of a dict; of none, no bytes."""
    return pack(["dict", list(told.items())]) if told else b""


def unpack(content: bytes) -> Any:
    """Return the value that was packed.

    Raises:
        ValueError, LookupError, TypeError: the bytes are not from `pack`.

    """
    return _made(json.loads(unsqueeze(content)))
