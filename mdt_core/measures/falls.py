"""Falls of a home in a period: how many of each kind, and per 1,000 resident-days. Pure.

Source: clinical.md 1.5 kinds after NICE NG249 (2025) and NHS England PR2063. What nobody recorded
is counted as not recorded, beside what was; it is never counted as a «no».
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Final

from mdt_core.clock import add_months_clamped, london_day
from mdt_core.measures.resident_days import Lived, Period, resident_days
from mdt_core.records.fall_answers import Certainty, InjuryType
from mdt_core.records.fall_details import FallDetail
from mdt_core.records.falls import Fall, FallSeenBy, FloorTime, HeadStruck, Hurt

PER: Final = 1_000
RECURRENT_MONTHS: Final = 12
RECURRENT_FALLS: Final = 2

HOW_COUNTED: Final = (
    "Falls: those recorded of people who lived in the home at the time, without withdrawn ones. "
    "Resident-days: a resident counts for a day when in the home at the midnight that ends it; days "
    "in hospital or on leave do not count. Rate: falls divided by resident-days, times 1,000. "
    "Injurious: something hurt, in the quick or the full record. Long lie: 60 minutes or more on the "
    "floor. Recurrent: residents with 2 falls or more in the 12 months to the end of the period. "
    "What nobody answered is shown as not recorded."
)
"""Stands beside every figure (ux.md: how this is counted)."""


class FallKind(StrEnum):
    """The kinds that are counted beside all falls."""

    INJURIOUS = "Injurious"
    FRACTURE = "Fracture confirmed"
    LONG_LIE = "Long lie"
    UNWITNESSED = "Unwitnessed"
    HEAD = "Head injury or blow to the head"


@dataclass(frozen=True)
class FallFact:
    """One fall as far as it is known: the quick record, and the full one where there is one."""

    resident_id: str
    at: datetime
    fall: Fall | None = None
    detail: FallDetail | None = None

    def is_kind(self, kind: FallKind) -> bool | None:
        """Whether it is of a kind; None where nobody said."""
        asked = {
            FallKind.INJURIOUS: self._is_injurious,
            FallKind.FRACTURE: self._is_fracture,
            FallKind.LONG_LIE: self._is_long_lie,
            FallKind.UNWITNESSED: self._is_unwitnessed,
            FallKind.HEAD: self._is_head,
        }
        return asked[kind]()

    def _is_injurious(self) -> bool | None:
        hurt = self.fall.hurt if self.fall else ()
        unhurt = self.detail.is_unhurt if self.detail else None
        if self._injuries() or any(sign is not Hurt.NONE for sign in hurt):
            return True
        return False if unhurt or Hurt.NONE in hurt else None

    def _is_fracture(self) -> bool | None:
        if InjuryType.FRACTURE in self._injuries():
            return True
        return False if self.detail and (self.detail.is_unhurt or self.detail.injuries) else None

    def _is_long_lie(self) -> bool | None:
        said = self.detail.is_long_lie if self.detail else None
        quick = self.fall.floor_time if self.fall else None
        if said is not None or quick in (None, FloorTime.NOT_KNOWN):
            return said
        return quick is FloorTime.AN_HOUR_OR_MORE

    def _is_unwitnessed(self) -> bool | None:
        if self.detail and self.detail.certainty is not None:
            return self.detail.certainty is not Certainty.WITNESSED
        seen_by = self.fall.seen_by if self.fall else None
        return None if seen_by is None else seen_by is FallSeenBy.NOBODY

    def _is_head(self) -> bool | None:
        said = [each.head for each in (self.detail, self.fall) if each and each.head]
        if InjuryType.HEAD_INJURY in self._injuries() or HeadStruck.HIT in said[:1]:
            return True
        return False if HeadStruck.NOT_HIT in said[:1] else None

    def _injuries(self) -> tuple[InjuryType, ...]:
        return tuple(each.injury for each in self.detail.injuries) if self.detail else ()


@dataclass(frozen=True)
class KindCount:
    """How many falls are of a kind, and of how many nobody said."""

    kind: FallKind
    falls: int
    not_recorded: int


@dataclass(frozen=True)
class FallsMeasure:
    """The figures of a home in a period."""

    period: Period
    falls: int
    resident_days: int
    kinds: tuple[KindCount, ...]
    recurrent_residents: int

    @property
    def rate(self) -> Decimal | None:
        """Falls per 1,000 resident-days to one decimal; None where there are no resident-days."""
        return rate_of(self.falls, self.resident_days)


def rate_of(falls: int, days: int) -> Decimal | None:
    """Falls per 1,000 resident-days, half rounded up at one decimal; None for no days."""
    if not days:
        return None
    return (Decimal(falls * PER) / days).quantize(Decimal("0.1"), ROUND_HALF_UP)


def measure_falls(
    falls: Sequence[FallFact], people: Sequence[Lived], period: Period
) -> FallsMeasure:
    """The figures of a home; `falls` hold the 12 months before the period's end too."""
    lived = {each.resident_id: each for each in people}
    own = [
        each
        for each in falls
        if each.resident_id in lived and lived[each.resident_id].was_living_at(each.at)
    ]
    counted = [each for each in own if period.holds(london_day(each.at))]
    return FallsMeasure(
        period=period,
        falls=len(counted),
        resident_days=resident_days(people, period),
        kinds=tuple(_count(kind, counted) for kind in FallKind),
        recurrent_residents=_recurrent(own, period),
    )


def _count(kind: FallKind, falls: Sequence[FallFact]) -> KindCount:
    said = [each.is_kind(kind) for each in falls]
    return KindCount(kind, said.count(True), said.count(None))


def _recurrent(falls: Sequence[FallFact], period: Period) -> int:
    """Residents with two falls or more in the 12 months to the end of the period."""
    since = add_months_clamped(period.last, -RECURRENT_MONTHS)
    within = [each.resident_id for each in falls if since < london_day(each.at) <= period.last]
    return sum(within.count(each) >= RECURRENT_FALLS for each in set(within))
