"""The run screen says how far an open action has come at the home, and whom to phone in time."""

from collections.abc import Callable

from pytestqt.qtbot import QtBot

from mdt_core.actor import Actor
from mdt_core.records.actions import Action, ActionPriority
from mdt_core.roles import Role
from mdt_core.store.queries.actions import ActionsAsked, Whose, actions_found
from mdt_core.use_cases.receipts import write_receipts
from mdt_core.use_cases.rounds import add_action
from mdt_desktop.qt.changes import Changes
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.round.page import RoundRunPage
from tests.support.memory_store import TestClock
from tests.ui.round.hands import words_on
from tests.ui.round.scene import Scene

Open = Callable[..., RoundRunPage]


def said(page: RoundRunPage) -> str:
    assert page.desk is not None
    return words_on(page.desk.know)


def test_an_open_action_says_waiting_then_whom_to_phone_then_seen(
    qtbot: QtBot, open_round: Open, context: Context, scene: Scene, clock: TestClock
) -> None:
    fluids = Action(text="Push fluids", owner_role=Role.HOME_NURSE, priority=ActionPriority.URGENT)
    who = scene.residents[0]
    add_action(context.store, by=context.actor, resident_id=who, action=fluids)
    page = open_round(who)
    qtbot.waitUntil(lambda: "Waiting to be sent" in said(page))
    assert page.desk is not None
    clock.advance(minutes=15)
    page.desk.reach.minute.timeout.emit()
    wanted = "Urgent. Not seen by the home yet. Phone 0161 496 0123"
    qtbot.waitUntil(lambda: wanted in said(page))
    homes = frozenset({scene.home_id})
    nurse = Actor("n", "Grace Obi", Role.HOME_NURSE, "Larch House", homes)
    with context.store.reading() as connection:
        asked = ActionsAsked(whose=Whose.ALL)
        listed = actions_found(connection, nurse, asked, scene.day).actions[0]
    assert listed.awaited is not None
    written = write_receipts(context.store, by=nurse, shown=(listed.awaited.version,))
    context.bus.publish(Changes(written.kinds, written.ids))
    qtbot.waitUntil(lambda: "✓ Seen by the home 07:30" in said(page))
    assert "Phone" not in said(page)
