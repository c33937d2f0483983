"""Each measure of the borough gives what its sketch says, which never asked the store."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from mdt_core.actor import Actor
from mdt_core.clock import add_working_days
from mdt_core.errors import NotAllowed
from mdt_core.measures.d2a_outcomes import OutcomesAsked
from mdt_core.measures.definition import Facts
from mdt_core.measures.definitions import FALLS, MEASURES
from mdt_core.measures.figures import Figure
from mdt_core.measures.overview import EVERY_MEASURE
from mdt_core.measures.resident_days import Period
from mdt_core.measures.tables import Asked, Cut, MeasureTable, tabulate
from mdt_core.place_of_death import Concordance
from mdt_core.record import all_kinds
from mdt_core.records.preferences import PlaceOfDeath
from mdt_core.records.vaccinations import VaccinationOutcome, Vaccine
from mdt_core.roles import Role
from mdt_core.store.queries.d2a_outcomes import d2a_outcomes
from mdt_core.store.queries.measured import coverage
from mdt_core.store.queries.measured.facts import FOUND_BY, measure_facts
from mdt_core.store.queries.measured.weeks import monday_of
from mdt_core.store.queries.measured.world import World, world_of
from mdt_core.use_cases.measure_reports import measures_overview
from tests.demo.borough_store import DemoBorough
from tests.support.memory_store import GP

LATER = timedelta(days=40)
"""So much later everything of the weeks told can be known, such as readmissions."""


def facts(
    borough: DemoBorough, measure: str, *, whole_year: bool = False, home_id: str = ""
) -> Facts:
    truth = borough.truth
    first = truth.began if whole_year else truth.rounds_from
    asked = Asked(measure, Period(first, truth.today - timedelta(days=1)), home_id)
    with borough.memory.store.reading() as connection:
        return measure_facts(connection, GP, asked, borough.memory.clock() + LATER)


def table(borough: DemoBorough, measure: str, cut: Cut = Cut.HOME) -> MeasureTable:
    period = Period(borough.truth.rounds_from, borough.truth.today - timedelta(days=1))
    asked = Asked(measure, period, cut=cut)
    return tabulate(MEASURES[measure], facts(borough, measure), asked)


def world_for(borough: DemoBorough, measure: str) -> World:
    with borough.memory.store.reading() as connection:
        asked = Asked(measure, Period(borough.truth.began, borough.truth.today))
        return world_of(connection, GP, MEASURES[measure], asked, borough.memory.clock())


def total(borough: DemoBorough, measure: str) -> Figure:
    found = table(borough, measure).total.figure
    assert found is not None
    return found


def test_every_measure_has_its_finder_and_registered_kinds() -> None:
    assert set(FOUND_BY) == set(MEASURES)
    assert {kind for each in MEASURES.values() for kind in each.kinds} <= set(all_kinds())


def test_missed_weeks_of_each_home_are_those_of_the_sketch(borough: DemoBorough) -> None:
    truth = borough.truth
    cases = facts(borough, "weekly_rounds").cases
    for home in truth.homes:
        held = {monday_of(day) for day in home.rounds}
        mondays = held | {monday_of(day) for day in home.missed}
        over = {
            each for each in mondays if min(held) <= each and each + timedelta(days=6) < truth.today
        }
        own = [each for each in cases if each.home_id == home.home_id]
        assert {each.day for each in own} == {each + timedelta(days=6) for each in over}
        missed = {each.day for each in own if not each.met}
        assert missed == {each + timedelta(days=6) for each in over - held}


def test_falls_of_each_home_and_their_resident_days(borough: DemoBorough) -> None:
    found = facts(borough, "falls")
    for home in borough.truth.homes:
        own = [each for each in found.cases if each.home_id == home.home_id]
        # the fall in the hour that came twice may lie before the weeks told
        assert home.falls - 1 <= len(own) <= home.falls
        days = sum(n for (where, _), n in found.days.items() if where == home.home_id)
        assert days == home.resident_days
    assert sum(found.days.values()) == borough.truth.resident_days


def test_admissions_and_admissions_again(borough: DemoBorough) -> None:
    admitted = facts(borough, "hospital_admissions").cases
    assert len(admitted) == borough.truth.hospital_admissions > 0
    back = facts(borough, "hospital_again").cases
    assert len(back) == borough.truth.hospital_returns
    assert sum(bool(each.met) for each in back) == borough.truth.readmitted_within_28_days


def test_completed_d2a_stays_are_all_in_the_readmissions_but_deaths(borough: DemoBorough) -> None:
    stays = facts(borough, "d2a_again", whole_year=True).cases
    truth = borough.truth.d2a.discharges
    assert len(stays) == sum(count for where, count in truth.items() if where.value != "rip")


def test_deaths_by_place_and_wish(borough: DemoBorough) -> None:
    truth, wish = borough.truth.care.deaths, facts(borough, "place_of_death").cases
    told = [each for each in wish if each.what != "Place not recorded"]
    kept = [each.met for each in told]
    assert kept.count(True) == truth[Concordance.KEPT]
    assert kept.count(False) == truth[Concordance.NOT_KEPT]
    assert kept.count(None) == truth[Concordance.NOT_KNOWN]
    year = facts(borough, "deaths_in_hospital", whole_year=True).cases
    assert len(year) == borough.truth.deaths
    recorded = [each for each in year if each.met is not None]
    assert len(recorded) == sum(truth.values())
    assert sum(bool(each.met) for each in recorded) == sum(truth.values()) // 3


def test_plans_and_preferred_places_of_those_who_live_there(borough: DemoBorough) -> None:
    plans = total(borough, "plan_coverage")
    assert (plans.part, plans.whole) == (borough.truth.care.care_plans, borough.truth.current)
    asked = total(borough, "preferred_place_asked")
    assert asked.part == sum(borough.truth.care.preferred.values())
    assert PlaceOfDeath.UNDECIDED in borough.truth.care.preferred  # was asked, too


def test_flu_uptake_of_each_home_is_that_of_its_clinic(borough: DemoBorough) -> None:
    asked = Asked("uptake_influenza", Period(borough.truth.began, borough.truth.today))
    with borough.memory.store.reading() as connection:
        found = measure_facts(connection, GP, asked, borough.memory.clock())
    for home_id, truth in borough.truth.flu.items():
        own = [each.met for each in found.cases if each.home_id == home_id]
        assert own.count(True) + own.count(False) == truth.eligible
        doses = (VaccinationOutcome.GIVEN, VaccinationOutcome.ALREADY_HAD)
        assert own.count(True) == sum(truth.outcomes[each] for each in doses)
    assert list(coverage.uptake(Vaccine.COVID_19, world_for(borough, "uptake_covid_19"))) == []


def test_nobody_who_came_got_a_plan_before_the_day_of_the_plans(borough: DemoBorough) -> None:
    came = facts(borough, "plan_in_seven_days", whole_year=True).cases
    day = borough.truth.rounds_from + timedelta(days=1)
    in_time = [each for each in came if each.met]
    assert all(add_working_days(each.day, 7) >= day >= each.day for each in in_time)
    assert len(came) > len(in_time)


def test_all_d2a_residents_registered_or_not(borough: DemoBorough) -> None:
    period = Period(borough.truth.rounds_from, borough.truth.today)
    with borough.memory.store.reading() as connection:
        asked = Asked("d2a_registered", period)
        found = measure_facts(connection, GP, asked, borough.memory.clock())
    registered = sum(bool(each.met) for each in found.cases)
    assert (registered, len(found.cases)) == (
        borough.truth.d2a.registered,
        borough.truth.d2a.present,
    )


def test_d2a_residents_are_seen_in_the_weeks_with_a_round(borough: DemoBorough) -> None:
    cases = facts(borough, "d2a_weekly").cases
    held = {(h.home_id, monday_of(day)) for h in borough.truth.homes for day in h.rounds}
    assert cases
    for each in cases:
        assert each.met is ((each.home_id, monday_of(each.day)) in held)


def test_the_forecast_says_what_the_bed_nights_of_the_year_say(borough: DemoBorough) -> None:
    truth = borough.truth
    period = Period(truth.began, truth.today - timedelta(days=1))
    with borough.memory.store.reading() as connection:
        asked = OutcomesAsked(period)
        found = d2a_outcomes(connection, GP, asked, borough.memory.clock()).forecast
    assert found is not None
    assert found.beds == sum(truth.d2a.beds.values())
    nights = Decimal(sum(truth.d2a.nights)) / len(truth.d2a.nights)
    assert abs(found.nights - nights) <= Decimal("0.05")
    in_beds = Decimal(truth.d2a.occupied_nights) / len(period.days)
    assert found.mean_low < in_beds < found.mean_high
    assert found.day_low < found.mean < found.day_high


def test_small_counts_are_kept_back_where_homes_are_compared(borough: DemoBorough) -> None:
    found = table(borough, "hospital_admissions")
    shown = [each for each in found.rows if each.figure]
    assert all(each.figure.part == 0 or each.figure.part >= 5 for each in shown if each.figure)
    assert len(found.rows) - len(shown) != 1  # a single one could be worked out from the total
    assert found.total.figure


@pytest.mark.parametrize("measure", ["falls", "weekly_rounds", "plan_coverage", "d2a_again"])
def test_a_home_asked_for_alone_has_the_cases_that_it_has_among_all(
    borough: DemoBorough, measure: str
) -> None:
    every = facts(borough, measure, whole_year=True)
    for place in every.places:
        own = facts(borough, measure, whole_year=True, home_id=place.home_id)
        among = {each for each in every.cases if each.home_id == place.home_id}
        assert set(own.cases) == among
        assert own.days == {key: n for key, n in every.days.items() if key[0] == place.home_id}


@pytest.mark.parametrize("measure", ["falls", "weekly_rounds"])
def test_months_add_up_to_the_whole(borough: DemoBorough, measure: str) -> None:
    found = table(borough, measure, Cut.MONTH)
    assert found.total.figure is not None
    assert sum(r.figure.part for r in found.rows if r.figure) == found.total.figure.part
    assert sum(r.figure.whole for r in found.rows if r.figure) == found.total.figure.whole


def test_who_may_not_read_the_records_gets_no_figure(borough: DemoBorough) -> None:
    officer = Actor("q", "Q", Role.QUALITY_OFFICER, "Council")
    asked = Asked("falls", Period(date(2026, 11, 1), date(2026, 11, 2)))
    with borough.memory.store.reading() as connection, pytest.raises(NotAllowed):
        measure_facts(connection, officer, asked, borough.memory.clock())
    with pytest.raises(NotAllowed, match="not shown to your role"):
        measures_overview(borough.memory.store, by=officer, asked=asked)


def test_a_manager_gets_the_figures_of_the_own_home_alone(borough: DemoBorough) -> None:
    home = borough.truth.homes[0]
    manager = Actor("m", "M", Role.HOME_MANAGER, "Home", frozenset({home.home_id}))
    period = Period(borough.truth.rounds_from, borough.truth.today - timedelta(days=1))
    with borough.memory.store.reading() as connection:
        found = measure_facts(connection, manager, Asked("falls", period), borough.memory.clock())
    assert [each.home_id for each in found.places] == [home.home_id]
    assert {each.home_id for each in found.cases} == {home.home_id}
    every = measures_overview(borough.memory.store, by=manager, asked=Asked(EVERY_MEASURE, period))
    assert [each.definition.id for each in every.lines] == list(MEASURES)
    own = next(each.figure for each in every.lines if each.definition is FALLS)
    assert own == tabulate(FALLS, found, Asked("falls", period)).total.figure
