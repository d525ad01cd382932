"""Are dates read as newsrooms write them, with the right zone and order of day and month?"""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telusur.corpora.dates import agree_with_url, date_from_url, is_dateline, parse_date

NEWS = Path(__file__).parents[2] / "../shared/data/news/articles.jsonl.gz"
JAKARTA = ZoneInfo("Asia/Jakarta")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2019-10-09 00:00:00 08:08 WIB", "2019-10-09T08:08:00+07:00"),
        ("2019-09-13 00:00:00 23:32:00", "2019-09-13T23:32:00+07:00"),
        ("2019-09-13 00:00:00 00:00:00", "2019-09-13T00:00:00+07:00"),
        ("20/09/2019 17:06 WIB", "2019-09-20T17:06:00+07:00"),
        ("19-Sep-19 15:35", "2019-09-19T15:35:00+07:00"),
        ("Sep 30, 2019  -", "2019-09-30T00:00:00+07:00"),
        ("Oktober 07, 2019 -", "2019-10-07T00:00:00+07:00"),
        ("2025/06/28 18:47:15", "2025-06-28T18:47:15+07:00"),
        ("13+December+2018", "2018-12-13T00:00:00+07:00"),
        ("Kamis, 28 Okt 2021 20:47 WIB", "2021-10-28T20:47:00+07:00"),
        ("Kamis, 28 Oktober 2021 | 20:47 WIB", "2021-10-28T20:47:00+07:00"),
        ("Jum'at, 17 Februari 2017 - 13:30 wib", "2017-02-17T13:30:00+07:00"),
        ("Selasa, 29 Januari 2019 / 20:44 WIB", "2019-01-29T20:44:00+07:00"),
        ("Kompas.com- 02/07/2025, 10:42 WIB", "2025-07-02T10:42:00+07:00"),
        ("Rabu 16 Nopember 2022 pukul 17.20 WITA", "2022-11-16T17:20:00+08:00"),
        ("Rabu, 3 Agt 2022 07.05 WIT", "2022-08-03T07:05:00+09:00"),
        ("20:47 WIB, 28 Oktober 2021", "2021-10-28T20:47:00+07:00"),
        ("28 October 2021 8:47 PM", "2021-10-28T20:47:00+07:00"),
        ("28/10/2021, 20:47 WIB Diperbarui 29/10/2021, 07:00 WIB", "2021-10-28T20:47:00+07:00"),
        ("2015-11-05 T10:08:58Z", "2015-11-05T10:08:58+00:00"),
        ("2015-11-05T14:56:43+07:00", "2015-11-05T14:56:43+07:00"),
        ("2015-11-05T14:56:43.123+0700", "2015-11-05T14:56:43.123+07:00"),
        ("Thu, 05 Nov 2015 15:08:01 +0700", "2015-11-05T15:08:01+07:00"),
        ("Thu, 05 Nov 2015 03:12:42 GMT", "2015-11-05T03:12:42+00:00"),
        ("1446710203", "2015-11-05T14:56:43+07:00"),
        ("1446710203000", "2015-11-05T14:56:43+07:00"),
        ("20211028", "2021-10-28T00:00:00+07:00"),
        ("2021-10-28", "2021-10-28T00:00:00+07:00"),
        ("10/28/2021", "2021-10-28T00:00:00+07:00"),
    ],
)
def test_shapes(text: str, expected: str) -> None:
    assert parse_date(text) == datetime.fromisoformat(expected)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Tanggal tidak ditemukan",
        "2 jam lalu",
        "31/31/2021",
        "Rp2,3 triliun",
        "12:30",
        "9" * 300,
    ],
)
def test_no_day_is_none(text: str) -> None:
    assert parse_date(text) is None


def test_unknown_shapes_reach_the_library() -> None:
    assert parse_date("the 28th of October 2021") == datetime(2021, 10, 28, tzinfo=JAKARTA)


