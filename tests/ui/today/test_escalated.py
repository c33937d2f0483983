"""An overdue action that the service told somebody of, on that person's start screen."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from mdt_core.records.actions import Action
from mdt_core.store.queries.actions import ActionsAsked, Show, Whose
from mdt_core.use_cases.rounds import add_action
from mdt_desktop.ui.actions.escalated import NOT_TOLD
from mdt_desktop.ui.actions.reach import NOT_SENT
from mdt_desktop.ui.context import Context, Destination, ToActions, ToResident
from mdt_desktop.ui.today.page import TodayPage
from tests.support.meetings import escalation
from tests.support.ward import Ward
from tests.ui.actions.work import TODAY, sign, told_of
from tests.ui.today.conftest import Open, choose, words


def test_what_the_service_told_a_lead_is_looked_at_and_never_ended_by_one_press(
    context: Context, ward: Ward, opened: Open, visited: list[Destination]
) -> None:
    store, by = context.store, context.actor
    pads = Action(text="Pads", owner="Someone Else", due=TODAY - timedelta(days=3))
    late, _ = add_action(store, by=by, resident_id=ward.of("Tran"), action=pads)
    told_of(store, by, ward, "Tran", late=(late, 5))
    page = opened()
    assert "Overdue and told to you (1)" in words(page)
    choose(page, "Pads")
    row = page.model.row(page.table.currentIndex().row())
    assert row.words.split("\n")[1:3] == ["Told to the clinical lead on 24-Nov-2026", NOT_SENT]
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    choose(page, "1 of 1 shown")
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    assert visited == [
        ToResident(ward.of("Tran")),
        ToActions(ActionsAsked(whose=Whose.ALL, show=Show.OVERDUE)),
    ]


def test_what_a_person_recorded_is_not_called_told_to_nobody(
    context: Context, ward: Ward, opened: Open
) -> None:
    store, by = context.store, context.actor
    bloods = Action(text="Bloods", owner=by.name, due=TODAY - timedelta(days=3))
    add_action(store, by=by, resident_id=ward.of("Tran"), action=bloods)
    told_of(store, by, ward, "Tran", late=("another action", 5))
    assert NOT_TOLD in said_of(opened(), "Bloods")
    of_nothing_named = escalation().model_copy(update={"action_id": None})
    sign(store, by, ward, "Tran", of_nothing_named)
    assert said_of(opened(), "Bloods").split("\n")[1:3] == [
        "An escalation was recorded for this resident on 24-Nov-2026",
        "▲ Tell the team lead",
    ]


def said_of(page: TodayPage, text: str) -> str:
    (found,) = [each.words for each in page.model.rows if text in each.words]
    return found
