"""Decisions with a day of their own: a CPR decision to be reviewed, an authorisation that ends.

Which kinds run which clock, and the words once it is past. A date that is past takes nothing out of
force; it only says that somebody has to look again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from mdt_core.clock import clinical_day_month
from mdt_core.record import Statement
from mdt_core.records.ceilings import TreatmentCeiling
from mdt_core.records.cpr_decisions import CprChoice, CprDecision
from mdt_core.records.legal_documents import LibertySafeguard, LibertyState
from mdt_core.records.respect_plans import RespectPlan, RespectStatus
from mdt_core.worklist.facts import Facts, Reason, Tier
from mdt_core.worklist.standing import Dated, Standing


@dataclass(frozen=True)
class Clock:
    """The field that holds the day, the words before it once it is past, and the states that run it.

    Without states it runs in every state; a cancelled or superseded record runs no clock.
    """

    field: str
    words: str
    state_field: str = ""
    states: tuple[str, ...] = ()


CLOCKS: Final[Mapping[str, Clock]] = {
    CprDecision.kind: Clock(
        "review_on",
        "CPR decision: review was due",
        "cpr",
        (CprChoice.FOR.value, CprChoice.NOT_FOR.value),
    ),
    TreatmentCeiling.kind: Clock("review_on", "Treatment ceiling: review was due"),
    RespectPlan.kind: Clock(
        "review_on", "ReSPECT plan: review was due", "status", (RespectStatus.SIGNED.value,)
    ),
    LibertySafeguard.kind: Clock(
        "authorised_to",
        "Deprivation of liberty safeguard: expired",
        "state",
        (LibertyState.AUTHORISED.value,),
    ),
}


def dated_clocks(facts: Facts) -> Iterator[Dated]:
    """The days on which these decisions are to be looked at again."""
    for told in facts.clocks:
        clock = CLOCKS[told.record.kind]
        day = _day(told.record, clock)
        if day is not None:
            yield Dated(told.id, day, clock.words, kind=told.record.kind)


def _day(record: Statement, clock: Clock) -> date | None:
    is_running = not clock.states or str(getattr(record, clock.state_field)) in clock.states
    day: date | None = getattr(record, clock.field)
    return day if is_running else None


def clock_reasons(standing: Standing, today: date) -> Iterator[Reason]:
    """What is past stays until somebody signs it anew with another day."""
    for each in standing.clocks:
        if each.day < today:
            words = f"{each.words} {clinical_day_month(each.day)}"
            yield Reason(words, Tier.THIRD, None, (each.id,), kind=each.kind)
