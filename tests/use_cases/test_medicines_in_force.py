"""Which medicines were in force at a time, as last known; what is not known is never «none»."""

from datetime import timedelta

import pytest

from mdt_core.clock import PartialDate
from mdt_core.records.medicines import ListSource, MedicineState
from mdt_core.store.queries.medicines import InForce, medicines_in_force
from tests.support.memory_store import STARTED
from tests.use_cases.test_falls import AS_OF, Night


@pytest.fixture(scope="module")
def night() -> Night:
    made = Night()
    made.list_medicine("apixaban", started=PartialDate("2026"))
    made.list_medicine("ramipril", state=MedicineState.ON_HOLD)
    made.list_medicine("codeine", started=PartialDate("2026-12"))
    made.list_medicine("stopped in part", state=MedicineState.STOPPED, stopped=PartialDate("2026"))
    made.list_medicine(
        "stopped in May", state=MedicineState.STOPPED, stopped=PartialDate("2026-05")
    )
    made.list_medicine("stopped undated", state=MedicineState.STOPPED)
    made.list_medicine("ended", state=MedicineState.COMPLETED, stopped=PartialDate("2026-11-24"))
    made.say_where_from()
    return made


def at(night: Night, **before: float) -> InForce:
    with night.store.reading() as connection:
        return medicines_in_force(connection, night.who, STARTED - timedelta(**before))


def test_a_line_counts_from_its_start_to_its_end_and_longer_where_that_is_not_known(
    night: Night,
) -> None:
    now = at(night)
    assert set(now.names) == {"apixaban", "ramipril", "stopped in part", "ended"}
    assert (now.is_recorded, now.list_source, now.as_of) == (True, ListSource.MAR, AS_OF)
    assert not now.has_two_versions


def test_what_was_stopped_since_counts_for_a_time_before(night: Night) -> None:
    assert "stopped undated" in at(night, hours=1).names
    assert "stopped in May" in at(night, days=200).names
    assert "stopped in May" not in at(night, days=100).names


def test_without_a_list_nothing_is_said_to_be_recorded() -> None:
    bare = at(Night())
    assert bare == InForce()
    assert not bare.is_recorded
