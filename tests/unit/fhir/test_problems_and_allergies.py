"""Condition to problem, AllergyIntolerance to one statement of the allergy state."""

import pytest

from mdt_core.fhir.bundle import PatientRecord, read_bundle
from mdt_core.records.residents import AllergyState, Problem
from tests.exchange import bundles

IPS = "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips"


def read(*resources: bundles.Json) -> PatientRecord:
    return read_bundle(bundles.bundle(bundles.patient(), *resources))


def problem(**changed: object) -> Problem:
    [taken] = read(bundles.condition(**changed)).problems
    return taken.record


def state(*resources: bundles.Json) -> AllergyState | None:
    said = read(*resources).allergy_state
    return said.record if said and not said.only_if_known else None


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("active", "active"),
        ("recurrence", "active"),
        ("relapse", "active"),
        ("inactive", "inactive"),
        ("remission", "inactive"),
        ("resolved", "resolved"),
        ("something-new", "active"),
    ],
)
def test_every_clinical_status_is_taken_and_none_unknown_is_settled(sent: str, shown: str) -> None:
    assert str(problem(clinicalStatus=bundles.status(sent)).state) == shown


def test_without_a_status_a_problem_is_active_until_it_says_when_it_ended() -> None:
    assert str(problem(clinicalStatus=None).state) == "active"
    ended = problem(clinicalStatus=None, abatementDateTime="2020-01-02T10:00:00Z")
    assert (str(ended.state), ended.ended) == ("resolved", "2020-01-02")


def test_the_code_is_as_sent_and_words_may_come_from_the_display() -> None:
    found = problem(code={"coding": [{"system": bundles.SNOMED, "code": "1", "display": "Gout"}]})
    assert (found.text, found.code_system, found.code) == ("Gout", bundles.SNOMED, "1")
    wordless = problem(code={"coding": [{"system": bundles.SNOMED, "code": "1"}]})
    assert wordless.text == "Code 1, sent without words"


def test_doubt_severity_and_loose_dates_stand_in_the_note() -> None:
    found = problem(
        verificationStatus=bundles.status("provisional"),
        severity=bundles.concept("Severe"),
        onsetDateTime=None,
        onsetString="as a child",
        abatementAge={"value": 60, "unit": "years"},
        note=[{"text": "Seen by cardiology."}],
    )
    assert found.note == (
        "Provisional diagnosis\nSeverity: Severe\nSince: as a child\nEnded: age 60 years\n"
        "Seen by cardiology."
    )


@pytest.mark.parametrize("said", ["entered-in-error", "refuted"])
def test_what_the_source_takes_back_is_counted_and_makes_no_problem(said: str) -> None:
    record = read(bundles.condition(verificationStatus=bundles.status(said)))
    assert [each.only_if_known for each in record.problems] == [True]
    assert record.not_taken == {f"Condition: {said}": 1}


def test_a_condition_without_words_is_counted() -> None:
    record = read(bundles.condition(code={}))
    assert record.problems == ()
    assert record.not_taken == {"Condition: without words or code": 1}


def test_known_allergies_are_one_whole_in_an_order_of_their_own() -> None:
    latex = bundles.allergy(id="a2", code=bundles.concept("Latex"), criticality="high", reaction=[])
    one, other = state(bundles.allergy(), latex), state(latex, bundles.allergy())
    assert one == other
    assert one is not None
    assert [(a.substance, a.reaction, a.severity) for a in one.allergies] == [
        ("Latex", None, "high risk"),
        ("Penicillin", "Rash", "moderate"),
    ]


@pytest.mark.parametrize(
    ("system", "code"), [(bundles.SNOMED, "716186003"), (IPS, "no-known-allergies")]
)
def test_no_known_allergies_is_said_only_where_it_is_coded(system: str, code: str) -> None:
    found = state(bundles.allergy(code=bundles.concept("None", code, system), reaction=[]))
    assert found is not None
    assert str(found.state) == "none_known"


@pytest.mark.parametrize(
    ("system", "code"),
    [
        (bundles.SNOMED, "409137002"),
        (IPS, "no-known-medication-allergies"),
        (IPS, "no-allergy-info"),
    ],
)
def test_less_than_no_known_allergies_says_nothing(system: str, code: str) -> None:
    sent = bundles.allergy(code=bundles.concept("No known drug allergy", code, system), reaction=[])
    assert state(sent) is None
    assert sum(read(sent).not_taken.values()) == 1


def test_a_known_allergy_outweighs_no_known_allergies() -> None:
    none = bundles.allergy(id="a2", code=bundles.concept("None", "716186003"), reaction=[])
    found = state(none, bundles.allergy())
    assert found is not None
    assert str(found.state) == "known"


def test_an_unnamed_substance_is_still_an_allergy() -> None:
    found = state(bundles.allergy(code={}))
    assert found is not None
    assert found.allergies[0].substance == "Substance not named by the source"


@pytest.mark.parametrize("said", ["inactive", "resolved"])
def test_allergies_that_no_longer_hold_are_counted(said: str) -> None:
    sent = bundles.allergy(clinicalStatus=bundles.status(said))
    assert state(sent) is None
    assert read(sent).not_taken == {f"AllergyIntolerance: {said}": 1}


@pytest.mark.parametrize(
    ("said", "is_confirmed"), [("confirmed", True), ("unconfirmed", False), ("", None)]
)
def test_whether_an_allergy_is_confirmed_is_as_sent(said: str, is_confirmed: bool | None) -> None:
    found = state(bundles.allergy(verificationStatus=bundles.status(said)))
    assert found is not None
    assert found.allergies[0].is_confirmed is is_confirmed
