"""Along the corridor: set after set by room, past those who are away, named by the room alone."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdt_core.records.observations import ObservationSet
from mdt_core.store.queries.statements import statements
from mdt_desktop.ui.context import Context, Destination, ToObservations, ToResident
from mdt_desktop.ui.frame.frame import Frame
from mdt_desktop.ui.observations.corridor import next_room
from mdt_desktop.ui.observations.page import ObservationsPage
from tests.support.ward import Ward
from tests.ui.observations.hands import type_number
from tests.ui.observations.test_page import idle, opened


def test_the_next_room_is_offered_without_a_name(
    qtbot: QtBot, context: Context, ward: Ward
) -> None:
    page = opened(qtbot, context, ward.in_room("1"))
    idle(qtbot, context)
    assert page.save_and_next.text() == "Save and next room (2)"
    assert "FEATHERSTONE" not in page.save_and_next.text().upper()
    assert page.deeds_before()[-1] is page.save


def test_who_is_in_hospital_is_passed_by_and_the_last_room_has_no_next(
    context: Context, ward: Ward
) -> None:
    found = next_room(context.store, context.actor, ward.in_room("4"))
    assert found is not None
    assert (found.room, found.resident_id) == ("6", ward.in_room("6"))
    assert next_room(context.store, context.actor, ward.in_room("12")) is None
    assert next_room(context.store, context.actor, ward.of("Whitcombe")) is None


def test_at_the_end_of_the_corridor_there_is_no_next_deed(
    qtbot: QtBot, context: Context, ward: Ward
) -> None:
    page = opened(qtbot, context, ward.in_room("12"))
    idle(qtbot, context)
    assert not page.save_and_next.isVisible()


def test_an_empty_set_goes_nowhere(
    qtbot: QtBot, context: Context, ward: Ward, visited: list[Destination]
) -> None:
    page = opened(qtbot, context, ward.in_room("1"))
    idle(qtbot, context)
    QTest.mouseClick(page.save_and_next, Qt.MouseButton.LeftButton)
    assert page.message.text.startswith("Enter at least one observation")
    assert visited == []


def test_saved_it_opens_on_the_next_person_with_empty_boxes(
    qtbot: QtBot, frame: Frame, ward: Ward
) -> None:
    first, second = ward.in_room("3"), ward.in_room("4")
    frame.go(ToObservations(first, ToResident(first)))
    page = frame.page
    assert isinstance(page, ObservationsPage)
    qtbot.waitUntil(lambda: page.save_and_next.isVisible() and page.save_and_next.isEnabled())
    assert page.body is not None
    type_number(page.body, "pulse", "84")
    QTest.mouseClick(page.save_and_next, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: frame.page is not page)
    then = frame.page
    assert isinstance(then, ObservationsPage)
    assert then.resident_id == second
    qtbot.waitUntil(then.save.isEnabled)
    assert then.body is not None
    assert "pulse" not in then.body.form.draft().values
    assert then.save.text() == "Save for OKONKWO"
    assert frame.message.text.startswith("Saved ")
    with frame.context.store.reading() as connection:
        [taken] = statements(connection, ObservationSet, first)
    assert taken.record is not None
    assert taken.record.pulse == 84
