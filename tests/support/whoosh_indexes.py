"""What do random documents of a Whoosh schema look like, and what does an index say of them?"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from whoosh import analysis, columns, fields, formats, query
from whoosh.util.numeric import byte_to_length, length_to_byte

WORDS = ("banjir", "korupsi", "jakarta", "bogor", "kabar", "warga", "hujan", "sungai", "air")
LONGEST = 10  # words in a text: up to there the stock codec keeps lengths exactly
STORED: tuple[Callable[[random.Random], Any], ...] = (
    lambda rng: rng.random(),
    lambda rng: rng.randint(-(2**70), 2**70),
    lambda rng: rng.randbytes(5),
    lambda rng: datetime(2021, 1, 1) + timedelta(seconds=rng.randint(0, 10**8)),
    lambda rng: datetime(rng.randint(1, 9999), 1, 1, tzinfo=UTC),
    lambda rng: [rng.choice(WORDS), (1, None), {"a": {2.5, True}}],
    lambda rng: Decimal(rng.randint(0, 1000)) / 100,
    lambda rng: "setengah \ud83d, utuh 😀" * rng.randint(0, 2),
)


def text_field(form: type[formats.Format], **options: Any) -> fields.FieldType:
    """Return a field of text with postings of a format; `kata^2.5` weighs more."""
    analyzer = analysis.SpaceSeparatedTokenizer() | analysis.DelimitedAttributeFilter()
    field = fields.TEXT(analyzer=analyzer, **options)
    field.format = form()
    return field


def make_schema() -> fields.Schema:
    """Return a schema with every format, every kind of column, and vectors."""
    schema = fields.Schema(
        key=fields.ID(stored=True, unique=True),
        existence=text_field(formats.Existence, stored=True),
        frequency=text_field(formats.Frequency),
        positions=text_field(formats.Positions, sortable=True),
        characters=text_field(formats.Characters),
        position_boosts=text_field(formats.PositionBoosts),
        character_boosts=text_field(formats.CharacterBoosts),
        number=fields.NUMERIC(int, stored=True, sortable=True),
        price=fields.COLUMN(columns.NumericColumn("d", default=0.0)),
        moment=fields.DATETIME(stored=True, sortable=True),
        truth=fields.BOOLEAN(stored=True),
        grams=fields.NGRAM(),
        kept=fields.STORED(),
        bits=fields.COLUMN(columns.BitColumn()),
        anything=fields.COLUMN(columns.PickleColumn(columns.VarBytesColumn())),
        block=fields.COLUMN(columns.CompressedBlockColumn()),
        squeezed=fields.COLUMN(columns.CompressedBytesColumn()),
        reference=fields.COLUMN(columns.RefBytesColumn()),
    )
    for form in (formats.Frequency, formats.Positions, formats.Characters, formats.PositionBoosts):
        schema.add(f"vector_{form.__name__}", text_field(form, vector=form()))
    schema.add("dots.lengths", fields.KEYWORD(scorable=True))
    return schema


def random_text(rng: random.Random) -> str:
    words = rng.choices(WORDS, k=rng.randint(0, LONGEST))
    return " ".join(word + rng.choice(["", "", "", "^2.5", "^0.5"]) for word in words)


def random_document(rng: random.Random, schema: fields.Schema, key: str) -> dict[str, Any]:
    document: dict[str, Any] = {
        name: random_text(rng)
        for name, field in schema.items()
        if isinstance(field, (fields.TEXT, fields.KEYWORD, fields.NGRAM))
    }
    document |= {
        "number": rng.randint(-5, 5),
        "price": rng.randint(-9, 9) / 4,
        "moment": datetime(2021, rng.randint(1, 12), 1),  # Whoosh knows no zones
        "truth": rng.random() < 0.5,
        "kept": rng.choice(STORED)(rng),
        "bits": rng.random() < 0.5,
        "reference": rng.choice(WORDS).encode(),
    }
    chosen = {name: value for name, value in document.items() if rng.random() < 0.8}
    if rng.random() < 0.2:
        chosen["_positions_boost"] = 3.0
    # Whoosh's own readers of these columns stumble over documents or segments without a value.
    always = {
        "anything": rng.choice(STORED)(rng),
        "block": rng.randbytes(rng.randint(0, 9)),
        "squeezed": rng.randbytes(rng.randint(0, 9)),
    }
    return {"key": key, **always, **chosen}


def random_leaf(rng: random.Random) -> query.Query:
    field = rng.choice(["frequency", "positions", "characters", "position_boosts"])
    word = rng.choice((*WORDS, "absen"))
    return rng.choice(
        [
            query.Term(field, word),
            query.Term(field, word, boost=2.0),
            query.Prefix(field, word[:1]),
            query.Phrase("positions", rng.choices(WORDS, k=2), slop=3),
            query.Phrase("character_boosts", rng.choices(WORDS, k=2), slop=4),
            query.NumericRange("number", rng.randint(-5, 0), rng.randint(0, 5)),
            query.Term("truth", "t"),
            query.Every("positions"),
        ]
    )


def random_tree(rng: random.Random, depth: int = 2) -> query.Query:
    if depth == 0 or rng.random() < 0.3:
        return random_leaf(rng)
    below = [random_tree(rng, depth - 1) for _ in range(rng.randint(2, 3))]
    return rng.choice(
        [
            query.And(below),
            query.Or(below),
            query.And([*below[:-1], query.Not(below[-1])]),
            query.AndMaybe(*below[:2]),
            query.Require(*below[:2]),
            query.ConstantScoreQuery(below[0], score=1.5),
        ]
    )


def told(reader: Any) -> Iterator[tuple[Any, ...]]:
    """Yield all that one segment says to Whoosh."""
    yield ("fields", sorted(reader.indexed_field_names()))
    for field, term in reader.all_terms():
        info = reader.term_info(field, term)
        yield (field, term, info.doc_frequency(), info.min_id(), info.max_id())
        yield (field, term, round(info.weight(), 4), round(info.max_weight(), 4))
        if reader.schema[field].scorable:  # else the stock codec knows none, and says 0 or 1
            yield (field, term, rounded(info.min_length()), rounded(info.max_length()))
        yield (field, term, list(postings(reader.postings(field, term), reader.schema[field])))
    for doc in reader.all_doc_ids():
        yield (doc, reader.stored_fields(doc), list(map(type, reader.stored_fields(doc).values())))
        for name, field in reader.schema.items():
            yield (doc, name, rounded(reader.doc_field_length(doc, name)))
            if field.column_type:
                yield (doc, name, reader.column_reader(name, translate=False)[doc])
            if field.vector and reader.has_vector(doc, name):
                yield (doc, name, list(vector(reader.vector(doc, name), field.vector)))


def rounded(length: int | None) -> int:
    """Return a length as the stock codec keeps it, in one byte."""
    return byte_to_length(length_to_byte(length)) if length else 0


def postings(matcher: Any, field: fields.FieldType) -> Iterator[tuple[Any, ...]]:
    while matcher.is_active():
        yield (matcher.id(), round(matcher.weight(), 4), *decoded(matcher, field.format))
        matcher.next()


def vector(matcher: Any, form: formats.Format) -> Iterator[tuple[Any, ...]]:
    while matcher.is_active():
        yield (matcher.id(), round(matcher.weight(), 4), *decoded(matcher, form))
        matcher.next()


def decoded(matcher: Any, form: formats.Format) -> Iterator[Any]:
    # not the weight: the stock codec drops the values of formats that keep only whether
    for kind in ("frequency", "positions", "characters", "position_boosts", "character_boosts"):
        if form.supports(kind) and type(form) is not formats.Existence:
            yield form.decode_as(kind, matcher.value())
