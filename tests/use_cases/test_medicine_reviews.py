"""Lists compared line by line, medicines reviewed, and lines put down by hand: what each writes."""

from datetime import timedelta
from typing import Any

import pytest

from mdt_core.clock import PartialDate, london_day, utc_text
from mdt_core.drafts import Draft
from mdt_core.errors import InvalidInput, NotAllowed
from mdt_core.records.episodes import EpisodePart, HospitalEpisode
from mdt_core.records.medication_issues import MedicationIssue
from mdt_core.records.medicine_requests import MedicineRequest, RequestKind, RequestState
from mdt_core.records.medicine_reviews import (
    CovertAdministration,
    MedicineReconciliation,
    MedicineReview,
)
from mdt_core.records.medicines import ListSource, MedicineLine, MedicineList, MedicineState
from mdt_core.roles import Role
from mdt_core.store.queries.medicine_requests import requests_of
from mdt_core.store.queries.statements import Kept, cards, statements
from mdt_core.use_cases.medicine_lines import save_medicine_line
from mdt_core.use_cases.medicine_reviews import record_reconciliation, record_review
from mdt_core.use_cases.recording import record_statement
from tests.support import builders
from tests.support.memory_store import GP, STARTED
from tests.use_cases.test_falls import Night

NURSE = builders.actor(Role.HOME_NURSE)
PHARMACIST = builders.actor(Role.PHARMACIST)
TODAY = london_day(STARTED)


@pytest.fixture
def ward() -> Night:
    made = Night()
    for name in ("apixaban", "codeine", "ramipril", "senna"):
        made.list_medicine(name, dose="1 tablet", frequency="daily")
    return made


def lines(ward: Night) -> dict[str, Kept[MedicineLine]]:
    with ward.store.reading() as connection:
        found = cards(connection, MedicineLine, ward.who)
    return {str(each.readable["medicine"]): each for each in found}


def said(ward: Night, name: str) -> MedicineLine:
    record = lines(ward)[name].record
    assert record is not None
    return record


def worksheet(ward: Night, **decided: dict[str, str]) -> Draft[MedicineReconciliation]:
    rows = [
        {"id": each.id, "medicine": name, "decision": "keep", **decided.get(name, {})}
        for name, each in lines(ward).items()
    ]
    values: dict[str, Any] = {
        "occasion": "return",
        "source": "discharge",
        "source_name": "Elm Infirmary",
        "as_of": utc_text(STARTED - timedelta(hours=2)),
        "lines": rows,
    }
    return Draft(MedicineReconciliation, ward.who, values)


def test_a_finished_worksheet_writes_each_line_and_the_head_of_the_list(ward: Night) -> None:
    draft = worksheet(
        ward,
        codeine={"decision": "stop", "reason": "Drowsy"},
        ramipril={"decision": "change", "reason": "Low blood pressure", "now": "2.5 mg daily"},
        senna={"decision": "query", "reason": "Not on the letter"},
    )
    new = {
        "id": "p1",
        "medicine": "furosemide",
        "decision": "start",
        "reason": "Swollen",
        "now": "40 mg daily",
    }
    draft = draft.with_value("lines", [*draft.values["lines"], new])
    record_reconciliation(ward.store, by=NURSE, draft=draft)
    kept = said(ward, "apixaban")
    assert (kept.is_verified, kept.checked_on, kept.dose) == (True, TODAY, "1 tablet")
    stopped = said(ward, "codeine")
    assert (stopped.state, stopped.why_stopped) == (MedicineState.STOPPED, "Drowsy")
    assert stopped.stopped == PartialDate("2026-11-24")
    assert (said(ward, "ramipril").dose, said(ward, "ramipril").frequency) == ("2.5 mg daily", None)
    assert not said(ward, "senna").is_verified
    assert (said(ward, "furosemide").dose, said(ward, "furosemide").is_verified) == (
        "40 mg daily",
        True,
    )
    with ward.store.reading() as connection:
        (head,) = statements(connection, MedicineList, ward.who)
        (part,) = statements(connection, HospitalEpisode, ward.who)
    assert head.record is not None
    assert (head.record.source, head.record.checked_by) == (ListSource.DISCHARGE, NURSE.name)
    assert part.record is not None
    assert part.record.part is EpisodePart.MEDICINES_CHECKED


@pytest.mark.parametrize(
    ("decided", "words"),
    [
        ({"decision": ""}, "codeine: not decided"),
        ({"decision": "stop"}, "codeine: say why"),
        ({"decision": "query", "reason": " "}, "codeine: say why"),
        ({"decision": "change", "reason": "Weaker"}, "codeine: say what it is now"),
    ],
)
def test_an_unfinished_line_keeps_the_worksheet_from_being_signed(
    ward: Night, decided: dict[str, str], words: str
) -> None:
    draft = worksheet(ward, codeine=decided)
    rows = [{k: v for k, v in row.items() if v} for row in draft.values["lines"]]
    with pytest.raises(InvalidInput, match=words):
        record_reconciliation(ward.store, by=NURSE, draft=draft.with_value("lines", rows))
    assert not said(ward, "apixaban").is_verified


def test_a_line_that_came_while_the_worksheet_was_written_is_not_passed_over(ward: Night) -> None:
    draft = worksheet(ward)
    ward.list_medicine("warfarin")
    with pytest.raises(InvalidInput, match="Not on the worksheet: warfarin"):
        record_reconciliation(ward.store, by=NURSE, draft=draft)
    with ward.store.reading() as connection:
        assert statements(connection, MedicineReconciliation, ward.who) == ()
    with pytest.raises(InvalidInput, match="no line"):
        record_reconciliation(ward.store, by=NURSE, draft=draft.with_value("lines", []))


