"""CPR and the other decisions: one stands, two are never one, and confirming is a new version."""

from datetime import date
from typing import Any

import pytest

from mdt_core.drafts import Draft
from mdt_core.errors import InvalidInput, NotAllowed, Refused
from mdt_core.kinds import dump
from mdt_core.record import Status
from mdt_core.records.ceilings import TreatmentCeiling
from mdt_core.records.consents import SharingConsent
from mdt_core.records.corrections import Withdrawal
from mdt_core.records.cpr_decisions import CprDecision, ReviewClock
from mdt_core.records.rounds import RoundEntry
from mdt_core.roles import Role
from mdt_core.store.queries.care_decisions import (
    CareDecisions,
    care_decisions,
    ceiling_stands,
    changed_decisions,
    contradictions,
    cpr_stands,
    refusal_words,
    two_decisions,
)
from mdt_core.store.queries.residents import resident_page
from mdt_core.store.queries.statements import statements
from mdt_core.store.queries.versions import unsettled
from mdt_core.store.unit_of_work import About
from mdt_core.use_cases.care_decisions import StillRight, confirm_still_right
from mdt_core.use_cases.no_change import offer_no_change
from mdt_core.use_cases.paper import person_on_paper
from mdt_core.use_cases.recording import record_statement
from mdt_core.use_cases.rounds import sign_entry
from tests.support.builders import (
    HOME_ID,
    RESIDENT_ID,
    actor,
    home,
    mid,
    newer_event,
    resident,
    stay,
)
from tests.support.care import (
    attorney,
    capacity,
    ceiling,
    consent,
    for_cpr,
    not_for_cpr,
    refusal,
    respect_plan,
)
from tests.support.memory_store import GP, MemoryStore

TODAY = date(2026, 11, 24)
ABOUT = About(RESIDENT_ID, HOME_ID)
ASKED: dict[str, Any] = {"asked": "Ann Smith, daughter", "on": TODAY}
NOT_RECORDED = "CPR decision not recorded"
NEITHER = "CPR decision: two versions. Neither is being used as current"


@pytest.fixture
def memory() -> MemoryStore:
    made = MemoryStore()
    with made.store.deed(GP) as unit:
        unit.write(home(), About(), record_id=HOME_ID)
        unit.write(resident(), About(), record_id=RESIDENT_ID)
        unit.write(stay(), ABOUT, record_id=mid(901))
        unit.commit()
    return made


def record(memory: MemoryStore, decision: Any) -> str:  # noqa: ANN401 - of any kind
    draft: Draft[Any] = Draft(type(decision), RESIDENT_ID, dump(decision))
    return record_statement(memory.store, by=GP, draft=draft).record_id


def elsewhere(memory: MemoryStore, number: int, body: dict[str, Any]) -> None:
    """What another device signed without having seen what stands here."""
    memory.receive(newer_event(number, mid(500 + number), "cpr_decision", body, minutes=number))


def care(memory: MemoryStore) -> CareDecisions:
    with memory.store.reading() as connection:
        return care_decisions(connection, RESIDENT_ID)


def head(memory: MemoryStore, kind: Any = CprDecision) -> Any:  # noqa: ANN401
    with memory.store.reading() as connection:
        return statements(connection, kind, RESIDENT_ID)[0]


def confirm(memory: MemoryStore, **said: Any) -> None:  # noqa: ANN401
    plain = {"kind": CprDecision, **ASKED}
    plain = {**plain, "seen": head(memory, said.get("kind", CprDecision)).mid, **said}
    confirm_still_right(memory.store, by=GP, resident_id=RESIDENT_ID, said=StillRight(**plain))


# What may be relied on


def test_nothing_recorded_is_said_and_is_never_none(memory: MemoryStore) -> None:
    assert cpr_stands(care(memory), TODAY).lines == (NOT_RECORDED,)
    assert ceiling_stands(care(memory), TODAY).words == "Treatment ceiling not recorded"
    assert not cpr_stands(care(memory), TODAY).is_plain
    assert refusal_words(care(memory), TODAY) == ""


