"""A small fictional home, made by the use cases: a dozen residents such as a real one has.

Two have a similar name, one is in hospital, one waits for a home, one has a high NEWS2. Numbers are
of the range that is never given out (999).
"""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from mdt_core.actor import Actor
from mdt_core.clock import PartialDate
from mdt_core.drafts import Draft
from mdt_core.identifiers import NhsNumber
from mdt_core.records.homes import Home, HomeType, Neighbourhood, Weekday
from mdt_core.records.observations import Consciousness, ObservationSet, SetPurpose
from mdt_core.records.residents import Gender, Resident
from mdt_core.records.stays import Stay, StayState, StayType
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About
from mdt_core.use_cases.observations import sign_observations
from mdt_core.use_cases.places import save_home
from mdt_core.use_cases.residents import place, save_resident

HOME_NAME = "Larch House"
UNPLACED = "Whitcombe"
IN_HOSPITAL = "Nowak"
UNWELL = "Achterberg"
SIMILAR = ("Featherstone", "Featherstone")

# family, given, title, born, gender, NHS number, room, type of stay
PEOPLE = (
    ("Achterberg", "Wilhelmina", "Mrs", "1938-02-03", "female", "9990000018", "1", "permanent"),
    ("Featherstone", "Edith", "Mrs", "1931-06-11", "female", "9990000026", "2", "permanent"),
    ("Featherstone", "Edna", "Miss", "1934-09-30", "female", "9990000034", "3", "permanent"),
    ("Okonkwo", "Samuel", "Mr", "1940-01-22", "male", "9990000042", "4", "permanent"),
    ("Nowak", "Zofia", "Mrs", "1936-12-05", "female", "9990000050", "5", "permanent"),
    ("Lindqvist", "Karin", "Ms", "1929-03-17", "female", "9990000069", "6", "respite"),
    ("O’Shaughnessy", "Brendan", "Mr", "1942-07-08", "male", "9990000077", "7", "permanent"),
    ("Patel", "Hansa", "Mrs", "1945-10-02", "female", "9990000085", "8", "d2a_block"),
    ("Ramsbottom", "Harold", "Mr", "1933-04-19", "male", "9990000093", "9", "permanent"),
    ("St John-Smythe", "Persephone", None, "1930", "female", None, "10", "permanent"),
    ("Tran", "Minh", "Mr", "1947-11-28", "male", "9990000107", "11", "d2a_spot"),
    ("Yilmaz", "Fatma", "Mrs", "1939-08-14", "female", "9990000115", "12", "permanent"),
    ("Whitcombe", "Cyril", "Mr", "1937-05-25", "male", "9990000123", "", ""),
)


@dataclass(frozen=True)
class Ward:
    """The home's id and the residents' ids by family name (of two alike the one seen last)."""

    home_id: str
    by_family: dict[str, str]
    by_room: dict[str, str]

    def of(self, family: str) -> str:
        """The id of a resident; raises KeyError for a family name that nobody has."""
        return self.by_family[family]

    def in_room(self, room: str) -> str:
        """The id of who lives in a room; raises KeyError for an empty one."""
        return self.by_room[room]


def make_ward(store: Store, by: Actor, people: int = len(PEOPLE)) -> Ward:
    """Writes the home with the first of its people; `by` must be of a role that may add homes."""
    home = Home(
        name=HOME_NAME,
        home_type=HomeType.NURSING,
        neighbourhood=Neighbourhood.NORTH,
        phone="0161 496 0123",
        night_phone="0161 496 0124",
        out_of_hours_phone="0161 496 0999",
        pharmacy="Elm Pharmacy",
        pharmacy_phone="0161 496 0555",
        clinical_lead="Dr Amina Shah",
        round_day=Weekday.TUESDAY,
        round_time="10:00",
    )
    home_id, _ = save_home(store, by=by, home=home)
    by_family: dict[str, str] = {}
    by_room: dict[str, str] = {}
    for row in PEOPLE[:people]:
        resident_id = _add(store, by, row)
        by_family[row[0]] = resident_id
        if row[6]:
            by_room[row[6]] = resident_id
            _settle(store, by, home_id, resident_id, row)
    ward = Ward(home_id, by_family, by_room)
    _observe(store, by, ward.of(UNWELL))
    return ward


Row = tuple[str, str, str | None, str, str, str | None, str, str]


def _add(store: Store, by: Actor, row: Row) -> str:
    family, given, title, born, gender, number, _, _ = row
    person = Resident(
        family_name=family,
        given_name=given,
        title_prefix=title,
        born=PartialDate(born),
        gender=Gender(gender),
        nhs_number=NhsNumber(number) if number else None,
    )
    resident_id, _ = save_resident(store, by=by, resident=person)
    return resident_id


def _settle(store: Store, by: Actor, home_id: str, resident_id: str, row: Row) -> None:
    stay_id, _ = place(
        store,
        by=by,
        resident_id=resident_id,
        home_id=home_id,
        stay_type=StayType(row[7]),
        admitted_at=store.clock() - timedelta(days=90),
        room=row[6],
    )
    if row[0] == IN_HOSPITAL:
        with store.deed(by) as unit:
            stay = unit.card(Stay, stay_id)
            away = stay.model_copy(
                update={"state": StayState.HOSPITAL, "state_since": store.clock()}
            )
            unit.write(away, About(resident_id, home_id), record_id=stay_id)
            unit.commit()


def _observe(store: Store, by: Actor, resident_id: str) -> None:
    """A usual set of total 1, then one of total 7."""
    for days_ago, breaths, pulse, purpose in (
        (20, 16, 92, SetPurpose.USUAL),
        (1, 25, 112, None),
    ):
        taken = ObservationSet(
            taken_at=store.clock() - timedelta(days=days_ago),
            respirations=breaths,
            oxygen_percent=96 if purpose else 94,
            on_oxygen=False,
            systolic=128 if purpose else 108,
            diastolic=70,
            pulse=pulse,
            consciousness=Consciousness.ALERT,
            temperature=Decimal("36.8"),
            purpose=purpose,
        )
        draft = Draft(ObservationSet, resident_id, taken.model_dump(mode="json", exclude_none=True))
        sign_observations(store, by=by, draft=draft)
