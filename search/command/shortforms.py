"""Which short forms does the corpus explain, and which long form does a query for one seek, too?"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

from ...index.language.naming import key_of
from ...index.meanings import Meaning
from ..engine import Engine
from .headline import one_line


class Listed(NamedTuple):
    """A pair, and whether a query for its short form seeks the long one.

    Of the user's own synonyms, which need no article, the first is taken for the short form.
    """

    meaning: Meaning
    sought: bool


def listed(engine: Engine, word: str | None = None) -> list[Listed]:
    """Return the pairs with a short or long form, all of them for None; the most frequent first."""
    meanings, key = engine.meanings, key_of(word or "")
    if word is None:
        found = meanings.all()
    else:
        shorts = [key, *meanings.shorts(key)]
        pairs = dict.fromkeys(one for short in shorts for one in meanings.of(short))
        found = [one for one in pairs if _has((one.short, one.long), key)]
    own = [Meaning(*pair, 0) for pair in engine.synonyms.pairs if _has(pair, key) or word is None]
    sought = [Listed(one, engine.is_sought(one)) for one in found]
    return [*sought, *(Listed(one, True) for one in own)]


def _has(pair: tuple[str, str], key: str) -> bool:
    return key in map(key_of, pair)


def lines(found: Sequence[Listed], *, as_json: bool = False) -> str:
    """Return pairs as lines of short form, long form and count, or as one JSON object."""
    if as_json:
        told = [{**one.meaning._asdict(), "sought": one.sought} for one in found]
        return json.dumps({"format": 1, "acronyms": told}, ensure_ascii=False)
    return "\n".join(
        f"{one_line(short)}\t{one_line(long)}\t{count}" for (short, long, count), _ in found
    )
