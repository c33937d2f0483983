"""Where people went from D2A beds, and how long they had stayed: figures formed from counts. Pure.

Source: clinical.md 1.12, the outcomes table of the borough's scrutiny slides (1 March 2023), whose
five destinations make the whole; readmitted and other stand beside it. Each percentage is formed from
counts, and none from other percentages: a sum of rounded figures would be a little wrong.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from mdt_core.clock import london_day
from mdt_core.measures.resident_days import Period
from mdt_core.records.homes import BedType
from mdt_core.records.stays import Destination, Pathway

TABLE: Final = (
    *(Destination.COMM, Destination.NO_SERV, Destination.NURS, Destination.RES),
    Destination.RIP,
)
"""The five destinations of the table, in its order; deaths are in the denominator."""

BESIDE: Final = (Destination.HOSPITAL, Destination.OTHER)
"""What is shown beside the table, so that its five still make the whole."""

HOME: Final = frozenset({Destination.COMM, Destination.NO_SERV})
ROUNDING: Final = "Figures may not add to 100 because of rounding."
NO_DISCHARGES: Final = "No discharges in this period."
LONG_STAYS: Final = (28, 42)
"""More nights than these are counted as long stays, in nights."""

HOW_COUNTED: Final = (
    "Discharges: D2A stays that ended in the period, by the day of leaving. Each percentage is formed "
    "from counts, with deaths in the denominator; Overall Home is home with community services and home "
    "with no service. Readmitted to hospital, other, and destinations that nobody recorded stand beside "
    "the table and are not in its denominator. Length of stay: midnights from admission to leaving, "
    "completed stays alone; stays that go on are shown apart, since those seen on one day are longer "
    "than most. Quartiles are found by linear interpolation between ranks."
)


@dataclass(frozen=True)
class D2aStay:
    """One D2A stay as the figures need it; `left` is None while it goes on."""

    resident_id: str
    home_id: str
    came: datetime
    left: datetime | None = None
    destination: Destination | None = None
    bed_type: BedType | None = None
    pathway: Pathway | None = None

    def nights(self, today: date) -> int:
        """Midnights from admission to leaving, or to `today` while it goes on."""
        until = today if self.left is None else london_day(self.left)
        return max(0, (until - london_day(self.came)).days)

    @property
    def hours(self) -> int | None:
        """Whole hours from admission to leaving; None while it goes on."""
        if self.left is None:
            return None
        return max(0, int((self.left - self.came).total_seconds() // 3600))

    def ended_in(self, period: Period) -> bool:
        """Whether the person left on a day of a period."""
        return self.left is not None and period.holds(london_day(self.left))


@dataclass(frozen=True)
class Share:
    """A count of the table and what it is of all of them."""

    destination: Destination
    count: int
    percent: Decimal


@dataclass(frozen=True)
class DestinationTable:
    """The five destinations with Overall Home; without a discharge there are no percentages."""

    shares: tuple[Share, ...]
    discharges: int
    overall_home: int
    beside: Mapping[Destination, int]
    not_recorded: int = 0

    @property
    def overall_home_percent(self) -> Decimal | None:
        """What Overall Home is of all of them; None for no discharges."""
        return percent_of(self.overall_home, self.discharges)


@dataclass(frozen=True)
class LengthOfStay:
    """How long stays were, in nights; the figures are None where there were no stays."""

    stays: int
    median: Decimal | None
    mean: Decimal | None
    lower_quartile: Decimal | None
    upper_quartile: Decimal | None
    longer: Mapping[int, int]

    def percent_longer(self, nights: int) -> Decimal | None:
        """How many in a hundred were longer than so many nights; None for no stays."""
        return percent_of(self.longer[nights], self.stays)


def percent_of(part: int, whole: int) -> Decimal | None:
    """A percentage to two decimals, half rounded up; None of nothing."""
    if not whole:
        return None
    return (Decimal(part * 100) / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)


def destination_table(
    counts: Mapping[Destination, int], *, not_recorded: int = 0
) -> DestinationTable:
    """The table from the counts of each destination."""
    whole = sum(counts.get(each, 0) for each in TABLE)
    shares = tuple(
        Share(each, counts.get(each, 0), percent_of(counts.get(each, 0), whole) or Decimal("0.00"))
        for each in TABLE
    )
    return DestinationTable(
        shares=shares if whole else (),
        discharges=whole,
        overall_home=sum(counts.get(each, 0) for each in HOME),
        beside={each: counts.get(each, 0) for each in BESIDE},
        not_recorded=not_recorded,
    )


def destinations_of(stays: Iterable[D2aStay], period: Period) -> DestinationTable:
    """The table of the stays that ended in a period."""
    ended = Counter(each.destination for each in stays if each.ended_in(period))
    nobody_said = ended.pop(None, 0)
    known = {where: count for where, count in ended.items() if where is not None}
    return destination_table(known, not_recorded=nobody_said)


def length_of_completed(stays: Iterable[D2aStay], period: Period) -> LengthOfStay:
    """How long the stays were that ended in a period."""
    return length_of_stay([each.nights(period.last) for each in stays if each.ended_in(period)])


def length_so_far(stays: Iterable[D2aStay], today: date) -> LengthOfStay:
    """How long the stays that go on have been up to a day."""
    return length_of_stay([each.nights(today) for each in stays if each.left is None])


def length_of_stay(nights: Sequence[int]) -> LengthOfStay:
    """Median, mean, quartiles and long stays of these lengths in nights."""
    ranked = sorted(nights)
    return LengthOfStay(
        stays=len(ranked),
        median=_quantile(ranked, 2),
        mean=_tenth(Decimal(sum(ranked)) / len(ranked)) if ranked else None,
        lower_quartile=_quantile(ranked, 1),
        upper_quartile=_quantile(ranked, 3),
        longer={limit: sum(each > limit for each in ranked) for limit in LONG_STAYS},
    )


def _quantile(ranked: Sequence[int], quarter: int) -> Decimal | None:
    """Linear interpolation between the ranks that enclose it."""
    if not ranked:
        return None
    low, rest = divmod((len(ranked) - 1) * quarter, 4)
    above = ranked[min(low + 1, len(ranked) - 1)]
    return _tenth(ranked[low] + Decimal((above - ranked[low]) * rest) / 4)


def _tenth(number: Decimal) -> Decimal:
    return number.quantize(Decimal("0.1"), ROUND_HALF_UP)