def test_a_role_without_notes_is_told_that_it_is_not_shown() -> None:
    hidden = CareDecisions(is_shown=False)
    assert cpr_stands(hidden, TODAY).words == "CPR decision not shown to your role"
    assert ceiling_stands(hidden, TODAY).words == "Treatment ceiling not shown to your role"


def test_the_decision_signed_last_replaces_the_one_before(memory: MemoryStore) -> None:
    record(memory, for_cpr())
    record(memory, not_for_cpr())
    stands = cpr_stands(care(memory), TODAY)
    assert stands.words.startswith("Not for CPR, 12-Aug-2026")
    assert stands.is_plain
    assert not any("For CPR" in line for line in stands.lines)
    with memory.store.reading() as connection:
        every = statements(connection, CprDecision, RESIDENT_ID, only_current=False)
    assert [each.status for each in every] == [Status.CURRENT, Status.SUPERSEDED]


def test_of_two_made_apart_neither_stands_and_both_are_said(memory: MemoryStore) -> None:
    record(memory, not_for_cpr())
    elsewhere(memory, 1, dump(for_cpr(decided_by="Dr Ben Cole")))
    stands = cpr_stands(care(memory), TODAY)
    assert stands.record is None
    assert stands.words == stands.short == NEITHER
    assert stands.lines[0] == f"{NEITHER}. Look at the signed original"
    told = "\n".join(stands.lines[1:])
    assert "One version: Not for CPR" in told
    assert "One version: For CPR" in told
    assert two_decisions(care(memory)) == ("CPR decision",)
    with memory.store.reading() as connection:
        line = resident_page(connection, GP, RESIDENT_ID).line
        paper = person_on_paper(connection, line, HOME_ID, TODAY)
    assert line.two_versions == ("CPR decision",)
    assert paper.decisions[0].lines == stands.lines


def test_two_that_say_the_same_are_one(memory: MemoryStore) -> None:
    record(memory, not_for_cpr())
    elsewhere(memory, 1, dump(not_for_cpr()))
    assert cpr_stands(care(memory), TODAY).is_plain
    confirm(memory)
    assert cpr_stands(care(memory), TODAY).record is not None


def test_one_that_cannot_be_read_sends_to_the_original(memory: MemoryStore) -> None:
    elsewhere(memory, 1, {"cpr": "perhaps"})
    stands = cpr_stands(care(memory), TODAY)
    assert stands.words == ("CPR decision cannot be read in full here. Look at the signed original")
    assert stands.record is None
    elsewhere(memory, 2, dump(for_cpr()))
    assert "One version cannot be read here" in "\n".join(cpr_stands(care(memory), TODAY).lines)


def test_a_part_of_a_newer_program_is_said_to_be_missing(memory: MemoryStore) -> None:
    elsewhere(memory, 1, {**dump(not_for_cpr()), "only_in": "hospital"})
    stands = cpr_stands(care(memory), TODAY)
    assert stands.words.endswith("part of it cannot be read here, check the original")
    assert not stands.is_plain
    with pytest.raises(Refused, match="newer program"):
        confirm(memory)


def test_what_stands_again_after_a_withdrawal_says_so(memory: MemoryStore) -> None:
    record(memory, for_cpr())
    record(memory, not_for_cpr())
    wrong = head(memory).mid
    with memory.store.deed(GP) as unit:
        unit.sign(Withdrawal(reason="Wrong resident"), ABOUT, corrects=wrong)
        unit.commit()
    stands = cpr_stands(care(memory), TODAY)
    assert stands.words.startswith("For CPR")
    assert stands.words.endswith("a later version was withdrawn, check the original")
    assert not stands.is_plain


def test_an_advance_refusal_stands_in_the_crisis_line(memory: MemoryStore) -> None:
    record(memory, refusal())
    title = "Advance decision to refuse treatment"
    assert refusal_words(care(memory), TODAY) == f"{title}: made May-2024"
    record(memory, refusal(is_witnessed=False, document_seen=None))
    assert refusal_words(care(memory), TODAY) == (
        f"{title}: made May-2024. Not valid for life-sustaining treatment: not witnessed"
    )
    body = dump(refusal(refused="Antibiotics"))
    memory.receive(newer_event(1, mid(501), "advance_refusal", body, minutes=1))
    assert refusal_words(care(memory), TODAY) == (
        f"{title}: two versions. Neither is being used as current"
    )


