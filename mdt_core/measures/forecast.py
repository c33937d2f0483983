"""How many D2A beds are wanted if it goes on as it was: a simple, stated model. Pure.

People come independently of each other (Poisson arrivals) and stay as long as those before them; then the
number in beds on a day is Poisson with mean arrivals a day times mean stay (Palm 1943; Little 1961). It
counts who got a bed: where beds were full, more were wanted than it says. No judgement of any person.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from mdt_core.clock import london_day
from mdt_core.measures.discharges import D2aStay
from mdt_core.measures.intervals import at_most, count_limits, enough_for
from mdt_core.measures.resident_days import Period

OTHER_BEDS: Final = (-4, -2, 0, 2, 4)
"""What is asked of more or fewer beds than there are."""

HOW_COUNTED: Final = (
    "The model: people come independently of each other, as many a day as in the period, and stay as long as"
    " the completed stays of the period did on average. Then the number in beds at a midnight is Poisson with"
    " mean arrivals a day times nights a stay. The range of a day holds it on 95 days in 100; the range of the"
    " average says what chance alone may have done to the arrivals of the period. Days before the first"
    " arrival recorded here are not counted. It knows no seasons, and only who got a bed: where beds were"
    " full, more were wanted than it says; where records began lately, long stays have not ended yet."
)
TOO_LITTLE: Final = "Not formed: no arrivals or no completed stays in this period"


@dataclass(frozen=True)
class BedForecast:
    """The beds that are wanted on a day, with ranges.

    `short` says for so many beds on how many days in 100 more are wanted.
    """

    arrivals: int
    days: int
    nights: Decimal
    mean: Decimal
    mean_low: Decimal
    mean_high: Decimal
    day_low: int
    day_high: int
    beds: int
    short: tuple[tuple[int, Decimal], ...]

    @property
    def a_week(self) -> Decimal:
        """Arrivals a week."""
        return _tenth(Decimal(7 * self.arrivals) / self.days)


def forecast_beds(stays: Sequence[D2aStay], period: Period, beds: int) -> BedForecast | None:
    """The forecast from the stays that began and those that ended in a period; None of too little.

    Days before the first arrival that is recorded here are not counted.
    """
    first = min((london_day(each.came) for each in stays), default=period.last)
    counted = Period(min(max(period.first, first), period.last), period.last)
    came = sum(counted.holds(london_day(each.came)) for each in stays)
    nights = [each.nights(period.last) for each in stays if each.ended_in(period)]
    days = len(counted.days)
    mean_nights = Decimal(sum(nights)) / len(nights) if nights else Decimal(0)
    if not came or not mean_nights:
        return None
    mean = Decimal(came) / days * mean_nights
    low, high = (Decimal(limit) / days * mean_nights for limit in count_limits(came))
    return BedForecast(
        arrivals=came,
        days=days,
        nights=_tenth(mean_nights),
        mean=_tenth(mean),
        mean_low=_tenth(low),
        mean_high=_tenth(high),
        day_low=enough_for(0.025, float(mean)),
        day_high=enough_for(0.975, float(mean)),
        beds=beds,
        short=tuple(_short(beds + more, mean) for more in _asked(beds)),
    )


def _asked(beds: int) -> Iterable[int]:
    return (more for more in OTHER_BEDS if beds + more > 0)


def _short(beds: int, mean: Decimal) -> tuple[int, Decimal]:
    return beds, _tenth(Decimal(100 * (1 - at_most(beds, float(mean)))))


def _tenth(number: Decimal) -> Decimal:
    return number.quantize(Decimal("0.1"), ROUND_HALF_UP)
