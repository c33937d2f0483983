"""An exchange cut at every single byte, of what is sent and of what is answered."""

import pytest

from mdt_core.roles import Role
from tests.service.serving import Serving
from tests.sync.conftest import NewDesk, new_desk, on_sqlite  # noqa: F401 - its fixtures
from tests.sync.every_byte import bytes_to_cut, cutting
from tests.sync.lines import Way

SHARES = 4


@pytest.mark.timeout(0)
@pytest.mark.parametrize("share", range(SHARES))
@pytest.mark.parametrize("way", ["there", "back"])
def test_an_exchange_cut_at_every_byte_is_made_good_by_the_next(
    on_sqlite: Serving,  # noqa: F811
    new_desk: NewDesk,  # noqa: F811
    way: Way,
    share: int,
) -> None:
    made = cutting(on_sqlite, new_desk, Role.GP)
    for byte in bytes_to_cut(made.whole(), way, every=1)[share::SHARES]:
        made.at(way, byte)
    made.require_nothing_lost()
