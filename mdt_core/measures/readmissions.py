"""Readmissions to hospital after a D2A stay: within 7, 28 and 30 days of leaving the bed. Pure.

Source: clinical.md 1.12 and services.md row 9 (2023 slides): readmission for each completed stay.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from mdt_core.measures.discharges import D2aStay, percent_of
from mdt_core.measures.resident_days import Period
from mdt_core.records.stays import Destination

WITHIN_DAYS: Final = (7, 28, 30)

HOW_COUNTED: Final = (
    "Readmission: the first admission to hospital after leaving a D2A bed, or leaving it for hospital, "
    "for each completed stay of the period that did not end by death. The days are counted to the hour from "
    "leaving. Stays that ended less than so many days ago are not in that figure: it cannot be known yet."
)


@dataclass(frozen=True)
class Readmitted:
    """Of how many completed stays so many days are over, and after how many there was a readmission."""

    days: int
    stays: int
    readmitted: int

    @property
    def percent(self) -> Decimal | None:
        """How many in a hundred; None for no stays."""
        return percent_of(self.readmitted, self.stays)


def readmissions(
    stays: Sequence[D2aStay],
    admissions: Mapping[str, Sequence[datetime]],
    period: Period,
    now: datetime,
) -> tuple[Readmitted, ...]:
    """For 7, 28 and 30 days; `admissions` are the admissions to hospital of each resident."""
    ended = [
        each for each in stays if each.ended_in(period) and each.destination is not Destination.RIP
    ]
    return tuple(_within(days, ended, admissions, now) for days in WITHIN_DAYS)


def _within(
    days: int,
    ended: Sequence[D2aStay],
    admissions: Mapping[str, Sequence[datetime]],
    now: datetime,
) -> Readmitted:
    limit = timedelta(days=days)
    over = [each for each in ended if each.left is not None and each.left + limit <= now]
    back = sum(is_readmitted(each, admissions.get(each.resident_id, ()), limit) for each in over)
    return Readmitted(days, len(over), back)


def is_readmitted(stay: D2aStay, admitted: Sequence[datetime], limit: timedelta) -> bool:
    """Whether a completed stay ended by going to hospital, or an admission followed within the limit."""
    if stay.left is None:
        return False
    left = stay.left
    is_from_bed = stay.destination is Destination.HOSPITAL
    return is_from_bed or any(left < at <= left + limit for at in admitted)
