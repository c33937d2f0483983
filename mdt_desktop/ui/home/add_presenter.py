"""What `Add a resident` decides: how a date of birth reads, and whether the person is here already."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from mdt_core.actor import Actor
from mdt_core.clock import PartialDate, london_day
from mdt_core.errors import InvalidInput, Refused
from mdt_core.identifiers import NhsNumber
from mdt_core.records.residents import Gender, Resident
from mdt_core.records.stays import StayType
from mdt_core.store.queries.find import resident_ids_for
from mdt_core.store.queries.homes import resident_by_id
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import Changes
from mdt_core.use_cases.residents import place, save_resident

_YEAR = re.compile(r"(1[89]\d{2}|20\d{2})", re.ASCII)
_MONTH_YEAR = re.compile(r"(\d{1,2})[/.\- ](1[89]\d{2}|20\d{2})", re.ASCII)


@dataclass(frozen=True)
class NewResident:
    """The form as typed; `born` is as `PartialDate`, empty where it is not known."""

    family_name: str
    given_name: str
    title: str
    born: str
    gender: str
    nhs_number: str
    room: str
    stay_type: str


@dataclass(frozen=True)
class PartlyBorn:
    """A birth known to the year or the month: what is kept, and the words for it."""

    kept: str
    words: str


def partly_born(typed: str, today: date) -> PartlyBorn | None:
    """Reads a year, or month and year; None where the text is something else."""
    text = typed.strip()
    if _YEAR.fullmatch(text):
        kept = text
    elif found := _MONTH_YEAR.fullmatch(text):
        kept = f"{found[2]}-{int(found[1]):02d}"
    else:
        return None
    try:
        born = PartialDate(kept)
    except InvalidInput:
        return None
    if born.earliest > today:
        return None
    part = "only the year is known" if len(kept) == len("1938") else "the day is not known"
    return PartlyBorn(kept, f"{born.display()}, {part}")


def add_resident(
    store: Store, actor: Actor, home_id: str, new: NewResident, now: datetime
) -> Changes:
    """Adds the person and starts the stay from now; raises InvalidInput or Refused in words."""
    person = resident_of(new, london_day(now))
    if not new.stay_type:
        raise InvalidInput("Choose the type of stay.", where="Stay")
    _refuse_known(store, person)
    resident_id, added = save_resident(store, by=actor, resident=person)
    _, placed = place(
        store,
        by=actor,
        resident_id=resident_id,
        home_id=home_id,
        stay_type=StayType(new.stay_type),
        admitted_at=now,
        room=new.room.strip(),
    )
    return Changes(added.kinds | placed.kinds, added.ids | placed.ids)


def resident_of(new: NewResident, today: date) -> Resident:
    """Gives the record that the form describes; raises InvalidInput naming the field."""
    family = " ".join(new.family_name.split())
    if not family:
        raise InvalidInput("Enter the family name.", where="Family name")
    if not new.gender:
        raise InvalidInput("Choose one, or «Not Known».", where="Gender")
    born = PartialDate(new.born) if new.born else None
    if born is not None and born.earliest > today:
        raise InvalidInput("A date of birth cannot lie ahead.", where="Born")
    return Resident(
        family_name=family,
        given_name=" ".join(new.given_name.split()) or None,
        title_prefix=" ".join(new.title.split()) or None,
        born=born,
        gender=Gender(new.gender),
        nhs_number=_number(new.nhs_number),
    )


def _number(typed: str) -> NhsNumber | None:
    if not typed.strip():
        return None
    try:
        return NhsNumber.parse(typed)
    except InvalidInput as error:
        raise InvalidInput(
            error.message, next_step="Check it, or leave it empty.", where="NHS No."
        ) from error


def _refuse_known(store: Store, person: Resident) -> None:
    """Nobody is added twice: the NHS number would then stand for two records."""
    if person.nhs_number is None:
        return
    with store.reading() as connection:
        known = resident_ids_for(connection, person.nhs_number)
        line = resident_by_id(connection, known[0]) if known else None
    if line is not None:
        where = f"in {line.home_name}" if line.home_id else "not placed in a home"
        raise Refused(
            f"A resident with this NHS number is on this device already, {where}.",
            next_step="Find that resident with Find, or check the number.",
        )
