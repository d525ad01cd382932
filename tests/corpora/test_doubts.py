"""Is the right reading chosen, and no more of them asked for than needed?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telusur.corpora.doubts import Evidence, best, doubts

FIRST = "Petani di lereng gunung mulai memanen kopi lebih awal karena kemarau panjang tahun ini."
SECOND = "Harga di tingkat pengepul naik hampir dua kali lipat dibandingkan musim yang lalu."
THIRD = "Koperasi setempat berharap hasil panen dapat diekspor langsung tanpa perantara lagi."
FOURTH = "Dinas pertanian menyiapkan bibit baru yang lebih tahan terhadap cuaca yang kering."
ARTICLE = "\n".join([FIRST, SECOND, THIRD, FOURTH])
HEADLINES = [
    "Jalan Tol Baru Dibuka Pekan Depan",
    "Pasar Ikan Pindah ke Tepi Kota",
    "Tim Voli Putri Menang Tiga Set",
    "Kereta Pagi Ditambah Dua Gerbong",
    "Museum Batik Dikunjungi Pelajar Desa",
]
NOTHING = Evidence(title="Panen Kopi Maju", prose=0, links=frozenset(), declared="", summary="")


def told(text: str, **known: object) -> list[str]:
    return doubts(text, replace(NOTHING, **known))  # type: ignore[arg-type]


def test_nothing_speaks_against_an_article() -> None:
    summary = "Petani memanen kopi lebih awal. Harga naik hampir dua kali lipat karena kemarau."
    links = frozenset(HEADLINES)
    assert not told(ARTICLE, prose=len(ARTICLE), links=links, declared=ARTICLE, summary=summary)


def test_a_text_is_too_short_against_what_is_seen() -> None:
    assert told(FIRST, prose=1000) == ["it has 87 characters, and 1000 are known of"]
    known = f"and {len(ARTICLE)} are known of"
    assert told(FIRST, declared=ARTICLE) == [f"it has 87 characters, {known}"]
    assert not told(FIRST, prose=len(FIRST))
    assert not told(ARTICLE, prose=500)


def test_a_text_is_mostly_links() -> None:
    text = "\n".join([*HEADLINES[:4], FIRST])
    assert "more than half of it are links" in told(text, links=frozenset(HEADLINES))
    assert "more than half of it are links" not in told(text)


def test_a_text_is_a_list_of_headlines() -> None:
    assert told("\n".join(HEADLINES)) == ["it is a list of headlines"]
    assert not told("\n".join(HEADLINES[:4]))
    assert not told("\n".join([*HEADLINES[:4], FIRST, SECOND, THIRD]))


def test_a_text_lacks_the_declared_body() -> None:
    other = " ".join([FOURTH[::-1]] * 8)
    assert "it lacks much of the declared body" in told(other, declared=ARTICLE * 2)
    # one that breaks off may say less or other things than the text
    assert "it lacks much of the declared body" not in told(other, declared=ARTICLE * 2 + "…")


@pytest.mark.parametrize(
    ("summary", "doubted"),
    [
        ("Petani kopi memanen lebih awal, harga naik hampir dua kali lipat.", False),
        ("Panen kopi maju: gelombang tinggi menahan nelayan selama sepekan penuh.", True),
        ("Portal berita tepercaya: politik, ekonomi, olahraga, hiburan setiap hari.", False),
        ("Panen kopi maju.", False),
    ],
)
def test_the_summary_tells_of_something_else(summary: str, doubted: bool) -> None:
    found = told(ARTICLE, summary=summary)
    assert found == (["the summary tells of something else"] if doubted else [])


def test_no_reading_is_asked_for_in_vain() -> None:
    asked: list[str] = []

    def readings() -> Iterator[str]:
        for text in ("", FIRST, ARTICLE, SECOND):
            asked.append(text)
            yield text

    assert best(readings(), replace(NOTHING, prose=300)) == ARTICLE
    assert asked == ["", FIRST, ARTICLE]


def test_the_reading_with_fewest_doubts_wins_and_an_empty_one_never() -> None:
    known = replace(NOTHING, prose=1000, links=frozenset(HEADLINES))
    listed = "\n".join(HEADLINES)
    assert best([listed, FIRST, SECOND], known) == FIRST
    assert best(["", listed], known) == listed
    assert best([], known) == ""


@given(st.lists(st.sampled_from(["", FIRST, ARTICLE, *HEADLINES]), max_size=5))
def test_the_best_is_one_of_the_readings(readings: list[str]) -> None:
    known = replace(NOTHING, prose=300)
    found = best(readings, known)
    assert found in [*readings, ""]
    assert ARTICLE not in readings or found == ARTICLE
