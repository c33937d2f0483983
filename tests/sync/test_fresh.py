"""After how long a home is told as old is for the service to say; devices take it with the next exchange."""

from datetime import timedelta
from pathlib import Path

import pytest

from mdt_core.clock import system_clock
from mdt_core.errors import InvalidInput
from mdt_core.roles import Role
from mdt_desktop.sync.status import USUAL, FreshFor, sync_status
from mdt_service.settings import Settings, from_environment
from tests.service.serving import serving
from tests.sync.conftest import Desk, NewDesk


def fresh_for(desk: Desk) -> FreshFor:
    with desk.workspace.store.reading() as connection:
        return sync_status(connection).fresh_for


def test_a_device_takes_the_limits_of_its_service(tmp_path: Path, new_desk: NewDesk) -> None:
    settings = Settings(is_practice=True, green_hours=1, amber_hours=8)
    url = f"sqlite:///{tmp_path / 'service.db'}"
    with serving(url, clock=system_clock, settings=settings) as served:
        gp = new_desk("amina", Role.GP, served)
        assert fresh_for(gp) == USUAL
        gp.exchange()
        assert fresh_for(gp) == FreshFor(timedelta(hours=1), timedelta(hours=8))
        gp.workspace.close()
        gp.open()
        assert fresh_for(gp).grey == timedelta(hours=8)


def test_amber_does_not_come_before_green() -> None:
    chosen = from_environment({"MDT_GREEN_HOURS": "2", "MDT_AMBER_HOURS": "6"})
    assert (chosen.green_hours, chosen.amber_hours) == (2, 6)
    with pytest.raises(InvalidInput, match="MDT_GREEN_HOURS"):
        from_environment({"MDT_AMBER_HOURS": "3"})
