"""Vaccinations as deeds: one dose or refusal at a time, staff in numbers, the response to low uptake.

Each resident is answered singly: nothing here takes more than one. A dose of a vaccine that was given
to the same person on the same day is refused.
"""

from mdt_core.actor import Actor
from mdt_core.clock import clinical_date
from mdt_core.drafts import Draft
from mdt_core.errors import InvalidInput
from mdt_core.fields import field_of
from mdt_core.record import Statement
from mdt_core.records.vaccinations import (
    StaffUptake,
    UptakeResponse,
    Vaccination,
    VaccinationOutcome,
)
from mdt_core.store.queries.statements import statements
from mdt_core.store.store import Reading, Store
from mdt_core.store.unit_of_work import About, Changes
from mdt_core.use_cases.recording import Recorded, record_statement, require_signable


def record_vaccination(
    store: Store, *, by: Actor, draft: Draft[Vaccination]
) -> Recorded[Vaccination]:
    """Signs one vaccination of one resident, given or not.

    Raises InvalidInput, naming the field, for what is missing or cannot have been so: an expired
    batch, no consent, a second dose of one vaccine on one day.
    """
    require_signable(draft)
    with store.reading() as connection:
        require_not_given_that_day(connection, draft.resident_id, draft.record())
    return record_statement(store, by=by, draft=draft)


def require_not_given_that_day(connection: Reading, resident_id: str, said: Vaccination) -> None:
    """Raises InvalidInput where this vaccine was given to this person on this day already."""
    if said.outcome is not VaccinationOutcome.GIVEN:
        return
    for each in statements(connection, Vaccination, resident_id):
        told = each.record
        if (
            told is not None
            and told.outcome is VaccinationOutcome.GIVEN
            and (told.vaccine, told.occurred_on) == (said.vaccine, said.occurred_on)
        ):
            words = f"{said.vaccine.label} was given on {said.occurred_on.display()} already"
            raise InvalidInput(words, where=field_of(Vaccination, "vaccine").label)


def count_staff(store: Store, *, by: Actor, home_id: str, counted: StaffUptake) -> Changes:
    """Keeps how many of a home's staff are vaccinated; raises InvalidInput where it does not add up."""
    return _of_home(store, by, home_id, counted)


def respond_to_uptake(
    store: Store, *, by: Actor, home_id: str, response: UptakeResponse
) -> Changes:
    """Keeps what is done about low uptake; raises InvalidInput where nothing is said to be done."""
    if not response.steps and not response.words:
        raise InvalidInput("Say what is done", where=field_of(UptakeResponse, "steps").label)
    return _of_home(store, by, home_id, response)


def _of_home(store: Store, by: Actor, home_id: str, said: Statement) -> Changes:
    with store.deed(by) as unit:
        said.require_possible(unit.writing.at)
        about = About(home_id=home_id)
        change = unit.sign(said, about)
        unit.audit(f"record {said.title.lower()}", about, record_id=change.envelope.record_id)
        return unit.commit()


def staff_words(counted: StaffUptake) -> str:
    """The numbers in words: `18 of 24 staff vaccinated, 3 declined, 3 not known (12-Nov-2026)`."""
    return (
        f"{counted.vaccinated} of {counted.eligible} staff vaccinated, {counted.declined} declined,"
        f" {counted.unknown} not known ({clinical_date(counted.counted_on)})"
    )
