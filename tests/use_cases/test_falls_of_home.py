"""The falls of a home are formed from its stays, hospital episodes and falls on this device."""

from datetime import date, timedelta

import pytest

from mdt_core.errors import NotAllowed
from mdt_core.measures.falls import FallKind, FallsMeasure
from mdt_core.measures.resident_days import Period
from mdt_core.roles import Role
from mdt_core.store.queries.falls import falls_of_home
from mdt_core.use_cases.fall_details import record_fall_detail
from mdt_core.use_cases.rounds import withdraw
from tests.support import builders
from tests.support.hospital import back_from_hospital, to_hospital
from tests.support.memory_store import GP, STARTED
from tests.use_cases.test_fall_details import Morning

FORTNIGHT = Period(STARTED.date() - timedelta(days=14), STARTED.date() - timedelta(days=1))


def measured(morning: Morning, period: Period = FORTNIGHT) -> FallsMeasure:
    with morning.store.reading() as connection:
        return falls_of_home(connection, GP, morning.home_id, period)


def test_days_before_moving_in_and_in_hospital_do_not_count() -> None:
    morning = Morning()
    assert measured(morning).resident_days == 9
    to_hospital(morning.store, GP, morning.who, STARTED - timedelta(days=6))
    assert measured(morning).resident_days == 3
    back_from_hospital(morning.store, GP, morning.who, STARTED - timedelta(days=4))
    assert measured(morning).resident_days == 7


def test_a_withdrawn_fall_does_not_count_and_the_full_record_does() -> None:
    morning = Morning()
    today = Period(STARTED.date(), STARTED.date())
    morning.sign(minutes_on_floor=90)
    found = measured(morning, today)
    long_lies = {each.kind: each.falls for each in found.kinds}[FallKind.LONG_LIE]
    assert (found.falls, long_lies) == (1, 1)
    withdraw(morning.store, by=GP, record_id=morning.fall_id, reason="Another resident")
    assert measured(morning, today).falls == 0


def test_of_two_full_records_of_one_fall_neither_is_counted_from() -> None:
    morning = Morning()
    today = Period(STARTED.date(), STARTED.date())
    morning.sign(minutes_on_floor=90)
    apart = morning.fill(minutes_on_floor=10).having_seen(())
    record_fall_detail(morning.store, by=GP, draft=apart)
    found = measured(morning, today)
    assert found.falls == 1
    assert {each.kind: each.falls for each in found.kinds}[FallKind.LONG_LIE] == 0
    morning.sign(minutes_on_floor=90)
    kinds = {each.kind: each.falls for each in measured(morning, today).kinds}
    assert kinds[FallKind.LONG_LIE] == 1


def test_the_figures_are_shown_to_those_who_read_notes_of_that_home() -> None:
    morning = Morning()
    stranger = builders.actor(Role.HOME_NURSE, "another home")
    with morning.store.reading() as connection, pytest.raises(NotAllowed):
        falls_of_home(connection, stranger, morning.home_id, Period(*[date(2026, 6, 1)] * 2))
