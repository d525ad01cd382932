"""Are copies of a text found, whatever an outlet did to it, and nothing else?"""

from __future__ import annotations

import random
import re
import unicodedata
from hashlib import blake2b

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telusur.corpora import shingles
from telusur.corpora.duplicates import SHORTEST, SIGNATURE_BYTES, alike, keys, signatures
from telusur.corpora.shingles import runs, words
from telusur.corpora.sketches import BANDS, NO_KEY

SYLLABLES = ["ba", "di", "ka", "lo", "me", "nu", "pa", "ri", "sa", "ti", "wan", "yu"]


class Writer:
    """Writes articles in an invented language that has sentences, names and figures."""

    def __init__(self, seed: int = 0) -> None:
        self.chance = random.Random(seed)
        self.vocabulary = sorted({self.word() for _ in range(3000)})

    def word(self) -> str:
        return "".join(self.chance.choices(SYLLABLES, k=self.chance.randint(2, 4)))

    def sentence(self) -> str:
        found = self.chance.choices(self.vocabulary, k=self.chance.randint(9, 17))
        found.insert(3, self.word().title())
        found.insert(6, self.chance.choice([self.word().title(), str(self.chance.randrange(9999))]))
        return " ".join([found[0].title(), *found[1:]]) + "."

    def article(self, sentences: int = 16) -> list[str]:
        return [self.sentence() for _ in range(sentences)]

    def edited(self, sentences: list[str], share: float) -> list[str]:
        return [
            " ".join(
                self.chance.choice(self.vocabulary) if self.chance.random() < share else word
                for word in one.split()
            )
            for one in sentences
        ]


def framed(sentences: list[str], lead: list[str]) -> str:
    head, tail = ["JAKARTA, WARTAKOTA.EXAMPLE -", *lead], ["Baca juga: Harga beras naik", "(ab/cd)"]
    return "\n".join([*head, *sentences, *tail])


def found(one: str, other: str, outlets: tuple[str | None, str | None] = (None, None)) -> bool:
    """Whether two texts share a key and are alike: both are needed."""
    both = signatures([one, other], outlets)
    mine, theirs = (set(row.tolist()) - {NO_KEY} for row in keys(both))
    return bool(mine & theirs) and bool(alike(both[0], both[1:])[0])


# Words


def slow_words(text: str) -> list[str]:
    """Each word, folded, by a regular expression: the oracle."""
    plain = "".join(
        unicodedata.normalize("NFKD", letter)[0].lower()[0] if letter.isalnum() else letter
        for letter in text
    )
    joined = re.sub(r"(?<=[0-9])[.,:/-](?=[0-9])", "\ue000", plain)
    return [one for one in re.split(r"[^\w\ue000]|_", joined) if one]


news = st.text(st.sampled_from("abAB é19.,:/-_ \n“”\U0001f600ß"), max_size=60)


@settings(max_examples=300)
@given(st.lists(news, max_size=8))
def test_words_are_those_of_a_plain_loop(texts: list[str]) -> None:
    batches = list(words(texts))
    expected = [slow_words(text) for text in texts]
    counts = [count for batch in batches for count in batch.counts.tolist()]
    assert counts == [len(one) for one in expected]
    hashes = [one for batch in batches for one in batch.hashes.tolist()]
    names = [word for one in expected for word in one]
    assert len(set(zip(names, hashes, strict=True))) == len(set(names)) == len(set(hashes))


@given(st.lists(news, max_size=6), st.integers(1, 4))
def test_runs_stay_inside_a_text(texts: list[str], length: int) -> None:
    told: list[tuple[tuple[str, ...], int]] = []
    for batch in words(texts):
        hashes, leaving = runs(batch, length)
        lists = [slow_words(text) for text in texts]
        flat = [word for one in lists for word in one]
        told = [
            (tuple(flat[place : place + length]), one)
            for place, one in enumerate(hashes.tolist())
            if place not in set(leaving.tolist())
        ]
        counts = [max(len(one) - length + 1, 0) for one in lists]
        assert len(told) == sum(counts)
    assert len(set(told)) == len({name for name, _ in told}) == len({one for _, one in told})


def test_a_figure_is_one_word_and_its_point_may_be_a_comma() -> None:
    (batch,) = words(["Rp 1.463.000", "Rp 1,463,000", "Rp 1463 000", "18/9/2019", "akhir 9."])
    assert batch.counts.tolist() == [2, 2, 3, 1, 2]
    assert batch.hashes[1] == batch.hashes[3] != batch.hashes[5]


def test_what_is_long_or_strange_is_no_harm() -> None:
    strange = ["a" * 300_000, "\ud800 \udfff x", "\0" * 1000, "كتاب عن الفيضان", "水 " * 500, "é"]
    assert signatures(strange).shape == (6, SIGNATURE_BYTES)
    assert not signatures(["\0" * 1000]).any()


