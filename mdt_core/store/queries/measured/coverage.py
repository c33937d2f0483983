"""What everybody who lives in a home should have had: a plan in time, a medication review, vaccinations."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import partial
from typing import Final

from mdt_core.clock import add_months_clamped, add_working_days, clinical_date, london_day
from mdt_core.measures.definition import Case
from mdt_core.measures.uptake import Person, UptakeState, measure_uptake
from mdt_core.records.care_plans import CarePlan
from mdt_core.records.medicine_reviews import MedicineReview
from mdt_core.records.stays import Stay
from mdt_core.records.vaccinations import Vaccination, Vaccine
from mdt_core.store.queries.measured.people import living_lines
from mdt_core.store.queries.measured.world import World
from mdt_core.store.queries.vaccinations import answered_of, facts_of
from mdt_core.vaccination_rules import Standing, Verdict, shipped_vaccination_rules

PLAN_WORKING_DAYS: Final = 7
REVIEW_MONTHS: Final = 12
SETTLED_DAYS: Final = 28


def plan_in_seven_days(world: World) -> Iterator[Case]:
    """Everybody who came in the period, and whether a plan was signed by the seventh working day."""
    signed = world.days_of(CarePlan)
    for who, own in world.stays.items():
        for stay in filter(world.is_own, own):
            came = london_day(stay.admitted_at)
            if not world.period.holds(came) or not _is_new(stay, own):
                continue
            due = add_working_days(came, PLAN_WORKING_DAYS)
            in_time = any(came <= day <= due for day in signed.get(who, ()))
            left = london_day(stay.ended_at) if stay.ended_at else None
            if in_time or (due < world.today and (left is None or left > due)):
                what = f"Came {clinical_date(came)}, due {clinical_date(due)}"
                yield Case(stay.home_id, came, in_time, who, what)


def reviewed_in_a_year(world: World) -> Iterator[Case]:
    """Everybody who has lived in a home for 28 days, and whether there was a medication review."""
    signed = world.days_of(MedicineReview)
    since = add_months_clamped(world.today, -REVIEW_MONTHS)
    for who, stay in world.living():
        if (world.today - london_day(stay.admitted_at)).days >= SETTLED_DAYS:
            newest = max(signed.get(who, ()), default=None)
            what = f"Last review {clinical_date(newest)}" if newest else ""
            met = newest is not None and newest > since
            yield Case(stay.home_id, world.today, met, who, what)


def uptake(vaccine: Vaccine, world: World) -> Iterator[Case]:
    """Everybody whom the rules of the running programme name, and whether they are vaccinated."""
    day, rules = world.today, shipped_vaccination_rules()
    running = [
        each
        for each in rules.running_on(day)
        if each.vaccine is vaccine and each.standing is not Standing.NOT_PUBLISHED
    ]
    if not running:
        return
    told = world.by_resident(Vaccination)
    lines = {each.resident_id: each for each in living_lines(world.connection, world.homes)}
    people = [
        Person(
            who,
            facts_of(line, _type_of(world, line.home_id)),
            answered_of(told.get(who, ())),
        )
        for who, line in lines.items()
    ]
    for placed in measure_uptake(running[0], people, day, rules).placed:
        verdict = placed.eligibility.verdict
        if verdict is Verdict.NOT_BY_RULE:
            continue
        vaccinated = placed.state is UptakeState.VACCINATED
        met = vaccinated if verdict is Verdict.ELIGIBLE else None
        home_id = lines[placed.resident_id].home_id or ""
        reason = placed.state.label if met is False else ""
        yield Case(home_id, day, met, placed.resident_id, placed.state.label, reason)


UPTAKE: Final = {each: partial(uptake, each) for each in Vaccine if each is not Vaccine.OTHER}


def _type_of(world: World, home_id: str | None) -> str:
    home = world.homes.get(home_id or "")
    return home.home_type.value if home and home.home_type else ""


def _is_new(stay: Stay, own: Sequence[Stay]) -> bool:
    """Whether somebody came, rather than going on in the same home under another stay."""
    return not any(
        each.home_id == stay.home_id
        and each.ended_at is not None
        and each is not stay
        and timedelta() <= stay.admitted_at - each.ended_at <= timedelta(days=1)
        for each in own
    )
