"""The days of the rounds of a practice borough, and the night on which the clocks go back."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from mdt_core.clock import london
from mdt_core.demo.borough.places import HomeSketch
from mdt_core.demo.borough.scale import Span
from mdt_core.demo.days import is_round_day

_SUNDAY = 6
_AN_HOUR = timedelta(hours=1)


def round_days(home: HomeSketch, span: Span) -> Iterator[date]:
    """Each week's day for a home; on a bank holiday the next working day. All lie before today."""
    day = span.rounds_from + timedelta(days=(home.weekday - span.rounds_from.weekday()) % 7)
    while day < span.today:
        held = day
        while not is_round_day(held):
            held += timedelta(days=1)
        if held < span.today:
            yield held
        day += timedelta(days=7)


def clocks_back(today: date) -> datetime:
    """01:30 as it came for the first time (BST) on the last autumn night before a day."""
    for days in range(1, 400):
        day = today - timedelta(days=days)
        at = datetime.combine(day, time(0, 30), UTC)
        if day.weekday() == _SUNDAY and _is_summer(at) and not _is_summer(at + _AN_HOUR):
            return at
    raise ValueError("no night in the year has an hour twice")


def _is_summer(at: datetime) -> bool:
    return bool(london(at).utcoffset())
