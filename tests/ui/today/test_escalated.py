"""An overdue action that the service told somebody of, on that person's start screen."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from mdt_core.records.actions import Action
from mdt_core.store.queries.actions import ActionsAsked, Show, Whose
from mdt_core.use_cases.rounds import add_action
from mdt_desktop.ui.context import Context, Destination, ToActions, ToResident
from tests.support.ward import Ward
from tests.ui.actions.work import TODAY, told_of
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
    assert row.words.split("\n")[1] == "Told to the clinical lead on 24-Nov-2026"
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    choose(page, "1 of 1 shown")
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    assert visited == [
        ToResident(ward.of("Tran")),
        ToActions(ActionsAsked(whose=Whose.ALL, show=Show.OVERDUE)),
    ]
