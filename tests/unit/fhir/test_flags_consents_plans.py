"""Flag to alert, Consent to consent to share, CarePlan to a plan beside ours; nothing about CPR is taken."""

import pytest

from mdt_core.fhir.bundle import PatientRecord, read_bundle
from mdt_core.fhir.resuscitation import LEFT_OUT
from mdt_core.records.consents import SharingConsent
from tests.exchange import bundles
from tests.exchange.bundles import PATIENT, Json, concept

DOCUMENT = "DocumentReference: a document, read it where it is kept"


def read(*resources: Json) -> PatientRecord:
    return read_bundle(bundles.bundle(bundles.patient(), *resources))


def flag(**changed: object) -> Json:
    return {
        "resourceType": "Flag",
        "id": "flag-1",
        "status": "active",
        "subject": PATIENT,
        "code": concept("Key safe by the back door"),
        "period": {"start": "2026-03-01"},
        **changed,
    }


def consent(**changed: object) -> Json:
    return {
        "resourceType": "Consent",
        "id": "consent-1",
        "status": "active",
        "patient": PATIENT,
        "scope": concept("Sharing", "patient-privacy"),
        "category": [concept("Shared care record")],
        "dateTime": "2026-05-04",
        "performer": [{"display": "Ann Okafor, daughter and attorney"}],
        "provision": {"type": "permit"},
        **changed,
    }


def plan(**changed: object) -> Json:
    return {
        "resourceType": "CarePlan",
        "id": "plan-1",
        "status": "active",
        "intent": "plan",
        "subject": PATIENT,
        "title": "Leg ulcer",
        "created": "2026-05-04",
        "activity": [
            {"detail": {"status": "in-progress", "description": "Dressing twice a week"}},
            {"detail": {"status": "cancelled", "description": "Doppler"}},
        ],
        **changed,
    }


def test_an_active_flag_is_an_alert() -> None:
    [alert] = read(flag()).person.resident.alerts
    assert (alert.text, str(alert.since)) == ("Key safe by the back door", "2026-03-01")


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"status": "inactive"}, "inactive"),
        ({"period": {"end": "2026-04-01"}}, "with an end"),
        ({"code": {}}, "without words or code"),
        ({"code": concept("DNACPR in place")}, LEFT_OUT),
        ({"code": concept("", "450476008")}, LEFT_OUT),
    ],
)
def test_any_other_flag_is_left_out_and_says_why(changed: Json, why: str) -> None:
    record = read(flag(**changed))
    assert record.person.resident.alerts == ()
    assert record.not_taken == {f"Flag: {why}": 1}


@pytest.mark.parametrize(("sent", "state"), [("permit", "given"), ("deny", "refused")])
def test_a_clear_consent_is_consent_to_share(sent: str, state: str) -> None:
    taken = read(consent(provision={"type": sent})).sharing_consent
    assert taken is not None
    said: SharingConsent = taken.record
    assert (said.state, str(said.decided_on)) == (state, "2026-05-04")
    assert said.decision_maker == "Ann Okafor, daughter and attorney"
    assert said.covers == "Shared care record"


def test_the_newest_of_several_consents_counts_and_the_person_may_have_said_it() -> None:
    newer = consent(id="c2", dateTime="2026-06-01", performer=[PATIENT], provision={"type": "deny"})
    record = read(consent(), newer)
    assert record.sharing_consent is not None
    said = record.sharing_consent.record
    assert (said.state, said.decision_maker) == ("refused", "The person")
    assert record.not_taken == {"Consent: older": 1}


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"status": "rejected"}, "rejected"),
        ({"scope": concept("Research", "research")}, "not about sharing the record"),
        ({"scope": concept("Advance directive: no CPR", "adr")}, LEFT_OUT),
        ({"provision": {}}, "neither given nor refused"),
        (
            {"provision": {"type": "permit", "provision": [{"type": "deny"}]}},
            "with exceptions or limits, read it where it comes from",
        ),
        ({"dateTime": "2026"}, "without the day"),
        ({"performer": []}, "without who said so"),
    ],
)
def test_a_consent_that_is_not_clear_is_left_out_and_says_why(changed: Json, why: str) -> None:
    record = read(consent(**changed))
    taken = record.sharing_consent
    assert (taken is None) == (why == "without the day")
    assert taken is None or taken.only_if_known
    assert record.not_taken == {f"Consent: {why}": 1}


def test_a_plan_of_another_team_stands_beside_ours_with_what_is_to_be_done() -> None:
    taken = read(plan()).support_plan
    assert taken is not None
    [told] = taken.record.plans
    assert (told.name, told.content) == ("Leg ulcer", "Dressing twice a week")
    assert (str(told.updated_on), told.review_on) == ("2026-05-04", None)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"status": "completed"}, "completed"),
        ({"intent": "proposal"}, "intent proposal"),
        ({"activity": []}, "without what is to be done"),
        ({"title": "Treatment escalation plan"}, LEFT_OUT),
        ({"description": "Not for resuscitation"}, LEFT_OUT),
    ],
)
def test_any_other_plan_is_left_out_and_says_why(changed: Json, why: str) -> None:
    record = read(plan(**changed))
    assert record.support_plan is not None
    assert record.support_plan.only_if_known
    assert record.not_taken == {f"CarePlan: {why}": 1}


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ({"type": concept("ReSPECT plan")}, f"DocumentReference: {LEFT_OUT}"),
        ({"type": concept("", "450476008")}, f"DocumentReference: {LEFT_OUT}"),
        ({"description": "dnacpr form, scanned"}, f"DocumentReference: {LEFT_OUT}"),
        ({"description": "With respect to your letter"}, DOCUMENT),
        ({"type": {"coding": "as it likes"}}, DOCUMENT),
    ],
)
def test_a_document_about_cpr_is_never_taken_and_is_named_in_words(named: Json, said: str) -> None:
    record = read({"resourceType": "DocumentReference", "id": "d", "subject": PATIENT, **named})
    assert record.not_taken == {said: 1}
