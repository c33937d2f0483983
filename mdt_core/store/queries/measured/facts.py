"""From a measure to its facts: the one table of how each is found."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from mdt_core.actor import Actor
from mdt_core.measures import definitions as of
from mdt_core.measures.definition import Case, Definition, Facts, Form, Place
from mdt_core.measures.tables import Asked
from mdt_core.store.queries.measured import (
    coverage,
    homes,
    hospital,
    planning,
    requests,
    reviews,
    weeks,
)
from mdt_core.store.queries.measured.world import World, every_home, homes_for, world_of

Finder = Callable[[World], Iterable[Case]]


def d2a_registered(world: World) -> Iterator[Case]:
    """Everybody in a D2A bed now, and whether a temporary registration holds."""
    for who, stay in world.living():
        if stay.stay_type.is_d2a:
            ends = stay.registration_ends
            met = ends is not None and ends >= world.today
            sent = "GMS3 sent" if stay.registration_sent else "GMS3 not sent"
            run_out = "Registration ran out" if ends is not None else "Never registered"
            yield Case(stay.home_id, world.today, met, who, sent if met else run_out, sent)


FOUND_BY: Final[Mapping[str, Finder]] = {
    of.ROUNDS.id: weeks.weekly_rounds,
    of.D2A_WEEKLY.id: weeks.d2a_weekly,
    of.MEETINGS.id: weeks.mdt_coverage,
    of.REPEAT.id: requests.repeat,
    of.ACUTE.id: requests.acute,
    of.ISSUES.id: hospital.medicine_issues,
    of.FALLS.id: hospital.falls,
    of.ADMISSIONS.id: hospital.admissions,
    of.READMISSIONS.id: hospital.again,
    of.D2A_READMISSIONS.id: hospital.d2a_again,
    of.REGISTERED.id: d2a_registered,
    of.ANSWERED.id: hospital.answered,
    of.THERAPY.id: hospital.therapy,
    of.NEW_PLANS.id: coverage.plan_in_seven_days,
    of.REVIEWED.id: coverage.reviewed_in_a_year,
    **{f"uptake_{vaccine.value}": finder for vaccine, finder in coverage.UPTAKE.items()},
    of.MEDICINE_REVIEWS.id: reviews.medicine_reviews,
    of.PER_REVIEW.id: reviews.changed_per_review,
    of.ITEMS.id: reviews.items_reviewed,
    of.BURDEN.id: reviews.burden_lowered,
    of.TECHT.id: homes.on_techt,
    of.CHECKS.id: homes.equipment_checks,
    of.PLANS.id: planning.plan_coverage,
    of.PREFERRED.id: planning.preferred_asked,
    of.CONCORDANCE.id: planning.place_of_death,
    of.HOSPITAL_DEATHS.id: planning.deaths_in_hospital,
}


def measure_facts(connection: Connection, actor: Actor, asked: Asked, now: datetime) -> Facts:
    """The facts of a measure over the homes that the person may read; raises NotAllowed.

    The days of the period have to be over.
    """
    definition = of.MEASURES[asked.measure]
    world = world_of(connection, actor, definition, asked, now)
    return _facts(world, definition)


def facts_of_every(
    connection: Connection, actor: Actor, asked: Asked, now: datetime
) -> Iterator[tuple[Definition, Facts]]:
    """The facts of every measure that the person may read of any home.

    Measures of the same homes share what is known of them, which is most of the work.
    """
    homes = every_home(connection)
    worlds: dict[frozenset[str], World] = {}
    for definition in of.MEASURES.values():
        if not all(actor.role in each.readers for each in definition.kinds):
            continue
        key = frozenset(homes_for(homes, actor, definition))
        if key not in worlds:
            worlds[key] = world_of(connection, actor, definition, asked, now, homes=homes)
        yield definition, _facts(worlds[key], definition)


def _facts(world: World, definition: Definition) -> Facts:
    places = tuple(
        Place(home_id, home.name, home.neighbourhood, home.home_type)
        for home_id, home in world.homes.items()
    )
    cases = tuple(FOUND_BY[definition.id](world))
    if definition.form is not Form.RATE:
        return Facts(cases, places)
    return Facts(cases, places, world.resident_days, world.recorded_since)
