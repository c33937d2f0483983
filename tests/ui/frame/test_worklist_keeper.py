"""What may be a reason to see somebody is kept behind the window, once nothing more is written."""

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select
from typing_extensions import override

from mdt_core.errors import StoreProblem
from mdt_core.records.concerns import Concern, HowSoon
from mdt_core.store.standings import STANDING
from mdt_core.store.store import Store
from mdt_core.use_cases.observations import raise_concern
from mdt_desktop.qt.changes import ChangeBus, Changes
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.frame import worklist_keeper
from mdt_desktop.ui.frame.worklist_keeper import WorklistKeeper
from tests.support.ward import Ward

EVERYBODY = 12


@pytest.fixture(autouse=True)
def _quiet_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worklist_keeper, "QUIET_MS", 0)


def kept(store: Store) -> int:
    with store.reading() as connection:
        return connection.execute(select(func.count()).select_from(STANDING)).scalar_one()


def test_everybody_is_kept_at_first_and_whoever_is_written_about_again(
    context: Context, ward: Ward, qtbot: QtBot
) -> None:
    store, bus, runner = context.store, context.bus, context.runners.long_work
    keeper = WorklistKeeper(store, bus, runner)
    keeper.begin()
    qtbot.waitUntil(lambda: runner.is_idle and kept(store) == EVERYBODY)
    concern = Concern(words="not herself", how_soon=HowSoon.TODAY)
    raise_concern(store, by=context.actor, resident_id=ward.of("Tran"), concern=concern)
    assert kept(store) == EVERYBODY - 1
    bus.publish(Changes(frozenset({Concern.kind})))
    qtbot.waitUntil(lambda: runner.is_idle and kept(store) == EVERYBODY)
    keeper.end()


def test_nothing_more_is_begun_once_it_has_ended(context: Context, qtbot: QtBot) -> None:
    store, bus, runner = context.store, context.bus, context.runners.long_work
    keeper = WorklistKeeper(store, bus, runner)
    keeper.begin()
    keeper.end()
    bus.publish(Changes(frozenset({Concern.kind})))
    with qtbot.waitSignal(runner.became_idle):
        runner.run(int, then=lambda _: None, failed=lambda _: None)
    assert kept(store) == 0


class _FullDisk(Store):
    """A store that cannot be written to."""

    @override
    def keep_standings(self, most: int = 4) -> int:
        raise StoreProblem(f"No room for {most}")


def test_a_full_disk_is_left_for_the_next_deed_to_tell(context: Context, qtbot: QtBot) -> None:
    plain, runner = context.store, context.runners.long_work
    full = _FullDisk(plain.engine, plain.device, plain.clock, plain.ids)
    keeper = WorklistKeeper(full, ChangeBus(), runner)
    with qtbot.waitSignal(runner.became_idle):
        keeper.begin()
