"""In which order do hits come? By relevance, date or a column, and the documents after a place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np

from ...index.disk.columns import COLUMNS
from ...index.reader import Docs, Ints, Snapshot
from ...index.schema import UNDATED
from ..asked.lexer import FIELDS as QUERIED
from ..errors import QueryError, quoted
from ..ranking.rank import Floats

RELEVANCE: Final = "relevance"
DATE: Final = "date"
# What users call it -> what it is. A minus sign before it turns it round.
FIELDS: Final = {name: field for name, field in QUERIED.items() if field in {DATE, *COLUMNS}} | {
    "kind": "kind",
    "jenis": "kind",
}
MISSING: Final = UNDATED  # the least key: what has no value comes last in every order


class Order(NamedTuple):
    """What to sort by; `down` is from the last value to the first."""

    by: str
    down: bool = False


NEWEST: Final = Order(DATE, down=True)
NAMED: Final = {
    "relevance": Order(RELEVANCE, down=True),
    "newest": NEWEST,
    "oldest": Order(DATE),
}


def order_of(name: str) -> Order:
    """Return the order with a name, such as relevance, newest, site, -situs.

    Raises:
        QueryError: there is none.

    """
    if name in NAMED:
        return NAMED[name]
    field = name.removeprefix("-")
    if field not in FIELDS:
        known = ", ".join([*NAMED, *FIELDS])
        mend = f"known: {known}; a minus sign before a field turns it round"
        raise QueryError(f"cannot sort by {quoted(name)}", mend=mend)
    return Order(FIELDS[field], down=name.startswith("-"))


def column_of(name: str) -> str:
    """Return the column that a field's name stands for, in either language.

    Raises:
        QueryError: there is none.

    """
    column = FIELDS.get(name, DATE)
    if column == DATE:
        known = ", ".join(field for field, column in FIELDS.items() if column != DATE)
        raise QueryError(f"cannot collapse by {quoted(name)}", mend=f"known: {known}")
    return column


def keys(snapshot: Snapshot, docs: Docs, order: Order) -> Ints:
    """Return what to sort documents by, descending, for an order other than relevance.

    `MISSING` stands for no value. Names sort without regard to case.
    """
    if order.by == DATE:
        moments = snapshot.published[docs]
        if order.down:
            return moments
        return np.where(moments == UNDATED, MISSING, -moments)
    values, ordinals = snapshot.column(order.by)
    ranks = np.empty(len(values) + 1, np.int64)
    by_name = sorted(range(len(values)), key=lambda place: values[place].casefold())
    ranks[np.array(by_name, np.int64) + 1] = np.arange(len(values))
    found = ranks if order.down else -ranks
    found[0] = MISSING
    return found[ordinals[docs]]


def key_value(snapshot: Snapshot, doc: int, order: Order) -> str | int | None:
    """Return by what a document sorts, in terms that outlive the commit; None for no value."""
    if order.by == DATE:
        moment = int(snapshot.published[doc])
        return None if moment == UNDATED else moment
    return snapshot.column(order.by).value(doc)


def key_of(snapshot: Snapshot, value: float | str | None, order: Order) -> float:
    """Return where a score or value stands among the keys of a snapshot, or between two of them.

    Raises:
        QueryError: the value is not of the kind that this order has.

    """
    if order.by == RELEVANCE and isinstance(value, int | float):
        return value
    if order.by != RELEVANCE and value is None:
        return MISSING
    if order.by == DATE and isinstance(value, int):
        return value if order.down else -value
    if order.by in (RELEVANCE, DATE) or not isinstance(value, str):
        raise QueryError("the page to go on from is of another order")
    names = snapshot.column(order.by).values
    before = sum((name.casefold(), name) < (value.casefold(), value) for name in names)
    rank = before if value in names else before - 0.5
    return rank if order.down else -rank


def after(
    docs: Docs, keys: Floats | Ints, place: tuple[float, str], id_of: Callable[[int], str]
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Tell which documents come after a place: a lesser key, or the same one and a greater id."""
    key, article_id = place
    behind = keys < key
    for tied in np.flatnonzero(keys == key).tolist():
        behind[tied] = id_of(int(docs[tied])) > article_id
    return behind
