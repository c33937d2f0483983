"""The lease: issued by the service, kept by the clock of the service, and over without a loss."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_core.clock import utc_text
from mdt_core.errors import InvalidInput
from mdt_core.roles import Role
from mdt_core.sync import protocol
from mdt_desktop.sync import lease
from mdt_desktop.sync.lease import AN_UNLOCK, Lease
from mdt_service.handlers import keeping
from mdt_service.settings import from_environment
from tests.properties.settings import FAST
from tests.service.serving import Serving
from tests.store.deeds import admit, sign_entry
from tests.support.memory_store import TestClock
from tests.sync.conftest import Desk, NewDesk
from tests.sync.sticks import Stick, report_of, take
from tests.sync.test_trouble import waiting

DAY = timedelta(days=1)
MET = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
LEASE = Lease(until=MET + 30 * DAY, remind_at=MET + 7 * DAY, seen=MET, passed=MET)
NEVER = timedelta()


def looked(desk: Desk, used: timedelta = NEVER) -> Lease:
    found = lease.look(desk.workspace.store, desk.clock(), used)
    assert found is not None
    return found


@pytest.fixture
def clock() -> TestClock:
    return TestClock(datetime.now(UTC))


@pytest.fixture
def met(on_sqlite: Serving, new_desk: NewDesk, clock: TestClock) -> Desk:
    """A computer with a clock of its own that has just met its service."""
    desk = new_desk("amina", Role.GP, on_sqlite)
    desk.clock = clock
    desk.exchange()
    return desk


def test_a_service_issues_thirty_days_with_each_hello_and_reminds_after_seven(met: Desk) -> None:
    found = looked(met)
    assert timedelta(hours=-1) <= found.until - found.seen - 30 * DAY <= NEVER
    assert found.until - found.remind_at == 23 * DAY


def test_without_a_service_there_is_no_lease(on_sqlite: Serving, new_desk: NewDesk) -> None:
    desk = new_desk("tom", Role.GP, on_sqlite)
    assert lease.look(desk.workspace.store, desk.clock(), NEVER) is None


def test_how_long_it_is_can_be_chosen_and_its_reminder_comes_first() -> None:
    chosen = from_environment({"MDT_LEASE_DAYS": "90", "MDT_LEASE_REMIND_DAYS": "21"})
    assert (chosen.lease_days, chosen.lease_remind_days) == (90, 21)
    assert from_environment({"MDT_LEASE_DAYS": "3"}).lease_remind_days == 3
    with pytest.raises(InvalidInput, match="MDT_LEASE_REMIND_DAYS"):
        from_environment({"MDT_LEASE_DAYS": "3", "MDT_LEASE_REMIND_DAYS": "4"})


def test_after_thirty_days_it_is_over_and_what_was_written_is_still_sent(
    met: Desk, clock: TestClock
) -> None:
    sign_entry(met.workspace, admit(met.workspace), plan="Written on the last day")
    clock.advance(days=8)
    assert looked(met).is_near_its_end(clock())
    assert not looked(met).has_ended(clock())
    clock.advance(days=22)
    assert looked(met).has_ended(clock())
    unsent = waiting(met)
    assert unsent
    clock.now -= 30 * DAY  # the service has gone on without us: its clock is the machine's own
    assert met.exchange().agreed
    assert waiting(met) == 0
    assert not looked(met).has_ended(clock())


def test_a_meeting_makes_it_good_whatever_the_clock_here_says(met: Desk, clock: TestClock) -> None:
    clock.advance(days=400)
    assert looked(met).has_ended(clock())
    met.exchange()
    found = looked(met)
    assert not found.has_ended(clock())
    assert found.has_ended(clock() + 31 * DAY)


def test_that_of_a_revoked_computer_is_over_and_it_still_sends(
    on_sqlite: Serving, met: Desk, clock: TestClock
) -> None:
    sign_entry(met.workspace, admit(met.workspace), plan="Written before it was known")
    keeping.revoke(on_sqlite.service, met.workspace.state.device_id, "Lost on a bus")
    assert not looked(met).has_ended(clock())
    report = met.exchange()
    assert (report.is_revoked, waiting(met)) == (True, 0)
    assert looked(met).has_ended(clock())


def test_an_answer_in_a_file_renews_it_and_says_nothing_of_the_clock(
    on_sqlite: Serving, met: Desk, clock: TestClock, stick: Stick
) -> None:
    before = looked(met)
    answer = stick.answer(on_sqlite, stick.save(met))
    clock.advance(days=3)
    assert report_of(take(met, answer)).agreed
    assert looked(met).skew == before.skew
    assert not looked(met).is_set_back(clock())


# Clocks


def test_a_clock_that_was_set_back_gains_nothing_and_each_use_counts() -> None:
    late = LEASE.counted_on(MET + 29 * DAY, AN_UNLOCK)
    set_back = MET + DAY
    assert late.is_set_back(set_back)
    assert late.now(set_back) == MET + 29 * DAY
    for _ in range(24):
        assert not late.has_ended(set_back)
        late = late.counted_on(set_back, AN_UNLOCK)
    assert late.has_ended(set_back)


def test_a_clock_put_right_by_a_little_costs_nothing() -> None:
    seen = LEASE.counted_on(MET + DAY, AN_UNLOCK)
    right = MET + DAY - timedelta(seconds=90)
    for _ in range(50):
        seen = seen.counted_on(right, AN_UNLOCK)
    assert seen.now(right) == MET + DAY


def test_a_clock_years_ahead_closes_the_records_until_it_is_set_right() -> None:
    ahead = MET + 3_650 * DAY
    looked_at = LEASE.counted_on(ahead, AN_UNLOCK)
    assert looked_at.has_ended(ahead)
    assert not looked_at.has_ended(MET + DAY)
    assert not looked_at.is_set_back(MET + DAY)


@FAST
@given(
    st.lists(st.tuples(st.integers(-60 * 24, 60 * 24), st.integers(0, 600)), max_size=20),
    st.integers(-60 * 24, 60 * 24),
)
def test_no_course_of_clocks_brings_time_back(looks: list[tuple[int, int]], last: int) -> None:
    one = LEASE
    for hours, used in looks:
        here = MET + timedelta(hours=hours)
        after = one.counted_on(here, timedelta(minutes=used))
        assert after.passed >= one.passed
        assert after.seen >= one.seen
        assert after.until == one.until
        one = after
    here = MET + timedelta(hours=last)
    assert one.now(here) >= one.passed
    assert one.is_near_its_end(here) or not one.has_ended(here)


def test_what_is_as_good_as_what_is_kept_is_not_written_again() -> None:
    told = protocol.Lease(until=utc_text(LEASE.until), remind_at=utc_text(LEASE.remind_at))
    hello = protocol.Hello(
        protocol_oldest=1,
        protocol_newest=1,
        server_time=utc_text(MET),
        epoch="e",
        device_id="d",
        grants="",
        lease=told,
    )
    kept = lease.issued(hello, {}, MET - timedelta(minutes=9), by_file=False)
    found = lease.lease_of(kept)
    assert found is not None
    assert found.skew == timedelta(minutes=9)
    again = hello.model_copy(update={"server_time": utc_text(MET + timedelta(minutes=1))})
    assert lease.issued(again, kept, MET - timedelta(minutes=8), by_file=False) == {}
    assert lease.issued(again, kept, MET - timedelta(minutes=99), by_file=False) != {}
    assert lease.issued(hello.model_copy(update={"lease": None}), {}, MET, by_file=False) == {}
