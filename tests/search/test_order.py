"""Do hits come in the order asked for, once for each value, and page after page?"""

from __future__ import annotations

import base64
import json
import math
import random
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telusur.corpora.article import Article
from telusur.index.commits.store import writing
from telusur.search.engine import Engine, Filters, Options, Results
from telusur.search.errors import QueryError
from telusur.search.paging.cursor import KEPT, Cursor, extended, known, read_cursor, written
from telusur.search.paging.order import column_of, order_of
from telusur.search.values import Mode
from telusur.tests.support.corpora import (
    NOW,
    build_index,
    random_article,
    random_batches,
    random_query,
    random_ranking,
    seeds,
    survivors,
)
from telusur.tests.support.stories import Stories

VALUES = {
    "site": lambda article: article.site,
    "author": lambda article: article.authors[0] if article.authors else None,
    "section": lambda article: article.section,
    "kind": lambda article: article.kind,
}
NAMES = {"site": "situs", "author": "penulis", "section": "rubrik", "kind": "jenis"}
SORTS = [
    "relevance",
    "newest",
    "oldest",
    "date",
    "-tanggal",
    *VALUES,
    *(f"-{one}" for one in VALUES),
]
SORTS += list(NAMES.values())


def ids(results: Results) -> list[str]:
    return [hit.article.id for hit in results.hits]


def shown(results: Results) -> list[tuple[int, str, float, int | None]]:
    return [(hit.rank, hit.article.id, hit.score, hit.more) for hit in results.hits]


def sorted_slowly(hits: list[tuple[Article, float]], sort: str) -> list[Article]:
    """Sort one value after the other: by id, then by value, what has none at the end."""
    found = sorted(hits, key=lambda hit: hit[0].id)
    if sort == "relevance":
        return [one for one, _ in sorted(found, key=lambda hit: -hit[1])]
    name = sort.removeprefix("-")
    down = sort.startswith("-") or sort == "newest"
    if name in ("newest", "oldest", "date", "tanggal"):
        keys = {one.id: one.published for one, _ in found}
    else:
        column = {**{v: k for k, v in NAMES.items()}, **{k: k for k in NAMES}}[name]
        values = {one.id: VALUES[column](one) for one, _ in found}
        keys = {one: value and (value.casefold(), value) for one, value in values.items()}
    articles = [one for one, _ in found]
    told = [one for one in articles if keys[one.id] is not None]
    rest = [one for one in articles if keys[one.id] is None]
    runs: dict[object, list[Article]] = {}
    for one in told:
        runs.setdefault(keys[one.id], []).append(one)
    ordered = sorted(runs, reverse=down)  # pyright: ignore[reportArgumentType]
    return [one for key in ordered for one in runs[key]] + rest


def once(stories: Stories, articles: list[Article], full: int) -> list[Article]:
    """Return one article of each story, of those with all the words if there are such."""
    first, rest = ([(one.id, 0.0) for one in part] for part in (articles[:full], articles[full:]))
    kept = {name for name, _ in stories.once(first)}
    kept |= {name for name, _ in stories.once(rest, above={name for name, _ in first})}
    return [one for one in articles if one.id in kept]


def collapsed_slowly(articles: list[Article], name: str) -> tuple[list[Article], dict[str, int]]:
    value = VALUES[name]
    kept: list[Article] = []
    for one in articles:
        if value(one) is None or value(one) not in [value(other) for other in kept]:
            kept.append(one)
    more = {
        one.id: 0
        if value(one) is None
        else sum(value(other) == value(one) for other in articles) - 1
        for one in kept
    }
    return kept, more


