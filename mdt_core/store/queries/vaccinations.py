"""Vaccinations of a home's residents, and its uptake with what is done about it, as read here."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import Connection, bindparam

from mdt_core import access
from mdt_core.actor import Actor
from mdt_core.clock import PartialDate
from mdt_core.measures.uptake import Answered, Person, Uptake, measure_uptake
from mdt_core.record import Statement
from mdt_core.records.vaccinations import StaffUptake, UptakeResponse, Vaccination
from mdt_core.store.projections import RECORD
from mdt_core.store.queries.homes import ResidentLine, home_page
from mdt_core.store.queries.statements import CURRENT, NEWEST_FIRST, Signed, signed
from mdt_core.vaccination_rules import PersonFacts, Programme, VaccinationRules

S = TypeVar("S", bound=Statement)


@dataclass(frozen=True)
class HomeVaccinations:
    """Who lives in a home and what was answered of each, newest first."""

    home_id: str
    home: str
    home_type: str
    lines: tuple[ResidentLine, ...]
    told: Mapping[str, Sequence[Signed[Vaccination]]]

    def of(self, resident_id: str) -> Sequence[Signed[Vaccination]]:
        """The vaccinations of one resident, newest first."""
        return self.told.get(resident_id, ())


@dataclass(frozen=True)
class ProgrammeUptake:
    """One programme in a home: residents, staff in numbers, and the responses, newest first."""

    uptake: Uptake
    staff: Signed[StaffUptake] | None
    responses: tuple[Signed[UptakeResponse], ...]


def vaccinations_in_home(connection: Connection, actor: Actor, home_id: str) -> HomeVaccinations:
    """Who lives there with their vaccinations; raises NotFound or NotAllowed."""
    access.require_read(actor, Vaccination, home_id)
    page = home_page(connection, actor, home_id)
    told: dict[str, list[Signed[Vaccination]]] = defaultdict(list)
    asked = {
        "kind": Vaccination.kind,
        "residents": [each.resident_id for each in page.residents],
    }
    for row in connection.execute(_OF_RESIDENTS, asked).all():
        told[row.resident_id].append(signed(connection, Vaccination, row))
    home = page.home.record
    home_type = home.home_type.value if home and home.home_type else ""
    return HomeVaccinations(home_id, page.line.name, home_type, page.residents, told)


def uptake_of_home(
    connection: Connection, actor: Actor, home_id: str, day: date, rules: VaccinationRules
) -> tuple[HomeVaccinations, tuple[ProgrammeUptake, ...]]:
    """The uptake of every programme that runs on a day; raises NotFound or NotAllowed."""
    home = vaccinations_in_home(connection, actor, home_id)
    people = people_of(home)
    staff = _of_home(connection, StaffUptake, home_id)
    responses = _of_home(connection, UptakeResponse, home_id)
    return home, tuple(
        ProgrammeUptake(
            measure_uptake(programme, people, day, rules),
            next(_about(staff, programme), None),
            tuple(_about(responses, programme)),
        )
        for programme in rules.running_on(day)
    )


def people_of(home: HomeVaccinations) -> tuple[Person, ...]:
    """The residents of a home as the rules and figures ask for them."""
    return tuple(
        Person(
            line.resident_id,
            facts_of(line, home.home_type),
            answered_of(home.of(line.resident_id)),
        )
        for line in home.lines
        if not line.is_deceased
    )


def facts_of(line: ResidentLine, home_type: str) -> PersonFacts:
    """What the rules ask of a resident."""
    born = PartialDate(line.born) if line.born else None
    return PersonFacts(born, line.stay_type or "", home_type)


def answered_of(told: Sequence[Signed[Vaccination]]) -> tuple[Answered, ...]:
    """The readable vaccinations of one resident, the newest last."""
    return tuple(
        Answered(said.vaccine, said.outcome, said.occurred_on, said.dose_number)
        for said in (each.record for each in reversed(told))
        if said is not None
    )


def _about(told: Sequence[Signed[S]], programme: Programme) -> Iterator[Signed[S]]:
    return (each for each in told if each.readable.get("programme") == programme.id)


def _of_home(connection: Connection, kind: type[S], home_id: str) -> tuple[Signed[S], ...]:
    rows = connection.execute(_OF_HOME, {"kind": kind.kind, "home": home_id}).all()
    return tuple(signed(connection, kind, row) for row in rows)


_TOLD = CURRENT.where(RECORD.c.kind == bindparam("kind")).order_by(*NEWEST_FIRST)
_OF_RESIDENTS = _TOLD.where(RECORD.c.resident_id.in_(bindparam("residents", expanding=True)))
_OF_HOME = _TOLD.where(RECORD.c.home_id == bindparam("home"))
