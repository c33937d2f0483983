"""A decision past its day is a reason on the worklist; one that is not in force runs no clock."""

from datetime import date

import pytest

from mdt_core.record import Statement
from mdt_core.records.legal_documents import LibertyState
from mdt_core.records.respect_plans import RespectStatus
from mdt_core.worklist import Facts, Tier, Told, reasons, shipped_thresholds
from tests.support.builders import NINE_IN_THE_MORNING
from tests.support.care import ceiling, liberty, not_for_cpr, respect_plan

TODAY, DUE = date(2026, 11, 24), date(2026, 11, 1)

PAST: dict[str, Statement] = {
    "CPR decision: review was due 01-Nov": not_for_cpr(review="on_date", review_on=DUE),
    "Treatment ceiling: review was due 01-Nov": ceiling(review_on=DUE),
    "ReSPECT plan: review was due 01-Nov": respect_plan(review_on=DUE),
    "Deprivation of liberty safeguard: expired 01-Nov": liberty(authorised_to=DUE),
}
NO_CLOCK: dict[str, Statement] = {
    "due today": not_for_cpr(review="on_date", review_on=TODAY),
    "no day": not_for_cpr(),
    "cancelled": not_for_cpr(cpr="cancelled", review="on_date", review_on=DUE),
    "a draft": respect_plan(status=RespectStatus.DRAFT, review_on=DUE),
    "ended": liberty(state=LibertyState.ENDED, authorised_to=DUE),
}


def found(record: Statement, *answered: str) -> list[tuple[str, Tier, str]]:
    told = Told("d1", record, NINE_IN_THE_MORNING, 1)
    facts = Facts(clocks=(told,), answered=frozenset(answered))
    every = reasons(facts, today=TODAY, thresholds=shipped_thresholds())
    return [(reason.words, reason.tier, reason.kind) for reason in every]


@pytest.mark.parametrize("words", PAST)
def test_what_is_past_is_a_reason_and_stays_when_it_was_only_looked_at(words: str) -> None:
    record = PAST[words]
    expected = [(words, Tier.THIRD, record.kind)]
    assert found(record) == expected
    assert found(record, "d1") == expected


@pytest.mark.parametrize("case", NO_CLOCK)
def test_what_is_not_past_or_not_in_force_is_none(case: str) -> None:
    assert found(NO_CLOCK[case]) == []