@pytest.mark.parametrize("seed", seeds(10))
def test_order_and_collapse_as_the_slow_way(seed: int, tmp_path: Path) -> None:
    rng = random.Random(f"order {seed}")
    batches, ranking = random_batches(rng), random_ranking(rng)
    stories = Stories(survivors(batches))
    with Engine.open(build_index(tmp_path / "index", batches), ranking=ranking) as engine:
        for _ in range(30):
            text, sort = f"{random_query(rng)} di", rng.choice(SORTS)
            name = rng.choice(list(VALUES))
            where = (seed, text, sort, name)
            copies = rng.random() < 0.5
            whole = engine.search(text, now=NOW, k=99, options=Options(sort=sort, copies=True))
            parts = [whole.hits[: whole.full], whole.hits[whole.full :]]
            expected: list[Article] = []
            for part in parts:
                expected += sorted_slowly([(hit.article, hit.score) for hit in part], sort)
            assert ids(whole) == [one.id for one in expected], where
            if not copies:
                expected = once(stories, expected, whole.full)
                options = Options(sort=sort)
                assert ids(engine.search(text, now=NOW, k=99, options=options)) == [
                    one.id for one in expected
                ], where
            assert whole.groups is None
            collapse = rng.choice([name, NAMES[name]])
            options = Options(sort=sort, collapse=collapse, copies=copies)
            got = engine.search(text, now=NOW, k=99, options=options)
            kept, more = collapsed_slowly(expected, name)
            assert ids(got) == [one.id for one in kept], where
            assert {hit.article.id: hit.more for hit in got.hits} == more, where
            assert (got.total, got.groups) == (whole.total, len(kept)), where
            for k in (1, 3):  # the mode may be another: a short page draws partial matches
                first = engine.search(text, now=NOW, k=k, options=options)
                assert len(first.hits) == min(k, first.groups or 0)


@pytest.mark.parametrize("seed", seeds(10))
def test_pages_by_cursor_are_pages_by_number(seed: int, tmp_path: Path) -> None:
    rng = random.Random(f"pages {seed}")
    batches, ranking = random_batches(rng), random_ranking(rng)
    with Engine.open(build_index(tmp_path / "index", batches), ranking=ranking) as engine:
        for _ in range(30):
            text, k = random_query(rng), rng.randint(1, 4)
            options = Options(
                sort=rng.choice(SORTS),
                mode=rng.choice(["auto", "any", "all"]),
                collapse=rng.choice([None, None, *VALUES]),
                copies=rng.random() < 0.5,
            )
            after: str | None = None
            seen: list[str] = []
            for page in range(1, engine.snapshot.count + 2):  # as many as there can be
                by_number = engine.search(text, now=NOW, k=k, page=page, options=options)
                by_cursor = engine.search(text, now=NOW, k=k, after=after, options=options)
                assert shown(by_cursor) == shown(by_number), (seed, text, options, page)
                assert (by_cursor.next is None) == (by_number.next is None)
                seen += ids(by_number)
                after = by_cursor.next
                if after is None:
                    break
            assert after is None
            assert len(seen) == len(set(seen))
            last = by_number.hits[-1].rank if by_number.hits else 0
            if options.copies or options.collapse:
                assert last == (by_number.total if by_number.groups is None else by_number.groups)
            assert len(seen) == last


@pytest.mark.parametrize("seed", seeds(12))
def test_no_hit_comes_twice_when_articles_are_added_between_pages(
    seed: int, tmp_path: Path
) -> None:
    """What was there and keeps its place comes; nothing comes twice, ranks go on."""
    rng = random.Random(f"between {seed}")
    batches, ranking = random_batches(rng), random_ranking(rng)
    for _ in range(4):
        folder = build_index(tmp_path / f"index {_}", batches)
        text, k = f"{random_query(rng)} di", rng.randint(1, 3)
        options = Options(
            sort=rng.choice(SORTS),
            mode=rng.choice(["auto", "any"]),
            collapse=rng.choice([None, None, "site", "author"]),
            copies=rng.random() < 0.5,
        )
        seen: list[str] = []
        values: list[str] = []
        after: str | None = None
        pages = 0
        while pages == 0 or after is not None:
            with Engine.open(folder, ranking=ranking) as engine:
                results = engine.search(text, now=NOW, k=k, after=after, options=options)
            assert [hit.rank for hit in results.hits] == list(
                range(len(seen) + 1, len(seen) + len(results.hits) + 1)
            )
            seen += ids(results)
            if options.collapse:
                found = (VALUES[options.collapse](hit.article) for hit in results.hits)
                values += [one for one in found if one is not None]
            after = results.next
            pages += 1
            if pages <= 8:
                with writing(folder) as writer:
                    new = [random_article(rng, f"{rng.choice('abcz')}{rng.randint(0, 60)}")]
                    writer.commit([one for one in new if one.id not in seen])
        assert len(seen) == len(set(seen)), (seed, text, options)
        assert len(values) == len(set(values)), (seed, text, options)


