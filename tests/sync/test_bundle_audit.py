"""Who saved a bundle and who took one in stands at both ends, in the transaction that it belongs to."""

import pytest
from sqlalchemy import func, select

from mdt_core.sync.bundle import BundleHead
from mdt_service.api.bundles import Desk, answer
from mdt_service.hub import bundles
from mdt_service.hub.bundles import Taken
from mdt_service.hub.tables import CHANGE, RECEIVED_AUDIT
from mdt_service.hub.walls import EVERYTHING
from tests.service.serving import Serving
from tests.store.deeds import admit
from tests.sync.conftest import NewDesk
from tests.sync.sticks import BY, Stick, connected, deeds


class PowerCut(Exception):
    """The machine of the service stops."""


def test_who_saved_a_bundle_and_took_its_answer_in_stands_in_the_audit_that_the_service_gets(
    on_sqlite: Serving, new_desk: NewDesk, stick: Stick
) -> None:
    home = connected(new_desk, on_sqlite)
    admit(home.workspace)
    stick.carry(home, on_sqlite)
    assert deeds(home)[-3:] == ["bundle_saved", "answer_begun", "answer_taken"]
    home.exchange()
    with on_sqlite.service.database.reading() as connection:
        told = [row.line for row in connection.execute(select(RECEIVED_AUDIT))]
        follows = {row.follows for row in connection.execute(select(RECEIVED_AUDIT))}
    assert follows == {True}
    assert any('"answer_taken"' in line and "sent 3" in line for line in told)


def test_the_service_writes_down_who_takes_a_file_in_before_anything_of_it_is_taken(
    on_sqlite: Serving, new_desk: NewDesk, stick: Stick
) -> None:
    home = connected(new_desk, on_sqlite)
    admit(home.workspace)
    file, database = stick.save(home), on_sqlite.service.database

    def logged() -> int:
        with database.reading(EVERYTHING) as connection:
            return connection.execute(select(func.count()).select_from(CHANGE)).scalar_one()

    before, cut = logged(), []

    def cut_off(_head: BundleHead) -> None:
        cut.append(logged())
        raise PowerCut

    desk = Desk(on_sqlite.service, on_sqlite.parts.settings, str, begins=cut_off)
    with pytest.raises(PowerCut):
        answer(desk, file.read_bytes())
    assert cut == [logged()] == [before]
    begun = Taken("home", 1, "hash", "", "", BY, bundles.BEGUN)
    database.deed(lambda deed: bundles.keep(deed, begun))  # as a power cut leaves it
    stick.answer(on_sqlite, file)
    with database.reading() as connection:
        came_to = [each.came_to for each in bundles.listed(connection)]
    assert came_to[0] == bundles.BEGUN
    assert [words.partition(":")[0] for words in came_to[1:]] == ["Taken"]
    assert logged() > before
