"""Use of commissioned beds in a period, and what void ones cost. Pure.

Source: clinical.md 1.12. A bed counts for a day when its occupant is present at the midnight that ends
it (NHS England bed availability and occupancy); the same day rule as `resident_days`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from mdt_core.measures.discharges import percent_of
from mdt_core.measures.resident_days import Period, Span

NO_REASON: Final = "No reason recorded"
HOW_COUNTED: Final = (
    "Commissioned bed-days: every day of the period on which the bed was commissioned; the whole period "
    "where no day is recorded. Occupied: "
    "somebody's stay in the bed held at the midnight that ends the day, in hospital or not, since the "
    "bed is kept. Void: closed for admissions that night. Utilisation: occupied divided by commissioned "
    "bed-days. Cost of voids: void bed-days times the retainer rate of the bed on that day."
)


@dataclass(frozen=True)
class Closed:
    """Days on which a bed was void, both counted; `until` is None while it still is.

    `rate` is the retainer in pounds a day, None where none is paid or known; `reason` is in words.
    """

    since: date
    until: date | None = None
    rate: Decimal | None = None
    reason: str = ""

    def days(self, period: Period) -> frozenset[date]:
        """Its days in a period."""
        first, last = max(self.since, period.first), min(self.until or period.last, period.last)
        return frozenset() if last < first else frozenset(Period(first, last).days)


@dataclass(frozen=True)
class BedUse:
    """One bed with who lay in it and when it was closed; commissioned from and until given days."""

    bed_id: str
    stays: Sequence[Span] = ()
    closed: Sequence[Closed] = ()
    commissioned_from: date | None = None
    commissioned_until: date | None = None

    def commissioned(self, period: Period) -> frozenset[date]:
        """The days of a period on which it was commissioned; always, where no day is recorded."""
        first = max(self.commissioned_from or period.first, period.first)
        last = min(self.commissioned_until or period.last, period.last)
        return frozenset() if last < first else frozenset(Period(first, last).days)

    def occupied(self, period: Period) -> frozenset[date]:
        """The commissioned days that ended with somebody in it."""
        nights = frozenset[date]().union(*(each.nights(period) for each in self.stays))
        return nights & self.commissioned(period)

    def void(self, period: Period) -> frozenset[date]:
        """The commissioned days on which it was closed and empty."""
        days = frozenset[date]().union(*(each.days(period) for each in self.closed))
        return (days & self.commissioned(period)) - self.occupied(period)

    def void_cost(self, period: Period) -> Decimal:
        """The retainer of its void days in pounds; a day closed twice is paid once, at the higher rate."""
        return sum((self._rate_on(day) for day in self.void(period)), Decimal(0))

    def void_reasons(self, period: Period) -> Counter[str]:
        """Its void days by reason; a day closed twice has the reason of the closing begun last."""
        return Counter(map(self._reason_on, self.void(period)))

    def _reason_on(self, day: date) -> str:
        closings = [each for each in self.closed if each.days(Period(day, day))]
        return max(closings, key=lambda each: each.since).reason or NO_REASON

    def _rate_on(self, day: date) -> Decimal:
        one_day = Period(day, day)
        return max(each.rate or Decimal(0) for each in self.closed if each.days(one_day))


@dataclass(frozen=True)
class Occupancy:
    """Bed-days of a period, the cost of voids in pounds, and the void days that have no rate."""

    commissioned: int
    occupied: int
    void: int
    void_cost: Decimal
    void_without_rate: int
    void_reasons: Mapping[str, int] = field(default_factory=dict)

    @property
    def empty(self) -> int:
        """Bed-days that were neither occupied nor void."""
        return self.commissioned - self.occupied - self.void

    @property
    def utilisation(self) -> Decimal | None:
        """Occupied of commissioned bed-days in per cent; None where none was commissioned."""
        return percent_of(self.occupied, self.commissioned)


def measure_occupancy(beds: Iterable[BedUse], period: Period) -> Occupancy:
    """The bed-days of these beds in a period that is over."""
    found = tuple(beds)
    return Occupancy(
        commissioned=sum(len(each.commissioned(period)) for each in found),
        occupied=sum(len(each.occupied(period)) for each in found),
        void=sum(len(each.void(period)) for each in found),
        void_cost=sum((each.void_cost(period) for each in found), Decimal(0)),
        void_without_rate=sum(_without_rate(each, period) for each in found),
        void_reasons=dict(
            sum((each.void_reasons(period) for each in found), Counter()).most_common()
        ),
    )


def _without_rate(bed: BedUse, period: Period) -> int:
    rated = frozenset[date]().union(
        *(each.days(period) for each in bed.closed if each.rate is not None)
    )
    return len(bed.void(period) - rated)
