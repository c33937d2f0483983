"""One row of a list against the store: whose it is, and what it would write, before it is written.

A person is found by NHS number, by the list's own number, or by what an earlier run of the same list
made of the row. Same name and birthday without a number is a question, never an answer. A row in
doubt is refused whole.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import Any, Final

from mdt_core.errors import ImportRefused
from mdt_core.exchange.import_report import Outcome, RecordCounts
from mdt_core.exchange.tables.list_voice import CardPlan, ListVoice, Said, same_words
from mdt_core.exchange.tables.rows import Person, Row, same_person_key
from mdt_core.fhir.patient import NHS_NUMBER
from mdt_core.identifiers import derived_id
from mdt_core.records.homes import HomeStatus
from mdt_core.records.residents import Contact, Gender, Resident, SourceIdentifier
from mdt_core.records.stays import Stay, StayState, StayType
from mdt_core.store import card_body
from mdt_core.store.matching import is_resident, residents_known_as
from mdt_core.store.queries.imports import Namesake, stay_here
from mdt_core.store.unit_of_work import About

NEW_PERSON: Final = "new"
"""The answer to a possible duplicate that says: another person."""

_HOME_NAMES = ("name", "cqc_location_id")
_NOON = time(12, tzinfo=UTC)  # an admission day without a time: the same day in UTC and in London


@dataclass(frozen=True)
class Terms:
    """What holds for the whole list: its system, the home it is of, and the answers given so far."""

    system: str
    home_id: str | None = None
    stay_type: StayType | None = None
    answers: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RowPlan:
    """What a row would write, and what of it is left out."""

    resident_id: str
    plans: tuple[CardPlan, ...]
    home_id: str | None
    not_taken: tuple[str, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """What becomes of the person."""
        if self.plans and self.plans[0].is_new:
            return Outcome.CREATED
        return Outcome.UPDATED if any(each.is_news for each in self.plans) else Outcome.UNCHANGED

    @property
    def counts(self) -> RecordCounts:
        """The records of the row."""
        return sum((each.counts for each in self.plans), RecordCounts())

    @property
    def changes(self) -> int:
        """How many changes it would append."""
        return sum(len(each.changes) for each in self.plans)


class InDoubt(ImportRefused):
    """The row may be somebody who is here: a person has to say."""

    def __init__(self, message: str, resident_ids: tuple[str, ...]) -> None:
        self.resident_ids = resident_ids
        super().__init__(message, next_step="Say whether it is the same person.")


@dataclass
class RowPlanner:
    """Plans rows inside one open transaction."""

    voice: ListVoice
    terms: Terms
    namesakes: Mapping[tuple[str, str, str], tuple[Namesake, ...]]
    homes: Mapping[str, Mapping[str, Any]]

    def plan(self, row: Row, person: Person) -> RowPlan:
        """What the row would write; raises KnownError where it is refused."""
        known, linked = self._known(row, person)
        resident_id = known or self._new_id(person)
        home_id = self._home(person)
        self._require_writer(resident_id if known else None, home_id)
        if known:
            self._require_alive(known, person)
        if self.voice.is_behind(resident_id):
            return RowPlan(resident_id, (), home_id, ("older than what the list last said",))
        about = About(resident_id=resident_id)
        said = resident_said(person, self.terms.system, linked)
        plans = [self.voice.plan(Resident, resident_id, said, about)]
        stay, left_out = self._stay(person, resident_id, home_id)
        return RowPlan(resident_id, (*plans, *([stay] if stay else [])), home_id, left_out)

    # Whose row it is

    def _new_id(self, person: Person) -> str:
        if person.nhs_number:
            return derived_id(NHS_NUMBER, person.nhs_number)
        key = person.local_id or "\x1f".join(person.name_and_birth)
        return derived_id(self.terms.system, key)

    def _known(self, row: Row, person: Person) -> tuple[str | None, str | None]:
        """The resident (None: a new one) and, where a person said so, the number to know him by."""
        connection, new_id = self.voice.unit.connection, self._new_id(person)
        numbers = [(self.terms.system, each) for each in (person.local_id, new_id) if each]
        found = set(residents_known_as(connection, numbers, person.nhs_number))
        if is_resident(connection, new_id):
            found.add(new_id)
        if len(found) > 1:
            raise ImportRefused(
                "The numbers in this row belong to two residents here.",
                next_step="Settle first whose numbers they are.",
            )
        for resident_id in found:
            self._require_same_person(resident_id, person)
            return resident_id, None
        return self._asked(row, person, new_id)

    def _asked(self, row: Row, person: Person, new_id: str) -> tuple[str | None, str | None]:
        answer = self.terms.answers.get(row.number)
        if answer == NEW_PERSON:
            return None, None
        maybe = [
            each
            for each in self.namesakes.get(person.name_and_birth, ())
            if person.nhs_number is None or each.nhs_number is None
        ]
        if answer is not None:
            if answer not in {each.resident_id for each in maybe}:
                raise ImportRefused("The resident chosen for this row is not one of those asked.")
            return answer, new_id
        if maybe:
            message = "Somebody of this name and date of birth is here, and one has no NHS number."
            raise InDoubt(message, tuple(sorted(each.resident_id for each in maybe)))
        return None, None

    def _require_same_person(self, resident_id: str, person: Person) -> None:
        """One number with another name and another birth date is most likely another person."""
        stands = card_body.values_of(self.voice.unit.card_state(resident_id))
        other_name = not same_words(stands.get("family_name"), person.family_name)
        born = stands.get("born")
        other_birth = born and person.born and not _same_day(str(born), person.born)
        if other_name and (other_birth or not (born and person.born)):
            raise ImportRefused(
                "This number belongs to a resident of another name here.",
                next_step="Check whose number it is.",
            )

    def _require_alive(self, resident_id: str, person: Person) -> None:
        stands = card_body.values_of(self.voice.unit.card_state(resident_id))
        is_dead = stands.get("is_deceased") is True or bool(stands.get("died"))
        if is_dead and person.died is None:
            raise ImportRefused(
                "This resident is recorded here as having died.",
                next_step="Check which is right; the record can be withdrawn if it is wrong.",
            )

    def _require_writer(self, resident_id: str | None, home_id: str | None) -> None:
        unit = self.voice.unit
        lives_in = unit.home_of(resident_id) if resident_id else None
        unit.require_write(Resident, lives_in)
        if home_id:
            unit.require_write(Stay, home_id)

    # Where the person lives

    def _home(self, person: Person) -> str | None:
        if person.home is None:
            return self.terms.home_id
        found = [
            home_id
            for home_id, values in self.homes.items()
            if values.get("status") != HomeStatus.CLOSED.value
            and any(same_words(values.get(name), person.home) for name in _HOME_NAMES)
        ]
        if len(found) != 1:
            how_many = "No open home" if not found else "More than one home"
            message = f"{how_many} here is called «{person.home[:60]}»."
            raise ImportRefused(message, next_step="Write the name as it stands here.")
        if self.terms.home_id not in (None, found[0]):
            raise ImportRefused(f"This list is of another home than «{person.home[:60]}».")
        return found[0]

    def _stay(
        self, person: Person, resident_id: str, home_id: str | None
    ) -> tuple[CardPlan | None, tuple[str, ...]]:
        if home_id is None or person.died is not None:
            return None, ()
        lives_in = self.voice.unit.home_of(resident_id)
        if lives_in is not None and lives_in != home_id:
            raise ImportRefused(
                "This resident lives in another home here.", next_step="End that stay first."
            )
        current = stay_here(self.voice.unit.connection, resident_id)
        if lives_in is not None and current is not None:
            return self._going_on(current, person, resident_id, home_id), ()
        stay_type = person.stay_type or self.terms.stay_type
        if stay_type is None or person.admitted is None:
            missing = "no type of stay" if stay_type is None else "no date of admission"
            return None, (f"Stay: {missing}",)
        stay_id = derived_id(self.terms.system, f"{resident_id}/stay/{home_id}/{person.admitted}")
        return self._said_of_stay(stay_id, person, resident_id, home_id, stay_type), ()

    def _going_on(self, stay_id: str, person: Person, resident_id: str, home_id: str) -> CardPlan:
        """A stay that goes on: the list says the room, and of its own stay also type and day."""
        is_own = self.voice.has_spoken_of(stay_id)
        stay_type = (person.stay_type or self.terms.stay_type) if is_own else None
        return self._said_of_stay(stay_id, person, resident_id, home_id, stay_type)

    def _said_of_stay(
        self,
        stay_id: str,
        person: Person,
        resident_id: str,
        home_id: str,
        stay_type: StayType | None,
    ) -> CardPlan:
        at = datetime.combine(person.admitted.earliest, _NOON) if person.admitted else None
        said: dict[str, Mapping[str, Any]] = {}
        if stay_type is not None and at is not None:
            stay = Stay(home_id=home_id, stay_type=stay_type, admitted_at=at)
            said["placement"] = card_body.group_values(stay)["placement"]
            said["whereabouts"] = {"state": StayState.HERE.value}
        room = {"room": person.room, "unit": person.unit}
        said["room"] = {name: text for name, text in room.items() if text}
        about = About(resident_id=resident_id, home_id=home_id, occurred_at=at)
        return self.voice.plan(Stay, stay_id, _spoken(said), about)


def _same_day(here: str, sent: str) -> bool:
    return here.startswith(sent) or sent.startswith(here)


def _spoken(said: Mapping[str, Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {name: fields for name, fields in said.items() if fields}


def by_name_and_birth(
    found: Iterable[Namesake],
) -> dict[tuple[str, str, str], tuple[Namesake, ...]]:
    """Residents by what two people without numbers are told apart by."""
    grouped: dict[tuple[str, str, str], tuple[Namesake, ...]] = defaultdict(tuple)
    for each in found:
        grouped[same_person_key(each.family_name, each.given_name, each.born)] += (each,)
    return dict(grouped)


def resident_said(person: Person, system: str, linked: str | None) -> Said:
    """What a row says of the resident, by group; what it is silent on is left out."""
    gender = person.gender if person.gender is not Gender.UNKNOWN else None
    said: dict[str, Mapping[str, Any]] = {
        "name": _plain(person, "family_name", "given_name", "title_prefix", "preferred_name"),
        "birth": {
            **_plain(person, "born"),
            **({"gender": gender.value} if gender is not None else {}),
        },
        "nhs_number": {"nhs_number": str(person.nhs_number)} if person.nhs_number else {},
        "death": {"died": str(person.died), "is_deceased": True} if person.died else {},
        "address": {"usual_address": person.address} if person.address else {},
        "practice": {"registered_practice": person.practice} if person.practice else {},
        **dict(_members(person, system, linked)),
    }
    return _spoken(said)


def _plain(person: Person, *names: str) -> dict[str, str]:
    return {name: str(getattr(person, name)) for name in names if getattr(person, name)}


def _members(
    person: Person, system: str, linked: str | None
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for number in filter(None, (person.local_id, linked)):
        member = SourceIdentifier(id=derived_id(system, number), system=system, value=number)
        yield f"source_identifiers/{member.id}", {"system": system, "value": number}
    if person.contact_name:
        relationship = person.contact_relationship
        contact = Contact(
            id=derived_id("contact", f"{person.contact_name}|{relationship or ''}"),
            name=person.contact_name,
            relationship=relationship,
            phone=person.contact_phone,
        )
        carried = {"name": contact.name, "relationship": relationship, "phone": contact.phone}
        value = {name: text for name, text in carried.items() if text}
        yield f"contacts/{contact.id}", value
