"""What a care decision cannot have been, and what is never carried over from the one before."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from mdt_core.errors import InvalidInput
from mdt_core.fields import fields_of
from mdt_core.record import MergeClass, Record, Statement
from mdt_core.records.capacity import DecisionAbout
from mdt_core.records.ceilings import INTERVENTIONS
from mdt_core.records.consents import ConsentState
from mdt_core.records.cpr_decisions import CprChoice, FamilyInvolved, PersonInvolved, ReviewClock
from mdt_core.records.legal_documents import Attorney, LibertyState, ProxyState
from mdt_core.records.respect_plans import RespectReview, RespectStatus
from mdt_core.roles import PRESCRIBERS
from mdt_core.store.queries.care_decisions import CARE_DECISIONS
from tests.support.care import (
    CARE_SAMPLES,
    capacity,
    ceiling,
    consent,
    liberty,
    not_for_cpr,
    proxy,
    refusal,
    respect_plan,
)

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TOMORROW = date(2026, 11, 25)
_NO_GRID: dict[str, Any] = dict.fromkeys(INTERVENTIONS)

IMPOSSIBLE: dict[str, tuple[Statement, str]] = {
    "decided tomorrow": (not_for_cpr(decided_on=TOMORROW), "Decided on"),
    "seen tomorrow": (not_for_cpr(original_seen_on=TOMORROW), "Last seen there on"),
    "confirmed tomorrow": (
        not_for_cpr(still_right_on=TOMORROW),
        "Confirmed as still right on",
    ),
    "no reason": (not_for_cpr(reasoning=" "), "Why"),
    "a review without its day": (not_for_cpr(review=ReviewClock.ON_DATE), "Review on"),
    "a review before the decision": (
        not_for_cpr(review=ReviewClock.ON_DATE, review_on=date(2026, 8, 11)),
        "Review on",
    ),
    "the person left out": (
        not_for_cpr(person_involved=PersonInvolved.NOT_DISCUSSED),
        "Why the person did not take part",
    ),
    "the family left out": (
        not_for_cpr(family_involved=FamilyInvolved.NOT_REACHED),
        "Why nobody was spoken to",
    ),
    "an empty ceiling": (
        ceiling(focus=None, **_NO_GRID, hospital_why=None),
        "Focus of treatment",
    ),
    "causes without a name": (ceiling(hospital_why=""), "Hospital: for what, and why"),
    "a ceiling reviewed before it was set": (ceiling(review_on=date(2026, 8, 1)), "Review on"),
    "a plan signed by nobody": (respect_plan(signed_by=None), "Signed by"),
    "a plan signed later": (
        respect_plan(signed_at=datetime(2026, 11, 24, 9, 1, tzinfo=UTC)),
        "Signed at",
    ),
    "a plan reviewed tomorrow": (
        respect_plan(reviews=(RespectReview(reviewed_on=TOMORROW, name="Dr Osei"),)),
        "Reviews on the plan",
    ),
    "a refusal made tomorrow": (refusal(made_on="2026-11-25"), "Made on"),
    "somebody without a name": (Attorney(state=ProxyState.SOME), "Attorney or deputy"),
    "nobody with a name": (
        Attorney(state=ProxyState.NONE, proxies=(proxy(),)),
        "May somebody decide by law?",
    ),
    "an authorisation without end": (liberty(authorised_to=None), "Authorised to"),
    "an end before the beginning": (liberty(authorised_to=date(2026, 2, 1)), "Authorised to"),
    "able without an ability": (capacity(is_able=True), "Able to make this decision"),
    "not able with all four": (
        capacity(can_retain=True, can_weigh=True),
        "Able to make this decision",
    ),
    "not able for no reason": (capacity(because=None), "Because of what"),
    "consent by nobody": (consent(decision_maker=None), "Who said so"),
}


@pytest.mark.parametrize("case", IMPOSSIBLE)
def test_what_cannot_have_been_is_refused_at_its_field(case: str) -> None:
    record, label = IMPOSSIBLE[case]
    assert label in {spec.label for spec in fields_of(type(record))}
    with pytest.raises(InvalidInput) as refused:
        record.require_possible(NOW)
    assert refused.value.where == label


@pytest.mark.parametrize(
    "record",
    [
        *(made() for made in CARE_SAMPLES.values()),
        not_for_cpr(cpr=CprChoice.CANCELLED, reasoning=None),
        respect_plan(status=RespectStatus.DRAFT, signed_by=None, reviews=()),
        Attorney(state=ProxyState.NOT_KNOWN),
        liberty(state=LibertyState.REFUSED, authorised_from=None, authorised_to=None),
        capacity(about=DecisionAbout.SHARING),
        consent(state=ConsentState.NOT_ASKED, decision_maker=None),
    ],
    ids=lambda record: record.kind,
)
def test_what_can_have_been_is_taken(record: Record) -> None:
    assert isinstance(record, Statement)
    record.require_possible(NOW)


def test_nothing_of_these_is_ever_carried_over_from_last_time() -> None:
    for kind in CARE_DECISIONS:
        assert not [spec.name for spec in fields_of(kind) if spec.may_copy_forward]


def test_each_is_settled_by_a_person_at_once_and_cpr_by_a_prescriber_alone() -> None:
    for kind in CARE_DECISIONS:
        assert kind.series_merge is MergeClass.SETTLE_NOW
        assert kind.is_series == (kind.kind != "capacity_assessment")
    settled_by = {kind.kind: kind.settled_by for kind in CARE_DECISIONS}
    for name in ("cpr_decision", "treatment_ceiling", "respect_plan", "advance_refusal"):
        assert settled_by[name] == PRESCRIBERS


def test_cpr_ceiling_and_respect_are_signed_with_the_pin() -> None:
    asked = {kind.kind for kind in CARE_DECISIONS if kind.signed_with_pin}
    assert asked == {"cpr_decision", "treatment_ceiling", "respect_plan"}


def test_the_two_answers_carry_the_codes_of_the_national_value_set() -> None:
    assert (CprChoice.FOR.code, CprChoice.NOT_FOR.code) == ("450475007", "450476008")
