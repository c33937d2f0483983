"""Decisions with a day of their own: a CPR decision to be reviewed, an authorisation that ends.

Which kinds run which clock, and the words once it is past. A date that is past takes nothing out of
force; it only says that somebody has to look again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from mdt_core.clock import clinical_day_month
from mdt_core.record import Statement
from mdt_core.records.ceilings import TreatmentCeiling
from mdt_core.records.cpr_decisions import CprChoice, CprDecision
from mdt_core.records.legal_documents import LibertySafeguard, LibertyState
from mdt_core.records.respect_plans import RespectPlan, RespectStatus
from mdt_core.worklist.facts import Facts, Reason, Thresholds, Tier
from mdt_core.worklist.plan_clocks import PLAN_CLOCKS, plan_days
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


def dated_clocks(facts: Facts, thresholds: Thresholds) -> Iterator[Dated]:
    """The days on which these decisions and plans are to be looked at again."""
    for told in facts.clocks:
        kind, is_answered = told.record.kind, told.id in facts.answered
        for due, words in plan_days(told.record, thresholds):
            yield Dated(told.id, due, words, is_answered, kind)
        clock = CLOCKS.get(kind)
        day = _day(told.record, clock) if clock else None
        if clock is not None and day is not None:
            yield Dated(told.id, day, clock.words, kind=kind)


def _day(record: Statement, clock: Clock) -> date | None:
    is_running = not clock.states or str(getattr(record, clock.state_field)) in clock.states
    day: date | None = getattr(record, clock.field)
    return day if is_running else None


def clock_reasons(standing: Standing, today: date, thresholds: Thresholds) -> Iterator[Reason]:
    """What is past stays until it is signed anew with another day; a plan is named when it is near.

    One that is near leaves when an entry has looked at it.
    """
    soon = today + timedelta(days=thresholds.plan_review_days)
    for each in standing.clocks:
        is_near = each.kind in PLAN_CLOCKS and each.day <= soon and not each.is_answered
        if each.day < today or is_near:
            words = f"{each.words} {clinical_day_month(each.day)}"
            yield Reason(words, Tier.THIRD, None, (each.id,), kind=each.kind)
