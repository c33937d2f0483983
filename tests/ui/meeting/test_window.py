"""A meeting in the whole window: presented as a round is, locked as late as one, and nothing typed is lost."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdt_core.records.meetings import Presence
from mdt_desktop.session import Session
from mdt_desktop.ui.context import ToMeeting, ToMeetings, ToToday
from mdt_desktop.ui.frame.frame import Frame
from mdt_desktop.ui.frame.presenting import PRESENTING, STOP_FIRST
from mdt_desktop.ui.meeting.page import MeetingPage
from tests.support.ward import Ward
from tests.ui.frame.test_presenting import others_named
from tests.ui.meeting.scene import WORKER, planned, running
from tests.ui.round.hands import click, words_on

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def test_while_a_meeting_is_presented_nobody_in_the_window_is_named_but_who_is_open(
    qtbot: QtBot, frame: Frame, workspace: Session, ward: Ward
) -> None:
    meeting = running(workspace, ward)
    frame.go(ToMeeting(meeting))
    page = frame.page
    assert isinstance(page, MeetingPage)
    first, last = ward.in_room("1"), ward.in_room("5")
    qtbot.waitUntil(lambda: page.resident_id == first)
    assert frame.is_in_round
    QTest.keyClick(frame, Qt.Key.Key_P, CTRL | SHIFT)
    assert PRESENTING in words_on(frame)
    assert others_named(frame, ward, first) == set()
    page.run.open(last)
    qtbot.waitUntil(page.run.show_next.isVisible)
    assert others_named(frame, ward, "") == set()
    click(page.run.show_next)
    qtbot.waitUntil(lambda: page.resident_id == last)
    assert others_named(frame, ward, last) == set()
    frame.go(ToMeetings())
    assert frame.page is page
    assert STOP_FIRST in words_on(frame)
    QTest.keyClick(frame, Qt.Key.Key_P, CTRL | SHIFT)
    frame.go(ToToday())
    assert not frame.is_in_round


def test_what_is_typed_for_the_agenda_stays_while_somebody_is_said_to_be_here(
    qtbot: QtBot, frame: Frame, workspace: Session, ward: Ward
) -> None:
    frame.go(ToMeeting(planned(workspace, ward)))
    page = frame.page
    assert isinstance(page, MeetingPage)
    people, agenda = page.prepare.people, page.prepare.agenda
    qtbot.waitUntil(lambda: WORKER.id in people.fields)
    agenda.who.set_value(ward.in_room("7"))
    agenda.question.set_value("Half a ques")
    people.person.set_value("*")
    people.name.set_value("Joy")
    click(people.fields[WORKER.id].button("apologies"))
    qtbot.waitUntil(
        lambda: (
            page.read is not None
            and any(each.presence is Presence.APOLOGIES for each in page.read.page.attendees)
        )
    )
    assert agenda.question.value() == "Half a ques"
    assert agenda.who.value() == ward.in_room("7")
    assert people.name.value() == "Joy"
