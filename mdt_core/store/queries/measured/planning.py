"""Planning ahead and dying: plans in force, preferred places asked, and where people died."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from mdt_core.clock import clinical_date, london_day
from mdt_core.measures.definition import Case
from mdt_core.place_of_death import Concordance, concordance
from mdt_core.records.care_plans import CarePlan
from mdt_core.records.deaths import (
    Death,
    DeathAddition,
    DeathPlace,
    NotThere,
    PlaceOfDeathKind,
)
from mdt_core.records.preferences import PreferredPlace
from mdt_core.records.stays import Destination
from mdt_core.store.queries.measured.world import World

PAST: Final = "Review past"
NO_REASON: Final = "No reason recorded"
_HOSPITALS: Final = (PlaceOfDeathKind.HOSPITAL, PlaceOfDeathKind.COMMUNITY_HOSPITAL)


@dataclass(frozen=True)
class _Died:
    """A death as told; without a record of it only that the stay ended by it."""

    home_id: str
    at: datetime
    death: Death | None = None
    kind: PlaceOfDeathKind | None = None
    not_there: NotThere | None = None


def plan_coverage(world: World) -> Iterator[Case]:
    """Everybody who lives in a home, and whether a care plan is signed."""
    due = {
        who: min((e.record.next_review for e in plans if e.record), default=None)
        for who, plans in world.by_resident(CarePlan).items()
    }
    for who, stay in world.living():
        review = due.get(who)
        past = review is not None and review < world.today
        what = f"Review due {clinical_date(review)}" if review else ""
        yield Case(stay.home_id, world.today, who in due, who, what, PAST if past else "")


def preferred_asked(world: World) -> Iterator[Case]:
    """Everybody who lives in a home, and whether a preferred place of death is recorded."""
    asked = world.by_resident(PreferredPlace)
    for who, stay in world.living():
        places = [e.record.death for e in asked.get(who, ()) if e.record and e.record.death]
        what = places[0].label if places else ""
        yield Case(stay.home_id, world.today, bool(places), who, what)


def place_of_death(world: World) -> Iterator[Case]:
    """Each death of the period, and whether it was where the person wanted."""
    for who, died in _deaths(world):
        met, what = _kept(world, died)
        if what != Concordance.NO_PREFERENCE.label:
            missed = died.not_there.label if died.not_there else NO_REASON
            reason = missed if met is False else ""
            yield Case(died.home_id, london_day(died.at), met, who, what, reason)


def deaths_in_hospital(world: World) -> Iterator[Case]:
    """Each death of the period, and whether it was in a hospital."""
    for who, died in _deaths(world):
        death = died.death
        met = None if death is None else _is_in_hospital(death, died.kind)
        why = died.not_there.label if died.not_there else NO_REASON
        what = death.place.label if death else "Place not recorded"
        yield Case(died.home_id, london_day(died.at), met, who, what, why if met else "")


def _kept(world: World, died: _Died) -> tuple[bool | None, str]:
    if died.death is None:
        return None, "Place not recorded"
    found = concordance(
        died.death.preferred,
        died.death.place,
        told=died.kind,
        home=world.homes[died.home_id].home_type,
    )
    met = None if found is Concordance.NOT_KNOWN else found is Concordance.KEPT
    return met, found.label


def _is_in_hospital(death: Death, kind: PlaceOfDeathKind | None) -> bool:
    return kind in _HOSPITALS if kind is not None else death.place is DeathPlace.HOSPITAL


def _deaths(world: World) -> Iterator[tuple[str, _Died]]:
    """The deaths that were recorded, and those that only ended a stay."""
    later = world.by_resident(DeathAddition)
    recorded = set()
    for who, each in world.told(Death):
        if each.record is None or who in recorded:
            continue
        recorded.add(who)
        home_id = world.home_at(who, each.record.died_at) or _last_home(world, who)
        if home_id is not None and world.period.holds(london_day(each.record.died_at)):
            added = [one.record for one in later.get(who, ()) if one.record]
            kind = next((e.place_kind for e in added if e.place_kind), each.record.place_kind)
            why = next((e.not_there for e in added if e.not_there), each.record.not_there)
            yield who, _Died(home_id, each.record.died_at, each.record, kind, why)
    for who, own in world.stays.items():
        for stay in own:
            is_death = stay.destination is Destination.RIP and stay.ended_at is not None
            if who in recorded or not is_death or not world.is_own(stay) or not stay.ended_at:
                continue
            if world.period.holds(london_day(stay.ended_at)):
                yield who, _Died(stay.home_id, stay.ended_at)


def _last_home(world: World, who: str) -> str | None:
    """The home of the last stay: a death is told to the minute, the end of a stay may be before it."""
    own = [each for each in world.stays.get(who, ()) if each.destination is Destination.RIP]
    last = max(own, key=lambda each: each.admitted_at, default=None)
    return last.home_id if last is not None and world.is_own(last) else None
