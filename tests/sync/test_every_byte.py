"""An exchange that is cut at any byte, of what is sent or of what is answered, is made good by the next one."""

import pytest

from mdt_core.roles import Role
from tests.service.serving import Serving
from tests.sync.conftest import NewDesk
from tests.sync.every_byte import bytes_to_cut, cutting
from tests.sync.lines import Way

EVERY = 64
SHARES = 4


@pytest.mark.parametrize("share", range(SHARES))
@pytest.mark.parametrize("way", ["there", "back"])
def test_an_exchange_cut_at_any_byte_is_made_good_by_the_next(
    on_sqlite: Serving, new_desk: NewDesk, way: Way, share: int
) -> None:
    made = cutting(on_sqlite, new_desk, Role.GP)
    places = bytes_to_cut(made.whole(), way, every=EVERY)[share::SHARES]
    felt = [made.at(way, byte) for byte in places]
    assert len(places) > 10
    assert sum(felt) > 0.8 * len(felt)
    made.require_nothing_lost()
