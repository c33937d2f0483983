"""Moments in UTC, days in London, and dates in words."""

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from mdt_core.clock import (
    PartialDate,
    UtcMoment,
    add_months_clamped,
    add_working_days,
    age_text,
    clinical_date,
    clinical_day_month,
    clinical_moment,
    clinical_short_moment,
    clinical_time,
    clinical_weekday_date,
    is_working_day,
    knows_bank_holidays,
    london,
    london_day,
    long_date,
    long_moment,
    long_time,
    parse_utc,
    system_clock,
    to_second,
    utc_text,
    working_days_between,
)
from mdt_core.errors import InvalidInput

_AT = datetime(2026, 11, 24, 7, 15, tzinfo=UTC)
_NAIVE = datetime(2026, 11, 24, 7, 15)  # noqa: DTZ001 - the fault that is tried below


# Moments


def test_a_moment_is_written_in_utc_to_the_second() -> None:
    assert utc_text(_AT) == "2026-11-24T07:15:00Z"
    east = timezone(timedelta(hours=5, minutes=30))
    assert (
        utc_text(datetime(2026, 11, 24, 12, 45, 9, 999_999, tzinfo=east)) == "2026-11-24T07:15:09Z"
    )


@pytest.mark.parametrize(
    "text", ["2026-11-24T07:15:00Z", "2026-11-24T08:15:00+01:00", "2026-11-24T07:15:00.900Z"]
)
def test_a_moment_is_read_with_its_offset(text: str) -> None:
    assert parse_utc(text) == _AT
    assert parse_utc(text).tzinfo is system_clock().tzinfo is UTC


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2026-13-01T00:00:00Z", "2026-11-24", "2026-11-24T07:15"]
)
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        parse_utc(text)


@given(st.datetimes(timezones=st.just(UTC)))
def test_every_moment_survives_its_text(at: datetime) -> None:
    assert parse_utc(utc_text(at)) == to_second(at)


def test_a_moment_without_zone_or_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(InvalidInput, match="time zone"):
        utc_text(_NAIVE)
    with pytest.raises(InvalidInput, match="between 1 and 9999"):
        to_second(datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=1))))


class _Fall(BaseModel):
    at: UtcMoment


def test_a_moment_as_a_field_is_utc_to_the_second_and_text_in_json() -> None:
    fall = _Fall.model_validate({"at": "2026-11-24T08:15:00.5+01:00"})
    assert fall.at == _AT
    assert fall.model_dump() == {"at": _AT}
    assert fall.model_dump_json() == '{"at":"2026-11-24T07:15:00Z"}'
    assert _Fall(at=_AT + timedelta(microseconds=1)) == fall


