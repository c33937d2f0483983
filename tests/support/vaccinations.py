"""Samples of vaccinations, and the words of a draft of one that can be signed."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from mdt_core.clock import PartialDate
from mdt_core.drafts import Draft
from mdt_core.record import Record
from mdt_core.records.vaccinations import (
    ConsentBasis,
    ResponseStep,
    StaffUptake,
    UptakeGroup,
    UptakeResponse,
    Vaccination,
    VaccinationOutcome,
    VaccinationSite,
    Vaccine,
)

GIVEN: Final[Mapping[str, Any]] = {
    "vaccine": "influenza",
    "outcome": "given",
    "occurred_on": "2026-11-24",
    "consent": "person",
    "batch": "AB1234",
    "expiry": "2027-03-31",
}
"""The least that a dose given on the day of the tests' clock says."""


def given(resident_id: str, **values: Any) -> Draft[Vaccination]:  # noqa: ANN401
    """A dose as its form tells it, with other values in place of the plain ones; None leaves one out."""
    told = {name: value for name, value in {**GIVEN, **values}.items() if value is not None}
    return Draft(Vaccination, resident_id, told)


def staff(**values: Any) -> StaffUptake:  # noqa: ANN401
    """24 staff of whom 18 are vaccinated."""
    numbers = {"eligible": 24, "vaccinated": 18, "declined": 2, "unknown": 4}
    said = {"programme": "influenza-2026", "counted_on": date(2026, 11, 20), **numbers}
    return StaffUptake(**{**said, **values})


def response(**values: Any) -> UptakeResponse:  # noqa: ANN401
    """A clinic day that the manager arranges."""
    said = {
        "programme": "influenza-2026",
        "group": UptakeGroup.RESIDENTS,
        "steps": (ResponseStep.CLINIC,),
        "owner": "Home manager",
        "due": date(2026, 12, 4),
    }
    return UptakeResponse(**{**said, **values})


VACCINATION_SAMPLES: Mapping[str, Callable[[], Record]] = {
    "vaccination": lambda: Vaccination(
        vaccine=Vaccine.INFLUENZA,
        outcome=VaccinationOutcome.GIVEN,
        occurred_on=PartialDate("2026-10-20"),
        consent=ConsentBasis.PERSON,
        batch="AB1234",
        expiry=date(2027, 3, 31),
        product="Quadrivalent vaccine",
        site=VaccinationSite.LEFT_ARM,
    ),
    "staff_uptake": staff,
    "uptake_response": response,
}
