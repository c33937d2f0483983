"""Immunization: a completed dose with its date is taken; what is not clear is counted, nothing is made up."""

import json
from collections import Counter
from datetime import date
from typing import Any

import pytest

from mdt_core.fhir.immunization import vaccinations_from
from mdt_core.fhir.references import Entry
from mdt_core.records.vaccinations import Vaccination, VaccinationSite, Vaccine
from tests.support.shared_data import shared_data

EXAMPLES = ("07_immunisations_nhs", "specification", "components", "examples", "Immunization")
SNOMED = "http://snomed.info/sct"
PLAIN: dict[str, Any] = {
    "resourceType": "Immunization",
    "status": "completed",
    "occurrenceDateTime": "2026-10-12",
    "vaccineCode": {"text": "Influenza, seasonal, injectable"},
}


def took(**values: Any) -> tuple[list[Vaccination], Counter[str]]:  # noqa: ANN401
    told = {name: value for name, value in {**PLAIN, **values}.items() if value is not None}
    not_taken: Counter[str] = Counter()
    found = vaccinations_from([entry_of(told)], not_taken)
    return [each.record for each in found], not_taken


def entry_of(resource: dict[str, Any]) -> Entry:
    return Entry("urn:uuid:i-1", resource)


def test_the_published_example_of_influenza_is_read_field_by_field() -> None:
    path = shared_data(*EXAMPLES, "completed_flu_immunization_event.json")
    (found,) = vaccinations_from([entry_of(json.loads(path.read_text("utf-8")))], Counter())
    said = found.record
    assert (said.vaccine, said.occurred_on) == (Vaccine.INFLUENZA, "2021-02-14")
    assert (said.batch, said.expiry) == ("41925TJ61", date(2021, 7, 2))
    assert (said.site, said.dose_number) == (VaccinationSite.RIGHT_ARM, 1)
    assert said.product is not None
    assert said.product.startswith("Supemtek")
    assert (said.consent, said.giver) == (None, None)


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"status": "not-done"}, "Immunization: not-done"),
        ({"status": "entered-in-error"}, "Immunization: entered-in-error"),
        ({"status": None}, "Immunization: without a status"),
        ({"occurrenceDateTime": None, "occurrenceString": "as a child"}, "without a date"),
    ],
)
def test_what_is_no_clear_dose_is_counted_and_not_taken(values: dict[str, Any], why: str) -> None:
    found, not_taken = took(**values)
    assert found == []
    assert [each for each in not_taken if why in each]


@pytest.mark.parametrize(
    ("values", "vaccine"),
    [
        ({}, Vaccine.INFLUENZA),
        ({"vaccineCode": {"text": "Td (adult) preservative free"}}, Vaccine.OTHER),
        ({"vaccineCode": {"text": "zoster"}}, Vaccine.SHINGLES),
        ({"vaccineCode": {"text": "Haemophilus influenzae type b"}}, Vaccine.OTHER),
        (
            {
                "protocolApplied": [
                    {"targetDisease": [{"coding": [{"system": SNOMED, "code": "55735004"}]}]}
                ],
                "vaccineCode": {"text": "Abrysvo"},
            },
            Vaccine.RSV,
        ),
    ],
)
def test_the_vaccine_is_known_by_the_disease_else_by_words(
    values: dict[str, Any], vaccine: Vaccine
) -> None:
    (found,), _ = took(**values)
    assert found.vaccine is vaccine
