"""Dates as people type them, seen from Tuesday 24-Nov-2026 10:00."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_core.typed_dates import (
    Ambiguous,
    DateRule,
    Direction,
    NotUnderstood,
    Reading,
    TimeOfDay,
    read_date,
)
from tests.ui.qt.pages import NOW

_ANY = DateRule()
_PAST = DateRule(Direction.PAST)
_FUTURE = DateRule(Direction.FUTURE)
_TIMED = DateRule(Direction.PAST, TimeOfDay.OPTIONAL)
_NEEDS_TIME = DateRule(Direction.PAST, TimeOfDay.REQUIRED)


@pytest.mark.parametrize(
    ("typed", "rule", "iso"),
    [
        ("t", _ANY, "2026-11-24"),
        ("T", _ANY, "2026-11-24"),
        ("y", _ANY, "2026-11-23"),
        ("tomorrow", _ANY, "2026-11-25"),
        ("fri", _PAST, "2026-11-20"),
        ("friday", _FUTURE, "2026-11-27"),
        ("tue", _PAST, "2026-11-24"),
        ("+2w", _ANY, "2026-12-08"),
        ("+3", _ANY, "2026-11-27"),
        ("-1d", _ANY, "2026-11-23"),
        ("+3m", _ANY, "2027-02-24"),
        ("+1y", _ANY, "2027-11-24"),
        ("2/11", _PAST, "2026-11-02"),
        ("2/11", _FUTURE, "2027-11-02"),
        ("2/11", _ANY, "2026-11-02"),
        ("25.12", _PAST, "2025-12-25"),
        ("2/11/26", _ANY, "2026-11-02"),
        ("3/2/38", _PAST, "1938-02-03"),
        ("03-Feb-1938", _PAST, "1938-02-03"),
        ("3 february 1938", _PAST, "1938-02-03"),
        ("2 nov", _PAST, "2026-11-02"),
        ("2026-11-02", _ANY, "2026-11-02"),
        ("29/2", _PAST, "2024-02-29"),
        ("0310", _PAST, "2026-10-03"),
        ("0310", DateRule(Direction.FUTURE), "2027-10-03"),
        ("y 14:30", _TIMED, "2026-11-23T14:30"),
        ("y 1430", _TIMED, "2026-11-23T14:30"),
        ("08:15", _TIMED, "2026-11-24T08:15"),
        ("0845", _TIMED, "2026-11-24T08:45"),
        ("10:00", _TIMED, "2026-11-24T10:00"),
        ("2/11 0310", _TIMED, "2026-11-02T03:10"),
        ("2 nov 2026", _TIMED, "2026-11-02"),
        ("2 nov 2026 03:10", _TIMED, "2026-11-02T03:10"),
        ("  t   09:00 ", _TIMED, "2026-11-24T09:00"),
        ("0310", _NEEDS_TIME, "2026-11-24T03:10"),
    ],
)
def test_what_is_typed_is_read_as_meant(typed: str, rule: DateRule, iso: str) -> None:
    reading = read_date(typed, NOW, rule)
    assert isinstance(reading, Reading), reading
    assert reading.iso == iso


@pytest.mark.parametrize(
    ("typed", "rule", "first", "second"),
    [
        ("fri", _ANY, "2026-11-20", "2026-11-27"),
        ("tue", _FUTURE, "2026-11-24", "2026-12-01"),
        ("0310", _TIMED, "2026-11-24T03:10", "2026-10-03"),
        ("25/5", _ANY, "2026-05-25", "2027-05-25"),
        ("3/2/24", DateRule(Direction.PAST, is_century_asked=True), "2024-02-03", "1924-02-03"),
    ],
)
def test_what_can_be_read_in_two_ways_is_asked(
    typed: str, rule: DateRule, first: str, second: str
) -> None:
    unclear = read_date(typed, NOW, rule)
    assert isinstance(unclear, Ambiguous), unclear
    assert [reading.iso for reading in unclear.readings] == [first, second]
    assert typed in unclear.question


@pytest.mark.parametrize(
    ("typed", "rule", "words"),
    [
        ("31/2", _ANY, "Not understood"),
        ("soon", _ANY, "Not understood"),
        ("2/13", _ANY, "Not understood"),
        ("2/11 25:00", _TIMED, "14:30"),
        ("-9999y", _ANY, "Not understood"),
        ("tomorrow", _PAST, "still to come"),
        ("10:01", _TIMED, "still to come"),
        ("y", _FUTURE, "is past"),
        ("y", _NEEDS_TIME, "add the time"),
        ("t 9:00", _ANY, "Not understood"),
        ("frida8", _ANY, "Not understood"),
    ],
)
def test_what_cannot_be_taken_is_refused_in_words(typed: str, rule: DateRule, words: str) -> None:
    answer = read_date(typed, NOW, rule)
    assert isinstance(answer, NotUnderstood), answer
    assert words in answer.sentence


@pytest.mark.parametrize("typed", ["", "   "])
def test_an_empty_box_is_no_date_and_no_problem(typed: str) -> None:
    assert read_date(typed, NOW, _ANY) is None


def test_the_reading_names_the_day_in_full() -> None:
    assert Reading(date(2026, 11, 24), time(3, 10)).words == "Tue 24-Nov-2026 03:10"


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.times())
def test_what_a_box_shows_is_read_back_as_the_same(day: date, at: time) -> None:
    shown = Reading(day, at.replace(second=0, microsecond=0))
    timed = DateRule(time_of_day=TimeOfDay.OPTIONAL)
    assert read_date(shown.short, NOW, timed) == shown
    assert read_date(Reading(day).short, NOW, _ANY) == Reading(day)


@given(st.text(max_size=20), st.sampled_from(Direction), st.sampled_from(TimeOfDay))
def test_no_text_at_all_makes_it_fail(
    typed: str, direction: Direction, time_of_day: TimeOfDay
) -> None:
    answer = read_date(typed, NOW, DateRule(direction, time_of_day))
    assert answer is None or isinstance(answer, Reading | Ambiguous | NotUnderstood)


@given(st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1)), st.integers(0, 6))  # noqa: DTZ001
def test_a_past_weekday_lies_within_the_last_week(now: datetime, day: int) -> None:
    name = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[day]
    reading = read_date(name, now, _PAST)
    assert isinstance(reading, Reading)
    assert timedelta(0) <= now.date() - reading.day < timedelta(days=7)
