"""On which day what happens in a practice home, counted back from the day of the demonstration.

Everything lies before that day, so that nothing in the home's history is still to come.
"""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mdt_core.clock import is_working_day, knows_bank_holidays

HISTORY_DAYS = 90
"""The home's record begins so many days ago; who came earlier was entered then."""

WEEKLY_SETS = 12
_LATEST_WEEKLY = 4
_FRIDAY = 4


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """The moment that clocks in England show on a day; beyond 59 minutes it runs on."""
    start = datetime.combine(day, time(hour), ZoneInfo("Europe/London"))
    return start.astimezone(UTC) + timedelta(minutes=minute)


def before(today: date, days: int) -> date:
    """The day so many days before."""
    return today - timedelta(days=days)


def next_round(today: date) -> date:
    """The day of the coming round: today, or Monday at a weekend."""
    day = today
    while day.weekday() > _FRIDAY:
        day += timedelta(days=1)
    return day


def round_day(today: date, weeks_ago: int) -> date:
    """The day of a past round; one that would fall on a bank holiday is held the next working day."""
    day = next_round(today) - timedelta(weeks=weeks_ago)
    while not is_round_day(day):
        day += timedelta(days=1)
    return day


def is_round_day(day: date) -> bool:
    """Whether a round of made-up people may fall on a day; any weekday where holidays are not known."""
    is_weekday = day.weekday() <= _FRIDAY
    return is_weekday and (not knows_bank_holidays(day.year) or is_working_day(day))


def weekly_days(today: date) -> tuple[date, ...]:
    """The twelve days of the home's weekly observations, oldest first."""
    weeks = reversed(range(WEEKLY_SETS))
    return tuple(before(today, _LATEST_WEEKLY + 7 * week) for week in weeks)


def birthday(born: str | None, age: int | None, today: date) -> date | None:
    """The date of birth of a person of that age today, or the last 29 February before it."""
    if born is None or age is None:
        return None
    told = datetime.strptime(f"{born}-2000", "%d-%b-%Y").replace(tzinfo=UTC)
    is_to_come = (told.month, told.day) > (today.month, today.day)
    year = today.year - age - is_to_come
    while told.day > monthrange(year, told.month)[1]:
        year -= 1
    return date(year, told.month, told.day)
