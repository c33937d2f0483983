"""A row of an NHS vaccination batch file as a vaccination: headings as published, nothing guessed. Pure.

Source: the batch files of the NHS England Immunisation FHIR API (2026). The vaccine is known by the words
of the procedure and the product; a row that names none of ours is «Another one» with its own words kept.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from mdt_core.clock import PartialDate, clinical_date, london_day
from mdt_core.errors import ImportRefused, InvalidInput
from mdt_core.exchange.tables.cells import read_nhs_number
from mdt_core.exchange.tables.list_report import RowRefused
from mdt_core.exchange.tables.sheet import Sheet, SheetRow
from mdt_core.records.vaccinations import (
    Vaccination,
    VaccinationOutcome,
    VaccinationRoute,
    VaccinationSite,
    Vaccine,
)
from mdt_core.vaccine_names import vaccine_named

NEEDED: Final = (
    *("NHS_NUMBER", "PERSON_DOB", "DATE_AND_TIME", "UNIQUE_ID", "UNIQUE_ID_URI"),
    *("ACTION_FLAG", "VACCINATION_PROCEDURE_TERM", "VACCINE_PRODUCT_TERM"),
)
"""The headings without which no row can be taken."""

READ: Final = (
    *NEEDED,
    *("SITE_CODE", "PERFORMING_PROFESSIONAL_FORENAME", "PERFORMING_PROFESSIONAL_SURNAME"),
    *("VACCINATION_PROCEDURE_CODE", "DOSE_SEQUENCE", "VACCINE_PRODUCT_CODE", "BATCH_NUMBER"),
    *("EXPIRY_DATE", "SITE_OF_VACCINATION_CODE", "SITE_OF_VACCINATION_TERM"),
    *("ROUTE_OF_VACCINATION_CODE", "ROUTE_OF_VACCINATION_TERM"),
)
_DAY: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T\d{6}(?:\d{2})?)?")
_MOST_DOSES: Final = 20
NOT_NEW: Final = "Only new vaccinations are taken from a file. Correct or withdraw this one on the resident's page."


@dataclass(frozen=True)
class VaccinationRow:
    """A row: whose number and birthday, its own identity, the vaccination; or why it is not taken."""

    number: int
    nhs_number: str = ""
    born: str = ""
    identity: str = ""
    vaccination: Vaccination | None = None
    problems: tuple[RowRefused, ...] = ()


def require_headings(sheet: Sheet) -> None:
    """Raises ImportRefused, naming them, where headings of the published file are missing."""
    missing = [each for each in NEEDED if each not in sheet.headers]
    if missing:
        raise ImportRefused(
            f"This is no NHS vaccination file: {', '.join(missing)} missing.",
            next_step="Choose the file as it was sent, with its headings.",
        )


def read_vaccination_rows(sheet: Sheet, now: datetime) -> tuple[VaccinationRow, ...]:
    """Every row of a file, in its order."""
    places = {header: place for place, header in enumerate(sheet.headers)}
    return tuple(_row(_Reading(row, places, london_day(now))) for row in sheet.rows)


@dataclass
class _Reading:
    """One row while it is read."""

    row: SheetRow
    places: Mapping[str, int]
    today: date
    problems: list[RowRefused] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def text(self, header: str) -> str:
        place = self.places.get(header)
        return self.row.cells[place].strip() if place is not None else ""

    def refuse(self, header: str, reason: object) -> None:
        self.problems.append(RowRefused(self.row.number, header, str(reason)))


def _row(reading: _Reading) -> VaccinationRow:
    number = _number(reading)
    born = _day(reading, "PERSON_DOB", "date of birth")
    given = _day(reading, "DATE_AND_TIME", "date of the vaccination")
    identity = "|".join((reading.text("UNIQUE_ID_URI").casefold(), reading.text("UNIQUE_ID")))
    if not reading.text("UNIQUE_ID"):
        reading.refuse("UNIQUE_ID", "There is no identifier of the vaccination.")
    if reading.text("ACTION_FLAG").casefold() != "new":
        reading.refuse("ACTION_FLAG", NOT_NEW)
    if given is not None and given > reading.today:
        reading.refuse("DATE_AND_TIME", "This is later than today.")
    if given is not None and born is not None and given < born:
        reading.refuse("DATE_AND_TIME", "This is before the person was born.")
    vaccine = _vaccine(reading)
    if reading.problems or given is None or born is None or vaccine is None:
        return VaccinationRow(reading.row.number, problems=tuple(reading.problems))
    told = _vaccination(reading, vaccine, given)
    return VaccinationRow(reading.row.number, number, born.isoformat(), identity, told)


def _number(reading: _Reading) -> str:
    try:
        found = read_nhs_number(reading.text("NHS_NUMBER"))
    except InvalidInput as wrong:
        reading.refuse("NHS_NUMBER", wrong)
        return ""
    if found is None:
        reading.refuse(
            "NHS_NUMBER", "There is no NHS number: whose vaccination it is is not known."
        )
    return str(found or "")


def _day(reading: _Reading, header: str, words: str) -> date | None:
    text = reading.text(header)
    found = _DAY.fullmatch(text)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else _refused(text)
    except ValueError:
        said = f"«{text[:30]}» is no {words} such as 20260131." if text else f"There is no {words}."
        reading.refuse(header, said)
        return None


def _refused(text: str) -> date:
    raise ValueError(text)


def _vaccine(reading: _Reading) -> Vaccine | None:
    told = f"{reading.text('VACCINATION_PROCEDURE_TERM')} {reading.text('VACCINE_PRODUCT_TERM')}"
    if not told.strip():
        reading.refuse("VACCINE_PRODUCT_TERM", "The row does not say which vaccine it was.")
        return None
    return vaccine_named(told)


def _vaccination(reading: _Reading, vaccine: Vaccine, given: date) -> Vaccination:
    expiry = _expiry(reading, given)
    values: dict[str, Any] = {
        "batch": reading.text("BATCH_NUMBER"),
        "product": reading.text("VACCINE_PRODUCT_TERM"),
        "giver": _giver(reading),
        "place": reading.text("SITE_CODE"),
        "procedure_code": reading.text("VACCINATION_PROCEDURE_CODE"),
        "product_code": reading.text("VACCINE_PRODUCT_CODE"),
        "source_id": reading.text("UNIQUE_ID"),
        "expiry": expiry,
        "site": _coded(reading, "SITE_OF_VACCINATION", tuple(VaccinationSite)),
        "route": _coded(reading, "ROUTE_OF_VACCINATION", tuple(VaccinationRoute)),
        "dose_number": _dose(reading),
    }
    procedure = reading.text("VACCINATION_PROCEDURE_TERM")
    note = "\n".join((*([procedure] if procedure else ()), *reading.words))
    said = {name: value for name, value in {**values, "note": note}.items() if value}
    return Vaccination(
        vaccine=vaccine,
        outcome=VaccinationOutcome.GIVEN,
        occurred_on=PartialDate(given.isoformat()),
        **said,
    )


def _giver(reading: _Reading) -> str:
    names = ("PERFORMING_PROFESSIONAL_FORENAME", "PERFORMING_PROFESSIONAL_SURNAME")
    return " ".join(filter(None, (reading.text(name).replace("\\'", "'") for name in names)))


def _expiry(reading: _Reading, given: date) -> date | None:
    text = reading.text("EXPIRY_DATE")
    found = _DAY.fullmatch(text)
    try:
        expiry = date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        expiry = None
    if text and expiry is None:
        reading.words.append(f"Expiry in the file: «{text}»")
    if expiry is not None and expiry < given:
        reading.words.append(f"By the file the batch had expired on {clinical_date(expiry)}")
    return expiry


def _dose(reading: _Reading) -> int | None:
    text = reading.text("DOSE_SEQUENCE")
    if text.isdecimal() and 1 <= int(text) <= _MOST_DOSES:
        return int(text)
    if text:
        reading.words.append(f"Dose number in the file: «{text}»")
    return None


def _coded(
    reading: _Reading, name: str, choices: tuple[VaccinationSite | VaccinationRoute, ...]
) -> VaccinationSite | VaccinationRoute | None:
    code, term = reading.text(f"{name}_CODE"), reading.text(f"{name}_TERM")
    found = next((each for each in choices if each.code and each.code == code), None)
    if found is None and (code or term):
        what = name.replace("_", " ").capitalize()
        reading.words.append(f"{what} in the file: «{' '.join(filter(None, (term, code)))}»")
    return found
