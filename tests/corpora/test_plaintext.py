"""Does a page saved as plain text give up its headline, writer, outlet and time?"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from telusur.corpora.article import Article, Reason, Skipped, make_id
from telusur.corpora.plaintext import extract_text

SAVED = Path(__file__).parents[2] / "../shared/data/000_7cab8cf64f69f02b.txt"
BODY = (
    "Harga beras di pasar induk turun untuk pekan kedua berturut-turut, kata para "
    "pedagang yang ditemui di tempat itu pada Kamis pagi."
)


def read(text: str) -> Article:
    article = extract_text(text)
    assert isinstance(article, Article)
    return article


@pytest.mark.parametrize(
    ("head", "authors", "site", "section", "published"),
    [
        (
            "News - Ani Wijaya, CNBC Indonesia\n28 October 2021 20:47",
            ("Ani Wijaya",),
            "CNBC Indonesia",
            "News",
            True,
        ),
        (
            "Ani Wijaya - detikNews\nKamis, 28 Okt 2021 20:47 WIB",
            ("Ani Wijaya",),
            "detikcom",
            None,
            True,
        ),
        (
            "Kompas.com - 28/10/2021, 20:47 WIB\nPenulis: Ani Wijaya\nEditor: Budi",
            ("Ani Wijaya",),
            "Kompas.com",
            None,
            True,
        ),
        ("Oleh: Ani Wijaya\nKamis, 28 Oktober 2021 | 20:47 WIB", ("Ani Wijaya",), None, None, True),
        ("28/10/2021 20:47 WIB", (), None, None, True),
        ("Ani Wijaya | Kamis, 28 Oktober 2021 20:47 WIB", ("Ani Wijaya",), None, None, True),
        (
            "Reporter: Ani Wijaya dan Budi Hartono",
            ("Ani Wijaya", "Budi Hartono"),
            None,
            None,
            False,
        ),
        ("Foto: Pedagang beras (Antara Foto/Ani)", (), None, None, False),
        ("", (), None, None, False),
    ],
)
def test_heads(
    head: str, authors: tuple[str, ...], site: str | None, section: str | None, published: bool
) -> None:
    article = read(f"Harga Beras Turun\n\n{head}\nJakarta - {BODY}\n")
    assert article.place == "Jakarta"
    assert article.title == "Harga Beras Turun"
    assert article.text == BODY
    assert (article.authors, article.site, article.section) == (authors, site, section)
    moment = datetime.fromisoformat("2021-10-28T20:47:00+07:00")
    assert article.published == (moment if published else None)


def test_an_agency_caption_in_english_goes() -> None:
    caption = (
        "Traders weigh rice at the market in Jakarta, in this photo of the week. REUTERS/A. B."
    )
    article = read(f"Harga Beras Turun\n{caption}\n{BODY}\nFoto: Pedagang beras di pasar")
    assert article.text == BODY
    told = "Traders weigh rice at the market in Jakarta, in this photo of the week."
    assert article.captions == (told, "Pedagang beras di pasar")


def test_an_english_text_stays_when_it_is_the_text() -> None:
    text = (
        "The price of rice fell for the second week, traders in the market said on Thursday. " * 3
    )
    assert read(f"Rice Falls\n{text}\n{text}").text != ""


def test_plain_notes() -> None:
    assert read("Catatan\nHari ini hujan.\nBesok cerah.").text == "Hari ini hujan.\nBesok cerah."
    assert read("Satu baris saja").title == "Satu baris saja"
    assert read("Kalimat satu. " * 60).title == "Kalimat satu."


def test_identity_and_rejects() -> None:
    article = extract_text(b"Judul\nIsi.", path="/kliping/a.txt")
    assert isinstance(article, Article)
    assert (article.id, article.paths) == (make_id("/kliping/a.txt"), ("/kliping/a.txt",))
    for content, reason in [(b" \n", Reason.EMPTY), (b"\xff\xd8\xff\0", Reason.BINARY)]:
        result = extract_text(content)
        assert isinstance(result, Skipped)
        assert result.reason is reason


@pytest.mark.skipif(not SAVED.exists(), reason=f"no development data at {SAVED}")
def test_the_saved_article() -> None:
    article = extract_text(SAVED.read_bytes(), path=str(SAVED))
    assert isinstance(article, Article)
    assert article.authors == ("Thea Fathanah Arbar",)
    assert (article.site, article.section) == ("CNBC Indonesia", "News")
    assert article.published == datetime.fromisoformat("2021-10-28T20:47:00+07:00")
    assert article.place == "Jakarta"
    assert article.text.startswith("Diplomat top China")
    assert article.captions[0].startswith("North Korean leader")
    assert "REUTERS" not in article.captions[0]
    assert article.text.endswith("beberapa ahli mengatakan.")
    assert len(article.text.splitlines()) == 9
    for leftover in ("REUTERS", "Gambas", "hoi", "Terpopuler", "spinner", "Features"):
        assert leftover not in article.text
