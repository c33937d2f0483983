"""A medicine is asked for and followed until it is in the home; each step says who and when."""

from datetime import timedelta
from typing import Any

import pytest

from mdt_core.actor import Actor
from mdt_core.clock import london_day, utc_text
from mdt_core.drafts import Draft
from mdt_core.errors import InvalidInput, NotAllowed, Refused
from mdt_core.medicine_request_steps import RequestStep, held_by, next_step, overdue, strip
from mdt_core.records.medicine_requests import (
    MedicineRequest,
    RequestDecision,
    RequestKind,
    RequestState,
)
from mdt_core.records.rounds import RoundEntry
from mdt_core.roles import Role
from mdt_core.store.queries.actions import people_by_id
from mdt_core.store.queries.medicine_requests import ListedRequest, open_requests, requests_of
from mdt_core.store.queries.versions import two_versions_of
from mdt_core.sync.change import GroupWrite
from mdt_core.use_cases.medicine_requests import ask_for_medicine, take_step
from mdt_core.use_cases.rounds import sign_entry, withdraw
from tests.support import builders
from tests.support.memory_store import GP
from tests.use_cases.test_falls import Night

NURSE = builders.actor(Role.HOME_NURSE)
CARER = builders.actor(Role.HOME_CARER)
PHARMACIST = builders.actor(Role.PHARMACIST)
APPROVED = {"decision": RequestDecision.APPROVED.value}
WAY: tuple[tuple[RequestStep, Actor, dict[str, str], RequestState], ...] = (
    (RequestStep.DECIDE, GP, APPROVED, RequestState.DECIDED),
    (RequestStep.SEND, GP, {"route": "eps", "pharmacy": "Elm Pharmacy"}, RequestState.SENT),
    (RequestStep.RECEIVE, CARER, {}, RequestState.RECEIVED),
)


@pytest.fixture
def ward() -> Night:
    return Night()


def ask(ward: Night, by: Actor = NURSE, **values: Any) -> str:  # noqa: ANN401
    plain = {"request_kind": "acute", "medicine": "amoxicillin", "reason": "Chest", **values}
    draft = Draft(MedicineRequest, ward.who, plain)
    return ask_for_medicine(ward.store, by=by, draft=draft)[0]


def take(ward: Night, of: str, step: RequestStep, by: Actor = GP, **said: Any) -> None:  # noqa: ANN401
    take_step(ward.store, by=by, resident_id=ward.who, request_id=of, step=step, said=said)


def listed(ward: Night) -> tuple[ListedRequest, ...]:
    with ward.store.reading() as connection:
        people = people_by_id(connection, GP)
        return open_requests(connection, people, london_day(ward.memory.clock()))


def only(ward: Night) -> MedicineRequest:
    with ward.store.reading() as connection:
        (one,) = requests_of(connection, ward.who)
    assert one.record is not None
    return one.record


def test_each_step_is_told_with_who_and_when_until_the_first_dose(ward: Night) -> None:
    of = ask(ward)
    assert held_by(only(ward)) == "The prescriber"
    for step, by, said, state in WAY:
        ward.memory.clock.advance(hours=1)
        assert next_step(only(ward)) is step
        take(ward, of, step, by, **said)
        assert (only(ward).reached, only(ward).state) == (state, state)
    ward.memory.clock.advance(hours=1)
    now = utc_text(ward.memory.clock())
    take(ward, of, RequestStep.FIRST_DOSE, CARER, first_dose_at=now)
    done = only(ward)
    assert (done.is_open, next_step(done), listed(ward)) == (False, None, ())
    assert [part.words for part in strip(done)] == [
        "Care-home nurse, 24-Nov 07:15",
        "Approved, Dr Amina Shah, 24-Nov 08:15",
        "Electronic prescription (EPS), to Elm Pharmacy, Dr Amina Shah, 24-Nov 09:15",
        "Care-home carer, 24-Nov 10:15",
        "Care-home carer, 24-Nov 11:15",
    ]


def test_a_repeat_is_done_once_it_is_in_the_home(ward: Night) -> None:
    of = ask(ward, request_kind=RequestKind.REPEAT.value, days_left=4, is_mid_cycle=True)
    for step, by, said, _ in WAY:
        take(ward, of, step, by, **said)
    assert not only(ward).is_open
    assert listed(ward) == ()


def test_a_query_is_answered_and_goes_back_to_the_prescriber(ward: Night) -> None:
    of = ask(ward)
    take(ward, of, RequestStep.DECIDE, decision="query", decision_words="Which side hurts?")
    assert only(ward).reached is RequestState.QUERIED
    assert held_by(only(ward)) == NURSE.name
    ward.memory.clock.advance(minutes=5)
    take(ward, of, RequestStep.ANSWER, CARER, answer="The right")
    assert next_step(only(ward)) is RequestStep.DECIDE
    ward.memory.clock.advance(minutes=5)
    take(ward, of, RequestStep.DECIDE, decision="declined", decision_words="Seen today, not needed")
    assert only(ward).reached is RequestState.DECLINED
    assert listed(ward) == ()


@pytest.mark.parametrize(
    ("step", "by"),
    [(RequestStep.DECIDE, PHARMACIST), (RequestStep.DECIDE, NURSE), (RequestStep.SEND, CARER)],
    ids=["a pharmacist decides", "a home nurse decides", "a carer sends"],
)
def test_a_step_is_refused_to_a_role_that_does_not_take_it(
    ward: Night, step: RequestStep, by: Actor
) -> None:
    of = ask(ward)
    with pytest.raises(NotAllowed, match="This step is for"):
        take(ward, of, step, by, **APPROVED)


