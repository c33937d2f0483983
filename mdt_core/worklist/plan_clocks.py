"""Plans with a day of their own: a review that comes near, a stage to be looked at again, an expiry.

How soon somebody at a stage is looked at again is data (`thresholds.json`), never code. A plan whose day
is past stays in force; it only says that somebody has to look again.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final

from mdt_core.record import Statement
from mdt_core.records.care_plans import CarePlan, SupportPlan
from mdt_core.records.contingency import ContingencyPlan
from mdt_core.records.end_of_life import EndOfLifePlan
from mdt_core.records.just_in_case import JustInCase
from mdt_core.worklist.facts import Thresholds

Day = tuple[date, str]
_Days = Callable[[Any, Thresholds], Iterator[Day]]


def _care_plan(plan: CarePlan, _: Thresholds) -> Iterator[Day]:
    yield plan.next_review, "Care and support plan: review due"


def _crisis(plan: ContingencyPlan, _: Thresholds) -> Iterator[Day]:
    if plan.next_review is not None:
        yield plan.next_review, "Crisis plan: review due"


def _support(plan: SupportPlan, _: Thresholds) -> Iterator[Day]:
    days = [each for each in (plan.next_review, *(p.review_on for p in plan.plans)) if each]
    if days:
        yield min(days), "Additional support plan: review due"


def _end_of_life(plan: EndOfLifePlan, thresholds: Thresholds) -> Iterator[Day]:
    """The review that was set, and the stage: each by itself, since they are two questions."""
    if plan.next_review is not None:
        yield plan.next_review, "End-of-life plan: review due"
    if plan.gsf_stage is not None and plan.gsf_on is not None:
        days = thresholds.days_at(plan.gsf_stage.value)
        words = f"GSF stage {plan.gsf_stage.label}: to be looked at again"
        yield plan.gsf_on + timedelta(days=days), words


def _just_in_case(found: JustInCase, _: Thresholds) -> Iterator[Day]:
    if found.state.is_here:
        days = [each for each in (found.expires_on, *(s.expires_on for s in found.stock)) if each]
        if days:
            yield min(days), "Just-in-case medicines: first to expire"


PLAN_CLOCKS: Final[Mapping[str, _Days]] = {
    CarePlan.kind: _care_plan,
    ContingencyPlan.kind: _crisis,
    SupportPlan.kind: _support,
    EndOfLifePlan.kind: _end_of_life,
    JustInCase.kind: _just_in_case,
}
"""The kinds that run a clock; each gives its days with the words before them."""


def plan_days(record: Statement, thresholds: Thresholds) -> Iterator[Day]:
    """The days of a plan; nothing for another kind."""
    days = PLAN_CLOCKS.get(record.kind)
    return iter(()) if days is None else days(record, thresholds)
