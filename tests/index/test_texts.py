"""Do stored articles come back as they were, in part and as a whole?"""

from __future__ import annotations

import random
import tempfile
import zlib
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from telusur.corpora.article import Article
from telusur.index.analysis import tokens
from telusur.index.disk.deflate import Broken, squeeze, unsqueeze
from telusur.index.disk.sections import Sections, SectionWriter
from telusur.index.disk.texts import (
    BLOCK,
    Articles,
    Live,
    Stored,
    copy_articles,
    live_runs,
    positions_of,
    write_articles,
)
from telusur.index.errors import IndexCorrupt
from telusur.tests.support.corpora import WORDS, random_article

FULL = Article(
    id="a",
    title="Judul\n“dua”",
    text="Isi.\n\nDua.\n",
    url="",
    paths=("/a",),
    authors=("Budi",),
    published=datetime(2021, 1, 2, 3, 4, 5, 678901, UTC),
    extra={"x": [1, None, {}], "text": "lain"},
)


def long_text(size: int, blank: str = " ") -> str:
    rng = random.Random(size)
    return blank.join(rng.choices(WORDS, k=size // 6))


ARTICLES = [
    FULL,
    Article(id="b", title="", text=""),
    Article(id="c", title="c", text=long_text(50_000)),
    Article(id="d", title="d", text="x" * (BLOCK + 1)),
    Article(id="e", title="e", text="é" * BLOCK),
    Article(id="f", title="f", text=long_text(30_000, "\u2028") + " \n"),
    Article(id="g", title="g", text=" " * (3 * BLOCK)),
]


def written(path: Path, articles: list[Article]) -> Sections:
    with SectionWriter(path) as out:
        write_articles(out, articles)
    return Sections(path)


def whole(sections: Sections, count: int) -> list[Article]:
    held = Articles(sections)
    return [held.stored(doc).article for doc in range(count)]


def test_articles_come_back(tmp_path: Path) -> None:
    rng = random.Random("stored")
    articles = ARTICLES + [random_article(rng, str(n)) for n in range(50)]
    sections = written(tmp_path / "s", articles)
    assert whole(sections, len(articles)) == articles
    assert Articles(sections).stored(0).facts.title == FULL.title
    assert Articles(sections).stored(0).facts.text == ""


def test_blocks_are_the_text_and_tell_their_first_position(tmp_path: Path) -> None:
    held = Articles(written(tmp_path / "s", ARTICLES))
    for doc, article in enumerate(ARTICLES):
        stored = held.stored(doc)
        assert stored.is_long == (len(article.text) > BLOCK)
        if stored.is_long:
            blocks = [stored.block(place) for place in range(len(stored.firsts))]
            assert "".join(blocks) == article.text
            assert stored.firsts[0] == 0
            for place, first in enumerate(stored.firsts):
                assert first == sum(map(positions, blocks[:place]))


def positions(text: str) -> int:
    return sum(len(found.parts) for _, _, found in tokens(text))


@given(st.text())
def test_positions_of_chunks_add_up(text: str) -> None:
    assert sum(map(positions_of, text.split())) == positions(text)


@given(st.lists(st.lists(st.booleans(), min_size=7, max_size=7), min_size=1, max_size=3))
def test_live_articles_are_copied(live: list[list[bool]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        sections = written(Path(folder) / "s", ARTICLES)
        with SectionWriter(Path(folder) / "t") as out:
            copy_articles(out, [Live(sections, np.array(one)) for one in live])
        expected = [one for mask in live for one, kept in zip(ARTICLES, mask, strict=True) if kept]
        copied = Sections(Path(folder) / "t")
        assert whole(copied, len(expected)) == expected


@given(st.lists(st.booleans()))
def test_runs_cover_what_is_live(live: list[bool]) -> None:
    found = list(live_runs(np.array(live, bool)))
    assert [doc for first, last in found for doc in range(first, last)] == list(
        np.flatnonzero(live)
    )


# Damage


def damaged(path: Path, blocks: list[bytes]) -> Stored:
    """An article whose blocks have the checksums of the file, but not what they should hold."""
    with SectionWriter(path) as out:
        out.add("article.bytes", [np.frombuffer(one, np.uint8) for one in blocks], "<u1")
        out.add("article.ends", np.cumsum([len(one) for one in blocks]), "<u8")
        out.add("article.blocks", np.array([len(blocks)]), "<u4")
    return Articles(Sections(path)).stored(0)


@pytest.mark.parametrize(
    "blocks",
    [
        [b"\xff\xff\xff"],
        [squeeze(b"no JSON\ntext")],
        [squeeze(b'{"id":"a"}\ntext')],
        [squeeze(b'{"id":"a","title":"","text":""}\n\xff')],
        [squeeze(b'{"id":"a","title":"","text":""}\n\0\0\0'), squeeze(b"a")],
        [squeeze(b'{"id":"a","title":"","text":""}\n' + bytes(8)), squeeze(b"a")],
        [squeeze(b'{"id":"a","title":"","text":""}\n' + bytes(4)), squeeze(b"\xff")],
        [squeeze(b'{"id":"a","title":"","text":""}\n' + bytes(4)), b"\xff\xff"],
    ],
)
def test_damage_is_told_by_name(blocks: list[bytes], tmp_path: Path) -> None:
    stored = damaged(tmp_path / "segment", blocks)
    with pytest.raises(IndexCorrupt, match=r"segment.*article 0"):
        _ = stored.article


def test_either_implementation_reads_the_other() -> None:
    content = b"berita " * 1000
    assert zlib.decompress(squeeze(content), -15) == content
    packed = zlib.compressobj(6, zlib.DEFLATED, -15)
    assert unsqueeze(packed.compress(content) + packed.flush()) == content


@given(st.binary(max_size=100))
def test_any_bytes_are_unpacked_or_refused(content: bytes) -> None:
    assert unsqueeze(squeeze(content)) == content
    try:
        unsqueeze(content)
    except Broken:
        return
