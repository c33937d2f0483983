"""Figures of D2A beds by hand-worked examples: destinations, length of stay, use of beds, readmissions."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from mdt_core.measures.discharges import (
    D2aStay,
    destination_table,
    destinations_of,
    length_of_completed,
    length_of_stay,
    length_so_far,
)
from mdt_core.measures.occupancy import NO_REASON, BedUse, Closed, measure_occupancy
from mdt_core.measures.readmissions import readmissions
from mdt_core.measures.resident_days import Period, Span
from mdt_core.records.stays import Destination

BOROUGH = {
    Destination.COMM: 347,
    Destination.NO_SERV: 139,
    Destination.NURS: 16,
    Destination.RES: 58,
    Destination.RIP: 21,
}
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))
NOW = datetime(2026, 12, 31, 12, tzinfo=UTC)


def at(day: int, hour: int = 12, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def stay(came: datetime, left: datetime | None, to: Destination | None, who: str = "a") -> D2aStay:
    return D2aStay(who, "home", came, left, to)


# Destinations


def test_581_discharges_make_the_table_from_counts() -> None:
    table = destination_table(BOROUGH)
    assert table.discharges == 581
    assert [str(each.percent) for each in table.shares] == [
        "59.72", "23.92", "2.75", "9.98", "3.61"
    ]  # fmt: skip


def test_overall_home_is_formed_from_counts_and_not_from_rounded_figures() -> None:
    table = destination_table(BOROUGH)
    assert table.overall_home_percent == Decimal("83.65")
    assert table.shares[0].percent + table.shares[1].percent == Decimal("83.64")


def test_readmitted_and_other_stand_beside_the_table() -> None:
    table = destination_table({**BOROUGH, Destination.HOSPITAL: 9, Destination.OTHER: 2})
    assert (table.discharges, table.overall_home_percent) == (581, Decimal("83.65"))
    assert table.beside == {Destination.HOSPITAL: 9, Destination.OTHER: 2}


@pytest.mark.parametrize("counts", [{}, {Destination.HOSPITAL: 3}], ids=["none", "readmitted"])
def test_without_discharges_there_are_no_percentages(counts: dict[Destination, int]) -> None:
    table = destination_table(counts)
    assert (table.shares, table.overall_home_percent) == ((), None)


def test_stays_count_by_the_day_of_leaving_in_london() -> None:
    late = datetime(2026, 10, 31, 23, 30, tzinfo=UTC)  # still 31 October: the clocks are back
    stays = [
        stay(at(1, month=10), late, Destination.COMM),
        stay(at(1, month=10), at(1, 0), Destination.RIP),
        stay(at(1, month=10), at(30, 23), None),
        stay(at(1, month=10), None, None),
    ]
    table = destinations_of(stays, NOVEMBER)
    assert (table.discharges, table.overall_home, table.not_recorded) == (1, 0, 1)


# Length of stay


def test_length_of_stay_by_hand() -> None:
    found = length_of_stay([10, 20, 28, 29, 43, 50])
    assert (found.median, found.mean) == (Decimal("28.5"), Decimal("30.0"))
    assert (found.lower_quartile, found.upper_quartile) == (Decimal("22.0"), Decimal("39.5"))
    assert (found.longer[28], found.longer[42]) == (3, 2)
    assert (found.percent_longer(28), found.percent_longer(42)) == (
        Decimal("50.00"),
        Decimal("33.33"),
    )


def test_one_stay_is_its_own_median_and_no_stay_has_none() -> None:
    alone = length_of_stay([7])
    assert [alone.median, alone.upper_quartile] == [7, 7]
    nothing = length_of_stay([])
    assert (nothing.stays, nothing.median, nothing.mean, nothing.percent_longer(28)) == (
        0, None, None, None
    )  # fmt: skip


def test_completed_and_lasting_stays_are_measured_apart() -> None:
    stays = [
        stay(at(1, 15), at(11, 10), Destination.COMM),
        stay(at(2, 15, month=9), None, None),
    ]
    assert length_of_completed(stays, NOVEMBER).median == 10
    assert length_so_far(stays, date(2026, 11, 30)).median == 89
    assert stays[0].hours == 9 * 24 + 19


# Use of beds


def test_bed_days_utilisation_and_the_cost_of_voids_by_hand() -> None:
    occupied = BedUse("1", (Span(at(1, 15), at(21, 10)),))  # nights of 1 to 20
    closed = Closed(date(2026, 11, 11), date(2026, 11, 15), Decimal("85.50"))
    void = BedUse("2", (Span(at(16), None),), (closed,))
    found = measure_occupancy((occupied, void), NOVEMBER)
    assert (found.commissioned, found.occupied, found.void, found.empty) == (60, 35, 5, 20)
    assert (found.utilisation, found.void_cost) == (Decimal("58.33"), Decimal("427.50"))


def test_a_bed_counts_from_the_day_it_was_commissioned() -> None:
    bed = BedUse("1", (Span(at(1), None),), commissioned_from=date(2026, 11, 21))
    found = measure_occupancy((bed,), NOVEMBER)
    assert (found.commissioned, found.occupied) == (10, 10)


def test_a_closed_bed_with_somebody_in_it_is_occupied_and_costs_nothing() -> None:
    bed = BedUse("1", (Span(at(1), None),), (Closed(date(2026, 11, 1), None, Decimal(90)),))
    found = measure_occupancy((bed,), NOVEMBER)
    assert [found.occupied, found.void, found.void_cost] == [30, 0, 0]


def test_void_days_without_a_rate_are_said_and_not_free() -> None:
    bed = BedUse(
        "1", (), (Closed(date(2026, 11, 29)), Closed(date(2026, 11, 30), None, Decimal(9)))
    )
    found = measure_occupancy((bed,), NOVEMBER)
    assert (found.void, found.void_cost, found.void_without_rate) == (2, Decimal(9), 1)


def test_void_days_are_told_by_reason_and_each_day_once() -> None:
    outbreak = Closed(date(2026, 11, 1), date(2026, 11, 4), reason="Outbreak")
    mending = Closed(date(2026, 11, 4), date(2026, 11, 5), reason="Maintenance")
    other = BedUse("2", (), (Closed(date(2026, 11, 1), date(2026, 11, 1)),))
    found = measure_occupancy((BedUse("1", (), (outbreak, mending)), other), NOVEMBER)
    assert found.void_reasons == {"Outbreak": 3, "Maintenance": 2, NO_REASON: 1}
    assert sum(found.void_reasons.values()) == found.void


def test_no_beds_have_no_utilisation() -> None:
    assert measure_occupancy((), NOVEMBER).utilisation is None


# Readmissions


def test_readmissions_within_7_28_and_30_days_to_the_hour() -> None:
    left = at(3)
    stays = [stay(at(1, month=10), left, Destination.COMM, who) for who in "abc"]
    admissions = {
        "a": [left + timedelta(days=7)],
        "b": [left + timedelta(days=28, hours=1)],
        "c": [left - timedelta(days=1), left + timedelta(days=31)],
    }
    found = readmissions(stays, admissions, NOVEMBER, NOW)
    assert [(each.days, each.stays, each.readmitted) for each in found] == [
        (7, 3, 1),
        (28, 3, 1),
        (30, 3, 2),
    ]
    assert found[0].percent == Decimal("33.33")


def test_a_stay_that_ended_lately_is_not_in_the_longer_figures_yet() -> None:
    stays = [stay(at(1, month=10), at(20), Destination.COMM)]
    found = readmissions(stays, {}, NOVEMBER, at(30))
    assert [each.stays for each in found] == [1, 0, 0]
    assert found[1].percent is None


def test_the_dead_cannot_be_readmitted_and_leaving_for_hospital_is_one() -> None:
    stays = [
        stay(at(1, month=10), at(3), Destination.RIP, "a"),
        stay(at(1, month=10), at(3), Destination.HOSPITAL, "b"),
    ]
    assert [(e.stays, e.readmitted) for e in readmissions(stays, {}, NOVEMBER, NOW)] == [(1, 1)] * 3
