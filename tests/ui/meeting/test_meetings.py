"""The list of meetings, and the form that plans one."""

from datetime import timedelta

from pytestqt.qtbot import QtBot

from mdt_core.clock import london_day
from mdt_core.store.queries.meetings import meetings
from mdt_desktop.ui.context import Context, Destination, ToMeeting
from mdt_desktop.ui.meetings.page import MeetingsPage
from mdt_desktop.ui.meetings.presenter import NONE_YET
from tests.support.ward import HOME_NAME, Ward
from tests.ui.meeting.scene import planned, running
from tests.ui.round.hands import click, words_on


def opened(qtbot: QtBot, context: Context) -> MeetingsPage:
    page = MeetingsPage(context)
    qtbot.addWidget(page)
    page.resize(1116, 736)
    with qtbot.waitExposed(page):
        page.show()
    page.load()
    qtbot.waitUntil(lambda: page.summary.text() != "")
    return page


def test_a_meeting_is_planned_for_a_home_and_opens(
    qtbot: QtBot, context: Context, ward: Ward, visited: list[Destination]
) -> None:
    page = opened(qtbot, context)
    assert NONE_YET in words_on(page)
    click(page.plan)
    form = page.form
    click(form.save)
    qtbot.waitUntil(lambda: form.which.problem == "Choose which meeting it is.")
    click(form.which.button("home_monthly"))
    form.home.set_value(ward.home_id)
    form.begins.setFocus()
    form.begins.set_value("2026-11-27T10:00")
    form.minutes.set_value("4")
    click(form.save)
    qtbot.waitUntil(lambda: form.minutes.problem == "Give 5 to 600 minutes.")
    form.minutes.set_value("45")
    click(form.basis.button("direct_care"))
    click(form.save)
    qtbot.waitUntil(lambda: bool(visited))
    (gone_to,) = visited
    assert isinstance(gone_to, ToMeeting)
    page.load()
    qtbot.waitUntil(lambda: page.summary.text() == "1 meeting, newest first")
    (row,) = page.model.rows
    assert (row.when, row.what) == ("Fri 27-Nov-2026 10:00", "Home MDT, monthly")
    assert (row.homes, row.cases, row.state) == (HOME_NAME, 0, "Planned")


def test_the_list_says_how_many_cases_there_are_and_opens_the_meeting(
    qtbot: QtBot, context: Context, ward: Ward, visited: list[Destination]
) -> None:
    meeting = planned(context, ward)
    page = opened(qtbot, context)
    (row,) = page.model.rows
    assert row.cases == 3
    page.table.opened.emit(meeting)
    assert visited == [ToMeeting(meeting)]


def test_a_meeting_whose_minutes_nobody_approved_stays_in_the_list_however_long_ago(
    context: Context, ward: Ward
) -> None:
    meeting = running(context, ward)
    far = london_day(context.clock()) + timedelta(days=365)
    with context.store.reading() as connection:
        found = meetings(connection, context.actor, far)
    assert [each.meeting for each in found] == [meeting]
