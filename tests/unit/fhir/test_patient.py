"""Patient to resident: names, numbers, death, address, whom to call."""

import pytest

from mdt_core.errors import ImportRefused
from mdt_core.fhir.bundle import read_bundle
from mdt_core.fhir.patient import UNNAMED_SOURCE, ImportedResident
from mdt_core.records.residents import Resident
from tests.exchange import bundles


def read(*others: bundles.Json, **changed: object) -> ImportedResident:
    return read_bundle(bundles.bundle(bundles.patient(**changed), *others)).person


def resident(*others: bundles.Json, **changed: object) -> Resident:
    return read(*others, **changed).resident


def test_the_official_name_stands_before_others_and_the_nickname_is_preferred() -> None:
    names = [
        {"use": "maiden", "family": "Eze"},
        {"use": "nickname", "given": ["Gracie"]},
        {"use": "official", "family": "Okafor", "given": ["Grace", "Ada"], "prefix": ["Mrs"]},
    ]
    found = resident(name=names)
    assert (found.title_prefix, found.given_name, found.family_name) == (
        "Mrs",
        "Grace Ada",
        "Okafor",
    )
    assert found.preferred_name == "Gracie"


def test_a_name_that_ended_stands_behind_one_that_holds() -> None:
    former = {"use": "official", "family": "Eze", "period": {"end": "1960"}}
    assert resident(name=[former, {"use": "usual", "family": "Okafor"}]).family_name == "Okafor"


@pytest.mark.parametrize(
    "name", [{"text": "Sukarno"}, {"given": ["Sukarno"]}, {"family": "Sukarno", "given": []}]
)
def test_a_person_of_one_name_has_it_as_family_name(name: bundles.Json) -> None:
    found = resident(name=[name])
    assert (found.family_name, found.given_name) == ("Sukarno", None)


@pytest.mark.parametrize("name", [{}, {"family": " "}, {"given": [None, ""]}])
def test_an_empty_name_is_refused(name: bundles.Json) -> None:
    with pytest.raises(ImportRefused, match="has no name"):
        resident(name=[name])


@pytest.mark.parametrize("born", ["1938", "1938-05", "1938-05-02"])
def test_a_birth_date_known_in_part_stays_so(born: str) -> None:
    assert resident(birthDate=born).born == born


@pytest.mark.parametrize(
    ("sent", "gender"), [("male", "male"), ("other", "other"), (None, "unknown"), ("x", "unknown")]
)
def test_gender_is_as_sent_or_not_known(sent: str | None, gender: str) -> None:
    assert str(resident(gender=sent).gender) == gender


def test_death_is_told_with_or_without_its_date() -> None:
    dated = resident(deceasedDateTime="2026-02-01T22:10:00Z")
    assert (dated.is_deceased, dated.died) == (True, "2026-02-01")
    undated = resident(deceasedBoolean=True)
    assert (undated.is_deceased, undated.died) == (True, None)
    assert not resident(deceasedBoolean=False).is_deceased


def test_the_address_is_written_in_lines_with_its_postcode() -> None:
    home = {
        "use": "home",
        "line": ["Flat 2", "9 Elm Road"],
        "city": "Sale",
        "postalCode": "M33 1AA",
    }
    found = resident(address=[{"use": "old", "city": "Leeds"}, {"use": "work"}, home])
    assert found.usual_address == "Flat 2\n9 Elm Road\nSale\nM33 1AA"
    assert resident(address=[{"text": "9 Elm Road, Sale"}]).usual_address == "9 Elm Road, Sale"


def test_an_nhs_number_is_checked_and_is_no_source_identifier() -> None:
    found = read(identifier=[{"system": bundles.NHS, "value": "999 000 0018"}])
    assert found.resident.nhs_number == "9990000018"
    assert found.resident.source_identifiers == ()
    assert (found.system, found.identity) == (bundles.NHS, "9990000018")


def test_two_nhs_numbers_are_refused() -> None:
    two = [{"system": bundles.NHS, "value": v} for v in ("9990000018", "9990000026")]
    with pytest.raises(ImportRefused, match="two NHS numbers"):
        resident(identifier=two)


def test_numbers_that_care_does_not_need_are_left_out_and_counted() -> None:
    def typed(code: str, system: str) -> bundles.Json:
        return {"type": {"coding": [{"code": code}]}, "system": system, "value": "1"}

    found = read(
        identifier=[
            typed("PPN", "urn:passports"),
            typed("DL", "urn:licences"),
            {"system": "http://hl7.org/fhir/sid/us-ssn", "value": "1"},
            {"system": "urn:hospital", "value": "old", "use": "old"},
            {"value": "without system"},
            typed("MR", "urn:hospital"),
        ]
    )
    assert [each.system for each in found.resident.source_identifiers] == ["urn:hospital"]
    assert found.not_taken == {
        "Patient: passport number": 1,
        "Patient: driving licence": 1,
        "Patient: social security number": 1,
        "Patient: former number": 1,
        "Patient: number without a system": 1,
    }


def test_without_any_number_the_id_in_the_file_is_the_identity() -> None:
    found = read(identifier=[])
    assert (found.system, found.identity) == (UNNAMED_SOURCE, "patient-1")
    sourced = read(identifier=[], meta={"source": "https://gp.example"})
    assert sourced.system == "https://gp.example"


def test_contacts_carry_relationship_telephone_and_what_they_are_for() -> None:
    daughter = {
        "name": {"family": "Okafor", "given": ["Ada"]},
        "relationship": [
            {"text": "Daughter", "coding": [{"code": "N"}]},
            {"coding": [{"code": "C", "display": "Emergency contact"}]},
        ],
        "telecom": [
            {"system": "phone", "value": "07700 900123"},
            {"system": "email", "value": "ada@example.org"},
        ],
    }
    [found] = resident(contact=[daughter, {"telecom": []}, daughter]).contacts
    assert (found.name, found.relationship) == ("Ada Okafor", "Daughter, Emergency contact")
    assert (found.phone, found.note) == ("07700 900123", "ada@example.org")
    assert found.is_next_of_kin
    assert found.is_emergency


def test_the_practice_is_found_by_reference_or_by_its_words() -> None:
    surgery = {"resourceType": "Organization", "id": "org", "name": "Elm Surgery"}
    reference = {"reference": "Organization/org"}
    assert resident(surgery, generalPractitioner=[reference]).registered_practice == "Elm Surgery"
    named = [{"reference": "Organization/elsewhere", "display": "Oak Surgery"}]
    assert resident(generalPractitioner=named).registered_practice == "Oak Surgery"
    assert (
        resident(generalPractitioner=[{"reference": "Organization/x"}]).registered_practice is None
    )


def test_the_preferred_language_is_told() -> None:
    said = [
        {"language": {"text": "English"}},
        {"language": {"coding": [{"code": "ig", "display": "Igbo"}]}, "preferred": True},
    ]
    assert resident(communication=said).language == "Igbo"