def test_an_advance_refusal_that_was_withdrawn_or_cannot_be_read(memory: MemoryStore) -> None:
    record(memory, refusal(state="withdrawn"))
    assert refusal_words(care(memory), TODAY) == ""
    body = {**dump(refusal()), "state": "perhaps"}
    seen = head(memory, type(refusal())).mid
    memory.receive(newer_event(1, mid(501), "advance_refusal", body, base=(seen,), minutes=1))
    assert refusal_words(care(memory), TODAY).endswith(
        "cannot be read here. Look at the signed original"
    )


def test_what_changed_is_named_and_nothing_else(memory: MemoryStore) -> None:
    before = care(memory)
    record(memory, ceiling())
    assert changed_decisions(before, care(memory)) == ("Treatment ceiling",)
    assert changed_decisions(care(memory), care(memory)) == ()


def test_what_two_of_them_say_against_each_other_is_said_with_one(memory: MemoryStore) -> None:
    for made in (not_for_cpr(), respect_plan(cpr="recommended"), refusal(), attorney()):
        record(memory, made)
    record(memory, consent(state="best_interests"))
    found = contradictions(care(memory))
    assert set(found) == {"cpr_decision", "advance_refusal", "sharing_consent"}
    stands = cpr_stands(care(memory), TODAY)
    assert stands.short.endswith(found["cpr_decision"][0])
    assert not stands.is_plain
    elsewhere(memory, 1, dump(for_cpr()))
    assert "cpr_decision" not in contradictions(care(memory))


def test_capacity_for_the_decision_stands_with_it(memory: MemoryStore) -> None:
    record(memory, not_for_cpr())
    record(memory, capacity())
    assert cpr_stands(care(memory), TODAY).lines[-1] == (
        "Capacity: not able to decide it, 12-Aug-2026, Dr Amara Osei"
    )
    able = {"can_retain": True, "can_weigh": True, "is_able": True}
    only_if_not = dict.fromkeys(("because", "consulted", "outcome"))
    record(memory, capacity(about="ceiling", **able, **only_if_not))
    record(memory, ceiling())
    assert "Capacity: able to decide it" in ceiling_stands(care(memory), TODAY).lines[-1]


# Still right


def test_confirming_signs_the_same_decision_with_whom_and_when(memory: MemoryStore) -> None:
    record(memory, not_for_cpr())
    before = dump(head(memory).record)
    confirm(memory)
    after = dump(head(memory).record)
    assert after == {
        **before,
        "still_right_on": "2026-11-24",
        "still_right_asked": "Ann Smith, daughter",
    }
    assert cpr_stands(care(memory), TODAY).words.startswith(
        "Not for CPR, 12-Aug-2026, confirmed 24-Nov-2026"
    )
    with memory.store.reading() as connection:
        assert unsettled(connection, GP) == ()


def test_a_review_that_is_past_is_set_anew(memory: MemoryStore) -> None:
    overdue = {"review": ReviewClock.ON_DATE, "review_on": date(2026, 11, 1)}
    record(memory, not_for_cpr(**overdue))
    with pytest.raises(InvalidInput, match=r"Review was due 01-Nov-2026") as refused:
        confirm(memory)
    assert refused.value.where == "Next review on"
    confirm(memory, next_review=date(2027, 2, 24))
    assert cpr_stands(care(memory), TODAY).is_plain


def test_one_without_a_review_gets_one_where_a_day_is_given(memory: MemoryStore) -> None:
    record(memory, not_for_cpr())
    confirm(memory, next_review=date(2027, 2, 24))
    assert head(memory).record.review is ReviewClock.ON_DATE
    record(memory, ceiling())
    confirm(memory, kind=TreatmentCeiling, next_review=date(2027, 2, 24))
    assert head(memory, TreatmentCeiling).record.review_on == date(2027, 2, 24)


