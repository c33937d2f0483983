"""A plan near or past its day is a reason on the worklist; how soon a stage comes round is data."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mdt_core.record import Statement
from mdt_core.records.care_plans import CarePlan
from mdt_core.records.end_of_life import EndOfLifePlan, GsfStage
from mdt_core.worklist import Facts, Told, reasons, shipped_thresholds
from mdt_core.worklist.plan_clocks import PLAN_CLOCKS
from tests.support.builders import NINE_IN_THE_MORNING, SAMPLES
from tests.support.plans import just_in_case

TODAY = date(2026, 11, 24)


def facts_of(record: Statement, *answered: str) -> Facts:
    told = Told("p1", record, NINE_IN_THE_MORNING, 1)
    return Facts(clocks=(told,), answered=frozenset(answered))


def words_for(facts: Facts, today: date = TODAY) -> list[str]:
    found = reasons(facts, today=today, thresholds=shipped_thresholds())
    return [reason.words for reason in found]


def plan(day: date) -> CarePlan:
    sample = SAMPLES["care_plan"]()
    assert isinstance(sample, CarePlan)
    return sample.model_copy(update={"next_review": day})


def test_a_plan_is_named_a_week_before_its_review_and_leaves_when_it_was_looked_at() -> None:
    near = plan(TODAY + timedelta(days=7))
    assert words_for(facts_of(near)) == ["Care and support plan: review due 01-Dec"]
    assert not words_for(facts_of(near, "p1"))
    assert not words_for(facts_of(plan(TODAY + timedelta(days=8))))


def test_a_review_that_is_past_stays_until_another_day_is_signed() -> None:
    past = plan(TODAY - timedelta(days=1))
    assert words_for(facts_of(past, "p1")) == ["Care and support plan: review due 23-Nov"]


@pytest.mark.parametrize("stage", list(GsfStage), ids=lambda stage: stage.value)
def test_a_stage_comes_round_after_its_own_number_of_days(stage: GsfStage) -> None:
    days = shipped_thresholds().days_at(stage.value)
    told = EndOfLifePlan(gsf_stage=stage, gsf_on=TODAY)
    facts = facts_of(told, "p1")
    assert not words_for(facts, TODAY + timedelta(days=days))
    (said,) = words_for(facts, TODAY + timedelta(days=days + 1))
    assert stage.label in said


def test_every_stage_has_its_days_and_sooner_the_less_time_there_is() -> None:
    days = dict(shipped_thresholds().gsf_review_days)
    assert [each.value for each in GsfStage] == list(days)
    assert list(days.values()) == sorted(days.values(), reverse=True)
    other = replace(shipped_thresholds(), gsf_review_days=(*days.items(), ("red", 3)))
    told = facts_of(EndOfLifePlan(gsf_stage=GsfStage.RED, gsf_on=TODAY), "p1")
    assert not reasons(told, today=TODAY + timedelta(days=3), thresholds=other)


def test_medicines_that_expire_are_named_by_the_first_of_them_and_only_while_they_are_here() -> (
    None
):
    early = {"medicine": "midazolam", "expires_on": TODAY}
    found = just_in_case(stock=[early])
    assert words_for(facts_of(found)) == ["Just-in-case medicines: first to expire 24-Nov"]
    gone = just_in_case(state="returned", stock=[early])
    assert not words_for(facts_of(gone))


@pytest.mark.parametrize("kind", PLAN_CLOCKS)
def test_every_plan_with_a_clock_is_named_once_its_days_are_past(kind: str) -> None:
    sample = SAMPLES[kind]()
    assert isinstance(sample, Statement)
    assert words_for(facts_of(sample), date(2028, 1, 1))
