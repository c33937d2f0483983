"""The machine is seen to see: each of these faults, put into the real code, is found by a promise that breaks."""

from typing import ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.sync.machine.beginning import FirstDays
from tests.sync.machine.faults import FAULTS, Fault, planted
from tests.sync.machine.machine import SyncMachine

MOST_CASES = 400
FINDING = settings(
    deadline=None,
    derandomize=True,
    max_examples=MOST_CASES,
    stateful_step_count=10,
    phases=[Phase.generate],
    database=None,
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found(name: str) -> None:
    with planted(name) as fault, pytest.raises(AssertionError) as found:
        run_state_machine_as_test(looking_for(fault), settings=FINDING)
    assert str(found.value).partition(":")[0] in fault.breaks


@pytest.mark.parametrize("name", ["last writer wins", "a fork is not answered"])
def test_where_a_fault_is_looked_for_nothing_is_found_without_it(name: str) -> None:
    run_state_machine_as_test(
        looking_for(FAULTS[name]), settings=settings(FINDING, max_examples=15)
    )


def looking_for(fault: Fault) -> type[SyncMachine]:
    """The machine, with no more to choose from than the fault may show in."""

    class Narrow(SyncMachine):
        seats, deeds, misfortunes = fault.seats, fault.deeds, fault.misfortunes
        troubles = fault.troubles
        first_days: ClassVar[FirstDays] = {}

    return Narrow
