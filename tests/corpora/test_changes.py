"""Is the date of a change kept apart from that of publication, also in records?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from telusur.corpora.article import Article
from telusur.corpora.changes import dated
from telusur.corpora.extraction import DEFAULTS
from telusur.corpora.records import article_of

URL = "https://kabar.example/read/2021/10/28/harga-beras"
DAY, TIME, LATER = "2021-10-28T00:00+07:00", "2021-10-28T20:47+07:00", "2021-10-29T07:00+07:00"


@pytest.mark.parametrize(
    ("line", "url", "published", "modified"),
    [
        ("28/10/2021, 20:47 WIB", None, TIME, None),
        ("Kabar.com - 28/10/2021, 20:47 WIB", URL, TIME, None),
        ("28/10/2021, 20:47 WIB Diperbarui 29/10/2021, 07:00 WIB", URL, TIME, LATER),
        ("Kabar.com- Diperbarui 29/10/2021, 07:00 WIB", URL, DAY, LATER),
        ("Kabar.com- Diperbarui 29/10/2021, 07:00 WIB", None, LATER, None),
        ("Terakhir diperbarui: 29 Okt 2021 07:00", "https://kabar.example/1", LATER, None),
        ("", URL, DAY, None),
        ("Tanggal tidak ditemukan", URL, DAY, None),
        ("13+December+2018", URL, DAY, None),
        ("", "https://kabar.example/1", None, None),
    ],
)
def test_dates_of_records(
    line: str, url: str | None, published: str | None, modified: str | None
) -> None:
    expected = tuple(text and datetime.fromisoformat(text) for text in (published, modified))
    assert dated(line, url) == expected
    record: dict[str, Any] = {"text": "Beras.", "date": line, "url": url}
    article = article_of(record, path="/a.jsonl", options=DEFAULTS)
    assert isinstance(article, Article)
    assert (article.published, article.modified) == expected


@pytest.mark.parametrize(("name", "told"), [("language", "jv"), ("lang", "su"), ("bahasa", "id")])
def test_a_record_may_say_its_language(name: str, told: str) -> None:
    text = "Harga beras di pasar itu sudah turun, kata seorang pedagang yang menjualnya sejak pagi."
    article = article_of({"text": text, name: told}, path="/a.jsonl", options=DEFAULTS)
    assert isinstance(article, Article)
    assert article.language == told
