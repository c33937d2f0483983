"""The home, its staff and the people who come to live there, with what was known of each."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial

from nhs_number.validate import calculate_checksum

from mdt_core.clock import PartialDate, london_day
from mdt_core.demo.days import HISTORY_DAYS, before, birthday, moment, next_round
from mdt_core.demo.medicines import known_lines, medicine_list
from mdt_core.demo.plan import Plan, ResidentPlan, StaffPlan
from mdt_core.demo.telling import Deed, Telling, chance
from mdt_core.identifiers import NhsNumber
from mdt_core.records.homes import Bed, BedType, Home, HomeUnit, Room, Weekday
from mdt_core.records.people import Practitioner
from mdt_core.records.residents import (
    Alert,
    Allergy,
    AllergyState,
    AllergyStateKind,
    Contact,
    Gender,
    Problem,
    ProblemState,
    Resident,
)
from mdt_core.records.stays import Pathway, Stay, StayState, StayType, noted_delays
from mdt_core.store.unit_of_work import About, UnitOfWork
from mdt_core.use_cases.places import save_home, save_practitioner

_ENTERED_BY = "manager"
_NIGHT_NURSE = "tomasz"


def deeds(told: Telling, home_id: str | None) -> Iterator[Deed]:
    """The home and its staff on the first day, each resident on the day of coming."""
    first = before(told.today, HISTORY_DAYS)
    yield Deed(moment(first, 8), partial(_open_home, told, home_id))
    for place, person in enumerate(told.plan.staff):
        yield Deed(moment(first, 8, 5 + place), partial(_employ, told, person))
    numbers = practice_numbers(told.seed, told.plan)
    for place, resident in enumerate(told.plan.resident):
        number = None if resident.no_nhs_number else numbers[place]
        at = arrival(told.today, resident, place)
        yield Deed(at, partial(_admit, told, resident, number, at))
        if resident.in_hospital is not None:
            gone = moment(before(told.today, resident.in_hospital), 6, 40)
            yield Deed(gone, partial(_to_hospital, told, resident))


def arrival(today: date, resident: ResidentPlan, place: int) -> datetime:
    """When a resident was entered: at coming, or on the home's first day for who was there before."""
    if resident.admitted >= HISTORY_DAYS:
        return moment(before(today, HISTORY_DAYS), 9, 5 * place)
    return moment(before(today, resident.admitted), 14, place)


def practice_numbers(seed: int, plan: Plan) -> tuple[NhsNumber, ...]:
    """One valid NHS number a resident, of the 999 range, which no living person has."""
    stems = chance(seed, plan, "numbers").sample(range(100_000, 999_999), 4 * len(plan.resident))
    digits = ((f"999{stem}", calculate_checksum(f"999{stem}")) for stem in stems)
    valid = [NhsNumber(f"{stem}{check}") for stem, check in digits if check in range(10)]
    return tuple(valid[: len(plan.resident)])


def unit_of(plan: Plan, room: str) -> str:
    """The name of the unit in which a room lies."""
    units = plan.home.units
    return next(each.name for each in units if each.first_room <= int(room) <= each.last_room)


def _open_home(told: Telling, home_id: str | None) -> None:
    saved, _ = save_home(told.store, by=told.lead, home=home_card(told), home_id=home_id)
    told.home[told.plan.home.name] = saved


def home_card(told: Telling) -> Home:
    """The home as its card says it; the round is on the weekday of the day of the demonstration."""
    plan = told.plan.home
    same = {
        name: getattr(plan, name)
        for name in (
            *("name", "home_type", "provider", "neighbourhood", "address", "phone", "night_phone"),
            *("email", "manager", "pharmacy", "pharmacy_phone", "out_of_hours_phone", "round_time"),
        )
    }
    return Home(
        **same,
        clinical_lead=told.lead.name,
        round_day=tuple(Weekday)[next_round(told.today).weekday()],
        units=tuple(HomeUnit(id=_unit_id(each.name), name=each.name) for each in plan.units),
        rooms=tuple(_rooms(told.plan)),
        beds=tuple(_beds(told.plan)),
    )


def _unit_id(name: str) -> str:
    return f"unit-{name.lower()}"


def _rooms(plan: Plan) -> Iterator[Room]:
    for unit in plan.home.units:
        for number in range(unit.first_room, unit.last_room + 1):
            yield Room(id=f"room-{number}", name=str(number), unit_id=_unit_id(unit.name))


def _beds(plan: Plan) -> Iterator[Bed]:
    stays = {each.room: each.stay for each in plan.resident}
    for room in _rooms(plan):
        for label in "AB" if room.name in plan.home.shared_rooms else "A":
            kind = BedType(stays.get(room.name, StayType.PERMANENT).value)
            yield Bed(id=_bed_id(room.name, label), label=label, room_id=room.id, bed_type=kind)