def test_a_carer_does_not_reconcile(ward: Night) -> None:
    carer = builders.actor(Role.HOME_CARER)
    with pytest.raises(NotAllowed):
        record_reconciliation(ward.store, by=carer, draft=worksheet(ward))


def reviewed(ward: Night) -> Draft[MedicineReview]:
    decided = (
        {"medicine": "apixaban", "decision": "keep"},
        {"medicine": "codeine", "decision": "reduce", "reason": "Drowsy", "how": "Halve it"},
        {"medicine": "vitamin D", "decision": "start", "reason": "Indoors all year"},
    )
    return Draft(MedicineReview, ward.who, {"goals": "To be awake", "medicines": list(decided)})


def asked(ward: Night) -> dict[str, MedicineRequest]:
    with ward.store.reading() as connection:
        found = requests_of(connection, ward.who)
    return {each.record.medicine: each.record for each in found if each.record}


def test_what_a_review_changes_is_asked_for_and_the_list_stays(ward: Night) -> None:
    review_id, _ = record_review(ward.store, by=PHARMACIST, draft=reviewed(ward))
    found = asked(ward)
    assert set(found) == {"codeine", "vitamin D"}
    codeine = found["codeine"]
    assert (codeine.request_kind, codeine.reached) == (RequestKind.MAR_CHANGE, RequestState.ASKED)
    assert codeine.directions == "Reduce. Halve it"
    assert (codeine.reason, codeine.entry_id) == ("Medication review: Drowsy", review_id)
    assert said(ward, "codeine").dose == "1 tablet"


def test_what_a_prescriber_changes_at_a_review_is_decided_with_it(ward: Night) -> None:
    record_review(ward.store, by=GP, draft=reviewed(ward))
    assert {each.reached for each in asked(ward).values()} == {RequestState.DECIDED}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"medicines": [{"medicine": "codeine"}]}, "codeine: not decided"),
        ({"medicines": [{"medicine": "codeine", "decision": "stop"}]}, "codeine: say why"),
        ({"next_review": "2026-11-23"}, "This day is past"),
    ],
)
def test_a_review_that_leaves_something_open_is_refused(
    ward: Night, change: dict[str, Any], words: str
) -> None:
    draft = reviewed(ward)
    for name, value in change.items():
        draft = draft.with_value(name, value)
    with pytest.raises(InvalidInput, match=words):
        record_review(ward.store, by=PHARMACIST, draft=draft)
    assert asked(ward) == {}


def test_an_authority_for_covert_giving_says_what_it_lacks(ward: Night) -> None:
    values = {"state": "authorised", "medicines": ["sertraline"], "capacity": "Lacks it, 20 Nov"}
    draft = Draft(CovertAdministration, ward.who, values)
    with pytest.raises(InvalidInput, match="best interests, pharmacist's advice, looked at again"):
        record_statement(ward.store, by=GP, draft=draft)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"category": "b", "reached": "yes"}, "does not go with"),
        ({"category": "d", "reached": "no"}, "does not go with"),
        ({"found_at": utc_text(STARTED - timedelta(hours=5))}, "before it happened"),
        ({"found_at": utc_text(STARTED + timedelta(hours=5))}, "later than now"),
    ],
)
def test_an_issue_that_contradicts_itself_is_refused(
    ward: Night, values: dict[str, str], words: str
) -> None:
    plain = {"occurred_at": utc_text(STARTED - timedelta(hours=2)), "stage": "storage"}
    with pytest.raises(InvalidInput, match=words):
        record_statement(
            ward.store, by=NURSE, draft=Draft(MedicationIssue, ward.who, {**plain, **values})
        )
    fits = Draft(MedicationIssue, ward.who, {**plain, "category": "c", "reached": "yes"})
    assert record_statement(ward.store, by=NURSE, draft=fits).record.stage.value == "storage"


def write(ward: Night, line_id: str | None = None, **values: Any) -> str:  # noqa: ANN401
    plain = {"medicine": "laxido", "state": "active", **values}
    draft = Draft(MedicineLine, ward.who, plain)
    return save_medicine_line(ward.store, by=NURSE, draft=draft, line_id=line_id)[0]


def test_a_line_put_down_by_hand_is_checked_only_where_somebody_says_so(ward: Night) -> None:
    line_id = write(ward, dose="1 sachet")
    assert (said(ward, "laxido").is_verified, said(ward, "laxido").checked_on) == (False, None)
    assert write(ward, line_id, dose="2 sachets", is_verified=True) == line_id
    assert (said(ward, "laxido").dose, said(ward, "laxido").checked_on) == ("2 sachets", TODAY)
    with pytest.raises(InvalidInput, match="ended before it began"):
        write(ward, started="2026-11-02", stopped="2026-10")
    with pytest.raises(InvalidInput, match="State: is not one"):
        write(ward, state="")


def test_a_line_is_stopped_with_its_reason_alone(ward: Night) -> None:
    line_id = lines(ward)["senna"].id
    stopped = {"medicine": "senna", "state": "stopped", "stopped": "2026-11-24"}
    with pytest.raises(InvalidInput, match="Say why it was stopped"):
        write(ward, line_id, **stopped)
    write(ward, line_id, **stopped, why_stopped="Loose, Dr Shah")
    assert said(ward, "senna").why_stopped == "Loose, Dr Shah"
    assert said(ward, "senna").state is MedicineState.STOPPED
