"""Moments and days in words and numbers, without the types of record classes.

Kept apart from `clock.py`, which offers all of it, since the locked window shows the time before
anything that checks records is loaded. Nothing here reads the clock except `system_clock`.
"""

import calendar
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import TypeAlias
from zoneinfo import ZoneInfo

from mdt_core.errors import InvalidInput

Clock: TypeAlias = Callable[[], datetime]

_LONDON = ZoneInfo("Europe/London")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_SATURDAY = 5
_NOON = 12
_YEARS_IN_MONTHS_BELOW = 24  # CUI: under 2 years, months and days
_YEARS_ALONE_FROM = 18  # CUI: from 18 years, years alone


def system_clock() -> datetime:
    """Reads the computer's clock, in UTC."""
    return datetime.now(UTC)


# Moments


def to_second(at: datetime) -> datetime:
    """Brings an aware moment to UTC and drops what is below a second; raises `InvalidInput`."""
    if at.tzinfo is UTC:  # as most are: what follows takes three times as long
        return at.replace(microsecond=0) if at.microsecond else at
    if at.utcoffset() is None:
        raise InvalidInput("A time needs its time zone.", next_step="Give it in UTC, ending in Z.")
    try:
        return at.astimezone(UTC).replace(microsecond=0)
    except OverflowError as outside:
        raise InvalidInput("The year must be between 1 and 9999.") from outside


def utc_text(at: datetime) -> str:
    """Writes a moment in its one canonical form, `2026-11-24T07:15:00Z`."""
    return to_second(at).replace(tzinfo=None).isoformat() + "Z"


def parse_utc(text: str) -> datetime:
    """Reads an ISO 8601 date and time with Z or an offset; raises `InvalidInput`."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError as unreadable:
        message = f"«{text[:40]}» is not a date and time such as 2026-11-24T07:15:00Z."
        raise InvalidInput(message) from unreadable
    return to_second(at)


def london(at: datetime) -> datetime:
    """Gives the moment as clocks in England show it."""
    return to_second(at).astimezone(_LONDON)


def london_day(at: datetime) -> date:
    """Gives the day on which the moment falls in England."""
    return london(at).date()


# Words for dates and times


def clinical_date(day: date) -> str:
    """Writes `24-Nov-2026` (CUI date display, for clinical screens and paper)."""
    return f"{clinical_day_month(day)}-{day.year:04d}"


def clinical_day_month(day: date) -> str:
    """Writes `24-Nov`, where the year is plain from its surroundings."""
    return f"{day.day:02d}-{_MONTHS[day.month - 1][:3]}"


def clinical_weekday_date(day: date) -> str:
    """Writes `Tue 24-Nov-2026`."""
    return f"{_WEEKDAYS[day.weekday()]} {clinical_date(day)}"


def clinical_time(at: datetime) -> str:
    """Writes London time as `07:15`; in the hour that comes twice, `01:15 BST` or `01:15 GMT`."""
    local = london(at)
    return f"{local.hour:02d}:{local.minute:02d}{_which_of_two_hours(local)}"


def clinical_moment(at: datetime) -> str:
    """Writes `24-Nov-2026 07:15` in London time."""
    return f"{clinical_date(london_day(at))} {clinical_time(at)}"


def clinical_short_moment(at: datetime) -> str:
    """Writes `24-Nov 07:15` in London time."""
    return f"{clinical_day_month(london_day(at))} {clinical_time(at)}"


def long_date(day: date) -> str:
    """Writes `1 January 2008`, for what a resident or family reads (NHS content style)."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def long_time(at: datetime) -> str:
    """Writes London time as `5:30pm`, `9am`, `midday` or `midnight`, for residents and families."""
    local = london(at)
    if local.minute == 0 and local.hour % _NOON == 0:
        return "midday" if local.hour else "midnight"
    minutes = f":{local.minute:02d}" if local.minute else ""
    half = "pm" if local.hour >= _NOON else "am"
    return f"{local.hour % _NOON or _NOON}{minutes}{half}{_which_of_two_hours(local)}"


def long_moment(at: datetime) -> str:
    """Writes `1 January 2008 at 5:30pm`."""
    return f"{long_date(london_day(at))} at {long_time(at)}"


def _which_of_two_hours(local: datetime) -> str:
    """The night the clocks go back has two 01:15s; a fall or a dose needs to say which."""
    if local.replace(fold=0).utcoffset() == local.replace(fold=1).utcoffset():
        return ""
    return f" {local.tzname()}"


def age_text(born: date, on: date) -> str:
    """Writes an age as CUI asks: `88 y` from 18 years, `4 y 2 m` from 2, `13 m 4 d` below.

    Who was born on 29 February is a year older on 1 March of a common year. Raises `InvalidInput`
    when `born` is after `on`.
    """
    if born > on:
        message = f"The date of birth {clinical_date(born)} is after {clinical_date(on)}."
        raise InvalidInput(message, next_step="Check both dates.", where="Born")
    months = (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)
    years = months // 12
    if years >= _YEARS_ALONE_FROM:
        return f"{years} y"
    if months >= _YEARS_IN_MONTHS_BELOW:
        return f"{years} y {months % 12} m"
    return f"{months} m {(on - _month_anniversary(born, months)).days} d"


def _month_anniversary(born: date, months: int) -> date:
    clamped = add_months_clamped(born, months)
    return clamped if clamped.day == born.day else clamped + timedelta(days=1)


# Working days and months


@cache
def _bank_holidays() -> dict[int, frozenset[date]]:
    """England's by year, from `bank_holidays.json`, which says its source and day."""
    told = json.loads(Path(__file__).with_name("bank_holidays.json").read_text("utf-8"))
    return {
        int(year): frozenset(date.fromisoformat(f"{year}-{day}") for day in days)
        for year, days in told["years"].items()
    }


def load_bank_holidays() -> None:
    """Reads the bank holidays, while nobody waits for them."""
    _bank_holidays()


def knows_bank_holidays(year: int) -> bool:
    """Whether the bank holidays of a year are in this program; they are never guessed."""
    return year in _bank_holidays()


def is_working_day(day: date) -> bool:
    """Tells whether `day` is neither Saturday, Sunday nor a bank holiday in England.

    Raises `InvalidInput` for a weekday of a year whose bank holidays are not known here.
    """
    if day.weekday() >= _SATURDAY:
        return False
    if not knows_bank_holidays(day.year):
        message = f"The bank holidays of {day.year} are not in this program"
        raise InvalidInput(message, next_step="Count the working days by hand.")
    return day not in _bank_holidays()[day.year]


@lru_cache(maxsize=1_024)  # a list asks for everybody who came on a day
def add_working_days(start: date, working_days: int) -> date:
    """Gives the day that is so many working days after `start`, which is day 0 whatever it is."""
    if working_days < 0:
        message = f"working days are counted forwards, not {working_days}"
        raise ValueError(message)
    day = start
    while working_days:
        day += timedelta(days=1)
        working_days -= is_working_day(day)
    return day


def working_days_between(start: date, end: date) -> int:
    """Counts working days after `start` up to and with `end`; negative when `end` is earlier."""
    if end < start:
        return -working_days_between(end, start)
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(is_working_day(day) for day in days)


def add_months_clamped(day: date, months: int) -> date:
    """Gives the same day of a later month, or its last day where that day does not exist."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