def _bed_id(room: str, label: str) -> str:
    return f"bed-{room}{label.lower()}"


def _employ(told: Telling, person: StaffPlan) -> None:
    home_id = told.home_id if person.organisation == told.plan.home.name else None
    card = Practitioner(
        name=person.name,
        role=person.role,
        organisation=person.organisation,
        home_id=home_id,
        phone=person.phone,
    )
    told.staff[person.key], _ = save_practitioner(told.store, by=told.lead, practitioner=card)


def _admit(told: Telling, who: ResidentPlan, number: NhsNumber | None, at: datetime) -> None:
    """All that is entered for one resident, in one deed of some twenty changes."""
    with told.store.deed(told.by(_ENTERED_BY)) as unit:
        resident_id = unit.write(_person(told, who, number), About())
        told.residents[who.key] = resident_id
        came = moment(before(told.today, who.admitted), 14)
        stay_id = unit.write(_stay(told, who, came), told.about(who.key, min(came, at)))
        told.stays[who.key] = stay_id
        for text, years in who.problems:
            unit.write(_problem(text, told.today.year - years), told.about(who.key))
        _write_medicines(unit, told, who, london_day(at))
        state = allergies_of(who)
        if state is not None:
            unit.sign(state, told.about(who.key))
        unit.sign(medicine_list(told, who, at), told.about(who.key))
        unit.audit("place resident", told.about(who.key), record_id=stay_id)
        unit.commit()


def _write_medicines(unit: UnitOfWork, told: Telling, who: ResidentPlan, day: date) -> None:
    for name, line in known_lines(told, who, day):
        told.medicines[who.key, name] = unit.write(line, told.about(who.key))


def _person(told: Telling, who: ResidentPlan, number: NhsNumber | None) -> Resident:
    family, given, title, preferred = who.name
    born = birthday(who.born, who.age, told.today)
    name, relationship, phone = who.contact
    contact = Contact(
        id="contact-1",
        name=name,
        relationship=relationship,
        phone=phone,
        is_next_of_kin=relationship != "Friend",
        is_emergency=True,
    )
    return Resident(
        family_name=family,
        given_name=given,
        title_prefix=title or None,
        preferred_name=preferred or None,
        born=PartialDate(born.isoformat()) if born else None,
        gender=Gender(who.gender),
        nhs_number=number,
        registered_practice=None if who.stay.is_d2a else told.plan.home.practice,
        contacts=(contact,),
        language=who.language,
        about_me=who.about_me,
        alerts=tuple(
            Alert(id=f"alert-{place}", text=text) for place, text in enumerate(who.alerts, 1)
        ),
    )


def _stay(told: Telling, who: ResidentPlan, came: datetime) -> Stay:
    plain = Stay(
        home_id=told.home_id,
        stay_type=who.stay,
        admitted_at=came,
        room=who.room,
        unit=unit_of(told.plan, who.room),
        bed_id=_bed_id(who.room, who.bed),
    )
    if who.planned_end is None:
        return plain
    d2a = {
        "source_of_admission": "Hospital",
        "pathway": Pathway.P2,
        "planned_end": before(told.today, -who.planned_end),
        "delays": noted_delays(who.barriers, london_day(came)),
        "registered_on": london_day(came),
        "registration_sent": True,
    }
    return plain.model_copy(update=d2a)


def _problem(text: str, year: int) -> Problem:
    return Problem(text=text, state=ProblemState.ACTIVE, onset=PartialDate(str(year)))


def allergies_of(who: ResidentPlan) -> AllergyState | None:
    """What is signed of a resident's allergies; None where nobody has said anything."""
    if who.allergies:
        listed = tuple(Allergy(substance=name, reaction=did) for name, did in who.allergies)
        return AllergyState(state=AllergyStateKind.KNOWN, allergies=listed, source="MAR chart")
    if who.no_known_allergies:
        return AllergyState(state=AllergyStateKind.NONE_KNOWN, source="MAR chart")
    if who.allergies_unavailable:
        why = who.allergies_unavailable
        return AllergyState(state=AllergyStateKind.UNAVAILABLE, source=why)
    if who.allergies_not_recorded:
        why = who.allergies_not_recorded
        return AllergyState(state=AllergyStateKind.NOT_RECORDED, source=why)
    return None


def _to_hospital(told: Telling, who: ResidentPlan) -> None:
    about, stay_id = told.about(who.key), told.stays[who.key]
    with told.store.deed(told.by(_NIGHT_NURSE)) as unit:
        stay = unit.card(Stay, stay_id)
        away = {"state": StayState.HOSPITAL, "state_since": told.clock.now}
        unit.write(stay.model_copy(update=away), about, record_id=stay_id)
        unit.audit("to hospital", about, record_id=stay_id)
        unit.commit()
