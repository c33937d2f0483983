"""A row of an NHS vaccination batch file as a vaccination: headings as published, nothing guessed. Pure.

Source: the batch files of the NHS England Immunisation FHIR API (2026). The vaccine is known by the words
of the procedure and the product; a row that names none of ours is «Another one» with its own words kept.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Final

from typing_extensions import override

from mdt_core.clock import PartialDate, clinical_date, london_day
from mdt_core.errors import ImportRefused
from mdt_core.exchange.tables.dated_columns import ListColumns
from mdt_core.exchange.tables.dated_rows import ListedRow, Reading
from mdt_core.exchange.tables.sheet import Sheet
from mdt_core.exchange.tables.whose import Whose
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
class VaccinationRow(ListedRow):
    """A row: whose number and birthday, its own identity, the vaccination; or why it is not taken."""

    vaccination: Vaccination | None = None

    @property
    @override
    def once(self) -> tuple[str, ...]:
        """The identity alone: it is one vaccination, whosever the rows say it is."""
        return (self.identity,)


def published_columns(sheet: Sheet) -> ListColumns[str]:
    """The headings that are read; raises ImportRefused, naming them, where needed ones are missing."""
    missing = [each for each in NEEDED if each not in sheet.headers]
    if missing:
        raise ImportRefused(
            f"This is no NHS vaccination file: {', '.join(missing)} missing.",
            next_step="Choose the file as it was sent, with its headings.",
        )
    found: dict[str, str] = {each: each for each in READ if each in sheet.headers}
    return ListColumns(found, is_published=True)


def vaccination_row(reading: Reading[str]) -> VaccinationRow:
    """A row as a vaccination."""
    number = reading.nhs_number("NHS_NUMBER", "whose vaccination it is")
    born = _day(reading, "PERSON_DOB", "date of birth")
    given = _day(reading, "DATE_AND_TIME", "date of the vaccination")
    identity = "|".join((reading.text("UNIQUE_ID_URI").casefold(), reading.text("UNIQUE_ID")))
    if not reading.text("UNIQUE_ID"):
        reading.refuse("UNIQUE_ID", "There is no identifier of the vaccination.")
    if reading.text("ACTION_FLAG").casefold() != "new":
        reading.refuse("ACTION_FLAG", NOT_NEW)
    if given is not None and given > london_day(reading.now):
        reading.refuse("DATE_AND_TIME", "This is later than today.")
    if given is not None and born is not None and given < born:
        reading.refuse("DATE_AND_TIME", "This is before the person was born.")
    vaccine = _vaccine(reading)
    if reading.problems or given is None or born is None or vaccine is None:
        return VaccinationRow(reading.row.number, tuple(reading.problems))
    told = _vaccination(reading, vaccine, given)
    whose, at = Whose(number, born=born.isoformat()), datetime.combine(given, time(), UTC)
    return VaccinationRow(reading.row.number, (), whose, at, identity, told)


def _day(reading: Reading[str], header: str, words: str) -> date | None:
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


def _vaccine(reading: Reading[str]) -> Vaccine | None:
    told = f"{reading.text('VACCINATION_PROCEDURE_TERM')} {reading.text('VACCINE_PRODUCT_TERM')}"
    if not told.strip():
        reading.refuse("VACCINE_PRODUCT_TERM", "The row does not say which vaccine it was.")
        return None
    return vaccine_named(told)


def _vaccination(reading: Reading[str], vaccine: Vaccine, given: date) -> Vaccination:
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


def _giver(reading: Reading[str]) -> str:
    names = ("PERFORMING_PROFESSIONAL_FORENAME", "PERFORMING_PROFESSIONAL_SURNAME")
    return " ".join(filter(None, (reading.text(name).replace("\\'", "'") for name in names)))


def _expiry(reading: Reading[str], given: date) -> date | None:
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


def _dose(reading: Reading[str]) -> int | None:
    text = reading.text("DOSE_SEQUENCE")
    if text.isdecimal() and 1 <= int(text) <= _MOST_DOSES:
        return int(text)
    if text:
        reading.words.append(f"Dose number in the file: «{text}»")
    return None


def _coded(
    reading: Reading[str], name: str, choices: tuple[VaccinationSite | VaccinationRoute, ...]
) -> VaccinationSite | VaccinationRoute | None:
    code, term = reading.text(f"{name}_CODE"), reading.text(f"{name}_TERM")
    found = next((each for each in choices if each.code and each.code == code), None)
    if found is None and (code or term):
        what = name.replace("_", " ").capitalize()
        reading.words.append(f"{what} in the file: «{' '.join(filter(None, (term, code)))}»")
    return found