def test_time_without_zone_is_read_in_the_given_one() -> None:
    moment = parse_date("28/10/2021 20:47", timezone="Asia/Makassar")
    assert moment is not None
    assert moment.utcoffset() == timedelta(hours=8)


@given(st.text(max_size=300))
def test_any_text_gives_an_aware_date_or_none(text: str) -> None:
    moment = parse_date(text)
    assert moment is None or moment.tzinfo is not None


@given(
    st.datetimes(datetime(1991, 1, 1), datetime(2068, 1, 1)).map(
        lambda day: day.replace(microsecond=0)
    ),
    st.sampled_from(
        ["%d/%m/%Y %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%d %b %Y %H:%M:%S", "%Y/%m/%d %H:%M:%S"]
    ),
)
def test_what_is_written_is_read(moment: datetime, shape: str) -> None:
    assert parse_date(moment.strftime(shape)) == moment.replace(tzinfo=JAKARTA)


@given(st.datetimes(datetime(1991, 1, 1), datetime(2068, 1, 1)), st.integers(-11, 12))
def test_mail_dates_are_read(moment: datetime, hours: int) -> None:
    aware = moment.replace(microsecond=0, tzinfo=timezone(timedelta(hours=hours)))
    assert parse_date(format_datetime(aware)) == aware


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Kamis, 05/11/2015 09:25 WIB", True),
        ("- Kamis, 05/11/2015 09:25 WIB", True),
        ("Diterbitkan 09 Mar 2016, 13:05 WIB", True),
        ("Pada 5 Mei 2015 ia lahir", False),
        ("Kamis", False),
        ("Harga 1.2.2015", False),
    ],
)
def test_datelines(line: str, expected: bool) -> None:
    assert is_dateline(line) is expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/read/2015/11/04/21040031/judul", "2015-11-04T21:04:00+07:00"),
        ("https://a.example/2019/09/16/judul", "2019-09-16T00:00:00+07:00"),
        ("https://a.example/nasional/20250702124921-25-1246017/judul", "2025-07-02T12:49:21+07:00"),
        ("https://a.example/berita/16/02/15/o2l-judul", "2016-02-15T00:00:00+07:00"),
        ("https://a.example/read/20181213/90/judul", "2018-12-13T00:00:00+07:00"),
        ("https://a.example/berita/527615/judul", None),
        ("https://a.example/2019/13/45/judul", None),
    ],
)
def test_days_in_addresses(url: str, expected: str | None) -> None:
    assert date_from_url(url) == (expected and datetime.fromisoformat(expected))


def test_swapped_day_and_month_follow_the_address() -> None:
    swapped = datetime(2019, 9, 10, 8, 0, tzinfo=JAKARTA)
    url = "https://a.example/read/2019/10/09/judul"
    assert agree_with_url(swapped, url) == datetime(2019, 10, 9, 8, 0, tzinfo=JAKARTA)
    assert agree_with_url(swapped, "https://a.example/read/2019/01/01/judul") == swapped
    assert agree_with_url(swapped, None) == swapped
    utc = datetime(2019, 10, 8, 23, 0, tzinfo=UTC)
    assert agree_with_url(utc, url) == utc


@pytest.mark.skipif(not NEWS.exists(), reason=f"no development data at {NEWS}")
def test_every_dated_record_parses_and_agrees_with_its_address() -> None:
    with gzip.open(NEWS, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    dated = [record for record in records if any(map(str.isdigit, record.get("date") or ""))]
    moments = {record["url"]: parse_date(record["date"]) for record in dated}
    assert [url for url, moment in moments.items() if moment is None] == []
    pairs = [
        (agree_with_url(moment, url), stated)
        for url, moment in moments.items()
        if moment and (stated := date_from_url(url))
    ]
    agreeing = sum(
        abs(moment.date() - stated.date()) < timedelta(days=2) for moment, stated in pairs
    )
    assert agreeing > 0.99 * len(pairs)
