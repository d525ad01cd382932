"""Where is one word, phrase or pattern of the query sought?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, Final

from whoosh import query

from ...index.analysis import Forms, stems, tokens
from ...index.language.folding import fold
from ...index.language.stopwords import stopwords
from ...index.schema import CAPITALS, TEXTS, VALUES
from ..errors import QueryError
from .lexer import Item, Kind, Name
from .tree import Group, Leaf, Word

MEMO: Final = 4096  # items of queries kept as nodes: about 2 kB each
MAX_EDITS: Final = 2  # further off, nearly every word is near
_PATTERN = re.compile(r"\*|\?(?=\w)")


def is_pattern(item: Item) -> bool:
    """Tell whether a word holds * or ? for letters; a question mark at its end is only a mark."""
    return item.kind is Kind.WORD and bool(_PATTERN.search(item.text)) and item.text != "*"


def words_of(item: Item) -> list[Word]:
    """Return the words of one item; several where it holds several tokens (Jakarta/Bogor)."""
    if item.kind is Kind.PHRASE:
        return [word for word in [_phrase(item)] if word]
    if is_pattern(item):
        return [word for word in [_pattern(item)] if word]
    if item.near is not None:
        return [_fuzzy(item, forms) for _, _, forms in tokens(item.text)]
    key = (item.text, item.field, item.form, item.boost, item.also, item.capitals, item.value)
    return _plain_words(*key)


@lru_cache(MEMO)
def _plain_words(text: str, field: str | None, form: str, boost: float, *more: Any) -> list[Word]:
    """Return the words of an item, made once: nodes of a query never change."""
    names = dict(zip(("also", "capitals", "value"), more, strict=True))
    item = Item(kind=Kind.WORD, text=text, column=0, field=field, form=form, boost=boost, **names)
    found = [forms for _, _, forms in tokens(item.text)]
    if item.form == "=":
        return [_exact(item, forms) for forms in found]
    return [_plain(item, forms, last=number == len(found)) for number, forms in enumerate(found, 1)]


def _parts(item: Item) -> Iterable[str]:
    return (item.field,) if item.field in TEXTS else TEXTS


def _group(
    item: Item, kind: int, make: Callable[[str], query.Query], *, bonus: bool = False
) -> Group:
    """Return one leaf for each part of the article; kind 0 is the stem field, 1 the exact one."""
    return Group(
        tuple(
            Leaf(part, make(TEXTS[part][kind]), value=_value(item, part)) for part in _parts(item)
        ),
        bonus,
    )


def _value(item: Item, part: str) -> query.Term | None:
    return query.Term(VALUES[part], item.value.term) if item.value else None


def _named(item: Item) -> Group:
    """Return where the value of an item is named. A bonus, as words do not tell 5 from 5%."""
    leaves = ((part, _value(item, part)) for part in _parts(item))
    return Group(tuple(Leaf(part, term) for part, term in leaves if term), bonus=True)


def _sequence(parts: list[str], slop: int) -> Callable[[str], query.Query]:
    if len(parts) == 1:
        return lambda field: query.Term(field, parts[0])
    return lambda field: query.Phrase(field, parts, slop=slop)


def _stemmed(forms: Iterable[Forms], slop: int) -> Callable[[str], query.Query]:
    """Seek stems in order. The echo of a reduplication has a position, but no stem: a gap."""
    found = [stem for one in forms for stem in stems(one.parts)]
    gap = max((len(run) for run in re.findall("x+", _echoes(found))), default=0)
    return _sequence([stem for stem in found if stem], slop + gap)


def _echoes(found: list[str | None]) -> str:
    return "".join(" " if stem else "x" for stem in found)


def _plain(item: Item, forms: Forms, *, last: bool) -> Word:
    named = (_named(item),) if last and item.value and item.value.signed else ()
    shown = forms.whole or forms.parts[0].text
    if item.capitals:
        own = tuple(Leaf(part, query.Term(CAPITALS[part], shown)) for part in _parts(item))
        groups = Group(own), Group(own, bonus=True)
    else:
        exact = _group(item, 1, _sequence([shown], 1), bonus=True)
        groups = _group(item, 0, _stemmed([forms], 1)), exact
    others = tuple(_leaf(part, name) for name in item.also for part in _parts(item))
    return Word(
        shown,
        (groups[0]._replace(leaves=groups[0].leaves + others), groups[1], *named),
        stop=shown in stopwords() and not others and item.field is None and item.boost == 1.0,
        boost=item.boost,
    )


def _leaf(part: str, name: Name) -> Leaf:
    """Return where another name of a word is sought: each time counts as one of the word."""
    field = CAPITALS[part] if name.capitals else TEXTS[part].exact
    return Leaf(part, _sequence([*name.words], 1)(field), also=True)


def _exact(item: Item, forms: Forms) -> Word:
    shown = forms.whole or forms.parts[0].text
    return Word("=" + shown, (_group(item, 1, _sequence([shown], 1)),), boost=item.boost)


def _fuzzy(item: Item, forms: Forms) -> Word:
    if item.near is not None and item.near > MAX_EDITS:
        raise QueryError(
            f"~{item.near} allows too many differences",
            column=item.column,
            mend=f"~{MAX_EDITS} is the most",
        )
    text, edits = forms.whole or forms.parts[0].text, item.near or 1
    group = _group(
        item, 1, lambda field: query.FuzzyTerm(field, text, maxdist=edits, prefixlength=1)
    )
    return Word(f"{text}~{edits}", (group,), boost=item.boost)


def _phrase(item: Item) -> Word | None:
    found = [forms for _, _, forms in tokens(item.text)]
    if not found:
        return None
    slop = max(1, item.near if item.near is not None else 1)
    shown = " ".join(part.text for forms in found for part in forms.parts)
    if item.form == "~":
        group = _group(item, 0, _stemmed(found, slop))
    else:
        group = _group(item, 1, _sequence(shown.split(), slop))
    return Word(f'{item.form}"{shown}"', (group,), boost=item.boost)


def _pattern(item: Item) -> Word | None:
    pieces = re.split(r"([*?]+)", item.text)
    text = "".join(piece if piece[:1] in ("*", "?") else fold(piece) for piece in pieces)
    text = text.encode("utf-8", "ignore").decode().strip(".,;:!-")
    if not text.strip("*?"):
        return None
    if re.fullmatch(r"[^*?]+\*+", text):
        prefix = text.rstrip("*")
        group = _group(item, 1, lambda field: query.Prefix(field, prefix))
    else:
        group = _group(item, 1, lambda field: query.Wildcard(field, text))
    return Word(text, (group,), boost=item.boost)
