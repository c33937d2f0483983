"""Intervals, figures, tables and the forecast by hand-worked and published examples."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_core.documents.measure_contents import (
    about_words,
    full_words,
    ranking_words,
    sections_of,
)
from mdt_core.measures.definition import Case, Definition, Facts, Form, Place
from mdt_core.measures.definitions import (
    ACUTE,
    ADMISSIONS,
    FALLS,
    MEASURES,
    PLANS,
    REGISTERED,
    ROUNDS,
)
from mdt_core.measures.discharges import D2aStay
from mdt_core.measures.figures import (
    NO_DAYS,
    NOT_SHOWN,
    NOTHING,
    TOO_SMALL,
    count_words,
    figure,
    overlap_words,
    range_words,
    value_words,
    verdict_words,
)
from mdt_core.measures.forecast import forecast_beds
from mdt_core.measures.intervals import at_most, count_limits, enough_for, wilson
from mdt_core.measures.resident_days import Period
from mdt_core.measures.tables import Asked, Cut, MeasureTable, Order, key_of, tabulate
from mdt_core.records.homes import HomeType, Neighbourhood
from mdt_core.records.stays import Destination
from mdt_core.use_cases.measure_reports import COLUMNS, measure_csv

DAY = date(2026, 11, 10)
NOVEMBER = Period(date(2026, 10, 1), date(2026, 11, 30))
PLACES = (
    Place("a", "Alder", Neighbourhood.NORTH, HomeType.NURSING),
    Place("b", "Beech", Neighbourhood.NORTH, HomeType.NURSING),
    Place("c", "=Cedar()", Neighbourhood.SOUTH, HomeType.RESIDENTIAL),
    Place("d", "Dogwood"),
)


def events(**of_home: int) -> tuple[Case, ...]:
    return tuple(
        Case(home, DAY, resident_id=f"{home}{number}")
        for home, count in of_home.items()
        for number in range(count)
    )


def table_of(
    cases: tuple[Case, ...], definition: Definition = ADMISSIONS, **asked: object
) -> MeasureTable:
    days = {(place.home_id, DAY): 1_000 for place in PLACES}
    facts = Facts(cases, PLACES, days if definition.form is Form.RATE else {})
    return tabulate(definition, facts, Asked(definition.id, NOVEMBER, **asked))  # type: ignore[arg-type]


def shown(table: MeasureTable) -> dict[str, int | None]:
    return {row.label: row.figure.part if row.figure else None for row in table.rows}


def is_near(limits: tuple[float, float], low: float, high: float, *, by: float) -> bool:
    return abs(limits[0] - low) < by and abs(limits[1] - high) < by


# Intervals


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [(0, 0.0, 3.689), (1, 0.0253, 5.572), (5, 1.623, 11.668), (9, 4.115, 17.085)],
)
def test_exact_limits_of_small_counts_are_garwoods(count: int, low: float, high: float) -> None:
    assert is_near(count_limits(count), low, high, by=1e-3)


def test_byars_limits_are_near_the_exact_ones() -> None:
    assert is_near(count_limits(10), 4.795, 18.390, by=0.02)
    assert is_near(count_limits(100), 81.36, 121.63, by=0.02)


def test_wilsons_limits_stay_between_nought_and_one() -> None:
    assert is_near(wilson(0, 10), 0.0, 0.2775, by=1e-4)
    assert is_near(wilson(10, 10), 0.7225, 1.0, by=1e-4)
    assert is_near(wilson(5, 10), 0.2366, 0.7634, by=1e-4)


@pytest.mark.parametrize(("part", "whole"), [(1, 0), (3, 2), (-1, 2)])
def test_no_share_has_no_limits(part: int, whole: int) -> None:
    with pytest.raises(ValueError, match="is no share"):
        wilson(part, whole)
    with pytest.raises(ValueError, match="negative"):
        count_limits(-1)


def test_chances_of_a_poisson_count() -> None:
    assert at_most(2, 1.0) == pytest.approx(0.9197, abs=1e-4)
    assert (at_most(-1, 3.0), at_most(0, 0.0)) == (0.0, 1.0)
    assert [enough_for(chance, 4.0) for chance in (0.025, 0.5, 0.95, 0.975)] == [1, 4, 8, 8]
    with pytest.raises(ValueError, match="chance"):
        enough_for(1.0, 4.0)


# Figures


def test_a_share_leaves_out_what_is_not_known_and_says_how_much() -> None:
    cases = [Case("a", DAY, met) for met in (True, True, False, None)]
    found = figure(PLANS, cases)
    assert value_words(found) == "66.7 %"
    assert range_words(found) == "95 % interval 20.8 to 93.9"
    assert count_words(found) == "2 of 3; 1 not known"


def test_a_rate_is_of_what_counts_and_none_without_days() -> None:
    cases = [Case("a", DAY, met) for met in (True, True, True, False)]
    assert value_words(figure(ADMISSIONS, cases, 290)) == "10.3 per 1,000 resident-days"
    assert full_words(figure(ADMISSIONS, cases, 290)).endswith("3 in 290")
    assert value_words(figure(ADMISSIONS, [])) == NO_DAYS


def test_days_have_median_and_quartiles_and_the_overdue_beside_them() -> None:
    took = [Case("a", DAY, took=Decimal(days)) for days in (1, 2, 4, 8)]
    late = [Case("a", DAY, met=False, is_late=True), Case("a", DAY, met=False)]
    found = figure(ACUTE, [*took, *late])
    assert value_words(found) == "3.0 days"
    assert range_words(found) == "Middle half 1.8 to 5.0"
    assert count_words(found) == "4 ended; 2 still open, 1 of them overdue"
    assert value_words(figure(ACUTE, late[1:])) == NOTHING
    assert count_words(figure(ACUTE, late[1:])) == "0 ended; 1 still open"
    assert count_words(figure(ACUTE, [])) == ""


def test_the_question_of_a_measure_is_answered() -> None:
    here = [Case("a", DAY) for _ in range(3)]
    assert verdict_words(REGISTERED, figure(REGISTERED, here)).endswith("Yes: all 3")
    some = figure(REGISTERED, [*here, Case("a", DAY, met=False)])
    assert verdict_words(REGISTERED, some).endswith("No: 1 of 4 are not")
    assert verdict_words(REGISTERED, figure(REGISTERED, [])) == ""
    assert verdict_words(PLANS, figure(PLANS, here)) == ""


# Tables


def test_small_counts_of_people_and_the_next_smallest_are_kept_back() -> None:
    found = table_of(events(a=12, b=3, c=9, d=7))
    assert shown(found) == {"=Cedar()": 9, "Alder": None, "Beech": None, "Dogwood": 7}
    assert found.total.figure is not None
    assert found.total.figure.part == 31
    assert all(not row.cases for row in found.rows if row.figure is None)
    assert TOO_SMALL in str(sections_of(found))


def test_the_one_home_that_is_chosen_is_shown_whole() -> None:
    found = table_of(events(a=12, b=3), home_id="b", cut=Cut.MONTH)
    assert found.total.figure is not None
    assert (found.total.label, found.total.figure.part) == ("Beech", 3)
    assert shown(found) == {"Oct 2026": 0, "Nov 2026": 3}


def test_weeks_are_no_people_and_are_shown_however_few() -> None:
    weeks = tuple(Case(each.home_id, DAY, each.home_id != "b") for each in PLACES)
    assert shown(table_of(weeks, ROUNDS)) == {"=Cedar()": 1, "Alder": 1, "Beech": 0, "Dogwood": 1}


def test_a_share_that_leaves_few_out_is_small_too() -> None:
    cases = (*events(a=20, b=20, c=20, d=20), Case("a", DAY, met=False))
    assert shown(table_of(cases, PLANS))["Alder"] is None


@given(st.lists(st.integers(0, 30), min_size=4, max_size=4), st.sampled_from([ADMISSIONS, PLANS]))
def test_no_total_gives_a_single_home_away(counts: list[int], definition: Definition) -> None:
    found = table_of(events(**dict(zip("abcd", counts, strict=True))), definition)
    shown_ones = [row.figure for row in found.rows if row.figure]
    assert not any(each.is_small for each in shown_ones)
    for cut in (Cut.NEIGHBOURHOOD, Cut.TYPE):
        for group in {key_of(place, cut) for place in PLACES}:
            keys = {place.home_id for place in PLACES if key_of(place, cut) == group}
            rows = [row for row in found.rows if row.key in keys]
            others = [row for row in rows if row.figure and row.figure.value is not None]
            assert sum(row.figure is None for row in rows) != 1 or not others


def test_few_people_beside_a_figure_are_not_counted_out() -> None:
    unknown = tuple(Case("a", DAY, met=None, resident_id=f"u{n}") for n in range(2))
    found = table_of((*events(a=20, b=20, c=20, d=20), *unknown), PLANS)
    alder = next(row.figure for row in found.rows if row.label == "Alder")
    assert alder is not None
    assert count_words(alder) == "20 of 20; fewer than 5 not known"
    assert ",20,20,Fewer than 5," in measure_csv(found)
    assert found.total.figure is not None
    assert count_words(found.total.figure) == "80 of 80; 2 not known"


def test_rows_by_neighbourhood_and_type_end_with_what_is_not_recorded() -> None:
    cases = events(a=6, b=6, c=6, d=6)
    by_area = table_of(cases, cut=Cut.NEIGHBOURHOOD)
    assert [row.label for row in by_area.rows] == ["North", "South", "Not recorded"]
    by_type = table_of(cases, cut=Cut.TYPE)
    assert [row.label for row in by_type.rows] == [
        "Nursing home",
        "Residential home",
        "Not recorded",
    ]


def test_the_highest_stand_first_only_where_that_is_asked() -> None:
    cases = events(a=6, b=9, c=30, d=7)
    by_name = [row.label for row in table_of(cases).rows]
    assert by_name == ["=Cedar()", "Alder", "Beech", "Dogwood"]
    highest = table_of(cases, order=Order.HIGHEST)
    assert [row.label for row in highest.rows] == ["=Cedar()", "Beech", "Dogwood", "Alder"]
    assert all(range_words(row.figure) for row in highest.rows if row.figure)


def test_a_ranking_from_the_lowest_says_which_places_the_intervals_tell_apart() -> None:
    lowest = table_of(events(a=6, b=9, c=30, d=7), order=Order.LOWEST)
    assert [row.label for row in lowest.rows] == ["Alder", "Dogwood", "Beech", "=Cedar()"]
    words = ranking_words(lowest)
    assert words == (
        "Lowest first. Intervals of 3 of 6 pairs do not overlap: Alder and =Cedar(); Dogwood and"
        " =Cedar(); Beech and =Cedar(). The places of the others tell nothing apart."
    )
    assert any(words in section.how_counted for section in sections_of(lowest))
    alike = table_of(events(a=6, b=7, c=8, d=7), order=Order.LOWEST)
    assert ranking_words(alike).endswith("the order tells none of them apart.")
    assert ranking_words(table_of(events(a=6, b=9, c=30, d=7))) == ""


def test_a_row_that_is_kept_back_has_no_place_in_a_ranking() -> None:
    lowest = table_of(events(a=3, b=9, c=30, d=12), order=Order.LOWEST)
    assert [row.figure is None for row in lowest.rows] == [False, False, True, True]
    assert {row.label for row in lowest.rows[2:]} == {"Alder", "Beech"}


def test_a_rate_counts_from_the_day_on_which_a_home_records_here() -> None:
    early = Case("a", DAY - timedelta(days=20))
    days = {("a", early.day): 30, ("a", DAY): 40, ("b", DAY): 50}
    facts = Facts((early, *events(a=2)), PLACES[:2], days, {"a": DAY})
    found = tabulate(FALLS, facts, Asked(FALLS.id, NOVEMBER))
    assert found.total.figure is not None
    assert (found.total.figure.part, found.total.figure.whole) == (2, 90)
    assert "recorded here from 10-Nov-2026 on" in about_words(found)


def test_before_and_after_say_whether_chance_may_have_done_it() -> None:
    before = tuple(Case("a", DAY - timedelta(days=1)) for _ in range(30))
    days = {("a", DAY - timedelta(days=1)): 1_000, ("a", DAY): 1_000}
    facts = Facts((*before, *events(a=6)), PLACES[:1], days)
    found = tabulate(FALLS, facts, Asked(FALLS.id, NOVEMBER, from_day=DAY)).compared
    assert found is not None
    assert (found.before.part, found.after.part) == (30, 6)
    assert "do not overlap" in overlap_words(found.before, found.after)
    assert "may be chance" in overlap_words(found.after, found.after)
    assert "nothing can be compared" in overlap_words(found.after, figure(FALLS, []))
    assert "median" in overlap_words(figure(ACUTE, []), figure(ACUTE, []))
    assert tabulate(PLANS, facts, Asked(PLANS.id, NOVEMBER, from_day=DAY)).compared is None


def test_a_file_for_a_spreadsheet_has_no_formula_and_no_small_count() -> None:
    lines = measure_csv(table_of(events(a=12, b=3, c=9, d=7))).splitlines()
    assert lines[0] == ",".join(COLUMNS)
    assert lines[1].startswith('Admissions to hospital,Home,All 4 homes,7.8,"per 1,000 res')
    assert lines[2].startswith("Admissions to hospital,Home,'=Cedar()")
    beech = next(line for line in lines if ",Beech," in line)
    assert beech.endswith(f",,,,,,,2026-10-01,2026-11-30,{NOT_SHOWN}")


@pytest.mark.parametrize("definition", list(MEASURES.values()), ids=list(MEASURES))
def test_each_measure_says_what_it_counts_over_what_and_what_it_leaves_out(
    definition: Definition,
) -> None:
    assert all((definition.counted, definition.over, definition.left_out, definition.yes))
    told = dict(sections_of(table_of((), definition))[-1].lines)
    assert told["Counted"] == definition.counted
    assert told["From the records"]


# The forecast


def test_the_forecast_is_arrivals_times_nights_with_ranges() -> None:
    came = datetime(2026, 9, 1, 12, tzinfo=UTC)
    stays = [
        D2aStay("x", "a", came + timedelta(days=n), came + timedelta(days=n + 20), Destination.COMM)
        for n in range(61)
    ]
    period = Period(date(2026, 9, 1), date(2026, 10, 31))
    found = forecast_beds(stays, period, 24)
    assert found is not None
    assert (found.arrivals, found.days, found.nights) == (61, 61, Decimal("20.0"))
    assert (found.a_week, found.mean) == (Decimal("7.0"), Decimal("20.0"))
    assert (found.day_low, found.day_high) == (12, 29)
    assert [beds for beds, _ in found.short] == [20, 22, 24, 26, 28]
    assert dict(found.short)[24] == Decimal("15.7")
    assert forecast_beds([], period, 24) is None
