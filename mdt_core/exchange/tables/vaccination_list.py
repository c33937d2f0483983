"""An NHS vaccination file: each row a vaccination, known by the identifier that its source gave it.

Whose it is, is known where NHS number and date of birth both agree. A dose of the same vaccine that is
recorded here on the same day is not made twice.
"""

from collections.abc import Sequence
from typing import Final

from mdt_core.errors import InvalidInput
from mdt_core.exchange.tables.dated_list import DatedList
from mdt_core.exchange.tables.vaccination_rows import VaccinationRow, vaccination_row
from mdt_core.records.vaccinations import Vaccination
from mdt_core.store.queries.statements import Signed
from mdt_core.store.unit_of_work import UnitOfWork


def _vaccination_of(
    _unit: UnitOfWork, _who: str, row: VaccinationRow, _here: Sequence[Signed[Vaccination]]
) -> Vaccination:
    if row.vaccination is None:
        raise InvalidInput("There is no vaccination in this row.")
    return row.vaccination


def _refuse_same(here: Signed[Vaccination], said: Vaccination) -> None:
    told = here.record
    if told is None or not told.outcome.is_dose:
        return
    if (told.vaccine, told.occurred_on) == (said.vaccine, said.occurred_on):
        day = said.occurred_on.display()
        raise InvalidInput(f"{said.vaccine.label} on {day} is recorded here already.")


VACCINATIONS: Final = DatedList(
    system="nhs-vaccinations",
    article="an",
    name="NHS vaccination file",
    kind=Vaccination,
    row_of=vaccination_row,
    record_of=_vaccination_of,
    refuse_same=_refuse_same,
    other_words="This vaccination was imported before in other words. Correct it on its page.",
    once=("UNIQUE_ID", "identifier"),
    needs_birthday=True,
)
