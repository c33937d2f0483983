"""When to exchange: soon after saving, each minute otherwise, and ever later while nothing answers."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mdt_desktop.sync.schedule import (
    AFTER_SAVING,
    EVERY,
    FIRST_WAIT,
    LONGEST_WAIT,
    SPREAD,
    Schedule,
)

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def test_what_is_saved_goes_out_in_two_seconds_and_otherwise_each_minute() -> None:
    rested = Schedule(NOON).succeeded(NOON)
    assert not rested.is_due(NOON + EVERY - timedelta(seconds=1))
    assert rested.is_due(NOON + EVERY)
    assert rested.saved(NOON).due_at == NOON + AFTER_SAVING


def test_saving_never_puts_off_what_is_due_already() -> None:
    assert Schedule(NOON).saved(NOON + timedelta(minutes=1)).due_at == NOON


def test_after_a_failure_saving_waits_and_a_person_who_asks_does_not() -> None:
    failed = Schedule(NOON).failed(NOON, 0.0).failed(NOON, 0.0)
    assert failed.saved(NOON).due_at == NOON + FIRST_WAIT
    assert failed.asked(NOON).is_due(NOON)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_waits_grow_to_a_quarter_of_an_hour_and_end_with_the_first_success(
    chances: list[float],
) -> None:
    schedule, waits = Schedule(NOON), []
    for chance in chances:
        schedule = schedule.failed(NOON, chance)
        waits.append(schedule.due_at - NOON)
        assert schedule.due_at - NOON <= LONGEST_WAIT * (1 + SPREAD)
    assert waits[0] >= FIRST_WAIT
    assert all(later >= FIRST_WAIT for later in waits)
    assert schedule.succeeded(NOON) == Schedule(NOON + EVERY)
