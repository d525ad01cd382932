"""Which short forms does a text explain, and does the index count them as the articles stand?"""

from __future__ import annotations

import random
import string
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telusur.corpora.article import Article
from telusur.index.analysis import tokens
from telusur.index.commits.store import open_snapshot, writing
from telusur.index.language.acronyms import pairs
from telusur.index.language.naming import key_of
from telusur.index.meanings import Meaning, Meanings
from telusur.index.schema import CAPITALS
from telusur.tests.support.corpora import build_index, survivors
from telusur.tests.support.oracle import capitals
from whoosh import index as whoosh_index


def found(text: str) -> list[tuple[str, str]]:
    return [tuple(one.pair) for one in pairs(text)]


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("Ketua Komisi Pemberantasan Korupsi (KPK) hadir.", "KPK", "Komisi Pemberantasan Korupsi"),
        ("Rudal Korea Utara (Korut) jatuh.", "Korut", "Korea Utara"),
        ("Dolar Amerika Serikat ( AS ) naik.", "AS", "Amerika Serikat"),
        ("Menurut Associated Press (AP News), hujan.", "AP News", "Associated Press"),
        ("Upah minimum (UMR (upah minimum regional)) naik.", "UMR", "upah minimum regional"),
        ("menerima UMR (upah minimum regional, red).", "UMR", "upah minimum regional"),
        ("masuk daftar pencarian orang atau DPO sejak Mei", "DPO", "daftar pencarian orang"),
        ("kebakaran hutan dan lahan (karhutla)", "karhutla", "kebakaran hutan dan lahan"),
        ("Menko Polhukam (Menteri Koordinator Politik, Hukum dan Keamanan)", "", ""),
        (
            "Badan Meteorologi, Klimatologi, dan Geofisika (BMKG)",
            "BMKG",
            "Badan Meteorologi, Klimatologi, dan Geofisika",
        ),
        (
            "revisi Undang-Undang Komisi Pemberantasan Korupsi (UU KPK)",
            "UU KPK",
            "Undang-Undang Komisi Pemberantasan Korupsi",
        ),
    ],
)
def test_a_text_explains_a_short_form(text: str, short: str, long: str) -> None:
    assert found(text) == ([(short, long)] if short else [])


@pytest.mark.parametrize(
    "text",
    [
        "Jakarta, Senin (12/9/2019)",
        "PT Taspen (Persero)",
        "bertanding di Bekasi (Jawa Barat)",
        "hadir. Kemudian Polisi (KPK)",
        "pulau Jawa, Bali (JB)",
        "Ketua KPK (Komisioner KPK)",
        "kata dia (red)",
        "(KPK)",
        "()",
        "( )",
        "a (",
    ],
)
def test_what_explains_nothing_is_not_learnt(text: str) -> None:
    assert found(text) == []


def test_an_article_counts_a_pair_once_however_it_is_written() -> None:
    text = "Sumber Daya Manusia (SDM). Sumber daya manusia (SDM). sumber  daya manusia (SDM)"
    assert found(text) == [("SDM", "Sumber Daya Manusia")]


@given(st.text(alphabet=string.printable + "“”’‑–\u00a0\u200bé"))
def test_no_text_breaks_it_and_every_key_has_words(text: str) -> None:
    for one in pairs(f"Komisi Yudisial {text} (KY) atau KPK {text}"):
        assert all(one.keys)
        assert not any("\t" in part or "\n" in part for part in one.pair)


# In the index

NAMES = [
    "Komisi Pemberantasan Korupsi (KPK)",
    "komisi pemberantasan korupsi (KPK)",
    "Perserikatan Bangsa-Bangsa (PBB)",
    "Partai Bulan Bintang (PBB)",
    "Amerika Serikat (AS)",
    "as roda",
    "AS",
    "KPK",
    "BANJIR DI BEKASI",
    "MPR, DPR, DPD",
]


def random_articles(rng: random.Random, ids: Iterable[str]) -> list[Article]:
    return [
        Article(
            id=one,
            title=rng.choice(NAMES),
            text=". ".join(rng.sample(NAMES, rng.randint(0, 5))),
        )
        for one in ids
    ]


def recounted(articles: Iterable[Article]) -> dict[tuple[str, str], int]:
    counts = Counter(one.keys for article in articles for one in pairs(article.text))
    return dict(counts)


def told(meanings: Meanings) -> dict[tuple[str, str], int]:
    return {(key_of(one.short), key_of(one.long)): one.articles for one in meanings.all()}


@pytest.mark.parametrize("seed", range(6))
def test_counts_are_those_of_the_articles_that_are_there(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    ids = [f"n{number}" for number in range(30)]
    batches = [(random_articles(rng, ids), [])]
    batches += [(random_articles(rng, rng.sample(ids, 4)), rng.sample(ids, 3)) for _ in range(3)]
    folder, alive = build_index(tmp_path / "indeks", batches), survivors(batches)
    for merged in (False, True):
        if merged:
            with writing(folder) as writer:
                writer.optimize()
        with open_snapshot(folder) as snapshot:
            meanings = Meanings(snapshot)
            assert told(meanings) == recounted(alive)
            for word in ("as", "kpk", "di", "dpr", "bekasi"):
                texts = [(article.title, article.text) for article in alive]
                loud = sum(any(word in capitals(text) for text in both) for both in texts)
                assert meanings.use(word).capitals == loud, word


def test_the_most_frequent_spelling_is_shown_and_the_most_frequent_meaning_first(
    tmp_path: Path,
) -> None:
    texts = ["Sumber Daya Manusia (SDM)"] + ["sumber daya manusia (SDM)"] * 2
    texts += ["sekolah dasar menengah (SDM)"] * 2
    articles = [Article(id=f"n{at}", title="", text=text) for at, text in enumerate(texts)]
    with open_snapshot(build_index(tmp_path / "indeks", [(articles, [])])) as snapshot:
        meanings = Meanings(snapshot)
        assert meanings.of("sdm") == (
            Meaning("SDM", "sumber daya manusia", 3),
            Meaning("SDM", "sekolah dasar menengah", 2),
        )
        assert meanings.shorts("sumber daya manusia") == ("sdm",)
        assert [meanings.begins(one) for one in ("sdm", "sumber", "daya", "")] == [
            True,
            True,
            False,
            False,
        ]


def test_whoosh_opens_an_index_with_these_fields(tmp_path: Path) -> None:
    article = Article(id="n1", title="AS", text="Amerika Serikat (AS)")
    folder = build_index(tmp_path / "indeks", [([article], [])])
    opened = whoosh_index.open_dir(str(folder))
    with opened.reader() as reader:
        terms = {name: [one.decode() for one in reader.lexicon(name)] for name in CAPITALS.values()}
    assert terms == {"title_capitals": ["as"], "body_capitals": ["as"]}


@given(st.text(alphabet="aKP -.'é1w\t", max_size=20))
def test_a_key_is_the_parts_of_the_tokens_of_a_name(text: str) -> None:
    parts = [part.text for _, _, forms in tokens(text) for part in forms.parts]
    assert key_of(text) == " ".join(parts)


def test_what_was_met_before_is_found_as_if_it_was_not() -> None:
    texts = ["Bank Indonesia (BI)", "bukan-Bank Indonesia (BI)", "Bank  Indonesia (BI)", "BI"]
    first = [found(text) for text in texts]
    assert first == [found(text) for text in texts]
    assert first[0] == first[2] == [("BI", "Bank Indonesia")]