def test_a_step_that_is_not_the_next_is_refused_and_nothing_is_written(ward: Night) -> None:
    of = ask(ward)
    with pytest.raises(Refused, match="taken already"):
        take(ward, of, RequestStep.SEND)
    take(ward, of, RequestStep.DECIDE, **APPROVED)
    with pytest.raises(Refused):
        take(ward, of, RequestStep.DECIDE, decision="declined", decision_words="No")
    assert only(ward).reached is RequestState.DECIDED


@pytest.mark.parametrize(
    ("step", "said", "words"),
    [
        (RequestStep.DECIDE, {}, "Choose what is decided"),
        (RequestStep.DECIDE, {"decision": "changed"}, "Say what is changed"),
        (
            RequestStep.DECIDE,
            {"decision": "perhaps", "decision_words": "Well"},
            "not one of the answers",
        ),
        (RequestStep.CANCEL, {"ended_words": " "}, "Say why"),
    ],
)
def test_a_step_that_lacks_its_words_is_refused(
    ward: Night, step: RequestStep, said: dict[str, Any], words: str
) -> None:
    of = ask(ward)
    with pytest.raises(InvalidInput, match=words):
        take(ward, of, step, **said)


def test_what_came_without_anybody_having_written_it_down_is_received_all_the_same(
    ward: Night,
) -> None:
    of = ask(ward)
    take(ward, of, RequestStep.RECEIVE, CARER)
    assert [part.words for part in strip(only(ward))][1:3] == ["not recorded", "not recorded"]
    later = utc_text(ward.memory.clock() + timedelta(hours=1))
    with pytest.raises(InvalidInput, match="later than now"):
        take(ward, of, RequestStep.FIRST_DOSE, CARER, first_dose_at=later)


def test_a_day_that_is_past_is_refused_when_asking(ward: Night) -> None:
    with pytest.raises(InvalidInput, match="past"):
        ask(ward, needed_by="2026-11-23")
    with pytest.raises(InvalidInput, match="Medicine is empty"):
        ask(ward, medicine="")


def test_an_overdue_step_says_who_holds_it_and_stands_first(ward: Night) -> None:
    ask(ward, medicine="paracetamol")
    of = ask(ward, needed_by="2026-11-26", asked_of="Elm Surgery")
    assert [each.overdue for each in listed(ward)] == [None, None]
    ward.memory.clock.advance(days=3)
    first, second = listed(ward)
    assert (first.id, str(first.overdue)) == (
        of,
        "Needed by 26-Nov-2026, not decided. Elm Surgery holds it",
    )
    assert str(second.overdue) == "Asked 3 days ago, not decided. The prescriber holds it"
    for step, by, said, _ in WAY[:2]:
        take(ward, of, step, by, **said)
    assert str(overdue(only_named(ward, of), london_day(ward.memory.clock()))).endswith(
        "Elm Pharmacy holds it"
    )


def only_named(ward: Night, of: str) -> MedicineRequest:
    with ward.store.reading() as connection:
        found = {each.id: each.record for each in requests_of(connection, ward.who)}
    said = found[of]
    assert said is not None
    return said


def entry(ward: Night, by: Actor, issuer: str) -> str:
    medicine = {"verb": "start", "medicine": "amoxicillin", "words": "500 mg three times a day"}
    stop = {"verb": "stop", "medicine": "codeine", "words": "Not needed"}
    values = {
        "how": "in_person",
        "note": "Chesty",
        "see_again": "next_round",
        "medicines": [{**medicine, "request_or_issuer": issuer}, stop],
    }
    return sign_entry(ward.store, by=by, draft=Draft(RoundEntry, ward.who, values)).entry_id


def test_what_a_round_starts_is_asked_for_in_the_same_deed_and_names_its_entry(ward: Night) -> None:
    entry_id = entry(ward, NURSE, "Request to the GP")
    told = only(ward)
    assert (told.entry_id, told.medicine, told.asked_of) == (entry_id, "amoxicillin", "The GP")
    assert (told.asked_by, told.reached) == (NURSE.name, RequestState.ASKED)
    assert told.directions == "Start. 500 mg three times a day"
    withdraw(ward.store, by=NURSE, record_id=entry_id)
    assert only(ward).reached is RequestState.CANCELLED
    assert only(ward).ended_words == "signed by mistake"


def test_what_the_prescriber_issues_is_decided_and_nobody_decides_in_anothers_name(
    ward: Night,
) -> None:
    entry(ward, GP, f"Issued by {GP.name}")
    assert (only(ward).reached, only(ward).decided_by) == (RequestState.DECIDED, GP.name)


def test_what_another_is_said_to_issue_is_asked_of_that_other(ward: Night) -> None:
    entry(ward, GP, "Issued by Dr Lee")
    assert (only(ward).reached, only(ward).asked_of) == (RequestState.ASKED, "Dr Lee")
    assert only(ward).needed_by is None


def test_two_decisions_made_apart_stand_side_by_side_and_no_step_is_taken(ward: Night) -> None:
    of = ask(ward)
    take(ward, of, RequestStep.DECIDE, **APPROVED)
    other = {"decision": "declined", "decision_words": "Seen today", "decided_by": "Dr Lee"}
    at: dict[str, Any] = {"resident_id": ward.who, "kind": MedicineRequest.kind}
    made = {**other, "decided_at": utc_text(ward.memory.clock())}
    ward.memory.receive(builders.newer_set(1, of, {"decision": GroupWrite(made)}, **at))
    with ward.store.reading() as connection:
        assert two_versions_of(connection, ward.who) == ("amoxicillin",)
    (one,) = listed(ward)
    assert (one.step, one.request.has_siblings) == (None, True)
    with pytest.raises(Refused, match="two versions"):
        take(ward, of, RequestStep.SEND)
