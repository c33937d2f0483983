"""Nine homes with a dozen D2A residents among others, made by the use cases.

Two homes have a resident of the same family name, one resident is in hospital, and every home has
somebody permanent whom a D2A round is not for. Numbers are of the range that is never given out.
"""

from dataclasses import dataclass
from datetime import timedelta

from mdt_core.actor import Actor
from mdt_core.clock import PartialDate
from mdt_core.identifiers import NhsNumber
from mdt_core.records.homes import Home, HomeType, Neighbourhood, Weekday
from mdt_core.records.residents import Gender, Resident
from mdt_core.records.stays import Stay, StayState, StayType
from mdt_core.store.store import Store
from mdt_core.store.unit_of_work import About
from mdt_core.use_cases.places import save_home
from mdt_core.use_cases.residents import place, save_resident

HOMES = (
    "Alder Grange",
    "Beech Lodge",
    "Cedar Court",
    "Damson House",
    "Elder View",
    "Fir Bank",
    "Gorse Hill",
    "Hazel Mount",
    "Ivy Dene",
)
IN_HOSPITAL = "Quayle"
# home (by its place), family, given, born, room
D2A = (
    (0, "Featherstone", "Edith", "1931-06-11", "1"),
    (0, "Abbott", "Joan", "1938-02-03", "2"),
    (1, "Featherstone", "Edna", "1934-09-30", "1"),
    (1, "Bartosz", "Piotr", "1940-01-22", "3"),
    (2, "Chowdhury", "Rafiq", "1936-12-05", "4"),
    (3, "Dunmore", "Sheila", "1929-03-17", "2"),
    (4, "Eccleston", "Vera", "1942-07-08", "7"),
    (4, "Quayle", "Noel", "1933-05-05", "8"),
    (5, "Fenwick", "Albert", "1945-10-02", "5"),
    (6, "Goodall", "Iris", "1933-04-19", "6"),
    (7, "Hargreaves", "Walter", "1947-11-28", "9"),
    (8, "Iqbal", "Nasreen", "1939-08-14", "1"),
    (8, "Jessop", "Dorothy", "1930-02-11", "2"),
)


@dataclass(frozen=True)
class NineHomes:
    """The ids of the homes by name, and of the D2A residents by family and given name."""

    homes: dict[str, str]
    d2a: dict[tuple[str, str], str]
    permanent: dict[str, str]

    def who(self, family: str, given: str = "") -> str:
        """The id of a D2A resident; raises StopIteration for nobody."""
        return next(
            found for (name, first), found in self.d2a.items() if name == family and given in first
        )

    def home_of(self, family: str, given: str = "") -> str:
        """The name of the home that somebody is in."""
        return HOMES[next(row[0] for row in D2A if row[1] == family and given in row[2])]


def make_nine_homes(store: Store, by: Actor) -> NineHomes:
    """Writes the homes and their people; `by` must be of a clinical role that may add homes."""
    homes = {name: _home(store, by, name) for name in HOMES}
    d2a = {}
    for number, (at, family, given, born, room) in enumerate(D2A):
        who = _resident(store, by, (family, given, born), number)
        stay = StayType.D2A_BLOCK if number % 2 else StayType.D2A_SPOT
        stay_id = _settle(store, by, who, homes[HOMES[at]], room, stay)
        if family == IN_HOSPITAL:
            _send_to_hospital(store, by, who, homes[HOMES[at]], stay_id)
        d2a[family, given] = who
    permanent = {}
    for number, name in enumerate(HOMES):
        family = f"{name.split()[0]}son"
        who = _resident(store, by, (family, "Pat", "1935-01-01"), 50 + number)
        _settle(store, by, who, homes[name], "20", StayType.PERMANENT)
        permanent[name] = family
    return NineHomes(homes, d2a, permanent)


def _home(store: Store, by: Actor, name: str) -> str:
    home = Home(
        name=name,
        home_type=HomeType.NURSING,
        neighbourhood=Neighbourhood.NORTH,
        phone="0161 496 0123",
        round_day=Weekday.WEDNESDAY,
        round_time="10:00",
    )
    return save_home(store, by=by, home=home)[0]


def _resident(store: Store, by: Actor, person: tuple[str, str, str], number: int) -> str:
    family, given, born = person
    resident = Resident(
        family_name=family,
        given_name=given,
        born=PartialDate(born),
        gender=Gender.UNKNOWN,
        nhs_number=_nhs_number(number),
    )
    return save_resident(store, by=by, resident=resident)[0]


def _nhs_number(number: int) -> NhsNumber:
    """A number of the range that is never given out, with the last digit that fits."""
    for nine in range(999_100_000 + number * 10, 999_100_000 + number * 10 + 10):
        digits = [int(digit) for digit in str(nine)]
        check = 11 - sum(d * w for d, w in zip(digits, range(10, 1, -1), strict=True)) % 11
        if check != 10:
            return NhsNumber(f"{nine}{check % 11}")
    raise AssertionError


def _settle(  # noqa: PLR0917 - one line of a table
    store: Store, by: Actor, who: str, home_id: str, room: str, stay: StayType
) -> str:
    return place(
        store,
        by=by,
        resident_id=who,
        home_id=home_id,
        stay_type=stay,
        admitted_at=store.clock() - timedelta(days=12),
        room=room,
    )[0]


def _send_to_hospital(store: Store, by: Actor, who: str, home_id: str, stay_id: str) -> None:
    with store.deed(by) as unit:
        stay = unit.card(Stay, stay_id)
        away = {"state": StayState.HOSPITAL, "state_since": store.clock()}
        unit.write(stay.model_copy(update=away), About(who, home_id), record_id=stay_id)
        unit.commit()
