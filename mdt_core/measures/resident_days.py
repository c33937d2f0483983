"""Resident-days: how many days of a period residents were in the home.

A resident counts for a day when present at the midnight that ends it, in London's time; days in
hospital or on leave do not count. Source of the rule: NHS England bed availability and occupancy
(occupied at midnight); stated wherever a rate is shown. Pure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mdt_core.clock import london


@dataclass(frozen=True)
class Period:
    """Days from the first to the last, both counted; raises ValueError where the last is before."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a period ends before it begins")

    @property
    def days(self) -> tuple[date, ...]:
        """Every day of it."""
        return tuple(
            self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)
        )

    def holds(self, day: date) -> bool:
        """Whether a day is one of it."""
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Span:
    """From a moment to another one; None: it has not ended."""

    since: datetime
    until: datetime | None = None

    def nights(self, period: Period) -> frozenset[date]:
        """The days of a period whose closing midnight lies in it."""
        first = max(london(self.since).date(), period.first)
        last = period.last
        if self.until is not None:
            last = min(last, london(self.until).date() - timedelta(days=1))
        return frozenset() if last < first else frozenset(Period(first, last).days)


@dataclass(frozen=True)
class Lived:
    """One resident's stays in a home, and the times of them spent elsewhere."""

    resident_id: str
    stays: Sequence[Span]
    away: Sequence[Span] = ()

    def days(self, period: Period) -> frozenset[date]:
        """The days on which the resident counts; two stays of one day count once."""
        return _nights(self.stays, period) - _nights(self.away, period)

    def was_living_at(self, at: datetime) -> bool:
        """Whether a moment lies in one of the stays, wherever the resident was just then."""
        return any(
            each.since <= at and (each.until is None or at <= each.until) for each in self.stays
        )


def _nights(spans: Iterable[Span], period: Period) -> frozenset[date]:
    return frozenset().union(*(each.nights(period) for each in spans))


def resident_days(people: Iterable[Lived], period: Period) -> int:
    """The resident-days of a home in a period."""
    return sum(len(each.days(period)) for each in people)