def test_of_a_text_without_end_the_beginning_counts() -> None:
    text = "kabar baik " * (shingles.LONGEST // 11 + 1)
    (batch,) = words([text + "yang lain " * 1000])
    assert batch.counts.tolist() == [len(text[: shingles.LONGEST].split())]


def test_the_numbers_of_letters_stay_what_they_are() -> None:
    # They are in indexes. Whoever changes this raises the version of what is stored of a text.
    sentences = Writer().article()
    told = blake2b(signatures(["\n".join(sentences)]).tobytes(), digest_size=8).hexdigest()
    assert told == PINNED


PINNED = "a4c17bff05b3001b"

# Signatures


@given(st.lists(news, max_size=6), st.lists(news, max_size=6))
def test_a_signature_depends_on_its_text_alone(some: list[str], more: list[str]) -> None:
    together = signatures(some + more)
    assert (together == np.concatenate([signatures(some), signatures(more)])).all()


def test_batches_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    writer = Writer()
    texts = ["\n".join(writer.article(writer.chance.randint(0, 30))) for _ in range(40)]
    whole = signatures(texts)
    monkeypatch.setattr(shingles, "UNITS", 500)
    assert (signatures(texts) == whole).all()
    monkeypatch.setattr(shingles, "TEXTS", 1)
    assert (signatures(texts) == whole).all()


def test_keys_fit_four_bytes_and_short_texts_have_fewer() -> None:
    told = keys(signatures(["\n".join(Writer().article()), "satu dua tiga", ""]))
    assert told.shape == (3, BANDS)
    assert told.dtype == np.uint64
    assert int(told.max()) < 1 << 32
    assert (told != NO_KEY).sum(axis=1).tolist() == [BANDS, 1, 0]


def test_nothing_comes_of_no_articles() -> None:
    assert signatures([]).shape == (0, SIGNATURE_BYTES)
    assert keys(signatures([])).shape == (0, BANDS)
    assert alike(signatures(["satu dua"])[0], signatures([])).shape == (0,)


# Copies


@pytest.mark.parametrize("seed", range(12))
def test_a_copy_is_found_whatever_was_done_to_it(seed: int) -> None:
    writer = Writer(seed)
    article = writer.article()
    text = "\n".join(article)
    shuffled = writer.chance.sample(article, len(article))
    copies = {
        "the same": text,
        "the first third": "\n".join(article[:5]),
        "every other sentence": "\n".join(article[::2]),
        "reordered": "\n".join(shuffled),
        "one word of ten": "\n".join(writer.edited(article, 0.1)),
        "framed": framed(article, writer.article(2)),
        "cut and framed": framed(article[:10], writer.article(1)),
        "all of it": framed(writer.edited(shuffled[:12], 0.04), writer.article(1)),
    }
    assert {kind for kind, copy in copies.items() if not found(text, copy)} == set()


@pytest.mark.parametrize("seed", range(12))
def test_what_is_no_copy_is_not_taken_for_one(seed: int) -> None:
    writer = Writer(seed)
    one, other, third = writer.article(), writer.article(), writer.article()
    others = {
        "another": "\n".join(other),
        "a round-up": "\n".join(one[:5] + other[:5] + third[:5]),
        "a quotation": "\n".join([*one[3:5], *other]),
        "a third of it among others": "\n".join(one[:6] + other[:12]),
    }
    text = "\n".join(one)
    assert {kind for kind, copy in others.items() if found(text, copy)} == set()


GOLD = """Harga emas batangan milik PT Logam Contoh Tbk berada di angka Rp {} per gram pada
perdagangan {}. Harga itu berubah Rp {} dibandingkan dengan harga perdagangan sebelumnya. Harga
pembelian kembali berada di posisi Rp {} per gram. Berikut daftar harga lengkap emas batangan di
gerai Logam Contoh hari ini, belum termasuk pajak: emas 2 gram Rp {}, emas 5 gram Rp {}, emas 10
gram Rp {}, emas 25 gram Rp {}, emas 50 gram Rp {}, emas 100 gram Rp {}, emas 250 gram Rp {}."""
SCHEDULE = """Berikut jadwal imsakiyah dan waktu salat untuk Bandung dan sekitarnya pada {} yang
dikutip dari laman Kementerian Contoh. Imsak pukul {}, Subuh pukul {}, Terbit pukul {}, Duha
pukul {}, Zuhur pukul {}, Asar pukul {}, Magrib pukul {}, Isya pukul {}. Umat Islam di Bandung dapat
menyesuaikan waktu berbuka puasa dengan jadwal di atas: besok Imsak pukul {}, Magrib pukul {}."""


def day_of(template: str, day: int) -> str:
    chance = random.Random(day)
    return template.format(
        *[f"{chance.randrange(1, 24)}.{chance.randrange(100)}" for _ in range(11)]
    )


@pytest.mark.parametrize("template", [GOLD, SCHEDULE], ids=["gold", "schedule"])
def test_two_days_of_a_series_are_two_stories(template: str) -> None:
    days = [day_of(template, day) for day in range(1, 9)]
    pairs = [(one, other) for one in days for other in days if one < other]
    assert not [one for one, other in pairs if found(one, other, ("Warta", "Warta"))]
    assert all(found(one, framed([one], []), ("Warta", "Kabar")) for one in days)


def test_one_outlet_may_repeat_the_background() -> None:
    writer = Writer()
    background = writer.article(12)
    first = "\n".join(writer.article(4) + background)
    second = "\n".join(writer.article(4) + background)
    assert found(first, second, ("Warta", "Kabar"))
    assert found(first, second)
    assert not found(first, second, ("Warta", "Warta"))
    assert found(first, first + "\n" + writer.sentence(), ("Warta", "Warta"))


def test_short_texts_are_the_same_story_only_if_they_are_equal() -> None:
    text = " ".join(Writer().vocabulary[: SHORTEST - 1])
    assert found(text, text.upper() + "\n")
    assert not found(text, text + "!")
    assert found(text, text, ("Warta", "Warta"))
    assert not found(text, text + " lagi")
    assert not found(text, " ".join(reversed(text.split())))
    assert not found(text, text.rpartition(" ")[0])
    assert not found("", "")


def test_many_are_compared_at_once_or_row_by_row() -> None:
    writer = Writer()
    texts = ["\n".join(writer.article()) for _ in range(5)]
    told = signatures([*texts, texts[2]])
    assert alike(told[2], told).tolist() == [False, False, True, False, False, True]
    assert alike(told, told[::-1]).tolist() == [False] * 6
    assert alike(told, told).all()
