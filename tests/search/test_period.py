"""Which days do the words of a query name?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telusur.search.asked.period import longest_period, period, required_period
from telusur.search.errors import QueryError
from telusur.tests.support.noise import queries

JAKARTA = ZoneInfo("Asia/Jakarta")
NOW = datetime(2021, 10, 28, 14, 30, 15, 999, tzinfo=JAKARTA)

# text, first day, day after the last; None is open
PERIODS = [
    ("2021-10-28", "2021-10-28", "2021-10-29"),
    ("2021/10/28", "2021-10-28", "2021-10-29"),
    ("2021-1-5", "2021-01-05", "2021-01-06"),
    ("28/10/2021", "2021-10-28", "2021-10-29"),
    ("28-10-2021", "2021-10-28", "2021-10-29"),
    ("28.10.2021", "2021-10-28", "2021-10-29"),
    ("28 Oktober 2021", "2021-10-28", "2021-10-29"),
    ("28 October 2021", "2021-10-28", "2021-10-29"),
    ("28 Okt. 2021", "2021-10-28", "2021-10-29"),
    ("2021-10", "2021-10-01", "2021-11-01"),
    ("Juni 2021", "2021-06-01", "2021-07-01"),
    ('"juni  2021"', "2021-06-01", "2021-07-01"),
    ("June 2021", "2021-06-01", "2021-07-01"),
    ("Agustus 2021", "2021-08-01", "2021-09-01"),
    ("August 2021", "2021-08-01", "2021-09-01"),
    ("Desember 2021", "2021-12-01", "2022-01-01"),
    ("2021-12-31", "2021-12-31", "2022-01-01"),
    ("Februari 2021", "2021-02-01", "2021-03-01"),
    ("Februari 2020", "2020-02-01", "2020-03-01"),
    ("29 Februari 2020", "2020-02-29", "2020-03-01"),
    ("2000-02-29", "2000-02-29", "2000-03-01"),
    ("2021", "2021-01-01", "2022-01-01"),
    ("hari ini", "2021-10-28", "2021-10-29"),
    ("today", "2021-10-28", "2021-10-29"),
    ("kemarin", "2021-10-27", "2021-10-28"),
    ("Yesterday", "2021-10-27", "2021-10-28"),
    ("minggu lalu", "2021-10-21", "2021-10-28"),
    ("last week", "2021-10-21", "2021-10-28"),
    ("bulan lalu", "2021-09-28", "2021-10-28"),
    ("last month", "2021-09-28", "2021-10-28"),
    ("7 hari terakhir", "2021-10-21", "2021-10-29"),
    ("1 day", "2021-10-27", "2021-10-29"),
    ("3 days", "2021-10-25", "2021-10-29"),
    ("2021-06..2021-10", "2021-06-01", "2021-11-01"),
    ("2021-06 .. 2021-10", "2021-06-01", "2021-11-01"),
    ("Juni 2021..Oktober 2021", "2021-06-01", "2021-11-01"),
    ("2021..", "2021-01-01", None),
    ("..2021", None, "2022-01-01"),
    ("..kemarin", None, "2021-10-28"),
    ("sejak kemarin", "2021-10-27", None),
    ("since yesterday", "2021-10-27", None),
    ("from today", "2021-10-28", None),
    ("mulai Juni 2021", "2021-06-01", None),
    ("sejak 2021-06-15", "2021-06-15", None),
    (">=2021", "2021-01-01", None),
    (">= 2021", "2021-01-01", None),
    ("sampai Juni 2021", None, "2021-07-01"),
    ("hingga kemarin", None, "2021-10-28"),
    ("until June 2021", None, "2021-07-01"),
    ("to today", None, "2021-10-29"),
    ("<=2021", None, "2022-01-01"),
    ("dari Juni 2021 sampai Oktober 2021", "2021-06-01", "2021-11-01"),
    ("from June 2021 to October 2021", "2021-06-01", "2021-11-01"),
    ("Juni 2021 hingga hari ini", "2021-06-01", "2021-10-29"),
]


def milliseconds(day: str | None) -> int | None:
    """Return when a day begins in Jakarta."""
    if day is None:
        return None
    return int(datetime.fromisoformat(day).replace(tzinfo=JAKARTA).timestamp() * 1000)


@pytest.mark.parametrize(("text", "first", "after"), PERIODS)
def test_words_name_days(text: str, first: str | None, after: str | None) -> None:
    assert period(text, now=NOW) == (milliseconds(first), milliseconds(after))


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "..", "sejak", "sampai", "sejak ..", "korupsi", "2021-13", "2021-00", "2021-02-30",
        "2021-02-29", "29 Februari 2021", "31 Juni 2021", "31/04/2021", "10/28/2021", "0000",
        "32 Januari 2021", "Smarch 2021", "Juni", "28 Juni", "21", "20210", "2021..korupsi",
        "korupsi..2021", "today2021", "totoday", "sejakkemarin",
    ],
)  # fmt: skip
def test_what_is_no_day_names_nothing(text: str) -> None:
    assert period(text, now=NOW) is None


@pytest.mark.parametrize(
    ("month", "days"),
    [(1, 31), (2, 28), (3, 31), (4, 30), (5, 31), (6, 30), (9, 30), (11, 30), (12, 31)],
)
def test_a_month_ends_with_its_last_day(month: int, days: int) -> None:
    start, end = period(f"2021-{month:02}", now=NOW) or (0, 0)
    assert start is not None
    assert end is not None
    assert end - start == days * 86_400_000


def test_days_begin_at_midnight_in_the_zone_of_the_clock() -> None:
    in_jakarta = period("2021-10-28", now=NOW)
    in_london = period("2021-10-28", now=NOW.astimezone(UTC))
    assert in_jakarta is not None
    assert in_london is not None
    assert (in_london[0] or 0) - (in_jakarta[0] or 0) == 7 * 3_600_000


def test_yesterday_depends_on_the_clock_passed_in() -> None:
    later = NOW + timedelta(days=1)
    assert period("kemarin", now=later) == period("hari ini", now=NOW)


@pytest.mark.parametrize(
    ("words", "taken"),
    [
        (["Juni", "2021", "korupsi"], 1),
        (["28", "Oktober", "2021", "korupsi"], 2),
        (["sejak", "kemarin", "korupsi"], 1),
        (["2021", "korupsi", "banjir"], 0),
        (["sampai", "Juni", "2021"], 2),
        (["korupsi", "Juni", "2021"], 0),
    ],
)
def test_as_many_words_are_taken_as_name_a_day(words: list[str], taken: int) -> None:
    found, count = longest_period(words[0], words[1:], now=NOW)
    assert count == taken
    assert (found is None) == (words[0] == "korupsi")


def test_an_option_must_name_a_day() -> None:
    assert required_period("2021", now=NOW, option="--from") == period("2021", now=NOW)
    with pytest.raises(QueryError, match="--from 'kapan' is not a date"):
        required_period("kapan", now=NOW, option="--from")


@settings(max_examples=200)
@given(
    st.one_of(
        queries,
        st.from_regex(r"\A(sejak |to )?[0-9]{1,4}([-/.][0-9]{1,4}){0,2}(\.\.[0-9-]*)?\Z"),
        st.from_regex(r"\A[0-9]{1,4} (hari terakhir|days?|juni [0-9]{4})\Z"),
    )
)
def test_any_text_names_a_span_or_nothing(text: str) -> None:
    found = period(text, now=NOW)
    if found is not None and None not in found:
        assert isinstance(found[0], int)
        assert isinstance(found[1], int)
    assert found != (None, None)


@settings(max_examples=100)
@given(st.dates(min_value=datetime(1000, 1, 1).date(), max_value=datetime(9000, 1, 1).date()))
def test_every_day_of_the_calendar_can_be_named(day: object) -> None:
    start, end = period(str(day), now=NOW) or (None, None)
    assert start == milliseconds(str(day))
    assert (end or 0) - (start or 0) == 86_400_000
