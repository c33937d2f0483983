"""The awkward cases that a practice borough always holds, put into the lives drawn by chance.

Each is what real records bring: a birthday nobody knows, a namesake in the same home, a stay that
ends and begins on one day, an hour that comes twice.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from mdt_core.demo.borough.calendar import round_days
from mdt_core.demo.borough.people import Person
from mdt_core.demo.borough.places import HomeSketch, room_names
from mdt_core.demo.borough.scale import Span
from mdt_core.demo.borough.stays import Sojourn
from mdt_core.demo.days import moment
from mdt_core.records.homes import HomeType
from mdt_core.records.stays import Destination, StayType

_DIED_MINUTES_INTO_ROUND = 25
_APART = 12
"""So many residents, spread over the borough, are made awkward."""


@dataclass(frozen=True)
class Dirty:
    """Who the awkward cases are, by the keys of people in the sketch (record ids in the truth)."""

    without_birthday: tuple[str, ...]
    without_number: tuple[str, ...]
    namesakes: tuple[str, str]
    leap_birthdays: tuple[str, ...]
    aged_104: str
    twice_01_30: str
    transferred: str
    readmitted_same_day: str
    died_in_round: str

    def told_by(self, named: Callable[[str], str]) -> "Dirty":
        """The same under other names."""

        def each(keys: Iterable[str]) -> tuple[str, ...]:
            return tuple(named(key) for key in keys)

        first, second = each(self.namesakes)
        return Dirty(
            each(self.without_birthday),
            each(self.without_number),
            (first, second),
            each(self.leap_birthdays),
            *each((self.aged_104, self.twice_01_30, self.transferred)),
            *each((self.readmitted_same_day, self.died_in_round)),
        )


def with_awkward_cases(
    sojourns: Sequence[Sojourn], homes: Sequence[HomeSketch], span: Span
) -> tuple[list[Sojourn], Dirty]:
    """The stays with the awkward cases among them; how many live where and leave stays the same."""
    settled = [each for each in sojourns if each.left is None and _is_old_resident(each, span)]
    spread = settled[:: len(settled) // _APART]
    unborn, unnumbered, leap = spread[:3], spread[3:7], spread[7:10]
    oldest, night = spread[10], spread[11]
    one, other = _neighbours([each for each in settled if each not in spread])
    renewed = {each.person.key: replace(each.person, born=None) for each in unborn}
    renewed |= {each.person.key: replace(each.person, number=None) for each in unnumbered}
    renewed[other.person.key] = _namesake(other.person, one.person)
    renewed |= {
        each.person.key: replace(each.person, born=date(year, 2, 29))
        for each, year in zip(leap, (1936, 1940, 1944), strict=True)
    }
    renewed[oldest.person.key] = replace(oldest.person, born=_years_before(span.today, 104))
    people = [replace(s, person=renewed.get(s.person.key, s.person)) for s in sojourns]
    people, again = _readmitted(people)
    people, moved = _transferred(people, homes, span)
    people, died = _died_in_round(people, homes, span)
    dirty = Dirty(
        tuple(each.person.key for each in unborn),
        tuple(each.person.key for each in unnumbered),
        (one.person.key, other.person.key),
        tuple(each.person.key for each in leap),
        *(oldest.person.key, night.person.key, moved, again, died),
    )
    return people, dirty


def _is_old_resident(stay: Sojourn, span: Span) -> bool:
    return not stay.is_d2a and stay.came < moment(span.began, 0)


def _neighbours(settled: Sequence[Sojourn]) -> tuple[Sojourn, Sojourn]:
    """Two people of one home and one gender."""
    first = settled[0]
    alike = (
        each
        for each in settled[1:]
        if (each.home, each.person.gender) == (first.home, first.person.gender)
    )
    return first, next(alike)


def _namesake(person: Person, of: Person) -> Person:
    return replace(person, family=of.family, given=of.given, title=of.title, born=of.born)


def _years_before(today: date, years: int) -> date:
    """A birthday some months before the day, so many years earlier."""
    return (today - timedelta(days=100)).replace(year=(today - timedelta(days=100)).year - years)


def _readmitted(sojourns: list[Sojourn]) -> tuple[list[Sojourn], str]:
    """Somebody discharged home from a D2A bed is back in it the same evening."""
    for place, (gone, back) in enumerate(pairwise(sojourns)):
        same_bed = (gone.home, gone.room, gone.is_d2a) == (back.home, back.room, True)
        if same_bed and gone.left is not None and gone.destination is Destination.COMM:
            evening = gone.left.replace(hour=19, minute=30)
            again = replace(back, person=gone.person, came=evening)
            return [*sojourns[: place + 1], again, *sojourns[place + 2 :]], gone.person.key
    raise ValueError("nobody went home from a D2A bed that was filled again")


def _transferred(
    sojourns: list[Sojourn], homes: Sequence[HomeSketch], span: Span
) -> tuple[list[Sojourn], str]:
    """Somebody who came into a home in the year came from another home of the borough, that day."""
    came = next(
        each
        for each in sojourns
        if not each.is_d2a
        and each.left is None
        and each.stay_type is StayType.PERMANENT
        and each.came > moment(span.began, 0)
    )
    old = homes[(came.home + 1) % len(homes)]
    is_nursing = homes[came.home].home_type is HomeType.NURSING
    earlier = replace(
        came,
        key=f"{came.key}-before",
        home=old.number,
        room=room_names(old)[old.residents + 7],
        came=moment(span.began - timedelta(days=300), 14),
        left=came.came.replace(hour=9, minute=40),
        destination=Destination.NURS if is_nursing else Destination.RES,
        came_from=None,
    )
    from_home = replace(came, came_from=f"Care home: {old.name}")
    others = [from_home if each.key == came.key else each for each in sojourns]
    return [earlier, *others], came.person.key


def _died_in_round(
    sojourns: list[Sojourn], homes: Sequence[HomeSketch], span: Span
) -> tuple[list[Sojourn], str]:
    """One of those who died did so in a home's newest round, some minutes after it began."""
    dead = next(each for each in reversed(sojourns) if each.is_death and not each.is_d2a)
    home = homes[dead.home]
    *_, newest = round_days(home, span)
    moved = replace(
        dead,
        room=room_names(home)[home.residents + 6],
        left=moment(newest, home.hour, _DIED_MINUTES_INTO_ROUND),
    )
    return [moved if each.key == dead.key else each for each in sojourns], dead.person.key
