"""Immunization (FHIR R4) to vaccinations: completed doses with a date; whatever is not clear is counted.

Source: FHIR R4 Immunization and the NHS England Immunisation FHIR API (2026). The vaccine is known by
the disease, else by the words of the vaccine. Consent is not in the resource and is never made up.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from typing import Any, Final

from mdt_core.clock import PartialDate
from mdt_core.errors import InvalidInput
from mdt_core.fhir.elements import SNOMED, Resource, codes, part, partial_date, parts, text, words
from mdt_core.fhir.references import Entry
from mdt_core.fhir.taken import Taken
from mdt_core.kinds import checked
from mdt_core.records.vaccinations import (
    Vaccination,
    VaccinationOutcome,
    VaccinationRoute,
    VaccinationSite,
    Vaccine,
)
from mdt_core.vaccine_names import vaccine_named

_MOST_DOSES: Final = 20
_DAY_LETTERS: Final = len("2026-11-24")


def vaccinations_from(
    entries: Sequence[Entry], not_taken: Counter[str]
) -> tuple[Taken[Vaccination], ...]:
    """The doses of a bundle, oldest first; a dose that was not given is counted, not taken."""
    return tuple(_taken(entries, not_taken))


def _taken(entries: Sequence[Entry], not_taken: Counter[str]) -> Iterator[Taken[Vaccination]]:
    for entry in sorted(entries, key=lambda each: each.key):
        resource = entry.resource
        status = text(resource, "status")
        on = partial_date(resource, "occurrenceDateTime")
        if status != "completed":
            not_taken[f"Immunization: {status or 'without a status'}"] += 1
        elif on is None:
            not_taken["Immunization: without a date"] += 1
        else:
            record = checked(Vaccination, _values(resource, on))
            yield Taken(entry.key, record, datetime.combine(on.earliest, time(), UTC))


def _values(resource: Resource, on: PartialDate) -> dict[str, Any]:
    vaccine = _vaccine(resource)
    said = {
        "vaccine": vaccine.value,
        "outcome": VaccinationOutcome.GIVEN.value,
        "occurred_on": str(on)[:_DAY_LETTERS],
        "product": words(part(resource, "vaccineCode")),
        "product_code": _snomed(part(resource, "vaccineCode")),
        "batch": text(resource, "lotNumber"),
        "expiry": _whole_day(resource, "expirationDate"),
        "site": _choice(part(resource, "site"), tuple(VaccinationSite)),
        "route": _choice(part(resource, "route"), tuple(VaccinationRoute)),
        "dose_number": _dose(resource),
    }
    return {name: value for name, value in said.items() if value}


def _vaccine(resource: Resource) -> Vaccine:
    """By the disease where its code is one of ours; else by words, where they name one alone."""
    diseases = [
        code
        for protocol in parts(resource, "protocolApplied")
        for disease in parts(protocol, "targetDisease")
        for system, code in codes(disease)
        if system == SNOMED
    ]
    found = {each for each in Vaccine if each.code and each.code in diseases}
    if len(found) == 1 and len(set(diseases)) == 1:
        return found.pop()
    return vaccine_named(words(part(resource, "vaccineCode")))


def _snomed(concept: Resource) -> str:
    return next((code for system, code in codes(concept) if system == SNOMED), "")


def _choice(
    concept: Resource, choices: tuple[VaccinationSite | VaccinationRoute, ...]
) -> str | None:
    code = _snomed(concept)
    return next((each.value for each in choices if each.code and each.code == code), None)


def _whole_day(resource: Resource, element: str) -> str | None:
    try:
        return date.fromisoformat(text(resource, element)).isoformat()
    except (ValueError, InvalidInput):
        return None


def _dose(resource: Resource) -> int | None:
    for protocol in parts(resource, "protocolApplied"):
        number = protocol.get("doseNumberPositiveInt")
        if isinstance(number, int) and 1 <= number <= _MOST_DOSES:
            return number
    return None