@pytest.mark.parametrize(
    "given_value", [_NAIVE, "2026-11-24T07:15:00", 1_700_000_000, None, "soon"]
)
def test_a_field_refuses_what_is_no_sure_moment(given_value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        _Fall.model_validate({"at": given_value})
    assert refused.value.errors()[0]["type"] == "invalid_input"


def test_the_day_is_that_of_london() -> None:
    assert london_day(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == date(2026, 7, 2)
    assert london_day(datetime(2026, 12, 1, 23, 30, tzinfo=UTC)) == date(2026, 12, 1)
    assert london(datetime(2026, 7, 1, 12, tzinfo=UTC)).hour == 13


# Words


def test_clinical_dates_are_those_of_cui() -> None:
    assert clinical_date(date(2008, 1, 1)) == "01-Jan-2008"
    assert clinical_day_month(date(2026, 11, 24)) == "24-Nov"
    assert clinical_weekday_date(date(2008, 1, 1)) == "Tue 01-Jan-2008"
    assert clinical_moment(_AT) == "24-Nov-2026 07:15"
    assert clinical_short_moment(_AT) == "24-Nov 07:15"
    assert clinical_moment(datetime(2026, 6, 30, 23, 5, tzinfo=UTC)) == "01-Jul-2026 00:05"


def test_every_month_and_weekday_has_its_english_name() -> None:
    months = [clinical_date(date(2026, month, 1))[3:6] for month in range(1, 13)]
    assert " ".join(months) == "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
    days = [clinical_weekday_date(date(2026, 11, 23) + timedelta(days=n))[:3] for n in range(7)]
    assert " ".join(days) == "Mon Tue Wed Thu Fri Sat Sun"


def test_the_hour_that_comes_twice_says_which_it_is() -> None:
    assert clinical_time(datetime(2026, 10, 25, 0, 15, tzinfo=UTC)) == "01:15 BST"
    assert clinical_time(datetime(2026, 10, 25, 1, 15, tzinfo=UTC)) == "01:15 GMT"
    assert clinical_time(datetime(2026, 10, 25, 2, 15, tzinfo=UTC)) == "02:15"
    assert long_time(datetime(2026, 10, 25, 0, 15, tzinfo=UTC)) == "1:15am BST"
    assert clinical_time(datetime(2026, 3, 29, 1, 15, tzinfo=UTC)) == "02:15"


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [
        (17, 30, "5:30pm"),
        (9, 0, "9am"),
        (12, 0, "midday"),
        (0, 0, "midnight"),
        (12, 5, "12:05pm"),
        (0, 5, "12:05am"),
        (23, 59, "11:59pm"),
    ],
)
def test_times_for_families_are_in_plain_words(hour: int, minute: int, words: str) -> None:
    assert long_time(datetime(2026, 1, 1, hour, minute, tzinfo=UTC)) == words


def test_dates_for_families_are_long() -> None:
    assert long_date(date(2008, 1, 1)) == "1 January 2008"
    assert long_moment(datetime(2026, 8, 6, 16, 30, tzinfo=UTC)) == "6 August 2026 at 5:30pm"


@pytest.mark.parametrize(
    ("born", "on", "words"),
    [
        (date(1938, 2, 3), date(2026, 11, 24), "88 y"),
        (date(1938, 11, 25), date(2026, 11, 24), "87 y"),
        (date(2008, 11, 24), date(2026, 11, 24), "18 y"),
        (date(2008, 11, 25), date(2026, 11, 24), "17 y 11 m"),
        (date(2022, 9, 20), date(2026, 11, 24), "4 y 2 m"),
        (date(2024, 11, 24), date(2026, 11, 24), "2 y 0 m"),
        (date(2024, 11, 25), date(2026, 11, 24), "23 m 30 d"),
        (date(2025, 10, 20), date(2026, 11, 24), "13 m 4 d"),
        (date(2026, 11, 24), date(2026, 11, 24), "0 m 0 d"),
        (date(2026, 1, 31), date(2026, 2, 28), "0 m 28 d"),
        (date(2026, 1, 31), date(2026, 3, 1), "1 m 0 d"),
        (date(2008, 2, 29), date(2026, 2, 28), "17 y 11 m"),
        (date(2008, 2, 29), date(2026, 3, 1), "18 y"),
        (date(1936, 2, 29), date(2028, 2, 28), "91 y"),
        (date(1936, 2, 29), date(2028, 2, 29), "92 y"),
        (date(2024, 2, 29), date(2025, 2, 28), "11 m 30 d"),
        (date(2024, 2, 29), date(2025, 3, 1), "12 m 0 d"),
    ],
)
def test_an_age_is_written_as_cui_asks(born: date, on: date, words: str) -> None:
    assert age_text(born, on) == words


def test_an_age_before_birth_is_refused() -> None:
    with pytest.raises(InvalidInput, match="25-Nov-2026 is after 24-Nov-2026"):
        age_text(date(2026, 11, 25), date(2026, 11, 24))


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 700))
def test_the_days_of_an_age_never_reach_a_month(born: date, days: int) -> None:
    months, _, odd_days, _ = age_text(born, born + timedelta(days=days)).split()
    assert 0 <= int(odd_days) <= 30
    assert 0 <= int(months) <= 23


# Working days and months


@pytest.mark.parametrize(
    ("admitted", "due"),
    [
        (date(2026, 11, 20), date(2026, 12, 1)),
        (date(2026, 11, 21), date(2026, 12, 1)),
        (date(2026, 12, 22), date(2027, 1, 5)),
        (date(2026, 4, 1), date(2026, 4, 14)),
    ],
)
def test_a_care_plan_is_due_on_the_seventh_working_day(admitted: date, due: date) -> None:
    assert add_working_days(admitted, 7) == due
    assert working_days_between(admitted, due) == 7


