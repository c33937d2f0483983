"""Homes, staff and residents of a practice borough as records: opened, employed, admitted, gone."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial

from mdt_core.actor import Actor
from mdt_core.clock import PartialDate, london_day, to_second
from mdt_core.demo.borough.parts import medicine, part
from mdt_core.demo.borough.people import Person
from mdt_core.demo.borough.places import LEAD, HomeSketch, Worker, bed_id, home_card, unit_of
from mdt_core.demo.borough.stays import Sojourn
from mdt_core.demo.borough.telling import Deed, Telling
from mdt_core.demo.days import before, moment
from mdt_core.records.medicines import ListSource, MedicineLine, MedicineList, MedicineState
from mdt_core.records.people import Practitioner
from mdt_core.records.residents import (
    Alert,
    Allergy,
    AllergyState,
    AllergyStateKind,
    Contact,
    Problem,
    ProblemState,
    Resident,
)
from mdt_core.records.stays import Destination, Pathway, Stay, StayState, noted_delays
from mdt_core.store.unit_of_work import About, UnitOfWork

OPENED_DAYS_BEFORE = 10
"""The log begins so many days before the year, so that the night with two 01:30s lies in it always."""


def deeds(told: Telling, home_ids: Sequence[str]) -> Iterator[Deed]:
    """Opening on the first day, and each coming and going on its own."""
    sketch = told.sketch
    opened = moment(before(sketch.span.began, OPENED_DAYS_BEFORE), 7)
    known_in_full = _known_in_full(told)
    for worker in sketch.team:
        yield Deed(opened, LEAD, partial(_employ, told, worker))
    for home in sketch.homes:
        known = home_ids[home.number] if home_ids else None
        yield Deed(opened + timedelta(minutes=1), LEAD, partial(_open, told, home, known))
    entered = opened + timedelta(hours=1)
    for place, stay in enumerate(sketch.stays):
        at = max(stay.came, entered + timedelta(seconds=5 * place))
        manager = sketch.homes[stay.home].manager
        yield Deed(at, manager, partial(_admit, told, known_in_full, stay))
        if stay.left is not None:
            yield Deed(stay.left, manager, partial(_leave, told, stay))


def _known_in_full(told: Telling) -> frozenset[str]:
    """Whose problems and medicines are entered: of those who live here in the weeks told."""
    since = moment(told.sketch.span.rounds_from, 0)
    stays = told.sketch.stays
    return frozenset(each.person.key for each in stays if each.left is None or each.left >= since)


# Places and staff


def _open(told: Telling, home: HomeSketch, known: str | None, unit: UnitOfWork) -> None:
    card = home_card(home, told.actors[home.lead].name)
    home_id = unit.write(card, About(), record_id=known)
    told.homes[home.number] = home_id
    unit.audit("save home", About(home_id=home_id), record_id=home_id)
    for worker in home.staff:
        _employ(told, worker, unit)


def _employ(told: Telling, worker: Worker, unit: UnitOfWork) -> None:
    home_id = None if worker.home is None else told.homes[worker.home]
    card = Practitioner(
        name=worker.name, role=worker.role, organisation=worker.organisation, home_id=home_id
    )
    saved = unit.write(card, About())
    homes = None if home_id is None else frozenset({home_id})
    told.actors[worker.key] = Actor(saved, worker.name, worker.role, worker.organisation, homes)
    unit.audit("save practitioner", About(), record_id=saved)


# Coming


def _admit(told: Telling, known: frozenset[str], stay: Sojourn, unit: UnitOfWork) -> None:
    person = stay.person
    is_new = person.key not in told.residents
    if is_new:
        told.residents[person.key] = unit.write(_resident(stay), About())
    about = told.about(stay, min(stay.came, unit.writing.at))
    told.stays[stay.key] = unit.write(_stay(told, stay), about)
    if is_new and person.key in known:
        _write_what_is_known(told, stay, unit)
    unit.audit("place resident", told.about(stay), record_id=told.stays[stay.key])


def _resident(stay: Sojourn) -> Resident:
    person = stay.person
    name, relation, phone = person.contact
    contact = Contact(
        id="contact-1",
        name=name,
        relationship=relation,
        phone=phone,
        is_next_of_kin=relation != "Friend",
        is_emergency=True,
    )
    return Resident(
        family_name=person.family,
        given_name=person.given,
        title_prefix=person.title,
        born=PartialDate(person.born.isoformat()) if person.born else None,
        gender=person.gender,
        nhs_number=person.number,
        registered_practice=None if stay.is_d2a else part("homes")["practice"],
        contacts=(contact,),
        about_me=person.about,
        alerts=tuple(
            Alert(id=f"alert-{place}", text=text) for place, text in enumerate(person.alerts, 1)
        ),
    )


def _stay(told: Telling, stay: Sojourn) -> Stay:
    plain = Stay(
        home_id=told.homes[stay.home],
        stay_type=stay.stay_type,
        admitted_at=stay.came,
        source_of_admission=stay.came_from,
        room=stay.room,
        unit=unit_of(stay.room),
        bed_id=bed_id(stay.room),
    )
    if not stay.is_d2a:
        return plain
    d2a = {
        "pathway": Pathway.P2,
        "planned_end": stay.planned_end,
        "delays": noted_delays(stay.barriers, london_day(stay.came)),
        "registered_on": london_day(stay.came) if stay.registered else None,
        "registration_sent": stay.registered or None,
    }
    return plain.model_copy(update=d2a)


def _write_what_is_known(told: Telling, stay: Sojourn, unit: UnitOfWork) -> None:
    person, about = stay.person, told.about(stay)
    for each in person.conditions:
        since = PartialDate(str(each.since))
        problem = Problem(text=each.text, state=ProblemState.ACTIVE, onset=since)
        unit.write(problem, about)
    for name, reason in person.medicines.items():
        unit.write(_line(unit, person, name, reason), about)
    if person.allergy_state is not AllergyStateKind.NOT_RECORDED:
        unit.sign(_allergies(person), about)
    unit.sign(_medicine_list(unit, stay), about)


def _line(unit: UnitOfWork, person: Person, name: str, reason: str) -> MedicineLine:
    generic, form, strength, dose, route, frequency, instructions = medicine(name)
    is_verified = name not in person.unverified
    return MedicineLine(
        medicine=generic,
        form=form,
        strength=strength,
        dose=dose,
        route=route,
        frequency=frequency,
        as_needed=True if frequency.startswith("when ") else None,
        instructions=instructions or None,
        state=MedicineState.ACTIVE,
        reason=reason,
        is_verified=is_verified,
        checked_on=london_day(unit.writing.at) if is_verified else None,
    )


def _medicine_list(unit: UnitOfWork, stay: Sojourn) -> MedicineList:
    source = ListSource.DISCHARGE if stay.is_d2a else ListSource.MAR
    checked_by = None if stay.person.unverified else unit.writing.by.name
    return MedicineList(source=source, as_of=to_second(unit.writing.at), checked_by=checked_by)


def _allergies(person: Person) -> AllergyState:
    listed = tuple(Allergy(substance=name, reaction=did) for name, did in person.allergies)
    is_unavailable = person.allergy_state is AllergyStateKind.UNAVAILABLE
    source = "Asked of the surgery, no answer yet" if is_unavailable else "MAR chart"
    return AllergyState(state=person.allergy_state, allergies=listed, source=source)


# Going


def _leave(told: Telling, stay: Sojourn, unit: UnitOfWork) -> None:
    """The stay ends; of somebody who died the record says so first, while it lies with the home."""
    at = unit.writing.at
    about = told.about(stay, at)
    if stay.destination is Destination.RIP:
        who = told.residents[stay.person.key]
        died = PartialDate(london_day(at).isoformat())
        person = unit.card(Resident, who)
        gone = person.model_copy(update={"is_deceased": True, "died": died})
        unit.write(gone, about, record_id=who)
    stay_id = told.stays[stay.key]
    ended = {"state": StayState.ENDED, "ended_at": at, "destination": stay.destination}
    card = unit.card(Stay, stay_id)
    unit.write(card.model_copy(update=ended), about, record_id=stay_id)
    unit.audit("end stay", replace(about, occurred_at=None), record_id=stay_id)
