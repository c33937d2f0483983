"""Whatever goes wrong between real computers and the real service: healed, every promise P1 to P15 holds."""

import pytest
from hypothesis.stateful import run_state_machine_as_test

from tests.properties.settings import WORLDS
from tests.sync.machine.machine import SyncMachine

SHARES = 10


@pytest.mark.parametrize("share", range(SHARES))
def test_every_promise_holds_whatever_goes_wrong(share: int) -> None:
    del share  # each draws cases of its own
    run_state_machine_as_test(SyncMachine, settings=WORLDS)
