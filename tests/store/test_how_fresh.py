"""What is shown of a home is as old as the oldest of its logs, and not got while one of them never was."""

from datetime import timedelta

from mdt_desktop.device import sync_book
from mdt_desktop.device.workspace import OpenWorkspace
from mdt_desktop.sync.status import sync_status
from tests.support.memory_store import STARTED

LATER = STARTED + timedelta(hours=5)


def test_a_home_is_as_old_as_its_oldest_log(workspace: OpenWorkspace) -> None:
    with sync_book.writing(workspace.store.engine) as connection:
        sync_book.mark_got(connection, ["home:elm:clinical", "home:oak:clinical", "ref"], STARTED)
        sync_book.mark_got(connection, ["home:elm:identity"], LATER)
        sync_book.keep_places(connection, [sync_book.Place("home:oak:identity", 3, "half")])
    with workspace.store.reading() as connection:
        assert sync_status(connection).got_at == {"elm": STARTED, "oak": None}