def test_bank_holidays_are_those_of_england() -> None:
    assert not is_working_day(date(2026, 8, 31))
    assert not is_working_day(date(2026, 12, 28))
    assert not is_working_day(date(2022, 9, 19))  # the one-off day of mourning
    assert is_working_day(date(2026, 3, 17))  # Northern Ireland's
    assert is_working_day(date(2026, 11, 30))  # Scotland's
    assert not is_working_day(date(2026, 11, 21))


@pytest.mark.parametrize("year", range(2020, 2029))
def test_the_bank_holidays_of_the_file_are_those_that_the_library_works_out(year: int) -> None:
    worked_out = holidays.country_holidays("GB", subdiv="ENG", years=year)
    new_year = date(year, 1, 1)
    days = [new_year + timedelta(days=n) for n in range(366)]
    weekdays = [day for day in days if day.year == year and day.weekday() < 5]
    assert [d for d in weekdays if not is_working_day(d)] == [
        d for d in weekdays if d in worked_out
    ]


def test_the_working_days_of_a_year_that_nobody_published_are_not_guessed() -> None:
    with pytest.raises(InvalidInput, match="bank holidays of 2029"):
        add_working_days(date(2028, 12, 22), 7)
    assert add_working_days(date(2028, 12, 18), 3) == date(2028, 12, 21)
    assert not knows_bank_holidays(2019)
    assert not is_working_day(date(2031, 1, 4))  # a Saturday is known whatever is published


def test_no_working_days_on_is_the_day_itself_and_backwards_is_not_counted() -> None:
    assert add_working_days(date(2026, 11, 21), 0) == date(2026, 11, 21)
    with pytest.raises(ValueError, match="counted forwards"):
        add_working_days(date(2026, 11, 21), -1)


@settings(deadline=None)  # the first call reads the list of bank holidays
@given(st.dates(date(2020, 1, 1), date(2028, 9, 1)), st.integers(1, 60))
def test_counting_working_days_undoes_adding_them(start: date, count: int) -> None:
    end = add_working_days(start, count)
    assert is_working_day(end)
    assert working_days_between(start, end) == count
    assert working_days_between(end, start) == -count


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2026, 11, 30), date(2027, 2, 28)),
        (date(2026, 5, 31), date(2026, 8, 31)),
        (date(2027, 11, 29), date(2028, 2, 29)),
    ],
)
def test_three_months_on_keep_the_day_or_take_the_last(start: date, end: date) -> None:
    assert add_months_clamped(start, 3) == end


def test_months_are_counted_over_years_and_backwards() -> None:
    assert add_months_clamped(date(2026, 12, 31), 2) == date(2027, 2, 28)
    assert add_months_clamped(date(2026, 1, 31), -2) == date(2025, 11, 30)


def test_the_list_of_holidays_is_not_read_before_it_is_needed() -> None:
    code = "import sys, mdt_core.clock; sys.exit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# Dates known in part


@pytest.mark.parametrize(
    ("text", "shown", "earliest"),
    [
        ("1943", "1943", date(1943, 1, 1)),
        ("1943-05", "May-1943", date(1943, 5, 1)),
        (" 1943-05-02 ", "02-May-1943", date(1943, 5, 2)),
    ],
)
def test_a_date_known_in_part_shows_what_is_known(text: str, shown: str, earliest: date) -> None:
    known = PartialDate.parse(text)
    assert known == text.strip()
    assert known.display() == shown
    assert known.earliest == earliest
    assert known.is_full is (len(known) == 10)


def test_dates_known_in_part_sort_by_their_text() -> None:
    texts = ["1943-05-02", "1942-12-31", "1943", "1943-05"]
    assert sorted(map(PartialDate, texts)) == ["1942-12-31", "1943", "1943-05", "1943-05-02"]


@pytest.mark.parametrize(
    "text", ["", "43", "1943-5", "1943-13", "1943-02-29", "0000", "02-05-1943", "1943-05-02T00:00"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="not a date such as"):
        PartialDate.parse(text)


class _Note(BaseModel):
    since: PartialDate


def test_a_date_known_in_part_is_a_field() -> None:
    note = _Note.model_validate_json('{"since":"1943-05"}')
    assert note.since.display() == "May-1943"
    assert note.model_dump_json() == '{"since":"1943-05"}'
    with pytest.raises(ValidationError, match="not a date such as"):
        _Note.model_validate({"since": "May 1943"})
