"""Homes of a region with the people in them and their year, each home made from its number alone.

Rates a resident and year are those that are designed for: 14 reviews, 3 falls and 23 actions, besides
who they are, their stay, allergies, medicines and problems. No observations, which would be five times
all of it. No two residents have one NHS number. Any number of processes may make homes side by side.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from random import Random

from nhs_number.validate import calculate_checksum

from mdt_core.identifiers import IdSource, NhsNumber, RecordId, new_id
from mdt_core.record import Record
from mdt_core.records.actions import Action, ActionState
from mdt_core.records.falls import (
    Awake,
    Fall,
    FallPlace,
    FallSeenBy,
    FloorTime,
    GotUp,
    HeadStruck,
    Hurt,
    TimeKnown,
)
from mdt_core.store.unit_of_work import About
from mdt_core.sync.change import Change
from tests.benchmarks import people
from tests.benchmarks.bulk import changes_of, envelope_of

HOMES = 565
RESIDENTS = 40_000
MOST_IN_A_HOME = 200
YEAR = timedelta(days=363)

REVIEWS, FALLS, ACTIONS = 14, 3, 23
"""Of one resident in a year."""

_LATE = 3
"""How many of the actions of each are open at the end of the year, and due after it."""


@dataclass(frozen=True)
class Home:
    """One home of the region: its number and how many live there."""

    number: int
    residents: int
    first_room: int = 1
    """Those of other rooms are other people of the same home."""

    @property
    def id(self) -> RecordId:
        """Its identity, the same in every process."""
        return new_id(people.BEGAN, Random(self.number).randbytes)

    @property
    def device(self) -> str:
        """The computer of its practice, which wrote everything of the home."""
        return f"practice-of-home-{self.number}"

    def listed(self) -> Change:
        """Its line in the directory of homes."""
        making = _Making(self)
        return next(making.changes(people.home(making.random), About(home_id=None), self.id))

    def year(self) -> Iterator[Change]:
        """Who lives there, and then the year in the order of time."""
        return _Making(self).year()


def homes(residents: int = RESIDENTS, number: int = HOMES) -> list[Home]:
    """So many residents in so many homes, evenly."""
    each, more = divmod(residents, number)
    return [Home(at, each + (at < more)) for at in range(number)]


class _Making:
    """Makes the changes of one home."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.random = Random(f"home {home.number}, from room {home.first_room}")
        self._now = people.BEGAN
        self._ids = IdSource(lambda: self._now, self.random.randbytes)

    def year(self) -> Iterator[Change]:
        abouts = []
        for room in range(self.home.first_room, self.home.first_room + self.home.residents):
            resident_id = self._ids.record_id()
            abouts.append(About(resident_id, self.home.id))
            yield from self._admitted(abouts[-1], resident_id, room)
        going = chain.from_iterable(map(self._recorded, abouts))
        for at, about, record in sorted(going, key=lambda each: each[0]):
            self._now = at
            yield from self.changes(record, about, self._ids.record_id())

    def _admitted(self, about: About, resident_id: RecordId, room: int) -> Iterator[Change]:
        person = people.person(self.random, self.home.id, room)
        number = _nhs_number(self.home.number * MOST_IN_A_HOME + room)
        resident = person.resident.model_copy(update={"nhs_number": number})
        yield from self.changes(resident, about, resident_id)
        for record in (person.stay, person.allergies, *person.medicines, *person.problems):
            yield from self.changes(record, about, self._ids.record_id())

    def _recorded(self, about: About) -> Iterator[tuple[datetime, About, Record]]:
        for at in self._moments(REVIEWS):
            yield at, about, people.entry(self.random)
        for at in self._moments(FALLS):
            yield at, about, _fall(self.random, at)
        for number, at in enumerate(self._moments(ACTIONS), 1):
            yield at, about, _action(self.random, at, is_open=number > ACTIONS - _LATE)

    def _moments(self, number: int) -> list[datetime]:
        """So many moments of the year, spread evenly and not to the minute."""
        step = YEAR / number
        return [people.BEGAN + step * (at + self.random.random()) for at in range(number)]

    def changes(self, record: Record, about: About, record_id: RecordId) -> Iterator[Change]:
        envelope = envelope_of(record, about, record_id, self._now, self.home.device)
        return changes_of(self._ids, record, envelope)


def _nhs_number(which: int) -> NhsNumber:
    """The so manieth of the range that is never given out; of two stems that follow one has a digit."""
    for stem in (f"999{2 * which:06}", f"999{2 * which + 1:06}"):
        digit = calculate_checksum(stem)
        if digit is not None and digit < 10:
            return NhsNumber(f"{stem}{digit}")
    raise AssertionError(which)


def _fall(random: Random, at: datetime) -> Fall:
    return Fall(
        occurred_at=at.replace(microsecond=0),
        time_known=random.choice((TimeKnown.NOW, TimeKnown.FOUND_NOW)),
        seen_by=random.choice((FallSeenBy.SOMEONE, FallSeenBy.NOBODY, FallSeenBy.NOBODY)),
        head=random.choice(tuple(HeadStruck)),
        awake=Awake.AS_USUAL,
        hurt=(random.choice((Hurt.NONE, Hurt.NONE, Hurt.BRUISE, Hurt.SKIN_TEAR)),),
        floor_time=random.choice((FloorTime.UNDER_AN_HOUR, FloorTime.NOT_KNOWN)),
        place=random.choice(tuple(FallPlace)),
        got_up=random.choice((GotUp.WITH_HELP, GotUp.ALONE, GotUp.HOIST)),
    )


def _action(random: Random, at: datetime, *, is_open: bool) -> Action:
    return Action(
        text=random.choice(people.PLANS),
        owner="Home",
        due=(at + timedelta(days=90 if is_open else 7)).date(),
        state=ActionState.OPEN if is_open else ActionState.DONE,
    )