def test_consent_is_confirmed_without_a_review(memory: MemoryStore) -> None:
    record(memory, consent())
    confirm(memory, kind=SharingConsent)
    assert head(memory, SharingConsent).record.still_right_on == TODAY


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ({"asked": " "}, "Who was asked"),
        ({"on": date(2026, 11, 25)}, "Asked on"),
        ({"on": date(2026, 8, 11)}, "Asked on"),
        ({"next_review": TODAY}, "Next review on"),
    ],
    ids=["nobody", "tomorrow", "before the decision", "no day to come"],
)
def test_what_cannot_be_confirmed_so_is_refused_at_its_field(
    memory: MemoryStore, said: dict[str, Any], where: str
) -> None:
    record(memory, not_for_cpr())
    with pytest.raises(InvalidInput) as refused:
        confirm(memory, **said)
    assert refused.value.where == where
    assert head(memory).record.still_right_on is None


def test_what_changed_since_it_was_seen_is_not_confirmed(memory: MemoryStore) -> None:
    record(memory, for_cpr())
    seen = head(memory).mid
    record(memory, not_for_cpr())
    with pytest.raises(Refused, match="changed since you looked"):
        confirm(memory, seen=seen)
    elsewhere(memory, 1, dump(for_cpr()))
    with pytest.raises(Refused, match="settled, not confirmed"):
        confirm(memory)


def test_who_may_not_decide_confirms_nothing(memory: MemoryStore) -> None:
    record(memory, not_for_cpr())
    carer = actor(Role.HOME_CARER, HOME_ID)
    said = StillRight(CprDecision, head(memory).mid, **ASKED)
    with pytest.raises(NotAllowed):
        confirm_still_right(memory.store, by=carer, resident_id=RESIDENT_ID, said=said)


def test_a_carer_reads_the_decision(memory: MemoryStore) -> None:
    record(memory, not_for_cpr())
    carer = actor(Role.HOME_CARER, HOME_ID)
    with memory.store.reading() as connection:
        page = resident_page(connection, carer, RESIDENT_ID)
    assert cpr_stands(page.care, TODAY).is_plain


# On the worklist


def test_a_review_that_is_past_is_a_reason_until_a_new_day_is_set(memory: MemoryStore) -> None:
    overdue = {"review": ReviewClock.ON_DATE, "review_on": date(2026, 11, 1)}
    record(memory, not_for_cpr(**overdue))
    words = "CPR decision: review was due 01-Nov"
    assert words in reasons(memory)
    confirm(memory, next_review=date(2027, 2, 24))
    assert words not in reasons(memory)


def test_a_cancelled_decision_runs_no_clock(memory: MemoryStore) -> None:
    overdue = {"review": ReviewClock.ON_DATE, "review_on": date(2026, 11, 1)}
    record(memory, not_for_cpr(cpr="cancelled", **overdue))
    assert not any("CPR" in words for words in reasons(memory))


def reasons(memory: MemoryStore) -> tuple[str, ...]:
    with memory.store.reading() as connection:
        page = resident_page(connection, GP, RESIDENT_ID, today=TODAY)
    return tuple(reason.words for reason in page.reasons or ())


# «No change»


def no_change_words(memory: MemoryStore) -> str:
    with memory.store.reading() as connection:
        page = resident_page(connection, GP, RESIDENT_ID)
    return offer_no_change(memory.store, by=GP, seen=page).said.words


def test_no_change_says_that_the_decision_is_unchanged_and_waits_for_two(
    memory: MemoryStore,
) -> None:
    values = {"how": "in_person", "plan": "Walk daily", "see_again": "next_round"}
    draft: Draft[RoundEntry] = Draft(RoundEntry, RESIDENT_ID, values)
    sign_entry(memory.store, by=GP, draft=draft, looked_at=[mid(901)])
    memory.clock.advance(days=7)
    assert "CPR" not in no_change_words(memory)
    record(memory, not_for_cpr())
    assert "CPR decision of 12-Aug-2026 unchanged." in no_change_words(memory)
    elsewhere(memory, 1, dump(for_cpr()))
    with pytest.raises(Refused, match="two versions stand of CPR decision"):
        no_change_words(memory)
