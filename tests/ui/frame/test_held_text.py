"""What a full disk did not take: there again after locking, and never closed on without a word."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mdt_core.drafts import Draft
from mdt_core.records.observations import ObservationSet
from mdt_desktop.app import Application
from mdt_desktop.ui.frame.frame import Frame
from mdt_desktop.ui.unlock.page import UnlockPage
from tests.support.ward import Ward
from tests.ui.frame.conftest import Starter, signed_in

FULL = "CREATE TRIGGER full BEFORE INSERT ON draft BEGIN SELECT RAISE(ABORT, 'full'); END"
KIND = ObservationSet.kind


def in_the_store(frame: Frame, statement: str) -> None:
    context = frame.context
    with context.store.deed(context.actor) as unit:
        unit.connection.exec_driver_sql(statement)
        unit.commit()


def not_written(frame: Frame, ward: Ward) -> str:
    """A form that was typed and that the disk did not take; gives its text."""
    context = frame.context
    text = Draft(ObservationSet, ward.of("Okonkwo")).with_value("note", "Drowsy").as_text()
    in_the_store(frame, FULL)
    with pytest.raises(Exception, match="full"):
        context.drafts.save(
            context.actor.person_id, KIND, ward.of("Okonkwo"), text, context.clock()
        )
    return text


def kept(frame: Frame, ward: Ward) -> str:
    found = frame.context.drafts.load(frame.context.actor.person_id, KIND, ward.of("Okonkwo"))
    assert found is not None
    return found.body


def locked_and_unlocked(qtbot: QtBot, application: Application) -> Frame:
    application.lock()
    qtbot.waitUntil(lambda: isinstance(application.window.part, UnlockPage))
    return signed_in(qtbot, application)


def test_text_that_the_disk_did_not_take_is_there_after_locking_and_written_when_it_can_be(
    qtbot: QtBot, started: Starter, folder: Path, ward: Ward
) -> None:
    application = started(folder)
    text = not_written(signed_in(qtbot, application), ward)
    again = locked_and_unlocked(qtbot, application)
    assert kept(again, ward) == text
    assert "still here" in again.message.text
    in_the_store(again, "DROP TRIGGER full")
    third = locked_and_unlocked(qtbot, application)
    assert third.context.drafts.held == ()
    assert kept(third, ward) == text
    assert "still here" not in third.message.text


def test_the_window_does_not_close_on_unsaved_text_before_it_has_said_so(
    qtbot: QtBot, started: Starter, folder: Path, ward: Ward
) -> None:
    application = started(folder)
    frame = signed_in(qtbot, application)
    not_written(frame, ward)
    assert not application.window.close()
    qtbot.waitUntil(lambda: "Close again to close now and lose it" in frame.message.text)
    assert frame.message.text.startswith("Not closed, since 1 form could not be saved. Not saved.")
    assert application.window.isVisible()
    assert application.window.close()


def test_the_window_closes_by_itself_where_there_is_room_again(
    qtbot: QtBot, started: Starter, folder: Path, ward: Ward
) -> None:
    application = started(folder)
    frame = signed_in(qtbot, application)
    not_written(frame, ward)
    in_the_store(frame, "DROP TRIGGER full")
    assert not application.window.close()
    qtbot.waitUntil(lambda: not application.window.isVisible())
    assert frame.context.drafts.held == ()
    assert kept(frame, ward)
