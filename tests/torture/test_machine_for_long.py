"""Ten thousand worlds, each longer than those of the ordinary run: every promise holds in all of them."""

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.properties.settings import WORLDS
from tests.sync.machine.machine import SyncMachine

SHARES = 50
LONG = settings(WORLDS, max_examples=200, stateful_step_count=30)


@pytest.mark.timeout(0)
@pytest.mark.parametrize("share", range(SHARES))
def test_every_promise_holds_in_ten_thousand_worlds(share: int) -> None:
    del share  # each draws cases of its own
    run_state_machine_as_test(SyncMachine, settings=LONG)
