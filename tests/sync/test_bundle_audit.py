"""Who saved a bundle and who took one in stands at both ends, in the transaction that it belongs to."""

import subprocess
import sys
from signal import SIGKILL

import pytest
from sqlalchemy import func, select

from mdt_core.sync.bundle import BundleHead
from mdt_service.api.bundles import Desk, answer
from mdt_service.hub import bundles
from mdt_service.hub.tables import CHANGE, RECEIVED_AUDIT
from mdt_service.hub.walls import EVERYTHING
from tests.service.processes import ROOT
from tests.service.serving import Serving
from tests.store.deeds import admit
from tests.sync.conftest import NewDesk
from tests.sync.sticks import Stick, connected, deeds, report_of, take, waiting


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
    with database.reading() as connection:
        assert bundles.listed(connection) == ()


@pytest.mark.skipif(sys.platform == "win32", reason="needs a signal that nothing can catch")
def test_a_service_that_is_killed_between_the_changes_and_what_they_came_to_says_so_and_can_go_on(
    on_sqlite: Serving, new_desk: NewDesk, stick: Stick
) -> None:
    home = connected(new_desk, on_sqlite)
    admit(home.workspace)
    file, url = stick.save(home), on_sqlite.parts.settings.database

    def stands() -> tuple[int, list[str]]:
        with on_sqlite.service.database.reading(EVERYTHING) as connection:
            count = connection.execute(select(func.count()).select_from(CHANGE)).scalar_one()
            return count, [each.came_to for each in bundles.listed(connection)]

    before, _none = stands()
    words = ("-m", "tests.sync.killed", url, str(file), str(file) + ".answer", "3")
    assert subprocess.run([sys.executable, *words], cwd=ROOT, check=False).returncode == -SIGKILL
    after, came_to = stands()
    assert after > before
    assert came_to == [bundles.BEGUN]
    report = report_of(take(home, stick.answer(on_sqlite, file)))
    assert (report.sent, report.refused, waiting(home)) == (after - before, 0, 0)
    assert stands()[0] == after
    assert stands()[1][0] == bundles.BEGUN
    assert stands()[1][1].startswith(f"Taken: 0 new, {after - before} known before")
