"""Who lived where and when in the year of a practice borough, with its known counts.

Rooms and beds are followed through the year: one person after another, never two at a time. D2A
discharges and deaths come out exactly as the scale says.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import accumulate, pairwise
from random import Random

from mdt_core.clock import london_day
from mdt_core.demo.borough.parts import part
from mdt_core.demo.borough.people import Person, Register
from mdt_core.demo.borough.places import HomeSketch, d2a_rooms
from mdt_core.demo.borough.scale import YEAR_DAYS, Scale, Span, apportioned, chance_of
from mdt_core.demo.days import before, moment
from mdt_core.records.stays import Destination, StayType

_LEAD_DAYS = 10
"""The first stay in a D2A bed began up to so long before the year."""

_CBU_DISCHARGES_A_BED = 4
_RESPITE_IN = 30


@dataclass(frozen=True)
class Sojourn:
    """One time of living in one home; `left` and `destination` are None while it lasts."""

    key: str
    person: Person
    home: int
    room: str
    stay_type: StayType
    came: datetime
    left: datetime | None = None
    destination: Destination | None = None
    planned_end: date | None = None
    barriers: tuple[str, ...] = ()
    registered: bool = False
    came_from: str | None = None

    @property
    def is_d2a(self) -> bool:
        """Whether it is in a D2A bed."""
        return self.stay_type.is_d2a

    @property
    def is_death(self) -> bool:
        """Whether it ended by death."""
        return self.destination is Destination.RIP

    def is_present(self, at: datetime) -> bool:
        """Whether the person lived here then, in hospital or not."""
        return self.came <= at and (self.left is None or at < self.left)

    def nights_between(self, first: date, last: date) -> int:
        """Midnights at which this stay held from `first` up to but without `last`."""
        start, end = moment(first, 0), moment(last, 0)
        began = max(self.came, start)
        ended = min(self.left or end, end)
        return max(0, (london_day(ended) - london_day(began)).days) if began < ended else 0


def sojourns_of(homes: Sequence[HomeSketch], scale: Scale, span: Span, seed: int) -> list[Sojourn]:
    """Every stay that touches the year, by home and room."""
    ledger = _Ledger(scale, span, Register(seed, span.today), chance_of(seed, "stays"))
    return [*ledger.permanent(homes), *ledger.d2a(homes)]


@dataclass
class _Ledger:
    """Follows rooms and beds through the year."""

    scale: Scale
    span: Span
    register: Register
    random: Random
    made: int = field(default=0, init=False)

    def _key(self) -> str:
        self.made += 1
        return f"stay-{self.made}"

    # Permanent residents

    def permanent(self, homes: Sequence[HomeSketch]) -> Iterator[Sojourn]:
        """Long-stayers, who died in the year, and who came into their rooms."""
        deaths = self.scale.deaths - self.scale.discharges[Destination.RIP]
        shares = apportioned(deaths, {home.number: home.residents for home in homes})
        for home in homes:
            freed = set(self.random.sample(range(1, home.residents + 1), shares[home.number]))
            extra = home.residents
            for room in range(1, home.residents + 1):
                if room not in freed:
                    yield self._settled(home, room)
                    continue
                died, gap = self.random.randint(2, YEAR_DAYS - 2), self.random.randint(3, 25)
                if died > gap + 1:
                    yield self._died(home, room, died)
                    yield self._newcomer(home, room, died - gap)
                else:  # the room of somebody who died lately still stands empty
                    extra += 1
                    yield self._died(home, extra, died)
                    yield self._settled(home, room)

    def _settled(self, home: HomeSketch, room: int) -> Sojourn:
        came = before(self.span.began, self.random.randint(20, 2_200))
        person = self.register.person()
        at = moment(came, 14)
        return Sojourn(self._key(), person, home.number, str(room), StayType.PERMANENT, at)

    def _newcomer(self, home: HomeSketch, room: int, days_ago: int) -> Sojourn:
        is_respite = self.random.randrange(_RESPITE_IN) == 0
        kind = StayType.RESPITE if is_respite else StayType.PERMANENT
        at = moment(before(self.span.today, days_ago), self.random.randint(11, 16))
        came_from = self.random.choice(("Own home", "Own home", "Hospital", "Another home"))
        person = self.register.person()
        return Sojourn(self._key(), person, home.number, str(room), kind, at, came_from=came_from)

    def _died(self, home: HomeSketch, room: int, days_ago: int) -> Sojourn:
        came = before(self.span.began, self.random.randint(20, 1_500))
        left = moment(
            before(self.span.today, days_ago),
            self.random.randint(0, 23),
            self.random.randint(0, 59),
        )
        return Sojourn(
            self._key(),
            self.register.person(),
            home.number,
            str(room),
            StayType.PERMANENT,
            moment(came, 14),
            left,
            Destination.RIP,
        )

    # D2A beds

    def d2a(self, homes: Sequence[HomeSketch]) -> Iterator[Sojourn]:
        """One stay after another in each bed, with the destinations of the scale."""
        beds = [(home, room) for home in homes for room in d2a_rooms(home)]
        left_to = [goal for goal, count in self.scale.discharges.items() for _ in range(count)]
        self.random.shuffle(left_to)
        goals = iter(left_to)
        empty = self._empty_beds(beds)
        for place, count in enumerate(self._discharges_by_bed(beds, len(left_to))):
            home, room = beds[place]
            yield from self._bed(home, room, count, goals, is_taken=place not in empty)

    def _empty_beds(self, beds: Sequence[tuple[HomeSketch, str]]) -> set[int]:
        changing = [
            place
            for place, (home, _) in enumerate(beds)
            if home.d2a_kind is not StayType.COMPLEX_BEHAVIOUR
        ]
        return set(self.random.sample(changing, len(beds) - self.scale.d2a_present))

    def _discharges_by_bed(
        self, beds: Sequence[tuple[HomeSketch, str]], discharges: int
    ) -> list[int]:
        slow = {
            place
            for place, (home, _) in enumerate(beds)
            if home.d2a_kind is StayType.COMPLEX_BEHAVIOUR
        }
        quick = dict.fromkeys((place for place in range(len(beds)) if place not in slow), 1)
        shares = apportioned(discharges - _CBU_DISCHARGES_A_BED * len(slow), quick)
        return [shares.get(place, _CBU_DISCHARGES_A_BED) for place in range(len(beds))]

    def _bed(
        self,
        home: HomeSketch,
        room: str,
        discharges: int,
        goals: Iterator[Destination],
        *,
        is_taken: bool,
    ) -> Iterator[Sojourn]:
        tail = 0 if is_taken else self.random.randint(1, 6)
        days = YEAR_DAYS + _LEAD_DAYS - tail
        weights = [self.random.uniform(0.6, 1.5) for _ in range(discharges + is_taken)]
        whole = sum(weights)
        marks = [0, *(int(days * part / whole) for part in accumulate(weights))]
        for place, (first, last) in enumerate(pairwise(marks)):
            came = YEAR_DAYS + _LEAD_DAYS - first - self.random.randint(1, 3)
            left = YEAR_DAYS + _LEAD_DAYS - last
            yield self._d2a_stay(
                home, room, came, left, next(goals) if place < discharges else None
            )

    def _d2a_stay(
        self, home: HomeSketch, room: str, came: int, left: int, goal: Destination | None
    ) -> Sojourn:
        """A stay from and until so many days ago; one that still goes on has no goal yet."""
        random, texts, today = self.random, part("people"), self.span.today
        hour = random.randint(0, 14) if goal is Destination.RIP else random.randint(10, 14)
        is_held = goal is None and random.random() < 0.6  # noqa: PLR2004 - a chance
        planned = before(today, came - random.choice((28, 35, 42))) if goal is None else None
        return Sojourn(
            key=self._key(),
            person=self.register.person(),
            home=home.number,
            room=room,
            stay_type=home.d2a_kind or StayType.D2A_BLOCK,
            came=moment(before(today, came), random.randint(15, 18)),
            left=moment(before(today, left), hour, random.randint(0, 59)) if goal else None,
            destination=goal,
            planned_end=planned,
            barriers=tuple(random.sample(texts["barriers"], 1)) if is_held else (),
            registered=random.random() < 0.85,  # noqa: PLR2004 - a chance
            came_from="Hospital",
        )
