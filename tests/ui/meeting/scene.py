"""A meeting of the ward with people invited and cases on its agenda, and its page in a window."""

from datetime import timedelta

from pytestqt.qtbot import QtBot

from mdt_core.clock import london_day
from mdt_core.records.meeting_roles import MeetingRole
from mdt_core.records.meetings import MeetingAttendee, MeetingType, Presence, SharingBasis
from mdt_core.use_cases.meetings import (
    MeetingPlan,
    plan_meeting,
    put_on_agenda,
    set_attendee,
    start_meeting,
)
from mdt_desktop.session import Session
from mdt_desktop.ui.context import Context
from mdt_desktop.ui.meeting.page import MeetingPage
from tests.support.ward import Ward

SOCIAL_CARE = "Stockport social care"
WORKER = MeetingAttendee(
    id="p-worker",
    name="Iris Holt",
    role=MeetingRole.SOCIAL_WORKER,
    organisation=SOCIAL_CARE,
    presence=Presence.PRESENT,
)
QUESTIONS = {
    "1": "Is she still safe here?",
    "4": "Which medicines can be stopped?",
    "5": "What does the family want?",
}


def planned(
    context: Context | Session, ward: Ward, *, basis: SharingBasis | None = SharingBasis.DIRECT_CARE
) -> str:
    """A meeting of today with two people and three cases; its id."""
    store, by, now = context.store, context.actor, context.clock()
    plan = MeetingPlan(
        MeetingType.HOME_MONTHLY,
        london_day(now),
        (ward.home_id,),
        starts_at=now + timedelta(minutes=15),
        planned_minutes=60,
        chair=by.name,
        basis=basis,
    )
    meeting, _ = plan_meeting(store, by=by, plan=plan)
    set_attendee(store, by=by, meeting=meeting, attendee=WORKER)
    for room, question in QUESTIONS.items():
        put_on_agenda(
            store,
            by=by,
            meeting=meeting,
            resident_id=ward.in_room(room),
            question=question,
            asked_by="Joy Adeyemi",
            minutes=10,
        )
    return meeting


def running(context: Context | Session, ward: Ward) -> str:
    """The same, begun."""
    meeting = planned(context, ward)
    start_meeting(context.store, by=context.actor, meeting=meeting)
    return meeting


def opened(qtbot: QtBot, context: Context, meeting: str) -> MeetingPage:
    """Its page, read."""
    page = MeetingPage(context, meeting)
    qtbot.addWidget(page)
    page.resize(1116, 736)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    page.load()
    qtbot.waitUntil(lambda: page.read is not None)
    return page