@pytest.mark.parametrize("mode", ["auto", "all", "any"])
def test_old_articles_still_come_after_a_commit(mode: Mode, tmp_path: Path) -> None:
    days = [datetime(2021, 1, day, tzinfo=NOW.tzinfo) for day in range(1, 10)]
    articles = [
        Article(id=f"n{day.day}", title="", text=f"banjir {day.day}", published=day) for day in days
    ]
    folder = build_index(tmp_path / "index", [(articles[::2], [])])
    newest = Options(mode=mode, sort="newest")
    with Engine.open(folder) as engine:
        first = engine.search("banjir", now=NOW, k=2, options=newest)
    assert ids(first) == ["n9", "n7"]
    with writing(folder) as writer:
        writer.commit(articles[1::2])
    with Engine.open(folder) as engine:
        second = engine.search("banjir", now=NOW, k=4, after=first.next, options=newest)
        assert ids(second) == ["n6", "n5", "n4", "n3"]  # n8 is newer than what was shown last
        assert [hit.rank for hit in second.hits] == [3, 4, 5, 6]
        third = engine.search("banjir", now=NOW, k=4, after=second.next, options=newest)
        assert ids(third) == ["n2", "n1"]
        assert third.next is None


def test_what_follows_does_not_change_with_the_size_of_a_page(tmp_path: Path) -> None:
    texts = {"a": "banjir gempa", "b": "banjir gempa", "c": "banjir", "d": "gempa", "e": "banjir"}
    each = Options(copies=True)
    articles = [Article(id=name, title="", text=text) for name, text in texts.items()]
    with Engine.open(build_index(tmp_path / "index", [(articles, [])])) as engine:
        first = engine.search("banjir gempa", now=NOW, k=3, options=each)
        assert (first.mode, first.full, first.total) == ("all+partial", 2, 5)
        second = engine.search("banjir gempa", now=NOW, k=2, after=first.next, options=each)
        assert (second.mode, second.full, second.total) == ("all+partial", 2, 5)
        assert {*ids(first), *ids(second)} == texts.keys()
        alone = engine.search("banjir gempa", now=NOW, k=1, options=each)
        assert (alone.mode, alone.total) == ("all", 2)  # a full page: nothing partial follows
        last = engine.search("banjir gempa", now=NOW, k=5, after=alone.next, options=each)
        assert (ids(last), last.mode, last.next) == (["b"], "all", None)


def test_an_index_made_anew_is_another_one(tmp_path: Path) -> None:
    articles = [Article(id=name, title="", text=f"banjir {name}x") for name in "abcd"]
    with Engine.open(build_index(tmp_path / "a", [(articles, [])])) as engine:
        first = engine.search("banjir", now=NOW, k=2)
    others = [Article(id=name, title="", text=f"banjir {name}x") for name in "0abcd"]
    with Engine.open(build_index(tmp_path / "b", [(others, [])])) as engine:
        assert engine.snapshot.generation == 1
        assert ids(engine.search("banjir", now=NOW, k=2, after=first.next))[:1] != ["b"]


# Cursors from strangers


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    articles = [Article(id=name, title="", text=f"banjir {name}x", site="Situs") for name in "abcd"]
    with Engine.open(build_index(tmp_path / "index", [(articles, [])])) as opened:
        yield opened


def test_a_cursor_belongs_to_its_query_and_options(engine: Engine) -> None:
    after = engine.search("banjir", now=NOW, k=1).next
    assert ids(engine.search("banjir", now=NOW, k=9, after=after)) == ["b", "c", "d"]
    others = [
        Options(sort="newest"),
        Options(mode="any"),
        Options(collapse="site"),
        Options(copies=True),
        Options(filters=Filters(site="Situs")),
    ]
    for options in others:
        with pytest.raises(QueryError, match="another query"):
            engine.search("banjir", now=NOW, after=after, options=options)
    with pytest.raises(QueryError, match="another query"):
        engine.search("gempa", now=NOW, after=after)


