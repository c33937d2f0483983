"""The homes of a practice borough and who works in them and for them."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Final

from mdt_core.demo.borough.parts import home_names, part
from mdt_core.demo.borough.scale import Scale, apportioned, chance_of
from mdt_core.records.homes import (
    Bed,
    BedType,
    Home,
    HomeType,
    HomeUnit,
    Neighbourhood,
    Room,
    Weekday,
)
from mdt_core.records.stays import StayType
from mdt_core.roles import Role

LEAD: Final = "lead"
"""The member of the team who uses the workspace."""

_NEIGHBOURHOODS = (
    Neighbourhood.NORTH,
    Neighbourhood.SOUTH,
    Neighbourhood.CENTRAL,
    Neighbourhood.WEST,
)
_TYPES = (HomeType.RESIDENTIAL, HomeType.NURSING, HomeType.BOTH)
_ROUND_DAYS = (1, 1, 2, 2, 3, 3, 0, 4)
_EMPTY_ROOMS = 8
_ROOMS_A_UNIT = 20


@dataclass(frozen=True)
class Worker:
    """Somebody who works in a home (by its number) or, without one, for all of them."""

    key: str
    name: str
    role: Role
    organisation: str
    home: int | None = None


@dataclass(frozen=True)
class HomeSketch:
    """One home: what it is, its weekly round, its D2A beds and its staff.

    `residents` live here on the day of the demonstration, without those in D2A beds.
    """

    number: int
    name: str
    home_type: HomeType
    neighbourhood: Neighbourhood
    address: str
    provider: str
    residents: int
    weekday: int
    hour: int
    lead: str
    d2a_kind: StayType | None
    d2a_beds: int
    staff: tuple[Worker, ...]

    @property
    def manager(self) -> str:
        """The key of the registered manager."""
        return self.staff[0].key

    @property
    def seniors(self) -> tuple[str, ...]:
        """The keys of those in charge of a shift: nurses, and the manager where there are none."""
        nurses = tuple(each.key for each in self.staff if each.role is Role.HOME_NURSE)
        return nurses or (self.manager,)

    @property
    def carers(self) -> tuple[str, ...]:
        """The keys of the carers."""
        return tuple(each.key for each in self.staff if each.role is Role.HOME_CARER)


def team() -> tuple[Worker, ...]:
    """The one GP team beside the person who uses the workspace."""
    texts = part("homes")
    surgery, community, hub = texts["practice"], texts["community"], texts["coordination"]
    return (
        Worker("gp", "Dr Callum Redfern", Role.GP, surgery),
        Worker("anp", "Sunita Lall", Role.ADVANCED_PRACTITIONER, surgery),
        Worker("matron", "Rosalind Achebe", Role.COMMUNITY_MATRON, community),
        Worker("pharmacist", "Owen Tremlett", Role.PHARMACIST, surgery),
        Worker("therapist", "Isla Brockbank", Role.ALLIED_HEALTH_PROFESSIONAL, community),
        Worker("hub", "Martin Oyelaran", Role.D2A_COORDINATOR, hub),
    )


def sketch_homes(scale: Scale, seed: int) -> tuple[HomeSketch, ...]:
    """The homes of the borough; sizes add up to its residents, D2A beds to its D2A beds."""
    random = chance_of(seed, "homes")
    names = home_names()[: scale.homes]
    d2a = dict(_d2a(scale))
    weights = {number: random.uniform(0.5, 1.5) for number in range(scale.homes)}
    sizes = apportioned(scale.residents - scale.d2a_present, weights)
    return tuple(
        _home(number, name, sizes[number], d2a.get(number), random)
        for number, name in enumerate(names)
    )


def _d2a(scale: Scale) -> Iterator[tuple[int, tuple[StayType, int]]]:
    """The homes with D2A beds are spread over the list; none has beds of two kinds."""
    homes, beds = scale.d2a_homes, scale.d2a_beds
    step = scale.homes // sum(homes.values())
    kinds = [
        (kind, share)
        for kind, count in homes.items()
        for share in apportioned(beds[kind], dict.fromkeys(range(count), 1)).values()
    ]
    for place, found in enumerate(kinds):
        yield place * step + place % step, found


def _home(
    number: int, name: str, residents: int, d2a: tuple[StayType, int] | None, random: Random
) -> HomeSketch:
    texts = part("homes")
    neighbourhood = _NEIGHBOURHOODS[number % len(_NEIGHBOURHOODS)]
    kind = HomeType.BOTH if d2a else random.choice(_TYPES)
    street = random.choice(texts["streets"])
    town = random.choice(texts["places"][neighbourhood.value])
    return HomeSketch(
        number=number,
        name=name,
        home_type=kind,
        neighbourhood=neighbourhood,
        address=f"{random.randint(1, 180)} {street}, {town}",
        provider=random.choice(texts["providers"]),
        residents=residents,
        weekday=_ROUND_DAYS[number % len(_ROUND_DAYS)],
        hour=(9, 10, 11, 13)[number % 4],
        lead=(LEAD, "gp", "anp", "matron")[number % 4],
        d2a_kind=d2a[0] if d2a else None,
        d2a_beds=d2a[1] if d2a else 0,
        staff=tuple(_staff(number, name, kind, random)),
    )


def _staff(number: int, home: str, kind: HomeType, random: Random) -> Iterator[Worker]:
    people = part("people")
    roles = [Role.HOME_MANAGER, Role.HOME_CARER, Role.HOME_CARER]
    if kind is not HomeType.RESIDENTIAL:
        roles += [Role.HOME_NURSE, Role.HOME_NURSE]
    given = random.sample(people["staff_given"], len(roles))
    family = random.sample(people["family"], len(roles))
    for place, role in enumerate(roles):
        name = f"{given[place]} {family[place]}"
        yield Worker(f"home-{number}-{place}", name, role, home, number)


# What the cards say


def home_card(home: HomeSketch, lead: str) -> Home:
    """The home as its card says it; `lead` is the name of the clinician whose round it is."""
    texts = part("homes")
    pharmacies = texts["pharmacies"]
    names = room_names(home)
    return Home(
        name=home.name,
        home_type=home.home_type,
        provider=home.provider,
        neighbourhood=home.neighbourhood,
        address=home.address,
        phone=f"0161 496 0{100 + 2 * home.number}",
        night_phone=f"0161 496 0{101 + 2 * home.number}",
        manager=home.staff[0].name,
        pharmacy=pharmacies[home.number % len(pharmacies)],
        out_of_hours_phone="0161 496 0980",
        clinical_lead=lead,
        round_day=tuple(Weekday)[home.weekday],
        round_time=f"{home.hour:02}:00",
        units=tuple(HomeUnit(id=f"unit-{name.lower()}", name=name) for name in units_of(names)),
        rooms=tuple(
            Room(id=f"room-{room}", name=room, unit_id=f"unit-{unit_of(room).lower()}")
            for room in names
        ),
        beds=tuple(_bed(home, room) for room in names),
    )


def _bed(home: HomeSketch, room: str) -> Bed:
    kind = home.d2a_kind if home.d2a_kind and room in d2a_rooms(home) else StayType.PERMANENT
    return Bed(id=bed_id(room), label="A", room_id=f"room-{room}", bed_type=BedType(kind.value))


def bed_id(room: str) -> str:
    """The bed of a room."""
    return f"bed-{room}a"


def d2a_rooms(home: HomeSketch) -> tuple[str, ...]:
    """The rooms of the D2A beds: the last ones."""
    return room_names(home)[rooms_of(home) - home.d2a_beds :]


def room_names(home: HomeSketch) -> tuple[str, ...]:
    """The rooms of a home: those lived in, those of D2A beds, and some that stand empty."""
    return tuple(str(number) for number in range(1, rooms_of(home) + 1))


def rooms_of(home: HomeSketch) -> int:
    """How many rooms a home has."""
    return home.residents + home.d2a_beds + _EMPTY_ROOMS


def units_of(rooms: tuple[str, ...]) -> tuple[str, ...]:
    """The units over which the rooms are spread, in order."""
    return tuple(dict.fromkeys(unit_of(room) for room in rooms))


def unit_of(room: str) -> str:
    """The unit in which a room lies."""
    units = ("Bluebell", "Foxglove", "Campion", "Speedwell", "Harebell")
    return units[min((int(room) - 1) // _ROOMS_A_UNIT, len(units) - 1)]