BROKEN = ["x", ".", "==", "W10.", "é", "a" * 200_000, "\ud800", "bnVsbA", "W1tbW1tbW1tb", "\0"]


@pytest.mark.parametrize("after", BROKEN, ids=lambda text: ascii(text[:9]))
def test_a_broken_cursor_is_refused(engine: Engine, after: str) -> None:
    with pytest.raises(QueryError, match="go on from"):
        engine.search("banjir", now=NOW, after=after)


def forged(after: str, **changes: object) -> str:
    head, _, digests = after.partition(".")
    names = list(Cursor.__struct_fields__)
    told = json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)))
    for name, value in changes.items():
        told[names.index(name)] = value
    return base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=") + "." + digests


@pytest.mark.parametrize(
    "changes",
    [
        {"version": 2},
        {"shown": 0},
        {"shown": -5},
        {"shown": 10**30},
        {"generation": "x"},
        {"partial": 1},
        {"key": [1]},
        {"key": "teks", "generation": 7},
        {"key": None, "generation": 7},
        {"id": 5},
    ],
)
def test_a_forged_cursor_is_refused(engine: Engine, changes: dict[str, object]) -> None:
    after = engine.search("banjir", now=NOW, k=1).next
    assert after
    with pytest.raises(QueryError, match="go on from"):
        engine.search("banjir", now=NOW, after=forged(after, **changes))


@settings(max_examples=200)
@given(
    st.integers(-(2**70), 2**70),
    st.one_of(
        st.none(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text()
    ),
    st.text(max_size=5),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["relevance", "newest", "site", "-site"]),
)
def test_no_forged_cursor_breaks_the_engine(
    generation: int, key: object, name: str, follow: bool, partial: bool, sort: str
) -> None:
    engine, options = opened(), Options(sort=sort)
    after = engine.search("banjir", now=NOW, k=1, options=options).next
    assert after
    changes = {
        "generation": generation,
        "key": key,
        "id": name,
        "follow": follow,
        "partial": partial,
    }
    try:
        hits = ids(
            engine.search("banjir", now=NOW, after=forged(after, **changes), options=options)
        )
    except QueryError:
        return
    assert "a" not in hits  # shown before


_OPENED: list[Engine] = []


def opened() -> Engine:
    return _OPENED[0]


@pytest.fixture(autouse=True, scope="module")
def _one_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    articles = [Article(id=name, title="", text=f"banjir {name}x", site="Situs") for name in "abcd"]
    folder = build_index(tmp_path_factory.mktemp("forged") / "index", [(articles, [])])
    with Engine.open(folder) as engine:
        _OPENED.append(engine)
        yield
    _OPENED.clear()


@given(st.lists(st.text(max_size=3), max_size=20), st.integers(1, 10**9))
def test_a_cursor_comes_back(names: list[str], shown: int) -> None:
    cursor = Cursor(1, "s", 3, shown, "id", math.pi, True, False, extended("", names))
    assert read_cursor(written(cursor), "s") == cursor
    assert len(known(cursor)) == len(set(names))


def test_a_cursor_does_not_grow_for_ever() -> None:
    digests = ""
    for page in range(3):
        digests = extended(digests, [f"n{page} {number}" for number in range(KEPT)])
    assert len(known(Cursor(1, "s", 3, 1, "id", None, True, False, digests))) == KEPT


@pytest.mark.parametrize("name", ["acak", "-newest", "--site", "", "url", "SITE"])
def test_an_order_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(QueryError, match="cannot sort by"):
        order_of(name)


@pytest.mark.parametrize("name", ["acak", "date", "tanggal", "-site", ""])
def test_what_cannot_be_collapsed_is_refused(name: str) -> None:
    with pytest.raises(QueryError, match="cannot collapse by"):
        column_of(name)
